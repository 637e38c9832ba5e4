"""Where the seats of classes are: what each was shown last, kept in memory for their trainer.

Training mode only. The recorder (shared/web/recorder.py) tells of each request by whoever is in a
seat; kept are the moment, who it was, and the last whole page. They are of one process: a member
is served by one, which shared/launcher/alone.py watches over.
"""

from __future__ import annotations

import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any, Final

from flask import Flask
from sqlalchemy.orm import Session

from shared.seating import SPAN, class_of

SESSIONS: Final = "moot_sessions_of_seats"
#: Bounds: runs of seats, all pages together, a page, and what is read of it for its title.
MOST_SEATS: Final = 400
BYTES_OF_ALL: Final = 8 * 1024 * 1024
LONGEST_PAGE: Final = 512 * 1024
_HEAD: Final = 4096
_TITLE: Final = re.compile(rb"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_LONGEST_TITLE: Final = 120
#: Who has a session here now, by world: called with a class's worlds and real time.
Telling = Callable[[Session, range, datetime], Mapping[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a seat did here last; `shown_at` is when it saw `page`, empty if that is not kept."""

    world: int
    at: float
    who: str = ""
    url: str = ""
    title: str = ""
    shown_at: float = 0.0
    page: bytes = b""

    def line(self) -> dict[str, Any]:
        """Return what is told of it to whoever does not ask for the page."""
        return {
            "world": self.world,
            "at": self.at,
            "who": self.who,
            "url": self.url,
            "title": self.title,
            "shown_at": self.shown_at,
            "kept": bool(self.page),
        }


class Sightings:
    """The last sighting of each seat; the longest unseen go first."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._last: OrderedDict[int, Sighting] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Return how many bytes of pages are kept."""
        return self._size

    def saw(
        self, world: int, at: float, who: str, *, url: str = "", page: bytes | None = None
    ) -> None:
        """Keep that a seat asked for something.

        :param url: of the page that it was shown, empty if it was none.
        :param page: the page, None if it is not to be had.
        """
        with self._guard:
            found = self._last.pop(world, Sighting(world, at))
            self._size -= len(found.page)
            if url:
                kept = b"" if page is None else zlib.compress(page, 1)
                title = "" if page is None else title_of(page)
                found = replace(found, url=url, title=title, shown_at=at, page=kept)
            self._last[world] = replace(found, at=at, who=who)
            self._size += len(found.page)
            while len(self._last) > MOST_SEATS:
                self._size -= len(self._last.popitem(last=False)[1].page)
            self._forget_pages()

    def _forget_pages(self) -> None:
        """Let go of the pages of those who were not seen for longest; where they were stays."""
        for world, found in list(self._last.items()) if self._size > BYTES_OF_ALL else ():
            if self._size <= BYTES_OF_ALL:
                return
            self._size -= len(found.page)
            self._last[world] = replace(found, page=b"")

    def of_class(self, world: int) -> list[Sighting]:
        """Return the sightings of a class's seats."""
        with self._guard:
            return [each for each in self._last.values() if class_of(each.world) == world]

    def page(self, world: int) -> tuple[Sighting, str] | None:
        """Return the last page of a seat; None if none is kept."""
        with self._guard:
            found = self._last.get(world)
        if found is None or not found.page:
            return None
        return found, zlib.decompress(found.page).decode("utf-8", "replace")


def title_of(page: bytes) -> str:
    """Return what a page calls itself."""
    found = _TITLE.search(page[:_HEAD])
    words = unescape(found[1].decode("utf-8", "replace")) if found else ""
    return " ".join(words.split())[:_LONGEST_TITLE]


def worlds_of(class_world: int) -> range:
    """Return the worlds of a class's seats, whose runs begin after the class's own."""
    return range(class_world + 1, class_world + SPAN)


def tell_sessions(app: Flask, telling: Telling) -> None:
    """Let a room tell who has a session in this member."""
    app.extensions[SESSIONS] = telling


def sessions_of(app: Flask, session: Session, class_world: int, wall: datetime) -> dict[str, Any]:
    """Return who of a class has a session in this member now, by the seat's world."""
    telling: Telling | None = app.extensions.get(SESSIONS)
    found = {} if telling is None else telling(session, worlds_of(class_world), wall)
    return {str(world): names for world, names in found.items()}
