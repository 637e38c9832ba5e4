"""Claims register, activity, creditors (facts 4)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("claims", __name__)
