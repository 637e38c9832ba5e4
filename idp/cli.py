"""Planting the people of the training federation at the PACER Service Center."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from flask import Flask

from idp.accounts import queries as accounts
from idp.settings import Settings
from idp.teaching import service as teaching
from shared.db import SHARED_WORLD
from shared.ids import subject_of
from shared.passwords import Passwords
from shared.personas import Persona
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime


def plant(app: Flask, personas: Iterable[Persona]) -> None:
    """Open what the personas have at PACER; whoever is there already is left alone."""
    runtime: Runtime = app.extensions["moot"]
    passwords: Passwords = app.extensions["moot_passwords"]
    settings = cast(Settings, runtime.settings)
    people = [persona for persona in personas if persona.pacer is not None]
    with runtime.database.reading() as session:
        known = accounts.known_subjects(session, subjects=[subject_of(p.key) for p in people])
    missing = [persona for persona in people if subject_of(persona.key) not in known]
    if not missing:
        return
    hashes = _hashes(missing, passwords)
    wall = runtime.clocks.wall()
    with runtime.database.writing(world=0) as session:
        teaching.plant_people(
            session,
            missing,
            hashes=hashes,
            federation=runtime.federation,
            lockout_failures=settings.lockout_failures,
            now=read_setting(session).now(wall),
            wall=wall,
            world=SHARED_WORLD,
        )


def _hashes(people: Sequence[Persona], passwords: Passwords) -> dict[str, str]:
    """Return every password's hash; argon2 leaves the interpreter lock, so threads help."""
    secrets = [persona.pacer.password if persona.pacer else "" for persona in people]
    with ThreadPoolExecutor() as pool:
        made = pool.map(passwords.hash, secrets)
        return {persona.key: stored for persona, stored in zip(people, made, strict=True)}
