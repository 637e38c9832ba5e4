"""The three tracks of the on-line training, and the reading that comes before filing (seed 003)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the required reading, by the id that reading lists refer to."""

    field: str
    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class Track:
    """One track of the training; `opens` is the application that it counts for, empty for none."""

    key: str
    title: str
    audience: str
    slug: str
    opens: str = ""


READING: Final = (
    Document("read_rules", "Local Rules of Practice", "cod-local-rules"),
    Document("read_procedures", "ECF Procedures", "cod-ecf-procedures"),
    Document("read_manual", "ECF User's Manual", "cod-users-manual"),
)

TRACKS: Final[Mapping[str, Track]] = MappingProxyType(
    {
        track.key: track
        for track in (
            Track(
                "attorneys",
                "CM/ECF Training for Attorneys",
                "attorneys",
                "training-attorneys",
                "attorney",
            ),
            Track(
                "staff", "CM/ECF Training for Law Firm Staff", "law firm staff", "training-staff"
            ),
            Track(
                "unrepresented",
                "CM/ECF Training for Unrepresented Parties",
                "unrepresented parties",
                "training-unrepresented",
                "pro_se",
            ),
        )
    }
)
