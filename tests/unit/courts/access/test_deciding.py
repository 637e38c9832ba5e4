"""The one decision: the printed matrix against a hand-written one, and its rules one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from courts.access import deciding, matrix
from courts.access.deciding import (
    TEXTS,
    CaseFacts,
    Channel,
    ItemFacts,
    Person,
    Viewer,
    Why,
    decide,
)

NOBODY = {"anonymous": "sign_in", "search inactive": "search"}
#: Who sees the paper, by kind of secrecy, written by hand: everybody else gets the word.
PAPER = {
    "public": ("", set(matrix.VIEWERS) - set(NOBODY)),
    "sealed case": ("sealed_case", {"clerk"}),
    "sealed entry": ("sealed", {"clerk"}),
    "sealed document": ("sealed", {"clerk"}),
    "case participants": ("permission", {"clerk", "counsel of record", "party (pro se)"}),
    "applicable party": ("permission", {"clerk", "counsel of record"}),
    "court only": ("not_available", {"clerk"}),
    "ex parte": ("permission", {"clerk", "counsel of record"}),
    "transcript in its period": ("transcript", {"clerk"}),
    "social security, since 2007-12-01": (
        "nature",
        {"clerk", "counsel of record", "party (pro se)"},
    ),
    "social security, in 2004": ("nature", {"clerk", "counsel of record"}),
    "immigration": ("nature", {"clerk", "counsel of record", "party (pro se)"}),
    "case being opened": ("opening", {"clerk"}),
}
#: Where the words of the entry are hidden, too; elsewhere they show without a link.
HIDDEN = {
    "sealed case": {"clerk"},
    "sealed entry": {"clerk"},
    "court only": {"clerk"},
    "ex parte": {"clerk", "counsel of record"},
    "case being opened": {"clerk"},
}


def test_nine_viewers_and_at_least_nine_kinds_of_secrecy() -> None:
    assert len(matrix.VIEWERS) == 9
    assert len(matrix.KINDS) >= 10
    assert set(matrix.SHOWS) == set(Channel)
    assert set(PAPER) == set(matrix.KINDS)


@pytest.mark.parametrize("kind", PAPER)
@pytest.mark.parametrize("viewer", matrix.VIEWERS)
def test_the_paper(kind: str, viewer: str) -> None:
    word, seeing = PAPER[kind]
    found = matrix.decided(kind, viewer, Channel.DOCUMENT)
    expected = "" if viewer in seeing else NOBODY.get(viewer, word)
    assert (found.allowed, found.code) == (viewer in seeing, expected)
    if found.code:
        assert found.text == TEXTS[Why(found.code)]


@pytest.mark.parametrize("kind", PAPER)
@pytest.mark.parametrize("viewer", matrix.VIEWERS)
@pytest.mark.parametrize("channel", [Channel.DOCKET, Channel.HISTORY, Channel.REPORT])
def test_the_words_of_the_entry(kind: str, viewer: str, channel: Channel) -> None:
    seeing = HIDDEN.get(kind, set(matrix.VIEWERS)) - set(NOBODY)
    assert matrix.decided(kind, viewer, channel).allowed == (viewer in seeing)


@pytest.mark.parametrize("kind", PAPER)
def test_feeds_and_the_locator_are_the_same_for_all(kind: str) -> None:
    for channel in deciding.ANONYMOUS:
        cells = {matrix.decided(kind, viewer, channel) for viewer in matrix.VIEWERS}
        assert len(cells) == 1
        shown = next(iter(cells)).allowed
        unknown = kind in ("sealed case", "case being opened")
        assert shown != (kind in HIDDEN if channel is Channel.RSS else unknown)


@pytest.mark.parametrize("kind", PAPER)
@pytest.mark.parametrize("viewer", matrix.VIEWERS)
def test_a_notice_opens_no_more_than_a_session_does(kind: str, viewer: str) -> None:
    notice = matrix.decided(kind, viewer, Channel.NOTICE)
    page = matrix.decided(kind, viewer, Channel.DOCUMENT)
    assert notice.allowed == page.allowed or viewer in NOBODY
    if viewer in NOBODY:  # it reaches people by mail, whatever their search status
        stranger = matrix.decided(kind, "PACER only", Channel.NOTICE)
        assert notice == stranger


@pytest.mark.parametrize("kind", PAPER)
@pytest.mark.parametrize("viewer", matrix.VIEWERS)
def test_a_case_that_may_not_be_known_is_nowhere(kind: str, viewer: str) -> None:
    if kind in ("sealed case", "case being opened") and viewer != "clerk":
        assert not any(matrix.decided(kind, viewer, channel).allowed for channel in Channel)


SIGNED = Viewer(signed_in=True, pacer=True, may_search=True, subject="s")
TODAY = date(2021, 11, 15)


def allowed(
    viewer: Viewer, case: CaseFacts, item: ItemFacts | None = None, today: date = TODAY
) -> str:
    return decide(viewer, case, item, channel=Channel.DOCUMENT, today=today).code


def test_a_transcript_opens_after_its_period() -> None:
    filed = date(2021, 8, 1)
    item = ItemFacts(entry_access="transcript", filed_on=filed, is_paper=True)
    last = filed + deciding.TRANSCRIPT_DAYS
    assert allowed(SIGNED, CaseFacts(), item, last) == "transcript"
    assert allowed(SIGNED, CaseFacts(), item, last + timedelta(days=1)) == ""


def test_orders_and_opinions_of_a_restricted_case_are_open_since_the_rule() -> None:
    case = CaseFacts(restricted="social_security")
    for item in (ItemFacts(opinion=True, is_paper=True), ItemFacts(by_court=True, is_paper=True)):
        assert allowed(SIGNED, case, item) == ""
        assert allowed(SIGNED, case, item, date(2007, 12, 1)) == ""
        assert allowed(SIGNED, case, item, date(2007, 11, 30)) == "nature"


def test_the_rule_of_2007_begins_with_its_day() -> None:
    people = (Person(subjects=frozenset({"s"})),)
    party = CaseFacts(restricted="social_security", people=people)
    paper = ItemFacts(is_paper=True)
    assert allowed(SIGNED, party, paper, date(2007, 11, 30)) == "nature"
    assert allowed(SIGNED, party, paper, date(2007, 12, 1)) == ""
    immigration = CaseFacts(restricted="immigration")
    assert allowed(SIGNED, immigration, paper, date(2007, 11, 30)) == ""
    assert allowed(SIGNED, immigration, paper, date(2007, 12, 1)) == "nature"


def test_a_missing_client_code_has_its_own_words() -> None:
    viewer = replace(SIGNED, may_search=False, search_refusal="client_code")
    found = decide(viewer, CaseFacts(), channel=Channel.QUERY, today=TODAY)
    assert found.text == "A Client Code is required for PACER search"


def test_nobody_is_somebody_by_empty_names() -> None:
    """An anonymous viewer has account 0 and no subject; neither may match an empty row."""
    case = CaseFacts(people=(Person(frozenset({""}), frozenset({0}), frozenset({""})),))
    item = ItemFacts(entry_access="participants", is_paper=True, filers=frozenset({""}))
    viewer = replace(SIGNED, subject="")
    assert allowed(viewer, case, item) == "permission"
    assert allowed(replace(viewer, free_look=True), case, item) == "permission"


def test_whoever_filed_a_paper_sees_it_without_belonging_to_the_case() -> None:
    item = ItemFacts(paper_access="applicable_party", is_paper=True, user_id=7)
    filer = replace(SIGNED, user_id=7, role="creditor")
    assert allowed(filer, CaseFacts(), item) == ""
    assert allowed(replace(filer, user_id=8), CaseFacts(), item) == "permission"
    assert allowed(SIGNED, CaseFacts(), replace(item, user_id=0)) == "permission"
    assert allowed(filer, CaseFacts(), replace(item, paper_access="sealed")) == "sealed"
    told = decide(filer, CaseFacts(), item, channel=Channel.RSS, today=TODAY)
    assert not told.allowed, "a feed is the same to everybody"


def test_two_levels_bind_both() -> None:
    people = (Person(frozenset({"A"}), user_ids=frozenset({7})),)
    counsel = replace(SIGNED, user_id=7, role="attorney")
    item = ItemFacts("participants", "sealed", is_paper=True)
    assert allowed(counsel, CaseFacts(people=people), item) == "sealed"
    item = ItemFacts("participants", "participants", is_paper=True)
    assert allowed(counsel, CaseFacts(people=people), item) == ""


def test_an_unknown_level_is_secret() -> None:
    assert allowed(SIGNED, CaseFacts(), ItemFacts(entry_access="new", is_paper=True)) != ""


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("staff", [False, True])
def test_what_is_filed_after_the_court_s_day_is_not_there_for_anybody(
    channel: Channel, staff: bool
) -> None:
    today = date(2018, 5, 1)
    viewer = Viewer(signed_in=True, pacer=True, may_search=True, staff=staff)
    for days, code in ((-1, ""), (0, ""), (1, "not_filed")):
        case = CaseFacts(filed_on=today + timedelta(days))
        assert decide(viewer, case, channel=channel, today=today).code == code
    for days, code in ((0, ""), (1, "not_available")):
        item = ItemFacts(filed_on=today + timedelta(days))
        assert decide(viewer, CaseFacts(), item, channel=channel, today=today).code == code


def test_whoever_may_not_look_does_not_learn_what_will_be_filed() -> None:
    case = CaseFacts(filed_on=date(2018, 5, 2))
    found = decide(Viewer(), case, channel=Channel.DOCKET, today=date(2018, 5, 1))
    assert found.code == "sign_in"
