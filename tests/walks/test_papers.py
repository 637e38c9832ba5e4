"""From the attachment menu to the stamped paper, by clicks on what only scripts can act upon."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from shared.personas import Persona
from tests.browsing import Desk, axe_of

ERA = "2021-11"
SCRIPT = Path(__file__).parents[2] / "shared" / "web" / "static" / "cmecf.js"
STAMPS = {"ctd": "041", "ctb": "040"}


def menu_of(court: str) -> str:
    """The first paper of every world: of the reference case, with attachments."""
    return f"/doc1/{STAMPS[court]}030000001"


@pytest.mark.parametrize("court", ["ctd", "ctb"])
def test_menu_receipt_and_paper(
    court: str, desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """A click on a number posts; the receipt's button brings the paper in a frame."""
    at = desk()
    at.enter(court, people["researcher"])
    at.open(court, menu_of(court))
    at.says("Document Selection Menu")
    assert axe_of(at.page) == []
    at.page.locator("#cmecfMainContent table a").first.click()
    at.says("To accept charges shown below, click on the 'View Document' button")
    assert axe_of(at.page) == []
    at.press("View Document")
    frame = at.page.locator("iframe")
    address = frame.get_attribute("src") or ""
    assert address.startswith("/cgi-bin/show_temp.pl?file=")
    answer = at.page.request.get(at.running.url(court, address))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body()[:5] == b"%PDF-"
    assert axe_of(at.page) == []

    at.open(court, menu_of(court))
    boxes = at.page.locator("#cmecfMainContent input[type=checkbox]")
    for number in range(boxes.count()):
        boxes.nth(number).uncheck()
    at.press("Download Selected")
    at.says("Tick at least one document.")
    boxes.first.check()
    at.press("Download Selected")
    at.says("Image1-0")
    assert "Image1-1" not in at.text
    assert axe_of(at.page) == []
    at.page.get_by_role("button", name="Download Documents").click()
    at.settle()
    expect(at.page.locator("iframe")).to_have_attribute("src", re.compile("application/zip"))

    at.open(court, menu_of(court))
    at.press("View Selected")
    at.press("View Document")
    expect(at.page.locator("iframe")).to_have_attribute("src", re.compile("application/pdf"))

    at.choose("Utilities")
    at.click("Review Billing History")
    at.says("Image1-0")
    assert axe_of(at.page) == []


# --------------------------------------------------------------------------- the script by itself

PAGE = """<!DOCTYPE html><html><head><title>x</title></head><body><div id="cmecfMainContent">
<form><input id="case_number_text_area_0" name="case_num">
<input type="button" id="case_number_find_button_0" value="Find This Case">
<div id="case_number_pick_area_0"></div><input type="hidden" id="all_case_ids" value="0"></form>
<a id="bk" href="/doc1/1"
 onclick="goDLS('/doc1/040130000001','7','2','','1','1','','11','4','1');return(false);">1</a>
<a id="away" href="/x"
 onclick="goDLS('https://evil.test/doc1','7','2','','','1','','','');return(false);">2</a>
<form name="doDocPostURLForm" action="/n/beam/servlet/TransportRoom" method="post"></form>
<a id="ca" href="/docs1/00209300001" onclick="return doDocPostURL('00209300001','80001');">3</a>
<a id="moved" href="/nowhere" onclick="parent.location='/cgi-bin/show_multidocs.pl?caseid=7'">4</a>
<a id="plain" href="/plain">5</a>
</div><script src="/cmecf.js"></script></body></html>"""
ONE = (
    "<request number='3:19-cv-21'><case number='3:19-cv-21' id='7' "
    "title='3:19-cv-00021-RBX Alpha v. Beta' sortable='x'/></request>"
)
TWO = ONE.replace(
    "</request>",
    "<case number='3:19-cr-21' id='8' title='3:19-cr-00021 USA &lt;b&gt; v. Doe'/></request>",
)
NONE = "<request number='99'><message text='Cannot find case 99'/></request>"


class Served:
    """A page with the script, and what the browser asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[tuple[str, str, str]] = []
        self.answers = {"cv": ONE, "19-21": TWO, "99": NONE}
        page.route("**/*", self._answer)
        page.goto("http://court.test/")

    def _answer(self, route: Route) -> None:
        request = route.request
        address = request.url.removeprefix("http://court.test")
        self.asked.append((request.method, address, request.post_data or ""))
        if address == "/cmecf.js":
            route.fulfill(path=SCRIPT, content_type="text/javascript")
        elif "possible_case_numbers" in address:
            found = next(text for key, text in self.answers.items() if key in address)
            route.fulfill(body=found, content_type="text/xml")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    def click(self, name: str) -> tuple[str, str, str]:
        """Click something and return the request that followed."""
        self.page.goto("http://court.test/")
        self.asked.clear()
        self.page.locator(f"#{name}").click()
        self.page.wait_for_load_state()
        return self.asked[0] if self.asked else ("", "", "")


@pytest.fixture
def served(chromium: Browser) -> Served:
    return Served(chromium.new_page())


def test_each_call_does_what_it_says(served: Served) -> None:
    method, address, body = served.click("bk")
    assert (method, address) == ("POST", "/doc1/040130000001")
    sent = dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n', body))
    assert sent == {
        "caseid": "7",
        "de_seq_num": "2",
        "pdf_header": "1",
        "pdf_toggle_possible": "1",
        "claim_id": "11",
        "claim_num": "4",
        "claim_doc_seq": "1",
    }
    method, address, body = served.click("ca")
    assert (method, address) == ("POST", "/n/beam/servlet/TransportRoom")
    sent = dict(re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n', body))
    assert sent["dls_id"] == "00209300001"
    assert (sent["servlet"], sent["caseId"]) == ("ShowDoc", "80001")
    assert served.click("moved")[:2] == ("GET", "/cgi-bin/show_multidocs.pl?caseid=7")
    assert served.click("plain")[:2] == ("GET", "/plain")
    assert served.click("away") == ("", "", ""), "nothing leads out of the court"
    served.page.close()


def test_the_case_number_finder(served: Served) -> None:
    page = served.page
    number = page.locator("#case_number_text_area_0")
    pick = page.locator("#case_number_pick_area_0")
    ids = page.locator("#all_case_ids")
    number.fill("3:19-cv-00021")
    page.locator("#case_number_find_button_0").click()
    expect(pick).to_have_text("3:19-cv-00021-RBX Alpha v. Beta")
    expect(ids).to_have_value("7")
    expect(number).to_have_value("3:19-cv-21")
    asked = next(a for _m, a, _b in served.asked if "possible" in a)
    assert asked.startswith("/cgi-bin/possible_case_numbers.pl?3:19-cv-00021;number=")
    number.fill("19-21")
    expect(ids).to_have_value("0")
    number.press("Enter")
    page.get_by_label("3:19-cr-00021 USA <b> v. Doe").check()
    expect(ids).to_have_value("8")
    number.fill("99")
    number.press("Enter")
    expect(pick).to_have_text("Cannot find case 99")
    expect(ids).to_have_value("0")
    number.fill("")
    page.locator("#case_number_find_button_0").click()
    expect(pick).to_contain_text("Enter a case number")
    page.close()
