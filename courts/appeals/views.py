"""The pages of a court of appeals: TransportRoom (facts 5)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("appeals", __name__)
