"""The access matrix: every kind of viewer, every kind of secrecy, every channel, by the decision.

Printed as docs/access.md; the same rows are tried against the pages by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from courts.access.deciding import (
    TEXTS,
    Access,
    CaseFacts,
    Channel,
    ItemFacts,
    Person,
    Viewer,
    decide,
)

#: The accounts and subjects of the example: counsel of the party that filed, and the other party.
COUNSEL: Final = 11
CREDITOR: Final = 12
STRANGER: Final = 13
FILER: Final = "Alpha Widgets, Inc."
OTHER: Final = "Nora Litigant"
TODAY: Final = date(2021, 11, 15)
SEED_000: Final = date(2004, 12, 1)
FILED: Final = date(2021, 10, 1)

_PACER: Final = Viewer(signed_in=True, pacer=True, may_search=True, subject="somebody")
VIEWERS: Final[Mapping[str, Viewer]] = MappingProxyType(
    {
        "anonymous": Viewer(),
        "PACER only": _PACER,
        "search inactive": replace(_PACER, may_search=False, search_refusal="inactive"),
        "filer not in the case": replace(_PACER, user_id=STRANGER, role="attorney"),
        "counsel of record": replace(_PACER, user_id=COUNSEL, role="attorney", subject="counsel"),
        "the same counsel, PACER login only": replace(_PACER, subject="counsel"),
        "party (pro se)": replace(_PACER, subject="nora"),
        "limited user": replace(_PACER, user_id=CREDITOR, role="creditor"),
        "clerk": replace(_PACER, staff=True, subject="clerk"),
    }
)


def _case(*, sealed: bool = False, restricted: str = "", opening: bool = False) -> CaseFacts:
    return CaseFacts(
        sealed=sealed,
        restricted=restricted,
        opening=opening,
        people=(
            Person(frozenset({FILER}), user_ids=frozenset({COUNSEL})),
            Person(frozenset({OTHER}), subjects=frozenset({"nora"})),
            # Added to the case by a claim: an account, but no counsel of record.
            Person(frozenset({"First Delta Bank"}), user_ids=frozenset({CREDITOR})),
        ),
    )


@dataclass(frozen=True, slots=True)
class Secrecy:
    """A kind of secrecy: what it is, and the facts of a case and a paper that have it."""

    words: str
    case: CaseFacts = field(default_factory=_case)
    entry: str = "public"
    paper: str = ""
    today: date = TODAY

    @property
    def item(self) -> ItemFacts:
        """The paper of the example."""
        return ItemFacts(
            entry_access=self.entry,
            paper_access=self.paper,
            filed_on=FILED if self.today == TODAY else self.today,
            filers=frozenset({FILER}),
            is_paper=True,
        )


KINDS: Final[Mapping[str, Secrecy]] = MappingProxyType(
    {
        "public": Secrecy("Nothing is secret."),
        "sealed case": Secrecy("Nobody outside the court may know of it.", _case(sealed=True)),
        "sealed entry": Secrecy("Words and paper are under seal.", entry="sealed"),
        "sealed document": Secrecy("The entry shows, without a link.", paper="sealed"),
        "case participants": Secrecy("For whoever belongs to the case.", entry="participants"),
        "applicable party": Secrecy(
            "For whoever filed it (here: the party whom the counsel of record represents).",
            entry="applicable_party",
        ),
        "court only": Secrecy("For the court's own staff.", entry="court_only"),
        "ex parte": Secrecy("For the court and whoever filed it.", entry="ex_parte"),
        "transcript in its period": Secrecy(
            "For 90 days at the court's terminals or from the reporter.", entry="transcript"
        ),
        "social security, since 2007-12-01": Secrecy(
            "Fed. R. Civ. P. 5.2(c): parties and their counsel; others see docket, orders, "
            "opinions.",
            _case(restricted="social_security"),
        ),
        "social security, in 2004": Secrecy(
            "Seed 000: counsel of record who is also a registered user.",
            _case(restricted="social_security"),
            today=SEED_000,
        ),
        "immigration": Secrecy(
            "Fed. R. Civ. P. 5.2(c), like social security.", _case(restricted="immigration")
        ),
        "case being opened": Secrecy("Its opening is not finished.", _case(opening=True)),
    }
)
#: What a channel shows: the case alone, the words of the entry, or the paper.
SHOWS: Final[Mapping[Channel, str]] = MappingProxyType(
    {
        Channel.QUERY: "case",
        Channel.LOCATOR: "case",
        Channel.DOCKET: "entry",
        Channel.HISTORY: "entry",
        Channel.REPORT: "entry",
        Channel.RSS: "entry",
        Channel.DOCUMENT: "paper",
        Channel.NOTICE: "paper",
    }
)


def decided(kind: str, viewer: str, channel: Channel) -> Access:
    """Return the decision for one cell."""
    secrecy, shows = KINDS[kind], SHOWS[channel]
    paper = secrecy.item
    item = {"case": None, "entry": replace(paper, is_paper=False), "paper": paper}[shows]
    return decide(VIEWERS[viewer], secrecy.case, item, channel=channel, today=secrecy.today)


def as_markdown() -> str:
    """Return docs/access.md."""
    rows = [
        "# Who sees what",
        "",
        "Every page, feed, notice and answer of a court asks one function, "
        "`courts.access.deciding.decide`.",
        "This is what it says for each kind of viewer, of secrecy and of channel. Made by `make "
        "docs`; a test",
        "holds the table and the pages together. *query* and *locator* show a case, *docket*, "
        "*history*, *report*",
        "and *rss* the words of an entry, *document* and *notice* a paper; *rss* and *locator* "
        "show the same to",
        "everybody. A free look (the link of a notice) opens what the viewer could see if signed "
        "in, but nothing",
        "that is secret.",
        "",
        "| word | what is said |",
        "|---|---|",
    ]
    rows += [f"| {why.value} | {text} |" for why, text in TEXTS.items()]
    heads = " | ".join(channel.value for channel in SHOWS)
    for kind, secrecy in KINDS.items():
        rows += ["", f"## {kind[0].upper()}{kind[1:]}", "", secrecy.words, ""]
        rows += [f"| viewer | {heads} |", "|---" * (len(SHOWS) + 1) + "|"]
        for viewer in VIEWERS:
            cells = (decided(kind, viewer, channel) for channel in SHOWS)
            said = " | ".join("yes" if cell.allowed else cell.code for cell in cells)
            rows.append(f"| {viewer} | {said} |")
    return "\n".join(rows) + "\n"
