"""What becomes of every table when a seat is set back, and that every reference is known."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer

import courts.app
import courts.training.service
import idp.app
import idp.teaching.service
from shared.seat_state import Classes, SeatState

MEMBERS = {
    "idp": (idp.app.METADATAS, idp.teaching.service.CLASSES),
    "court": (courts.app.METADATAS, courts.training.service.CLASSES),
}
#: Columns that end like references and are none within their own database, each with the reason.
NO_REFERENCE = {
    "locator_case.case_id": "a row of a court, whose ids stay what they are",
}


@pytest.mark.parametrize("member", MEMBERS)
def test_every_table_is_of_one_class(member: str) -> None:
    metadatas, classes = MEMBERS[member]
    state = SeatState(metadatas, classes)
    assert state.unclassified == ()
    kinds = [set(state.state_tables), *map(set, (classes.books, classes.protocol, classes.common))]
    tables = {table for metadata in metadatas for table in metadata.tables}
    assert set().union(*kinds) == tables
    assert sum(map(len, kinds)) == len(tables)


@pytest.mark.parametrize("member", MEMBERS)
def test_every_reference_within_a_seat_is_known(member: str) -> None:
    metadatas, classes = MEMBERS[member]
    state = SeatState(metadatas, classes)
    unknown = []
    for metadata in metadatas:
        for table in metadata.sorted_tables:
            if table.name not in state.state_tables:
                continue
            followed = state.followed(table)
            unknown += [
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.name.endswith("_id") and isinstance(column.type, Integer)
                if not column.foreign_keys and column.name not in followed
            ]
    assert set(unknown) - set(NO_REFERENCE) == set()


def test_books_name_nothing_that_is_taken_away() -> None:
    """Books stay in a run that has ended: a foreign key would keep its accounts there, too."""
    for metadatas, classes in MEMBERS.values():
        state = SeatState(metadatas, classes)
        for metadata in metadatas:
            for name in classes.books & set(metadata.tables):
                named = {key.column.table.name for key in metadata.tables[name].foreign_keys}
                assert not named & set(state.state_tables), name


def test_a_table_that_is_not_there_stops_the_app() -> None:
    metadatas, classes = MEMBERS["court"]
    wrong = Classes(classes.books | {"nothing"}, classes.protocol, classes.common)
    with pytest.raises(ValueError, match="nothing"):
        SeatState(metadatas, wrong)
