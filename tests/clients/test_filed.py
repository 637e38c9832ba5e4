"""What was filed comes back through docket, feed and locator, by unmodified programs (2021-11)."""

from __future__ import annotations

import pacersdk
from juriscraper.pacer import AppellateDocketReport, DocketReport, PacerRssFeed
from juriscraper.pacer.http import PacerSession
from sqlalchemy import select

from courts.cases.models import Party
from shared.personas import Persona
from tests.clients.test_locator import moved
from tests.integration.federation.forwarding import case_of, file, inside, seq_of
from tests.serving import Redirector

__all__ = ["moved"]
ERA = "2021-11"


def test_a_notice_of_appeal_and_its_case_in_the_circuit(
    session: PacerSession, moved: Redirector, people: dict[str, Persona]
) -> None:
    world = moved._running.world
    assert world is not None
    with inside(world, "ctd") as court:
        case = case_of(court, 21, "cv")
        party = court.scalars(
            select(Party).where(Party.case_id == case.id, Party.role == "Defendant")
        ).first()
        assert party is not None
        ended = seq_of(court, case, "order", "opinion", "judgment", "electronic_order")
        filed = file(
            court,
            case,
            "notice_of_appeal",
            people["attorney_everywhere"],
            filers=(party.id,),
            refers=(ended,),
        )
        case_id, number = case.id, filed.view.entry.number
        text = filed.view.entry.text

    docket = DocketReport("ctd", session)
    docket.query(str(case_id), show_parties_and_counsel=True)
    told = {each["document_number"]: each for each in docket.data["docket_entries"]}
    assert told[str(number)]["description"] == " ".join(text.split())
    above = docket.data["docket_entries"][-1]["description"]
    assert above.startswith("USCA Case Number 21-")
    appeal = above.removeprefix("USCA Case Number ").split()[0]

    feed = PacerRssFeed("ctd")
    feed.query()
    feed.parse()
    ours = [each for each in feed.data if each["docket_number"] == "3:19-cv-00021-RBX"]
    shorts = {
        (entry["short_description"], entry["document_number"])
        for each in ours or feed.data
        for entry in each["docket_entries"]
        if each["pacer_case_id"] == str(case_id)
    }
    assert ("Notice of Appeal", number) in {(s, int(n) if n else None) for s, n in shorts}

    circuit = AppellateDocketReport("ca2", session)
    circuit.query(appeal, show_docket_entries=True, show_party_atty_info=True)
    assert circuit.data["docket_number"] == appeal
    assert circuit.data["docket_entries"][0]["description"].startswith("NOTICE OF CIVIL APPEAL")

    who = people["client"].pacer
    assert who is not None
    sdk = pacersdk.PCLClient(who.user_name, who.password, redaction=True)
    found = sdk.case.search(
        {"jurisdictionType": "ap", "caseTitle": "Alpha Widgets", "dateFiledFrom": "2021-11-01"}
    )
    assert appeal in {f"{c['caseYear'] % 100:02d}-{c['caseNumber']:04d}" for c in found["content"]}
