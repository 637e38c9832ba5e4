"""Keys of the sandbox, made and revoked beside a federation's database."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

import requests

from shared import config
from shared.backchannel import Backchannel
from shared.errors import Refusal
from shared.launcher import standing, worlds
from shared.launcher.datadir import DataDirectory
from shared.launcher.sandbox_client import SandboxClient
from shared.launcher.standing import Standing


class Made(Protocol):
    """A key that was just made."""

    @property
    def id(self) -> int:
        """By which it is revoked."""

    @property
    def secret(self) -> str:
        """What a program sends."""


def make(found: Standing, name: str, user_name: str = "", *, operator: bool = False) -> Made:
    """Make a key for a trainer, the first one if no user name is given.

    :param operator: it sees every trainer's classes; what it makes is the first trainer's.

    :raises Refusal: in faithful mode, without such a trainer, or where the database is not ours.
    """
    with _opened(found) as (app, desk):
        return cast(Made, desk.make_key_for(app, name, user_name, operator=operator))


def revoke(found: Standing, key_id: int) -> None:
    """Have a key open nothing from now on.

    :raises Refusal: code `key` if there is none of this number.
    """
    with _opened(found) as (app, desk):
        desk.revoke_key_of(app, key_id)


def listing(found: Standing) -> list[dict[str, Any]]:
    """Return all keys, the newest first."""
    with _opened(found) as (app, desk):
        return cast(list[dict[str, Any]], desk.keys_of(app))


def document(found: Standing) -> dict[str, Any]:
    """Return the OpenAPI document."""
    with _opened(found) as (app, desk):
        return cast(dict[str, Any], desk.document(app))


@contextmanager
def client(found: Standing, name: str) -> Iterator[SandboxClient]:
    """Talk to the API of a running federation with a key that ends with the block."""
    made = make(found, name, operator=True)
    way = Backchannel(found.federation, found.speaker, service_key=found.service_key)
    try:
        with way.session() as session:
            yield SandboxClient(session, found.federation.idp.public_url, made.secret)
    finally:
        revoke(found, made.id)


@contextmanager
def reached(folder: Path, url: str | None, key: str, name: str) -> Iterator[SandboxClient]:
    """Talk to the API of a federation elsewhere by its key, or of the one of a data directory.

    :raises Refusal: `key` without one for elsewhere; `nothing` if there is no federation.
    """
    if url is None:
        with client(standing.find(DataDirectory(folder), config.environ()), name) as found:
            yield found
        return
    if not key:
        raise Refusal("key", "A federation elsewhere wants --key: moot sandbox key NAME there.")
    with requests.Session() as session:
        yield SandboxClient(session, url.rstrip("/"), key)


@contextmanager
def _opened(found: Standing) -> Iterator[tuple[Any, Any]]:
    idp = found.federation.idp
    if idp.id not in found.environs:
        raise Refusal(
            "member", f"This container is not {idp.id}'s: docker compose exec {idp.id} moot ..."
        )
    package = idp.factory.partition(".")[0]
    with worlds.opened(found, idp) as app:
        yield app, importlib.import_module(f"{package}.sandbox.protocol")
