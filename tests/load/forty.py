"""Forty people sign in and link in one court at the same moment, over real sockets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from shared import personas
from shared.clock import sleep, ticks
from shared.personas import Persona
from tests import harness, serving
from tests.serving import Kind, Nursery, Running, Topology

ERA = "2021-11"
RUN = 7
SEATS = 40
DELIVERY_LIMIT = 60.0
START = "/cgi-bin/menu.pl?id=-1"
LINK = "/cgi-bin/LinkAccount.pl"
COUNTS = {
    "linked": ("ctd", "SELECT count(*) FROM court_user WHERE linked_subject IS NOT NULL"),
    "subjects": ("ctd", "SELECT count(DISTINCT linked_subject) FROM court_user"),
    "users": ("ctd", "SELECT count(*) FROM court_user"),
    "registered": ("pacer", "SELECT count(*) FROM court_registration WHERE court = 'ctd'"),
    "mails": ("pacer", "SELECT count(*) FROM mail_item"),
    "sessions": ("pacer", "SELECT count(*) FROM sso_session WHERE closed_at IS NULL"),
    "waiting": ("ctd", "SELECT count(*) FROM outbox WHERE delivered_at IS NULL"),
}


@dataclass
class Report:
    """What came of it: seconds per step, counts before and after, what went wrong."""

    kind: str
    topology: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    whole: float = 0.0
    delivered: float = 0.0

    def lines(self) -> list[str]:
        """Return a table of percentiles."""
        rows = [
            f"{self.kind}, {self.topology}: {len(self.seconds.get('all', []))} browsers, "
            f"{self.whole:.1f} s in all, delivered after {self.delivered:.1f} s, "
            f"{len(self.errors)} errors",
            f"{'step':<12}{'p50':>8}{'p95':>8}{'max':>8}   seconds",
        ]
        for step, seconds in self.seconds.items():
            some = sorted(seconds)
            rows.append(
                f"{step:<12}{percentile(some, 50):>8.2f}{percentile(some, 95):>8.2f}"
                f"{some[-1]:>8.2f}"
            )
        return rows


def percentile(ordered: Sequence[float], rank: int) -> float:
    """Return a percentile of ordered values, by the nearest rank."""
    position = -(-len(ordered) * rank // 100) - 1
    return ordered[max(0, min(len(ordered) - 1, position))]


def count(running: Running) -> dict[str, int]:
    """Count the rows that matter."""
    found = {}
    for name, (member_id, query) in COUNTS.items():
        engine = create_engine(running.databases[member_id])
        try:
            with engine.connect() as connection:
                found[name] = int(connection.execute(text(query)).scalar_one())
        finally:
            engine.dispose()
    return found


def at_once(people: Sequence[Persona], walk: Callable[[Persona], None]) -> list[str]:
    """Let everybody walk from the same moment on and return what went wrong."""
    gate = threading.Barrier(len(people))
    errors: list[str] = []

    def one(who: Persona) -> None:
        gate.wait(60)
        try:
            walk(who)
        except Exception as error:  # noqa: BLE001 - every one of them is counted
            errors.append(f"{who.key}: {type(error).__name__}: {str(error)[:400]}")

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(one, people))
    return errors


def forty(
    kind: Kind,
    topology: Topology,
    *,
    nursery: Nursery,
    folder: Path,
    seats: int = SEATS,
    settings: dict[str, str] | None = None,
) -> Report:
    """Sign in and link with so many browsers at once and report."""
    people = personas.seats(seats, RUN)
    running = serving.serve(
        topology, kind, ERA, nursery=nursery, folder=folder, seats=people, settings=settings
    )
    report = Report(kind, topology)
    guard = threading.Lock()

    def note(step: str, began: float) -> float:
        now = ticks()
        with guard:
            report.seconds.setdefault(step, []).append(now - began)
        return now

    def walk(who: Persona) -> None:
        first = at = ticks()
        browser = running.browser()
        page = browser.open("ctd", START)
        at = note("form", at)
        page = browser.sign_in(page, who)
        assert "Log Out" in page.menu(), page.text[:300]
        at = note("sign in", at)
        old = who.courts["ctd"]
        page = browser.open("ctd", LINK).submit({"login": old.login_name, "key": old.password})
        at = note("screen A", at)
        page = page.submit(button="Submit")
        assert "You have successfully linked your account." in page.text, page.text[:400]
        at = note("screen B", at)
        page = browser.open("ctd", "/cgi-bin/iquery.pl")
        assert page.menu()[:2] == ["Civil", "Criminal"], page.menu()
        note("query", at)
        note("all", first)
        browser.session.close()

    try:
        report.before = count(running)
        began = ticks()
        report.errors = at_once(people, walk)
        report.whole = ticks() - began
        report.after = settled(running, limit=DELIVERY_LIMIT)
        report.delivered = ticks() - began
    finally:
        running.stop()
    return report


def settled(running: Running, *, limit: float) -> dict[str, int]:
    """Wait until nothing is left to be delivered and count then."""
    until = ticks() + limit
    while True:
        counts = count(running)
        if counts["waiting"] == 0 or ticks() > until:
            return counts
        if running.world is not None:
            running.world.jobs.drain("ctd")
        sleep(0.2)


def same_login(
    running: Running, people: Sequence[Persona], *, login: str, password: str
) -> list[str]:
    """Bring several persons to screen B with one old login, submit at once, return who won."""
    pages: dict[str, harness.Page] = {}
    for who in people:
        browser = running.browser()
        browser.sign_in(browser.open("ctd", START), who)
        page = browser.open("ctd", LINK).submit({"login": login, "key": password})
        assert "Do you want to link these accounts?" in page.text, page.text[:400]
        pages[who.key] = page
    winners: list[str] = []

    def confirm(who: Persona) -> None:
        after = pages[who.key].submit(button="Submit")
        if "You have successfully linked your account." in after.text:
            winners.append(who.key)
        else:
            assert "already linked to another person" in after.text, after.text[:400]
            assert after.status == 200

    errors = at_once(people, confirm)
    assert not errors, errors
    return winners
