"""The docket sheet and its relatives at their CGI addresses (facts 3.3)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("docket", __name__)
