"""What recording adds to a request, in processor time: a canned app with and without a recorder.

    python -m bench.recorder

Prints microseconds per request for a page, a form and a form in parts; the least of several runs.
"""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from shared import ids, personas, witness
from shared.web import recorder
from tests import harness

ROUNDS = 7
REQUESTS = 2000
QUERY = "pscCourtId=CTDC&appurl=http%3A%2F%2Fecf.ctd.moot.localhost%3A8080%2Fcgi-bin%2Fmenu.pl"
FORM = b"loginForm=loginForm&loginForm%3AloginName=jattorney&loginForm%3Apassword=x"
PARTS = b'--X\r\nContent-Disposition: form-data; name="login"\r\n\r\nct12345\r\n--X--\r\n'
KINDS = {
    "a page": ("GET", b"", ""),
    "a form": ("POST", FORM, "application/x-www-form-urlencoded"),
    "a form in parts": ("POST", PARTS, "multipart/form-data; boundary=X"),
}
HEADERS = [("Content-Type", "text/html"), ("Set-Cookie", f"moot_ctd_session={'a' * 43}; Path=/")]


def canned(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as an app does that knows who asks."""
    witness.came("c0c4ddc6-dd70-55da-825e-5a05ea841283", 0, "pacer:ocounsel")
    start("200 OK", HEADERS)
    return [b"abc"]


def environ(method: str, body: bytes, kind: str) -> dict[str, Any]:
    """Return a request of a browser with four cookies."""
    cookies = "; ".join(f"{name}={ids.new_token()}" for name in ("form", "session", "sso"))
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/csologin/login.jsf",
        "QUERY_STRING": QUERY,
        "HTTP_HOST": "pacer.moot.localhost:8080",
        "HTTP_COOKIE": f"moot_trail={'b' * 22}; {cookies}",
        "HTTP_USER_AGENT": "Mozilla/5.0",
        "HTTP_ACCEPT": "text/html",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }


def measured(ask: Callable[[], object]) -> float:
    """Return the least processor time of a request, in microseconds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(REQUESTS):
            ask()
        best = min(best, (time.process_time() - began) / REQUESTS)
    return best * 1e6


def main() -> None:
    """Measure and print."""
    people = personas.by_key(personas.load())
    with tempfile.TemporaryDirectory() as folder:
        world = harness.build(Path(folder), people=[people["researcher"]])
        found = recorder.recorder_of(world.app("pacer"))
        if found is None:
            raise SystemExit("nothing is recorded in faithful mode")
        found.inner = canned
        recording = found
        for name, kind in KINDS.items():
            plain = measured(lambda kind=kind: canned(environ(*kind), lambda *_: None))
            added = measured(lambda kind=kind: recording(environ(*kind), lambda *_: None)) - plain
            print(f"{name}: {added:.0f} us")
        print(f"the ring holds {found.ring.size / 1024:.0f} KiB")
        world.close()


if __name__ == "__main__":
    main()
