"""Open redirects: every address that a request may name, and every trick with it (RFC 9700 4.11).

The browser of these tests knows no way out of the federation: to be led outside is an error.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest

from courts.signin import destinations
from shared.personas import Persona
from tests.harness import Browser, World

People = dict[str, Persona]
EVIL = "evil.example"


def tricks(own: str) -> list[str]:
    """Return addresses that look like ours, or like a path, to one reader or another."""
    host = urlsplit(own).netloc
    scheme = urlsplit(own).scheme
    return [
        f"https://{EVIL}/",
        f"//{EVIL}/",
        f"///{EVIL}/",
        f"/\\{EVIL}/",
        f"\\\\{EVIL}/",
        f"/{chr(9)}/{EVIL}/",
        f"{scheme}:{EVIL}",
        f"{scheme}:/{EVIL}/",
        f"{scheme}:\\\\{EVIL}\\",
        f"{scheme}://{host}@{EVIL}/",
        f"{scheme}://{EVIL}#@{host}/",
        f"{scheme}://{EVIL}?{host}/",
        f"{scheme}://{EVIL}\\@{host}/",
        f"{scheme}://{EVIL}%2F@{host}/",
        f"{scheme}://{host}.{EVIL}/",
        f"{scheme}://{host}%00.{EVIL}/",
        f"{scheme}://{host}%2e{EVIL}/",
        f"{scheme}://{host}\u3002{EVIL}/",
        f"{scheme}://{host.replace('o', chr(0xFF4F))}/",
        f"{scheme}://{host}:80@{EVIL}/",
        f"{scheme}://user:word@{host}/",
        f" {scheme}://{EVIL}/",
        f"/\r\nLocation: https://{EVIL}/",
        f"{own}/%0d%0aLocation:%20https://{EVIL}/\r\nX: y",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        f"%2f%2f{EVIL}",
    ]


def stays(world: World, browser: Browser, address: str) -> None:
    """Open an address; assert that every page on the way, and the last, is one of ours."""
    browser.trail.clear()
    page = browser.get(address)
    assert page.status < 500
    for _method, url, _status in browser.trail:
        assert world.federation.place_of_url(url) is not None, url
    assert EVIL not in (urlsplit(page.url).netloc)
    assert not page.all(f"//a[contains(@href, '//{EVIL}')]")
    assert not page.all("//meta[@http-equiv='refresh']")


@pytest.fixture
def signed_in(world: World, people: People) -> Browser:
    """Return the browser of somebody with a session, who is led on at once."""
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), people["researcher"])
    return browser


def test_appurl(world: World, signed_in: Browser) -> None:
    """Central Sign-On, of an own host, of the court it is asked for, and of none."""
    for own in (world.url("ctd", ""), world.url("pacer", "")):
        for trick in tricks(own):
            asked = f"/csologin/login.jsf?pscCourtId=CTDC&appurl={quote(trick, safe='')}"
            stays(world, signed_in, world.url("pacer", asked))


def test_target_link_uri(world: World, signed_in: Browser) -> None:
    """A third party begins a sign-on at a court (OpenID Connect Core 4)."""
    for trick in tricks(world.url("ctd", "")):
        asked = f"/oidc/start?target_link_uri={quote(trick, safe='')}"
        stays(world, signed_in, world.url("ctd", asked))


def test_redirect_uri(world: World, signed_in: Browser) -> None:
    """Nothing but the registered address, character by character; no error goes elsewhere."""
    good = world.url("ctd", "/oidc/callback")
    more = [good + "/", good + "?a=b", good + "#x", good.upper(), good + "/../other"]
    for trick in [*tricks(world.url("ctd", "")), *more]:
        query = f"client_id=court-ctd&response_type=code&scope=openid&redirect_uri={quote(trick)}"
        page = signed_in.get(world.url("pacer", f"/oidc/authorize?{query}"))
        assert urlsplit(page.url).path == "/oidc/authorize", trick
        assert "cannot be used" in page.text


def test_post_logout_redirect_uri(world: World, signed_in: Browser) -> None:
    """Before the confirmation and after it."""
    for trick in tricks(world.url("ctd", "")):
        query = f"client_id=court-ctd&post_logout_redirect_uri={quote(trick, safe='')}"
        stays(world, signed_in, world.url("pacer", f"/oidc/end_session?{query}"))


def test_the_own_path_of_a_currentgen_login_page(world: World) -> None:
    """Its appurl is a path of the court or nothing."""
    for trick in tricks(world.url("cod", "")):
        found = destinations.own_path(trick)
        assert found == "" or (found.startswith("/") and not found.startswith(("//", "/\\")))
        assert "\r" not in found
        assert "\n" not in found
