"""Where members answer what the sandbox at PACER's host asks them."""

from __future__ import annotations

from typing import Final

WORLD_PATH: Final = "/services/moot/world"
TARGETS_PATH: Final = "/services/moot/targets"
KIT_PATH: Final = "/services/moot/kit"
