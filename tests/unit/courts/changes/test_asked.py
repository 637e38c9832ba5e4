"""What a court takes over, and how old and new stand side by side; the same words at PACER."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courts.accounts.models import CourtUser
from courts.changes import asked
from idp.changes import kinds


def test_pacer_and_courts_speak_of_the_same_kinds_and_fields() -> None:
    assert {kind.key: kind.label for kind in kinds.KINDS.values()} == dict(asked.LABELS)
    told = {kind.key: set(kind.fields) for kind in kinds.KINDS.values()}
    assert told == {key: set(fields) for key, fields in asked.FIELDS.items()}
    assert set(kinds.CASES) == set(asked.CASES)
    assert set(kinds.FREQUENCIES) == set(asked.WORDS["notice_frequency"])
    assert set(kinds.FORMATS) == set(asked.WORDS["notice_format"])


def test_every_field_is_a_column_of_the_account() -> None:
    columns = set(CourtUser.__table__.columns.keys())
    assert {name for fields in asked.FIELDS.values() for name in fields} <= columns


def test_side_by_side() -> None:
    old = {"primary_email": "a@x.test", "notice_frequency": "each", "notice_format": "html"}
    sides = asked.side_by_side("noticing", old, {**old, "notice_frequency": "daily"})
    assert [side.changed for side in sides] == [False, True, False]
    assert sides[1].old == "Send a notice for each filing in which I am involved"
    assert sides[1].new == "Send a Daily Summary Report"


@pytest.mark.parametrize(
    ("kind", "values", "begins"),
    [
        ("personal", {"first_name": "A", "last_name": "B"}, ""),
        ("personal", {"first_name": "A", "last_name": " "}, "The request leaves out"),
        ("noticing", {"notice_format": "pdf"}, "This court does not know this choice"),
        ("password", {}, "This court does not know this kind"),
    ],
)
def test_what_a_court_cannot_take_over(kind: str, values: dict[str, str], begins: str) -> None:
    problem = asked.problem(kind, values)
    assert problem.startswith(begins)
    assert bool(problem) == bool(begins)


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6))
def test_nothing_but_the_fields_of_the_kind_gets_through(values: dict[str, str]) -> None:
    for kind, fields in asked.FIELDS.items():
        assert set(asked.known(kind, {**values, "password_hash": "x"})) <= set(fields)
