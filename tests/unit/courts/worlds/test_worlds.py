"""Generated worlds and reference cases: what holds for every one of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courts.kinds import catalogue
from courts.kinds.drafts import FACTS, AppellateFacts, CaseDraft
from courts.worlds import reference
from courts.worlds.writing import CASES, Origin, Size, World, cases
from shared import personas

EASTERN = ZoneInfo("America/New_York")
UNTIL = date(2021, 11, 14)
COURTS = (("ctd", "district"), ("cod", "district"), ("ctb", "bankruptcy"), ("ca2", "appellate"))
CATALOGUE = catalogue.of_menus(*catalogue.FILES)
#: Filed into the claims register, which is no docket (facts 4).
IN_THE_REGISTER = {"proof_of_claim", "amended_claim"}
#: Made by what another court tells: a generated world is written without messages.
BY_MESSAGE = {
    *("usca_number", "bk_appeal_number", "bk_withdrawal_number"),
    *("reference_withdrawal", "bankruptcy_appeal"),
}
#: What the parsers of client programs take for an error page or for a header (clients.md 5).
POISON = re.compile(
    "|".join(
        (
            r"Case not found\.",
            r"DO NOT POST IN THIS CASE",
            r"Control\s+F",
            r"Only applications for admission",
            r"The report may take a long time",
            r"The page ID does not exist",
            r"There are no documents in this case",
            r"Incomplete request",
            r"To accept charges",
            r"administratively closed",
            r"must be less than or equal to",
            r"you do not have permission",
            r"Format: text",
            r"Server timeout",
            r"The case type was",
            r"in the process of being opened",
            r"Submission already made",
            r"Referred to:",
            r"Assigned to:",
            r"Lead case:",
            r"Date Filed:",
            r"Date Terminated:",
            r"Cannot locate the case",
            r"could not retrieve dktentry",
            r"document is not available",
            r"You do not have access to this transcript",
            r"No matter of public record",
            r"Sealed Document",
            r"Under Seal",
            r"Document is Sealed",
            r"This document is SEALED",
            r"This image is not available",
            r"A Client Code is required",
            r"denied based on Nature of Suit",
            r"Notice of Electronic Claims Filing",
            r"announcement e-mail message",
            r"Join ZoomGov",
            r"Modified Dkt text from",
            r"Modified Date Filed from",
            r"Added Correct PDF",
            r"No claims found",
            r"No docket entries found",
            r"Docket Text",
            r"Transaction Receipt",
            r"Adversary Proceeding(?! Cover)",
            r"Cost: ",
        )
    ),
    re.IGNORECASE,
)
#: A motion of adversary proceedings has the words in its usual title; its pages say them anyway.
SAID_ANYWAY = re.compile("Dismiss Adversary Proceeding")
ENTERED = re.compile(r"\(Entered: \d\d/\d\d/\d{4}\)$|\[Entered: \d\d/\d\d/\d{4} \d\d:\d\d [AP]M\]$")


@cache
def world(court: str, kind: str, seed: int = 1, size: Size = Size.CLASS) -> tuple[CaseDraft, ...]:
    """Return a generated world."""
    return tuple(cases(court, kind, seed, size, until=UNTIL, zone=EASTERN))


def texts(draft: CaseDraft) -> Iterator[str]:
    """Yield everything of a case that a page may print."""
    yield draft.caption
    for party in draft.parties:
        yield from (party.role, party.name, party.extra, *party.address)
        for count in party.counts:
            yield from (count.name, count.disposition)
    for entry in draft.entries:
        yield from (entry.text, entry.short)
        for paper in entry.documents:
            yield from (paper.category, paper.description)
    for claim in draft.claims:
        yield from (claim.creditor, claim.description, claim.remarks)
        yield from (event.text for event in claim.history)
    yield from (setting.name for setting in draft.settings)


def holds(draft: CaseDraft, zone: ZoneInfo, until: date) -> None:
    """Assert what holds for every case."""
    assert [entry.seq for entry in draft.entries] == [*range(1, len(draft.entries) + 1)]
    moments = [entry.entered_at for entry in draft.entries]
    assert moments == sorted(moments)
    for entry in draft.entries:
        assert entry.event in CATALOGUE.events
        assert draft.filed_on <= entry.filed_on <= until
        local = entry.entered_at.astimezone(zone)
        assert entry.filed_on <= local.date() <= until, entry
        assert 5 <= local.hour <= 23
        assert ENTERED.search(entry.text), entry.text
        assert "{" not in entry.text
        assert "  " not in entry.text
        assert all(1 <= seq < entry.seq for seq in entry.refers)
        assert entry.access in catalogue.ACCESS
        assert all(paper.pages > 0 for paper in entry.documents)
        assert not entry.documents or entry.number is not None
    assert len({repr(party) for party in draft.parties}) == len(draft.parties)
    assert " v. " in draft.caption or "In Re" in draft.caption or draft.family == "bankruptcy"
    numbers = [claim.number for claim in draft.claims]
    assert numbers == [*range(1, len(numbers) + 1)]
    for claim in draft.claims:
        assert all(event.filed_on <= until for event in claim.history)
        labels = {amount.label for amount in claim.amounts}
        assert labels <= {"Amount", "Secured", "Priority", "Unsecured", "Admin", "Unknown"}
    for setting in draft.settings:
        assert 0 <= setting.seq <= len(draft.entries)
        assert (setting.ended_on is None) == (setting.status == "")
    if draft.family == "criminal":
        assert draft.parties[-1].name == "USA"
        assert all(party.defendant for party in draft.parties[:-1])
    facts = FACTS[draft.family]
    assert isinstance(draft.facts, facts)
    assert facts.from_json(draft.facts.to_json()) == draft.facts
    for text in texts(draft):
        assert not POISON.search(SAID_ANYWAY.sub("", text)), text


def dense(draft: CaseDraft) -> bool:
    """Say whether the numbers of the entries leave none out."""
    found = [entry.number for entry in draft.entries if entry.number is not None]
    return found == [*range(1, len(found) + 1)]


@pytest.mark.parametrize(("court", "kind"), COURTS)
def test_every_generated_case_holds(court: str, kind: str) -> None:
    """Days, numbers, hours, words: nothing that a court would not write."""
    for draft in world(court, kind):
        holds(draft, EASTERN, UNTIL)
        assert dense(draft)


@pytest.mark.parametrize("court", [court for court, _ in COURTS])
def test_every_reference_case_holds(court: str) -> None:
    """The cases written by hand are held to the same."""
    zone = ZoneInfo("America/Denver") if court == "cod" else EASTERN
    found = reference.cases(court)
    for draft in found:
        holds(draft, zone, date(2021, 11, 14))
    assert len({draft.number for draft in found}) == len(found)


def test_the_first_reference_cases_keep_their_places() -> None:
    """Other tests and guides name them: new ones come at the end."""
    assert [draft.number.serial for draft in reference.cases("ctd")][:3] == [21, 22, 23]
    assert reference.cases("ctb")[0].number.serial == 30101
    assert reference.cases("ca2")[0].number.serial == 1001


def test_counsel_of_record_are_personas_of_the_court() -> None:
    """Whoever is named as a persona exists, and counsel have an account where they appear."""
    people = {person.key: person for person in personas.load()}
    for court, kind in COURTS:
        for draft in chain(reference.cases(court), world(court, kind)):
            for party in draft.parties:
                assert party.persona in ("", *people)
                for counsel in party.counsel:
                    assert counsel.persona == "" or court in people[counsel.persona].courts


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**31),
    until=st.dates(date(2004, 12, 1), date(2026, 2, 1)),
    place=st.integers(0, CASES[Size.CLASS] - 1),
    court=st.sampled_from(COURTS),
)
def test_any_seed_and_any_day(seed: int, until: date, place: int, court: tuple[str, str]) -> None:
    """A case of any world, made on any day, holds, and is by itself what it is in its world."""
    built = World(Origin(*court, seed, Size.CLASS, until, EASTERN))
    draft = built.case(place)
    holds(draft, EASTERN, until)
    assert dense(draft)
    again = World(Origin(*court, seed, Size.CLASS, until, EASTERN))
    assert again.case(place) == draft


def test_days_rise_and_numbers_never_meet() -> None:
    """Cases are filed in the order of their places; worlds of several sizes share no number."""
    for court, kind in COURTS:
        seen: Counter[object] = Counter(draft.number for draft in reference.cases(court))
        for size in (Size.TINY, Size.CLASS):
            found = world(court, kind, 1, size)
            days = [draft.filed_on for draft in found]
            assert days == sorted(days)
            seen.update((d.number.type, d.number.year, d.number.serial) for d in found)
        assert max(seen.values()) == 1


def test_a_load_has_its_numbers_in_the_range_of_the_court() -> None:
    """The largest world fits the five digits (four in an appellate court), and no number twice."""
    for court, kind in COURTS[1:]:
        load = World(Origin(court, kind, 1, Size.LOAD, UNTIL, EASTERN))
        assert load.count == 100_000
        numbers = [load.number(place) for place in range(0, load.count, 7)]
        assert len(set(numbers)) == len(numbers)
        top = 9_999 if kind == "appellate" else 99_999
        assert all(number.serial <= top for number in numbers)
        assert all(n.serial < 10_000 for n in numbers if n.type == "ap")
        assert all(n.serial >= 10_000 for n in numbers if n.type == "bk")


def test_ties_lead_to_cases_that_exist() -> None:
    """Members and leads, adversaries and main cases, appeals and the cases below."""
    for court, kind in COURTS:
        own = {key(draft): draft for draft in world(court, kind)}
        for draft in own.values():
            for link in draft.links:
                number = (link.number.type, link.number.year, link.number.serial)
                if not link.court:
                    assert number in own
                    continue
                below = {key(d): d for d in world(link.court, dict(COURTS)[link.court])}
                assert below[number].filed_on < draft.filed_on
                assert isinstance(draft.facts, AppellateFacts)
                assert str(link.number.serial) in draft.facts.origin_number


def key(draft: CaseDraft) -> tuple[str, int, int]:
    """Return what tells a case apart in its court."""
    return draft.number.type, draft.number.year, draft.number.serial


def test_the_smallest_world_has_variety() -> None:
    """Twelve cases are enough to meet every family, and the chapters people ask for first."""
    tiny = {court: world(court, kind, 1, Size.TINY) for court, kind in COURTS}
    assert all(len(found) == 12 for found in tiny.values())
    assert {d.number.type for d in tiny["ctd"]} == {"cv", "cr", "mj", "mc"}
    assert {"7", "11", "13", "9", "12"} <= {d.chapter for d in tiny["ctb"]}
    assert {d.family for d in tiny["ctb"]} == {"bankruptcy", "adversary"}
    assert any(d.restricted for d in tiny["ctd"])
    assert any(d.claims for d in tiny["ctb"])
    assert any(d.terminated_on for d in tiny["ca2"])


def test_every_event_of_the_catalogue_is_used() -> None:
    """What nobody would ever see on a docket has no place in the catalogue."""
    seen: set[str] = set()
    for seed in (1, 2, 3, 4, 5, 6):
        for court, kind in COURTS:
            for draft in world(court, kind, seed):
                seen.update(entry.event for entry in draft.entries)
    # Until 2007 a judge allowed filing over the internet case by case (seed 000).
    early = cases("ctd", "district", 1, Size.TINY, until=date(2006, 5, 1), zone=EASTERN)
    seen.update(entry.event for draft in early for entry in draft.entries)
    assert set(CATALOGUE.events) - seen - IN_THE_REGISTER - BY_MESSAGE == set()


def digest() -> str:
    """Return a digest of a few worlds; other processes print it, too."""
    found = sha256()
    for court, kind in COURTS:
        for draft in world(court, kind, 11, Size.TINY):
            found.update(repr(draft).encode())
        for draft in reference.cases(court):
            found.update(repr(draft).encode())
    return found.hexdigest()


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    """Nothing follows from the order of sets, from a clock or from the process."""
    told = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import digest; print(digest())"],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == digest()


def test_another_seed_gives_another_world() -> None:
    """But the reference cases stay."""
    assert [d.caption for d in world("ctd", "district", 1)] != [
        d.caption for d in world("ctd", "district", 2)
    ]
