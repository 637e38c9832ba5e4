"""Papers at doc1 and docs1: menu, receipt, PDF (facts 3.10)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("papers", __name__)
