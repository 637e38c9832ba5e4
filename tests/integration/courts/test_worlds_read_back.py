"""Generated and reference cases, as the parser of client programs reads them from our pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from courts.kinds import catalogue
from courts.kinds.drafts import CaseDraft, EntryDraft
from courts.worlds import reference
from courts.worlds.writing import Size, cases
from tests import readback, readback_appellate, readback_bankruptcy
from tests.integration.courts import bench, records
from tests.integration.courts import test_appeals as appeals
from tests.integration.courts.bench import Bench

EASTERN = ZoneInfo("America/New_York")
UNTIL = date(2021, 11, 14)
#: Entries that strangers do not see, and the days for which a transcript is closed.
UNSEEN = frozenset({"sealed", "court_only", "ex_parte"})
CLOSED_FOR = timedelta(days=90)
SEED = 3


def planted(folder: Path, court: str) -> tuple[Bench, list[tuple[int, CaseDraft]]]:
    """Return a court with its reference cases and a tiny world, and who of them is shown."""
    built = bench.build(folder, court, "2021-11")
    records.clear(built)
    made = cases(court, built.member.kind, SEED, Size.TINY, until=UNTIL, zone=EASTERN)
    drafts = [*reference.cases(court), *made]
    ids = records.plant(built, *drafts)
    stored = zip(ids, drafts, strict=True)
    return built, [(case, draft) for case, draft in stored if not (draft.sealed or draft.opening)]


def closed(draft: CaseDraft) -> frozenset[int]:
    """Return the entries whose papers a stranger may not open."""
    events = catalogue.of_menus(*catalogue.FILES).events
    return frozenset(
        each.seq
        for each in draft.entries
        if _is_closed(each)
        or (draft.restricted and not each.opinion and not events[each.event].by_court)
    )


def _is_closed(each: EntryDraft) -> bool:
    if each.access == "transcript":
        return each.filed_on + CLOSED_FOR >= UNTIL
    return each.access != "public"


def unseen(draft: CaseDraft) -> frozenset[int]:
    """Return the entries that a stranger does not see."""
    return frozenset(each.seq for each in draft.entries if each.access in UNSEEN)


def without(entries: Sequence[EntryDraft], gone: frozenset[int]) -> tuple[EntryDraft, ...]:
    """Return entries without some."""
    return tuple(each for each in entries if each.seq not in gone)


def test_a_district_world_is_read_back(tmp_path: Path) -> None:
    built, stored = planted(tmp_path, "ctd")
    reader = built.signed_in("client")
    for case, draft in stored:
        found = readback.docket("ctd", records.sheet(reader, case))
        told = readback.differences(
            found,
            draft,
            prefix="041",
            papers=records.papers(built, case),
            hidden=unseen(draft),
            closed=closed(draft),
        )
        assert told == [], draft.caption
    built.database.dispose()


def test_a_bankruptcy_world_is_read_back(tmp_path: Path) -> None:
    built, stored = planted(tmp_path, "ctb")
    reader = built.signed_in("client")
    for case, draft in stored:
        shown = records.sheet(reader, case)
        found = readback.docket("ctb", shown)
        entries = without(draft.entries, unseen(draft))
        assert readback_bankruptcy.head(draft, found) == [], draft.caption
        told = readback_bankruptcy.entries(entries, found["docket_entries"], prefix="040")
        assert [*told] == [], draft.caption
    built.database.dispose()


def test_an_appellate_world_is_read_back(tmp_path: Path) -> None:
    built, stored = planted(tmp_path, "ca2")
    reader = built.signed_in("client")
    for case, draft in stored:
        page = appeals.docket(reader, draft)
        told = readback_appellate.differences(
            readback_appellate.docket("ca2", page.html),
            draft,
            prefix="002",
            papers=records.papers(built, case),
            courts=("ctd", "ctb"),
            closed=closed(draft),
        )
        assert told == [], draft.caption
    built.database.dispose()
