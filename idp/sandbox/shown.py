"""What the API's answers are made of: rows and values as the schemas want them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from shared.kit import Question
from shared.personas import Persona

_LINK: Final = re.compile(r"""https?://[^\s"'<>]+""")


def mail_head(item: Any) -> dict[str, Any]:
    """Return a mail without its text."""
    return {
        "id": item.id,
        "member": item.member,
        "template": item.template,
        "sender": item.sender,
        "recipient": item.recipient,
        "subject": item.subject,
        "court_time": item.court_time.isoformat(),
        "sent_at": item.sent_at.isoformat(),
        "read": item.read_at is not None,
        "world": item.world,
    }


def mail(item: Any) -> dict[str, Any]:
    """Return a whole mail, with every address in it once."""
    found = _LINK.findall(item.text)
    found = found or [each.replace("&amp;", "&") for each in _LINK.findall(item.html)]
    links = list(dict.fromkeys(each.rstrip(".,;:)") for each in found))
    return {**mail_head(item), "text": item.text, "html": item.html, "links": links}


def kit_run(row: Any, questions: Iterable[Question]) -> dict[str, Any]:
    """Return a run of the kit without what is known."""
    return {
        "id": row.token,
        "seed": row.seed,
        "made_at": row.made_at.isoformat(),
        "tasks": [asdict(each.task) for each in questions],
        "report": row.report,
    }


def of_class(row: Any, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return a class.

    :param counts: how many of its seats are in which state.
    """
    return {
        "id": row.id,
        "code": row.code,
        "join_code": row.join_code,
        "name": row.name,
        "start": row.start_name,
        "exercises": list(row.exercises),
        "hints_cost": row.hints_cost,
        "world": row.world,
        "seats": sum(counts.values()),
        "ready": counts.get("ready", 0),
        "made_at": row.created_at.isoformat(),
    }


def seat(row: Any, *, join_url: str) -> dict[str, Any]:
    """Return a seat."""
    return {
        "number": row.number,
        "state": row.state,
        "world": row.run,
        "learner": row.learner,
        "joined": row.joined_at is not None,
        "join_url": join_url,
    }


def sitter(persona: str, person: Persona) -> dict[str, Any]:
    """Return somebody who sits in a seat, as its card prints them."""
    account = person.pacer
    return {
        "persona": persona,
        "name": person.display_name,
        "user_name": account.user_name if account else None,
        "password": account.password if account else None,
        "email": account.email if account else None,
        "totp_secret": (account.totp_secret or None) if account else None,
        "logins": {
            court: {
                "login": each.login_name,
                "password": each.password if each.password_known else None,
            }
            for court, each in person.courts.items()
            if each.login_name is not None
        },
    }


def exercise(each: Any) -> dict[str, Any]:
    """Return an exercise that a class can be given."""
    return {
        "key": each.key,
        "title": each.title,
        "story": each.story,
        "minutes": each.minutes,
        "points": each.most,
        "steps": len(each.steps),
        "at": each.start.at,
    }


def given(standing: Any) -> dict[str, Any]:
    """Return where a seat stands in an exercise."""
    row, progress = standing.row, standing.progress
    due = progress.due
    return {
        "key": row.exercise,
        "title": progress.exercise.title,
        "begun_at": None if row.begun_at is None else row.begun_at.isoformat(),
        "steps": len(progress.steps),
        "done": sum(each.done is not None for each in progress.steps),
        "due": None if due is None else due.title,
        "points": progress.points,
        "most": progress.exercise.most,
        "mistakes": [each.mistake.title for each in progress.mistakes],
        "certificate": None if standing.mark is None else standing.mark.code,
    }


def checkpoint(row: Any) -> dict[str, Any]:
    """Return a checkpoint of a seat."""
    taken: datetime | None = row.taken_at
    return {
        "id": row.id,
        "name": row.name,
        "court_time": row.court_time.isoformat(),
        "taken": taken is not None,
    }


def fault(each: Any) -> dict[str, Any]:
    """Return a fault of the catalogue."""
    return {
        "name": each.name,
        "title": each.title,
        "does": each.does,
        "react": each.react,
        "scopes": list(each.scopes),
        "most_times": each.limit or None,
        "amount": asdict(each.amount) if each.amount else None,
    }


def sitters(people: Sequence[tuple[Any, Persona]]) -> list[dict[str, Any]]:
    """Return everybody who sits in a seat."""
    return [sitter(player.persona, person) for player, person in people]
