"""Somebody who files: the screens of a transaction, one after the other, without a browser."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from lxml import html as lxml_html
from werkzeug.test import TestResponse

from tests.integration.courts.bench import Bench, Browser, Shown

START = "/cgi-bin/FileEvent.pl"
ALPHA = "3:19-cv-21"


def pdf(pages: int = 1, words: str = "") -> bytes:
    """Return a small PDF that says something on its first page."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(612, 792))
    if words:
        first = made.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        first.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = words.splitlines()
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        text = f"BT /F1 11 Tf 14 TL 72 720 Td {shown} ET"
        first.obj.Contents = made.make_stream(text.encode("latin-1"))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


class Clerkless:
    """One transaction at one browser: `file` walks it, `page` is what is shown."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.page: Shown = browser.last  # type: ignore[assignment]  # set by the first step
        self.path = ""

    def begin(self, event: str = "", **args: str) -> Shown:
        """Choose an event, or what `args` say, from the menu."""
        asked = {**({"event": event} if event else {}), **args}
        query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in asked.items())
        return self.open(f"{START}?{query}")

    def open(self, path: str) -> Shown:
        """Open an address and follow where it leads."""
        self.page = self.browser.get(path)
        while self.page.location:
            path = self.page.location
            self.page = self.browser.get(path)
        self.path = path
        return self.page

    def send(self, **fields: Any) -> Shown:
        """Fill the screen, press Next, and follow where it leads."""
        answer = self.post(**fields)
        self.page = self.browser.last = Shown(answer)
        if self.page.location:
            return self.open(self.page.location)
        return self.page

    def post(self, **fields: Any) -> TestResponse:
        """Send the screen as it is shown, with `fields`; None takes a field out."""
        form = lxml_html.fromstring(self.page.html).xpath("//form[@method='post']")[-1]
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            kind = form.inputs[name]
            if getattr(kind, "type", "") != "file":
                data.setdefault(name, []).append(value)
        data.update(fields)
        sent = {name: value for name, value in data.items() if value is not None}
        return self.browser.client.post(
            self.path,
            data=sent,
            base_url=self.browser.bench.member.origins["ecf"],
            content_type="multipart/form-data",
        )

    @property
    def heading(self) -> str:
        """The heading of the screen."""
        return " ".join(self.page.all("//h1")[0].text_content().split())

    def choice(self, words: str) -> str:
        """The value of the box or button of a list whose label begins with these words."""
        for label in self.page.all("//label[@for]"):
            if " ".join(label.text_content().split()).startswith(words):
                (box,) = self.page.all(f"//*[@id='{label.get('for')}']")
                return str(box.get("value"))
        raise AssertionError(f"nothing called {words}: {self.page.text[:800]}")

    def to_filer(self, event: str, number: str, *filers: str) -> Shown:
        """Walk as far as behind the screen of the filer."""
        self.begin(event)
        self.send(case_number=number)
        if self.heading == "Select the defendants":
            self.send()
        assert self.heading == "Select the filer", self.page.text[:600]
        return self.send(filers=[self.choice(name) for name in filers])

    def file(
        self,
        event: str,
        number: str = ALPHA,
        filer: str = "Alpha Widgets",
        *,
        words: str = "",
        upto: str = "",
        **answers: Any,
    ) -> Shown:
        """Walk a whole filing with plain answers; what screens ask besides is in `answers`.

        :param upto: the heading of the screen at which to stop.
        """
        self.to_filer(event, number, filer)
        plain: dict[str, dict[str, Any]] = {
            "Attorney/party association": {},
            "Sealed or unsealed": {"sealed": "unsealed"},
            "Select the pdf document": {"main": (io.BytesIO(pdf(2, words)), "paper.pdf")},
        }
        for _ in range(12):
            heading = self.heading
            if heading in (upto, "Notice of Electronic Filing"):
                break
            before = self.page.html
            self.send(**{**plain.get(heading, {}), **answers.get(heading.split()[0].lower(), {})})
            assert self.page.html != before or self.page.status == 200, self.page.text
            assert self.page.status == 200, self.page.text
        return self.page


def filer(bench: Bench, key: str, *, source: str = "oidc") -> Clerkless:
    """Sit a persona down to file."""
    return Clerkless(bench.signed_in(key, source=source))
