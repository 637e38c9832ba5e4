"""Settings: one dataclass per program, read from a mapping, all problems told at once.

The only module that reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from shared.errors import ConfigurationError

T = TypeVar("T")
PREFIX = "MOOT_"


class Secret(str):
    """A string that does not print itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(***)"


def environ() -> Mapping[str, str]:
    """Return the process's environment."""
    return os.environ


def set_environ(name: str, value: str) -> None:
    """Set a variable for this process and its children; for the launcher only."""
    os.environ[name] = value


def load(cls: type[T], source: Mapping[str, str] | None = None) -> T:
    """Fill the dataclass `cls` from `MOOT_<FIELD>` or, for secrets in files, `MOOT_<FIELD>_FILE`.

    :raises ConfigurationError: names every missing or malformed setting, not just the first.
    """
    values = os.environ if source is None else source
    hints = get_type_hints(cls)
    problems: list[str] = []
    found: dict[str, Any] = {}
    for field in fields(cls):  # type: ignore[arg-type]
        name = PREFIX + field.name.upper()
        try:
            raw = _raw(values, name)
            if raw is None:
                if field.default is MISSING and field.default_factory is MISSING:
                    problems.append(f"{name} is not set")
                continue
            found[field.name] = _convert(raw, hints[field.name])
        except (ValueError, OSError) as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise ConfigurationError(problems)
    return cls(**found)


def _raw(values: Mapping[str, str], name: str) -> str | None:
    if name in values:
        return values[name]
    path = values.get(name + "_FILE")
    return None if path is None else Path(path).read_text(encoding="utf-8").strip()


def _convert(raw: str, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        inner = [arg for arg in get_args(hint) if arg is not type(None)]
        return None if raw == "" else _convert(raw, inner[0])
    if hint is bool:
        return _boolean(raw)
    if hint in (int, Path, Secret):
        return hint(raw)
    if origin is tuple:
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    return raw


def _boolean(raw: str) -> bool:
    if raw.lower() in ("1", "true", "yes", "on"):
        return True
    if raw.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ValueError(f"“{raw}” is neither true nor false")
