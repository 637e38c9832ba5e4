"""Fixtures of the load tests."""

from __future__ import annotations

from tests.browsing import nursery

__all__ = ["nursery"]
