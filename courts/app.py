"""A court as a Flask app: one factory for every kind of court."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, abort, request
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts import models, permissions
from courts.access import views as access_views
from courts.accounts import service as accounts_service
from courts.accounts import views as accounts_views
from courts.activity import views as activity_views
from courts.announcing import views as announcing_views
from courts.appeals import views as appeals_views
from courts.billing import views as billing_views
from courts.briefing import api as briefing_api
from courts.briefing import protocol as briefing_protocol
from courts.briefing import views as briefing_views
from courts.cases import protocol as cases_protocol
from courts.cases import views as cases_views
from courts.chambers import views as chambers_views
from courts.changes import protocol as changes_protocol
from courts.changes import views as changes_views
from courts.claiming import protocol as claiming_protocol
from courts.claiming import views as claiming_views
from courts.claims import api as claims_api
from courts.claims import views as claims_views
from courts.clerk import views as clerk_views
from courts.docket import views as docket_views
from courts.docketing import views as docketing_views
from courts.documents import protocol as documents_protocol
from courts.documents import views as documents_views
from courts.edge import Court, CourtPerson
from courts.epoc import views as epoc_views
from courts.filing import service as filing_service
from courts.filing import views as filing_views
from courts.kinds.policies import policy_for
from courts.kinds.profiles import profile
from courts.letters import protocol as letters_protocol
from courts.letters import views as letters_views
from courts.lobby import views as lobby_views
from courts.notices import protocol as notices_protocol
from courts.notices import views as notices_views
from courts.openings import protocol as openings_protocol
from courts.openings import views as openings_views
from courts.papers import views as papers_views
from courts.payments import views as payments_views
from courts.petitions import views as petitions_views
from courts.portal import service as portal_service
from courts.portal import views as portal_views
from courts.redacting import protocol as redacting_protocol
from courts.redacting import views as redacting_views
from courts.registrations import protocol as registrations_protocol
from courts.registrations import views as registrations_views
from courts.rehearsing import views as rehearsing_views
from courts.reports import api as reports_api
from courts.reports import views as reports_views
from courts.sandbox import api as sandbox_api
from courts.settings import Settings
from courts.signin import api as signin_api
from courts.signin import protocol as signin_protocol
from courts.signin import service as signin_service
from courts.signin import views as signin_views
from courts.staffing import views as staffing_views
from courts.training import protocol as training_protocol
from courts.website import views as website_views
from shared import config, deeds
from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.documents import DocumentStore
from shared.duties import Duty
from shared.errors import ConfigurationError
from shared.federation import Federation, Member
from shared.jobs import Jobs
from shared.passwords import Passwords
from shared.web import edge, shell

FOLDER = Path(__file__).parent
METADATAS = models.METADATAS
MIGRATIONS = FOLDER / "migrations"
WEBSITE = frozenset({"website", "portal"})
EVERYWHERE = frozenset({"services", "briefing_api", "sandbox_api"})
#: What a kind of court brings besides what all have, by the names of `CourtProfile.rooms`.
ROOMS = MappingProxyType(
    {
        "cgi": (
            cases_views.blueprint,
            documents_views.blueprint,
            docket_views.blueprint,
            reports_views.blueprint,
            papers_views.blueprint,
            reports_api.blueprint,
            docketing_views.blueprint,
        ),
        "claims": (
            claims_views.blueprint,
            claims_api.blueprint,
            claiming_views.blueprint,
            epoc_views.blueprint,
            redacting_views.blueprint,
            petitions_views.blueprint,
        ),
        "appeals": (appeals_views.blueprint, briefing_views.blueprint),
    }
)


class CourtAuthority:
    """Who may do what in a court."""

    def nobody(self) -> CourtPerson:
        """Return somebody unknown."""
        return CourtPerson()

    def load_person(self, session: Session, *, now: datetime, wall: datetime) -> CourtPerson:
        """Find the person by this court's session row, or by the row of their CSO token."""
        return signin_views.load_person(session, wall=wall)

    def complete(self, person: CourtPerson) -> CourtPerson:
        """Ask the identity provider about a CSO token that this court has not seen yet."""
        return signin_views.adopt_cso(person)

    def permits(self, person: CourtPerson, permission: str) -> bool:
        """Say whether a person has a permission in this court now."""
        return permission in permissions.granted(
            court_edge.filing_facts(person), policy=court_edge.court().policy, now=edge.now()
        )

    def turn_away(self, person: CourtPerson, permission: str) -> Response:
        """Lead somebody unknown to sign-on, and tell everybody else why not."""
        return signin_views.turn_away(person, permission)


def create_app(
    *,
    member: Member,
    federation: Federation,
    environ: Mapping[str, str],
    backchannel: Backchannel,
    jobs: Jobs,
    clocks: Clocks | None = None,
) -> Flask:
    """Return one court.

    :raises ConfigurationError: if a setting is missing or malformed.
    :raises PolicyError: if the court's policy file is wrong, with every line.
    """
    settings = config.load(Settings, environ)
    index = cases_protocol.NightlyIndex()
    summaries = notices_protocol.DailySummaries()
    transfers = claiming_protocol.DueTransfers()
    store = _documents(settings)
    app = shell.build(
        f"court-{member.id}",
        folder=FOLDER,
        member=member,
        federation=federation,
        settings=settings,
        backchannel=backchannel,
        jobs=jobs,
        clocks=clocks or Clocks(),
        authority=CourtAuthority(),
        handlers={
            **signin_protocol.HANDLERS,
            **briefing_protocol.HANDLERS,
            **changes_protocol.HANDLERS,
            **letters_protocol.HANDLERS,
            **registrations_protocol.HANDLERS,
            **training_protocol.HANDLERS,
        },
        sweeps=(
            signin_service.sweep,
            accounts_service.sweep,
            portal_service.sweep,
            filing_service.sweep,
        ),
        duties=(
            Duty("index", index.due),
            Duty("summaries", summaries.due),
            Duty("transfers", transfers.due),
        ),
        mail_sender=f"cmecf@{member.id}.moot.test",
        store=store,
    )
    app.extensions["moot_passwords"] = Passwords(
        memory_kib=settings.argon2_memory_kib, time_cost=settings.argon2_time
    )
    app.extensions["moot_documents"] = store
    app.extensions["moot_court"] = Court(
        member,
        profile(member.kind),
        policy_for(member.kind, member.id, dict(member.policies), zone=ZoneInfo(member.timezone)),
    )
    if settings.training:
        deeds.promise(app.extensions["moot"].database, court=member.id)
    documents_protocol.install(app)
    index.install(app)
    summaries.install(app)
    signin_protocol.install(app, settings)
    registrations_protocol.install(app)
    openings_protocol.install(app)
    claiming_protocol.install(app)
    redacting_protocol.install(app)
    transfers.install(app)
    briefing_protocol.install(app)
    training_protocol.install(app)
    for blueprint in (
        website_views.blueprint,
        lobby_views.blueprint,
        signin_views.blueprint,
        signin_api.blueprint,
        accounts_views.blueprint,
        clerk_views.blueprint,
        chambers_views.blueprint,
        changes_views.blueprint,
        staffing_views.blueprint,
        letters_views.blueprint,
        registrations_views.blueprint,
        portal_views.blueprint,
        portal_views.desk_blueprint,
        billing_views.blueprint,
        access_views.blueprint,
        payments_views.blueprint,
        activity_views.blueprint,
        announcing_views.blueprint,
        filing_views.blueprint,
        openings_views.blueprint,
        briefing_api.blueprint,
        # The training room: nothing of it exists in faithful mode.
        *(_training_room(profile(member.kind).rooms) if settings.training else ()),
        *(blueprint for room in profile(member.kind).rooms for blueprint in ROOMS[room]),
        notices_views.blueprint,
    ):
        app.register_blueprint(blueprint)
    app.before_request(_right_host)
    app.context_processor(lobby_views.frame)
    return shell.finish(app)


def _training_room(rooms: Collection[str]) -> tuple[Blueprint, ...]:
    """Return what exists in training mode alone, in a court that has these rooms."""
    found = (rehearsing_views.blueprint, sandbox_api.blueprint)
    return (*found, briefing_views.trial) if "appeals" in rooms else found


def _documents(settings: Settings) -> DocumentStore:
    """Return the store of papers.

    :raises ConfigurationError: if its URL is of a kind that nothing installed here can read.
    """
    try:
        return DocumentStore(_documents_url(settings))
    except (ImportError, ValueError) as error:
        raise ConfigurationError([f"MOOT_DOCUMENTS_URL: {error}"]) from None


def _documents_url(settings: Settings) -> str:
    """Return where papers are kept.

    :raises ConfigurationError: if nobody says it and no folder of this machine suggests itself.
    """
    if settings.documents_url:
        return settings.documents_url
    database = make_url(str(settings.database_url))
    if database.get_backend_name() != "sqlite" or not database.database:
        raise ConfigurationError(["MOOT_DOCUMENTS_URL is not set"])
    file = Path(database.database)
    return str(file.resolve().parent / "documents" / file.stem)


def _right_host() -> None:
    """Keep the court's public web site and its filing system on their own hosts."""
    if request.blueprint is None or request.blueprint in EVERYWHERE:
        return
    if (request.blueprint in WEBSITE) != (edge.place().role == "www") and request.path != "/":
        abort(404)
