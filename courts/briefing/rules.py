"""What the filing screen of a court of appeals asks before and says after, event by event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from courts.kinds.catalogue import Event

#: What a document beside the main one may be.
DOCUMENT_TYPES: Final = (
    "Addendum",
    "Affidavit",
    "Certificate of Compliance",
    "Certificate of Service",
    "Cover Letter",
    "Exhibit",
    "Motion Information Statement",
    "Opinion or Order Below",
    "Proposed Document",
    "Special Appendix",
)
#: How a filer serves whom the system does not reach.
METHODS: Final = ("US mail", "email", "hand delivery")
NOT_SERVED: Final = "not served"
ELECTRONIC: Final = "CM/ECF"
#: Answers that the section of service gives.
FROM_SERVICE: Final = frozenset({"served_on", "served_by"})
#: A longer principal brief needs a certificate (Fed. R. App. P. 32(a)(7)); a reply half of it.
_PAGES: Final[Mapping[str, int]] = MappingProxyType(
    {"ap_brief": 30, "ap_reply_brief": 15, "ap_amicus_brief": 15}
)
_BRIEF: Final = (
    "The brief is one PDF that can be searched, with its cover, tables and certificate in it.",
    "An appendix is not part of the brief: file it as an Appendix, one filing for each volume.",
)
_PRECONDITIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ap_brief": _BRIEF,
        "ap_reply_brief": (*_BRIEF, "A reply answers the brief of the other side."),
        "ap_amicus_brief": (
            *_BRIEF,
            "All parties consent, or a motion for leave was granted or is filed with it.",
        ),
        "ap_appendix": (
            "The pages are numbered through all volumes, and the cover says which volume it is.",
        ),
        "ap_appearance": (
            "You are admitted to the bar of this court, or have asked to be.",
            "The clerk's office reviews the notice. Until then you can file nothing else in the "
            "case and get no notices.",
        ),
    }
)
_MOTION: Final = (
    "The motion information statement is the first page, and says whether the others consent.",
)
_SPAN: Final = re.compile(r"[A-Z]{0,3}-?\d{1,5}(?:\s?-\s?[A-Z]{0,3}-?\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A document as far as the concerns look at it: its type, and its pages."""

    type: str
    pages: int


def preconditions(event: Event) -> tuple[str, ...]:
    """Return what a filer confirms before filing an event; nothing for most."""
    return _PRECONDITIONS.get(event.key, _MOTION if event.relief else ())


def asked(event: Event) -> tuple[str, ...]:
    """Return the names of the prompts that the screen shows as fields of their own."""
    return tuple(each.name for each in event.prompts if each.name not in FROM_SERVICE)


def problems(event: Event, answers: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is wrong with answers, by the name of the prompt; empty if nothing is."""
    if event.key != "ap_appendix":
        return {}
    found = {}
    volume, volumes = answers.get("volume", ""), answers.get("volumes", "")
    for name, told in (("volume", volume), ("volumes", volumes)):
        if not told.isdecimal() or not int(told):
            found[name] = "Enter a number."
    if not found and int(volume) > int(volumes):
        found["volume"] = f"There are {volumes} volumes."
    pages = answers.get("pages", "")
    if not all(_SPAN.fullmatch(part.strip()) for part in pages.split(",")):
        found["pages"] = "Enter page numbers such as 1-212 or A-1 - A-212."
    return found


def served_by(electronic: bool, methods: Sequence[str]) -> str:
    """Return how a docket text says that a paper was served."""
    others = [each for each in METHODS if each in methods]
    return ", ".join(([ELECTRONIC] if electronic or not others else []) + others)


def concerns(
    event: Event, papers: Sequence[Uploaded], *, unserved: Sequence[str], other_means: bool
) -> tuple[str, ...]:
    """Return what a clerk would find; none of it stops the filing (facts 9.2)."""
    types = {each.type for each in papers}
    found = []
    limit = _PAGES.get(event.key, 0)
    if papers and limit and papers[0].pages > limit and "Certificate of Compliance" not in types:
        found.append(
            f"The brief has {papers[0].pages} pages. Above {limit} it needs a certificate of "
            "compliance with the limit of words."
        )
    if other_means and "Certificate of Service" not in types:
        found.append(
            "Somebody is served by other means than the system: that needs a certificate of "
            "service."
        )
    found += [f"{name} is not served." for name in unserved]
    if event.relief and "Motion Information Statement" not in types:
        found.append("No motion information statement is attached.")
    return tuple(found)
