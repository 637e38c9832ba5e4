"""Pages and redirects of the OpenID provider: authorize, resume, end of the session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri
from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from idp.edge import visitor
from idp.oidc import asking, keyring, leaving, protocol, queries, service
from idp.oidc.models import AuthorizeTransaction
from idp.signin import protocol as signin_protocol
from idp.signin import queries as signin_queries
from idp.signin import service as signin
from idp.signin import views as signin_views
from shared.web import edge
from shared.web.guard import program_post, public

blueprint = Blueprint("oidc", __name__)

AUTHORIZE = "/oidc/authorize"


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
        ask = asking.read(values, provider.clients)
        return _go_on(ask, arrived_at=edge.wall())
    except asking.AskRefusal as refusal:
        return _refused(refusal)


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
            "The court that sent you here has waited for more than an hour, or the address is not "
            "complete. Please go back to the court and start again.",
        )
    parameters: Mapping[str, str] = json.loads(held.parameters)
    try:
        ask = asking.read({k: [v] for k, v in parameters.items()}, provider.clients)
        return _go_on(ask, arrived_at=held.arrived_at, held=held, token=token)
    except asking.AskRefusal as refusal:
        return _refused(refusal)


def _go_on(
    ask: asking.Ask,
    *,
    arrived_at: datetime,
    held: AuthorizeTransaction | None = None,
    token: str = "",
) -> AnyResponse:
    grant = protocol.grant_for(ask)
    step = asking.next_step(
        ask,
        arrived_at=arrived_at,
        auth_time=visitor().auth_time if visitor().is_authenticated else None,
        hinted_other=_hinted_other(ask),
        rounds=held.rounds if held is not None else 0,
    )
    if step is asking.Step.ISSUE:
        return _issue(ask, grant, held)
    if held is None:
        token = service.hold_request(
            edge.session(),
            client_id=ask.client.client_id,
            parameters=ask.parameters,
            wall=edge.wall(),
        )
    else:
        service.send_round_again(edge.session(), held=held)
    return redirect(_sign_in_url(ask, token, fresh=step is asking.Step.SIGN_IN_AFRESH), 303)


def _hinted_other(ask: asking.Ask) -> bool:
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
    sso = signin_queries.session_by_id(session, visitor().session_id)
    if sso is None or not queries.is_live(sso, wall):
        raise ask.refused("login_required", "The session has just been closed.")
    if held is not None and not service.finish_request(session, held=held, wall=wall):
        edge.undo()
        court = edge.runtime().federation.member(ask.client.member_id)
        return _page(
            "This sign-in is already complete",
            "You are signed in. Pages of a finished sign-in cannot be used again, for example with "
            "the Back button of the browser.",
            link_url=edge.federation_url(court, "/"),
            link_text=f"Go to {court.full_name}",
        )
    response = protocol.issue(grant, sso)
    signin.note_visit(session, sso.id, ask.client.member_id, wall)
    edge.audit("oidc:code", ask.client.client_id, session=sso.id)
    return response


def _sign_in_url(ask: asking.Ask, token: str, *, fresh: bool) -> str:
    federation = edge.runtime().federation
    court = federation.member(ask.client.member_id)
    query = {
        "pscCourtId": court.psc_court_id,
        "appurl": edge.federation_url(federation.idp, f"/oidc/resume?{urlencode({'tx': token})}"),
    }
    if fresh:
        query["fresh"] = "1"
    return edge.federation_url(federation.idp, f"/csologin/login.jsf?{urlencode(query)}")


def _refused(refusal: asking.AskRefusal) -> AnyResponse:
    edge.undo()
    if refusal.redirect_uri is None:
        return _page("The court’s sign-in request cannot be used", refusal.message)
    answer = [("error", refusal.code), ("error_description", refusal.message)]
    if refusal.state is not None:
        answer.append(("state", refusal.state))
    answer.append(("iss", protocol.provider().issuer))
    return redirect(add_params_to_uri(refusal.redirect_uri, answer), 303)


def _page(title: str, message: str, **more: str) -> Response:
    return make_response(render_template("error.html", title=title, message=message, **more), 400)


# --------------------------------------------------------------------------- end of the session


@blueprint.route("/oidc/end_session", methods=["GET", "POST"])
@public
@program_post
def end_session() -> AnyResponse:
    """Take a court's wish to log a person out (RP-Initiated Logout 1.0)."""
    try:
        wish = _wish()
    except leaving.LeaveRefusal as refusal:
        return _page("This log-out request cannot be used", refusal.message, **_way_out())
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
        return _page("This log-out request cannot be used", refusal.message, **_way_out())
    return _leave(wish, sid=visitor().sid)


def _wish() -> leaving.Wish:
    provider = protocol.provider()
    ring = provider.ring()
    return leaving.read(
        {name: request.values.getlist(name) for name in request.values},
        provider.clients,
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
