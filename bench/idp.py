"""How much the identity provider does on one core, beside the floor of each (issue 3, evidence 4).

`moot up` serves a fresh data directory - granian, SQLite with its journal, argon2id at full
strength - pinned to one core; this program asks it over kept-alive connections from another. Each
row is measured several times. Two rates are told: per second of the clock, and per second of the
server's own processor time, which is what a core that has nothing else to do would give; on a
machine that others use as well the second is the one to read.

    .venv/bin/python bench/idp.py --seconds 3 --rounds 7

With `--inside` the app is called in this very process, without a socket, and only the second rate
means anything; `--profile "introspections"` then says where the time of a row goes.

    .venv/bin/python bench/idp.py --inside --seconds 1 --rounds 5
    .venv/bin/python bench/idp.py --inside --profile "client-credentials"
"""

from __future__ import annotations

import argparse
import base64
import cProfile
import io
import json
import os
import pstats
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402 - the root is on the path only now

from idp.oidc import keyring, service  # noqa: E402
from idp.oidc.models import ClientToken  # noqa: E402
from shared import ids, personas  # noqa: E402
from shared.clock import wall  # noqa: E402
from shared.db import Database  # noqa: E402
from shared.jobs import InlineJobs  # noqa: E402
from shared.launcher import embedded, preparing  # noqa: E402
from shared.launcher.datadir import DataDirectory  # noqa: E402
from shared.launcher.dispatch import Dispatcher  # noqa: E402
from shared.launcher.federations import Run  # noqa: E402
from shared.passwords import Passwords  # noqa: E402

#: What a bare prototype of Flask and Authlib reached, and what is aimed at.
AIMS = {
    "full password logins": (30, 35),
    "single-sign-on flows": (200, 250),
    "client-credentials": (670, 1000),
    "introspections": (860, 1500),
    "JWKS": (2500, 10000),
    "JWKS, not modified": (2500, 10000),
}
HEAD = (
    "| per second | of a core, median | spread | of the clock, median | best | prototype | aim "
    "| floor, of a core |\n|---|---|---|---|---|---|---|---|"
)
PATIENCE = 120.0
TICKS = os.sysconf("SC_CLK_TCK")
VERIFIER = "v" * 43
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"


class Wire:
    """One kept-alive connection, and a browser's cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"pacer.moot.localhost:{port}"
        self.cookies: dict[str, str] = {}
        self.renew()

    def renew(self) -> None:
        """Connect, for the first time or again; the cookies stay."""
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def request(self, method: str, path: str, form: dict[str, str] | None, **heads: str) -> bytes:
        """Return a request as it goes over the wire."""
        body = urlencode(form).encode() if form is not None else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if form is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body

    def read(self) -> tuple[int, str, bytes]:
        """Read one answer: status, head, body."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        status = int(text[9:12])
        found = re.search(r"(?i)\r\ncontent-length: (\d+)", text)
        left = int(found[1]) if found else 0
        while len(body) < left:
            body += self._more()
        return status, text, body

    def _more(self) -> bytes:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server hung up")
        return data

    def send(self, method: str, path: str, form: dict[str, str] | None, **heads: str) -> None:
        """Send a request whose answer is read later."""
        self.socket.sendall(self.request(method, path, form, **heads))

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **heads: str
    ) -> tuple[int, str, bytes]:
        """Send a request, keep the cookies of the answer, and return it."""
        self.send(method, path, form, **heads)
        status, head, body = self.read()
        for name, value in re.findall(r"(?i)\r\nset-cookie: ([^=]+)=([^;\r]*)", head):
            self.cookies[name] = value
        return status, head, body


class Inside(Wire):
    """The same without a socket: the app is called here and now."""

    def __init__(self, port: int, app: Any) -> None:
        self.host = f"pacer.moot.localhost:{port}"
        self.app = app
        self.cookies = {}
        self.answer = (0, "", b"")

    def renew(self) -> None:
        """Do nothing: there is no connection."""

    def send(self, method: str, path: str, form: dict[str, str] | None, **heads: str) -> None:
        """Call the app and keep its answer."""
        body = urlencode(form).encode() if form is not None else b""
        path, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": self.host.rpartition(":")[2],
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self.host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        environ.update({f"HTTP_{name.upper()}": value for name, value in heads.items()})
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if form is not None:
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
            environ["CONTENT_LENGTH"] = str(len(body))
        told: list[Any] = []
        found = self.app(environ, lambda status, headers, *_rest: told.extend((status, headers)))
        text = b"".join(found)
        if hasattr(found, "close"):
            found.close()
        lines = [f"HTTP/1.1 {told[0]}", *(f"{name}: {value}" for name, value in told[1])]
        self.answer = int(told[0][:3]), "\r\n".join(lines), text

    def read(self) -> tuple[int, str, bytes]:
        """Return the answer of the last call."""
        return self.answer


class Here:
    """The federation of a data directory in this process."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        directory = DataDirectory(folder)
        directory.open(mode=None, seed=None, file=None)
        directory.write_run(Run(port=port))
        federation = directory.federation()
        preparing.prepare(directory, federation, when=None, environ={})
        self.apps = embedded.build_members(
            federation,
            directory.environments(federation, threads=2, environ={}),
            service_key=directory.secrets(federation).service_key,
            jobs=InlineJobs(wall=wall),
        )
        self.app = Dispatcher(federation, self.apps)

    def wire(self) -> Wire:
        """Return a way to ask it."""
        return Inside(self.port, self.app)

    def seconds(self) -> float:
        """Return the processor time of this process so far."""
        return time.process_time()

    def stop(self) -> None:
        """End it."""
        for app in self.apps.values():
            preparing.dispose(app)


class Server:
    """`moot up` on a core of its own."""

    def __init__(self, folder: Path, port: int, core: int | None) -> None:
        self.port = port
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        words = ["up", "--port", str(port), "--data", str(folder)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shared.launcher", *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if core is not None:
            os.sched_setaffinity(self.process.pid, {core})
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE and self.process.poll() is None:
            try:
                if Wire(port).ask("GET", "/csologin/login.jsf")[0] == 200:
                    return
            except (OSError, ConnectionError):
                time.sleep(0.2)
        self.process.kill()
        raise SystemExit("the server did not start")

    def wire(self) -> Wire:
        """Return a connection of its own."""
        return Wire(self.port)

    def seconds(self) -> float:
        """Return the processor time of the server and all its children so far."""
        wanted, total = {self.process.pid}, 0
        rows = [_stat(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        for pid, parent, used in sorted(row for row in rows if row):
            if pid in wanted or parent in wanted:
                wanted.add(pid)
                total += used
        return total / TICKS

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def _stat(entry: Path) -> tuple[int, int, int] | None:
    try:
        fields = (entry / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return int(entry.name), int(fields[1]), int(fields[11]) + int(fields[12])


def rate(work: Callable[[], int], server: Server | Here | None) -> tuple[float, float]:
    """Return how often the work is done per second, and per second of processor time."""
    used = server.seconds() if server else time.process_time()
    done, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < OPTIONS.seconds:
        done += work()
    used = (server.seconds() if server else time.process_time()) - used
    return done / spent, done / max(used, 1 / TICKS)


def row(name: str, work: Callable[[], int], server: Server | Here, floor: str) -> str:
    """Return a line of the table: rates, spread, floor."""
    work()
    found = [rate(work, server) for _ in range(OPTIONS.rounds)]
    clock, core = sorted(r for r, _ in found), sorted(c for _, c in found)
    naive, aim = AIMS[name]
    return (
        f"| {name} | {statistics.median(core):,.0f} | {core[0]:,.0f} - {core[-1]:,.0f} "
        f"| {statistics.median(clock):,.0f} | {clock[-1]:,.0f} | {naive:,} | {aim:,} | {floor} |"
    )


def under(work: Callable[[], Any]) -> str:
    """Return the floor: the median rate of what cannot be left out, alone in this process."""

    def once() -> int:
        work()
        return 1

    once()
    found = [rate(once, None)[1] for _ in range(OPTIONS.rounds)]
    return f"{statistics.median(found):,.0f}"


def basic(client_id: str, secret: str) -> str:
    """Return the header of a client."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def sign_in(wire: Wire, who: personas.Persona) -> None:
    """Sign in as a browser does: the form, its token, the password."""
    assert who.pacer is not None
    wire.cookies.clear()
    _status, _head, page = wire.ask("GET", "/csologin/login.jsf")
    token = re.search(rb'name="javax\.faces\.ViewState"[^>]*value="([^"]*)"', page)
    assert token
    form = {
        "loginForm:loginName": who.pacer.user_name,
        "loginForm:password": who.pacer.password,
        "loginForm:clientCode": "",
        "javax.faces.ViewState": token[1].decode(),
    }
    status, _head, _body = wire.ask("POST", "/csologin/login.jsf", form)
    assert status == 303, status


def code_of(answer: tuple[int, str, bytes]) -> str:
    """Return the code that an answer sends the browser back with."""
    status, head, _body = answer
    found = re.search(r"(?i)\r\nlocation: (\S+)", head)
    assert found, f"{status}: {head}"
    return parse_qs(urlsplit(found[1]).query)["code"][0]


class Bench:
    """The workloads, at one server."""

    def __init__(self, server: Server | Here, folder: Path) -> None:
        self.server = server
        directory = DataDirectory(folder)
        self.court = directory.federation().member("ctd")
        secret = directory.secrets(directory.federation()).members["ctd"].client_secret
        self.mine = basic(self.court.client_id, secret)
        database = Database(f"sqlite:///{next(folder.rglob('pacer.db'))}")
        self.database = database
        own = ids.new_token()
        with database.writing() as session:
            client = service.register_client(
                session,
                owner="bench",
                secret=own,
                wall=wall(),
                title="Bench",
                redirect_uris="https://rp.example.test/callback",
                token_endpoint_auth_method="client_secret_basic",
                scopes="openid profile email",
            ).client_id
        self.own = basic(client, own)
        self.who = next(p for p in personas.load() if p.key == "researcher")
        self.wires = [server.wire() for _ in range(4)]
        self.wire = server.wire()
        sign_in(self.wire, self.who)
        self.callback = self.court.origins["ecf"] + "/oidc/callback"
        self.token = json.loads(self.exchange(self.code()))["access_token"]
        self.etag = re.search(r'(?i)\r\netag: ("\w+")', self.wire.ask("GET", "/oidc/jwks")[1])

    def renew(self) -> None:
        """Connect again: the server hangs up on whoever has said nothing for half a minute."""
        for wire in (self.wire, *self.wires):
            wire.renew()

    def at_once(self, method: str, path: str, form: Any, status: int, **heads: str) -> int:
        """Ask on four connections at once, so that the server never waits for the client."""
        for wire in self.wires:
            wire.send(method, path, form, **heads)
        for wire in self.wires:
            assert wire.read()[0] == status
        return len(self.wires)

    def login(self) -> int:
        """Sign in with the password, all of it."""
        sign_in(self.wires[0], self.who)
        self.wires[0].cookies.clear()
        return 1

    @property
    def asking(self) -> str:
        """Return the address of an authorization request of a court."""
        query = urlencode(
            {
                "client_id": self.court.client_id,
                "redirect_uri": self.callback,
                "response_type": "code",
                "scope": "openid profile email",
                "state": "s",
                "nonce": "n",
                "code_challenge": CHALLENGE,
                "code_challenge_method": "S256",
            }
        )
        return f"/oidc/authorize?{query}"

    def showing(self, code: str) -> dict[str, str]:
        """Return what redeems a code."""
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.callback,
            "code_verifier": VERIFIER,
        }

    def code(self) -> str:
        """Return a code for a session that is there already."""
        return code_of(self.wire.ask("GET", self.asking))

    def exchange(self, code: str) -> bytes:
        """Redeem a code."""
        form = self.showing(code)
        status, _head, body = self.wire.ask("POST", "/oidc/token", form, Authorization=self.mine)
        assert status == 200, body
        return body

    def flow(self) -> int:
        """Sign on to a court, four at once: a code for the session, tokens for the code."""
        for wire in self.wires:
            wire.cookies = dict(self.wire.cookies)
            wire.send("GET", self.asking, None)
        codes = [code_of(wire.read()) for wire in self.wires]
        for wire, code in zip(self.wires, codes, strict=True):
            wire.cookies = {}
            wire.send("POST", "/oidc/token", self.showing(code), Authorization=self.mine)
        for wire in self.wires:
            status, _head, body = wire.read()
            assert status == 200, body
        return len(self.wires)

    def client(self) -> int:
        """Get a token of a client's own."""
        form = {"grant_type": "client_credentials"}
        return self.at_once("POST", "/oidc/token", form, 200, Authorization=self.own)

    def introspect(self) -> int:
        """Ask what a token stands for."""
        form = {"token": self.token}
        return self.at_once("POST", "/oidc/introspect", form, 200, Authorization=self.mine)

    def keys(self) -> int:
        """Fetch the keys."""
        return self.at_once("GET", "/oidc/jwks", None, 200)

    def same_keys(self) -> int:
        """Fetch the keys that one has already."""
        assert self.etag
        return self.at_once("GET", "/oidc/jwks", None, 304, If_None_Match=self.etag[1])

    def durable(self) -> None:
        """Write one row and commit it."""
        with self.database.writing() as session:
            session.execute(
                insert(ClientToken).values(
                    token_hash=ids.digest(ids.new_token()),
                    client_id="floor",
                    issued_at=wall(),
                    expires_at=wall(),
                )
            )


def profile(work: Callable[[], int]) -> None:
    """Print where the time of a row goes; the profiler itself makes small calls look dear."""
    work()
    profiler, done, began = cProfile.Profile(), 0, time.perf_counter()
    profiler.enable()
    while time.perf_counter() - began < OPTIONS.seconds:
        done += work()
    profiler.disable()
    print(f"{done} done")
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler).sort_stats(order).print_stats(70)


def measure(bench: Bench) -> None:
    """Print the table, with the load of the machine before and after."""
    hasher = Passwords(memory_kib=19456, time_cost=2)
    stored = hasher.hash("a password")
    made = [keyring.make("RS256")]
    ring = keyring.Keyring.of(
        keyring.StoredKey(key.kid, key.alg, keyring.ACTIVE, key.private_jwk) for key in made
    )

    def signed() -> None:
        ring.sign({"iss": "https://issuer.example.test", "sub": "s"}, alg="RS256", typ="JWT")
        bench.durable()

    def health() -> int:
        return bench.at_once("GET", "/healthz", None, 200)

    if OPTIONS.profile:
        work = {
            "full password logins": bench.login,
            "single-sign-on flows": bench.flow,
            "client-credentials": bench.client,
            "introspections": bench.introspect,
        }[OPTIONS.profile]
        profile(work)
        return
    commit = under(bench.durable) + " (one commit)"
    empty = statistics.median(rate(health, bench.server)[1] for _ in range(OPTIONS.rounds))
    flask = f"{empty:,.0f} (an empty answer of the app)"
    hashed = under(lambda: hasher.verify(stored, "a password"))
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    print(HEAD)
    signs = f"{under(signed)} (sign, commit)"
    for name, work, floor in (
        ("full password logins", bench.login, f"{hashed} (the hash alone)"),
        ("single-sign-on flows", bench.flow, signs),
        ("client-credentials", bench.client, commit),
        ("introspections", bench.introspect, flask),
        ("JWKS", bench.keys, flask),
        ("JWKS, not modified", bench.same_keys, flask),
    ):
        bench.renew()
        print(row(name, work, bench.server, floor), flush=True)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


def options() -> argparse.Namespace:
    """Read how long to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--port", type=int, default=8197)
    parser.add_argument("--inside", action="store_true", help="call the app in this process")
    parser.add_argument("--profile", metavar="ROW", default="", help="with --inside: one row")
    return parser.parse_args()


if __name__ == "__main__":
    OPTIONS = options()
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as made_folder:
        at: Server | Here
        if OPTIONS.inside:
            at = Here(Path(made_folder), OPTIONS.port)
        else:
            at = Server(Path(made_folder), OPTIONS.port, cores[0])
            os.sched_setaffinity(0, {cores[-1]})
        try:
            measure(Bench(at, Path(made_folder)))
        finally:
            at.stop()
