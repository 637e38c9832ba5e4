"""A wizard as data: flows join the app, one pair of views runs them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from wtforms import Form

from courts import edge as court_edge
from courts.accounts.models import CourtUser
from courts.documents import protocol as documents
from courts.documents import redaction
from courts.documents import service as documents_service
from courts.documents.checks import Finding
from courts.documents.facts import PdfFacts
from courts.documents.redaction import RedactionFinding
from courts.documents.redaction import Setting as RedactionSetting
from courts.filing import queries
from courts.filing.mistakes import PaperSeen, Seen
from courts.filing.models import Transaction
from courts.filing.service import Bench, Compose, Filed
from courts.filing.steps import Step
from courts.kinds import catalogue
from courts.kinds.filings import Filer, Paper, kept_papers
from shared.errors import Refusal
from shared.web import edge

_FLOWS: Final = "moot_flows"
_FOLLOWERS: Final = "moot_filing_followers"
#: What is called after a filing: with the database session, what came of it, and who filed.
Follow = Callable[[Session, Filed, Filer], None]
_COMPOSER: Final = "moot_composer"
#: Which catalogue files a kind of court offers.
CATALOGUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "district": ("civil", "criminal"),
        "bankruptcy": ("bankruptcy", "adversary"),
        "appellate": ("appellate",),
    }
)


@dataclass(frozen=True, slots=True)
class Work:
    """A transaction at one of its screens: what pages read, and what commits."""

    transaction: Transaction
    filer: Filer
    flow: Flow
    #: What pages have read during this request, so that a screen reads nothing twice.
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def data(self) -> Mapping[str, Any]:
        """What was answered so far."""
        return self.transaction.data

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers that were chosen so far, the main document first."""
        return kept_papers(self.data)


def nothing(_work: Work) -> dict[str, Any]:
    """Return no values."""
    return {}


def kept_as(*names: str) -> Callable[[Work], dict[str, Any]]:
    """Return the `initial` of a screen whose fields are kept by their own names."""
    return lambda work: {name: work.data[name] for name in names if name in work.data}


def onwards(_work: Work, _form: Any) -> str:
    """Lead to the screen that follows."""
    return ""


class MissingError(Refusal):
    """Something has to be chosen before the filing goes on."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__("missing", words, field=field)


class StaleError(Refusal):
    """Something that was chosen is not there any longer, or was never offered."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__("stale", words, field=field)


class PartlyError(Refusal):
    """Something on a screen cannot be taken, the rest of it is kept: `answers`.

    The screen is drawn anew from what is kept; `typed` are values that stand in its fields besides.
    """

    def __init__(
        self, refusal: Refusal, answers: Mapping[str, Any], typed: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(refusal.code, refusal.message, field=refusal.field)
        self.answers = answers
        self.typed = typed or {}


@dataclass(frozen=True, slots=True)
class Page:
    """One screen.

    `form` makes the form of a request (it may depend on what was answered); `values` is what the
    template shows besides `form`, `work`, `step`; `initial` fills the form when the screen is
    shown again. `take` turns a valid form into answers to keep, or raises a `Refusal` whose
    `field` is a field of the form; a `PartlyError` keeps what was good. It may let go of the
    database (`edge.split`) for slow work. `leads` names the screen to which a taken form leads,
    such as this one again; empty for the one that follows.
    """

    template: str
    form: Callable[[Work], type[Form]]
    take: Callable[[Work, Any], Mapping[str, Any]]
    values: Callable[[Work], Mapping[str, Any]] = nothing
    initial: Callable[[Work], Mapping[str, Any]] = nothing
    leads: Callable[[Work, Any], str] = onwards


@dataclass(frozen=True, slots=True)
class Flow:
    """A wizard. `begin` reads the request that starts it and returns its first answers, or raises
    a `Refusal`. `takes` are keys and titles of events whose links in the menus lead here and not to
    the wizard of events in existing cases. `commit` runs once, in one database transaction, and
    returns what the receipt template shows (JSON); it calls `filing.service.submit_filing` for
    every entry. `dry_run` says that Next on the last screen can be tried without filing (training
    only): not where chance decides what comes of it. `seen` is the filing as the checks for the
    classic mistakes see it.
    """

    name: str
    title: str
    menu: str
    steps: tuple[Step, ...]
    pages: Mapping[str, Page]
    begin: Callable[[Mapping[str, str]], Mapping[str, Any]]
    commit: Callable[[Work], Mapping[str, Any]]
    receipt: str = "filing/receipt.html"
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    takes: tuple[str, ...] = ()
    dry_run: bool = True
    seen: Callable[[Work, Sequence[PaperSeen]], Seen] | None = None

    def titled(self, step: str) -> str:
        """Return the heading of a screen."""
        return next(each.title for each in self.steps if each.name == step)


def add_flow(app: Flask, *flows: Flow) -> None:
    """Give wizards their place: they start at `FileEvent.pl?flow=<name>`."""
    held = app.extensions.setdefault(_FLOWS, {})
    for flow in flows:
        held[flow.name] = flow


def flow_named(name: str) -> Flow | None:
    """Return a wizard of this court."""
    return cast("dict[str, Flow]", current_app.extensions.get(_FLOWS, {})).get(name)


def flow_taking(event: str) -> Flow | None:
    """Return the wizard of its own that an event of the menus has, by its key or title."""
    return next((flow for flow in flows() if event and event in flow.takes), None)


def flows() -> Sequence[Flow]:
    """Return all wizards of this court in the order in which they joined."""
    return tuple(cast("dict[str, Flow]", current_app.extensions.get(_FLOWS, {})).values())


def after_filing(app: Flask, follow: Follow) -> None:
    """Have a function called after every filing, in its transaction: what leaves this court."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


def tell_followers(
    session: Session, filed: Filed, filer: Filer, *, mistakes: Sequence[str] = ()
) -> None:
    """Note a filing in the trail and call what follows upon it; every path that commits one does,
    after serving it.

    :param mistakes: the codes of what the checks found in it (`filing.mistakes`).
    """
    _note(filed, mistakes)
    for follow in cast("list[Follow]", current_app.extensions.get(_FOLLOWERS, [])):
        follow(session, filed, filer)


def _note(filed: Filed, mistakes: Sequence[str]) -> None:
    """Note a filing with all that a reader of the trail may want to know of it."""
    entry = filed.view.entry
    edge.audit(
        "docket:filed",
        f"case:{filed.case.id}/entry:{entry.seq}",
        case=court_edge.court().profile.numbers.bare(filed.case.number),
        number=entry.number,
        events=[event.key for event in filed.events],
        titles=[event.title for event in filed.events],
        relief=[event.relief for event in filed.events if event.relief],
        filers=list(entry.filers),
        refers=list(entry.refers),
        papers=[
            {"category": each.category, "description": each.description, "pages": each.pages}
            for each in filed.view.documents
        ],
        attachments=len(filed.view.attachments),
        access=entry.access,
        cents=filed.cents,
        mistakes=list(mistakes),
    )


def bench() -> Bench:
    """Return this court as the domain sees it."""
    court = court_edge.court()
    return Bench(
        catalogue=catalogue.of_menus(*CATALOGUES[court.profile.kind]),
        policy=court.policy,
        style=court.profile.numbers,
        zone=ZoneInfo(court.member.timezone),
        full_name=court.member.full_name,
    )


def filer() -> Filer:
    """Return who files in this request: the e-file account, and the person behind the session.

    A filing agent files with the account of the principal, and is noted beside it (facts 2.4).
    """
    who = court_edge.person()
    user = edge.session().get(CourtUser, who.files_as) if who.files_as else None
    if user is None:
        return Filer(subject=who.subject, name=who.display_name, signature=who.display_name)
    given = " ".join(part for part in (user.first_name, user.middle_name) if part)
    last = " ".join(part for part in (user.last_name, user.generation) if part)
    return Filer(
        user_id=user.id,
        # Of a filing agent the docket knows nothing: the principal files (facts 2.4).
        subject=(user.linked_subject or "") if who.principal_id else who.subject,
        name=user.display_name,
        signature=f"{last}, {given}" if given else last,
        role=user.role,
        email=user.primary_email,
        agent_id=who.user_id if who.principal_id else 0,
    )


def composer() -> Compose | None:
    """Return how this court writes its entries, None for the way of district courts."""
    return cast("Compose | None", current_app.extensions.get(_COMPOSER))


def write_entries(app: Flask, compose: Compose) -> None:
    """Have a court's entries written in another way than that of district courts."""
    app.extensions[_COMPOSER] = compose


class NotAcceptedError(Refusal):
    """The gate turns an upload down, in the court's words (facts 6.1)."""

    def __init__(self, name: str, messages: Sequence[str]) -> None:
        super().__init__("not_accepted", f"{name or 'The file'}: {' '.join(messages)}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """An upload that the gate let through: what it advises, and what is not blacked out."""

    paper: Paper
    advice: tuple[Finding, ...] = ()
    redactions: tuple[RedactionFinding, ...] = ()


def take_in(
    upload: FileStorage,
    *,
    category: str = "",
    description: str = "",
    access: str = "",
    setting: RedactionSetting | None = None,
) -> Accepted:
    """Take an upload into the court's store, if the gate lets it through.

    Lets go of the request's database session: reading may take seconds.

    :param setting: in what kind of case, for the redaction checker (training only).
    :raises NotAcceptedError: with all that the court has against it.
    """
    kind = court_edge.court().profile.kind
    found = documents.receive(upload, setting or redaction.of_court(kind))
    if found.paper is None:
        against = [each.message for each in found.findings if each.blocking]
        codes = sorted({each.code for each in found.findings if each.blocking})
        edge.audit_kept("paper:refused", edge.person().audit_name, codes=codes)
        raise NotAcceptedError((upload.filename or "").rpartition("/")[2][-60:], against)
    paper = replace(found.paper, category=category, description=description, access=access)
    return Accepted(paper, found.findings, found.redactions)


def accept_paper(
    upload: FileStorage,
    *,
    category: str = "",
    description: str = "",
    access: str = "",
    setting: RedactionSetting | None = None,
) -> Paper:
    """Take an upload into the court's store and return it as a paper; see `take_in`.

    :raises NotAcceptedError: with all that the court has against it.
    """
    taken = take_in(
        upload, category=category, description=description, access=access, setting=setting
    )
    return taken.paper


def read_again(paper: Paper) -> PdfFacts:
    """Return what is in a paper that was taken in; may let go of the database session."""
    reader, store = documents.reader(), court_edge.documents()
    facts = reader.known(paper.digest)
    if facts is None:
        edge.split()
        with store.open(paper.digest) as stream:
            facts = documents_service.examine(
                store,
                stream,
                filename=paper.filename,
                rules=documents.rules(),
                reader=reader,
                training=False,
            ).facts
        reader.remember(paper.digest, facts)
    return facts


def find(token: str) -> tuple[Transaction, Flow] | None:
    """Return a transaction of whoever asks, with its wizard."""
    found = queries.transaction(edge.session(), token, filer())
    flow = None if found is None else flow_named(found.flow)
    return None if found is None or flow is None else (found, flow)
