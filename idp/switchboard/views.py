"""The switchboard's pages at `/faults`, for trainers."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from idp.edge import visitor
from idp.permissions import Permission
from idp.switchboard import queries, service
from idp.switchboard.forms import FaultForm
from idp.switchboard.protocol import PATH, circumstances
from shared import faults
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.faults import Fault
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("switchboard", __name__)

CLEAR_PATH: Final = f"{PATH}/clear"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422


@blueprint.get(PATH)
@requires(Permission.TRAIN)
def switchboard() -> Response:
    """List the faults that are on, and all that there are."""
    with edge.runtime().database.reading() as session:
        found = queries.standing(session)
    return make_response(
        render_template(
            "switchboard/list.html",
            rows=[_row(each) for each in found],
            groups=faults.groups(),
            path=PATH,
            clear_path=CLEAR_PATH,
        )
    )


@blueprint.route(f"{PATH}/<name>", methods=["GET", "POST"])
@requires(Permission.TRAIN)
def fault(name: str) -> AnyResponse:
    """Say what a fault does, and switch it on."""
    found = faults.catalogue().get(name)
    if found is None:
        abort(404)
    if request.method == "GET":
        return _fault_page(found, FaultForm.of(found))
    form = FaultForm.of(found, request.form)
    if not form.validate():
        return _fault_page(found, form, UNPROCESSABLE)
    at = circumstances(actor=visitor().audit_name)
    try:
        service.set_fault(edge.session(), form.wish(name), at)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _fault_page(found, form, UNPROCESSABLE)
    return redirect(PATH, SEE_OTHER)


@blueprint.post(CLEAR_PATH)
@requires(Permission.TRAIN)
def clear() -> AnyResponse:
    """Switch one fault off, or all of them."""
    at, fault_id = circumstances(actor=visitor().audit_name), request.form.get("fault", "")
    if fault_id:
        service.clear_fault(edge.session(), fault_id.replace("\x00", ""), at)
    else:
        service.clear_faults(edge.session(), at)
    return redirect(PATH, SEE_OTHER)


def _fault_page(found: Fault, form: FaultForm, status: int = 200) -> Response:
    runtime = edge.runtime()
    hints = [faults.SCOPES[scope] for scope in found.scopes if scope != faults.EVERYBODY]
    known = runtime.federation.members if found.posts else runtime.federation.courts
    members = ", ".join(member.id for member in known)
    html = render_template(
        "switchboard/fault.html",
        fault=found,
        told=(
            ("What it looks like", _with_code(found.looks)),
            ("What a client should do", _with_code(found.react)),
            ("In real life", found.life),
            ("Where it bites", _with_code(_sentence(found.bites))),
            ("Where it is from", _with_code(_sentence(found.source))),
        ),
        form=form,
        hints=hints,
        members=members if faults.COURT in found.scopes else "",
        most=found.limit or faults.MOST_TIMES,
        path=PATH,
        action=f"{PATH}/{found.name}",
    )
    return make_response(html, status)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _with_code(text: str) -> Markup:
    """Return a sentence of the catalogue with what stands between backticks set as code."""
    parts = (
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(text.split("`"))
    )
    return Markup("").join(parts)


def _often(times: int | None) -> str:
    if times is None:
        return "until cleared"
    return "once" if times == 1 else f"{times} times"


def _row(each: queries.Standing) -> dict[str, Any]:
    amount = each.fault.amount
    met = sum(each.tallies.values())
    return {
        "id": each.id,
        "title": each.fault.title,
        "url": f"{PATH}/{each.fault.name}",
        "whom": f"{each.scope} {each.named}".strip() if each.named else "everybody",
        "often": _often(each.times),
        "amount": "" if amount is None else f"{each.amount} {amount.unit}",
        "met": ", ".join(f"{member} {uses}" for member, uses in each.tallies.items()) or "not yet",
        "bitten": bool(met),
        "by": each.set_by,
        "at": court_stamp(each.set_at, edge.runtime().member.timezone),
    }
