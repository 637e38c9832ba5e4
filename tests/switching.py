"""A trainer at the fault switchboard, by its own pages: in this process or over sockets."""

from __future__ import annotations

from shared.personas import Persona
from tests.harness import Browser, Page


class Switchboard:
    """A trainer's browser at `/faults`."""

    def __init__(self, browser: Browser, trainer: Persona) -> None:
        self.browser = browser
        self.page = browser.sign_in(browser.open("pacer", "/faults"), trainer)
        assert "Fault switchboard" in self.page.text, self.page.text[:400]

    def on(self, name: str, scope: str = "all", value: str = "", **numbers: int) -> Page:
        """Switch a fault on; `numbers` are times and amount."""
        form = self.browser.open("pacer", f"/faults/{name}")
        fields = {"scope": scope, **({"value": value} if value else {}), **numbers}
        self.page = form.submit(fields, button="Switch on")
        assert self.page.status == 200, self.page.text
        return self.page

    def met(self) -> dict[str, str]:
        """Return by whom each fault that is on was met, as the page tells it."""
        self.page = self.browser.open("pacer", "/faults")
        rows = self.page.all("//table[@id='standing-faults']/tbody/tr")
        return {row.findtext("th/a"): row.findtext("td[3]") for row in rows}

    def clear(self) -> None:
        """Switch all faults off."""
        self.page = self.browser.open("pacer", "/faults")
        if self.page.all("//table[@id='standing-faults']"):
            self.page = self.page.submit(button="Clear all")
