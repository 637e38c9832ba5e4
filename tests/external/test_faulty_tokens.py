"""npm's openid-client, unmodified, is given ID tokens that are wrong on purpose (2021-11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.personas import Persona
from tests.external.conftest import Registration, Walk
from tests.external.test_openid_client import CALLBACK, arrive, person
from tests.harness import Browser
from tests.serving import Running
from tests.switching import Switchboard

ERA = "2021-11"
#: What it says to each; it does not look at signatures of the code flow unless it is asked to.
REFUSED = {
    "wrong-audience": 'unexpected JWT "aud" (audience) claim value',
    "wrong-issuer": 'unexpected JWT "iss" (issuer) claim value',
    "wrong-nonce": 'unexpected ID Token "nonce" claim value',
    "expired-token": 'unexpected JWT "exp" (expiration time) claim value, '
    "expiration is past current timestamp",
}
TAKEN = ("wrong-signature", "unknown-key", "rotated-keys")


@pytest.fixture(scope="module")
def board(federation: Running, people: dict[str, Persona]) -> Switchboard:
    return Switchboard(federation.browser(), people["trainer"])


def test_what_it_refuses_and_what_it_takes(
    federation: Running,
    people: dict[str, Persona],
    board: Switchboard,
    register: Callable[..., tuple[Registration, Browser]],
    walk: Callable[..., Walk],
) -> None:
    mine, _ = register("Node reading room", redirect_uris=CALLBACK, refresh="y")
    settings = {
        "issuer": federation.federation.issuer,
        "clientId": mine.client_id,
        "clientSecret": mine.secret,
        "redirectUri": CALLBACK,
        "afterLogout": "",
    }
    said = {}
    for name in (*REFUSED, *TAKEN):
        whom = () if name == "rotated-keys" else ("client", mine.client_id)
        board.on(name, *whom, times=1)
        script = walk(**settings)
        callback = arrive(person(federation), script.begun["authorize"], people["researcher"])
        told = script.tell(callback=callback)
        said[name] = told.get("why", "taken")
    assert said == {**REFUSED, **dict.fromkeys(TAKEN, "taken")}
    assert set(board.met().values()) == {"pacer 1"}
