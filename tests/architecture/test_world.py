"""Every root table knows whose world a row belongs to, and keeps its keys apart by it."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, UniqueConstraint

import courts.models
import idp.models

#: Tables without a world of their own, each with the reason.
WITHOUT = {
    "outbox": "a promise carries the world in its message",
    "inbox": "ids of messages are random",
    "audit_head": "one chain per member, all worlds in it",
    "clock": "one calendar per member; seats carry offsets",
    "duty_run": "work that a member does for all worlds at once",
    "cso_token": "hangs on its session",
    "visit": "hangs on its session",
    "attempt_counter": "guards passwords before anybody is known",
    "signing_key": "one issuer for all",
    "authorize_transaction": "waits for somebody who is not known yet",
    "authorization_code": "hangs on its session",
    "access_token": "hangs on its session",
    "sandbox_key": "a trainer's program, which sees all worlds",
    "kit_run": "asks about everyone's world only",
    "trainer": "a person of the federation, not of a seat",
    "refresh_token": "hangs on its session",
    "client_token": "a program's, without a person",
    "pushed_request": "waits for somebody who is not known yet",
    "relying_party": "a program of the federation, not of a seat",
    "consent": "hangs on its account",
    "client_error": "a program's, without a person",
    "recovery_link": "hangs on its account, or on none",
    "recovery_count": "guards recovery before anybody is known",
    **dict.fromkeys(
        (
            "case_party",
            "case_alias",
            "case_counsel",
            "case_count",
            "case_appearance",
            "case_alias",
            "case_link",
            "case_setting",
            "locator_party",
            "claim",
            "creditor",
            "docket_entry",
            "docket_document",
            "case_appearance",
            "case_alias",
        ),
        "hangs on its case",
    ),
    "hint_taken": "hangs on its enrolment",
    "claim_event": "hangs on its claim",
    "claim_transfer": "hangs on its claim",
    "free_look": "hangs on its entry",
    "notice": "hangs on its entry",
    "free_look_use": "hangs on its free look",
    "notice_address": "hangs on its account",
    "notice_case": "hangs on its account",
    "stamp_key": "one row per court, all worlds in it",
    "training_class": "says which worlds there are",
    "class_seat": "hangs on its class",
    "seat_run": "says which worlds there are",
    "seat_checkpoint": "hangs on its seat",
    "seat_errand": "hangs on its seat",
    "class_message": "hangs on its class",
    "seat_snapshot": "says of which run it is",
    "seat_standing": "says which worlds there are",
    "ended_run": "says which worlds there were",
    "case_index_mark": "one row per court, all worlds in it",
    "fault": "says by its scope whom it concerns",
    "fault_switch": "hangs on its fault",
    "fault_tally": "hangs on its fault",
    **dict.fromkeys(
        (
            *("training_class", "class_seat", "seat_run", "seat_checkpoint", "seat_errand"),
            *("seat_standing", "seat_snapshot", "ended_run"),
        ),
        "says which worlds there are",
    ),
    "signon_state": "a sign-on under way, before anybody is known",
}

#: Keys that are random or derived from randomness: no two worlds can meet in them.
RANDOM = {
    "subject",
    "token",
    "token_hash",
    "sid",
    "message_id",
    "hash",
    "court_session_id",
    "charge_id",
    "code",
}

#: Keys of an account: an account is in one world.
OWNERS = {"account_id", "agent_id"}

TABLES = {
    table.name: table
    for models in (idp.models, courts.models)
    for metadata in models.METADATAS
    for table in metadata.tables.values()
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_root_table_has_a_world(name: str) -> None:
    assert ("world" in TABLES[name].columns) != (name in WITHOUT), WITHOUT.get(name, "no world")


@pytest.mark.parametrize("name", sorted(set(TABLES) - set(WITHOUT)))
def test_a_world_is_part_of_every_unique_key(name: str) -> None:
    for columns in unique_keys(TABLES[name]):
        apart = "world" in columns or columns <= RANDOM or columns & OWNERS
        assert apart, f"{name}: {sorted(columns)}"


def unique_keys(table: Table) -> list[set[str]]:
    """Return the columns of each unique key but the primary one."""
    keys = [set(c.columns.keys()) for c in table.constraints if isinstance(c, UniqueConstraint)]
    return keys + [{column.name} for column in table.columns if column.unique]


def test_no_reason_is_left_of_a_table_that_is_gone() -> None:
    assert set(WITHOUT) <= set(TABLES)
