"""Maintain Your Account, seed 000 steps c-f: nothing counts before the second Submit."""

from __future__ import annotations

import pytest

from courts.accounts import maintenance
from courts.accounts.maintenance import Change, OutOfOrder, Stage

FIELDS = {"office": "Attorney & Co", "phone": "203-555-0100"}


def changed() -> maintenance.Draft:
    draft = maintenance.more_information(maintenance.begin("ct04217", FIELDS))
    return maintenance.return_to_account(draft, login="ct04217", password="new secret")


def test_the_words_of_seed_000() -> None:
    assert maintenance.MAINTAIN == "Maintain Your Account"
    assert maintenance.MORE == "More user information"
    assert maintenance.RETURN == "Return to Account screen"
    assert maintenance.SUBMIT == "Submit"


def test_the_password_is_saved_by_the_second_submit_only() -> None:
    draft = changed()
    assert draft.stage is Stage.ACCOUNT
    assert draft.unsaved
    draft, saved = maintenance.submit(draft)
    assert draft.stage is Stage.CONFIRM
    assert saved is None
    assert draft.unsaved
    draft, saved = maintenance.submit(draft)
    assert draft.stage is Stage.SAVED
    assert saved == Change(password="new secret")
    assert not draft.unsaved


@pytest.mark.parametrize("submits", [0, 1])
def test_leaving_before_loses_the_change(submits: int) -> None:
    draft = changed()
    for _ in range(submits):
        draft, _ = maintenance.submit(draft)
    gone = maintenance.leave(draft)
    assert gone.stage is Stage.LEFT
    assert gone.change.nothing
    with pytest.raises(OutOfOrder):
        maintenance.submit(gone)
    assert maintenance.begin("ct04217", FIELDS).change.nothing


def test_leaving_after_the_second_submit_loses_nothing() -> None:
    draft, _ = maintenance.submit(changed())
    draft, _ = maintenance.submit(draft)
    assert maintenance.leave(draft) is draft


@pytest.mark.parametrize("password", ["", maintenance.MASK, "***"])
def test_asterisks_mean_the_present_password(password: str) -> None:
    draft = maintenance.more_information(maintenance.begin("ct04217"))
    draft = maintenance.return_to_account(draft, login="ct04217", password=password)
    assert draft.change.nothing
    assert maintenance.unchanged(password)
    assert not maintenance.unchanged("a*b")


def test_a_second_look_keeps_the_password_that_was_typed() -> None:
    again = maintenance.more_information(changed())
    back = maintenance.return_to_account(again, login="ct04217", password=maintenance.MASK)
    assert back.change.password == "new secret"


def test_a_changed_login_name_really_changes() -> None:
    draft = maintenance.more_information(maintenance.begin("ct04217"))
    draft = maintenance.return_to_account(draft, login=" jattorney ", password="")
    assert draft.shown_login == "jattorney"
    draft, _ = maintenance.submit(draft)
    _, saved = maintenance.submit(draft)
    assert saved == Change(login="jattorney")
    undone = maintenance.more_information(maintenance.begin("ct04217"))
    undone = maintenance.return_to_account(undone, login="", password="")
    assert undone.shown_login == "ct04217"


def test_outer_fields_are_saved_where_they_changed() -> None:
    draft, _ = maintenance.submit(
        changed(), fields={**FIELDS, "phone": "203-555-0199", "role": "clerk"}
    )
    assert dict(draft.shown_fields) == {"office": "Attorney & Co", "phone": "203-555-0199"}
    _, saved = maintenance.submit(draft)
    assert saved is not None
    assert dict(saved.fields) == {"phone": "203-555-0199"}
    assert saved.password == "new secret"


def test_steps_out_of_order_are_refused() -> None:
    fresh = maintenance.begin("ct04217")
    inner = maintenance.more_information(fresh)
    confirm, _ = maintenance.submit(fresh)
    saved, _ = maintenance.submit(confirm)
    with pytest.raises(OutOfOrder):
        maintenance.return_to_account(fresh, login="x", password="y")
    with pytest.raises(OutOfOrder):
        maintenance.submit(inner)
    with pytest.raises(OutOfOrder):
        maintenance.more_information(confirm)
    with pytest.raises(OutOfOrder):
        maintenance.submit(saved)


def test_a_draft_survives_its_keeping() -> None:
    draft, _ = maintenance.submit(changed(), fields={"phone": "203-555-0199"})
    assert maintenance.from_json(maintenance.to_json(draft)) == draft
    fresh = maintenance.begin("ct1")
    assert maintenance.from_json(maintenance.to_json(fresh)) == fresh
    with pytest.raises(ValueError, match="nonsense"):
        maintenance.from_json({"stage": "nonsense"})
