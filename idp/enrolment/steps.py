"""The order of a wizard's pages: which may be shown, and which comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

DONE: Final = "done"
UPGRADE_STEPS: Final = (("person", "Person"), ("address", "Address"), ("security", "Security"))


def done(typed: Mapping[str, str]) -> frozenset[str]:
    """Return the pages that were filled without a mistake."""
    return frozenset(part for part in typed.get(DONE, "").split(",") if part)


def with_done(typed: Mapping[str, str], step: str, *, is_done: bool) -> dict[str, str]:
    """Return the value that notes a page as filled, or as open again."""
    names = done(typed) | {step} if is_done else done(typed) - {step}
    return {DONE: ",".join(sorted(names))}


def first_open(steps: Sequence[tuple[str, str]], typed: Mapping[str, str]) -> str:
    """Return the first page that is not filled; the last one if all are."""
    finished = done(typed)
    return next((key for key, _ in steps if key not in finished), steps[-1][0])


def allowed(steps: Sequence[tuple[str, str]], typed: Mapping[str, str], wanted: str) -> str:
    """Return the page to show: the wanted one unless an earlier one is still open."""
    keys = [key for key, _ in steps]
    barrier = keys.index(first_open(steps, typed))
    return wanted if wanted in keys and keys.index(wanted) <= barrier else keys[barrier]


def before(steps: Sequence[tuple[str, str]], step: str) -> str:
    """Return the page before; the first one has none but itself."""
    keys = [key for key, _ in steps]
    return keys[max(0, keys.index(step) - 1)]


def after(steps: Sequence[tuple[str, str]], step: str) -> str:
    """Return the page after; the last one has none but itself."""
    keys = [key for key, _ in steps]
    return keys[min(len(keys) - 1, keys.index(step) + 1)]
