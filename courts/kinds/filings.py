"""What somebody files, as plain values: what the wizards gather and one function dockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Self

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the gate let through: `digest` names its bytes in the court's store.

    `category` and `description` are put together as they are ("Exhibit Exhibit A", facts 3.7);
    `filename` is what the filer's machine called it, and goes into the notice. `access` is empty
    (as the entry's) or one of `catalogue.ACCESS`.
    """

    digest: str
    size: int
    pages: int
    filename: str = ""
    category: str = ""
    description: str = ""
    access: str = ""
    kind: str = "pdf"

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Read a paper back from a draft."""
        return cls(**told)


def kept_papers(data: Mapping[str, Any]) -> tuple[Paper, ...]:
    """Return the papers that the screens of a filing keep, the main document first.

    Attachments without a main document are none yet.
    """
    if not data.get("main"):
        return ()
    return tuple(Paper.from_json(each) for each in (data["main"], *data.get("attachments", ())))


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing in an existing case, the main paper first in `papers`.

    `events` are keys of the catalogue, several for a paper with several reliefs. `filers` and
    `against` are ids of parties; `filer_names` whoever files without being a party (a creditor, an
    interested person). `refers` are the seqs of the entries that it answers. `answers` are the
    answers to the prompts of all its events, by name, ready to print. `appears_for` are ids of
    parties for whom the filer now appears as counsel, each with the roles that the docket prints
    (`drafts.LEAD`, `drafts.NOTICED`, ...). `access` is empty for the event's own.
    """

    case_id: int
    events: tuple[str, ...]
    filers: tuple[int, ...] = ()
    filer_names: tuple[str, ...] = ()
    against: tuple[int, ...] = ()
    refers: tuple[int, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    papers: tuple[Paper, ...] = ()
    access: str = ""
    prefix: str = ""
    free: str = ""
    appears_for: tuple[tuple[int, tuple[str, ...]], ...] = ()
    fee_words: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry on its way to the docket: its seq and number are given under the case's lock.

    `numbered` is false for entries without a document number. `text` is the whole docket text but,
    in courts of appeals, for the entry's own id, which stands in it as `{entry}`.
    """

    event: str
    short: str
    text: str
    filed_on: date
    entered_at: datetime
    entered_by: str = ""
    filers: tuple[str, ...] = ()
    refers: tuple[int, ...] = ()
    access: str = "public"
    opinion: bool = False
    numbered: bool = True
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: an e-file account of this court, and the PACER person behind the session.

    `name` is as the account says it, `signature` as docket texts end: "Last, First". `agent_id` is
    the account of a filing agent who files for `user_id`; `staff` the clerk who enters a paper.
    """

    user_id: int = 0
    subject: str = ""
    name: str = ""
    signature: str = ""
    role: str = "attorney"
    email: str = ""
    agent_id: int = 0
    staff: str = ""
