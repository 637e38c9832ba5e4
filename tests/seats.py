"""Personas put into a seat's world, and an exercise given to it, for tests of the training room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, text

from courts.training import service as training
from idp.exercises import service
from idp.exercises.models import Enrolment
from shared import ids
from shared import seats as standings
from shared.clock import parse_when, wall
from shared.db import Database
from shared.personas import Persona
from shared.timekeeping import read_setting
from shared.wire import SeatTold

#: The first run of the first seat of a class.
WORLD = 100_001


def put_in(
    database: Database, member: str, people: Iterable[Persona], *, world: int, cases: Sequence[int]
) -> None:
    """Put what a member knows of people, and some of its cases, into a seat's world."""
    subjects = [ids.subject_of(who.key) for who in people]
    with database.writing() as session:

        def move(table: str, where: str, **values: Any) -> None:
            listed: list[Any] = [bindparam(name, expanding=True) for name in values]
            statement = text(f"UPDATE {table} SET world = :world WHERE {where}")  # noqa: S608
            session.execute(statement.bindparams(*listed), {"world": world, **values})

        if member == "pacer":
            for table in ("account", "court_registration"):
                move(table, "subject IN :subjects", subjects=subjects)
            return
        logins = [
            account.login_name.lower()
            for who in people
            for court, account in who.courts.items()
            if court == member and account.login_name
        ]
        move("court_user", "login_key IN :logins", logins=logins)
        move("court_user", "linked_subject IN :subjects", subjects=subjects)
        move("court_case", "id IN :cases", cases=list(cases))


def keep_calendar(database: Database, member: str, *, world: int, when: str = "") -> None:
    """Let a member know a seat, whose place is its world, and at which court time it stands.

    :param when: as the table `start` of an exercise has it, empty for the federation's.
    """
    with database.writing() as session:
        now = read_setting(session).now(wall())
        offset = (parse_when(when) - now).total_seconds() if when else 0.0
        if member != "pacer":
            training.set_clock(session, SeatTold(place=world, world=world, offset_seconds=offset))
            return
        standings.keep_standing(session, place=world, world=world, offset_seconds=offset)
        moved = text("UPDATE account SET seat_offset_seconds = :offset WHERE world = :world")
        session.execute(moved, {"offset": offset, "world": world})


def come_into(app: Flask, world: int) -> None:
    """Let whoever is not known yet be in a seat's world, as a seat's cookie does."""
    authority: Any = app.extensions["moot"].authority
    load = authority.load_person

    def loaded(session: Any, *, now: datetime, wall: datetime) -> Any:
        who = load(session, now=now, wall=wall)
        return who if who.is_authenticated else replace(who, world=world)

    authority.load_person = loaded


def enrol(
    database: Database,
    who: Persona,
    *exercises: str,
    world: int = WORLD,
    hints_cost: bool = True,
    cases: Mapping[str, str] | None = None,
) -> list[Enrolment]:
    """Give a seat its exercises."""
    real = wall()
    with database.writing() as session:
        return list(
            service.enrol(
                session,
                world=world,
                exercises=exercises,
                subject=ids.subject_of(who.key),
                name=who.display_name,
                hints_cost=hints_cost,
                cases=cases,
                now=read_setting(session).now(real),
                wall=real,
            )
        )
