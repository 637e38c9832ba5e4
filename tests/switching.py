"""A trainer at the fault switchboard, by its own pages: in this process or over sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.personas import Persona
from tests import harness
from tests.harness import Browser, Page, World


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


@pytest.fixture(scope="module")
def here(
    planted: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One federation for all tests of a file (2021-11): each clears what it has switched on."""
    with pytest.MonkeyPatch.context() as environment:
        # The launcher does the same when the public addresses are of this machine only.
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("faults"))
        world = harness.reopen(folder)
        yield world
        world.close()


@pytest.fixture(scope="module")
def trainer(here: World, people: dict[str, Persona]) -> Switchboard:
    """One trainer for all tests of a file."""
    return Switchboard(here.browser(), people["trainer"])


@pytest.fixture
def board(trainer: Switchboard) -> Iterator[Switchboard]:
    """Return the switchboard; all is off afterwards."""
    yield trainer
    trainer.clear()
