"""How much the identity provider does on one core, beside the floor of each (identity.md 4).

Every row is measured several times in one process, without a network: Werkzeug's test client calls
the WSGI app, and what it costs itself is in “an empty answer”. The database is SQLite in a file,
with its journal; every write is a commit. Run it alone on the machine:

    .venv/bin/python bench/idp.py --seconds 3 --rounds 7
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

from sqlalchemy import insert  # noqa: E402 - the root is on the path only now

from idp.oidc.models import ClientToken  # noqa: E402
from shared import ids, personas  # noqa: E402
from shared.passwords import Passwords  # noqa: E402
from tests import harness  # noqa: E402
from tests.integration.idp.oidc import rp  # noqa: E402

#: What a bare prototype of Flask and Authlib reached, and what is aimed at (the issue, evidence 4).
AIMS = {
    "full password logins": (30, 35),
    "single-sign-on flows": (200, 250),
    "client-credentials": (670, 1000),
    "introspections": (860, 1500),
    "JWKS": (2500, 10000),
}
STRONG = {"MOOT_ARGON2_MEMORY_KIB": "19456", "MOOT_ARGON2_TIME": "2"}


def rate(work: Callable[[], object], seconds: float) -> float:
    """Return how often a second the work is done."""
    done, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        work()
        done += 1
    return done / spent


def row(name: str, work: Callable[[], object], floor: Callable[[], object], how: str) -> str:
    """Return a line of the table: median, spread, floor."""
    work()
    found = sorted(rate(work, OPTIONS.seconds) for _ in range(OPTIONS.rounds))
    under = statistics.median(rate(floor, OPTIONS.seconds) for _ in range(OPTIONS.rounds))
    naive, aim = AIMS[name]
    middle = statistics.median(found)
    return (
        f"| {name}/s | {middle:,.0f} | {found[0]:,.0f} - {found[-1]:,.0f} | {naive:,} | {aim:,} "
        f"| {under:,.0f} ({how}) |"
    )


def logins(folder: Path) -> str:
    """Measure the whole sign-in: form, token, password, session, redirect."""
    people = [p for p in personas.load() if p.key == "researcher"]
    world = harness.build(folder, people=people, settings=STRONG)
    person = people[0]

    def work() -> None:
        browser = world.browser()
        page = browser.get(world.url("pacer", "/csologin/login.jsf"))
        after = browser.sign_in(page, person)
        assert "logout.jsf" in after.html

    hasher = Passwords(memory_kib=19456, time_cost=2)
    stored = hasher.hash("a password")
    line = row(
        "full password logins", work, lambda: hasher.verify(stored, "a password"), "the hash alone"
    )
    world.close()
    return line


def protocol(folder: Path) -> list[str]:
    """Measure what programs ask for."""
    provider = rp.build(folder)
    provider.app.config["PROPAGATE_EXCEPTIONS"] = True
    browser = provider.browser()
    browser.sign_in()
    court, client = provider.court(), provider.register()
    ring = provider.provider.ring()
    other = provider.browser()
    token = court.tokens(browser)["access_token"]
    basic = {"Authorization": rp.basic(client.client_id, client.secret)}
    mine = {"Authorization": rp.basic(court.client_id, court.secret)}

    def durable() -> None:
        with provider.database.writing() as session:
            session.execute(
                insert(ClientToken).values(
                    token_hash=ids.digest(ids.new_token()),
                    client_id="floor",
                    issued_at=provider.clock(),
                    expires_at=provider.clock(),
                )
            )

    def signed() -> None:
        ring.sign({"iss": provider.issuer, "sub": "s"}, alg="RS256", typ="JWT")
        durable()

    def own() -> None:
        data = {"grant_type": "client_credentials"}
        assert other.post("/oidc/token", data=data, headers=basic).status_code == 200

    def ask() -> None:
        answer = other.post("/oidc/introspect", data={"token": token}, headers=mine)
        assert answer.get_json()["active"]

    def keys() -> None:
        assert other.get("/oidc/jwks").status_code == 200

    def nothing() -> None:
        other.get("/healthz")

    def flow() -> None:
        assert court.exchange(court.code(browser)).status_code == 200

    lines = [
        row("single-sign-on flows", flow, signed, "a signature and one commit"),
        row("client-credentials", own, durable, "one commit"),
        row("introspections", ask, nothing, "an empty answer"),
        row("JWKS", keys, nothing, "an empty answer"),
    ]
    provider.database.dispose()
    return lines


def options() -> argparse.Namespace:
    """Read how long to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    OPTIONS = options()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print("| | median | spread | prototype | aim | floor |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as made:
        print(logins(Path(made)), flush=True)
    with tempfile.TemporaryDirectory() as made:
        for each in protocol(Path(made)):
            print(each, flush=True)
