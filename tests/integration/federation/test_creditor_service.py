"""The creditor service: a court's reference becomes its matrix, for whoever has the reference."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import requests
from juriscraper.pacer import ListOfCreditors
from sqlalchemy import select

from courts.cases.models import Case
from courts.cases.service import Known
from courts.kinds.numbers import BANKRUPTCY
from courts.worlds.service import plant_cases
from shared.db import every_world
from shared.personas import Persona
from tests import readback_bankruptcy as readback
from tests.harness import Browser, World
from tests.integration.courts import bankruptcies

People = Mapping[str, Persona]
SERVICE = "https://ncrs.uscourts.gov/query/cmecf/index.adp"
MATRIX = "/cgi-bin/CredMatrixCase.pl"
EXTERNAL = {"Referer": "https://external"}


def plant(world: World, number: int = 0) -> int:
    with world.database("ctb").writing() as session:
        (case_id,) = plant_cases(
            session,
            (bankruptcies.converted(),),
            known=Known({}, {}),
            style=BANKRUPTCY,
            zone=ZoneInfo(world.member("ctb").timezone),
            world=number,
        )
    return case_id


def token_holder(world: World, people: People) -> Browser:
    """Return a client program with a token of PACER's, on the real host names."""
    who = people["client"]
    assert who.pacer is not None
    browser = world.browser()
    answer = browser.session.post(
        "https://pacer.login.uscourts.gov/services/cso-auth",
        json={"loginId": who.pacer.user_name, "password": who.pacer.password},
        headers={"Accept": "application/json"},
    ).json()
    browser.session.cookies.set("NextGenCSO", answer["nextGenCSO"])
    return browser


def reference(world: World, people: People, case_id: int) -> str:
    """Return what the court hands out for a case, as a client program asks for it."""
    browser = token_holder(world, people)
    answer = browser.session.post(
        f"https://ecf.ctb.uscourts.gov{MATRIX}?1-L_1_0-1",
        data={"all_case_ids": str(case_id), "case_num": "", "typfmt": "rawfrmt", "SMG": ""},
        headers=EXTERNAL,
    )
    report = ListOfCreditors("ctb")
    report._parse_text(answer.text)
    assert report.tree.xpath("//form[@name='bnc']/@action") == [SERVICE]
    return str(report.data["data"])


def ask(world: World, **fields: str) -> requests.Response:
    """Ask the service as a client program does: a stranger, with everything in the address."""
    answer: requests.Response = world.browser().session.post(SERVICE, params=fields)
    return answer


def test_the_matrix_is_read_back_as_lines_and_as_labels(world: World, people: People) -> None:
    data = reference(world, people, plant(world))
    draft = bankruptcies.converted()
    raw = ask(world, format="rawdata", useragentstring="CM/ECF-BK V10.6.4", data=data)
    assert raw.status_code == 200
    assert raw.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert readback.creditors(draft.creditors, raw.text) == []
    labels = ask(world, data=data)
    assert labels.text.startswith("Omega Savings Bank\n77 Fiction Lane\nTestham, CT 00000\n\n")
    assert labels.text.count("\n\n") == len(draft.creditors) - 1


def test_a_browser_posts_the_form_on_the_own_names(world: World, people: People) -> None:
    case_id = plant(world)
    browser = world.browser()
    browser.enter("ctb", people["researcher"])
    form = browser.open("ctb", f"{MATRIX}?{case_id}")
    report = form.submit({"typfmt": "rawfrmt"}, button="Run Report")
    assert "The list of 3 creditors is ready" in report.text
    target = world.url("pacer", "/query/cmecf/index.adp")
    assert report.all("//form[@name='bnc']/@action") == [target]
    allowed = report.response.headers["Content-Security-Policy"]
    assert world.url("pacer", "").rstrip("/") in allowed.partition("form-action")[2]
    told = report.submit(button="View Raw Data")
    assert readback.creditors(bankruptcies.converted().creditors, told.response.text) == []


def test_nobody_reads_with_a_reference_of_their_own(world: World, people: People) -> None:
    data = reference(world, people, plant(world))
    court, payload, signature = data.split(".")
    for forged in (
        "",
        "ctb",
        "ctb.",
        "pacer.x",
        "nowhere." + payload,
        f"{court}.{payload}",
        f"{court}.{payload}.{signature[:-2]}AA",
        f"{court}.WzEsOTk5OTk5OTk5OV0.{signature}",
        f"ctd.{payload}.{signature}",
        f"ca2.{payload}.{signature}",
        data + "x" * 500,
        "ctb." + "\x00",
    ):
        answer = ask(world, format="rawdata", data=forged)
        assert answer.status_code == 422, forged
        assert "text/html" in answer.headers["Content-Type"]
        assert "Omega" not in answer.text


def test_a_reference_ends_after_an_hour_whatever_the_court_time(
    world: World, people: People
) -> None:
    data = reference(world, people, plant(world))
    world.set_court_time("2026")
    assert ask(world, format="rawdata", data=data).status_code == 200
    world.clock.advance(minutes=61)
    stale = ask(world, format="rawdata", data=data)
    assert stale.status_code == 422
    assert "good for one hour" in stale.text


def test_a_case_that_is_gone_has_no_list(world: World, people: People) -> None:
    case_id = plant(world)
    data = reference(world, people, case_id)
    with world.database("ctb").writing() as session:
        session.delete(session.scalars(every_world(select(Case).where(Case.id == case_id))).one())
    assert ask(world, format="rawdata", data=data).status_code == 422


def test_a_case_of_another_seat_gets_no_reference(world: World, people: People) -> None:
    case_id = plant(world, number=7)
    browser = token_holder(world, people)
    answer = browser.session.post(
        f"https://ecf.ctb.uscourts.gov{MATRIX}?1-L_1_0-1",
        data={"all_case_ids": str(case_id), "case_num": "21-50012", "typfmt": "rawfrmt"},
        headers=EXTERNAL,
    )
    assert "Case not found." in answer.text
    assert 'name="bnc"' not in answer.text


def test_the_court_tells_only_members(world: World, people: People) -> None:
    data = reference(world, people, plant(world))
    answer = world.browser().session.post(
        "https://ecf.ctb.uscourts.gov/services/moot/creditor-matrix",
        json={"data": data, "format": "rawdata"},
    )
    assert answer.status_code == 401
