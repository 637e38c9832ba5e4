"""Query: the search form, the menu of a case and its scripts (facts 3.1, 3.2)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("cases", __name__)
