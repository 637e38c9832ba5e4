"""Real relying parties of other makers at a federation on real sockets; nothing here skips."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import pytest

from shared import ids
from shared.personas import Persona
from tests.browsing import chromium, desk, federation, nursery
from tests.harness import Browser
from tests.serving import Running, free_port

__all__ = ["chromium", "desk", "federation", "nursery"]

HERE = Path(__file__).parent
APACHE = Path("/usr/sbin/apache2")
MODULES = Path("/usr/lib/apache2/modules")
PREPARE = "Run tests/external/prepare.sh first (or `make external`)."
SITE = {
    "bye.html": "<html><title>Bye</title><p>You have left the reading room.</p></html>",
    "protected/index.html": "<html><title>Reading room</title><p>Subject: "
    '<!--#echo var="OIDC_CLAIM_sub" --></p><p>User: <!--#echo var="REMOTE_USER" --></p>'
    '<p>E-mail: <!--#echo var="OIDC_CLAIM_email" --></p>'
    '<p>Class: <!--#echo var="OIDC_CLAIM_acr" --></p></html>',
}


@dataclass(frozen=True)
class Registration:
    """What the client portal shows once."""

    client_id: str
    secret: str


@pytest.fixture(scope="session", autouse=True)
def installed() -> None:
    """Fail with a sentence that names what is missing, before anything starts."""
    problem = missing()
    if problem:
        pytest.fail(f"{problem} {PREPARE}", pytrace=False)


def missing() -> str:
    """Return a sentence on the first part that is not installed, empty if all are."""
    if not APACHE.exists():
        return "Apache (/usr/sbin/apache2) is missing."
    if not (MODULES / "mod_auth_openidc.so").exists():
        return "Apache's mod_auth_openidc is missing."
    if shutil.which("node") is None:
        return "Node.js is missing."
    if not (HERE / "node" / "node_modules" / "openid-client").is_dir():
        return "npm's openid-client is missing."
    if not (HERE / "pages" / "node_modules" / "jsdom").is_dir():
        return "npm's jsdom is missing."
    try:
        socket.getaddrinfo("pacer.moot.localhost", 80)
    except OSError:
        return "Programs cannot find the name pacer.moot.localhost."
    return ""


@pytest.fixture
def register(
    federation: Running, people: dict[str, Persona]
) -> Callable[..., tuple[Registration, Browser]]:
    """Return a function that registers a relying party by the client portal's own form."""

    def fill(title: str, **fields: str) -> tuple[Registration, Browser]:
        browser = federation.browser()
        start = browser.open("pacer", "/csologin/login.jsf")
        browser.sign_in(start, people["trainer"])
        form = browser.open("pacer", "/oidc/clients/new")
        shown = form.submit({"title": title, **fields}, button="Save")
        assert shown.status == 200, shown.text[:600]
        secret = shown.all("//*[@id='client-secret']")[0].text_content().strip()
        found = shown.all("//dt[.='client_id']/following-sibling::dd[1]")
        client_id = found[0].text_content().strip()
        return Registration(client_id, secret), browser

    return fill


# --------------------------------------------------------------------------- Apache


@dataclass
class Apache:
    """A running Apache whose folder /protected wants a sign-in."""

    origin: str
    folder: Path
    process: subprocess.Popen[bytes]

    def log(self) -> str:
        """Return the error log, for the words of a failed assertion."""
        return (self.folder / "error.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def wait(self) -> None:
        """Wait until the port answers."""
        host, _, port = self.origin.removeprefix("http://").rpartition(":")
        assert host
        for _ in range(100):
            assert self.process.poll() is None, self.log()
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", int(port))) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(f"Apache does not answer: {self.log()}")


@pytest.fixture
def apache(
    federation: Running, register: Callable[..., tuple[Registration, Browser]]
) -> Iterator[Apache]:
    """Start an Apache that is registered with the identity provider."""
    port = free_port()
    host = "app.moot-external.localhost"
    origin = f"http://{host}:{port}"
    mine, _ = register(
        "Apache reading room",
        redirect_uris=f"{origin}/protected/redirect_uri",
        post_logout_uris=f"{origin}/bye.html",
        backchannel_logout_uri=f"{origin}/protected/redirect_uri?logout=backchannel",
    )
    # pytest's folders are closed to Apache's own user, which it takes when it is started by root.
    with tempfile.TemporaryDirectory(prefix="moot-apache-") as name:
        folder = Path(name)
        for path, text in SITE.items():
            (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "site" / path).write_text(text, encoding="utf-8")
        for open_folder in (folder, folder / "site", folder / "site" / "protected"):
            open_folder.chmod(0o755)
        values = {
            "folder": folder,
            "host": host,
            "port": port,
            "origin": origin,
            "modules": MODULES,
            "issuer": federation.federation.issuer,
            "client_id": mine.client_id,
            "client_secret": mine.secret,
            "passphrase": ids.new_token(),
            "user": "User www-data\nGroup www-data" if os.geteuid() == 0 else "",
        }
        text = (HERE / "apache.conf.tmpl").read_text(encoding="utf-8")
        (folder / "apache.conf").write_text(Template(text).substitute(values), encoding="utf-8")
        found = Apache(
            origin,
            folder,
            subprocess.Popen([APACHE, "-f", folder / "apache.conf", "-DFOREGROUND"]),
        )
        try:
            found.wait()
            yield found
        finally:
            found.process.terminate()
            found.process.wait(20)


# --------------------------------------------------------------------------- openid-client


class Walk:
    """The script of openid-client, one line to it and one back."""

    def __init__(self, **settings: str) -> None:
        self._process = subprocess.Popen(
            ["node", "walk.mjs"],
            cwd=HERE / "node",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.begun = self.tell(**settings)

    def tell(self, **values: str) -> dict[str, Any]:
        """Send a line and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._process.stdin.write(json.dumps(values) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read()
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self) -> None:
        """End the script."""
        self._process.kill()
        self._process.communicate(timeout=20)


@pytest.fixture
def walk() -> Iterator[Callable[..., Walk]]:
    """Return a function that starts openid-client."""
    begun: list[Walk] = []

    def start(**settings: str) -> Walk:
        begun.append(Walk(**settings))
        return begun[-1]

    yield start
    for one in begun:
        one.end()
