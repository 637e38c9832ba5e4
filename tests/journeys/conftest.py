"""Fixtures of the journeys: a browser that a person sits at, and a federation of the right era."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsing import (
    chromium,
    desk,
    federation,
    nursery,
    picture,
)
from tests.journeys import notices
from tests.serving import Running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Go through the eras one after the other: a federation of processes stands in one.

    Where several workers share them (`--dist loadgroup`), each era is one worker's.
    """
    items.sort(key=_era)
    for item in items:
        if era := _era(item):
            item.add_marker(pytest.mark.xdist_group(era))


def _era(item: pytest.Item) -> str:
    return str(getattr(getattr(item, "module", None), "ERA", ""))


@pytest.fixture(autouse=True)
def notices_are_read(federation: Running) -> Iterator[None]:
    """What the mails of a journey say is what the docket says, for the reader of programs."""
    yield
    if federation.databases:
        _, wrong = notices.check(federation)
        assert wrong == []


__all__ = ["chromium", "desk", "federation", "nursery", "picture"]
