"""Pages that show what members have recorded of a person; trainers may ask for somebody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, render_template, request

from idp.accounts.models import Account
from idp.activity import words
from idp.edge import visitor
from idp.inspecting import drawing, flows, protocol, queries, refusals, sayings
from idp.inspecting.exchanges import Exchange
from idp.inspecting.flows import Flow
from idp.oidc import faults
from idp.permissions import Permission
from shared.clock import court_stamp
from shared.money import dollars
from shared.web import edge, recorder
from shared.web.guard import requires
from shared.web.recorder import Whose

#: Registered in training mode only (idp/app.py).
blueprint = Blueprint("inspecting", __name__)

PATH: Final = "/inspect"
REQUESTS_PATH: Final = f"{PATH}/requests"
SESSIONS_PATH: Final = f"{PATH}/sessions"
CHARGES_PATH: Final = f"{PATH}/charges"
AUDIT_PATH: Final = f"{PATH}/audit"
CLIENTS_PATH: Final = f"{PATH}/clients"
TABS: Final = (
    ("Sign-on", PATH),
    ("Requests", REQUESTS_PATH),
    ("Sessions", SESSIONS_PATH),
    ("Charges", CHARGES_PATH),
    ("Audit trail", AUDIT_PATH),
    ("Client errors", CLIENTS_PATH),
)
LONGEST_NAME: Final = 60
MOST_FLOWS: Final = 30
MOST_REQUESTS: Final = 200
MOST_EVENTS: Final = 120
LONGEST_ID: Final = 40


@dataclass(frozen=True, slots=True)
class Inspected:
    """Whom a page is about, free of any session."""

    account_id: int
    name: str
    user_name: str
    whose: Whose
    other: bool

    def url(self, path: str, **query: str) -> str:
        """Return the address of a page about the same person."""
        pairs = {**({"of": self.user_name} if self.other else {}), **query}
        return f"{path}?{urlencode(pairs)}" if pairs else path


@blueprint.before_request
def keep_nothing() -> None:
    """Do not record that somebody looks at what was recorded."""
    recorder.leave_out()


# --------------------------------------------------------------------------- whom


def _inspected() -> Inspected:
    """Return whom the page is about: the visitor, or whom a trainer names and may see."""
    who, wanted = visitor(), request.args.get("of", "").strip()[:LONGEST_NAME]
    other = bool(wanted) and wanted.casefold() != who.user_name.casefold()
    if other and not who.trainer:
        abort(403)
    with edge.runtime().database.reading(world=who.world) as session:
        account = (
            queries.account_named(session, user_name=wanted, trainer=who.subject)
            if other
            else queries.account_of(session, account_id=who.account_id)
        )
        if account is None:
            abort(404)
        clients = queries.clients_of(session, subject=account.subject)
        whose = Whose(
            subject=account.subject,
            user_name=account.user_name,
            email=account.email,
            world=account.world,
            named_since=queries.named_since(session, account),
            clients=tuple(client.client_id for client in clients),
        )
        return _free(account, whose, other=other)


def _free(account: Account, whose: Whose, *, other: bool) -> Inspected:
    return Inspected(account.id, account.display_name, account.user_name, whose, other)


def _page(template: str, inspected: Inspected, tab: str, **values: Any) -> Response:
    html = render_template(
        f"inspecting/{template}",
        inspected=inspected,
        tabs=[(title, inspected.url(path)) for title, path in TABS],
        tab=next(title for title, path in TABS if path == tab),
        path=tab,
        again=inspected.url(tab),
        trainer=visitor().trainer,
        **{"silent": (), **values},
    )
    return make_response(html)


def _real(at: float) -> str:
    """Write real time, to the second: protocols know no other."""
    return f"{datetime.fromtimestamp(at, UTC):%m-%d %H:%M:%S}"


def _titles() -> dict[str, str]:
    """Return what members are called; two courts may share the name of a district."""
    members = edge.runtime().federation.members
    return {each.id: f"{each.name} ({each.id})" if each.is_court else each.name for each in members}


# --------------------------------------------------------------------------- the sign-on


@blueprint.get(PATH)
@requires(Permission.ACCOUNT)
def sign_on() -> Response:
    """Draw a sign-on, a log-out or a linking as it happened: the latest, or the one chosen."""
    inspected = _inspected()
    found = protocol.collect(inspected.whose)
    all_flows = flows.join(found.exchanges)[:MOST_FLOWS]
    wanted = request.args.get("flow", "")[:LONGEST_ID]
    shown = next((each for each in all_flows if each.id == wanted), None)
    if wanted and shown is None:
        abort(404)
    shown = shown or next(iter(all_flows), None)
    return _page(
        "sign_on.html",
        inspected,
        PATH,
        flows=[_flow_line(each, inspected, shown) for each in all_flows],
        flow=_flow_line(shown, inspected, shown) if shown else None,
        drawn=_drawn(shown) if shown else None,
        silent=found.silent,
    )


def _flow_line(flow: Flow, inspected: Inspected, shown: Flow | None) -> dict[str, Any]:
    titles = _titles()
    return {
        "url": inspected.url(PATH, flow=flow.id),
        "title": flow.title,
        "at": _real(flow.began),
        "members": ", ".join(titles.get(each, each) for each in flow.members) or "PACER alone",
        "refused": flow.refused,
        "requests": len(flow.exchanges),
        "here": shown is not None and flow.id == shown.id,
    }


def _drawn(flow: Flow) -> dict[str, Any]:
    rules = {rule.id: (rule.says, rule.fix) for rule in faults.RULES.values()}
    places = edge.runtime().federation.places
    hosts = {host: place.member.id for host, place in places.items()}
    picture = drawing.draw(flow, titles=_titles(), hosts=hosts, rules=rules)
    titles = {lane.key: lane.title for lane in picture.lanes}
    columns = {lane.key: number for number, lane in enumerate(picture.lanes, start=1)}
    return {
        "lanes": picture.lanes,
        "steps": [
            {
                "step": step,
                "number": number,
                "source": titles[step.source],
                "target": titles[step.target],
                "low": min(columns[step.source], columns[step.target]),
                "high": max(columns[step.source], columns[step.target]),
                "right": columns[step.source] < columns[step.target],
                "after": f"+{max(0, round((step.at - flow.began) * 1000))} ms",
            }
            for number, step in enumerate(picture.steps, start=1)
        ],
    }


@blueprint.app_template_filter("claim")
def claim(pair: tuple[str, str]) -> tuple[str, str, str]:
    """Give a claim its meaning."""
    return sayings.claim(*pair)


# --------------------------------------------------------------------------- the rest


@blueprint.get(REQUESTS_PATH)
@requires(Permission.ACCOUNT)
def requests() -> Response:
    """List the requests that members have recorded lately, the newest first."""
    inspected = _inspected()
    found = protocol.collect(inspected.whose)
    rows = [
        {
            "at": _real(each.at),
            "member": each.member,
            "line": f"{each.method} {each.path}",
            "status": each.status,
            "took": f"{each.ms:.0f} ms",
            "exchange": each,
            "who": each.name or drawing.sender(each),
        }
        for each in reversed(found.exchanges[-MOST_REQUESTS:])
    ]
    return _page("requests.html", inspected, REQUESTS_PATH, rows=rows, silent=found.silent)


@blueprint.get(SESSIONS_PATH)
@requires(Permission.ACCOUNT)
def sessions() -> Response:
    """List a person's sessions in all members, and which hang on one sign-on."""
    inspected = _inspected()
    found = protocol.collect(inspected.whose)
    rows = sorted(found.sessions, key=lambda row: row["opened"], reverse=True)
    return _page(
        "sessions.html",
        inspected,
        SESSIONS_PATH,
        rows=[_session_line(row) for row in rows],
        silent=found.silent,
    )


def _session_line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "opened": _real(row["opened"]),
        "last_seen": _real(row["last_seen"]),
        "expires": _real(row["expires"]),
    }


@blueprint.get(CHARGES_PATH)
@requires(Permission.ACCOUNT)
def charges() -> Response:
    """List what a person has used that courts charged for."""
    inspected = _inspected()
    zone = edge.runtime().member.timezone
    with edge.runtime().database.reading() as session:
        rows = [
            {
                "at": court_stamp(row.at, zone),
                "court": row.court,
                "description": row.description,
                "criteria": row.criteria,
                "client_code": row.client_code,
                "pages": row.pages,
                "amount": dollars(row.cents),
                "exempt": row.kind == "exempt",
                "receipt": row.receipt,
            }
            for row in queries.charges(session, account_id=inspected.account_id)
        ]
    return _page("charges.html", inspected, CHARGES_PATH, rows=rows)


@blueprint.get(AUDIT_PATH)
@requires(Permission.ACCOUNT)
def audit() -> Response:
    """Show what all members have noted of a person."""
    inspected = _inspected()
    found = protocol.collect(inspected.whose)
    rows = sorted(found.events, key=lambda row: row["at"], reverse=True)[:MOST_EVENTS]
    return _page(
        "audit.html",
        inspected,
        AUDIT_PATH,
        rows=[_event_line(row) for row in rows],
        silent=found.silent,
    )


def _event_line(row: Mapping[str, Any]) -> dict[str, Any]:
    zone = edge.runtime().member.timezone
    return {
        "at": court_stamp(datetime.fromisoformat(row["court_time"]), zone),
        "real": _real(row["at"]),
        "member": row["member"],
        "tag": row["tag"],
        "actor": row["actor"],
        "subject": row["subject"],
        "detail": words.shown(words.read(row["detail"])),
    }


@blueprint.get(CLIENTS_PATH)
@requires(Permission.ACCOUNT)
def clients() -> Response:
    """Show the last hundred refused requests of a person's clients, with rule and fix."""
    inspected = _inspected()
    everyone = visitor().trainer and not inspected.other
    whose = inspected.whose
    if everyone:
        whose = replace(whose, clients=(*whose.clients, recorder.UNKNOWN))
    collected = protocol.collect(whose)
    with edge.runtime().database.reading() as session:
        found = queries.client_errors(session, clients=inspected.whose.clients, everyone=everyone)
        rows: list[tuple[float, dict[str, Any]]] = [
            (
                error.at.timestamp(),
                {
                    "client": error.client_id,
                    "endpoint": error.endpoint,
                    "error": error.error,
                    "detail": error.detail,
                    "given": error.given,
                    "rule": faults.RULES[error.rule],
                },
            )
            for error in found
        ]
    # What is kept of a registered client is in the database already, noted in the same request.
    kept = {(row["rule"].id, round(at)) for at, row in rows}
    for each in collected.exchanges:
        rule = refusals.rule_of(each)
        ended = each.at + each.ms / 1000
        if rule and not {(rule.id, round(at)) for at in (each.at, ended)} & kept:
            rows.append((each.at, _refused_line(each, rule)))
    rows.sort(key=lambda row: row[0], reverse=True)
    return _page(
        "clients.html",
        inspected,
        CLIENTS_PATH,
        rows=[{"at": _real(at), **row} for at, row in rows[: queries.MOST_ERRORS]],
        everyone=everyone,
        silent=collected.silent,
    )


def _refused_line(each: Exchange, rule: faults.Rule) -> dict[str, Any]:
    given = [*each.query, *each.fields]
    return {
        "client": each.program or each.name,
        "endpoint": f"{each.method} {each.host}{each.path}",
        "error": str(each.status),
        "detail": refusals.words_of(each),
        "given": "\n".join(f"{name}={value}" if name else value for name, value in given),
        "rule": rule,
    }
