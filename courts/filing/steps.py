"""The screens of a transaction in order, and which of them a filing needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]


def always(_data: Data) -> bool:
    """Say that a screen is part of every transaction."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: its name in addresses, its heading, and for which transactions it comes.

    `needed` looks at what was answered on earlier screens only.
    """

    name: str
    title: str
    needed: Callable[[Data], bool] = always


def path(steps: Sequence[Step], data: Data) -> tuple[Step, ...]:
    """Return the screens that a transaction has, as far as its answers tell."""
    return tuple(step for step in steps if step.needed(data))


def after(steps: Sequence[Step], name: str, data: Data) -> Step | None:
    """Return the screen after one, None after the last."""
    names = [step.name for step in steps]
    later = steps[names.index(name) + 1 :]
    return next((step for step in later if step.needed(data)), None)


def before(steps: Sequence[Step], name: str, data: Data) -> Step | None:
    """Return the screen before one, None before the first."""
    names = [step.name for step in steps]
    earlier = steps[: names.index(name)]
    return next((step for step in reversed(earlier) if step.needed(data)), None)


def reached(steps: Sequence[Step], due: str, asked: str) -> bool:
    """Say whether a screen may be looked at while another is due: that one, or one before it."""
    names = [step.name for step in steps]
    return asked in names and names.index(asked) <= names.index(due)
