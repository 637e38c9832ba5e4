"""The federation's clock by its page: a go-live, a quarter's end and a free look, each crossed
once; and what lives in real time goes on through every jump (issue 6, evidence 4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import select

from courts.docket.models import Document, Entry
from courts.docket.service import give_free_look
from courts.kinds import doc_ids
from idp.billing.models import Statement
from idp.oidc import service as oidc
from idp.oidc.models import AccessToken
from idp.signin.models import SsoSession
from idp.timetable import moments
from shared import ids
from shared.audit import AuditEvent
from shared.clock import ERAS, ClockSetting
from shared.personas import Persona
from shared.timekeeping import read_setting, write_setting
from tests import turning
from tests.harness import Browser, World

People = dict[str, Persona]
CLOCK = "/clock"
CALLBACK = "https://watch.test/callback"


@pytest.fixture
def trainer(world: World, people: People) -> Browser:
    """Return a browser in which the trainer is signed in."""
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), people["trainer"])
    return browser


def court_now(world: World, member: str = "pacer") -> datetime:
    with world.database(member).reading() as session:
        return read_setting(session).now(world.clock())


# --------------------------------------------------------------------------- crossings


def test_a_go_live_is_crossed(world: World, trainer: Browser) -> None:
    """Colorado, live on 2022-02-07 here: its own login page until then, PACER's from then on."""
    before, said = turning.jump(trainer, CLOCK, "before-cod")
    assert "11:59 PM MST" in before.text
    assert not [line for line in said if "goes live" in line]
    assert any("days end" in line for line in said)
    assert any("2021Q4" in line for line in said)
    old = world.browser().open("cod", "/cgi-bin/login.pl")
    assert old.all("//input[@name='login']")
    after, said = turning.jump(trainer, CLOCK, "live-cod")
    assert any("goes live: NextGen" in line for line in said)
    assert {state for _, state in turning.members(after)} == {"runs"}
    assert "do not agree" not in after.text
    new = world.browser().open("cod", "/cgi-bin/menu.pl?id=-1")
    assert "loginForm:loginName" in new.html


def test_a_quarters_end_is_crossed_and_bills(
    world: World, trainer: Browser, people: People
) -> None:
    world.charge("ctd", people["researcher"], 4000)
    last, _ = turning.jump(trainer, CLOCK, "quarter-last")
    assert "12/31/2021" in last.text

    def statements() -> list[Statement]:
        with world.database("pacer").reading() as session:
            return list(session.scalars(select(Statement)))

    assert statements() == []
    after, said = turning.jump(trainer, CLOCK, "quarter-end")
    assert said[-1] == "Statements are made and mailed for what was used in 2021Q4."
    (made,) = statements()
    assert (made.quarter, made.due_cents) == ("2021Q4", 4000)
    assert made.issued_at.astimezone(UTC).date().isoformat() == "2022-01-01"
    (row,) = [row for row in turning.table(after, "runs") if row[1] == "Quarterly statements"]
    assert "01/01/2022" in row[3] or "12/31/2021" in row[4]
    assert row[5] == "1"


def test_a_free_look_is_crossed(world: World, trainer: Browser) -> None:
    prefix = world.member("ctd").doc_prefix
    with world.database("ctd").writing() as session:
        paper = session.scalars(
            select(Document).join(Entry, Entry.id == Document.entry_id).order_by(Document.id)
        ).first()
        assert paper is not None
        entry = session.get(Entry, paper.entry_id)
        assert entry is not None
        magic = give_free_look(session, entry, "ada@pleadersidebar.test", court_now(world, "ctd"))
        paper_path = f"/doc1/{doc_ids.written(prefix, paper.id, 1)}"
        link = f"{paper_path}?caseid={paper.case_id}&de_seq_num={entry.seq}"

    def is_free() -> bool:
        page = world.browser().open("ctd", f"{link}&magic_num={magic}")
        return "View Document" in page.html or "without incurring a PACER fee" in page.text

    turning.jump(trainer, CLOCK, "look-15")
    assert is_free()
    turning.turn(trainer, CLOCK, deed="advance", days="1", hours="")
    assert not is_free()


def test_back_goes_to_eras_only_and_says_what_stays(world: World, trainer: Browser) -> None:
    refused = turning.ask(trainer, CLOCK, deed="set", day="2021-11-01", hour="09:00")
    assert refused.status == 422
    assert "Back one goes to a named era only" in refused.text
    assert refused.all("//input[@name='day']")[0].get("value") == "2021-11-01"
    forged = turning.ask(trainer, CLOCK, deed="set", value="2021-11-01T09:00:00+00:00")
    assert forged.status == 422
    empty = turning.ask(trainer, CLOCK, deed="advance", days="", hours="")
    assert (empty.status, "Say by how many days or hours." in empty.text) == (422, True)
    asked = turning.ask(trainer, CLOCK, deed="moment", key="era-2017-12")
    assert "Nothing is undone" in asked.text
    page = asked.submit(button="Do it")
    assert "12/12/2017 9:00 AM EST" in page.text
    still = turning.ask(trainer, CLOCK, deed="freeze")
    assert {state for _, state in turning.members(still)} == {"stands still"}
    assert "(stopped)" in still.text
    world.clock.advance(minutes=20)
    assert "12/12/2017 9:00 AM EST" in trainer.open("pacer", CLOCK).text
    running = turning.ask(trainer, CLOCK, deed="run")
    assert {state for _, state in turning.members(running)} == {"runs"}


# --------------------------------------------------------------------------- real time goes on


class Watch:
    """A relying party of another maker: Authlib's own client and nothing of ours."""

    def __init__(self, world: World, owner: Persona) -> None:
        self.world = world
        secret = oidc.new_secret()
        with world.database("pacer").writing() as session:
            row = oidc.register_client(
                session,
                owner=ids.subject_of(owner.key),
                secret=secret,
                wall=world.clock(),
                title="Docket Watch",
                redirect_uris=CALLBACK,
                post_logout_uris="",
                backchannel_logout_uri="",
                token_endpoint_auth_method="client_secret_basic",
                id_token_signed_response_alg="RS256",
                require_pkce=True,
                refresh=True,
                scopes="openid profile offline_access",
            )
            client_id = row.client_id
        self.client = OAuth2Session(
            client_id,
            secret,
            scope="openid profile",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
        )
        world.backchannel("pacer").mount(self.client)
        self.told = self.client.get(
            f"{world.federation.issuer}/.well-known/openid-configuration", withhold_token=True
        ).json()

    def sign_on(self, browser: Browser) -> dict[str, Any]:
        """Sign on with a browser that PACER knows; return the claims of the ID token."""
        verifier = ids.new_token(48)
        url, state = self.client.create_authorization_url(
            self.told["authorization_endpoint"], code_verifier=verifier, nonce="n-1"
        )
        answer = self._answer(browser, url)
        assert parse_qs(urlsplit(answer).query)["state"] == [state]
        token = self.client.fetch_token(
            self.told["token_endpoint"], authorization_response=answer, code_verifier=verifier
        )
        keys = KeySet.import_key_set(
            self.client.get(self.told["jwks_uri"], withhold_token=True).json()
        )
        claims = dict(jwt.decode(token["id_token"], keys).claims)
        assert claims["nonce"] == "n-1"
        return claims

    def _answer(self, browser: Browser, url: str) -> str:
        """Go through the pages of PACER, agreeing if asked, until it sends back to us."""
        response = browser.session.get(url, allow_redirects=False)
        for _ in range(8):
            if response.status_code == requests.codes.ok:
                response = self._agree(browser, response)
                continue
            where = response.headers["Location"]
            if where.startswith(CALLBACK):
                return where
            response = browser.session.get(
                requests.compat.urljoin(response.url, where), allow_redirects=False
            )
        raise AssertionError(response.url)

    def _agree(self, browser: Browser, response: requests.Response) -> requests.Response:
        page = turning.Page(browser, response)
        form = next(f for f in page.all("//form") if "consent" in (f.get("action") or page.url))
        url = requests.compat.urljoin(response.url, form.get("action") or "")
        data = {**dict(form.form_values()), "allow": "1"}
        heads = {"Referer": response.url}
        return browser.session.post(url, data=data, headers=heads, allow_redirects=False)

    def knows(self) -> bool:
        """Say whether the access token still opens the claims of the person."""
        return bool(self.client.get(self.told["userinfo_endpoint"]).ok)


def test_a_phone_and_another_makers_client_live_through_every_named_jump(
    world: World, people: People
) -> None:
    phone, who = people["client_mfa"], people["attorney"]
    assert phone.pacer is not None
    known = world.browser()
    known.sign_in(known.open("pacer", "/csologin/login.jsf"), who)
    watch = Watch(world, people["researcher"])
    begun = moments.Ground(
        now=court_now(world), courts=world.federation.courts, eras={n: a for n, a in ERAS.items()}
    )
    asked = 0
    for moment in moments.moments(begun):
        world.set_court_time(moment.at)
        world.clock.advance(seconds=31)
        page = world.browser().open("pacer", "/csologin/login.jsf")
        page = page.submit(
            {
                "loginForm:loginName": phone.pacer.user_name,
                "loginForm:password": phone.pacer.password,
            },
            button="Login",
        )
        if page.all("//form[@id='mfaForm']"):
            code = pyotp.TOTP(phone.pacer.totp_secret).at(world.clock())
            page.submit({"mfaForm:mfaInput": code}, button="Ok")
            asked += 1
        claims = watch.sign_on(known)
        real = world.clock().timestamp()
        assert abs(claims["iat"] - real) < 60, moment.key
        assert claims["exp"] > real, moment.key
        assert watch.knows(), moment.key
    with world.database("pacer").reading() as session:
        used = session.scalars(select(AuditEvent).filter_by(tag="mfa:code-used")).all()
    assert len(used) == asked > 2


def test_what_protocols_keep_ends_by_real_time_while_court_time_stands_still(
    world: World, people: People
) -> None:
    for member in world.apps:
        with world.database(member).writing() as session:
            write_setting(session, ClockSetting(frozen_at=datetime(2017, 12, 12, 14, tzinfo=UTC)))
    who, watch = people["attorney"], Watch(world, people["researcher"])
    browser = world.browser()
    browser.enter("ctd", who)
    watch.sign_on(browser)
    assert watch.knows()
    with world.database("pacer").reading() as session:
        token = session.scalars(select(AccessToken).order_by(AccessToken.expires_at.desc())).first()
        assert token is not None
        life = token.expires_at - world.clock()
    world.clock.advance(seconds=life.total_seconds() + 1)
    assert not watch.knows(), "the token ran out by real time"
    browser = world.browser()
    browser.enter("ctd", who)
    watch.sign_on(browser)
    assert watch.knows(), "and a new one is good"
    # The log-out reaches the court by the back channel, and ends its session there.
    inside = browser.open("ctd", "/cgi-bin/menu.pl?id=-1")
    assert "12/12/2017" in inside.text
    assert "(stopped)" in inside.text
    browser.open("pacer", "/csologin/logout.jsf").submit()
    world.jobs.drain("pacer")
    assert "loginForm:loginName" in browser.open("ctd", "/cgi-bin/menu.pl?id=-1").html
    again = world.browser()
    again.sign_in(again.open("pacer", "/csologin/login.jsf"), who)
    with world.database("pacer").reading() as session:
        row = session.scalars(select(SsoSession).order_by(SsoSession.id.desc())).first()
        assert row is not None
        assert row.expires_at > world.clock() > row.auth_time - timedelta(seconds=1)
    assert court_now(world) == datetime(2017, 12, 12, 14, tzinfo=UTC)
