"""Start states: what a trainer may write, and what is said of each mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest

from courts.kinds.profiles import profile
from courts.worlds import reference
from idp.classroom import starts
from shared import federation
from shared.clock import parse_when
from shared.personas import by_key, load
from tests.harness import FEDERATION_FILE

FEDERATION = federation.load(FEDERATION_FILE.read_text(encoding="utf-8"))
KNOWN = starts.Known(by_key(load()), frozenset(court.id for court in FEDERATION.courts), parse_when)
GOOD = """\
title = "A class"
at = 2017-12-08

[[cast]]
persona = "attorney"
links = { ctd = "linked" }

[[case]]
court = "ctd"
copy = "3:19-cv-00021"
"""


@pytest.mark.parametrize("name", starts.library())
def test_every_start_state_of_the_library_is_good(name: str) -> None:
    start = starts.parse(starts.library()[name], KNOWN)
    assert start.title
    assert start.story
    for case in start.cases:
        court = FEDERATION.member(case.court)
        style = profile(court.kind).numbers
        drafts = {style.bare(draft.number): draft for draft in reference.cases(case.court)}
        counsel = {
            lawyer.persona for party in drafts[case.copy].parties for lawyer in party.counsel
        }
        assert set(case.counsel) <= counsel
        seated = {player.persona for player in start.cast}
        assert {case.counsel.get(each, each) for each in counsel} & seated


def test_a_start_state_is_read() -> None:
    start = starts.parse(GOOD, KNOWN)
    assert start.at == "2017-12-08"
    assert parse_when(start.at).date() == date(2017, 12, 8)
    assert start.cast == (starts.Player("attorney", {"ctd": "linked"}),)
    assert start.cases == (starts.StartCase("ctd", "3:19-cv-00021"),)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (('"attorney"', '"attornay"'), 4, "there is no persona “attornay”"),
        (("[[cast]]", "[[caste]]"), 1, "nobody sits in a seat"),
        (('ctd = "linked"', 'ctd = "tied"'), 4, "ctd is unlinked or linked, not “tied”"),
        (('ctd = "linked"', 'nyd = "linked"'), 4, "attorney has no account in nyd"),
        (('court = "ctd"', 'court = "nyd"'), 8, "there is no court “nyd”"),
        (('"3:19-cv-00021"', '"the first"'), 8, "“the first” is no number of a reference case"),
        (("title", "titel"), 1, "a start state has no “titel”"),
        (("2017-12-08", '"last week"'), 2, "“last week” is no moment that I know"),
        (("[[case]]", "[case]"), 1, "write [[case]] for each"),
        (("persona =", "persona"), 5, "this is no TOML"),
        (('copy = "3', 'number = "3'), 8, "[[case]] has no “number”"),
    ],
)
def test_a_mistake_is_told_with_its_line(change: tuple[str, str], line: int, words: str) -> None:
    with pytest.raises(starts.StartError) as caught:
        starts.parse(GOOD.replace(*change), KNOWN)
    told = [problem for problem in caught.value.problems if words in problem.words]
    assert [problem.line for problem in told] == [line], caught.value.problems


def test_a_start_state_may_be_part_of_another_file() -> None:
    text = (
        'title = "An exercise"\n\n[start]\ntitle = "Begin"\n\n[[start.cast]]\npersona = "nobody"\n'
    )
    with pytest.raises(starts.StartError) as caught:
        starts.read(
            {"title": "Begin", "cast": [{"persona": "nobody"}]}, KNOWN, text=text, under="start"
        )
    assert [str(each) for each in caught.value.problems] == ["line 6: there is no persona “nobody”"]
