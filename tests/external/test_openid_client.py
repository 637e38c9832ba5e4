"""npm's openid-client, unmodified, as a relying party; a person at a scripted browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from shared import ids
from shared.personas import Persona
from tests.external.conftest import Registration, Walk
from tests.harness import Browser, Page
from tests.serving import Running

ERA = "2021-11"
CALLBACK = "http://node.moot-external.localhost/callback"
AFTER = "http://node.moot-external.localhost/after"


class Elsewhere(Exception):  # noqa: N818 - not an error: the browser has left the federation
    """The browser was sent to the relying party."""


def go(browser: Browser, step: Callable[[], Page]) -> Page | str:
    """Take a step; return the page, or the relying party's address that it led to."""
    try:
        return step()
    except Elsewhere as there:
        return str(there)


def person(federation: Running) -> Browser:
    """Return a browser that stops where the relying party's own address begins."""
    browser = federation.browser()

    class Stop:
        def send(self, request: object, **_more: object) -> None:
            raise Elsewhere(getattr(request, "url", ""))

        def close(self) -> None:
            """Nothing is open."""

    browser.session.mount("http://node.moot-external.localhost", Stop())  # type: ignore[arg-type]
    return browser


def arrive(browser: Browser, authorize: str, who: Persona) -> str:
    """Sign in, agree, and return the address that goes back to the relying party."""
    page = browser.get(authorize)
    at = go(browser, lambda: browser.sign_in(page, who))
    if isinstance(at, Page):
        assert "Node reading room" in at.text
        asked = at
        at = go(browser, lambda: asked.submit(button="Allow"))
    assert isinstance(at, str)
    return at


def test_the_whole_walk(
    federation: Running,
    people: dict[str, Persona],
    register: Callable[..., tuple[Registration, Browser]],
    walk: Callable[..., Walk],
) -> None:
    """Discovery, PKCE, iss, nonce, UserInfo, rotation, introspection, revocation, log-out."""
    mine, _ = register(
        "Node reading room", redirect_uris=CALLBACK, post_logout_uris=AFTER, refresh="y"
    )
    rita = people["researcher"]
    assert rita.pacer is not None
    script = walk(
        issuer=federation.federation.issuer,
        clientId=mine.client_id,
        clientSecret=mine.secret,
        redirectUri=CALLBACK,
        afterLogout=AFTER,
    )
    assert script.begun["issuer"] == federation.federation.issuer
    browser = person(federation)
    callback = arrive(browser, script.begun["pushed"], rita)
    assert urlsplit(callback).path == "/callback"

    found = script.tell(callback=callback)
    assert found["claims"]["sub"] == ids.subject_of(rita.key)
    assert found["claims"]["iss"] == federation.federation.issuer
    assert found["info"]["preferred_username"] == rita.pacer.user_name
    assert found["info"]["email"] == rita.pacer.email
    assert "offline_access" in found["scope"].split()
    assert found["rotated"] is True
    assert found["sameSubject"] is True
    assert found["active"] is True
    assert found["afterRevocation"]["status"] == 401

    left = go(browser, lambda: browser.get(found["leave"]))
    assert left == f"{AFTER}?state=out"
    again = browser.get(script.begun["authorize"])
    assert again.password_fields() == 1
    assert script.tell()["afterLogout"]["error"] == "invalid_grant"
