"""The blue bar as a session last saw it, kept as text (seed 001: it changes at the next click)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from courts.kinds.profile import MenuItem


def to_text(items: Iterable[MenuItem]) -> str:
    """Return a menu as it is kept with the session."""
    return json.dumps([[item.word, item.path] for item in items])


def from_text(text: str) -> tuple[MenuItem, ...]:
    """Return the menu that `to_text` wrote; nothing kept is no menu."""
    return tuple(MenuItem(str(word), str(path)) for word, path in json.loads(text or "[]"))
