"""Client codes at sign-in: one's own rule, and the firm's before it (facts.md 1.7, 1.8)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from idp.accounts.models import Account
from idp.signin.models import SsoSession
from shared.ids import subject_of
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter
from tests.integration.idp.billing.test_ledger import pay_for

People = dict[str, Persona]


def _rule(world: World, who: Persona, *, required: bool, pattern: str) -> None:
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account)
            .where(Account.subject == subject_of(who.key))
            .values(client_code_required=required, client_code_pattern=pattern)
        )


def _log_in(world: World, who: Persona, code: str) -> Page:
    browser = world.browser()
    return browser.sign_in(browser.open("ctd", "/cgi-bin/menu.pl?id=-1"), who, code)


def _newest(world: World) -> SsoSession:
    with world.database("pacer").reading() as session:
        return session.scalars(select(SsoSession).order_by(SsoSession.id.desc())).first() or (
            SsoSession()
        )


def _api(world: World, who: Persona, code: str) -> dict[str, Any]:
    assert who.pacer is not None
    body = {
        "loginId": who.pacer.user_name,
        "password": who.pacer.password,
        "clientCode": code,
        "redactFlag": "1",
    }
    answer = world.browser().session.post(
        world.url("pacer", "/services/cso-auth"),
        json=body,
        headers={"Accept": "application/json"},
        timeout=30,
    )
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_a_code_of_another_format_is_refused_after_the_password(
    world: World, people: People
) -> None:
    who = people["researcher"]
    _rule(world, who, required=True, pattern="999-AA")
    page = _log_in(world, who, "12-AA")
    assert "Invalid client code" in page.text
    field = page.all("//input[@name='loginForm:clientCode']")[0]
    assert field.get("value") == "12-AA"
    assert _newest(world).id is None
    assert page.browser.sign_in(page, who, "123-ab").menu()
    assert _newest(world).client_code == "123-ab"
    said = _api(world, who, "nope")
    assert (said["loginResult"], said["errorDescription"]) == ("1", "Invalid client code")
    assert not said.get("nextGenCSO")


def test_the_format_is_told_to_nobody_without_the_password(world: World, people: People) -> None:
    who = people["researcher"]
    _rule(world, who, required=True, pattern="999-AA")
    page = world.browser().open("pacer", "/csologin/login.jsf")
    assert who.pacer is not None
    wrong = page.submit(
        {
            "loginForm:loginName": who.pacer.user_name,
            "loginForm:password": "Wrong-Word#1",
            "loginForm:clientCode": "x",
        },
        button="Login",
    )
    assert "Invalid username, password" in wrong.text
    assert "Invalid client code" not in wrong.text


def test_the_rule_of_the_firm_goes_before_ones_own(world: World, people: People) -> None:
    who, firm = people["researcher"], people["paa"]
    _rule(world, who, required=True, pattern="99")
    _rule(world, firm, required=False, pattern="A-9")
    pay_for(world, who, firm)
    assert _log_in(world, who, "").menu()
    assert not _newest(world).search_disabled
    assert "Invalid client code" in _log_in(world, who, "12").text
    _rule(world, firm, required=True, pattern="A-9")
    warned = _log_in(world, who, "")
    assert "Required client code not entered." in warned.text
    assert _newest(world).search_disabled
    said = _api(world, who, "")
    assert (said["loginResult"], len(said["nextGenCSO"])) == ("0", 128)
    assert said["errorDescription"] == "Required client code not entered."


def test_ones_own_rule_is_set_under_billing_preferences(world: World, people: People) -> None:
    who = people["client"]
    form = counter.manage(world, who).click("Set PACER Billing Preferences")
    wrong = form.submit({"client_code_pattern": "9" * 40}, button="Submit")
    assert "A format has 32 characters at most" in wrong.text
    form.submit({"client_code_required": "y", "client_code_pattern": "99"}, button="Submit")
    row = counter.account(world, number="7000808")
    assert (row.client_code_required, row.client_code_pattern) == (True, "99")
    pay_for(world, who, people["paa"])
    shown = counter.manage(world, who).click("Set PACER Billing Preferences")
    assert "its rule for client codes goes before your own" in shown.text
