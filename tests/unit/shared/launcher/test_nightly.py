"""When the nightly reset is due, and that a night that fails does not end it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

import pytest

from shared.errors import Refusal
from shared.launcher import nightly, snapshots
from shared.launcher.nightly import Night, next_reset, of_text
from shared.launcher.snapshots import Place


def test_the_next_reset_is_today_or_tomorrow() -> None:
    evening = datetime(2026, 3, 4, 22, 0, tzinfo=UTC)
    assert next_reset(evening, time(3)) == datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
    assert next_reset(evening, time(23, 30)) == datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    due = next_reset(evening, time(3))
    assert next_reset(due, time(3)) == due + timedelta(days=1)


@pytest.mark.parametrize("text", ["", "3 o'clock", "25:00", "03:00:xx"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"03:00"):
        nightly.parse_at(text)


def test_the_worker_reads_what_its_parent_says() -> None:
    assert of_text("03:15 before-class") == Night(time(3, 15), "before-class")


def test_each_night_is_reset_even_after_one_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    nights = iter(
        datetime(2026, 3, 4, 2, 59, 59, tzinfo=UTC) + timedelta(hours=n) for n in range(99)
    )
    done: list[str] = []

    def restore(_place: Any, name: str) -> None:
        done.append(name)
        if len(done) == 3:
            ended.set()
        raise Refusal("busy", "busy")

    monkeypatch.setattr(nightly, "_local", lambda: next(nights))
    monkeypatch.setattr(nightly, "_NAP", 0.0)
    monkeypatch.setattr(snapshots, "restore", restore)
    nightly.keep_resetting(cast(Place, None), Night(time(3), "n"), ended=ended)
    assert done == ["n", "n", "n"]
