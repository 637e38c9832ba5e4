"""The eras of a court, its redaction notice and its reset links."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courts.kinds import appellate, bankruptcy, district, eras

EASTERN = ZoneInfo("America/New_York")
CUTOFF = datetime(2021, 10, 8, 4, 0, tzinfo=UTC)
LIVE = datetime(2021, 10, 12, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state", "generation"),
    [
        (CUTOFF - SECOND, "currentgen", "currentgen"),
        (CUTOFF, "closed", "currentgen"),
        (LIVE - SECOND, "closed", "currentgen"),
        (LIVE, "nextgen", "nextgen"),
    ],
)
def test_states_change_at_their_second(now: datetime, state: str, generation: str) -> None:
    era = eras.generation(LIVE, CUTOFF, now)
    assert era.state == state
    assert era.generation == generation
    assert era.live is (state == "nextgen")
    assert era.closed is (state == "closed")


def test_a_court_without_a_gap_is_never_closed() -> None:
    assert eras.generation(LIVE, LIVE, LIVE - SECOND).state == "currentgen"
    assert eras.generation(LIVE, LIVE, LIVE).state == "nextgen"


def test_accounts_made_before_the_cut_off_must_be_linked() -> None:
    era = eras.generation(LIVE, CUTOFF, LIVE)
    assert era.must_link(CUTOFF - SECOND)
    assert not era.must_link(CUTOFF)


def test_the_date_is_said_in_the_court_s_zone() -> None:
    era = eras.generation(datetime(2017, 12, 11, 4, 30, tzinfo=UTC), CUTOFF, CUTOFF)
    assert era.go_live_words(UTC) == "December 11, 2017"
    assert era.go_live_words(EASTERN) == "December 10, 2017"
    closed = eras.generation(LIVE, CUTOFF, CUTOFF)
    assert closed.closed_notice("Court X", EASTERN).endswith("on October 12, 2021.")


def test_colorado_s_notice_reads_as_in_seed_003() -> None:
    notice = eras.redaction_notice(district.PROFILE.words, on=date(2021, 7, 1))
    assert notice.text == (
        "IMPORTANT NOTICE OF REDACTION RESPONSIBILITY: All filers must redact: Social Security "
        "or taxpayer-identification numbers; dates of birth; names of minor children; financial "
        "account numbers; and, in criminal cases, home addresses, in compliance with Fed. R. "
        "Civ. P. 5.2 or Fed. R. Crim. P. 49.1. This requirement applies to all documents, "
        "including attachments."
    )
    assert notice.tick == (
        "I understand that, if I file, I must comply with the redaction rules. I have read this "
        "notice."
    )
    links = {piece.text: piece.path for piece in notice.pieces if piece.path}
    assert links == {
        "Fed. R. Civ. P. 5.2": "/rules/frcp-5.2",
        "Fed. R. Crim. P. 49.1": "/rules/frcrp-49.1",
    }


def test_rules_are_cited_from_their_day_only() -> None:
    before = eras.redaction_notice(district.PROFILE.words, on=date(2004, 12, 13))
    assert "in compliance" not in before.text
    assert "Fed. R." not in before.text
    assert before.text.endswith(
        "home addresses. This requirement applies to all documents, including attachments."
    )
    last = eras.redaction_notice(district.PROFILE.words, on=date(2007, 11, 30))
    first = eras.redaction_notice(district.PROFILE.words, on=date(2007, 12, 1))
    assert "Fed. R." not in last.text
    assert "Fed. R. Civ. P. 5.2" in first.text


def test_other_kinds_cite_their_own_rules() -> None:
    bankr = eras.redaction_notice(bankruptcy.PROFILE.words, on=date(2021, 11, 1)).text
    appeals = eras.redaction_notice(appellate.PROFILE.words, on=date(2021, 11, 1)).text
    assert "in compliance with Fed. R. Bankr. P. 9037." in bankr
    assert "in compliance with Fed. R. App. P. 25(a)(5)." in appeals
    assert "Civ." not in bankr + appeals


def test_reset_links_read_as_in_seed_003() -> None:
    links = eras.reset_links(court="/reset", pacer="/pacer", portal="/portal")
    assert [link.text for link in links] == [
        "If you have lost or forgotten your CM/ECF password, click here.",
        "If you have lost or forgotten your PACER password, click here.",
        "If you have lost or forgotten your Attorney Services Portal password, click here.",
    ]
    assert [link.target for link in links] == ["court", "pacer", "portal"]
    click = [piece for link in links for piece in link.pieces if piece.path]
    assert [(piece.text, piece.path) for piece in click] == [
        ("click here", "/reset"),
        ("click here", "/pacer"),
        ("click here", "/portal"),
    ]
    bold = [piece.text for link in links for piece in link.pieces if piece.bold]
    assert bold == ["CM/ECF", "PACER", "Attorney Services Portal"]


def test_no_portal_no_third_link() -> None:
    targets = [link.target for link in eras.reset_links(court="/a", pacer="/b")]
    assert targets == ["court", "pacer"]
