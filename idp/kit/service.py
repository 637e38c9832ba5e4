"""Keeping runs of the conformance kit, and judging answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from idp.kit import queries
from idp.kit.models import KitRun
from shared import kit
from shared.ids import new_token
from shared.kit import Found, Question, Report

_RUN_LENGTH: Final = 8


def new_run_id() -> str:
    """Return the name of a new run, which is its client code as well."""
    return new_token(_RUN_LENGTH)


def keep_run(
    session: Session,
    *,
    token: str,
    seed: int,
    questions: Iterable[Question],
    owner: str,
    wall: datetime,
) -> KitRun:
    """Keep a run with its questions and their answers."""
    row = KitRun(
        token=token,
        owner_subject=owner,
        seed=seed,
        made_at=wall,
        questions=[each.to_json() for each in kit.numbered(questions)],
    )
    session.add(row)
    session.flush()
    return row


def questions_of(row: KitRun) -> list[Question]:
    """Return the questions of a run."""
    return [Question.from_json(each) for each in row.questions]


def judge_run(session: Session, row: KitRun, answers: Mapping[str, Any]) -> Report:
    """Judge answers by the ids of their tasks; what was said before is forgotten."""
    verdicts = [
        kit.judge(question, answer, _found(session, row, question, answer))
        for question in questions_of(row)
        for answer in (answers.get(question.task.id),)
    ]
    report = Report(row.token, row.seed, tuple(verdicts))
    row.report = kit.as_json(report)
    session.flush()
    return report


def _found(session: Session, row: KitRun, question: Question, answer: object) -> Found | None:
    """Find out what is right, where nobody could know before."""
    if question.live == kit.CHARGED:
        return _charged(session, question)
    if question.live == kit.SIGNED_IN:
        return _signed_in(session, row, question, answer)
    return None


def _charged(session: Session, question: Question) -> Found:
    given = question.task.given
    cents = queries.charged(
        session, account_number=given["account_number"], client_code=given["client_code"]
    )
    if cents is None:
        return Found(
            why=f"Nothing was charged to {given['user']} under the client code "
            f"{given['client_code']}: sign in with it, then fetch the report."
        )
    return Found((cents,))


def _signed_in(session: Session, row: KitRun, question: Question, answer: object) -> Found:
    token = queries.cso_token(session, token=str(answer).strip())
    if token is None:
        return Found(why="This is no nextGenCSO token that cso-auth has handed out.")
    standing = token.session
    if standing.account.user_name != question.task.given["user"]:
        return Found(why=f"The token is of {standing.account.user_name}.")
    if token.created_at < row.made_at:
        return Found(why="The token is older than this run: sign in again.")
    if "otp" not in standing.amr.split():
        return Found(why="The sign-in had no one-time code.")
    return Found((str(answer),))
