"""`cso-auth` and `cso-logout` as juriscraper, pacersdk and pacer-cli call them (facts.md 7.1)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from idp.accounts.models import Account
from idp.mfa.models import MfaStanding
from idp.signin import texts
from idp.signin.models import CsoToken, SsoSession
from shared.ids import digest, subject_of
from shared.personas import Persona
from tests.harness import World
from tests.integration.idp import counter

People = dict[str, Persona]
REAL = "https://pacer.login.uscourts.gov"
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


def call(world: World, path: str, body: Any, **headers: str) -> Any:
    return (
        world.app("pacer")
        .test_client()
        .post(
            path,
            data=body if isinstance(body, str | bytes) else json.dumps(body),
            headers=headers or JSON,
            base_url=REAL,
        )
    )


def auth(world: World, persona: Persona, **more: str) -> dict[str, str]:
    assert persona.pacer is not None
    body = {"loginId": persona.pacer.user_name, "password": persona.pacer.password, **more}
    answer = call(world, "/services/cso-auth", body)
    assert answer.status_code == 200
    found: dict[str, str] = answer.get_json()
    return found


def rows(world: World) -> list[SsoSession]:
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(SsoSession)).all())


def test_success(world: World, people: People) -> None:
    found = auth(world, people["client"], redactFlag="1", clientCode="abc")
    assert found["loginResult"] == "0"
    assert found["errorDescription"] == ""
    assert len(found["nextGenCSO"]) == 128
    (row,) = rows(world)
    assert (row.via, row.client_code) == ("cso-auth", "abc")
    with world.database("pacer").reading() as session:
        token = session.scalars(select(CsoToken)).one()
        assert token.token_hash == digest(found["nextGenCSO"])


@pytest.mark.parametrize("who", ["unknown", "wrong", "locked", "disabled_pacer"])
def test_every_refused_credential_says_the_same(world: World, people: People, who: str) -> None:
    persona = people[who if who in people else "client"]
    changed = {"unknown": {"loginId": "nobody"}, "wrong": {"password": "no"}}.get(who, {})
    assert auth(world, persona, **changed) == {
        "nextGenCSO": "",
        "loginResult": "13",
        "errorDescription": "Invalid username, password, or one-time passcode.",
    }
    assert rows(world) == []


def test_filers_must_acknowledge_redaction(world: World, people: People) -> None:
    refused = auth(world, people["attorney_ctd"])
    assert refused["loginResult"] == "1"
    assert refused["nextGenCSO"] == ""
    assert refused["errorDescription"].startswith("All filers must redact: ")
    for rule in ("25(a)(5)", "5.2", "49.1", "9037"):
        assert rule in refused["errorDescription"]
    assert rows(world) == []
    assert auth(world, people["attorney_ctd"], redactFlag="0")["loginResult"] == "1"
    assert auth(world, people["attorney_ctd"], redactFlag="1")["loginResult"] == "0"
    assert auth(world, people["researcher"])["loginResult"] == "0"


def test_a_missing_required_client_code_is_a_warning(world: World, people: People) -> None:
    persona = next(p for p in people.values() if p.pacer and p.pacer.client_code_required)
    found = auth(world, persona, redactFlag="1")
    assert found["loginResult"] == "0"
    assert found["errorDescription"] == "Required client code not entered."
    assert len(found["nextGenCSO"]) == 128
    assert rows(world)[0].search_disabled
    assert auth(world, persona, redactFlag="1", clientCode="m1")["errorDescription"] == ""


def test_a_bad_client_code(world: World, people: People) -> None:
    found = auth(world, people["client"], clientCode="x" * 33)
    assert (found["loginResult"], found["errorDescription"]) == ("1", "Invalid client code")


def test_xml(world: World, people: People) -> None:
    persona = people["client"]
    assert persona.pacer is not None
    root = ET.Element("CsoAuth")
    ET.SubElement(root, "loginId").text = persona.pacer.user_name
    ET.SubElement(root, "password").text = persona.pacer.password
    kind = {"Content-Type": "application/xml", "Accept": "application/xml"}
    answer = call(world, "/services/cso-auth", ET.tostring(root), **kind)
    assert answer.content_type == "application/xml"
    tree = ET.fromstring(answer.get_data(as_text=True))
    assert (tree.tag, tree.findtext("loginResult")) == ("CsoAuth", "0")
    assert len(tree.findtext("nextGenCSO") or "") == 128


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"loginId": ', "\x00", "null"])
def test_what_cannot_be_read_is_an_answer_too(world: World, body: str) -> None:
    answer = call(world, "/services/cso-auth", body)
    assert answer.status_code == 200
    assert answer.get_json()["loginResult"] == "1"
    assert answer.get_json()["errorDescription"] == texts.BAD_REQUEST


def test_logout_closes_the_session_and_may_be_repeated(world: World, people: People) -> None:
    token = auth(world, people["client"])["nextGenCSO"]
    for _ in range(2):
        answer = call(world, "/services/cso-logout", {"nextGenCSO": token})
        assert answer.status_code == 200
        assert answer.get_json() == {"loginResult": "0", "errorDescription": ""}
    assert rows(world)[0].closed_reason == "cso-logout"


def test_logging_out_one_token_leaves_other_sessions_alone(world: World, people: People) -> None:
    first = auth(world, people["client"])["nextGenCSO"]
    auth(world, people["client"])
    call(world, "/services/cso-logout", {"nextGenCSO": first})
    assert [bool(row.closed_at) for row in rows(world)] == [True, False]


# --------------------------------------------------------------------------- what is due


def test_an_old_password_is_a_warning_three_times_and_then_the_end(
    world: World, people: People
) -> None:
    """The rule of August 25, 2025 (facts.md 1.11): three logins more, then disabled."""
    world.set_court_time("2025-08-24")
    assert auth(world, people["client"])["errorDescription"] == ""
    world.set_court_time("2025-08-25")
    for left in (2, 1, 0):
        found = auth(world, people["client"])
        assert (found["loginResult"], len(found["nextGenCSO"])) == ("0", 128)
        assert found["errorDescription"] == texts.RENEWAL_WARNING[left]
    found = auth(world, people["client"])
    assert found == {
        "nextGenCSO": "",
        "loginResult": "1",
        "errorDescription": texts.RENEWAL_MISSED,
    }
    row = counter.account(world, number="7000808")
    assert (row.status, row.disabled_reason) == ("disabled", "password")
    assert auth(world, people["client"])["loginResult"] == "13"
    assert counter.audited(world).count("account:password_kept") == 3
    assert counter.audited(world).count("account:disabled") == 1


def test_programs_and_browsers_share_the_three_skips(world: World, people: People) -> None:
    world.set_court_time("2025-09-01")
    assert auth(world, people["client"])["errorDescription"] == texts.RENEWAL_WARNING[2]
    page = counter.manage(world, people["client"])
    assert "Username" in counter.header(page.submit(button="Skip (2 left)"))
    assert auth(world, people["client"])["errorDescription"] == texts.RENEWAL_WARNING[0]


def test_a_login_that_redaction_stops_is_no_skip(world: World, people: People) -> None:
    world.set_court_time("2025-09-01")
    assert auth(world, people["attorney_ctd"])["errorDescription"] == texts.REDACTION
    found = auth(world, people["attorney_ctd"], redactFlag="1")
    assert found["errorDescription"] == texts.RENEWAL_WARNING[2]


def test_a_person_selected_for_a_second_factor_still_has_to_acknowledge_redaction(
    world: World, people: People
) -> None:
    """The invitation may be put off, by a program too; the notice may not."""
    who = people["attorney_ctd"]
    with world.database("pacer").writing() as session:
        found = select(Account).where(Account.subject == subject_of(who.key))
        account = session.scalars(found).one()
        session.add(MfaStanding(account_id=account.id, selected_on=date(2025, 8, 2), skips=1))
    world.set_court_time("2025-08-10")
    refused = auth(world, who)
    assert (refused["loginResult"], refused["errorDescription"]) == ("1", texts.REDACTION)
    assert rows(world) == []
    assert auth(world, who, redactFlag="1")["loginResult"] == "0"
    with world.database("pacer").reading() as session:
        assert session.scalars(select(MfaStanding)).one().skips == 1
