"""Reports, written opinions and the feed (facts 3.4, 7.3)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reports", __name__)
