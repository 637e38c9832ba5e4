"""Pages and redirects of the OpenID provider: authorize, consent, log-out, clients, keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.common.urls import add_params_to_uri
from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from idp.accounts import manage
from idp.edge import visitor
from idp.oidc import (
    asking,
    faults,
    keyring,
    leaving,
    protocol,
    queries,
    reaching,
    registering,
    service,
)
from idp.oidc.clients import Client
from idp.oidc.forms import RelyingPartyForm
from idp.oidc.models import AuthorizeTransaction, RelyingParty
from idp.permissions import Permission
from idp.signin import protocol as signin_protocol
from idp.signin import queries as signin_queries
from idp.signin import service as signin
from idp.signin import views as signin_views
from idp.signin.queries import Standing
from shared import witness
from shared.clock import court_stamp
from shared.db import tables
from shared.errors import Refusal
from shared.web import edge, lane
from shared.web.guard import program_post, public, requires

blueprint = Blueprint("oidc", __name__)

AUTHORIZE = "/oidc/authorize"
CONSENT: Final = "/oidc/consent"
CLIENTS: Final = manage.CLIENTS_PATH
KEYS: Final = manage.KEYS_PATH
CONNECTED: Final = manage.CONNECTED_PATH
LONGEST_HINT: Final = 100
ZONE: Final = "America/New_York"
#: What holds of a request that is answered with a code, for whoever inspects it.
ASKED: Final = ("client_known", "redirect_uri", "parameters", "pkce", "session")
#: What a scope means to the person who is asked.
MEANINGS: Final = {
    "openid": "Know that you have signed in, when and how, and recognise you the next time",
    "profile": "See your name and your PACER user name",
    "email": "See your e-mail address",
    "offline_access": "Keep this access until you log out, also while you are not looking",
}


# --------------------------------------------------------------------------- authorize


@blueprint.route(AUTHORIZE, methods=["GET", "POST"])
@public
@program_post
def authorize() -> AnyResponse:
    """Take an authorization request (OIDC Core 3.1.2.1, by GET or POST)."""
    values = {name: request.values.getlist(name) for name in request.values}
    provider = protocol.provider()
    provider.ring()
    try:
        ask = asking.read(_pushed(values), provider)
        return _go_on(ask, arrived_at=edge.wall())
    except asking.AskRefusal as refusal:
        return _refused(refusal)


def _pushed(values: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """Return the request that a client has pushed if this one names it, else this one."""
    uris, names = values.get("request_uri", []), values.get("client_id", [])
    if len(uris) != 1 or len(names) != 1 or not uris[0].startswith(protocol.PUSHED_PREFIX):
        return values
    found = service.take_pushed(edge.session(), uri=uris[0], client_id=names[0], wall=edge.wall())
    if not found:
        raise asking.AskRefusal(
            "invalid_request_uri",
            "The site that sent you here has prepared this sign-in more than a minute ago, or it "
            "was used already (parameter request_uri). Please go back to it and start again.",
        )
    # What was pushed counts, and nothing that came with the browser (RFC 9101 6.3).
    return {**{name: [value] for name, value in found.items()}, "client_id": names}


@blueprint.get("/oidc/resume")
@public
def resume() -> AnyResponse:
    """Go on with an authorization request whose person has just signed in."""
    provider = protocol.provider()
    # The keys are read before a transaction begins: making them writes.
    provider.ring()
    token = request.args.get("tx", "")
    held = queries.transaction(edge.session(), token)
    if held is None or held.expires_at <= edge.wall():
        edge.undo()
        return _page(
            "This sign-in has run out of time",
            "The site that sent you here has waited for more than an hour, or the address is not "
            "complete. Please go back to it and start again.",
        )
    parameters: Mapping[str, str] = json.loads(held.parameters)
    try:
        ask = asking.read({k: [v] for k, v in parameters.items()}, provider)
        return _go_on(ask, arrived_at=held.arrived_at, held=held, token=token)
    except asking.AskRefusal as refusal:
        return _refused(refusal, client_id=held.client_id)


def answer_at_once(asked: lane.Plain) -> lane.Answer:
    """Send a visitor back with a code who is to be asked nothing: a sign-on to a court, mostly.

    :raises Exception: in every other case, for the app to say.
    """
    provider = protocol.provider()
    provider.ring()
    if "request_uri" in asked.values:
        raise lane.NotPlainError
    ask = asking.read({name: (value,) for name, value in asked.values.items()}, provider)
    grant = protocol.grant_for(ask)
    if _step(ask, arrived_at=edge.wall()) is not asking.Step.ISSUE or _consent_due(ask, None):
        raise lane.NotPlainError
    location = _issued(ask, grant, _standing(ask))
    if not location.isascii():
        raise lane.NotPlainError
    return lane.Answer(303, [("Location", location), *_REDIRECT])


#: As Flask tells of a redirect without words.
_REDIRECT: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Vary", "Cookie"),
)
STOPS: Final[Mapping[str, lane.Stop]] = {AUTHORIZE: lane.Stop("GET", answer_at_once, personal=True)}


def _step(
    ask: asking.Ask,
    *,
    arrived_at: datetime,
    held: AuthorizeTransaction | None = None,
    declined: bool = False,
) -> asking.Step:
    return asking.next_step(
        ask,
        arrived_at=arrived_at,
        auth_time=visitor().auth_time if visitor().is_authenticated else None,
        acr=visitor().acr,
        hinted_other=_hinted_other(ask),
        rounds=held.rounds if held is not None else 0,
        declined=declined,
    )


def _go_on(
    ask: asking.Ask,
    *,
    arrived_at: datetime,
    held: AuthorizeTransaction | None = None,
    token: str = "",
) -> AnyResponse:
    grant = protocol.grant_for(ask)
    declined = held is not None and "declined" in request.args
    step = _step(ask, arrived_at=arrived_at, held=held, declined=declined)
    asks = step is asking.Step.ISSUE and _consent_due(ask, held)
    if step is asking.Step.ISSUE and not asks:
        return _issue(ask, grant, held)
    if held is None:
        token = service.hold_request(
            edge.session(),
            client_id=ask.client.client_id,
            parameters=ask.parameters,
            wall=edge.wall(),
        )
    elif not asks:
        service.send_round_again(edge.session(), held=held)
    if asks:
        return redirect(f"{CONSENT}?{urlencode({'tx': token})}", 303)
    return redirect(_sign_in_url(ask, token, fresh=step is asking.Step.SIGN_IN_AFRESH), 303)


def _consent_due(ask: asking.Ask, held: AuthorizeTransaction | None) -> bool:
    """Say whether the person has to be asked; a court is of the federation (docs/decisions.md).

    :raises AskRefusal: `consent_required` if no page may be shown (OIDC Core 3.1.2.6).
    """
    subject = visitor().subject
    if ask.client.is_court or (held is not None and held.consented_subject == subject):
        return False
    if "consent" not in ask.prompts:
        with edge.runtime().database.reading() as session:
            given = queries.consent(session, subject=subject, client_id=ask.client.client_id)
        if given is not None and ask.scopes <= set(given.scope.split()):
            return False
    if "none" in ask.prompts:
        raise ask.refused("consent_required", "The person has to agree, and no page may be shown.")
    return True


def _hinted_other(ask: asking.Ask) -> bool:
    if ask.wishes.subject and ask.wishes.subject != visitor().subject:
        return True
    if ask.id_token_hint is None:
        return False
    provider = protocol.provider()
    try:
        hint = provider.ring().read_hint(ask.id_token_hint, issuer=provider.issuer)
    except keyring.HintRefusedError:
        raise ask.refused("invalid_request", "The id_token_hint is none of ours.") from None
    return bool(hint["sub"] != visitor().subject)


def _issue(ask: asking.Ask, grant: object, held: AuthorizeTransaction | None) -> Response:
    session, wall = edge.session(), edge.wall()
    sso = _standing(ask)
    if held is not None and not service.finish_request(session, held=held, wall=wall):
        edge.undo()
        return _page(
            "This sign-in is already complete",
            "You are signed in. Pages of a finished sign-in cannot be used again, for example with "
            "the Back button of the browser.",
            **_way_to(ask.client),
        )
    response = Response("", 303)
    response.headers["Location"] = _issued(ask, grant, sso)
    return response


def _standing(ask: asking.Ask) -> Standing:
    """Return the visitor's session as it stands in the writing transaction."""
    found = queries.standing(edge.session(), session_id=visitor().session_id, wall=edge.wall())
    if found is None:
        raise ask.refused("login_required", "The session has just been closed.")
    return found


def _issued(ask: asking.Ask, grant: object, sso: Standing) -> str:
    """Store a code for a session, and return where the browser goes with it."""
    witness.passed(*ASKED)
    location = protocol.issue(grant, sso)
    signin.note_visit(edge.session(), sso.session_id, ask.client.visit_name, edge.wall())
    edge.audit("oidc:code", ask.client.client_id, session=sso.session_id)
    return location


def _way_to(client: Client) -> dict[str, str]:
    if not client.is_court:
        return {
            "link_url": registering.origin(client.redirect_uris[0]),
            "link_text": f"Go to {client.title}",
        }
    court = edge.runtime().federation.member(client.member_id)
    return {
        "link_url": edge.federation_url(court, "/"),
        "link_text": f"Go to {court.full_name}",
    }


def _sign_in_url(ask: asking.Ask, token: str, *, fresh: bool) -> str:
    federation = edge.runtime().federation
    query = {
        "appurl": edge.federation_url(federation.idp, f"/oidc/resume?{urlencode({'tx': token})}"),
    }
    if ask.client.is_court:
        query["pscCourtId"] = federation.member(ask.client.member_id).psc_court_id
    if fresh:
        query["fresh"] = "1"
    if ask.wishes.acr:
        query["acr_values"] = " ".join(ask.wishes.acr)
    if ask.parameters.get("login_hint"):
        query["login_hint"] = ask.parameters["login_hint"][:LONGEST_HINT]
    return edge.federation_url(federation.idp, f"/csologin/login.jsf?{urlencode(query)}")


def _refused(refusal: asking.AskRefusal, *, client_id: str = "") -> AnyResponse:
    edge.undo()
    protocol.note_refusal("authorize", refusal.code, refusal.message, client_id=client_id)
    if refusal.redirect_uri is None:
        return _page("This sign-in request cannot be used", refusal.message)
    answer = [("error", refusal.code), ("error_description", refusal.message)]
    if refusal.state is not None:
        answer.append(("state", refusal.state))
    answer.append(("iss", protocol.provider().issuer))
    return redirect(add_params_to_uri(refusal.redirect_uri, answer), 303)


def _page(title: str, message: str, **more: str) -> Response:
    return make_response(render_template("error.html", title=title, message=message, **more), 400)


# --------------------------------------------------------------------------- consent


def _allow(address: str) -> None:
    """Let a form of this page lead on to a registered address: browsers check the whole way."""
    if address:
        g.setdefault("moot_form_targets", []).append(registering.origin(address))


@blueprint.before_app_request
def let_the_sign_in_form_lead_on() -> None:
    """Let the sign-in pages lead on to a client outside the federation, and to no other place."""
    if request.blueprint != "signin":
        return
    waiting = signin_protocol.pending() if "appurl" not in request.args else None
    appurl = waiting.appurl if waiting is not None else request.args.get("appurl", "")
    parts = urlsplit(appurl[:4000]) if appurl.isprintable() else urlsplit("")
    token = parse_qs(parts.query).get("tx", [""])[0]
    if parts.path != "/oidc/resume" or not token:
        return
    with edge.runtime().database.reading() as session:
        held = queries.transaction(session, token)
        if held is not None:
            client = protocol.provider().get(held.client_id)
            if client is not None and not client.is_court:
                _allow(json.loads(held.parameters)["redirect_uri"])


def _held(token: str) -> tuple[AuthorizeTransaction, asking.Ask] | None:
    held = queries.transaction(edge.session(), token)
    if held is None or held.expires_at <= edge.wall() or held.used_at is not None:
        edge.undo()
        return None
    parameters: Mapping[str, str] = json.loads(held.parameters)
    try:
        ask = asking.read({k: [v] for k, v in parameters.items()}, protocol.provider())
    except asking.AskRefusal:  # the registration was changed meanwhile
        edge.undo()
        return None
    return held, ask


@blueprint.get(CONSENT)
@requires(Permission.ACCOUNT)
def consent() -> Response:
    """Ask the person what a client may know (ASVS 10.7.1 and 10.7.2)."""
    token = request.args.get("tx", "")
    found = _held(token)
    if found is None:
        return _too_late()
    ask = found[1]
    _allow(ask.redirect_uri)
    return make_response(
        render_template(
            "oidc/consent.html",
            client=ask.client,
            target=registering.origin(ask.redirect_uri),
            person=visitor().display_name,
            meanings=[MEANINGS[s] for s in MEANINGS if s in ask.scopes],
            tx=token,
            action=CONSENT,
            connected_url=CONNECTED,
        )
    )


@blueprint.post(CONSENT)
@requires(Permission.ACCOUNT)
def answer_consent() -> AnyResponse:
    """Take the person's answer; a no goes back to the client (RFC 6749 4.1.2.1)."""
    token = request.form.get("tx", "")
    found = _held(token)
    if found is None:
        return _too_late()
    held, ask = found
    if "allow" not in request.form:
        service.finish_request(edge.session(), held=held, wall=edge.wall())
        edge.audit("oidc:consent-refused", held.client_id)
        edge.split()
        return _refused(
            ask.refused("access_denied", "The person has said no."), client_id=held.client_id
        )
    service.note_consent(
        edge.session(),
        held=held,
        subject=visitor().subject,
        scope=" ".join(sorted(ask.scopes)),
        wall=edge.wall(),
    )
    edge.audit("oidc:consent", held.client_id, scope=sorted(ask.scopes))
    return redirect(f"/oidc/resume?{urlencode({'tx': token})}", 303)


def _too_late() -> Response:
    return _page(
        "This question has run out of time",
        "The site that sent you here has waited for more than an hour, or you have answered "
        "already. Please go back to it and start again.",
    )


@blueprint.get(CONNECTED)
@requires(Permission.ACCOUNT)
def connected() -> Response:
    """List the clients that a person has agreed to (ASVS 10.7.3)."""
    with edge.runtime().database.reading() as session:
        rows = [
            {
                "client_id": row.client_id,
                "title": _title(row.client_id),
                "meanings": [MEANINGS[s] for s in MEANINGS if s in row.scope.split()],
                "since": court_stamp(row.given_at, ZONE),
            }
            for row in queries.consents(session, subject=visitor().subject)
        ]
    return make_response(
        render_template("oidc/connected.html", rows=rows, action=CONNECTED, portal_url=CLIENTS)
    )


@blueprint.post(CONNECTED)
@requires(Permission.ACCOUNT)
def disconnect() -> AnyResponse:
    """Take a consent back, and end what the client holds of this person."""
    client_id = request.form.get("client_id", "")[:80].replace("\x00", "")
    service.withdraw_consent(
        edge.session(), subject=visitor().subject, client_id=client_id, wall=edge.wall()
    )
    edge.audit("oidc:consent-withdrawn", client_id)
    return redirect(CONNECTED, 303)


def _title(client_id: str) -> str:
    client = protocol.provider().get(client_id)
    return client.title if client is not None else client_id


# --------------------------------------------------------------------------- end of the session


@blueprint.route("/oidc/end_session", methods=["GET", "POST"])
@public
@program_post
def end_session() -> AnyResponse:
    """Take a court's wish to log a person out (RP-Initiated Logout 1.0)."""
    try:
        wish = _wish()
    except leaving.LeaveRefusal as refusal:
        return _stay(refusal)
    sid = visitor().sid if visitor().is_authenticated else ""
    if leaving.needs_confirmation(wish, visitor_sid=sid):
        return _confirm(wish)
    return _leave(wish, sid=wish.sid)


@blueprint.post("/oidc/end_session/confirm")
@public
def confirm_end_session() -> AnyResponse:
    """Log a person out who has confirmed it."""
    try:
        wish = _wish()
    except leaving.LeaveRefusal as refusal:
        return _stay(refusal)
    return _leave(wish, sid=visitor().sid)


def _stay(refusal: leaving.LeaveRefusal) -> Response:
    protocol.note_refusal("end_session", refusal.code, refusal.message)
    return _page("This log-out request cannot be used", refusal.message, **_way_out())


def _wish() -> leaving.Wish:
    provider = protocol.provider()
    ring = provider.ring()
    return leaving.read(
        {name: request.values.getlist(name) for name in request.values},
        provider,
        read_hint=lambda token: ring.read_hint(token, issuer=provider.issuer),
    )


def _way_out() -> dict[str, str]:
    idp = edge.runtime().federation.idp
    return {
        "link_url": edge.federation_url(idp, "/csologin/logout.jsf"),
        "link_text": "Log out of everything",
    }


def _confirm(wish: leaving.Wish) -> Response:
    fields = {"client_id": wish.client.client_id if wish.client else ""}
    if wish.redirect_uri:
        fields |= {"post_logout_redirect_uri": wish.redirect_uri, "state": wish.state}
    _allow(wish.redirect_uri)
    return make_response(
        render_template(
            "oidc/end_session.html",
            court=wish.client.title if wish.client else "",
            person=visitor().display_name,
            fields={name: value for name, value in fields.items() if value},
        )
    )


def _leave(wish: leaving.Wish, *, sid: str) -> AnyResponse:
    with edge.runtime().database.reading() as session:
        sso = signin_queries.session_by_sid(session, sid) if sid else None
        open_id = sso.id if sso is not None and sso.closed_at is None else 0
    if open_id:
        signin_protocol.end_session(open_id, reason="logout")
    if not wish.redirect_uri:
        return signin_views.go_signed_out(open_id)
    target = wish.redirect_uri
    if wish.state:
        target = add_params_to_uri(target, [("state", wish.state)])
    response = redirect(target, 303)
    signin_protocol.clear_cookies(cast(Response, response))
    return response


# --------------------------------------------------------------------------- client portal


@blueprint.get(CLIENTS)
@requires(Permission.ACCOUNT)
def clients() -> Response:
    """List a person's relying parties; a trainer sees everybody's, and the courts."""
    owner = None if visitor().trainer else visitor().subject
    with edge.runtime().database.reading() as session:
        rows = [(row.title, row.client_id) for row in queries.relying_parties(session, owner=owner)]
    if visitor().trainer:
        rows += [(c.title, c.client_id) for c in protocol.provider().clients.values()]
    return make_response(
        render_template("oidc/clients.html", rows=rows, base=CLIENTS, keys_url=_keys_url())
    )


def _keys_url() -> str:
    return KEYS if visitor().trainer else ""


@blueprint.route(f"{CLIENTS}/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def new_client() -> Response:
    """Register a relying party by hand; its secret is shown on the answer and never again."""
    form = RelyingPartyForm(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _client_form(form, "Register a client")
    secret = service.new_secret()
    try:
        values = _registered(form)
        session = edge.session()
        mine = queries.relying_parties(session, owner=visitor().subject)
        if len(mine) >= registering.MOST_CLIENTS:
            raise Refusal("clients", "You have registered as many clients as one person may.")
        row = service.register_client(
            session, owner=visitor().subject, secret=secret, wall=edge.wall(), **values
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _client_form(form, "Register a client")
    edge.audit("oidc:client", row.client_id, title=row.title)
    return _client_page(row.client_id, secret=secret)


@blueprint.get(f"{CLIENTS}/<client_id>")
@requires(Permission.ACCOUNT)
def client(client_id: str) -> Response:
    """Show a relying party with its last hundred refused requests."""
    return _client_page(client_id)


@blueprint.route(f"{CLIENTS}/<client_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def edit_client(client_id: str) -> AnyResponse:
    """Change what is registered."""
    row = _mine(client_id)
    if request.method == "GET":
        form = RelyingPartyForm(obj=row)
        edge.undo()
        return _client_form(form, "Change a client")
    form = RelyingPartyForm(request.form)
    if not form.validate():
        edge.undo()
        return _client_form(form, "Change a client")
    try:
        service.change_client(edge.session(), row=row, **_registered(form))
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _client_form(form, "Change a client")
    edge.audit("oidc:client-changed", client_id)
    return redirect(f"{CLIENTS}/{client_id}", 303)


@blueprint.post(f"{CLIENTS}/<client_id>/secret")
@requires(Permission.ACCOUNT)
def rotate_secret(client_id: str) -> Response:
    """Give a client a new secret, shown once."""
    secret = service.new_secret()
    service.rotate_secret(edge.session(), row=_mine(client_id), secret=secret, wall=edge.wall())
    edge.audit("oidc:client-secret", client_id)
    return _client_page(client_id, secret=secret)


@blueprint.post(f"{CLIENTS}/<client_id>/remove")
@requires(Permission.ACCOUNT)
def remove_client(client_id: str) -> AnyResponse:
    """Take a client out, with all that it holds."""
    service.remove_client(edge.session(), row=_mine(client_id), wall=edge.wall())
    edge.audit("oidc:client-removed", client_id)
    return redirect(CLIENTS, 303)


def _mine(client_id: str) -> RelyingParty:
    """Return a relying party that the visitor may change: their own, or any for a trainer."""
    row = edge.session().get(RelyingParty, client_id.replace("\x00", ""))
    if row is None or not (visitor().trainer or row.owner_subject == visitor().subject):
        edge.undo()
        abort(404)
    return row


def _registered(form: RelyingPartyForm) -> dict[str, Any]:
    refresh = bool(form.refresh.data)
    many = {
        name: registering.addresses(form[name].data or "", field=name, what=form[name].label.text)
        for name in ("redirect_uris", "post_logout_uris", "backchannel_logout_uri")
    }
    if not many["redirect_uris"]:
        raise Refusal("address", "Give at least one redirect address.", field="redirect_uris")
    if len(many["backchannel_logout_uri"]) > 1:
        raise Refusal("address", "Give one address.", field="backchannel_logout_uri")
    for told in many["backchannel_logout_uri"]:
        problem = reaching.problem(told, near=protocol.provider().near)
        if problem:
            words = f"{form.backchannel_logout_uri.label.text}: “{told[:80]}” {problem}"
            raise Refusal("address", words, field="backchannel_logout_uri")
    return {
        "title": registering.title(form.title.data or ""),
        **{name: "\n".join(found) for name, found in many.items()},
        "token_endpoint_auth_method": form.token_endpoint_auth_method.data,
        "id_token_signed_response_alg": form.id_token_signed_response_alg.data,
        "require_pkce": bool(form.require_pkce.data),
        "refresh": refresh,
        "scopes": registering.scopes(refresh=refresh),
    }


def _client_form(form: RelyingPartyForm, heading: str) -> Response:
    return make_response(
        render_template(
            "oidc/client_form.html", form=form, heading=heading, action=request.path, base=CLIENTS
        )
    )


def _client_page(client_id: str, *, secret: str = "") -> Response:
    provider = protocol.provider()
    session = edge.session()
    row = session.get(RelyingParty, client_id.replace("\x00", ""))
    shown = (
        provider.clients.get(client_id)
        if row is None
        else queries.client(tables(session), client_id)
    )
    mine = row is not None and row.owner_subject == visitor().subject
    if shown is None or not (mine or visitor().trainer):
        edge.undo()
        abort(404)
    errors = [
        {
            "at": court_stamp(error.at, ZONE),
            "endpoint": error.endpoint,
            "error": error.error,
            "detail": error.detail,
            "given": error.given,
            "rule": faults.RULES[error.rule],
        }
        for error in queries.client_errors(session, client_id=client_id)
    ]
    return make_response(
        render_template(
            "oidc/client.html",
            client=shown,
            by_hand=row is not None,
            secret=secret,
            facts=registering.configuration(shown, provider.issuer),
            errors=errors,
            base=CLIENTS,
            secret_made=court_stamp(row.secret_made_at, ZONE) if row is not None else "",
        )
    )


# --------------------------------------------------------------------------- keys


@blueprint.get(KEYS)
@requires(Permission.TRAIN)
def keys() -> Response:
    """Show the signing keys and their states."""
    protocol.provider().ring()
    with edge.runtime().database.reading() as session:
        rows = [
            {
                "kid": row.kid,
                "alg": row.alg,
                "state": queries.state_of(row),
                "made": court_stamp(row.made_at, ZONE),
                "retired": court_stamp(row.retired_at, ZONE) if row.retired_at else "",
            }
            for row in queries.key_rows(session)
        ]
    return make_response(
        render_template(
            "oidc/keys.html",
            rows=rows,
            algorithms=keyring.ALGORITHMS,
            action=KEYS,
            days=service.KEY_LIFE.days,
        )
    )


@blueprint.post(KEYS)
@requires(Permission.TRAIN)
def rotate_keys() -> AnyResponse:
    """Rotate the key of an algorithm: next signs, active retires, a new one waits."""
    alg = request.form.get("alg", "")
    if alg not in keyring.ALGORITHMS:
        abort(400)
    kid = protocol.provider().rotate(alg)
    edge.audit("oidc:key-rotated", alg, kid=kid)
    return redirect(KEYS, 303)
