"""The eras of a court, and what its login page says in each (seeds 002, 003, 004)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final, Literal

from courts.kinds.profile import Words

State = Literal["currentgen", "closed", "nextgen"]

RULES_FROM: Final = date(2007, 12, 1)

REDACTION_LABEL: Final = "IMPORTANT NOTICE OF REDACTION RESPONSIBILITY:"
REDACTION_TICK: Final = (
    "I understand that, if I file, I must comply with the redaction rules. I have read this notice."
)
REDACTION_REQUIRED: Final = (
    "You must tick the box to say that you have read the notice of redaction responsibility "
    "before you log in with a court login that can file."
)
CENTRAL_SIGN_ON: Final = (
    "This court has moved to NextGen CM/ECF. Logins of this court no longer open a session: "
    "sign in with your PACER account by Central Sign-On. If you had a CM/ECF account here, you "
    "link it once, under Utilities."
)


@dataclass(frozen=True, slots=True)
class Era:
    """Where a court stands between CurrentGen and NextGen at one moment."""

    state: State
    go_live: datetime
    legacy_cutoff: datetime

    @property
    def live(self) -> bool:
        """Whether the court runs on NextGen."""
        return self.state == "nextgen"

    @property
    def closed(self) -> bool:
        """Whether the court is closed between cut-off and go-live."""
        return self.state == "closed"

    @property
    def generation(self) -> Literal["currentgen", "nextgen"]:
        """Whose menus and words the pages use; a closed court still looks as before."""
        return "nextgen" if self.live else "currentgen"

    def must_link(self, created_at: datetime) -> bool:
        """Whether an account made at that moment is an old one, to be linked (seed 004)."""
        return created_at < self.legacy_cutoff

    def go_live_words(self, zone: tzinfo) -> str:
        """The day of go-live as the court writes it, in its own time zone."""
        return long_date(self.go_live.astimezone(zone).date())

    def closed_notice(self, full_name: str, zone: tzinfo) -> str:
        """The notice that stands in for every page between cut-off and go-live."""
        return (
            f"CM/ECF of the {full_name} is closed while it is upgraded to NextGen. "
            f"It opens again on {self.go_live_words(zone)}."
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; with a path it is a link, when bold it is set so."""

    text: str
    path: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class RedactionNotice:
    """The notice of redaction responsibility, in pieces, and the sentence beside its box."""

    pieces: tuple[Piece, ...]
    tick: str

    @property
    def text(self) -> str:
        """The notice as plain text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ResetLink:
    """One "lost or forgotten" line of the login page and the place that its link means."""

    target: Literal["court", "pacer", "portal"]
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(piece.text for piece in self.pieces)


def generation(court_go_live: datetime, legacy_cutoff: datetime, now: datetime) -> Era:
    """The era of a court: CurrentGen, closed from cut-off to go-live, or NextGen (seed 004)."""
    state: State = "currentgen"
    if now >= court_go_live:
        state = "nextgen"
    elif now >= legacy_cutoff:
        state = "closed"
    return Era(state=state, go_live=court_go_live, legacy_cutoff=legacy_cutoff)


def redaction_notice(words: Words, *, on: date) -> RedactionNotice:
    """The notice of that day; the rules that it cites are in force from 2007-12-01 (facts 8)."""
    cited = words.redaction_citations if on >= RULES_FROM else ()
    pieces = [
        Piece(REDACTION_LABEL, bold=True),
        Piece(f" All filers must redact: {words.redaction_items}"),
    ]
    for number, citation in enumerate(cited):
        pieces.append(Piece(" or " if number else ", in compliance with "))
        pieces.append(Piece(citation.text, path=citation.path))
    pieces.append(Piece(". This requirement applies to all documents, including attachments."))
    return RedactionNotice(pieces=tuple(pieces), tick=REDACTION_TICK)


def reset_links(*, court: str, pacer: str, portal: str | None = None) -> tuple[ResetLink, ...]:
    """The reset lines of a login page, each with its address; the portal's only where given.

    The Attorney Services Portal is a policy of Colorado alone, by date (seed 003).
    """
    links = [_reset("court", "CM/ECF", court), _reset("pacer", "PACER", pacer)]
    if portal is not None:
        links.append(_reset("portal", "Attorney Services Portal", portal))
    return tuple(links)


def long_date(day: date) -> str:
    """A date as the seeds write it in a sentence: December 11, 2017."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _reset(target: Literal["court", "pacer", "portal"], name: str, path: str) -> ResetLink:
    return ResetLink(
        target=target,
        pieces=(
            Piece("If you have lost or forgotten your "),
            Piece(name, bold=True),
            Piece(" password, "),
            Piece("click here", path=path),
            Piece("."),
        ),
    )


# strftime would follow the locale of the machine; a court's page must not.
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
