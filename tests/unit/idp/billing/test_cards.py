"""Test cards and bank accounts with named outcomes; a real number is refused."""

from __future__ import annotations

import pytest

from idp.accounts import cards
from shared.errors import Refusal


@pytest.mark.parametrize(("number", "name", "outcome"), cards.CARDS)
def test_each_test_card_has_its_outcome(number: str, name: str, outcome: str) -> None:
    card = cards.card(number.replace(" ", "-"))
    assert (card.outcome, card.last_digits) == (outcome, number[-4:])
    assert card.label == f"{name} ending in {number[-4:]}"
    if outcome == cards.APPROVED:
        card.refuse_unless_approved()
        assert cards.check(number) == number[-4:]
    else:
        with pytest.raises(Refusal) as refused:
            card.refuse_unless_approved()
        assert refused.value.code == outcome
        with pytest.raises(Refusal) as refused:
            cards.check(number)
        assert refused.value.field == "card"


@pytest.mark.parametrize("number", ["", "4242 4242 4242 4242", "4111", "4111111111111112"])
def test_no_other_number_is_taken(number: str) -> None:
    with pytest.raises(Refusal, match="Only test cards work here"):
        cards.card(number)
    with pytest.raises(Refusal, match="Only test bank accounts work here"):
        cards.bank_account(cards.ROUTING, number)
    with pytest.raises(Refusal) as refused:
        cards.bank_account("021000021", cards.BANKS[0][0])
    assert refused.value.field == "routing"
