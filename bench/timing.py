"""Whether the time of a refusal tells if a user exists: wrong passwords, turn and turn about.

`moot up` serves a fresh data directory; known and unknown user names are tried in pairs with a
wrong password, each known one four times at most, so that none is locked. Told are both medians
and what one time out of two differs by within a pair.

    .venv/bin/python bench/timing.py --pairs 100
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.idp import Server, Wire  # noqa: E402 - the root is on the path only now
from shared import personas  # noqa: E402

TRIES_EACH = 4


def refused(wire: Wire, user_name: str) -> float:
    """Return how many milliseconds a wrong password takes."""
    wire.cookies.clear()
    _status, _head, page = wire.ask("GET", "/csologin/login.jsf")
    token = re.search(rb'name="javax\.faces\.ViewState"[^>]*value="([^"]*)"', page)
    assert token
    form = {
        "loginForm:loginName": user_name,
        "loginForm:password": "Not-The-Password#00",
        "loginForm:clientCode": "",
        "javax.faces.ViewState": token[1].decode(),
    }
    began = time.perf_counter()
    status, _head, _body = wire.ask("POST", "/csologin/login.jsf", form)
    assert status == 200, status
    return (time.perf_counter() - began) * 1000


def measure(wire: Wire, pairs: int) -> None:
    """Print the medians and the differences."""
    names = [who.pacer.user_name for who in personas.load() if who.pacer] * TRIES_EACH
    known: list[float] = []
    unknown: list[float] = []
    for number, name in enumerate(names[:pairs]):
        order = ((known, name), (unknown, f"nobody{number:05d}"))
        for found, user_name in order if number % 2 else reversed(order):
            found.append(refused(wire, user_name))
    apart = [one - other for one, other in zip(known, unknown, strict=True)]
    quartiles = statistics.quantiles(apart, n=4)
    print(f"pairs {len(apart)}")
    print(f"known user, wrong password: median {statistics.median(known):.2f} ms")
    print(f"unknown user: median {statistics.median(unknown):.2f} ms")
    print(
        f"known less unknown, within a pair: median {quartiles[1]:+.2f} ms, "
        f"quartiles {quartiles[0]:+.2f} and {quartiles[2]:+.2f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--port", type=int, default=8198)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), options.port, None)
        try:
            measure(Wire(options.port), options.pairs)
        finally:
            server.stop()
