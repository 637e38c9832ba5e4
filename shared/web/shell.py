"""App assembly: every app of the federation is a Flask app put together here, in this order."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    render_template,
    request,
    send_from_directory,
)
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.backchannel import Backchannel
from shared.clock import Clocks, court_stamp
from shared.courier import Courier, Lane
from shared.db import Database, DatabaseBusyError
from shared.documents import DocumentStore
from shared.duties import Duty
from shared.errors import Refusal
from shared.federation import Family, Federation, Member
from shared.ids import new_token
from shared.jobs import Jobs, Sweep
from shared.mail.senders import LATE_LANE, SMTP_LANE, Postman, SmtpAccount
from shared.outbox import Parcel, is_promised
from shared.switches import Switches
from shared.web import coach, edge, faulty, guard, recorder, services, unit_of_work
from shared.web.late_rules import LateRule
from shared.web.runtime import Asker, Authority, CommonSettings, Handler, Runtime
from shared.wire import MailDelivery, Message

SHARED_TEMPLATES = Path(__file__).parent / "templates"
SHARED_STATIC = Path(__file__).parent / "static"
STRIP_TEXT = "Training simulation - not a court. Nothing here is filed."
UNPROCESSABLE = 422
BODY_LIMIT = 64 * 1024 * 1024
#: Where the headers of answers without a script are kept.
_PLAIN = "moot_plain_headers"
#: Where the signer of the forms' cookie is kept.
_SIGNER = "moot_form_signer"

log = structlog.get_logger("moot.web")


def build(
    name: str,
    *,
    folder: Path,
    member: Member,
    federation: Federation,
    settings: CommonSettings,
    backchannel: Backchannel,
    jobs: Jobs,
    clocks: Clocks,
    authority: Authority,
    handlers: Mapping[type[Message], Handler],
    lanes: Mapping[str, Lane] | None = None,
    sweeps: Sequence[Sweep] = (),
    duties: Sequence[Duty] = (),
    mail_sender: str,
    store: DocumentStore | None = None,
    asker: Callable[[], Asker] = Asker,
) -> Flask:
    """Return an app with everything but its own routes; `finish` makes it ready.

    :param folder: where the app's `templates` and `static` are.
    :param sweeps: delete rows that have run out long ago; run once an hour.
    :param duties: what is due by court time; done once an hour, and when a calendar is moved.
    :param store: the member's papers, of which some go along with messages.
    :param asker: says who makes the current request where no session does.
    """
    app = Flask(name, static_folder=None, template_folder=None)
    app.session_interface = _FormSessions()
    app.url_rule_class = LateRule
    app.config.update(
        SECRET_KEY=str(settings.secret_key),
        SESSION_COOKIE_NAME=f"moot_{member.id}_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=federation.secure,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    _templates(app, folder)
    database = Database(str(settings.database_url), pool_size=settings.pool_size)
    switches = Switches(
        database,
        member.id,
        active=settings.training,
        wall=clocks.wall,
        wake=lambda: jobs.wake(member.id),
        threads=settings.pool_size,
    )
    postman = Postman(member, mail_sender, mail_renderer(folder), switches, _smtp(settings))
    app.extensions["moot"] = Runtime(
        member=member,
        federation=federation,
        settings=settings,
        database=database,
        backchannel=backchannel,
        clocks=clocks,
        jobs=jobs,
        postman=postman,
        authority=authority,
        switches=switches,
        handlers=handlers,
        asker=asker,
    )
    late = _late_lane(postman, database, clocks)
    courier = Courier(
        backchannel,
        wall=clocks.wall,
        lanes={**_smtp_lane(postman), **late, **(lanes or {})},
        switches=switches,
        store=store,
    )
    jobs.register(member.id, database, courier.deliver, sweeps, duties)
    csrf = CSRFProtect()
    csrf.init_app(app)
    _login_manager(app)
    _requests(app, csrf)
    _errors(app)
    _health(app)
    app.register_blueprint(services.blueprint)
    return app


def finish(app: Flask) -> Flask:
    """Check that every route is guarded, and return the app behind its proxy if it has one."""
    guard.check_routes(app)
    recorder.install(app)
    if unit_of_work.runtime_of(app).settings.trusted_proxies:
        # Caddy sits in front and says which scheme the browser used; addresses are read by
        # edge.remote_address, which checks who is telling. In front of all that rooms have put
        # before the app.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1, x_host=0)  # type: ignore[method-assign]
    return app


# --------------------------------------------------------------------------- templates and mail


def _templates(app: Flask, folder: Path) -> None:
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(folder / "templates"), FileSystemLoader(SHARED_TEMPLATES)]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    def moot_static(filename: str) -> Response:
        return send_from_directory(SHARED_STATIC, filename, max_age=3600)

    app.add_url_rule("/static/moot/<path:filename>", "moot_static", guard.public(moot_static))

    @app.context_processor
    def common() -> dict[str, Any]:
        runtime = edge.runtime()
        member = runtime.member
        at = g.get("moot_now")
        setting, seat = g.get("moot_clock"), g.get("moot_seat")
        own = seat is not None and bool(seat.offset or seat.frozen_at)
        stopped = setting is not None and setting.frozen_at is not None
        return {
            "member": member,
            "strip": {
                "text": STRIP_TEXT,
                "clock": court_stamp(at, member.timezone) if at else "",
                "frozen": stopped if seat is None else stopped or seat.frozen_at is not None,
                "own": own,
                "mode": runtime.settings.mode,
            },
            "csp_nonce": csp_nonce,
            "request_id": g.get("moot_request_id", ""),
            "links": _links(),
            "training": runtime.settings.training,
            "coach_url": coach.address(),
            "session_person": getattr(g.get("moot_person"), "display_name", "") or None,
        }


def _links() -> dict[str, str]:
    runtime = edge.runtime()
    idp = runtime.federation.idp
    place = g.get("moot_place")
    family: Family = place.family if place else "own"

    def to(path: str, role: str | None = None) -> str:
        return runtime.federation.url(idp, path, role=role, family=family)

    links = {
        "pacer_home": to("/", "home"),
        "register": to("/pscof/regWizard.jsf", "psc"),
        "manage_account": to("/pscof/login.xhtml", "psc"),
        "find_case": to("/pcl/pages/search/findCase.jsf", "pcl"),
        "nextgen": to("/nextgen", "home"),
        "contact": to("/contact", "home"),
        "login": to("/csologin/login.jsf"),
        "logout_url": to("/csologin/logout.jsf"),
    }
    if runtime.settings.training:
        links["mailbox_url"] = to("/mailbox", "home")
        links["inspect_url"] = to("/inspect", "home")
        if getattr(g.get("moot_person"), "trainer", False):
            links["classes_url"] = to("/classes", "home")
            links["clock_url"] = to("/clock", "home")
    return links


def csp_nonce() -> str:
    """Return the request's script nonce, making it on first use."""
    if "moot_nonce" not in g:
        g.moot_nonce = new_token(22)
    nonce: str = g.moot_nonce
    return nonce


def mail_renderer(folder: Path) -> Callable[[str, Mapping[str, Any]], str]:
    """Return a renderer of an app's mail templates, free of any request."""
    environment = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(folder / "templates"), FileSystemLoader(SHARED_TEMPLATES)]
        ),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["strip_text"] = STRIP_TEXT

    def render(name: str, values: Mapping[str, Any]) -> str:
        return environment.get_template(name).render(**values)

    return render


def _smtp(settings: CommonSettings) -> SmtpAccount | None:
    if not settings.smtp_host:
        return None
    return SmtpAccount(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_user,
        str(settings.smtp_password),
        settings.smtp_starttls,
    )


def _smtp_lane(postman: Postman) -> dict[str, Lane]:
    smtp = postman.smtp
    if smtp is None:
        return {}

    def lane(parcel: Parcel) -> None:
        if isinstance(parcel.message, MailDelivery):
            smtp.send(parcel.message)

    return {SMTP_LANE: lane}


def _late_lane(postman: Postman, database: Database, clocks: Clocks) -> dict[str, Lane]:
    def lane(parcel: Parcel) -> None:
        mail = parcel.message
        if isinstance(mail, MailDelivery):
            with database.writing() as session:
                # A second try finds the first one's promise.
                if not is_promised(session, mail.message_id):
                    postman.post(session, mail, clocks.wall())

    return {LATE_LANE: lane}


# --------------------------------------------------------------------------- a request


class _FormSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, for the forms' tokens; what signs it is made once for each app."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs and reads the cookie."""
        made: URLSafeTimedSerializer | None = app.extensions.get(_SIGNER)
        if made is None:
            made = app.extensions[_SIGNER] = super().get_signing_serializer(app)
        return made


def _login_manager(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    # The session row decides, on every request, so that a log-out from afar takes effect.
    manager.request_loader(lambda _request: g.get("moot_person"))
    manager.user_loader(lambda _user_id: None)


def _requests(app: Flask, csrf: CSRFProtect) -> None:
    @app.before_request
    def arrive() -> Any:
        runtime = edge.runtime()
        unit_of_work.arrive(runtime)
        if request.path in ("/healthz", "/readyz"):
            return None
        place = runtime.federation.locate(request.host)
        if place is None or place.member.id != runtime.member.id:
            return _nobody_here(runtime)
        g.moot_place = place
        if _is_impersonal(app):
            unit_of_work.come_as_nobody(runtime)
        else:
            unit_of_work.come_as_somebody(runtime)
        return _let_in(app, csrf, disturbed=runtime.switches.on)

    @app.after_request
    def leave(response: Response) -> Response:
        unit_of_work.finish(app, response)
        if edge.runtime().switches.on:
            faulty.on_the_way_out(response)
        return _headers(response)

    @app.teardown_request
    def clean(_error: BaseException | None) -> None:
        unit_of_work.abandon(app)


def _let_in(app: Flask, csrf: CSRFProtect, *, disturbed: bool) -> Response | None:
    """Return what answers instead of the view: its guard, or a fault that is on."""
    if not disturbed:
        return guard.enforce(app, csrf)
    return faulty.at_the_door() or guard.enforce(app, csrf) or faulty.instead_of_page()


def _is_impersonal(app: Flask) -> bool:
    return request.endpoint is not None and (
        guard.guard_of(app.view_functions[request.endpoint]).impersonal
    )


def _nobody_here(runtime: Runtime) -> tuple[str, int, dict[str, str]]:
    lines = [
        f"There is no member of this federation at {request.host}.",
        "Its addresses are:",
        *(f"  {m.public_url}   {m.title}" for m in runtime.federation.members),
    ]
    return "\n".join(lines) + "\n", 421, {"Content-Type": "text/plain; charset=utf-8"}


def _headers(response: Response) -> Response:
    headers = response.headers
    nonce, more = g.get("moot_nonce"), g.get("moot_form_targets", [])
    framed: bool = g.get("moot_framed", False)
    if nonce is not None or more:
        script = "'none'" if nonce is None else f"'nonce-{nonce}'"
        headers.setdefault("Content-Security-Policy", _policy(edge.runtime(), script, more, framed))
    for name, value in plain_headers(current_app):
        headers.setdefault(name, value)
    headers.setdefault("X-Request-Id", g.get("moot_request_id", ""))
    if request.endpoint != "moot_static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def plain_headers(app: Flask) -> Sequence[tuple[str, str]]:
    """Return what every answer says to browsers, with the policy of those without a script."""
    known: dict[bool, Sequence[tuple[str, str]]] = app.extensions.setdefault(_PLAIN, {})
    framed: bool = g.get("moot_framed", False)
    if framed not in known:
        runtime = unit_of_work.runtime_of(app)
        found = [
            ("Content-Security-Policy", _policy(runtime, "'none'", (), framed)),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if not framed:
            found.append(("X-Frame-Options", "SAMEORIGIN"))
        if runtime.federation.secure:
            found.append(("Strict-Transport-Security", "max-age=31536000"))
        known[framed] = found
    return known[framed]


def _policy(runtime: Runtime, script: str, more: Sequence[str], framed: bool = False) -> str:
    """Return what a page may do; a framed one may stand in a page of every member (the coach)."""
    members = runtime.federation.origins()
    targets = " ".join(["'self'", *members, *more])
    idp = runtime.federation.idp
    coaches = {*idp.origins.values(), *idp.gateway.values()} if runtime.settings.training else ()
    frames = " ".join(["'self'", *sorted(coaches)])
    around = " ".join(["'self'", *(members if framed else ())])
    return (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"script-src {script}; connect-src 'self'; frame-src {frames}; "
        f"form-action {targets}; frame-ancestors {around}; base-uri 'none'"
    )


# --------------------------------------------------------------------------- what goes wrong


def _errors(app: Flask) -> None:
    for kind, answer in (
        (Refusal, _refused),
        (CSRFError, _stale),
        (DatabaseBusyError, _busy),
        (HTTPException, _http_error),
        (Exception, _broken),
    ):
        app.register_error_handler(kind, answer)


def _refused(error: Refusal) -> Any:
    edge.undo()
    return _error_page(UNPROCESSABLE, "This could not be done", error.message)


def _stale(_error: CSRFError) -> Any:
    edge.undo()
    return _error_page(
        400,
        "This page is out of date",
        "The form that you sent does not belong to your current session, perhaps because it "
        "was open for long or came from another site. Go back, load the page again and send "
        "it once more.",
    )


def _busy(_error: DatabaseBusyError) -> Any:
    edge.undo()
    return _error_page(503, "Very busy", "Too many people write at once. Please try again.")


def _http_error(error: HTTPException) -> Any:
    edge.undo()
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 - Werkzeug's redirects are exceptions too
        return error
    own = str(error.description or "")
    title, message = _HTTP_WORDS.get(code, (error.name, own))
    if own and own != type(error).description:
        message = own  # the view said why
    response, status = _error_page(code, title, message)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response, status


def _broken(error: Exception) -> Any:
    edge.undo()
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.error(
        "request.failed",
        member=edge.runtime().member.id,
        method=request.method,
        path=request.path,
        request_id=g.get("moot_request_id"),
        exc_info=error,
    )
    return _error_page(
        500,
        "Something went wrong on our side",
        "Nothing was stored. Please try again; if it happens again, give the number below to "
        "whoever runs this federation.",
    )


_HTTP_WORDS = {
    403: ("Not allowed", "You do not have permission to view this page."),
    404: ("Page not found", "There is no page at this address."),
    405: ("Not like this", "This address cannot be used in this way."),
    413: ("Too large", "What you sent is larger than this site takes."),
}


def _error_page(code: int, title: str, message: str) -> tuple[Response, int]:
    if "moot_place" not in g:
        body = f"{title}. {message}\n"
        return Response(body, content_type="text/plain; charset=utf-8"), code
    html = render_template("error.html", code=code, title=title, message=message)
    return Response(html, content_type="text/html; charset=utf-8"), code


def _health(app: Flask) -> None:
    def healthz() -> Response:
        return jsonify(status="ok", member=edge.runtime().member.id)

    def readyz() -> tuple[Response, int]:
        runtime = edge.runtime()
        try:
            with runtime.database.reading() as session:
                session.execute(text("SELECT 1 FROM clock WHERE 1 = 0"))
        except Exception as error:  # whatever it is, the answer is: not ready, and why
            problem = type(error).__name__
            return jsonify(status="not ready", member=runtime.member.id, problem=problem), 503
        return jsonify(status="ready", member=runtime.member.id), 200

    app.add_url_rule("/healthz", "healthz", guard.public(healthz))
    app.add_url_rule("/readyz", "readyz", guard.public(readyz))


def configure_logging(level: str) -> None:
    """Write structured lines to standard error, from `level` up."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.getLogger("huey").setLevel(logging.WARNING)
