"""Linking: every state has its code, its words and its outcome; the seed's sentences stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courts.accounts import linking
from courts.accounts.linking import LinkFacts, OldAccountFacts, PacerAccountFacts
from courts.kinds import appellate, bankruptcy, district

CUTOFF = datetime(2017, 12, 8, 5, tzinfo=UTC)
LIVE = datetime(2017, 12, 11, 5, tzinfo=UTC)
AFTER = LIVE + timedelta(hours=4)
OLD = OldAccountFacts(name="John Attorney", password_matches=True)
READY = LinkFacts(
    court="United States District Court for the District of Connecticut",
    go_live=LIVE,
    legacy_cutoff=CUTOFF,
    account=PacerAccountFacts(name="John Attorney"),
    typed_login="ct04217",
    old=OLD,
    zone=ZoneInfo("America/New_York"),
)


def test_screen_a_and_b_read_as_in_seed_001() -> None:
    words = linking.screens(district.PROFILE.words.link_title)
    assert words.title == "Link a CM/ECF account to my PACER account"
    assert words.paragraphs == (
        "This utility links your PACER account with your e-filer account in this court.",
        "If you use CM/ECF for PACER only, no action is necessary.",
        "If you had a CM/ECF e-filing account in this court before the court converted to "
        "NextGen CM/ECF, enter your old CM/ECF login and password below and press Submit. You "
        "will be prompted to confirm that you want to link your PACER account to your old CM/ECF "
        "e-filing account. Press Submit to link the accounts (or go back if the names don't "
        "match).",
    )
    assert words.login_label == "CM/ECF login:"
    assert words.password_label == "CM/ECF password:"
    assert words.question == "Do you want to link these accounts?"
    assert (words.court_name_label, words.pacer_name_label) == ("CM/ECF", "PACER")
    assert words.paragraph_b == (
        "After you submit this screen, your old e-filing credentials for the CM/ECF account will "
        "be permanently linked to your upgraded PACER account. Use your upgraded PACER account "
        "to e-file in this court."
    )


def test_appeals_have_their_own_title_and_noun() -> None:
    words = appellate.PROFILE.words
    assert linking.screens(words.link_title).title == "Link my filer account to my PACER account"
    facts = replace(
        READY,
        filer_account=words.filer_account,
        old=replace(OLD, linked_to="this_person"),
    )
    text = linking.decide(facts, now=AFTER).text
    assert text.startswith("This filer account is already linked")
    assert "CM/ECF" not in text


def test_success_keeps_the_old_menu_and_warns_of_log_out() -> None:
    text = linking.success_text(district.PROFILE.filing_words())
    assert text == (
        "You have successfully linked your account. Click on one of the menu items (except log "
        "out). The Civil and Criminal filing menu items appear with other options. The account "
        "is now ready for filings."
    )
    assert "Bankruptcy and Adversary" in linking.success_text(bankruptcy.PROFILE.filing_words())
    appeal = linking.success_text(appellate.PROFILE.filing_words())
    assert "The File a Document filing menu item appears" in appeal


def test_screen_a_is_shown_before_anything_is_typed() -> None:
    decision = linking.decide(replace(READY, typed_login=None, old=None), now=AFTER)
    assert (decision.allowed, decision.code, decision.screen) == (True, "ask", "a")


def test_two_equal_names_lead_to_screen_b() -> None:
    decision = linking.decide(READY, now=AFTER)
    assert (decision.allowed, decision.code, decision.screen) == (True, "confirm", "b")
    assert not decision.names_differ
    assert decision.text == ""


def test_names_that_differ_are_shown_and_allowed() -> None:
    other = replace(READY, account=PacerAccountFacts(name="Jane Attorney"))
    decision = linking.decide(other, now=AFTER)
    assert decision.allowed
    assert decision.names_differ
    assert decision.text == ""
    spaced = replace(READY, account=PacerAccountFacts(name=" JOHN  attorney "))
    assert not linking.decide(spaced, now=AFTER).names_differ


STATES = [
    ("before_go_live", "none", READY, CUTOFF - timedelta(days=30)),
    ("court_closed", "none", READY, LIVE - timedelta(seconds=1)),
    (
        "pacer_disabled",
        "none",
        replace(READY, account=PacerAccountFacts(name="J A", status="disabled")),
        AFTER,
    ),
    ("paa", "none", replace(READY, account=PacerAccountFacts(name="Firm", kind="paa")), AFTER),
    (
        "shared",
        "none",
        replace(READY, account=PacerAccountFacts(name="Office", kind="shared")),
        AFTER,
    ),
    ("legacy", "none", replace(READY, account=PacerAccountFacts(name="J", legacy=True)), AFTER),
    ("login_missing", "a", replace(READY, typed_login="  "), AFTER),
    ("special_characters", "a", replace(READY, typed_login="smith&co"), AFTER),
    ("bad_credentials", "a", replace(READY, old=None), AFTER),
    (
        "linked_to_this_person",
        "a",
        replace(READY, old=replace(OLD, linked_to="this_person"), held_here="linked"),
        AFTER,
    ),
    (
        "linked_to_another_person",
        "a",
        replace(READY, old=replace(OLD, linked_to="another_person")),
        AFTER,
    ),
    ("old_account_disabled", "a", replace(READY, old=replace(OLD, status="disabled")), AFTER),
    ("person_linked_elsewhere", "a", replace(READY, held_here="linked"), AFTER),
    ("person_registered", "a", replace(READY, held_here="registered"), AFTER),
]


@pytest.mark.parametrize(("code", "screen", "facts", "now"), STATES, ids=[s[0] for s in STATES])
def test_each_state_refuses_in_its_own_way(
    code: str, screen: str, facts: LinkFacts, now: datetime
) -> None:
    decision = linking.decide(facts, now=now)
    assert not decision.allowed
    assert (decision.code, decision.screen) == (code, screen)
    assert decision.text
    assert "{" not in decision.text
    assert decision.counts is (code == "bad_credentials")


def test_every_check_is_tried_and_has_its_own_words() -> None:
    checks = (*linking.STANDING_CHECKS, *linking.TYPED_CHECKS)
    assert [check.code for check in checks] == [state[0] for state in STATES]
    texts = {linking.decide(facts, now=now).text for _, _, facts, now in STATES}
    assert len(texts) == len(checks)


def test_before_go_live_says_the_date_even_when_the_page_is_only_opened() -> None:
    opened = replace(READY, typed_login=None, old=None)
    for facts in (READY, opened):
        decision = linking.decide(facts, now=CUTOFF - timedelta(days=100))
        assert decision.code == "before_go_live"
        assert "December 11, 2017" in decision.text
    assert "December 11, 2017" in linking.decide(READY, now=CUTOFF).text


def test_unknown_login_and_wrong_password_say_the_same() -> None:
    unknown = linking.decide(replace(READY, old=None), now=AFTER)
    wrong = linking.decide(replace(READY, old=replace(OLD, password_matches=False)), now=AFTER)
    assert unknown == wrong
    assert unknown.counts


def test_nothing_is_told_about_an_account_whose_password_is_not_known() -> None:
    for old in (
        replace(OLD, password_matches=False, status="disabled"),
        replace(OLD, password_matches=False, linked_to="another_person"),
        replace(OLD, password_matches=False, linked_to="this_person"),
    ):
        facts = replace(READY, old=old, held_here="linked")
        assert linking.decide(facts, now=AFTER).code == "bad_credentials"


@pytest.mark.parametrize("character", list("&@$*"))
def test_special_characters_are_about_the_login_name(character: str) -> None:
    decision = linking.decide(replace(READY, typed_login=f"ct{character}1"), now=AFTER)
    assert decision.code == "special_characters"
    assert decision.field == "login"
    assert "& @ $ *" in decision.text
    assert not decision.counts


@pytest.mark.parametrize("login", ["o'brien", "smith-jones", "a.b_c", "ct#1"])
def test_other_characters_do_not_matter(login: str) -> None:
    assert linking.decide(replace(READY, typed_login=login), now=AFTER).allowed


def test_the_case_search_only_account_is_not_barred() -> None:
    # Registration type is no fact of linking at all (seed 004 sends e-filers to that type).
    assert "registration_type" not in PacerAccountFacts.__slots__
