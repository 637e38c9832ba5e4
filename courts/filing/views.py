"""The screens of filing: one pair of addresses runs every wizard."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.datastructures import CombinedMultiDict

from courts.documents import protocol as documents
from courts.filing import protocol, service, steps
from courts.filing.models import BUILDING
from courts.filing.protocol import Flow, PartlyError, Work
from courts.permissions import Permission
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("filing", __name__)
START: Final = "/cgi-bin/FileEvent.pl"
#: The wizard of events in existing cases, to which the links of the menus lead.
EVENT: Final = "event"
SCREEN: Final = "/cgi-bin/Dispatch.pl"
DRY_RUN: Final = "/cgi-bin/DryRun.pl"
UNPROCESSABLE: Final = 422
#: Where a transaction keeps what there is to say of its papers, by the screen that took them.
ADVICE: Final = "paper_advice"


@blueprint.get(START)
@requires(Permission.FILE)
def begin() -> Response:
    """Start a transaction: `?flow=<wizard>` and what the wizard wants to know, such as `event`."""
    named = request.args.get("flow", "")
    flow = protocol.flow_named(named or EVENT)
    if flow is None:
        abort(404)
    own = None if named else protocol.flow_taking(request.args.get("event", ""))
    if own is not None:
        return _to(f"{START}?{urlencode({**request.args, 'flow': own.name})}")
    filer = protocol.filer()
    try:
        data = flow.begin(request.args)
    except Refusal as refusal:
        edge.undo()
        return _said("filing/refused.html", flow=flow, message=refusal.message)
    first = steps.path(flow.steps, data)[0]
    made = service.start(edge.session(), flow.name, first.name, data, filer=filer, wall=edge.wall())
    return _to(address(made.token, first.name))


@blueprint.route(SCREEN, methods=["GET", "POST"])
@requires(Permission.FILE)
def screen() -> Response:
    """Show a screen of a transaction, or keep what was answered and lead on to the next."""
    work = _asked()
    if work is None:
        return _said(
            "filing/refused.html",
            flow=None,
            message="This transaction is over. Choose the event again from the menu.",
        )
    transaction = work.transaction
    if transaction.status != BUILDING:
        return _receipt(work, again=request.method == "POST")
    name = request.args.get("s", transaction.step)
    if not steps.reached(work.flow.steps, transaction.step, name):
        return _to(address(transaction.token, transaction.step))
    if request.method == "POST":
        return _take(work, name)
    page = work.flow.pages[name]
    return _show(work, name, page.form(work)(data=dict(page.initial(work))))


def _asked() -> Work | None:
    found = protocol.find(request.args.get("t", ""))
    if found is None:
        return None
    transaction, flow = found
    open_still = transaction.touched_at > edge.wall() - service.LONGEST
    if transaction.status == BUILDING and not open_still:
        return None
    return Work(transaction, protocol.filer(), flow)


def address(token: str, step: str) -> str:
    """Return the address of a screen."""
    return f"{SCREEN}?t={token}&s={step}"


def _take(work: Work, name: str) -> Response:
    flow, page = work.flow, work.flow.pages[name]
    sent: CombinedMultiDict[str, Any] = CombinedMultiDict([request.files, request.form])
    form: Any = page.form(work)(sent)
    if not form.validate():
        return _show(work, name, form)
    try:
        answers = page.take(work, form)
        heard = documents.advice()
        if heard:
            answers = {**answers, ADVICE: {**work.data.get(ADVICE, {}), name: heard}}
        target = page.leads(work, form)
        # A page that did slow work has let go of the database, and its rows with it.
        work = _again()
        if target:
            service.keep(work.transaction, target, answers, edge.wall())
            return _to(address(work.transaction.token, target))
        due = steps.after(flow.steps, name, {**work.data, **answers})
        service.keep(work.transaction, due.name if due else name, answers, edge.wall())
        if due is None:
            return _commit(work)
    except service.SubmittedError:
        edge.undo()
        return _receipt(_again(), again=True)
    except Refusal as refusal:
        return _refused(name, form, refusal)
    return _to(address(work.transaction.token, due.name))


def _refused(name: str, form: Any, refusal: Refusal) -> Response:
    edge.refused(form, refusal)
    work = _again()
    if isinstance(refusal, PartlyError):
        service.keep(work.transaction, name, refusal.answers, edge.wall())
        page = work.flow.pages[name]
        fresh: Any = page.form(work)(None, data={**page.initial(work), **refusal.typed})
        for field in fresh:
            field.errors = list(form[field.name].errors) if field.name in form else []
            if field.name == refusal.field and not field.errors:  # of what was uploaded just now
                field.errors = [refusal.message]
        return _show(work, name, fresh)
    return _show(work, name, form)


def _again() -> Work:
    """Return the transaction anew: what was read before a refusal went with its rollback."""
    work = _asked()
    if work is None:
        abort(404)
    return work


def _commit(work: Work) -> Response:
    service.take_commit(edge.session(), work.transaction)
    receipt = work.flow.commit(work)
    service.close(work.transaction, receipt, edge.wall())
    return _to(address(work.transaction.token, work.transaction.step))


def _show(work: Work, name: str, form: Any) -> Response:
    flow, page = work.flow, work.flow.pages[name]
    earlier = steps.before(flow.steps, name, work.data)
    # Beside Submit, which the real system does not have.
    last = name == work.transaction.step and steps.after(flow.steps, name, work.data) is None
    tried = last and flow.dry_run and edge.runtime().settings.training
    html = render_template(
        page.template,
        form=form,
        work=work,
        flow=flow,
        step=name,
        title=flow.titled(name),
        back=address(work.transaction.token, earlier.name) if earlier else "",
        action=address(work.transaction.token, name),
        dry_run=f"{DRY_RUN}?t={work.transaction.token}" if tried else "",
        paper_advice=[each for said in work.data.get(ADVICE, {}).values() for each in said],
        **page.values(work),
    )
    return make_response(html, UNPROCESSABLE if form.errors else 200)


def _receipt(work: Work, *, again: bool) -> Response:
    return _said(
        work.flow.receipt, flow=work.flow, receipt=work.transaction.receipt, work=work, again=again
    )


def _to(location: str) -> Response:
    # See Other: a reload or Back asks for the screen, it does not send the answers again.
    return make_response(redirect(location, 303))


def _said(template: str, *, flow: Flow | None, **values: Any) -> Response:
    return make_response(render_template(template, flow=flow, **values))
