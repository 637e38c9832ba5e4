"""The provider of the OpenID room's tests, asked from outside only; results for the table."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.integration.idp.oidc.conftest import browser, court, database_with_keys, provider

__all__ = ["browser", "court", "database_with_keys", "provider"]


class Ledger:
    """Keeps what became of each test; a test with several cases is as good as its worst."""

    def __init__(self) -> None:
        self.results: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the outcome of a test of this folder."""
        path, _, name = report.nodeid.partition("::")
        if "idp/conformance/" not in path or (report.when != "call" and report.passed):
            return
        key = f"{Path(path).name}::{name.partition('[')[0]}"
        if self.results.get(key, "passed") == "passed":
            self.results[key] = report.outcome

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the results, sorted, with what they were got with."""
        told = {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "python": platform.python_version(),
            "authlib": version("authlib"),
            "joserfc": version("joserfc"),
            "results": dict(sorted(self.results.items())),
        }
        target = Path(session.config.getoption("--conformance-results"))
        target.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Keep a ledger when its file is named; workers of a parallel run leave it to their head."""
    if config.getoption("--conformance-results") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger())
