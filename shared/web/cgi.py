"""The CGI habits of CM/ECF: nonces in queries, forms with or without parts (clients.md 3.3).

A query without a hyphen asks for a form (`DktRpt.pl?600001`), one with a hyphen is what a form
posts to (`DktRpt.pl?137707984093721-L_1_0-1`). The leading number is a request id, not a session.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from flask import request

from shared import ids

#: No part is longer than the numbers that stand there: a longer one is not read at all.
_NONCE: Final = re.compile(
    r"\d{1,20}-L_(?P<level>\w{1,40}?)_(?P<step>\d{1,9})-(?P<rest>\d{1,18}(?:-+\d{1,18}){0,9})",
    re.ASCII,
)
_DIGITS: Final = 15
_CASE: Final = re.compile(r"\d{1,9}")


#: What the real pages say to a query that cannot be used any more, and where they lose somebody's
#: rights; client programs look for both.
INCOMPLETE: Final = (
    "Incomplete request. Please try your query again by choosing the Query or Reports option"
)
NO_PRIVILEGES: Final = "This user has no access privileges defined."


@dataclass(frozen=True, slots=True)
class Nonce:
    """A query that a form posts to; `rest` are the numbers at its end, the last may be a caseid."""

    level: str
    step: int
    rest: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last number: the case of a line in a list of hits."""
        return self.rest[-1]


def query() -> str:
    """Return the query of the request as it came, percent signs undone for ASCII only."""
    return request.query_string.decode("latin-1")


def nonce() -> Nonce | None:
    """Return the nonce of the request's query; None if it asks for the form."""
    found = _NONCE.match(query())
    if found is None:
        return None
    rest = tuple(int(part) for part in found["rest"].split("-") if part)
    return Nonce(found["level"], int(found["step"]), rest)


def new_nonce(step: int = 0, *rest: int) -> str:
    """Return a query for a form to post to: `137707984093721-L_1_0-1`."""
    number = 10 ** (_DIGITS - 1) + ids.draw(9 * 10 ** (_DIGITS - 1))
    return f"{number}-L_1_{step}-{'-'.join(str(n) for n in rest) or '1'}"


def case_id(text: str) -> int | None:
    """Read a caseid as programs send it: digits, perhaps with blanks or a stray equals sign."""
    digits = text.strip().lstrip("=").strip()
    return int(digits) if _CASE.fullmatch(digits) else None


def asked_case() -> int | None:
    """Return the caseid of a form's address: `DktRpt.pl?600001` or `?caseid=600001`."""
    named = request.args.get("caseid") or request.args.get("caseId")
    return case_id(named if named is not None else query().partition("&")[0])
