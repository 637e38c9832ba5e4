"""The catalogue of faults, whom a fault concerns, and what may be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared import faults
from shared.errors import Refusal
from shared.faults import About, Scope, Wish

ROOT = Path(__file__).parents[3]
CLASS, SEAT = 300_000, 300_007
#: A later run of that seat.
RUN = 300_041


def test_the_catalogue_has_each_fault_that_the_program_knows_and_no_other() -> None:
    names = {
        value
        for name, value in vars(faults).items()
        if name.isupper() and isinstance(value, str) and "-" in value and " " not in value
    }
    assert set(faults.catalogue()) == names
    assert len(names) == 18


@pytest.mark.parametrize("fault", faults.catalogue().values(), ids=lambda f: f.name)
def test_a_fault_says_what_it_looks_like_and_names_the_test_that_shows_it(
    fault: faults.Fault,
) -> None:
    for words in (fault.does, fault.bites, fault.looks, fault.react, fault.life, fault.source):
        assert len(words) > 10
        assert words.count("`") % 2 == 0
    assert set(fault.scopes) <= set(faults.SCOPES)
    constant = next(name for name, value in vars(faults).items() if value == fault.name)
    assert fault.shown
    for test in fault.shown:
        path, _, function = test.partition("::")
        assert path.startswith(("tests/clients/", "tests/external/", "tests/walks/"))
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {function}(" in text, test
        assert fault.name in text or f"faults.{constant}" in text, test


def test_the_page_has_a_row_and_a_whole_section_for_each_fault() -> None:
    page = faults.as_markdown()
    for fault in faults.catalogue().values():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| [`{fault.name}`]")]
        assert all(f"`{test}`" in row for test in fault.shown)
        head, rest = f"### {fault.title}: `{fault.name}`", page.split("### ")
        (section,) = [part for part in rest if f"### {part}".startswith(head)]
        for words in ("Symptom", "What a client should do", "In real life", "Source", "Takes"):
            assert f"- **{words}**: " in section


@pytest.mark.parametrize(
    ("scope", "about", "covered"),
    [
        (Scope(), About(), True),
        (Scope("person", "s-1", "a@b.test"), About(subject="s-1"), True),
        (Scope("person", "s-1", "a@b.test"), About(subject="s-2", email="A@b.test"), True),
        (Scope("person", "s-1", "a@b.test"), About(subject="s-2"), False),
        (Scope("person", "s-1"), About(), False),
        (Scope("seat", str(SEAT)), About(world=RUN, place=SEAT), True),
        (Scope("seat", str(SEAT)), About(world=SEAT, place=SEAT + 1), False),
        (Scope("seat", str(SEAT)), About(world=SEAT), False),
        (Scope("seat", str(CLASS)), About(world=SEAT), True),
        (Scope("seat", str(CLASS)), About(world=CLASS), True),
        (Scope("seat", str(CLASS)), About(world=CLASS + 100_001), False),
        (Scope("seat", str(CLASS)), About(world=0), False),
        (Scope("client", "court-ctd"), About(client="court-ctd", court="ctd"), True),
        (Scope("client", "court-ctd"), About(court="ctd"), False),
        (Scope("program", "JuriScraper"), About(program="python juriscraper 2.6"), True),
        (Scope("program", "juriscraper"), About(program="Mozilla/5.0"), False),
        (Scope("program", "juriscraper"), About(), False),
        (Scope("court", "ctd"), About(court="ctd"), True),
        (Scope("court", "ctd"), About(court="ctb"), False),
    ],
)
def test_whom_a_fault_concerns(scope: Scope, about: About, covered: bool) -> None:
    assert scope.covers(about) is covered


def test_a_wish_in_good_order_has_its_amount_filled_in() -> None:
    assert faults.checked(Wish("slow-docket")).amount == 10
    assert faults.checked(Wish("slow-docket", "court", " ctd ", 3, 60)) == Wish(
        "slow-docket", "court", "ctd", 3, 60
    )
    assert faults.checked(Wish("wrong-nonce", "client", "x")).amount is None
    assert faults.checked(Wish("wrong-nonce", "seat", "K3F-07")).value == "K3F-07"


def test_a_seat_is_named_as_on_its_card_and_a_class_by_its_code() -> None:
    assert faults.seat_named("K3F-07") == ("k3f", 7)
    assert faults.seat_named("k3f") == ("k3f", 0)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("no-such-thing"), "name"),
        (Wish("slow-docket", "client", "x"), "scope"),
        (Wish("slow-docket", "nobody"), "scope"),
        (Wish("slow-docket", "court"), "value"),
        (Wish("slow-docket", "all", "ctd"), "value"),
        (Wish("slow-docket", "seat", "k3f-seven"), "value"),
        (Wish("slow-docket", "seat", "k3f-007"), "value"),
        (Wish("slow-docket", "seat", "9" * 40), "value"),
        (Wish("slow-docket", "program"), "value"),
        (Wish("wrong-nonce", "program", "x"), "scope"),
        (Wish("slow-docket", times=0), "times"),
        (Wish("slow-docket", times=1001), "times"),
        (Wish("false-login"), "times"),
        (Wish("rotated-keys", times=21), "times"),
        (Wish("slow-docket", amount=61), "amount"),
        (Wish("wrong-nonce", amount=1), "amount"),
    ],
)
def test_a_wish_is_refused_at_the_field_that_is_wrong(wish: Wish, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        faults.checked(wish)
    assert refused.value.field == field
