"""A whole federation in this process, and a browser without a screen to walk through it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from lxml import html as lxml_html

import courts.app
import courts.cli
import idp.app
import idp.cli
from shared import db, federation, ids, outbox, personas
from shared.backchannel import Backchannel, WsgiAdapter
from shared.clock import Clocks, ClockSetting, parse_when
from shared.clock import wall as real_wall
from shared.federation import Addressing, Federation, Member
from shared.jobs import InlineJobs
from shared.timekeeping import read_setting, write_setting
from shared.wire import Charge

FEDERATION_FILE = Path(__file__).parent.parent / "shared" / "launcher" / "federation.toml"
SERVICE_KEY = "harness-service-key-0123456789abcdef"
#: Cheap hashing: the strength of argon2 is not what these tests are about.
QUICK_ARGON2 = {"MOOT_ARGON2_MEMORY_KIB": "64", "MOOT_ARGON2_TIME": "1"}


class Compiled(BytecodeCache):
    """The templates as compiled by whichever app drew them first: each test has apps of its own."""

    def __init__(self) -> None:
        self._code: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of the same source."""
        bucket.code = self._code.get(f"{bucket.key}/{bucket.checksum}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[f"{bucket.key}/{bucket.checksum}"] = bucket.code


COMPILED = Compiled()


class MovingClock:
    """Real time, moved along by a test."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return real_wall() + self.shift

    def advance(self, **span: float) -> None:
        """Let real time pass."""
        self.shift += timedelta(**span)


class Apps(dict[str, Flask]):
    """The apps of all members, each built when it is first asked for: most tests need two."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = tuple(names)
        self.lock = threading.RLock()
        self.make: Callable[[str], Flask] | None = None

    def __missing__(self, name: str) -> Flask:
        if name not in self.names or self.make is None:
            raise KeyError(name)
        with self.lock:  # several threads may ask first
            if name not in self:
                self[name] = self.make(name)
            return super().__getitem__(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def built(self) -> list[Flask]:
        """Return the apps that somebody asked for."""
        return list(super().values())

    def items(self) -> list[tuple[str, Flask]]:  # type: ignore[override]
        """Return all apps by their names."""
        return [(name, self[name]) for name in self.names]

    def values(self) -> list[Flask]:  # type: ignore[override]
        """Return all apps."""
        return [self[name] for name in self.names]


@dataclass
class World:
    """All members as apps of this process, each with a database of its own."""

    federation: Federation
    apps: Apps
    jobs: InlineJobs
    clock: MovingClock
    folder: Path
    environs: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Where new browsers come from, one after the other; all from one address if there is none.
    addresses: Iterator[str] | None = None

    def app(self, member_id: str) -> Flask:
        """Return a member's app."""
        return self.apps[member_id]

    def database(self, member_id: str) -> db.Database:
        """Return a member's database."""
        database: db.Database = self.apps[member_id].extensions["moot"].database
        return database

    def member(self, member_id: str) -> Member:
        """Return a member."""
        return self.federation.member(member_id)

    def set_court_time(self, when: str | datetime) -> None:
        """Put every member's court time to a moment, from where it runs on."""
        moment = parse_when(when) if isinstance(when, str) else when
        setting = ClockSetting(offset=moment - self.clock())
        for member_id in self.apps:
            with self.database(member_id).writing() as session:
                write_setting(session, setting)

    def url(self, member_id: str, path: str, role: str | None = None) -> str:
        """Return an absolute address of a member."""
        return self.federation.url(self.member(member_id), path, role=role)

    def charge(
        self,
        court: str,
        who: personas.Persona | str,
        cents: int,
        *,
        charge_id: str = "",
        sender: str = "",
        **more: Any,
    ) -> str:
        """Have a court charge somebody by the message that courts send; return the charge's id.

        :param who: a persona, or a subject.
        :param sender: the member that sends it, if it is not the court.
        :param more: further fields of the message: client_code, pages, exempt, at ...
        """
        subject = who if isinstance(who, str) else ids.subject_of(who.key)
        wall = self.clock()
        with self.database(court).writing() as session:
            at = read_setting(session).now(wall)
        charge_id = charge_id or ids.new_uuid()
        known = {
            "description": "Docket Report",
            "criteria": "3:21-cv-00001",
            "pages": cents // 10,
            "receipt": f"R-{charge_id[:8]}",
        }
        moment = more.pop("at", at)
        message = Charge(
            charge_id=charge_id,
            court=court,
            subject=subject,
            cents=cents,
            at=moment if isinstance(moment, str) else moment.isoformat(),
            **{**known, **more},
        )
        with self.database(sender or court).writing() as session:
            outbox.enqueue(session, destination="pacer", message=message, wall=wall)
        self.jobs.wake(sender or court)
        return charge_id

    def close_quarters(self) -> None:
        """Let the identity provider's hourly work be done: statements of quarters that ended."""
        self.jobs.clean("pacer")
        self.jobs.drain("pacer")

    def browser(self) -> Browser:
        """Return a new browser that knows nobody yet."""
        return Browser(self, next(self.addresses) if self.addresses else "127.0.0.1")

    def backchannel(self, member_id: str) -> Backchannel:
        """Return a member's back-channel."""
        found: Backchannel = self.apps[member_id].extensions["moot"].backchannel
        return found

    def close(self) -> None:
        """Close all databases."""
        for app in self.apps.built():
            app.extensions["moot"].database.dispose()


def build(
    folder: Path,
    *,
    at: str = "2021-11",
    people: Iterable[personas.Persona] | None = None,
    federation_text: str | None = None,
    addressing: Addressing | None = None,
    database_urls: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
    plant: bool = True,
) -> World:
    """Build, migrate and plant a federation in `folder`.

    :param database_urls: by member id, when it is not to be SQLite.
    """
    loaded = federation.load(
        federation_text or FEDERATION_FILE.read_text(encoding="utf-8"), addressing
    )
    world = _assemble(folder, loaded, database_urls or {}, settings or {})
    everyone = tuple(people) if people is not None else personas.load()
    for member_id in world.apps:
        database = world.database(member_id)
        module = idp.app if member_id == "pacer" else courts.app
        db.create_all(database, module.METADATAS)
    world.set_court_time(at)
    if plant:
        for member_id, app in world.apps.items():
            (idp.cli if member_id == "pacer" else courts.cli).plant(app, everyone)
        # The signing keys are made when first asked for: once, and not by each test's copy.
        world.browser().get(world.url("pacer", "/oidc/jwks"))
    return world


def reopen(
    folder: Path,
    *,
    federation_text: str | None = None,
    addressing: Addressing | None = None,
    settings: Mapping[str, str] | None = None,
) -> World:
    """Build the apps upon databases that exist already in `folder`."""
    loaded = federation.load(
        federation_text or FEDERATION_FILE.read_text(encoding="utf-8"), addressing
    )
    return _assemble(folder, loaded, {}, settings or {})


def copy_of(template: Path, folder: Path) -> Path:
    """Copy the databases of a planted federation, so that planting happens once."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in template.glob("*.db"):
        with sqlite3.connect(file) as source:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.close()
        shutil.copyfile(file, folder / file.name)
    return folder


def _assemble(
    folder: Path,
    loaded: Federation,
    database_urls: Mapping[str, str],
    settings: Mapping[str, str],
) -> World:
    clock = MovingClock()
    jobs = InlineJobs(wall=clock)
    apps = Apps(member.id for member in loaded.members)
    world = World(loaded, apps, jobs, clock, folder)
    secrets = {c.client_id: f"secret-of-{c.id}-0123456789abcdef0123456789" for c in loaded.courts}
    hashes = ",".join(f"{client}={ids.digest(secret)}" for client, secret in secrets.items())
    for member in loaded.members:
        world.environs[member.id] = {
            "MOOT_SECRET_KEY": f"form-key-of-{member.id}-0123456789abcdef",
            "MOOT_SERVICE_KEY": SERVICE_KEY,
            "MOOT_DATABASE_URL": database_urls.get(
                member.id, f"sqlite:///{folder / (member.id + '.db')}"
            ),
            "MOOT_CLIENT_SECRET_HASHES": hashes,
            "MOOT_CLIENT_SECRET": secrets.get(member.client_id, ""),
            "MOOT_DOCUMENTS_URL": str(folder / "documents" / member.id),
            **QUICK_ARGON2,
            **settings,
        }

    def make(name: str) -> Flask:
        member = loaded.member(name)
        factory = courts.app.create_app if member.is_court else idp.app.create_app
        app = factory(
            member=member,
            federation=loaded,
            environ=world.environs[name],
            backchannel=Backchannel(loaded, member, service_key=SERVICE_KEY, apps=apps),
            jobs=jobs,
            clocks=Clocks(clock),
        )
        app.config["PROPAGATE_EXCEPTIONS"] = True
        app.jinja_env.bytecode_cache = COMPILED
        return app

    apps.make = make
    return world


# --------------------------------------------------------------------------- a browser

_SCRIPTED = re.compile(r"""(?:location\.assign\(|document\.location\s*=\s*)["']([^"']+)["']""")


class Page:
    """What the browser shows."""

    def __init__(self, browser: Browser, response: requests.Response) -> None:
        self.browser = browser
        self.response = response
        self.url = response.url
        self.status = response.status_code
        self.html = response.text
        self.tree = lxml_html.fromstring(self.html) if self.html.strip() else None

    @property
    def text(self) -> str:
        """Return the visible text, white space folded."""
        return self._without("//script | //style | //head")

    @property
    def said(self) -> str:
        """Return the visible text without the court time, to compare pages of two moments."""
        return self._without("//script | //style | //head | //*[@class='strip-clock']")

    def _without(self, hidden: str) -> str:
        if self.tree is None:
            return ""
        copy = lxml_html.fromstring(self.html)
        for element in copy.xpath(hidden):
            element.drop_tree()
        return " ".join(copy.text_content().split())

    def all(self, xpath: str) -> list[Any]:
        """Return what an XPath finds."""
        return [] if self.tree is None else list(self.tree.xpath(xpath))

    def menu(self) -> list[str]:
        """Return the words of the court's blue bar."""
        return [" ".join(a.text_content().split()) for a in self.all("//*[@id='topmenu']//a")]

    def password_fields(self) -> int:
        """Count the fields that take a password."""
        return len(self.all("//input[@type='password']"))

    def link(self, text: str) -> str:
        """Return the address behind the link that reads `text`."""
        for anchor in self.all("//a[@href]"):
            if " ".join(anchor.text_content().split()) == text:
                return str(urljoin(self.url, anchor.get("href")))
        raise AssertionError(f"no link “{text}” on {self.url}: {self.text[:600]}")

    def click(self, text: str) -> Page:
        """Follow the link that reads `text`."""
        return self.browser.get(self.link(text), referer=self.url)

    def form(self, *, having: str | None = None) -> Any:
        """Return the form that has a field called `having`, or the last one."""
        forms = [f for f in self.all("//form") if having is None or having in f.fields]
        assert forms, f"no form with {having} on {self.url}: {self.text[:600]}"
        return forms[0] if having else forms[-1]

    def submit(
        self, fields: Mapping[str, Any] | None = None, *, button: str | None = None, **more: Any
    ) -> Page:
        """Fill the form that has the first given field, press a button, and go on.

        :param button: the text of the button; the first submit button otherwise. A value of None
            takes a field out (an unticked box), a list ticks several; a file is its name and bytes.
        """
        wanted = {**(fields or {}), **more}
        form = self.form(having=next(iter(wanted), None)) if wanted else self._form_of(button)
        data: dict[str, Any] = {name: value for name, value in form.form_values()}
        for name, value in wanted.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = _typed(value)
        pressed = _button(form, button)
        if pressed is not None and pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value") or ""
        action = pressed.get("formaction") if pressed is not None else None
        target = urljoin(self.url, action or form.get("action") or self.url)
        method = (form.get("method") or "get").upper()
        multipart = form.get("enctype") == "multipart/form-data"
        return self.browser.send(method, target, data, referer=self.url, multipart=multipart)

    def _form_of(self, button: str | None) -> Any:
        for form in self.all("//form"):
            if button is None or _button(form, button, strict=False) is not None:
                return form
        raise AssertionError(f"no form with a button “{button}” on {self.url}: {self.text[:600]}")


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [str(each) for each in value]
    return value if isinstance(value, tuple) else str(value)


def _button(form: Any, text: str | None, *, strict: bool = True) -> Any:
    found = form.xpath(".//button | .//input[@type='submit']")
    for one in found:
        label = one.get("value") if one.tag == "input" else one.text_content()
        if text is None or " ".join((label or "").split()) == text:
            return one
    if text is not None and strict:
        raise AssertionError(f"no button “{text}” in the form")
    return None


def _from(address: str, apps: Apps, name: str) -> Callable[[], Any]:
    def find() -> Any:
        app = apps[name]

        def call(environ: dict[str, Any], start_response: Any) -> Any:
            return app({**environ, "REMOTE_ADDR": address}, start_response)

        return call

    return find


class Browser:
    """Cookies, redirects, and the scripts that lead to sign-on; nothing else of a browser."""

    def __init__(self, world: World, address: str = "127.0.0.1") -> None:
        self.world = world
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.adapters.clear()
        self.trail: list[tuple[str, str, int]] = []
        for member in world.federation.members:
            adapter = WsgiAdapter(_from(address, world.apps, member.id))
            for origin in (*member.origins.values(), *member.gateway.values()):
                self.session.mount(origin + "/", adapter)

    def get(self, url: str, *, referer: str | None = None, scripts: bool = True) -> Page:
        """Open an address and go wherever it leads."""
        return self.send("GET", url, None, referer=referer, scripts=scripts)

    def open(self, member_id: str, path: str, *, role: str | None = None) -> Page:
        """Open a path of a member."""
        return self.get(self.world.url(member_id, path, role))

    def send(
        self,
        method: str,
        url: str,
        data: Mapping[str, Any] | None,
        *,
        referer: str | None = None,
        scripts: bool = True,
        multipart: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send a request and follow redirects, also those that a script makes."""
        heads = {"Referer": referer} if referer else {}
        heads.update(headers or {})
        for _hop in range(16):
            kind: dict[str, Any] = {}
            if method == "POST":
                parts = [
                    (name, each if isinstance(each, tuple) else (None, each))
                    for name, value in (data or {}).items()
                    for each in (value if isinstance(value, list) else [value])
                ]
                kind = {"files": parts} if multipart and parts else {"data": dict(data or {})}
            elif data:
                kind = {"params": dict(data)}
            response = self.session.request(
                method, url, headers=heads, allow_redirects=False, timeout=30, **kind
            )
            self.trail.append((method, response.url, response.status_code))
            location = response.headers.get("Location")
            if response.status_code in (301, 302, 303, 307, 308) and location:
                url = urljoin(response.url, location)
                if response.status_code in (301, 302, 303):
                    method, data = "GET", None
                continue
            scripted = _SCRIPTED.search(response.text) if scripts else None
            if scripted:
                url = urljoin(response.url, scripted.group(1).replace("\\u0026", "&"))
                method, data = "GET", None
                continue
            return Page(self, response)
        raise AssertionError("redirected for ever: " + "; ".join(u for _, u, _ in self.trail[-16:]))

    def forms_seen(self) -> int:
        """Count requests so far."""
        return len(self.trail)

    # ----------------------------------------------------------------- common walks

    def sign_in(self, page: Page, persona: personas.Persona, client_code: str = "") -> Page:
        """Fill PACER's sign-in form, and tick the redaction notice if it comes up."""
        assert persona.pacer is not None
        after = page.submit(
            {
                "loginForm:loginName": persona.pacer.user_name,
                "loginForm:password": persona.pacer.password,
                "loginForm:clientCode": client_code,
            },
            button="Login",
        )
        if after.all("//input[@name='regmsg:chkRedact']"):
            after = after.submit({"regmsg:chkRedact": "on"}, button="Continue")
        return after

    def enter(self, member_id: str, persona: personas.Persona) -> Page:
        """Sign in to a court as a persona, by its own front door."""
        path = {
            "appellate": "/n/beam/servlet/TransportRoom?servlet=CaseSearch.jsp",
        }.get(self.world.member(member_id).kind, "/cgi-bin/menu.pl?id=-1")
        return self.sign_in(self.open(member_id, path), persona)


def utc(*parts: int) -> datetime:
    """Return an aware moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
