"""PACER sign-in: the page of seed 001, one message, client code, redaction, both families."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from sqlalchemy import select

from idp.accounts.models import Account
from idp.signin import queries, service, texts
from idp.signin.models import CsoToken, PendingSignin, SsoSession
from shared.audit import AuditEvent
from shared.ids import digest
from shared.passwords import Passwords
from shared.personas import Persona
from tests.harness import World

People = dict[str, Persona]
PACER = "http://pacer.moot.localhost:8080"
REAL = "https://pacer.login.uscourts.gov"
CTD = "http://ecf.ctd.moot.localhost:8080"
LOGIN = "/csologin/login.jsf"
MANAGE = "/pscof/manage/maint.jsf"


class Visitor:
    """A browser that stays where it is sent, so that a test sees every answer."""

    def __init__(self, world: World, base: str = PACER) -> None:
        self.client = world.app("pacer").test_client()
        self.base = base

    def get(self, path: str) -> Any:
        return self.client.get(path, base_url=self.base)

    def post(self, path: str, fields: Mapping[str, str], *, state: str = "javax") -> Any:
        page = self.get(path).get_data(as_text=True)
        token = re.search(r'name="javax\.faces\.ViewState"[^>]*value="([^"]*)"', page)
        data = {f"{state}.faces.ViewState": token[1] if token else "", **fields}
        return self.client.post(path, data=data, base_url=self.base)

    def log_in(self, persona: Persona, path: str = LOGIN, **more: str) -> Any:
        assert persona.pacer is not None
        return self.post(path, {**credentials(persona), **more})

    def tick(self, dialog: Any, ticked: bool = True) -> Any:
        page = dialog.get_data(as_text=True)
        token = re.search(r'name="javax\.faces\.ViewState"[^>]*value="([^"]*)"', page)
        assert token
        data = {"regmsg": "regmsg", "javax.faces.ViewState": token[1], "regmsg:bpmConfirm": ""}
        if ticked:
            data["regmsg:chkRedact"] = "on"
        return self.client.post(LOGIN, data=data, base_url=self.base)

    def cookie(self, name: str, domain: str | None = None) -> str:
        host = domain or urlsplit(self.base).hostname or ""
        found = self.client.get_cookie(name, domain=host)
        return "" if found is None else str(found.value)


def credentials(persona: Persona) -> dict[str, str]:
    assert persona.pacer is not None
    return {
        "loginForm": "loginForm",
        "loginForm:loginName": persona.pacer.user_name,
        "loginForm:password": persona.pacer.password,
        "loginForm:clientCode": "",
        "loginForm:fbtnLogin": "",
    }


def words(response: Any) -> str:
    tree = lxml_html.fromstring(response.get_data(as_text=True))
    return " ".join(tree.find(".//main").text_content().split())


def sessions(world: World) -> list[SsoSession]:
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(SsoSession).order_by(SsoSession.id)).all())


# --------------------------------------------------------------------------- the page


def test_the_page_reads_as_in_seed_001(world: World) -> None:
    page = Visitor(world).get(LOGIN)
    said = words(page)
    order = [
        "Login", "Username *", "Password *", "Client Code", "Login", "Clear", "Cancel",
        "Need an Account?", "Forgot Your Password?", "Forgot User Name?", f"NOTICE: {texts.NOTICE}",
    ]  # fmt: skip
    at = 0
    for part in order:
        at = said.index(part, at) + len(part)
    assert texts.NOTICE == (
        "This is a restricted government web site for official PACER use only. Unauthorized entry "
        "is prohibited and subject to prosecution under Title 18 of the U.S. Code. All activities "
        "and access attempts are logged."
    )


def test_ids_and_names_are_those_that_client_programs_read(world: World) -> None:
    text = Visitor(world).get(LOGIN).get_data(as_text=True)
    tree = lxml_html.fromstring(text)
    for name in ("loginName", "password", "clientCode"):
        assert len(tree.xpath(f"//input[@name='loginForm:{name}' and @id='loginForm:{name}']")) == 1
    assert tree.xpath("//*[@id='pscHeaderContainer']")
    assert tree.xpath("//button[@name='loginForm:fbtnLogin']")
    assert tree.xpath("//form[@id='loginForm']//input[@name='javax.faces.ViewState']/@value")
    assert re.search(r'name="(?:javax|jakarta)\.faces\.ViewState"[^>]*value="([^"]+)"', text)
    assert tree.xpath("//input[@name='loginForm:clientCode']/@maxlength") == ["32"]
    assert "mfaForm" not in text


def test_clear_empties_the_form_without_javascript(world: World) -> None:
    visitor = Visitor(world)
    path = f"{LOGIN}?pscCourtId=CTDC&appurl={quote(CTD + '/cgi-bin/x.pl', safe='')}"
    answer = visitor.post(path, {"loginForm:loginName": "typed", "loginForm:fbtnClear": ""})
    assert answer.status_code == 303
    again = urlsplit(answer.location)
    assert again.path == LOGIN
    assert parse_qs(again.query) == {"pscCourtId": ["CTDC"], "appurl": [CTD + "/cgi-bin/x.pl"]}
    assert "typed" not in visitor.get(answer.location).get_data(as_text=True)


def test_cancel_leads_back_to_the_court_signed_out(world: World) -> None:
    visitor = Visitor(world)
    path = f"{LOGIN}?appurl={quote(CTD + '/cgi-bin/iquery.pl', safe='')}"
    answer = visitor.post(path, {"loginForm:fbtnCancel": ""})
    assert (answer.status_code, answer.location) == (303, CTD + "/")
    assert Visitor(world).post(LOGIN, {"loginForm:fbtnCancel": ""}).location == PACER + "/"
    assert sessions(world) == []


def test_a_post_without_its_view_state_is_refused(world: World, people: People) -> None:
    answer = (
        world.app("pacer")
        .test_client()
        .post(LOGIN, data=credentials(people["client"]), base_url=PACER)
    )
    assert answer.status_code == 400
    assert sessions(world) == []


def test_both_names_of_the_view_state_are_taken(world: World, people: People) -> None:
    for state in ("javax", "jakarta"):
        answer = Visitor(world).post(LOGIN, credentials(people["client"]), state=state)
        assert answer.status_code == 303


# --------------------------------------------------------------------------- refusals


@pytest.mark.parametrize("who", ["nobody", "wrong", "disabled_pacer", "locked"])
def test_one_message_for_every_failed_credential(world: World, people: People, who: str) -> None:
    fields = credentials(people[who if who in people else "client"])
    if who == "nobody":
        fields["loginForm:loginName"] = "nobodyhere"
    if who == "wrong":
        fields["loginForm:password"] = "Wrong-Wrong#99"
    fields["loginForm:clientCode"] = "matter 7"
    visitor = Visitor(world)
    answer = visitor.post(LOGIN, fields)
    assert answer.status_code == 200
    assert "Invalid username, password, or one-time passcode." in words(answer)
    tree = lxml_html.fromstring(answer.get_data(as_text=True))
    assert tree.xpath("//input[@name='loginForm:loginName']/@value") == [
        fields["loginForm:loginName"]
    ]
    assert tree.xpath("//input[@name='loginForm:clientCode']/@value") == ["matter 7"]
    assert tree.xpath("//input[@name='loginForm:password']/@value") == [""]
    assert fields["loginForm:password"] not in answer.get_data(as_text=True)
    assert visitor.cookie("moot_pacer_sso") == ""
    with world.database("pacer").reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert event.tag == "signin:refused"
        assert fields["loginForm:password"] not in event.detail


def test_an_empty_field_is_named_and_costs_no_attempt(world: World) -> None:
    answer = Visitor(world).post(LOGIN, {"loginForm:loginName": "someone"})
    assert answer.status_code == 200
    assert "Enter your password." in words(answer)
    with world.database("pacer").reading() as session:
        found = queries.counts_of(session, keys=(("account", "someone"),))
    assert found == {}


def test_unknown_and_known_names_cost_one_hash_each(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    plain = Passwords._check

    def counting(self: Passwords, stored: str, password: str) -> bool:
        checked.append(password)
        return plain(self, stored, password)

    monkeypatch.setattr(Passwords, "_check", counting)
    for name in ("nobodyhere", "pprogram", "vreader1", "dpleader"):
        checked.clear()
        fields = credentials(people["client"]) | {
            "loginForm:loginName": name, "loginForm:password": "no",
        }  # fmt: skip
        Visitor(world).post(LOGIN, fields)
        assert len(checked) == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.text(max_size=90), password=st.text(max_size=90), code=st.text(max_size=40),
    query=st.text(max_size=40),
)  # fmt: skip
def test_the_form_takes_anything(
    world: World, name: str, password: str, code: str, query: str
) -> None:
    fields = {
        "loginForm:loginName": name, "loginForm:password": password, "loginForm:clientCode": code,
    }  # fmt: skip
    path = f"{LOGIN}?appurl={quote(query.encode('utf-8', 'replace'), safe='')}"
    answer = Visitor(world).post(path, fields)
    assert answer.status_code == 200
    assert "loginForm:loginName" in answer.get_data(as_text=True)


# --------------------------------------------------------------------------- success


def test_success_hands_over_to_the_court(world: World, people: People) -> None:
    visitor = Visitor(world)
    target = f"{CTD}/cgi-bin/iqquerymenu.pl?600001"
    answer = visitor.log_in(
        people["client"], f"{LOGIN}?pscCourtId=CTDC&appurl={quote(target, safe='')}"
    )
    assert answer.status_code == 303
    start = urlsplit(answer.location)
    assert f"{start.scheme}://{start.netloc}{start.path}" == f"{CTD}/oidc/start"
    assert parse_qs(start.query)["target_link_uri"] == [target]
    token = visitor.cookie("moot_pacer_sso")
    (row,) = sessions(world)
    assert row.token_hash == digest(token)
    assert row.amr == "pwd"


def test_the_cookie_is_private_and_lax(world: World, people: People) -> None:
    answer = Visitor(world).log_in(people["client"])
    (line,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("moot_pacer_sso=")]
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Path=/" in line
    assert "Secure" not in line


def test_nothing_asked_leads_to_manage_my_account(world: World, people: People) -> None:
    assert Visitor(world).log_in(people["client"]).location == PACER + MANAGE


def test_an_address_of_our_own_is_gone_to(world: World, people: People) -> None:
    target = f"{PACER}/oidc/resume?tx=abc"
    answer = Visitor(world).log_in(people["client"], f"{LOGIN}?appurl={quote(target, safe='')}")
    assert answer.location == target


def test_a_foreign_address_is_left_out_and_said_so(world: World, people: People) -> None:
    visitor = Visitor(world)
    path = f"{LOGIN}?appurl={quote('https://evil.test/', safe='')}"
    assert texts.FOREIGN_APPURL in words(visitor.get(path))
    assert visitor.log_in(people["client"], path).location == PACER + MANAGE


def test_a_live_session_is_not_asked_again_unless_fresh(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    path = f"{LOGIN}?appurl={quote(CTD + '/', safe='')}"
    assert visitor.get(path).location.startswith(f"{CTD}/oidc/start?")
    fresh = visitor.get(path + "&fresh=1")
    assert fresh.status_code == 200
    assert "loginForm:password" in fresh.get_data(as_text=True)


def test_logging_in_again_rotates_the_cookie_and_keeps_the_session(
    world: World, people: People
) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    before, (old,) = visitor.cookie("moot_pacer_sso"), sessions(world)
    world.clock.advance(minutes=5)
    visitor.log_in(people["client"], f"{LOGIN}?fresh=1")
    after, (new,) = visitor.cookie("moot_pacer_sso"), sessions(world)
    assert before != after
    assert new.sid == old.sid
    assert new.auth_time > old.auth_time
    stale = Visitor(world)
    stale.client.set_cookie("moot_pacer_sso", before, domain="pacer.moot.localhost")
    assert stale.get(MANAGE).status_code == 303


def test_another_person_in_the_same_browser_ends_the_first_session(
    world: World, people: People
) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    visitor.log_in(people["researcher"], f"{LOGIN}?fresh=1")
    first, second = sessions(world)
    assert first.closed_reason == "replaced"
    assert second.closed_at is None
    assert second.account.user_name == "rresearcher"


def test_a_planted_cookie_never_becomes_a_session(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.client.set_cookie("moot_pacer_sso", "chosen", domain="pacer.moot.localhost")
    visitor.log_in(people["client"])
    assert visitor.cookie("moot_pacer_sso") != "chosen"


def test_a_session_ends_by_idleness_and_by_age(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    for _ in range(3):
        world.clock.advance(minutes=50)
        assert visitor.get(MANAGE).status_code == 200
    world.clock.advance(minutes=61)
    assert visitor.get(MANAGE).status_code == 303
    visitor.log_in(people["client"])
    for _ in range(14):
        world.clock.advance(minutes=50)
        visitor.get(MANAGE)
    assert visitor.get(MANAGE).status_code == 200
    world.clock.advance(minutes=50)
    assert visitor.get(MANAGE).status_code == 303


def test_last_seen_is_written_once_a_minute_at_most(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    (opened,) = sessions(world)
    world.clock.advance(seconds=30)
    visitor.get(MANAGE)
    assert sessions(world)[0].last_seen == opened.last_seen
    world.clock.advance(seconds=45)
    visitor.get(MANAGE)
    assert sessions(world)[0].last_seen > opened.last_seen


def test_a_hash_of_other_parameters_is_renewed_at_login(world: World, people: People) -> None:
    persona = people["client"]
    assert persona.pacer is not None
    old = Passwords(memory_kib=128, time_cost=2).hash(persona.pacer.password)
    with world.database("pacer").writing() as session:
        account = session.scalars(select(Account).where(Account.user_name == "pprogram")).one()
        account.password_hash = old
    assert Visitor(world).log_in(persona).status_code == 303
    with world.database("pacer").reading() as session:
        account = session.scalars(select(Account).where(Account.user_name == "pprogram")).one()
        assert account.password_hash != old
        assert "m=64,t=1" in account.password_hash
    assert Visitor(world).log_in(persona).status_code == 303


# --------------------------------------------------------------------------- client code


def test_the_client_code_stays_with_the_session(world: World, people: People) -> None:
    Visitor(world).log_in(people["client"], **{"loginForm:clientCode": " Smith v. Jones "})
    assert sessions(world)[0].client_code == "Smith v. Jones"


def test_a_client_code_too_long_is_refused_at_its_field(world: World, people: People) -> None:
    answer = Visitor(world).log_in(people["client"], **{"loginForm:clientCode": "x" * 33})
    assert answer.status_code == 200
    assert "Invalid client code" in words(answer)
    assert sessions(world) == []


def test_a_missing_required_client_code_warns_and_disables_searching(
    world: World, people: People
) -> None:
    persona = next(p for p in people.values() if p.pacer and p.pacer.client_code_required)
    visitor = Visitor(world)
    answer = visitor.log_in(persona)
    if "redactionDlg" in answer.get_data(as_text=True):
        answer = visitor.tick(answer)
    assert answer.status_code == 200
    assert "Required client code not entered." in words(answer)
    assert f'href="{PACER}{MANAGE}"' in answer.get_data(as_text=True)
    assert sessions(world)[0].search_disabled
    assert visitor.get(MANAGE).status_code == 200


# --------------------------------------------------------------------------- redaction notice


def test_a_filer_reads_the_redaction_notice_between_password_and_session(
    world: World, people: People
) -> None:
    visitor = Visitor(world)
    path = f"{LOGIN}?appurl={quote(CTD + '/cgi-bin/x.pl', safe='')}"
    dialog = visitor.log_in(people["attorney_ctd"], path)
    assert dialog.status_code == 200
    tree = lxml_html.fromstring(dialog.get_data(as_text=True))
    (box,) = tree.xpath("//*[@id='redactionDlg']")
    assert box.xpath(".//form[@id='regmsg']//input[@name='regmsg:chkRedact']")
    (button,) = box.xpath(".//button[@name='regmsg:bpmConfirm']")
    assert button.text_content().strip() == "Continue"
    assert visitor.cookie("moot_pacer_sso") == ""
    assert sessions(world) == []

    refused = visitor.tick(dialog, ticked=False)
    assert refused.status_code == 200
    assert texts.REDACTION_UNTICKED in words(refused)
    assert sessions(world) == []

    done = visitor.tick(refused)
    assert done.status_code == 303
    assert done.location.startswith(f"{CTD}/oidc/start?")
    (row,) = sessions(world)
    assert row.redaction_acknowledged
    with world.database("pacer").reading() as session:
        assert session.scalars(select(PendingSignin)).all() == []


def test_the_notice_waits_ten_minutes(world: World, people: People) -> None:
    visitor = Visitor(world)
    dialog = visitor.log_in(people["attorney_ctd"])
    world.clock.advance(minutes=11)
    late = visitor.tick(dialog)
    assert late.status_code == 200
    assert texts.DIALOG_EXPIRED in words(late)
    assert sessions(world) == []


def test_the_notice_cannot_be_answered_from_another_browser(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["attorney_ctd"])
    other = Visitor(world)
    answer = other.tick(other.get(LOGIN))
    assert texts.DIALOG_EXPIRED in words(answer)
    assert sessions(world) == []


def test_the_notice_is_answered_once(world: World, people: People) -> None:
    visitor = Visitor(world)
    dialog = visitor.log_in(people["attorney_ctd"])
    secret = visitor.cookie("moot_pacer_pending")
    assert visitor.tick(dialog).status_code == 303
    visitor.client.set_cookie("moot_pacer_pending", secret, domain="pacer.moot.localhost")
    assert texts.DIALOG_EXPIRED in words(visitor.tick(dialog))
    assert len(sessions(world)) == 1


def test_others_do_not_see_the_notice(world: World, people: People) -> None:
    for key in ("researcher", "attorney"):
        assert Visitor(world).log_in(people[key]).status_code == 303


def test_before_go_live_nobody_is_a_filer_yet(world_at: Any, people: People) -> None:
    world = world_at("2017-12")
    assert Visitor(world).log_in(people["registered"]).status_code == 303


# --------------------------------------------------------------------------- the real names


def test_on_the_real_names_the_parent_domain_gets_both_cookies(
    world: World, people: People
) -> None:
    visitor = Visitor(world, REAL)
    target = "https://ecf.ctd.uscourts.gov/cgi-bin/iqquerymenu.pl?600001"
    answer = visitor.log_in(
        people["client"],
        f"{LOGIN}?pscCourtId=CTDC&appurl={quote(target, safe='')}",
        **{"loginForm:clientCode": "abc"},
    )
    assert (answer.status_code, answer.location) == (303, target)
    lines = answer.headers.getlist("Set-Cookie")
    token = visitor.cookie("NextGenCSO", "uscourts.gov")
    assert len(token) == 128
    assert visitor.cookie("PacerSession", "uscourts.gov") == token
    assert visitor.cookie("PacerClientCode", "uscourts.gov") == "abc"
    for line in lines:
        assert "Secure" not in line
    assert sum("Domain=uscourts.gov" in line for line in lines) == 3
    with world.database("pacer").reading() as session:
        assert session.get(CsoToken, digest(token)) is not None
        assert session.get(CsoToken, token) is None


def test_on_the_real_names_the_token_is_known_at_manage_my_account(
    world: World, people: People
) -> None:
    visitor = Visitor(world, REAL)
    visitor.log_in(people["client"])
    token = visitor.cookie("NextGenCSO", "uscourts.gov")
    elsewhere = Visitor(world, "https://pacer.psc.uscourts.gov")
    elsewhere.client.set_cookie("NextGenCSO", token, domain="uscourts.gov", origin_only=False)
    assert elsewhere.get(MANAGE).status_code == 200
    own = Visitor(world)
    own.client.set_cookie("NextGenCSO", token, domain="pacer.moot.localhost")
    assert own.get(MANAGE).status_code == 303


def test_a_live_session_on_the_real_names_gets_its_token_back(world: World, people: People) -> None:
    visitor = Visitor(world, REAL)
    visitor.log_in(people["client"])
    visitor.client.delete_cookie("NextGenCSO", domain="uscourts.gov")
    visitor.client.delete_cookie("PacerSession", domain="uscourts.gov")
    target = "https://ecf.ctb.uscourts.gov/"
    answer = visitor.get(f"{LOGIN}?appurl={quote(target, safe='')}")
    assert answer.location == target
    assert len(visitor.cookie("NextGenCSO", "uscourts.gov")) == 128
    again = visitor.get(f"{LOGIN}?appurl={quote(target, safe='')}")
    assert again.headers.getlist("Set-Cookie") == []


# --------------------------------------------------------------------------- log-out


def log_out(visitor: Visitor) -> Any:
    page = visitor.get("/csologin/logout.jsf").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return visitor.client.post(
        "/csologin/logout.jsf",
        data={"csrf_token": token[1]},
        base_url=visitor.base,
        follow_redirects=True,
    )


def test_a_link_alone_signs_nobody_out(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    assert "Log Out" in words(visitor.get("/csologin/logout.jsf"))
    assert visitor.get(MANAGE).status_code == 200


def test_logging_out_closes_the_session_and_lists_the_members(world: World, people: People) -> None:
    visitor = Visitor(world)
    visitor.log_in(people["client"])
    (row,) = sessions(world)
    with world.database("pacer").writing() as session:
        service.note_visit(session, row.id, "ctd", world.clock())
        service.note_visit(session, row.id, "ctd", world.clock())
    answer = log_out(visitor)
    tree = lxml_html.fromstring(answer.get_data(as_text=True))
    assert tree.xpath("//tr/@data-member") == ["pacer", "ctd"]
    assert visitor.cookie("moot_pacer_sso") == ""
    assert sessions(world)[0].closed_reason == "logout"
    assert visitor.get(MANAGE).status_code == 303
    assert visitor.get("/csologin/logout.jsf").location == "/csologin/signedout.jsf"


def test_on_the_real_names_logging_out_clears_the_parent_domain(
    world: World, people: People
) -> None:
    visitor = Visitor(world, REAL)
    visitor.log_in(people["client"])
    token = visitor.cookie("NextGenCSO", "uscourts.gov")
    log_out(visitor)
    assert visitor.cookie("NextGenCSO", "uscourts.gov") == ""
    with world.database("pacer").reading() as session:
        row = session.get(CsoToken, digest(token))
        assert row is not None
        assert row.closed_at is not None
