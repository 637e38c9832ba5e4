"""Three hundred generated filings, sent by filing: what goes out, and what comes back.

Every NEF and NDA is read by the reader of client programs and compared with what was filed, field
by field; its free look gives each paper once; the entries come back through docket sheet and feed,
the cases through the case locator; every mail arrives once. One difference fails (evidence line 2
of issue 5).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from juriscraper.lib.string_utils import clean_string
from juriscraper.pacer import PacerRssFeed
from sqlalchemy import select

from courts.cases.models import Case
from courts.docket.queries import EntryView
from idp.mailbox.models import MailItem
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.wire import MailDelivery
from tests import harness, readback, readback_appellate
from tests.generating import Tally, Trainees
from tests.harness import World
from tests.integration.courts import records
from tests.integration.courts.bench import Bench, Provider
from tests.integration.idp.locator.test_rest import Program

COUNTS = {"ctd": 90, "cod": 60, "ctb": 90, "ca2": 60}
COLUMNS = (
    *("filings", "refused", "mails", "html", "text", "sealed", "without", "linked", "attached"),
    *("joint", "claims", "looks", "opened", "fields"),
)
APPEAL = (
    "/n/beam/servlet/TransportRoom?servlet=CaseSummary.jsp&incDktEntries=Y&incPtyAty=Y"
    "&fullDocketReport=Y&actionType=Run%2BDocket%2BReport&caseNum="
)
RSS = "/cgi-bin/rss_outside.pl"
FEEDS = {"ca2": "/n/beam/servlet/TransportRoom?servlet=RSSGenerator"}


@pytest.fixture
def standing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A federation whose outboxes stand still until they are told."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    world = harness.build(tmp_path)
    world.jobs.paused = True
    yield world
    world.close()


def test_three_hundred_filings_are_read_back(
    standing: World, people: dict[str, Persona], capsys: pytest.CaptureFixture[str]
) -> None:
    """District civil and criminal, bankruptcy with adversaries and claims, appeals."""
    benches = {
        name: Bench(
            standing.app(name),
            standing.member(name),
            standing.federation,
            standing.clock,
            Provider(),
        )
        for name in COUNTS
    }
    tallies = {name: Trainees(benches[name]).generate(count) for name, count in COUNTS.items()}
    differences = [each for tally in tallies.values() for each in tally.differences]
    back = {name: _comes_back(benches[name], tally) for name, tally in tallies.items()}
    differences += [each for found in back.values() for each in found]
    standing.jobs.paused = False
    for name in COUNTS:
        standing.jobs.drain(name)
    # The locator hears of most cases at night.
    standing.set_court_time("2021-11-16T08:00")
    for name in COUNTS:
        standing.jobs.clean(name)
        standing.jobs.drain(name)
    promised, arrived = _promised(standing), _arrived(standing)
    listed = _listed(Program(standing, people["client"]), benches, tallies)
    differences += listed
    with capsys.disabled():
        _print(tallies)
        print(f"mails promised: {len(promised)}, arrived: {len(arrived)}")
        print(*differences[:20], sep="\n")
    assert differences == []
    assert sum(tally.filings for tally in tallies.values()) == sum(COUNTS.values())
    # Also those of the cases that appeals have opened above, and of the numbers told back.
    assert sorted(arrived) == sorted(set(promised))
    for tally in tallies.values():
        assert tally.opened >= tally.looks > 0
        assert tally.text
        assert tally.html
        assert tally.linked
        assert tally.attached
    assert tallies["ctd"].sealed
    assert tallies["ctb"].without
    assert tallies["ctb"].joint
    assert tallies["ctb"].claims


def _print(tallies: dict[str, Tally]) -> None:
    print(f"\n{'court':6}" + "".join(f"{name:>9}" for name in COLUMNS) + f"{'differ':>9}")
    for court, tally in tallies.items():
        told = "".join(f"{getattr(tally, name):9}" for name in COLUMNS)
        print(f"{court:6}{told}{len(tally.differences):9}   {len(tally.events)} events")


def _promised(world: World) -> list[str]:
    """Return the ids of the mails that the courts have promised."""
    found: list[str] = []
    for name in COUNTS:
        with world.database(name).reading() as session:
            rows = select(OutboxRow.message_id).where(OutboxRow.kind == MailDelivery.KIND)
            found += session.scalars(rows)
    return found


def _arrived(world: World) -> list[str]:
    """Return the ids of the mails of these courts that lie in the mailbox."""
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(MailItem.message_id).where(MailItem.member.in_(COUNTS))))


def _comes_back(bench: Bench, tally: Tally) -> list[str]:
    """Return what a stranger does not find again on docket sheets and in the feed."""
    wrong: list[str] = []
    by_case: dict[int, list[tuple[Case, EntryView]]] = {}
    for case, view in tally.filed:
        by_case.setdefault(case.id, []).append((case, view))
    reader = bench.signed_in("researcher")
    for case_id, filed in by_case.items():
        case = filed[0][0]
        if case.sealed:
            continue
        shown = _sheet(bench, reader, case)
        for _, view in filed:
            if view.entry.access != "public":
                continue
            said = clean_string(view.entry.text)
            if not any(said == clean_string(each["description"]) for each in shown):
                wrong.append(f"{bench.member.id} docket of {case_id}: {said[:120]}")
    return wrong + _not_in_feed(bench, tally)


def _sheet(bench: Bench, reader: Any, case: Case) -> list[dict[str, Any]]:
    if bench.member.kind == "appellate":
        page = reader.get(f"{APPEAL}{case.year % 100:02d}-{case.serial:04d}")
        return list(readback_appellate.docket(bench.member.id, page.html)["docket_entries"])
    page = records.sheet(reader, case.id)
    return list(readback.docket(bench.member.id, page)["docket_entries"])


def _not_in_feed(bench: Bench, tally: Tally) -> list[str]:
    feed, path = PacerRssFeed(bench.member.id), FEEDS.get(bench.member.id, RSS)
    answer = bench.browser().client.get(path, base_url=bench.member.origins["ecf"], buffered=True)
    feed._parse_text(answer.data.decode(answer.mimetype_params["charset"]))
    told = {
        (each["docket_number"], str(entry["document_number"]), entry["short_description"])
        for each in feed.data
        for entry in each["docket_entries"]
    }
    return [
        f"{bench.member.id} feed: {case.id} {view.entry.number} {view.entry.short}"
        for case, view in tally.filed
        if view.entry.access == "public"
        and not case.sealed
        and not case.restricted
        and (_number(bench, case), _linked(view), clean_string(view.entry.short)) not in told
    ]


def _linked(view: EntryView) -> str:
    """Return the number that readers find: it stands in the link to the paper."""
    return str(view.entry.number if view.documents else None)


def _number(bench: Bench, case: Case) -> str:
    style = bench.app.extensions["moot_court"].profile.numbers
    return str(style.bare(case.number))


def _listed(program: Program, benches: dict[str, Bench], tallies: dict[str, Tally]) -> list[str]:
    """Return the cases that the locator does not find by their numbers, with their titles."""
    wrong = []
    for court, tally in tallies.items():
        for case in {case.id: case for case, _ in tally.filed if not case.sealed}.values():
            number = _number(benches[court], case)
            answer = program.find("cases", {"caseNumberFull": number}).get_json()
            titles = {each["caseTitle"] for each in answer.get("content", ())}
            if case.caption not in titles:
                wrong.append(f"locator {court} {number}: {case.caption!r} not in {titles}")
    return wrong
