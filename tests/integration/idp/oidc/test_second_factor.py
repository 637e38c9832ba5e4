"""A relying party asks for a second factor of somebody who has given a password (2026)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
import requests
from joserfc import jws
from requests.adapters import BaseAdapter
from sqlalchemy import select

from idp.edge import SSO_COOKIE
from idp.mfa import texts
from idp.mfa.models import MfaApp
from idp.oidc import service
from idp.signin.models import PendingSignin, SsoSession
from shared.personas import Persona
from tests.harness import Browser, Page, World
from tests.integration.idp.oidc.rp import CHALLENGE, VERIFIER
from tests.integration.idp.test_mfa import add_app

People = dict[str, Persona]
Worlds = Callable[[str], World]
MFA = "urn:moot:acr:mfa"
PASSWORD = "urn:moot:acr:password"
CALLBACK = "https://watch.test/callback"
ESSENTIAL = json.dumps({"id_token": {"acr": {"essential": True, "value": MFA}}})
LOGIN = "/csologin/login.jsf"


class Anywhere(BaseAdapter):
    """Answers for the relying party with an empty page."""

    def send(self, request: requests.PreparedRequest, *_a: Any, **_k: Any) -> requests.Response:
        """Say OK."""
        answer = requests.Response()
        answer.status_code, answer.url, answer._content = 200, str(request.url), b""
        return answer

    def close(self) -> None:
        """Nothing is open."""


class Watch:
    """A registered relying party and the browser of somebody who visits it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.secret = service.new_secret()
        with world.database("pacer").writing() as session:
            row = service.register_client(
                session,
                owner="somebody",
                secret=self.secret,
                wall=world.clock(),
                title="Docket Watch",
                redirect_uris=CALLBACK,
                post_logout_uris="",
                backchannel_logout_uri="",
                token_endpoint_auth_method="client_secret_post",
                id_token_signed_response_alg="RS256",
                require_pkce=True,
                refresh=False,
                scopes="openid profile email",
            )
            self.client_id = row.client_id
        self.browser: Browser = world.browser()
        self.browser.session.mount("https://watch.test", Anywhere())

    def ask(self, **more: str) -> Page:
        """Send the browser with an authorization request."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": "openid",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **more,
        }
        return self.browser.get(self.world.url("pacer", f"/oidc/authorize?{urlencode(query)}"))

    def answer(self, page: Page) -> dict[str, str]:
        """Return what came back to the relying party."""
        if page.all("//button[@name='allow']"):
            page = page.submit(button="Allow")
        assert page.url.startswith(CALLBACK), page.text[:600]
        return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}

    def claims(self, page: Page) -> dict[str, Any]:
        """Exchange the code that came back; return the claims of the ID token."""
        answer = self.browser.session.post(
            self.world.url("pacer", "/oidc/token"),
            data={
                "grant_type": "authorization_code",
                "code": self.answer(page)["code"],
                "redirect_uri": CALLBACK,
                "code_verifier": VERIFIER,
                "client_id": self.client_id,
                "client_secret": self.secret,
            },
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = json.loads(
            jws.extract_compact(answer.json()["id_token"].encode()).payload
        )
        return found


@pytest.fixture
def world(world_at: Worlds, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return a federation of January 2026."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return world_at("2026")


def code_of(world: World, who: Persona) -> str:
    """Return the passcode that the app of a person shows now."""
    assert who.pacer is not None
    return str(pyotp.TOTP(who.pacer.totp_secret).at(world.clock()))


def password_of(watch: Watch, page: Page, who: Persona) -> Page:
    """Give user name and password on the form."""
    assert who.pacer is not None
    return page.submit(
        {"loginForm:loginName": who.pacer.user_name, "loginForm:password": who.pacer.password},
        button="Login",
    )


def signed_in_by_password(world: World, who: Persona) -> Watch:
    """Return a browser of somebody who signed in while there was no second factor yet."""
    watch = Watch(world)
    world.set_court_time("2021-11")
    password_of(watch, watch.browser.open("pacer", LOGIN), who)
    world.set_court_time("2026")
    return watch


def sessions(world: World) -> list[SsoSession]:
    """Return all sessions."""
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(SsoSession).order_by(SsoSession.id)))


def test_a_session_by_password_gives_its_code_and_no_password(world: World, people: People) -> None:
    paula = people["client_mfa"]
    watch = signed_in_by_password(world, paula)
    before = sessions(world)[-1]
    assert (before.acr, before.amr) == (PASSWORD, "pwd")
    world.clock.advance(minutes=40)
    page = watch.ask(acr_values=MFA)
    assert page.all("//input[@name='mfaForm:mfaInput']")
    assert not page.all("//input[@name='loginForm:password']")
    told = watch.claims(page.submit({"mfaForm:mfaInput": code_of(world, paula)}, button="Ok"))
    assert (told["acr"], told["amr"]) == (MFA, ["pwd", "otp"])
    assert told["auth_time"] > before.auth_time.timestamp()
    after = sessions(world)[-1]
    assert (after.id, after.sid, after.acr) == (before.id, before.sid, MFA)
    assert watch.answer(watch.ask(acr_values=MFA, prompt="none"))["code"]


def test_a_wrong_code_leaves_the_session_what_it_was(world: World, people: People) -> None:
    watch = signed_in_by_password(world, people["client_mfa"])
    page = watch.ask(acr_values=MFA).submit({"mfaForm:mfaInput": "000000"}, button="Ok")
    assert "Invalid username, password, or one-time passcode." in page.text
    assert sessions(world)[-1].acr == PASSWORD


def test_a_code_without_the_session_signs_nobody_in(world: World, people: People) -> None:
    paula = people["client_mfa"]
    watch = signed_in_by_password(world, paula)
    page = watch.ask(acr_values=MFA)
    cookies = watch.browser.session.cookies
    gone = [c for c in cookies if c.name == SSO_COOKIE]
    assert len(gone) == 1
    cookies.clear(gone[0].domain, gone[0].path, gone[0].name)
    count = len(sessions(world))
    after = page.submit({"mfaForm:mfaInput": code_of(world, paula)}, button="Ok")
    assert not after.url.startswith(CALLBACK)
    assert len(sessions(world)) == count
    assert sessions(world)[-1].acr == PASSWORD


def test_a_new_sign_in_gives_password_and_code(world: World, people: People) -> None:
    paula = people["client_mfa"]
    watch = Watch(world)
    page = password_of(watch, watch.ask(acr_values=MFA), paula)
    told = watch.claims(page.submit({"mfaForm:mfaInput": code_of(world, paula)}, button="Ok"))
    assert told["acr"] == MFA


@pytest.mark.parametrize("signed_in", [True, False])
def test_who_is_not_enrolled_may_enrol_or_go_on_without(
    world: World, people: People, signed_in: bool
) -> None:
    watch = Watch(world)
    if signed_in:
        password_of(watch, watch.browser.open("pacer", LOGIN), people["researcher"])
        page = watch.ask(acr_values=MFA)
    else:
        page = password_of(watch, watch.ask(acr_values=MFA), people["researcher"])
    assert texts.WISHED in page.text
    told = watch.claims(page.submit(button="Go on without"))
    assert (told["acr"], told["amr"]) == (PASSWORD, ["pwd"])


@pytest.mark.parametrize("signed_in", [True, False])
def test_what_is_essential_and_declined_is_an_error(
    world: World, people: People, signed_in: bool
) -> None:
    watch = Watch(world)
    if signed_in:
        password_of(watch, watch.browser.open("pacer", LOGIN), people["researcher"])
        page = watch.ask(claims=ESSENTIAL)
    else:
        page = password_of(watch, watch.ask(claims=ESSENTIAL), people["researcher"])
    answer = watch.answer(page.submit(button="Go on without"))
    assert answer["error"] == "unmet_authentication_requirements"


def test_whoever_enrols_on_the_way_comes_back_with_both_factors(
    world: World, people: People
) -> None:
    watch = Watch(world)
    password_of(watch, watch.browser.open("pacer", LOGIN), people["researcher"])
    page, secret = add_app(world, watch.ask(claims=ESSENTIAL), "my telephone")
    assert secret
    assert watch.claims(page)["acr"] == MFA
    with world.database("pacer").reading() as session:
        assert session.scalars(select(MfaApp).where(MfaApp.name == "my telephone")).one()
        assert session.scalars(select(PendingSignin)).all() == []


def test_before_there_is_a_second_factor_nobody_is_asked(world: World, people: People) -> None:
    watch = Watch(world)
    world.set_court_time("2021-11")
    password_of(watch, watch.browser.open("pacer", LOGIN), people["client_mfa"])
    assert watch.claims(watch.ask(acr_values=MFA))["acr"] == PASSWORD
    assert watch.answer(watch.ask(claims=ESSENTIAL))["error"] == "unmet_authentication_requirements"
