"""A federation with a class: its seats, who sits there, and every row of every member."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import courts.app
import courts.training.service
import idp.app
import idp.teaching.service
from idp.classroom import queries, starts
from idp.classroom.models import Seat, TrainingClass
from idp.teaching import service
from shared import personas
from shared.clock import parse_when
from shared.seat_state import SeatState
from shared.web import seat_cookie
from tests import harness, racing
from tests.harness import Browser, Page, World

MEMBERS = ("pacer", "ctd", "cod", "ctb", "ca2")
#: Tables that tell of messages and of the chain of audit; whatever is done anywhere writes there.
COMMON = frozenset(
    {"inbox", "outbox", "audit_head", "class_seat", "training_class", "attempt_counter"}
    | {"seat_errand", "seat_run", "seat_checkpoint", "seat_snapshot", "seat_standing", "ended_run"}
    | {"case_index_mark", "signon_state", "clock"}
)
Rows = dict[str, dict[str, dict[Any, tuple[Any, ...]]]]


@dataclass
class Sitter:
    """Somebody in a seat: names and passwords as the card prints them, and a browser."""

    room: Room
    seat: Seat
    browser: Browser

    def person(self, key: str) -> personas.Persona:
        """Return the copy of a persona that sits here."""
        known = starts.Known(personas.by_key(personas.load()), MEMBERS[1:], parse_when)
        start = starts.parse(self.seat.training_class.start, known)
        people = service.sitting(self.seat, start, known.personas).people
        return next(person for player, person in people if player.persona == key)

    @property
    def world(self) -> int:
        """Return the present run."""
        return self.room.seat(self.seat.number).run

    def sign_in(self, key: str) -> Page:
        """Sign in at PACER as somebody of the seat."""
        page = self.browser.open("pacer", "/csologin/login.jsf")
        return self.browser.sign_in(page, self.person(key))

    def open(self, member: str, path: str, role: str | None = None) -> Page:
        """Open a path of a member."""
        return self.browser.open(member, path, role=role)

    def log_in(self, court: str) -> Page:
        """Log in to a CurrentGen court with the PACER login, for Query and Reports."""
        pacer = self.person("attorney").pacer
        assert pacer is not None
        return self.open(court, "/cgi-bin/login.pl").submit(
            {"login": pacer.user_name, "key": pacer.password}, button="Login"
        )

    def raw(self, member: str, path: str, role: str | None = None) -> str:
        """Return what an address answers, as text that need be no page."""
        url = self.room.world.url(member, path, role)
        return self.browser.session.get(url, allow_redirects=False).text

    def take_seat(self) -> Page:
        """Open the address of the seat card: the browser gets the seat's cookie."""
        runtime = self.room.world.app("pacer").extensions["moot"]
        return self.open("pacer", f"/join/{seat_cookie.seat_token(runtime, self.seat.place)}")


@dataclass
class Room:
    """A federation and one class of it."""

    world: World
    class_id: int
    trainer: Browser

    def seat(self, number: int) -> Seat:
        """Return a seat as it is now, with its class."""
        with self.world.database("pacer").reading() as session:
            found = queries.seat(session, self.class_id, number)
            assert found is not None
            return found

    def of_class(self) -> TrainingClass:
        """Return the class as it is now."""
        return self.seat(0).training_class

    def sitter(self, number: int) -> Sitter:
        """Return somebody who sits in a seat, with a browser that knows nobody yet."""
        return Sitter(self, self.seat(number), self.world.browser())

    def page(self, path: str = "") -> Page:
        """Open a page of the class as its trainer."""
        return self.trainer.open("pacer", f"/classes/{self.class_id}{path}")

    def reset(self, number: int) -> Page:
        """Press Reset of a seat."""
        page = self.page()
        action = f"/classes/{self.class_id}/seats/{number}/reset"
        form = next(f for f in page.all("//form") if f.get("action") == action)
        token = dict(form.form_values())["csrf_token"]
        url = self.world.url("pacer", action)
        return self.trainer.send("POST", url, {"csrf_token": token}, referer=page.url)

    # ----------------------------------------------------------------- rows

    def rows(self) -> Rows:
        """Return every row of every table of every member."""
        found: Rows = {}
        for member in MEMBERS:
            tables: dict[str, dict[Any, tuple[Any, ...]]] = {}
            with self.world.database(member).reading() as session:
                for metadata in _metadatas(member):
                    for table in metadata.sorted_tables:
                        # As the database has it: nothing is read into anything else.
                        names = ", ".join(f'"{column.name}"' for column in table.columns)
                        keys = [list(table.columns).index(c) for c in table.primary_key.columns]
                        found_rows = session.connection().exec_driver_sql(
                            f"SELECT {names} FROM {table.name}"
                        )
                        tables[table.name] = {
                            tuple(row[k] for k in keys): tuple(map(str, row)) for row in found_rows
                        }
            found[member] = tables
        return found

    def owned(self, world: int) -> set[tuple[str, str, Any]]:
        """Return member, table and key of every row that a world owns."""
        found = set()
        for member in MEMBERS:
            state = state_of(member)
            with self.world.database(member).reading() as session:
                for table, keys in state.owned(session.connection(), [world]).items():
                    found |= {(member, table, (key,)) for key in keys}
        return found


def _metadatas(member: str) -> Any:
    return idp.app.METADATAS if member == "pacer" else courts.app.METADATAS


def state_of(member: str) -> SeatState:
    """Return what takes and puts back the rows of seats of a member."""
    if member == "pacer":
        return SeatState(idp.app.METADATAS, idp.teaching.service.CLASSES)
    return SeatState(courts.app.METADATAS, courts.training.service.CLASSES)


def changed(before: Rows, after: Rows) -> set[tuple[str, str, Any]]:
    """Return member, table and key of every row that is new, gone or different."""
    return {
        (member, table, key)
        for member, tables in after.items()
        for table, rows in tables.items()
        if table not in COMMON
        for key in rows.keys() | before[member][table].keys()
        if rows.get(key) != before[member][table].get(key)
    }


@contextmanager
def federation(request: pytest.FixtureRequest, folder: Path) -> Iterator[World]:
    """Yield a planted federation on the database that `--database` names."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        if request.config.getoption("--database", "sqlite") == "sqlite":
            template: Callable[[str], Path] = request.getfixturevalue("planted")
            made = harness.reopen(harness.copy_of(template("2021-11"), folder))
            made.set_court_time("2021-11")
        else:
            urls = {
                member: stack.enter_context(racing.database_url(request, folder, member))
                for member in MEMBERS
            }
            made = harness.build(folder, database_urls=urls, settings={"MOOT_WORLD_SIZE": "none"})
        yield made
        made.close()


@contextmanager
def room(
    request: pytest.FixtureRequest, folder: Path, *, seats: int, start: str = "linking"
) -> Iterator[Room]:
    """Yield a federation with a class."""
    with federation(request, folder) as made:
        yield open_class(made, seats=seats, start=start)


def open_class(
    made: World,
    *,
    seats: int,
    start: str = "linking",
    exercises: Sequence[str] = (),
    names: tuple[str, bytes] | None = None,
) -> Room:
    """Have the trainer make a class by the pages."""
    trainer = made.browser()
    person = personas.by_key(personas.load())["trainer"]
    trainer.sign_in(trainer.open("pacer", "/csologin/login.jsf"), person)
    page = trainer.open("pacer", "/classes/new")
    given: dict[str, Any] = {
        "name": "Monday",
        "seats": seats,
        "start": start,
        "exercises": list(exercises),
    }
    if names is not None:
        given["names"] = names
    shown = page.submit(given, button="Make the class")
    class_id = int(shown.url.rpartition("/")[2])
    return Room(made, class_id, trainer)
