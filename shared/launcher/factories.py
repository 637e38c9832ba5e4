"""The apps behind the factory names of the federation file (`idp.app:create_app`)."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shared.errors import ConfigurationError
from shared.federation import Member

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from shared.personas import Persona

Plant = Callable[[Any, "Iterable[Persona]"], None]


class Progress(Protocol):
    """How far the planting of a world is."""

    @property
    def cases(self) -> int:
        """How many cases are stored."""

    @property
    def of(self) -> int:
        """How many there will be."""

    @property
    def entries(self) -> int:
        """How many docket entries are stored."""


def factory(member: Member) -> Callable[..., Any]:
    """Return the function that builds a member's app.

    :raises ConfigurationError: if the federation file names something that is not there.
    """
    module, _, name = member.factory.partition(":")
    found: Callable[..., Any] = _attribute(member, module, name or "create_app")
    return found


def metadatas(member: Member) -> Sequence[MetaData]:
    """Return the tables of a member's app."""
    found: Sequence[MetaData] = _attribute(member, _module(member), "METADATAS")
    return found


def migrations(member: Member) -> Path:
    """Return the folder of a member's migrations, without loading the app."""
    package = _package(member)
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ConfigurationError([f"{member.id}: there is no package `{package}`"])
    return Path(next(iter(spec.submodule_search_locations))) / "migrations"


def plant(member: Member) -> Plant:
    """Return the function that plants the personas into a member's app."""
    found: Plant = _attribute(member, f"{_package(member)}.cli", "plant")
    return found


def plant_world(member: Member) -> Callable[[Any, str], Iterator[Progress]]:
    """Return the function that plants a generated world of a size into a court's app."""
    found: Callable[[Any, str], Iterator[Progress]] = _attribute(
        member, f"{_package(member)}.cli", "plant_world"
    )
    return found


def world(member: Member) -> Callable[[Any, int], dict[str, Any]]:
    """Return the function that lists so many cases of a court's app."""
    found: Callable[[Any, int], dict[str, Any]] = _attribute(
        member, f"{_package(member)}.sandbox.protocol", "world"
    )
    return found


def targets(member: Member) -> Callable[[Any, int], dict[str, str]]:
    """Return the function that draws a court's target for client programs."""
    found: Callable[[Any, int], dict[str, str]] = _attribute(
        member, f"{_package(member)}.sandbox.protocol", "targets"
    )
    return found


def _module(member: Member) -> str:
    return member.factory.partition(":")[0]


def _package(member: Member) -> str:
    return _module(member).partition(".")[0]


def _attribute(member: Member, module: str, name: str) -> Any:
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not (module + ".").startswith(error.name + "."):
            raise
        raise ConfigurationError([f"{member.id}: there is no module `{module}`"]) from None
    if not hasattr(loaded, name):
        raise ConfigurationError([f"{member.id}: `{module}` has no `{name}`"])
    return getattr(loaded, name)
