"""Seat cards: everything stands on them, searchable, as many to a sheet as have room."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from idp.teaching import cards
from idp.teaching.cards import Card, Part


def card(people: int, *, seat: str = "k3f-01") -> Card:
    """Return a card with so many people who have an account and an old login each."""
    pairs = [("PACER user", f"ja.{seat}"), ("Password", "Harbor#1"), ("ctd login", f"ct.{seat}")]
    parts = [Part(f"Person {n}", pairs) for n in range(people)]
    address = f"http://pacer.moot.test/join/MTAwMDAx.abcdefghijklmnopqrstuvwxyz-{seat}"
    return Card("Monday", seat, "Ines", "http://pacer.moot.test/join", "K3F-4829", address, parts)


def drawn(data: bytes) -> list[Any]:
    """Return what is drawn on each page."""
    return [pikepdf.parse_content_stream(page) for page in pikepdf.open(io.BytesIO(data)).pages]


def words(page: Any) -> str:
    """Return the text of a page."""
    return "\n".join(str(each.operands[0]) for each in page if str(each.operator) == "Tj")


@pytest.mark.parametrize("paper", sorted(cards.PAPERS))
@pytest.mark.parametrize(("people", "to_a_sheet"), [(1, 4), (8, 2), (20, 1)])
def test_as_many_stand_on_a_sheet_as_have_room(paper: str, people: int, to_a_sheet: int) -> None:
    seats = [card(people, seat=f"k3f-{n:02d}") for n in range(1, 6)]
    pages = drawn(cards.pdf(seats, paper=paper))
    assert len(pages) == -(-5 // to_a_sheet)
    text = "\n".join(map(words, pages))
    for each in seats:
        assert f"Seat {each.seat}" in text
        assert text.count(f"ja.{each.seat}") == people
    assert text.count("Harbor#1") == 5 * people
    assert text.count("K3F-4829") == text.count("Training simulation - not a court") == 5
    assert cards.MORE not in text


def test_a_card_has_a_code_and_says_when_people_have_no_room() -> None:
    (page,) = drawn(cards.pdf([card(60)]))
    assert cards.MORE in words(page)
    assert sum(str(each.operator) == "re" for each in page) > 100
    assert "Person 0" in words(page)
    assert "Person 59" not in words(page)
