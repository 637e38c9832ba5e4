"""Refusals are told by the words that members really say, and each has a rule and a fix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courts.access import deciding
from idp.inspecting import exchanges, refusals
from idp.inspecting.exchanges import Exchange
from idp.locator import words
from idp.mfa import texts as mfa_texts
from idp.signin import texts
from shared.web import cgi

ROOT = Path(__file__).parents[4]
SAID = (
    *(cgi.INCOMPLETE, cgi.NO_PRIVILEGES, words.NOT_SIGNED_ON, words.CLIENT_CODE),
    *(*words.REFUSALS.values(), *deciding.TEXTS.values(), mfa_texts.UPDATE_REQUIRED_API),
    *(texts.INVALID, texts.CLIENT_CODE_MISSING, texts.CLIENT_CODE_INVALID, texts.REDACTION),
    *(texts.BAD_REQUEST, texts.RENEWAL_DUE, texts.RENEWAL_MISSED),
    # In the shell and in the relying party the words stand where they are said.
    *((ROOT / "shared" / each).read_text() for each in ("web/shell.py", "signon/relying_party.py")),
)


def recorded(**told: Any) -> Exchange:
    """Return a recorded request of a program."""
    usual = {"id": "1", "member": "ctd", "at": 1.0, "ms": 5.0, "status": 200, "method": "GET"}
    (found,) = exchanges.read([{**usual, **told}])
    return found


@pytest.mark.parametrize("part", [words for words, _rule in refusals._BY_WORDS])
def test_somebody_says_the_words_by_which_a_rule_is_told(part: str) -> None:
    assert any(part in said for said in SAID)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"words": cgi.INCOMPLETE, "page": "problem.html"}, "cmecf-nonce"),
        ({"page": "access/warning.html"}, "cmecf-referer"),
        ({"page": "access/warning.html", "trail": True}, "cmecf-referer"),
        ({"words": deciding.TEXTS[deciding.Why.CLIENT_CODE]}, "pacer-client-code"),
        ({"answer": [["errorDescription", texts.INVALID]]}, "cso-credentials"),
        ({"answer": [["message", words.NOT_SIGNED_ON]], "status": 401}, "pcl-token"),
        ({"page": "signin/to_sign_on.html"}, "cmecf-session"),
        ({"page": "signin/to_sign_on.html", "trail": True}, None),
        (
            {
                "page": "signin/to_sign_on.html",
                "notes": [
                    {
                        "kind": "failed",
                        "name": "active",
                        "words": "PACER knows no live session behind this token.",
                    }
                ],
            },
            "cso-token",
        ),
        (
            {"notes": [{"kind": "failed", "name": "rfc6749-4.1.3-code", "words": "invalid"}]},
            "rfc6749-4.1.3-code",
        ),
        ({"words": texts.REDACTION, "trail": True, "page": "signin/redaction.html"}, None),
        (
            {"answer": [["loginResult", "0"], ["errorDescription", texts.RENEWAL_WARNING[0]]]},
            None,
        ),
        ({"status": 406}, "pcl-criteria"),
        ({"status": 418}, "http"),
        ({"status": 404, "trail": True}, None),
        ({"status": 401, "caller": "ctd"}, None),
        ({}, None),
    ],
)
def test_a_refused_request_has_its_rule(told: dict[str, Any], rule: str | None) -> None:
    found = refusals.rule_of(recorded(**told))
    assert (found.id if found else None) == rule
    if found is not None:
        assert found.says.endswith(".")
        assert found.fix
