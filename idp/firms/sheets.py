"""Lists as comma-separated values that a spreadsheet cannot mistake for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from idp.billing.listing import safe


def sheet(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table (RFC 4180): one line of heads, then the rows."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(text) for text in row] for row in rows)
    return page.getvalue()
