"""Who is told of an entry, by mail or by other means."""

from __future__ import annotations

from typing import Any

from courts.notices.recipients import (
    DAILY,
    EACH,
    Account,
    Address,
    Box,
    Involved,
    Missed,
    service_list,
)

CASE = 7


def account(user_id: int, *addresses: Address, **more: Any) -> Account:
    """An account with one address, or with those that are given."""
    given = addresses or (Address(f"u{user_id}@firm.test"),)
    return Account(user_id, f"User {user_id}", addresses=given, **more)


def test_counsel_with_an_account_is_told_by_mail_and_others_by_other_means() -> None:
    found = service_list(
        CASE,
        (
            Involved("Ada", "Plaintiff A", ("1 Street",), account(1)),
            Involved("Bob", "Defendant B", ("2 Street",)),
        ),
        [account(1)],
    )
    assert [each.name for each in found.electronic] == ["Ada"]
    assert found.electronic[0].boxes == (Box("u1@firm.test"),)
    assert found.other == (Missed("Bob", "Defendant B", ("2 Street",)),)


def test_counsel_of_several_parties_is_told_once_on_behalf_of_all() -> None:
    one = account(1)
    found = service_list(
        CASE,
        (Involved("Ada", "Plaintiff A", (), one), Involved("Ada", "Plaintiff B", (), one)),
        [one],
    )
    (only,) = found.electronic
    assert only.behalf == "Plaintiff A, Plaintiff B"


def test_each_address_is_told_as_it_wants() -> None:
    one = account(
        1,
        Address("a@x.test"),
        Address("b@x.test", 1, frequency=DAILY, format="text"),
        Address("c@x.test", 2, my_cases=False),
        Address("d@x.test", 3, my_cases=False, cases={CASE: EACH}),
        Address("A@X.test", 4),
    )
    (only,) = service_list(CASE, (Involved("Ada", "", (), one),), [one]).electronic
    assert only.boxes == (
        Box("a@x.test"),
        Box("b@x.test", DAILY, "text"),
        Box("d@x.test"),
    )


def test_the_list_of_an_address_is_stronger_than_its_own_frequency() -> None:
    one = account(1, Address("a@x.test", frequency=EACH, cases={CASE: DAILY}))
    (only,) = service_list(CASE, (Involved("Ada", "", (), one),), [one]).electronic
    assert only.boxes[0].frequency == DAILY


def test_limited_users_and_agents_are_told_only_if_they_follow_the_case() -> None:
    limited = account(1, limited=True)
    agent = account(2, agent=True)
    follower = account(3, Address("c@x.test", cases={CASE: EACH}), limited=True)
    found = service_list(
        CASE,
        (
            Involved("Cred", "", ("1 Street",), limited),
            Involved("Agent", "", ("2 Street",), agent),
            Involved("User 3", "", ("3 Street",), follower),
        ),
        [limited, agent, follower],
    )
    assert found.electronic == ()
    assert [each.name for each in found.other] == ["Cred", "Agent"]
    assert [each.name for each in found.subscribers] == ["User 3"]


def test_a_disabled_account_gets_no_mail() -> None:
    gone = account(1, Address("a@x.test", cases={CASE: EACH}), active=False)
    found = service_list(CASE, (Involved("Ada", "", ("1 Street",), gone),), [gone])
    assert found.electronic == found.subscribers == ()
    assert [each.name for each in found.other] == ["Ada"]


def test_whoever_follows_a_case_without_being_involved_is_a_subscriber() -> None:
    follower = account(9, Address("f@x.test", cases={CASE: DAILY}))
    found = service_list(CASE, (), [follower, account(8)])
    assert [each.account.user_id for each in found.subscribers] == [9]
    assert found.subscribers[0].boxes == (Box("f@x.test", DAILY),)
