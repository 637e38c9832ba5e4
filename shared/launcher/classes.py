"""Classes of a running federation, by the sandbox's API (`moot class`)."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared import clock
from shared.errors import Refusal
from shared.launcher.sandbox_client import SandboxClient

JOIN_PATH: Final = "/join"
CLASSES_PATH: Final = "/classes"
ROSTER: Final = "idp.teaching.roster"
BOARD_HEAD: Final = ("Seat", "Who", "Exercise", "Step due", "Done", "Points", "Mistakes")
#: How long the seats of a class may take, and how often it is asked.
LONGEST: Final = 300.0
PAUSE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Wish:
    """A class that somebody wants.

    `learners` are those for whom its first seats are kept; `trainer` is the user name of a trainer,
    empty for the first one.
    """

    name: str
    seats: int
    learners: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    start: str = ""
    hints_cost: bool = True
    trainer: str = ""


def read_roster(file: Path) -> tuple[str, ...]:
    """Return the names of a roster in the order of their seats; "" for a seat without one.

    :raises Refusal: code `roster`, with every problem and its line.
    """
    # Whoever keeps classes reads their lists, too: named, not imported, as the rooms of lessons.
    room = importlib.import_module(ROSTER)
    try:
        named: dict[int, str] = room.read(file.read_bytes())
    except OSError as error:
        raise Refusal("roster", f"{file} cannot be read: {error.strerror}.") from None
    except room.RosterError as error:
        raise Refusal("roster", f"{file}: {error.words}") from None
    return tuple(named.get(number, "") for number in range(1, max(named) + 1))


def listed(client: SandboxClient) -> list[dict[str, Any]]:
    """Return the classes, the newest first."""
    found: list[dict[str, Any]] = client.ask("GET", "/classes")["classes"]
    return found


def named(client: SandboxClient, name: str) -> dict[str, Any] | None:
    """Return the newest class of a name."""
    plain = name.strip().casefold()
    return next((each for each in listed(client) if each["name"].casefold() == plain), None)


def code_of(client: SandboxClient, code: str | None) -> str:
    """Return a code, that of the newest class without one.

    :raises Refusal: code `class` if there is no class.
    """
    if code:
        return code
    found = listed(client)
    if not found:
        raise Refusal("class", "There is no class yet. moot class make --name NAME --seats 12")
    return str(found[0]["code"])


def make(client: SandboxClient, wish: Wish) -> dict[str, Any]:
    """Make a class; its seats are made meanwhile.

    :raises Refusal: what the federation refuses.
    """
    body: dict[str, Any] = {
        "name": wish.name,
        "seats": wish.seats,
        "hints_cost": wish.hints_cost,
        "learners": list(wish.learners),
    }
    if wish.exercises:
        body["exercises"] = list(wish.exercises)
    if wish.start:
        body["start"] = wish.start
    if wish.trainer:
        body["trainer"] = wish.trainer
    found: dict[str, Any] = client.ask("POST", "/classes", json=body)
    return found


def wait(
    client: SandboxClient, of_class: dict[str, Any], *, tell: Callable[[dict[str, Any]], None]
) -> dict[str, Any]:
    """Wait until every seat of a class can be used; `tell` hears how far it is.

    :raises Refusal: code `slow` if it takes too long.
    """
    until, said = clock.ticks() + LONGEST, -1
    while True:
        if of_class["ready"] != said:
            said = of_class["ready"]
            tell(of_class)
        if of_class["ready"] == of_class["seats"]:
            return of_class
        if clock.ticks() > until:
            raise Refusal(
                "slow", "The seats are not ready yet. Do the workers run? moot doctor says it."
            )
        clock.sleep(PAUSE)
        of_class = client.ask("GET", f"/classes/{of_class['code']}")


def roster(client: SandboxClient, code: str) -> str:
    """Return the roster of a class as CSV."""
    return client.response("GET", f"/classes/{code}/roster").text


def cards(client: SandboxClient, code: str) -> bytes:
    """Return the seat cards of a class as PDF."""
    return client.response("GET", f"/classes/{code}/cards").content


def reset(client: SandboxClient, code: str, seat: int | None) -> None:
    """Set a seat, or all of them, back to where they began."""
    where = f"/seats/{seat}" if seat else ""
    client.ask("POST", f"/classes/{code}{where}/reset")


def board(client: SandboxClient, code: str) -> list[tuple[str, ...]]:
    """Return a line for each seat and exercise of a class."""
    found = []
    for each in client.ask("GET", f"/classes/{code}/seats")["seats"]:
        seat = client.ask("GET", f"/classes/{code}/seats/{each['number']}")
        for given in seat["exercises"]:
            found.append(_line(seat, given))
    return found


def _line(seat: dict[str, Any], given: dict[str, Any]) -> tuple[str, ...]:
    due = given["due"] or "finished"
    return (
        f"{seat['number']:02}",
        seat["learner"] or ("joined" if seat["joined"] else ""),
        given["title"],
        due if given["begun_at"] else "not begun",
        f"{given['done']} of {given['steps']}",
        f"{given['points']} of {given['most']}",
        "; ".join(given["mistakes"]),
    )
