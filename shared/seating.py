"""Worlds are numbers that nest: everybody's reference world, the world of a class, runs of seats.

World 0 is everybody's. A class has a span of numbers: the first is the class's own world, each of
the others a run of one of its seats, counted up within the class. Who is in a seat sees the
reference world, what the class shares and the seat's run; whoever works for the class itself (its
clerks) sees the whole span (docs/decisions.md).

A *place* names a seat whatever becomes of its runs: the class's world and the seat's number; number
0 is the class itself.
"""

from __future__ import annotations

from typing import Final

#: So many numbers belong to a class: its own world, and the runs of its seats.
SPAN: Final = 100_000
#: The world that everybody sees and nobody in a seat may change.
REFERENCE: Final = 0
#: A class code, a seat's number and a personal part make a name; so many seats keep two digits.
MOST_SEATS: Final = 99

Worlds = tuple[range, ...]


def class_world(class_id: int) -> int:
    """Return the world of a class, which is its first place, too."""
    return class_id * SPAN


def class_of(world: int) -> int:
    """Return the world of the class that a world belongs to, 0 for the reference world."""
    return world - world % SPAN


def is_class(world: int) -> bool:
    """Say whether a world is that of a class itself, and no seat's."""
    return world != REFERENCE and world % SPAN == 0


def is_seat(world: int) -> bool:
    """Say whether a world is a run of a seat."""
    return world % SPAN != 0


def place_of(class_id: int, number: int) -> int:
    """Return the place of a seat of a class; number 0 is the class itself."""
    return class_world(class_id) + number


def visible(world: int) -> Worlds:
    """Return the worlds that somebody in a world sees, the reference world first."""
    reference = range(REFERENCE, REFERENCE + 1)
    return (reference,) if world == REFERENCE else (reference, *writable(world))


def writable(world: int) -> Worlds:
    """Return the worlds whose rows somebody in a world may change or delete."""
    if world == REFERENCE:
        return (range(REFERENCE, REFERENCE + 1),)
    if is_class(world):
        return (range(world, world + SPAN),)
    shared, own = class_of(world), range(world, world + 1)
    return (own,) if shared == REFERENCE else (range(shared, shared + 1), own)


def sees(world: int, other: int) -> bool:
    """Say whether somebody in a world sees the rows of another."""
    return any(other in worlds for worlds in visible(world))


def may_write(world: int, other: int) -> bool:
    """Say whether somebody in a world may change the rows of another."""
    return any(other in worlds for worlds in writable(world))
