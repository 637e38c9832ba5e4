"""Fixtures of the accessibility tests."""

from __future__ import annotations

from tests.browsing import chromium, desk, federation, nursery

__all__ = ["chromium", "desk", "federation", "nursery"]
