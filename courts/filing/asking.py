"""What events ask, and how their docket texts print the answers: the same on every screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from courts.kinds.catalogue import Event, Prompt

#: Names of the fields of questions begin so.
PROMPT: Final = "ask_"
#: The question about the fee is a screen of its own.
FEE: Final = "fee_words"
_PLACE: Final = r"\S\{%s\}"


def prompts_of(events: Iterable[Event]) -> tuple[Prompt, ...]:
    """Return what events ask, each question once, without the one about the fee."""
    found = {p.name: p for event in events for p in event.prompts if p.name != FEE}
    return tuple(found.values())


def printed(prompt: Prompt, answer: Any, events: Iterable[Event]) -> str:
    """Return an answer as docket texts print it; empty if there is none.

    Where a text has no space before an answer that may be left out, the answer brings it.
    """
    words = _words(prompt, answer)
    place = re.compile(_PLACE % re.escape(prompt.name))
    glued = any(place.search(e.text) or place.search(e.relief) for e in events)
    return f" {words}" if words and glued and not prompt.required else words


def _words(prompt: Prompt, answer: Any) -> str:
    if answer in (None, ""):
        return ""
    if isinstance(answer, date):
        return f"{answer.month}/{answer.day}/{answer.year}"
    if prompt.kind == "money":
        return f"$ {Decimal(str(answer)):,.2f}".removesuffix(".00")
    return " ".join(str(answer).split())
