"""One court alone, with an identity provider that says what a test wants it to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, jsonify, request
from lxml import html as lxml_html
from sqlalchemy import select
from werkzeug.test import TestResponse

import courts.app
import courts.cli
from courts.accounts.models import CourtUser
from courts.signin.models import CourtSession
from shared import db, federation, ids, personas
from shared.audit import AuditEvent
from shared.backchannel import Backchannel
from shared.clock import Clocks, ClockSetting, parse_when
from shared.federation import Federation, Member
from shared.jobs import InlineJobs
from shared.outbox import OutboxRow
from shared.timekeeping import write_setting
from tests import counting, planting
from tests.harness import (
    COMPILED,
    FEDERATION_FILE,
    QUICK_ARGON2,
    SERVICE_KEY,
    MovingClock,
    copy_of,
)

PEOPLE = personas.by_key(personas.load())


class Provider:
    """A stand-in for the identity provider's account service."""

    def __init__(self) -> None:
        self.down = False
        self.asked = 0
        self.changes: dict[str, dict[str, Any]] = {}
        self.flask = Flask("provider")
        self.flask.add_url_rule("/services/moot/account", "account", self._tell, methods=["POST"])
        self.flask.add_url_rule("/<path:_rest>", "rest", lambda _rest: ("", 404), methods=["POST"])

    def _tell(self) -> Any:
        self.asked += 1
        if self.down:
            return "", 503
        subject = request.get_json()["subject"]
        person = next(p for p in PEOPLE.values() if ids.subject_of(p.key) == subject)
        assert person.pacer is not None
        told = {
            "subject": subject,
            "account_number": person.pacer.account_number,
            "user_name": person.pacer.user_name,
            "name": person.display_name,
            "email": person.pacer.email,
            "kind": person.pacer.kind,
            "legacy": person.pacer.legacy,
            "status": person.pacer.status,
        }
        return jsonify({**told, **self.changes.get(person.key, {})})


class Shown:
    """What a browser shows of an answer."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.location = response.headers.get("Location", "")

    @property
    def text(self) -> str:
        """The visible text, white space folded."""
        tree = lxml_html.fromstring(self.html)
        for hidden in tree.xpath("//script | //style | //head"):
            hidden.drop_tree()
        return " ".join(tree.text_content().split())

    def all(self, xpath: str) -> list[Any]:
        """What an XPath finds."""
        return list(lxml_html.fromstring(self.html).xpath(xpath))

    def menu(self) -> list[str]:
        """The words of the blue bar."""
        return [a.text_content().strip() for a in self.all("//*[@id='topmenu']//a")]

    def links(self) -> dict[str, str]:
        """Every link by its words."""
        return {
            " ".join(a.text_content().split()): str(a.get("href")) for a in self.all("//a[@href]")
        }

    def filled(self) -> dict[str, str]:
        """What stands in the fields of the last form, as a browser would send it."""
        forms = self.all("//form[@method='post']")
        values = forms[-1].form_values() if forms else []
        # A browser drops the line end that stands first in a text area.
        return {name: str(value).lstrip("\r\n") for name, value in values}

    def token(self) -> str:
        """The form's token."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.html)
        assert found is not None, self.text[:500]
        return found.group(1)


class Browser:
    """Cookies and forms on one court."""

    def __init__(self, bench: Bench, role: str = "ecf") -> None:
        self.bench = bench
        self.role = role
        self.client = bench.app.test_client()
        self.last: Shown | None = None

    def _base(self) -> str:
        return self.bench.member.origins[self.role]

    def get(self, path: str) -> Shown:
        """Open a path, or an address of this court."""
        parts = urlsplit(path)
        base = f"{parts.scheme}://{parts.netloc}" if parts.netloc else self._base()
        local = parts.path + (f"?{parts.query}" if parts.query else "")
        self.last = Shown(self.client.get(local, base_url=base))
        return self.last

    def post(self, path: str, **fields: str) -> Shown:
        """Send the form of the page that is shown, with what stands in it and `fields`."""
        assert self.last is not None
        data = {"csrf_token": self.last.token(), **self.last.filled(), **fields}
        self.last = Shown(self.client.post(path, data=data, base_url=self._base()))
        return self.last


@dataclass
class Bench:
    """One court, its clocks, and the stand-in provider."""

    app: Flask
    member: Member
    federation: Federation
    clock: MovingClock
    provider: Provider
    apps: dict[str, Any] = field(default_factory=dict)

    @property
    def database(self) -> db.Database:
        """The court's database."""
        found: db.Database = self.app.extensions["moot"].database
        return found

    @property
    def passwords(self) -> Any:
        """The court's password hashing."""
        return self.app.extensions["moot_passwords"]

    def at(self, when: str) -> None:
        """Set court time."""
        setting = ClockSetting(offset=parse_when(when) - self.clock())
        with self.database.writing() as session:
            write_setting(session, setting)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Collect what pages ask the database for; what could not be delivered waits meanwhile."""
        jobs = self.app.extensions["moot"].jobs
        paused, jobs.paused = jobs.paused, True
        try:
            with counting.statements(self.database.engine) as sent:
                yield sent
        finally:
            jobs.paused = paused

    def browser(self, role: str = "ecf") -> Browser:
        """A browser that nobody has signed in with."""
        return Browser(self, role)

    def signed_in(self, key: str, *, source: str = "oidc", legacy: bool | None = None) -> Browser:
        """A browser with a session of a persona: `oidc` and `pacer` by PACER, `court` by login."""
        browser, person, token = self.browser(), PEOPLE[key], ids.new_token()
        wall = self.clock()
        row = CourtSession(
            token_hash=ids.digest(token),
            source=source,
            opened_at=wall,
            last_seen=wall,
            expires_at=wall + timedelta(hours=8),
            world=0,
        )
        with self.database.writing() as session:
            if source == "court":
                user = self.user_row(session, str(person.courts[self.member.id].login_name))
                row.court_user_id, row.court_password_version = user.id, user.password_version
            else:
                assert person.pacer is not None
                row.subject, row.sid = ids.subject_of(key), f"sid-{key}-{token[:6]}"
                row.account_number = person.pacer.account_number
                row.user_name, row.pacer_name = person.pacer.user_name, person.display_name
                row.pacer_email, row.account_kind = person.pacer.email, person.pacer.kind
                row.account_legacy = person.pacer.legacy if legacy is None else legacy
                row.account_status = person.pacer.status
            session.add(row)
        browser.client.set_cookie(
            f"moot_{self.member.id}_session",
            token,
            domain=urlsplit(self.member.public_url).hostname or "",
        )
        return browser

    @staticmethod
    def user_row(session: Any, login: str) -> CourtUser:
        """An account by its login."""
        user = session.scalars(select(CourtUser).where(CourtUser.login_key == login)).one()
        assert isinstance(user, CourtUser)
        return user

    def user(self, login: str) -> CourtUser:
        """An account by its login, read afresh."""
        with self.database.reading() as session:
            return self.user_row(session, login)

    def audited(self, tag: str) -> list[str]:
        """The details of the audit events with a tag."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(AuditEvent).where(AuditEvent.tag == tag).order_by(AuditEvent.id)
            )
            return [row.detail for row in rows]

    def promised(self, kind: str) -> list[str]:
        """The payloads of the outbox of a kind."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
            )
            return [row.payload for row in rows]


def build(
    folder: Path,
    court: str,
    when: str,
    *,
    planted: bool = False,
    world: str = "tiny",
    environ: Mapping[str, str] | None = None,
    patched: str = "",
) -> Bench:
    """Build and plant one court of the default federation.

    :param planted: its database is in the folder already.
    :param world: the size of its generated world; `none` leaves the reference cases alone.
    :param environ: settings that are to be others than a test's.
    :param patched: names how a test has changed what is planted; alike for all that do so.
    """
    if not (planted or environ):
        made = build(
            copy_of(_template(court, when, world, patched), folder),
            court,
            when,
            planted=True,
            world=world,
        )
        # Planting took place a while ago: the court's clock starts anew.
        made.at(when)
        return made
    loaded = federation.load(FEDERATION_FILE.read_text(encoding="utf-8"))
    clock, provider = MovingClock(), Provider()
    apps: dict[str, Any] = {"pacer": provider.flask.wsgi_app}
    member = loaded.member(court)
    app = courts.app.create_app(
        member=member,
        federation=loaded,
        environ={
            "MOOT_SECRET_KEY": "form-key-0123456789abcdef",
            "MOOT_SERVICE_KEY": SERVICE_KEY,
            "MOOT_DATABASE_URL": f"sqlite:///{folder / (court + '.db')}",
            "MOOT_CLIENT_SECRET": "secret-0123456789abcdef0123456789abcdef",
            "MOOT_WORLD_SIZE": world,
            **QUICK_ARGON2,
            **(environ or {}),
        },
        backchannel=Backchannel(loaded, member, service_key=SERVICE_KEY, apps=apps),
        jobs=InlineJobs(wall=clock),
        clocks=Clocks(clock),
    )
    app.config["PROPAGATE"] = True
    app.jinja_env.bytecode_cache = COMPILED
    made = Bench(app, member, loaded, clock, provider, apps)
    if not planted:
        _plant(made, when)
    return made


def _template(court: str, when: str, world: str, patched: str) -> Path:
    """Return a folder with one planted court: planting takes far longer than copying a file."""

    def make(folder: Path) -> None:
        made = build(folder, court, when, world=world, planted=True)
        _plant(made, when)
        made.database.dispose()

    return planting.once(f"{court} {when} {world} {patched}", make)


def _plant(made: Bench, when: str) -> None:
    db.create_all(made.database, courts.app.METADATAS)
    made.at(when)
    courts.cli.plant(made.app, PEOPLE.values())


Maker = Callable[[str, str], Bench]
