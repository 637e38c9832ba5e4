"""Walking through the screens of opening a case."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from tests.integration.courts.bench import Bench, Browser, Shown

START = "/cgi-bin/FileEvent.pl?flow="


def pdf(pages: int = 1) -> bytes:
    """Return a small PDF."""
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out)
    return out.getvalue()


def file(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    """Return a file as a form sends it."""
    return io.BytesIO(content), name


class Walk:
    """One person at the screens: what is shown is `page`."""

    def __init__(self, bench: Bench, who: str, *, source: str = "oidc") -> None:
        self.bench = bench
        self.browser: Browser = bench.signed_in(who, source=source)
        self.page: Shown = self.open("/cgi-bin/menu.pl?id=-1")

    def open(self, address: str) -> Shown:
        """Open an address, and follow where it leads."""
        self.page = self._follow(self.browser.get(address))
        return self.page

    def send(self, **fields: Any) -> Shown:
        """Send the last form of the page with what stands in it, and follow where it leads."""
        form = self.page.all("//form[@method='post']")[-1]
        data = {"csrf_token": self.page.token(), **self.page.filled(), **fields}
        return self._post(str(form.get("action")), data)

    def press(self, action: str, **fields: Any) -> Shown:
        """Send one of several forms, by its address."""
        data = fields if "csrf_token" in fields else {"csrf_token": self.page.token(), **fields}
        return self._post(action, data)

    def _post(self, action: str, data: dict[str, Any]) -> Shown:
        answer = self.browser.client.post(
            action, data=data, base_url=self.bench.member.origins["ecf"]
        )
        self.page = self._follow(Shown(answer))
        return self.page

    def _follow(self, page: Shown) -> Shown:
        while page.status in (302, 303):
            page = self.browser.get(page.location)
        self.browser.last = page
        return page

    def add(self, role: str, last: str, **fields: Any) -> Shown:
        """Add a party who is new to the court: search, create, submit."""
        self.open(self.page.links()["Add New Party"])
        self.send(last_name=last)
        self.open(self.page.links()["Create new party"])
        self.send(role=role, **fields)
        assert "Add New Party" in self.page.links(), self.page.text
        return self.page

    def heading(self) -> str:
        """Return the heading of the screen."""
        return str(self.page.all("//h1")[0].text_content())


CIVIL = {
    "cause": "42:1983",
    "nature": "440",
    "jury": "p",
    "demand": "250",
    "county": "New Haven",
}


def civil_case(walk: Walk) -> Shown:
    """Open a civil case of two parties up to its number; it has no lead event yet."""
    walk.open(f"{START}open_cv")
    walk.send(**CIVIL)
    walk.add("Plaintiff", "Sampleson", first_name="Pia")
    walk.add("Defendant", "Town of Inventia")
    return walk.send()


def to_the_end(walk: Walk, **fee: Any) -> None:
    """Go on to the last screen; the fee is met as `fee` says, else later."""
    for _ in range(9):
        if walk.heading() == "Docket Text: Final Text":
            return
        walk.send(**((fee or {"pay": "later"}) if walk.heading() == "Filing Fee" else {}))
    raise AssertionError(walk.page.text)


def lead_event(walk: Walk, **fee: Any) -> Shown:
    """Docket the complaint of the case whose number is shown."""
    walk.open(walk.page.links()["Yes"])
    boxes = walk.page.all("//input[@name='party']")
    plaintiff, defendant = (str(box.get("value")) for box in boxes)
    walk.send(event="complaint", party=plaintiff, filed_against=defendant)
    walk.send(
        main=file("complaint.pdf", pdf(3)),
        file_0=file("js44.pdf", pdf(2)),
        category_0="Civil Cover Sheet",
        file_1=file("summons.pdf", pdf()),
        category_1="Summons",
        description_1="to the town",
    )
    to_the_end(walk, **fee)
    return walk.send()
