"""SIGKILL of the whole federation right after a commit: every mail and message arrives, once.

Each round starts `moot up` on the same data, lets one seat link its old account, and kills all its
processes the moment the answer is there: the court has committed, the outbox may or may not have
delivered. Later rounds and a last quiet start must bring everything to its end.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from shared import federation, personas
from shared.federation import Addressing
from tests import harness, serving
from tests.serving import Running

ROUNDS = int(os.environ.get("MOOT_SIGKILL_ROUNDS", "50"))
RUN = 4
START = "/cgi-bin/menu.pl?id=-1"
LINK = "/cgi-bin/LinkAccount.pl"


class Federation:
    """`moot up` on a data folder, started and killed again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = serving.free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def moot(self, *words: str) -> None:
        """Run a command of the launcher to its end."""
        done = [sys.executable, "-m", "shared.launcher", *words, "--data", str(self.folder)]
        subprocess.run(done, check=True, capture_output=True, timeout=120)

    def start(self) -> Running:
        """Start it and wait until it serves."""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "shared.launcher", "up", "--quiet"),
                *("--data", str(self.folder), "--port", str(self.port)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while not self._ready():
            assert self.process.poll() is None, "moot up ended by itself"
            assert time.monotonic() < until, "moot up does not answer"
            time.sleep(0.05)
        loaded = federation.load(
            harness.FEDERATION_FILE.read_text(encoding="utf-8"), Addressing(port=self.port)
        )
        reach = {m.id: f"http://127.0.0.1:{self.port}" for m in loaded.members}
        return Running("running", "2021-11", loaded, reach)

    def _ready(self) -> bool:
        asked = Request(
            f"http://127.0.0.1:{self.port}/readyz",
            headers={"Host": f"pacer.moot.localhost:{self.port}"},
        )
        try:
            with urlopen(asked, timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """SIGKILL the parent and its worker at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def ask(self, member_id: str, query: str) -> list[tuple[object, ...]]:
        """Ask a member's database."""
        (file,) = [f for f in self.folder.rglob("*.db") if f.stem == member_id]
        connection = sqlite3.connect(file)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Federation]:
    """Return a federation with a seat for each round."""
    made = Federation(tmp_path / "data")
    made.start()
    made.kill()
    made.moot("seed", "--seats", str(ROUNDS), "--run", str(RUN))
    yield made
    if made.process is not None:
        made.kill()


def test_nothing_is_lost_and_nothing_comes_twice(
    standing: Federation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Link, kill, and again; then count what arrived."""
    dice = random.Random(20261122)
    undelivered = 0
    for who in personas.seats(ROUNDS, RUN):
        browser = standing.start().browser()
        browser.sign_in(browser.open("ctd", START), who)
        old = who.courts["ctd"]
        page = browser.open("ctd", LINK).submit({"login": old.login_name, "key": old.password})
        answer = page.submit(button="Submit")
        assert "You have successfully linked your account." in answer.text, answer.text
        # Now and then the delivery is let into its middle before the axe falls.
        time.sleep(dice.choice((0, 0, 0.002, 0.01, 0.03, 0.06)))
        standing.kill()
        undelivered += len(standing.ask("ctd", "SELECT id FROM outbox WHERE delivered_at IS NULL"))
    running = standing.start()
    until = time.monotonic() + 120
    while standing.ask("ctd", "SELECT id FROM outbox WHERE delivered_at IS NULL"):
        assert time.monotonic() < until, "the outbox does not come to its end"
        time.sleep(0.2)
    assert running.browser().open("ctd", START).status == 200
    standing.kill()

    linked = standing.ask(
        "ctd", "SELECT linked_subject FROM court_user WHERE login_name LIKE 'ct8004%'"
    )
    promised = standing.ask("ctd", "SELECT message_id, kind FROM outbox")
    mails = standing.ask(
        "pacer", "SELECT message_id FROM mail_item WHERE template = 'link_confirmed'"
    )
    known = standing.ask("pacer", "SELECT subject FROM court_registration WHERE court = 'ctd'")
    handled = standing.ask("pacer", "SELECT message_id FROM inbox")
    with capsys.disabled():
        print(
            f"\n  {ROUNDS} rounds, SIGKILL after each commit; {undelivered} promises were still "
            f"undelivered at a kill;\n  at the end: {len(linked)} links, {len(promised)} promises, "
            f"{len(handled)} handled, {len(mails)} mails, none twice"
        )
    assert undelivered > 0, "no kill ever hit between commit and delivery"
    subjects = [subject for (subject,) in linked]
    assert len(subjects) == len(set(subjects)) == ROUNDS
    assert None not in subjects
    assert len(promised) == 2 * ROUNDS
    assert Counter(m for (m,) in handled) == Counter(m for m, _ in promised)
    assert len(mails) == len(set(mails)) == ROUNDS
    assert set(subjects) <= {subject for (subject,) in known}
    assert len(known) == len(set(known))
