"""What stands in front of an app's Flask (shared/web/lane.py), cut off from it or taken away."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from shared.web.lane import Lane
from shared.web.recorder import Recorder


def of(app: Flask) -> Lane:
    """Return what stands in front of an app."""
    recording = app.wsgi_app
    assert isinstance(recording, Recorder)
    found = recording.inner
    assert isinstance(found, Lane)
    return found


def cut_off(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing answered by the app behind the lane from now on."""

    def asked(environ: dict[str, Any], _start: Any) -> Any:
        raise AssertionError(f"Flask was asked for {environ['PATH_INFO']}")

    monkeypatch.setattr(of(app), "_inner", asked)


def take_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everything answered by the app."""
    monkeypatch.setattr(of(app), "_stops", {})
