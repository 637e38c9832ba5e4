"""A court for a WSGI server of your choice.

`granian --interface wsgi --factory courts.wsgi:create`: the environment says which member it
is and where (docs/operating.md); `moot serve` does the same.
"""

from __future__ import annotations

from typing import Any

from shared.launcher import hosted


def create() -> Any:
    """Return the app of the member that MOOT_MEMBER names."""
    return hosted.create()
