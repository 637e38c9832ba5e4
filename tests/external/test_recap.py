"""What the script of the RECAP extension would see of our pages, in jsdom (clients.md section 7).

Its addresses are the real ones: on any other host, or with a port, such a script sees nothing. Ours
is `pages/detect.mjs`, written from the table of that section.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from sqlalchemy import select

from courts.cases.models import Case
from courts.docket.models import Document, Entry
from courts.kinds import doc_ids
from shared import personas
from shared.personas import Persona
from tests import harness
from tests.harness import Page

HERE = Path(__file__).parent / "pages"
ERA = "2021-11-30"
DISTRICT = "https://ecf.ctd.uscourts.gov"
BANKRUPTCY = "https://ecf.ctb.uscourts.gov"
APPEALS = "https://ecf.ca2.uscourts.gov"
LOGIN = "https://pacer.login.uscourts.gov/csologin/login.jsf"
ROOM = "/n/beam/servlet/TransportRoom?servlet="
EXTERNAL = "https://external"
#: Reference cases: the first of each kind of court, one with claims, an immigration case.
CIVIL, CHAPTER_7, CLAIMED, APPEAL, HABEAS = (
    ("ctd", 2019, 21),
    ("ctb", 2021, 30101),
    ("ctb", 2020, 30102),
    ("ca2", 2021, 1001),
    ("ctd", 2021, 24),
)


@dataclass
class Seen:
    """A page as it was shown, and what the detectors read of it."""

    url: str
    html: str
    referrer: str
    court: str | None = None
    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)


class Reader:
    """Somebody who is signed in at the real host names and collects pages."""

    def __init__(self, world: harness.World, who: Persona) -> None:
        self.world, self.browser = world, world.browser()
        self.seen: dict[str, Seen] = {}
        first = self.get(f"{LOGIN}?pscCourtId=CTDC&appurl={DISTRICT}/cgi-bin/iquery.pl")
        self.keep("login", first)
        assert who.pacer is not None
        fields = {
            "loginForm:loginName": who.pacer.user_name,
            "loginForm:password": who.pacer.password,
        }
        page = first.submit(fields, button="Login")
        if page.all("//*[@id='redactionConfirmation']"):
            self.keep("redaction", page)
            page = page.submit({"regmsg:chkRedact": "on"}, button="Continue")
        self.keep("blank query", page)

    def get(self, url: str) -> Page:
        """Open an address."""
        return self.browser.get(url, referer=EXTERNAL)

    def keep(self, name: str, page: Page, referrer: str = "") -> Page:
        """Keep a page under a name."""
        assert page.status == 200, page.text[:300]
        self.seen[name] = Seen(page.url, page.html, referrer)
        return page

    def case(self, named: tuple[str, int, int]) -> int:
        """Return the id of a reference case."""
        court, year, serial = named
        with self.world.database(court).reading() as session:
            found = session.scalar(select(Case.id).where(Case.year == year, Case.serial == serial))
        assert found is not None
        return found

    def paper(self, named: tuple[str, int, int], number: int, flag: int = doc_ids.PAPER) -> str:
        """Return the id of the main document of an entry."""
        with self.world.database(named[0]).reading() as session:
            row = session.scalar(
                select(Document.id)
                .join(Entry, Entry.id == Document.entry_id)
                .where(Entry.case_id == self.case(named), Entry.number == number)
                .where(Document.place == 0)
            )
        assert row is not None
        return doc_ids.written(self.world.member(named[0]).doc_prefix, row, flag)


def district(reader: Reader) -> None:
    """Collect the pages of a district court."""
    case = reader.case(CIVIL)
    form = reader.keep("docket form", reader.get(f"{DISTRICT}/cgi-bin/DktRpt.pl?{case}"))
    reader.keep("docket", form.submit(button="Run Report"), form.url)
    form = reader.keep("history form", reader.get(f"{DISTRICT}/cgi-bin/HistDocQry.pl?{case}"))
    reader.keep("history", form.submit(button="Run Query"), form.url)
    query = reader.get(f"{DISTRICT}/cgi-bin/iquery.pl")
    reader.keep("case menu", query.submit({"case_num": "3:19-cv-00021"}))
    reader.keep("select a case", query.submit({"last_name": "Litigant"}))
    menu = reader.get(f"{DISTRICT}/doc1/{reader.paper(CIVIL, 1, doc_ids.MENU)}")
    reader.keep("attachment menu", menu)
    for name, place in (("combined", 0), ("zip", 1)):
        reader.keep(name, several(reader, menu, place))
    single = reader.get(f"{DISTRICT}/doc1/{reader.paper(CIVIL, 2)}")
    reader.keep("single document", single)
    reader.keep("paper", single.submit(button="View Document"))


def several(reader: Reader, menu: Page, zipped: int) -> Page:
    """Choose all papers of a menu, as the script of its buttons does."""
    buttons = menu.all("//input[@type='button']")
    query = re.search(r"submit_form\(\d, '([^']+)'", buttons[zipped].get("onclick"))
    assert query is not None
    return reader.get(urljoin(menu.url, query[1]))


def bankruptcy(reader: Reader) -> None:
    """Collect the pages of a bankruptcy court."""
    case = reader.case(CHAPTER_7)
    form = reader.keep("bk docket form", reader.get(f"{BANKRUPTCY}/cgi-bin/DktRpt.pl?{case}"))
    reader.keep("bk docket", form.submit(button="Run Report"), form.url)
    menu = reader.get(f"{BANKRUPTCY}/doc1/{reader.paper(CHAPTER_7, 1, doc_ids.MENU)}")
    reader.keep("bk attachment menu", menu)
    single = reader.get(f"{BANKRUPTCY}/doc1/{reader.paper(CHAPTER_7, 2)}")
    reader.keep("bk single document", single)
    form = reader.get(f"{BANKRUPTCY}/cgi-bin/SearchClaims.pl?{reader.case(CLAIMED)}")
    reader.keep("claims", form.submit(button="Run Report"))


def appeals(reader: Reader) -> None:
    """Collect the pages of a court of appeals."""
    for name, servlet in (
        ("appeal search", "CaseSearch.jsp"),
        ("appeal selection", "CaseSelectionTable.jsp&csnum1=21-1001&csnum2=21-1005"),
        ("appeal query", f"CaseQuery.jsp&caseid={reader.case(APPEAL)}"),
        ("appeal filter", f"DocketReportFilter.jsp&caseid={reader.case(APPEAL)}"),
        (
            "appeal docket",
            "CaseSummary.jsp&caseNum=21-1001&fullDocketReport=Y&incDktEntries=Y&incPtyAty=Y",
        ),
        ("appeal several", f"ShowDocMulti&caseId={reader.case(APPEAL)}&d=1&outputForm=view"),
    ):
        reader.keep(name, reader.get(f"{APPEALS}{ROOM}{servlet}"))
    menu = reader.get(f"{APPEALS}/docs1/{reader.paper(APPEAL, 1, doc_ids.MENU)}")
    reader.keep("appeal menu", menu)
    single = reader.get(f"{APPEALS}/docs1/{reader.paper(APPEAL, 5)}")
    reader.keep("appeal document", single)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[harness.World]:
    """Every court in one process, asked at its real host names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        made = harness.build(tmp_path_factory.mktemp("recap"), at=ERA)
        for member in made.federation.courts:
            # PACER hears from each court who files there.
            made.jobs.wake(member.id)
            made.jobs.drain(member.id)
        yield made
        made.close()


@pytest.fixture(scope="module")
def reader(world: harness.World) -> Reader:
    """What a reader and a filer were shown, with what the detectors read of it."""
    people = personas.by_key(personas.load())
    found = Reader(world, people["client"])
    district(found)
    bankruptcy(found)
    appeals(found)
    filer = Reader(world, people["attorney_everywhere"])
    found.seen["redaction"] = filer.seen["redaction"]
    page = filer.get(f"{DISTRICT}/doc1/{found.paper(HABEAS, 1)}")
    found.keep("restricted", page)
    detect(found.seen)
    return found


def detect(seen: dict[str, Seen]) -> None:
    """Let the detectors read all pages."""
    lines = [
        json.dumps({"name": n, "url": s.url, "html": s.html, "referrer": s.referrer})
        for n, s in seen.items()
    ]
    done = subprocess.run(
        ["node", "detect.mjs"],
        cwd=HERE,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        told = json.loads(line)
        seen[told["name"]].court, seen[told["name"]].kinds = told["court"], told["kinds"]


#: Page, court, and what is read of it. Every page is of one kind and no other.
TABLE: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "login": ("login", {"login": {}}),
    "redaction": ("login", {"redaction": {}}),
    "blank query": ("ctd", {"blankQuery": {}}),
    "docket form": ("ctd", {"docketForm": {"case": "1", "number": True, "until": True}}),
    "docket": ("ctd", {"docket": {"case": "1", "cases": ["1"], "links": 6}}),
    "history form": ("ctd", {"docketForm": {"case": "1", "number": False, "until": False}}),
    "history": ("ctd", {"history": {"case": "1"}}),
    "case menu": ("ctd", {"caseMenu": {"case": "1"}}),
    "select a case": ("ctd", {"selectCase": {"cases": ["6"]}}),
    "attachment menu": ("ctd", {"attachmentMenu": {"case": "1", "document": "041030000001"}}),
    "single document": (
        "ctd",
        {
            "singleDocument": {
                "case": "1",
                "document": "041030000004",
                "number": "2",
                "attachment": "0",
                "docket": "3:19-cv-00021-RBX-LDG",
            }
        },
    ),
    "combined": ("ctd", {"combined": {"case": "1"}}),
    "zip": ("ctd", {"zip": {"case": "1", "onwards": True}}),
    "bk docket form": ("ctb", {"docketForm": {"case": "1", "number": True, "until": True}}),
    # Links of a bankruptcy docket are plain: the case is known from where the reader came.
    "bk docket": ("ctb", {"docket": {"case": "1", "cases": [], "links": 0}}),
    "bk attachment menu": ("ctb", {"attachmentMenu": {"case": "1", "document": "040030000001"}}),
    "bk single document": (
        "ctb",
        {
            "singleDocument": {
                "case": "1",
                "document": "040030000003",
                "number": "2",
                "attachment": "0",
                "docket": "21-30101-amx",
            }
        },
    ),
    "claims": ("ctb", {"claims": {"case": "2"}}),
    "appeal search": ("ca2", {"appealSearch": {}}),
    "appeal selection": (
        "ca2",
        {"appealSelection": {"fields": True, "cases": ["5", "4", "3", "1"]}},
    ),
    "appeal query": ("ca2", {"appealQuery": {}}),
    "appeal filter": ("ca2", {"appealFilter": {}}),
    "appeal docket": ("ca2", {"appealDocket": {"number": "21-1001", "cases": ["1"], "form": True}}),
    "appeal several": ("ca2", {"appealSeveral": {}}),
    "appeal menu": (
        "ca2",
        {"appealMenu": {"documents": ["002030000001", "002030000002"], "cases": ["1"]}},
    ),
    "appeal document": (
        "ca2",
        {"appealDocument": {"docket": "21-1001", "number": "5", "attachment": None}},
    ),
    "restricted": (
        "ctd",
        {
            "restricted": {},
            "singleDocument": {
                "case": "4",
                "document": "041030000021",
                "number": "1",
                "attachment": "0",
                "docket": "3:21-cv-00024-SKB",
            },
        },
    ),
}


@pytest.mark.parametrize("name", list(TABLE))
def test_the_kind_of_a_page_and_its_case(reader: Reader, name: str) -> None:
    court, kinds = TABLE[name]
    found = reader.seen[name]
    assert (found.court, found.kinds) == (court, kinds), found.url


def test_a_paper_comes_in_a_frame_or_as_itself(reader: Reader) -> None:
    src = reader.seen["paper"].kinds["paper"]["src"]
    assert src.startswith("/cgi-bin/show_temp.pl?file=")


def test_nothing_is_seen_at_another_host_or_with_a_port(reader: Reader) -> None:
    for host in ("https://ecf.ctd.moot.localhost", f"{DISTRICT}:8443"):
        seen = {
            name: Seen(page.url.replace(DISTRICT, host), page.html, "")
            for name, page in reader.seen.items()
            if page.url.startswith(DISTRICT)
        }
        detect(seen)
        assert {(page.court, len(page.kinds)) for page in seen.values()} == {(None, 0)}
