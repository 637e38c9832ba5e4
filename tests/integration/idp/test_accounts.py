"""The PACER host: home, Manage My Account, registered courts, planting, what courts may ask."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import idp.cli
from idp.accounts import not_built
from idp.accounts.models import Account
from idp.registry import queries as registry
from idp.signin import texts
from shared.ids import subject_of
from shared.personas import Persona, load
from shared.wire import AccountLinked, CourtAccountStatus, Message
from tests import harness
from tests.harness import World

People = dict[str, Persona]
MANAGE = "/pscof/manage/maint.jsf"
COURTS = "/pscof/manage/registeredCourts.jsf"


def tell(world: World, sender: str, message: Message, number: int = 1) -> Any:
    return world.backchannel(sender).post_service(
        world.member("pacer"),
        "/services/moot/messages",
        {"id": f"{sender}-{number}", "kind": message.KIND, "payload": message.to_json()},
        wall=world.clock(),
    )


def manage(world: World, persona: Persona) -> tuple[harness.Browser, harness.Page]:
    browser = world.browser()
    page = browser.open("pacer", "/pscof/login.xhtml")
    assert persona.pacer is not None
    after = page.submit(
        {
            "loginForm:loginName": persona.pacer.user_name,
            "loginForm:password": persona.pacer.password,
        },
        button="Login",
    )
    if after.all("//*[@id='redactionDlg']"):
        after = after.submit({"regmsg:chkRedact": "on"}, button="Continue")
    return browser, after


def registrations(world: World, key: str) -> dict[str, tuple[str, str]]:
    with world.database("pacer").reading() as session:
        rows = registry.registered_courts(session, subject=subject_of(key))
        return {row.court: (row.origin, row.status) for row in rows}


def test_home_leads_everywhere(world: World) -> None:
    page = world.browser().open("pacer", "/")
    for label in ("Register", "Manage My Account", "Find a Case", "NextGen", "Contact"):
        assert page.link(label)
    for court in world.federation.courts:
        assert court.title in page.text
        assert page.link(f"CM/ECF of {court.id}") == court.public_url + "/"
        assert page.link(f"Web site of {court.id}") == court.origins["www"] + "/"
    assert "Training simulation - not a court." in page.text


def test_information_pages(world: World) -> None:
    browser = world.browser()
    nextgen = browser.open("pacer", "/nextgen")
    assert "10/12/2021" in nextgen.text
    assert "10/08/2021" in nextgen.text
    contact = browser.open("pacer", "/contact")
    assert "555-0100" in contact.text
    assert ".test" in contact.text


def test_pages_not_built_and_their_routes_are_the_same(world: World) -> None:
    app = world.app("pacer")
    routes = {r.rule for r in app.url_map.iter_rules() if "not_built" in r.endpoint}
    assert routes == {page.path for page in not_built.PAGES}
    browser = world.browser()
    for page in not_built.PAGES:
        shown = browser.open("pacer", page.path)
        assert shown.status == 200
        assert "This page is not built yet in this release" in shown.text
        assert page.label in shown.text


def test_the_login_page_of_manage_my_account(world: World) -> None:
    page = world.browser().open("pacer", "/pscof/login.xhtml")
    for label in ("Forgot Your Password?", "Forgot Username?"):
        assert page.link(label)
    assert texts.NOTICE in page.text
    wrong = page.submit(
        {"loginForm:loginName": "pprogram", "loginForm:password": "no"}, button="Login"
    )
    assert texts.INVALID in wrong.text
    assert wrong.status == 200


@pytest.mark.parametrize(
    ("key", "number", "words"),
    [
        ("legacy", "7000505", "Legacy PACER Account"),
        ("client", "7000808", "Upgraded PACER Account"),
    ],
)
def test_the_header(world: World, people: People, key: str, number: str, words: str) -> None:
    _, page = manage(world, people[key])
    assert page.url == world.url("pacer", MANAGE)
    terms = {
        t.text_content().strip(): t.getnext().text_content().strip() for t in page.all("//dl/dt")
    }
    pacer = people[key].pacer
    assert pacer is not None
    assert terms["Account Number"] == number
    assert terms["Username"] == pacer.user_name
    assert terms["Case Search Status"] == "Active"
    assert "Account Balance" in terms
    assert terms["Account Type"].startswith(words)
    assert ("Upgrade" in terms["Account Type"].removeprefix(words)) == (key == "legacy")


def test_manage_my_account_opens_the_session_of_the_courts(world: World, people: People) -> None:
    browser, _ = manage(world, people["client"])
    again = browser.open("pacer", "/csologin/login.jsf")
    assert again.password_fields() == 0
    assert "Maintenance" in again.text


def test_registered_courts_are_shown(world: World, people: People) -> None:
    _, page = manage(world, people["attorney_everywhere"])
    courts = page.click("Maintenance").click("Display Registered Courts")
    rows = [
        [" ".join(c.text_content().split()) for c in r.xpath("./th|./td")]
        for r in courts.all("//table[@id='registeredCourts']/tbody/tr")
    ]
    assert [row[1:4] for row in rows] == [
        ["ocounsel2", "Attorney", "10/20/2014"],
        ["ct21907", "Attorney", "12/11/2017"],
        ["ocounselb", "Attorney", "10/12/2021"],
    ]
    assert {row[4] for row in rows} == {"Active"}


def test_a_new_link_appears_at_pacer_once(world: World, people: People) -> None:
    message = AccountLinked(
        court="ctd", subject=subject_of("attorney"), login_name="ct12345", role="attorney",
        display_name="John Attorney", linked_at="2021-11-15T15:00:00+00:00",
    )  # fmt: skip
    for number in (1, 1, 2):
        assert tell(world, "ctd", message, number).status_code == 200
    assert registrations(world, "attorney") == {"ctd": ("linked", "active")}
    _, page = manage(world, people["attorney"])
    assert "ct12345" in page.click("Maintenance").click("Display Registered Courts").text


def test_a_court_speaks_for_itself_only(world: World) -> None:
    message = AccountLinked(
        court="ctd", subject=subject_of("attorney"), linked_at="2021-11-15T15:00:00+00:00"
    )
    assert tell(world, "ctb", message).status_code != 200
    assert registrations(world, "attorney") == {}


def test_a_disabled_account_is_shown_and_makes_no_filer(world: World, people: People) -> None:
    message = CourtAccountStatus(
        court="ctd", subject=subject_of("attorney_ctd"), status="disabled", role="attorney",
        changed_at="2021-11-15T15:00:00+00:00",
    )  # fmt: skip
    assert tell(world, "ctd", message).status_code == 200
    assert registrations(world, "attorney_ctd") == {"ctd": ("linked", "disabled")}
    browser = world.browser()
    page = browser.open("pacer", "/csologin/login.jsf")
    persona = people["attorney_ctd"].pacer
    assert persona is not None
    after = page.submit(
        {
            "loginForm:loginName": persona.user_name,
            "loginForm:password": persona.password,
        },
        button="Login",
    )
    assert after.all("//*[@id='redactionDlg']") == []


# --------------------------------------------------------------------------- what courts may ask


def test_a_court_asks_afresh(world: World, people: People) -> None:
    def ask(subject: str) -> Any:
        return world.backchannel("ctd").post_service(
            world.member("pacer"),
            "/services/moot/account",
            {"subject": subject},
            wall=world.clock(),
        )

    found = ask(subject_of("legacy")).json()
    assert found["user_name"] == "lb2041"
    assert (found["kind"], found["legacy"], found["status"]) == ("individual", True, "active")
    assert found["name"] == "Laura Barrister"
    assert found["trainer"] is False
    with world.database("pacer").writing() as session:
        row = session.scalars(select(Account).where(Account.user_name == "lb2041")).one()
        row.legacy, row.status = False, "disabled"
    again = ask(subject_of("legacy")).json()
    assert (again["legacy"], again["status"]) == (False, "disabled")
    assert ask("nobody").status_code == 404


def test_only_members_may_ask(world: World) -> None:
    answer = (
        world.app("pacer")
        .test_client()
        .post(
            "/services/moot/account",
            json={"subject": subject_of("legacy")},
            base_url=world.federation.issuer,
        )
    )
    assert answer.status_code == 401


# --------------------------------------------------------------------------- planting


def test_planting_twice_changes_nothing(world: World) -> None:
    def snapshot() -> list[tuple[Any, ...]]:
        with world.database("pacer").reading() as session:
            rows = session.execute(
                select(Account.id, Account.subject, Account.user_name, Account.password_hash)
            )
            return [tuple(row) for row in rows]

    before = snapshot()
    idp.cli.plant(world.app("pacer"), load())
    assert snapshot() == before
    assert len(before) == len([p for p in load() if p.pacer is not None])


@pytest.mark.parametrize(
    ("era", "everywhere", "registered"),
    [
        ("2004-12", set(), set()),
        ("2017-12", {"ca2", "ctd"}, set()),
        ("2021-11", {"ca2", "ctd", "ctb"}, {"ctd"}),
    ],
)
def test_links_are_planted_by_era(
    world_at: Any, era: str, everywhere: set[str], registered: set[str]
) -> None:
    world = world_at(era)
    assert set(registrations(world, "attorney_everywhere")) == everywhere
    assert set(registrations(world, "registered")) == registered
    assert registrations(world, "attorney") == {}


def test_every_persona_signs_in_as_the_story_says(world: World, people: People) -> None:
    for persona in people.values():
        if persona.pacer is None:
            continue
        answer = (
            world.app("pacer")
            .test_client()
            .post(
                "/services/cso-auth",
                json={
                    "loginId": persona.pacer.user_name,
                    "password": persona.pacer.password,
                    "redactFlag": "1",
                    "clientCode": "m1",
                },
                base_url="https://pacer.login.uscourts.gov",
            )
        )
        wanted = "0" if persona.pacer.status == "active" else "13"
        assert (persona.key, answer.get_json()["loginResult"]) == (persona.key, wanted)
