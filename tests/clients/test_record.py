"""juriscraper, pacersdk and pacer-cli, unmodified, read the record by environment variables alone."""

from __future__ import annotations

import sys
from pathlib import Path

from tests import walking

#: Sign-in, seventeen steps in a district court, eight in a bankruptcy court, five in a court of
#: appeals, and two programs besides.
STEPS = 2 + 17 + 8 + 5 + 2


def test_every_step_of_the_client_programs(tmp_path: Path) -> None:
    """What is drawn by one seed; `make external` draws by five, for two versions of the parser."""
    with walking.started(tmp_path / "data") as federation:
        version, passed, failed = federation.walk(Path(sys.executable), draw=7)
    assert failed == {}
    assert len(passed) == STEPS, passed
    assert version.startswith("3.")
