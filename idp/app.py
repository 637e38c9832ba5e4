"""The identity provider as a Flask app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Flask, Response
from sqlalchemy.orm import Session

from idp import models, permissions
from idp.accounts import api as accounts_api
from idp.accounts import protocol as accounts_protocol
from idp.accounts import service as accounts_service
from idp.accounts import views as accounts_views
from idp.activity import views as activity_views
from idp.billing import protocol as billing_protocol
from idp.billing import views as billing_views
from idp.board import protocol as board_protocol
from idp.board import views as board_views
from idp.changes import protocol as changes_protocol
from idp.changes import views as changes_views
from idp.cja import api as cja_api
from idp.cja import views as cja_views
from idp.classroom import queries as classroom_queries
from idp.edge import Visitor
from idp.efile import protocol as efile_protocol
from idp.efile import views as efile_views
from idp.enrolment import views as enrolment_views
from idp.exercises import protocol as exercises_protocol
from idp.exercises import views as exercises_views
from idp.firms import views as firms_views
from idp.inspecting import views as inspecting_views
from idp.kit import views as kit_views
from idp.locator import api as locator_api
from idp.locator import protocol as locator_protocol
from idp.locator import views as locator_views
from idp.mailbox import protocol as mailbox_protocol
from idp.mailbox import views as mailbox_views
from idp.mfa import service as mfa_service
from idp.mfa import views as mfa_views
from idp.noticing import views as noticing_views
from idp.oidc import api as oidc_api
from idp.oidc import protocol as oidc_protocol
from idp.oidc import service as oidc_service
from idp.oidc import views as oidc_views
from idp.preferences import views as preferences_views
from idp.recovery import views as recovery_views
from idp.registry import protocol as registry_protocol
from idp.registry import views as registry_views
from idp.sandbox import api as sandbox_api
from idp.sandbox import views as sandbox_views
from idp.settings import Settings
from idp.signin import api as signin_api
from idp.signin import protocol as signin_protocol
from idp.signin import service as signin_service
from idp.signin import views as signin_views
from idp.switchboard import api as switchboard_api
from idp.switchboard import protocol as switchboard_protocol
from idp.switchboard import views as switchboard_views
from idp.teaching import protocol as teaching_protocol
from idp.teaching import views as teaching_views
from idp.timetable import api as timetable_api
from idp.timetable import views as timetable_views
from shared import config
from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.duties import Duty
from shared.federation import Federation, Member
from shared.jobs import Jobs
from shared.passwords import Passwords
from shared.web import lane, shell

FOLDER = Path(__file__).parent
METADATAS = models.METADATAS
MIGRATIONS = FOLDER / "migrations"


class PacerAuthority:
    """Who may do what at the identity provider."""

    def nobody(self) -> Visitor:
        """Return somebody unknown."""
        return Visitor()

    def load_person(self, session: Session, *, now: datetime, wall: datetime) -> Visitor:
        """Find the visitor by the sign-on cookie, or by a CSO token on the real host names."""
        return signin_protocol.load_visitor(session, wall=wall)

    def complete(self, person: Visitor) -> Visitor:
        """Nothing is left to find out."""
        return person

    def permits(self, person: Visitor, permission: str) -> bool:
        """Say whether a visitor has a permission."""
        return permissions.permits(
            signed_in=person.is_authenticated, trainer=person.trainer, permission=permission
        )

    def turn_away(self, person: Visitor, permission: str) -> Response:
        """Send somebody unknown to the sign-in page, and refuse everybody else."""
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
    """Return the identity provider.

    :raises ConfigurationError: if a setting is missing or malformed.
    """
    settings = config.load(Settings, environ)
    logout = oidc_protocol.LogoutLanes(backchannel)
    quarter_end = billing_protocol.QuarterEnd()
    reports = locator_protocol.ReportRunner()
    faults = switchboard_protocol.FaultLanes(federation)
    planter = teaching_protocol.Planter()
    app = shell.build(
        "idp",
        folder=FOLDER,
        member=member,
        federation=federation,
        settings=settings,
        backchannel=backchannel,
        jobs=jobs,
        clocks=clocks or Clocks(),
        authority=PacerAuthority(),
        handlers={
            **mailbox_protocol.HANDLERS,
            **registry_protocol.HANDLERS,
            **changes_protocol.HANDLERS,
            **billing_protocol.HANDLERS,
            **efile_protocol.HANDLERS,
            **locator_protocol.HANDLERS,
            **switchboard_protocol.HANDLERS,
            **exercises_protocol.HANDLERS,
            **teaching_protocol.HANDLERS,
            **board_protocol.HANDLERS,
        },
        lanes={**logout.lanes(), **reports.lanes(), **faults.lanes(), **planter.lanes()},
        sweeps=(
            oidc_service.sweep,
            accounts_service.sweep,
            signin_service.sweep,
            mfa_service.sweep,
        ),
        duties=(Duty("statements", quarter_end.due),),
        mail_sender="do_not_reply@pacer.moot.test",
        asker=switchboard_protocol.asker,
    )
    app.extensions["moot_passwords"] = Passwords(
        memory_kib=settings.argon2_memory_kib, time_cost=settings.argon2_time
    )
    quarter_end.install(app)
    reports.install(app)
    faults.install(app)
    planter.install(app)
    teaching_protocol.install(app)
    board_protocol.install(app)
    teaching_protocol.when_moved(app, exercises_protocol.move_to_run)
    exercises_protocol.when_reached(app, teaching_protocol.checkpoint_at)
    exercises_protocol.when_begun(app, teaching_protocol.move_to_era)
    accounts_protocol.add_to_header(app, billing_protocol.summary)
    signin_protocol.install(app)
    mfa_views.install(app)
    changes_views.install(app)
    firms_views.install(app)
    efile_protocol.install(app)
    oidc_protocol.install(app, settings, logout, is_trainer=classroom_queries.is_trainer)
    sandbox_api.install(app)
    lane.install(app, {**oidc_api.STOPS, **oidc_views.STOPS, **exercises_views.STOPS})
    for blueprint in (
        accounts_views.blueprint,
        accounts_api.blueprint,
        signin_views.blueprint,
        mfa_views.blueprint,
        signin_api.blueprint,
        oidc_views.blueprint,
        oidc_api.blueprint,
        registry_views.blueprint,
        enrolment_views.blueprint,
        firms_views.blueprint,
        preferences_views.blueprint,
        billing_views.blueprint,
        cja_views.blueprint,
        cja_api.blueprint,
        recovery_views.blueprint,
        changes_views.blueprint,
        efile_views.blueprint,
        activity_views.blueprint,
        locator_views.blueprint,
        locator_api.blueprint,
        noticing_views.blueprint,
        *(_training_room() if settings.training else ()),
    ):
        app.register_blueprint(blueprint)
    return shell.finish(app)


def _training_room() -> tuple[Blueprint, ...]:
    """Return what exists in training mode alone."""
    return (
        mailbox_views.blueprint,
        teaching_views.blueprint,
        board_views.blueprint,
        exercises_views.blueprint,
        inspecting_views.blueprint,
        switchboard_views.blueprint,
        switchboard_api.blueprint,
        sandbox_views.blueprint,
        sandbox_api.blueprint,
        kit_views.blueprint,
        timetable_views.blueprint,
        timetable_api.blueprint,
    )
