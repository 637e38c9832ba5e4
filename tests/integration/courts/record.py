"""Cases for the tests of Query, reports and the feed, and a client as programs are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from courts.cases.service import Known
from courts.kinds.drafts import (
    BankruptcyFacts,
    CaseDraft,
    CivilFacts,
    CounselDraft,
    DocumentDraft,
    EntryDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber
from courts.kinds.profiles import profile
from courts.signin.models import CourtSession
from courts.worlds import reference
from courts.worlds.service import plant_cases
from shared.db import SHARED_WORLD
from tests.integration.courts.bench import Bench, Browser, Shown

EXTERNAL = "https://external"
SEAT = 41
#: How `bench.build` knows the courts of `one_reference_case`.
ONE_CASE = "one reference case"


def one_reference_case(patch: pytest.MonkeyPatch) -> None:
    """Let courts begin with their first reference case alone, so that lists are short."""
    whole = reference.cases
    patch.setattr(reference, "cases", lambda court: whole(court)[:1])


def store(bench: Bench, drafts: Sequence[CaseDraft], *, world: int = SHARED_WORLD) -> list[int]:
    """Store cases in a court and return their ids."""
    with bench.database.writing() as session:
        return plant_cases(
            session,
            drafts,
            known=Known({}, {}),
            style=profile(bench.member.kind).numbers,
            zone=ZoneInfo(bench.member.timezone),
            world=world,
        )


def send(browser: Browser, path: str, **fields: Any) -> Shown:
    """Post as client programs do: multipart without a token, and their Referer."""
    base = browser.bench.member.origins["ecf"]
    answer = browser.client.post(
        path,
        data=fields,
        base_url=base,
        headers={"Referer": EXTERNAL},
        content_type="multipart/form-data",
    )
    return Shown(answer)


def in_seat(bench: Bench, key: str, world: int = SEAT) -> Browser:
    """A browser of somebody who sits in a seat."""
    browser = bench.signed_in(key)
    with bench.database.writing() as session:
        session.execute(
            update(CourtSession).values(world=world).execution_options(every_world=True)
        )
    return browser


@contextmanager
def statements(bench: Bench) -> Iterator[list[str]]:
    """Count what is asked of the tables of the record."""
    names = [f"FROM {name}" for name in ("court_case", "case_", "docket_")]
    seen: list[str] = []
    with bench.statements() as sent:
        yield seen
        flat = (" ".join(statement.split()) for statement in sent)
        seen += [each for each in flat if any(name in each for name in names)]


def entry(seq: int, number: int | None, kind: str, at: datetime, **more: Any) -> EntryDraft:
    """An entry with a paper, unless it has no number."""
    words = more.pop("short", kind.replace("_", " ").title())
    papers = more.pop("documents", (DocumentDraft(2),) if number else ())
    return EntryDraft(
        seq,
        number,
        kind,
        words,
        f"{words.upper()} of the test. (Clerk, C) (Entered: {at:%m/%d/%Y})",
        at.date(),
        at,
        "Clerk, C",
        documents=papers,
        **more,
    )


def at(month: int, day: int, hour: int = 15, year: int = 2021) -> datetime:
    """A moment of the year of the tests."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def civil(serial: int, caption: str, **more: Any) -> CaseDraft:
    """A civil case of Sam Pleasant against somebody."""
    filed = more.pop("filed_on", date(2021, 2, 1))
    counsel = CounselDraft(
        "Paula Q. Briefly", ("Briefly LLP", "203-555-0177", "Email: pq@briefly.test")
    )
    parties = more.pop(
        "parties",
        (
            PartyDraft("Plaintiff", "Sam Pleasant", "Sam", "Pleasant", counsel=(counsel,)),
            PartyDraft("Defendant", caption.partition(" v. ")[2] or "Nobody Inc."),
        ),
    )
    facts = more.pop("facts", CivilFacts(cause="42:1983 Civil Rights Act"))
    return CaseDraft(
        family=more.pop("family", "civil"),
        number=CaseNumber(2021, serial, more.pop("type", "cv"), "3", "RBX"),
        caption=caption,
        filed_on=filed,
        judge="Rhea B. Robeson",
        nature=more.pop("nature", "440"),
        facts=facts,
        parties=parties,
        **more,
    )


def motions() -> CaseDraft:
    """A case with a pending motion, one that was ruled on, and an entry under seal."""
    return civil(
        501,
        "Pleasant v. Gizmo Corp.",
        flags=("LEAD",),
        entries=(
            entry(1, 1, "complaint", at(2, 1), filers=("Sam Pleasant",)),
            entry(2, 2, "motion_dismiss", at(3, 1), short="Motion to Dismiss"),
            entry(3, 3, "motion_compel", at(4, 1), short="Motion to Compel"),
            entry(4, 4, "response_motion", at(4, 8), short="Response", refers=(2,)),
            entry(5, 5, "order_on_motion", at(5, 3), short="Order on Motion", refers=(3,)),
            entry(6, 6, "motion_seal", at(5, 4), short="Hidden Motion", access="sealed"),
            entry(7, None, "minute_entry", at(5, 5), short="Minute Entry"),
            entry(8, 7, "opinion", at(6, 1), short="Ruling and Opinion", opinion=True),
            entry(9, 8, "opinion", at(6, 2), short="Amended Opinion", opinion=True),
        ),
        settings=(
            SettingDraft("deadline", "Reply due", date(2021, 12, 1)),
            SettingDraft("hearing", "Bench Trial", date(2021, 11, 30), "10:00 AM", "Room 2"),
            SettingDraft("deadline", "Answer due", date(2021, 11, 20), status="satisfied"),
        ),
    )


def debtor(serial: int, name: tuple[str, str], **more: Any) -> CaseDraft:
    """A chapter 13 case."""
    first, last = name
    return CaseDraft(
        family="bankruptcy",
        number=CaseNumber(2021, serial, "bk", "3", "amx"),
        caption=f"{first} {last}",
        filed_on=more.pop("filed_on", date(2021, 5, 10)),
        judge="Ann M. Equity",
        chapter="13",
        facts=BankruptcyFacts(chapter="13", discharged_on=date(2021, 9, 1)),
        parties=(
            PartyDraft("Debtor", f"{first} {last}", first, last),
            PartyDraft("Trustee", "Tess Stonewell", "Tess", "Stonewell"),
        ),
        **more,
    )
