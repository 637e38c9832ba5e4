"""The kit's pages for trainers: a run is drawn, answered and judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from idp.accounts import manage
from idp.edge import visitor
from idp.kit import protocol, queries, service
from idp.kit.forms import RunForm
from idp.kit.models import KitRun
from idp.permissions import Permission
from shared import kit
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.kit import Question
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("kit", __name__)

PATH: Final = manage.SANDBOX_PATH
KIT_PATH: Final = manage.KIT_PATH
ZONE: Final = "America/New_York"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
RUNS: Final = 20


@blueprint.get(KIT_PATH)
@requires(Permission.TRAIN)
def kit_runs() -> Response:
    """List the trainer's runs of the conformance kit."""
    return _runs_page(RunForm())


@blueprint.post(KIT_PATH)
@requires(Permission.TRAIN)
def begin_run() -> AnyResponse:
    """Draw the tasks of a run."""
    form = RunForm(request.form)
    if not form.validate():
        return _runs_page(form, UNPROCESSABLE)
    try:
        token = protocol.draw_run(seed=int(form.seed.data), owner=visitor().subject)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _runs_page(form, UNPROCESSABLE)
    return redirect(f"{KIT_PATH}/{token}", SEE_OTHER)


@blueprint.get(f"{KIT_PATH}/<token>")
@requires(Permission.TRAIN)
def kit_run(token: str) -> Response:
    """Show the tasks of a run, and what became of the last answers."""
    return _run_page(_run_of(token), {})


@blueprint.post(f"{KIT_PATH}/<token>")
@requires(Permission.TRAIN)
def answer_run(token: str) -> Response:
    """Take the answers of a run and show what became of them."""
    row = _run_of(token)
    service.judge_run(edge.session(), row, _typed(service.questions_of(row), request.form))
    return _run_page(row, request.form)


def _run_of(token: str) -> KitRun:
    row = queries.run(edge.session(), token=token, owner=visitor().subject)
    if row is None:
        edge.undo()
        abort(404)
    return row


def _typed(questions: list[Question], form: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as the answers of a program; empty fields are no answer."""
    found: dict[str, Any] = {}
    for question in questions:
        task = question.task
        text = form.get(task.id, "").strip()
        if task.shape == "fields":
            given = {name: form.get(f"{task.id}.{name}", "") for name in task.fields}
            if any(given.values()):
                found[task.id] = given
        elif text and task.shape == "texts":
            found[task.id] = [line for line in text.splitlines() if line.strip()]
        elif text:
            found[task.id] = text
    return found


def _run_page(row: KitRun, typed: Mapping[str, str]) -> Response:
    report = kit.from_json(row.report) if row.report else None
    verdicts = {each.id: each for each in report.verdicts} if report else {}
    return make_response(
        render_template(
            "kit/run.html",
            run=row,
            made=court_stamp(row.made_at, ZONE),
            tasks=[(each.task, verdicts.get(each.task.id)) for each in service.questions_of(row)],
            typed=typed,
            report=report,
            path=f"{KIT_PATH}/{row.token}",
            kit_path=KIT_PATH,
        )
    )


def _runs_page(form: RunForm, status: int = 200) -> Response:
    rows = queries.runs_of(edge.session(), owner=visitor().subject, most=RUNS)
    return make_response(
        render_template(
            "kit/runs.html",
            form=form,
            runs=[
                {
                    "token": row.token,
                    "seed": row.seed,
                    "made": court_stamp(row.made_at, ZONE),
                    "tasks": len(row.questions),
                    "passed": row.report["passed"] if row.report else None,
                }
                for row in rows
            ],
            path=PATH,
            kit_path=KIT_PATH,
        ),
        status,
    )
