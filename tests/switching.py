"""A trainer at the fault switchboard, by its own pages: in this process or over sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Final

import pytest
from sqlalchemy import or_, select

from shared.clock import wall
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.wire import FaultMet
from tests import harness
from tests.harness import Browser, Page, World
from tests.serving import MEMBERS, Running

PATIENCE: Final = timedelta(seconds=20)


class Switchboard:
    """A trainer's browser at `/faults`.

    :param running: a federation behind sockets, whose members are told a moment later.
    """

    def __init__(self, browser: Browser, trainer: Persona, running: Running | None = None) -> None:
        self.browser = browser
        self.running = running
        self.page = browser.sign_in(browser.open("pacer", "/faults"), trainer)
        assert "Fault switchboard" in self.page.text, self.page.text[:400]

    def on(self, name: str, scope: str = "all", value: str = "", **numbers: int) -> Page:
        """Switch a fault on; `numbers` are times and amount."""
        form = self.browser.open("pacer", f"/faults/{name}")
        fields = {"scope": scope, **({"value": value} if value else {}), **numbers}
        self.page = form.submit(fields, button="Switch on")
        assert self.page.status == 200, self.page.text
        self._wait()
        return self.page

    def _wait(self) -> None:
        """Wait until every court knows which faults are on, and PACER what was met."""
        if self.running is None:
            return
        last = wall() + PATIENCE
        while any(_waiting(self.running, member) for member in MEMBERS):
            assert wall() < last, "the switchboard's messages do not arrive"
            sleep(0.05)

    def met(self) -> dict[str, str]:
        """Return by whom each fault that is on was met, as the page tells it."""
        self._wait()
        self.page = self.browser.open("pacer", "/faults")
        rows = self.page.all("//table[@id='standing-faults']/tbody/tr")
        return {row.findtext("th/a"): row.findtext("td[3]") for row in rows}

    def clear(self) -> None:
        """Switch all faults off."""
        self.page = self.browser.open("pacer", "/faults")
        if self.page.all("//table[@id='standing-faults']"):
            self.page = self.page.submit(button="Clear all")
        self._wait()


def _waiting(running: Running, member: str) -> bool:
    """Say whether a member has something of the switchboard's to deliver."""
    about = or_(OutboxRow.destination.startswith("local:faults"), OutboxRow.kind == FaultMet.KIND)
    statement = select(OutboxRow.id).where(about, OutboxRow.delivered_at.is_(None)).limit(1)
    with running.reading(member) as session:
        return session.scalar(statement) is not None


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
