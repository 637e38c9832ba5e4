"""The shell that every app is put together with: guards, outcomes, messages, health."""

from __future__ import annotations

import contextvars
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, Response
from sqlalchemy import Integer, MetaData, String, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from shared import audit, db, federation, outbox
from shared.backchannel import Backchannel, NetworkInTransactionError, ServiceTokenError
from shared.calendars import CLOCK_PATH
from shared.clock import Clocks, ClockSetting
from shared.config import Secret
from shared.courier import MESSAGES_PATH
from shared.db import NAMING, SharedTable, Worldly
from shared.errors import Refusal
from shared.federation import Federation, Member
from shared.jobs import InlineJobs
from shared.web import edge, guard, shell
from shared.web.runtime import CommonSettings, Delivery
from shared.wire import AccountLinked

FEDERATION = federation.load(
    (Path(federation.__file__).parent / "launcher" / "federation.toml").read_text("utf-8")
)
WALL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = "a-service-key-of-some-length-0123456789"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Entry(Worldly, Base):
    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(String(60))


@dataclass(frozen=True)
class Somebody:
    is_authenticated: bool = True
    world: int = 0
    seat_offset_seconds: float = 0.0
    audit_name: str = "somebody"
    record_key: str = "somebody"


class Door:
    """Lets everybody read and nobody write."""

    def nobody(self) -> Somebody:
        return Somebody()

    def load_person(self, session: Session, *, now: datetime, wall: datetime) -> Somebody:
        assert session.info["world"] is None
        return Somebody(seat_offset_seconds=60.0)

    def complete(self, person: Somebody) -> Somebody:
        return person

    def permits(self, person: Somebody, permission: str) -> bool:
        return permission == "read"

    def turn_away(self, person: Somebody, permission: str) -> Response:
        return Response(f"not for {person.audit_name}: {permission}", status=200)


def note(text: str) -> None:
    edge.session().add(Entry(text=text))
    edge.session().flush()


def pages() -> Blueprint:
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/write")
    @guard.public
    def write() -> str:
        note("written")
        return "ok"

    @blueprint.get("/refuse")
    @guard.public
    def refuse() -> str:
        note("half of a refused action")
        edge.audit_kept("refused", "entry")
        raise Refusal("no", "The clerk does not take this.")

    @blueprint.get("/refuse-with-200")
    @guard.public
    def refuse_politely() -> tuple[str, int]:
        note("half of a refused action")
        edge.keep(lambda session: session.add(Entry(text="kept")))
        edge.undo()
        return "login failed", 200

    @blueprint.get("/break")
    @guard.public
    def break_down() -> str:
        note("half of a broken action")
        raise ZeroDivisionError

    @blueprint.get("/split")
    @guard.public
    def split() -> str:
        note("before")
        edge.split()
        note("after")
        raise Refusal("late", "Too late.")

    @blueprint.get("/read")
    @guard.requires("read")
    def read() -> str:
        return edge.now().isoformat()

    @blueprint.post("/post")
    @guard.requires("read")
    def post() -> str:
        return "posted"

    @blueprint.post("/program")
    @guard.public
    @guard.program_post
    def program() -> str:
        return "taken"

    @blueprint.get("/secret")
    @guard.requires("write")
    def secret() -> str:
        return "never"

    @blueprint.get("/call")
    @guard.public
    def call() -> str:
        edge.session()
        edge.runtime().backchannel.session().get(FEDERATION.issuer + "/healthz")
        return "never"

    @blueprint.get("/message")
    @guard.public
    def message() -> str:
        outbox.enqueue(
            edge.session(),
            destination="pacer",
            message=AccountLinked(court="ctd", subject="s1"),
            wall=edge.wall(),
        )
        return "promised"

    return blueprint


class House:
    """The identity provider's and a court's place, each with the sample pages."""

    def __init__(self, folder: Path) -> None:
        self.apps: dict[str, Flask] = {}
        self.jobs = InlineJobs(wall=lambda: WALL)
        for member_id in ("pacer", "ctd"):
            self.apps[member_id] = self._app(folder, FEDERATION, FEDERATION.member(member_id))

    def _app(self, folder: Path, federation_: Federation, member: Member) -> Flask:
        app = shell.build(
            member.id,
            folder=folder,
            member=member,
            federation=federation_,
            settings=CommonSettings(
                secret_key=Secret("s" * 32),
                service_key=Secret(KEY),
                database_url=Secret(f"sqlite:///{folder / member.id}.db"),
            ),
            backchannel=Backchannel(federation_, member, service_key=KEY, apps=self.apps),
            jobs=self.jobs,
            clocks=Clocks(lambda: WALL),
            authority=Door(),
            handlers={AccountLinked: self._linked},
            mail_sender="court@moot.test",
        )
        app.register_blueprint(pages())
        shell.finish(app)
        db.create_all(app.extensions["moot"].database, [SharedTable.metadata, Base.metadata])
        return app

    @staticmethod
    def _linked(session: Session, message: AccountLinked, delivery: Delivery) -> None:
        session.add(Entry(text=f"{delivery.sender.id}:{message.court}:{message.subject}"))

    def get(self, path: str, member: str = "ctd", **more: Any) -> Any:
        base = FEDERATION.member(member).public_url
        return self.apps[member].test_client().get(path, base_url=base, **more)

    def post(self, path: str, member: str = "ctd", **more: Any) -> Any:
        base = FEDERATION.member(member).public_url
        return self.apps[member].test_client().post(path, base_url=base, **more)

    def entries(self, member: str = "ctd") -> list[str]:
        with self.apps[member].extensions["moot"].database.reading() as session:
            return list(session.scalars(select(Entry.text).order_by(Entry.id)))

    def audited(self, member: str = "ctd") -> int:
        with self.apps[member].extensions["moot"].database.reading() as session:
            return session.scalar(select(func.count(audit.AuditEvent.id))) or 0


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_succeeds_is_committed(house: House) -> None:
    assert house.get("/write").status_code == 200
    assert house.entries() == ["written"]


def test_a_refusal_rolls_back_and_keeps_its_trace(house: House) -> None:
    answer = house.get("/refuse")
    assert answer.status_code == 422
    assert "The clerk does not take this." in answer.text
    assert house.entries() == []
    assert house.audited() == 1


def test_a_refusal_that_answers_200_keeps_its_trace_too(house: House) -> None:
    assert house.get("/refuse-with-200").status_code == 200
    assert house.entries() == ["kept"]


def test_a_breakdown_rolls_back_and_shows_a_page(house: House) -> None:
    answer = house.get("/break")
    assert answer.status_code == 500
    assert "Nothing was stored" in answer.text
    assert "ZeroDivision" not in answer.text
    assert house.entries() == []


def test_a_split_commits_what_came_before_it(house: House) -> None:
    assert house.get("/split").status_code == 422
    assert house.entries() == ["before"]


def test_court_time_carries_the_seat_s_offset(house: House) -> None:
    assert house.get("/read").text == (WALL + timedelta(seconds=60)).isoformat()


def test_who_may_not_is_turned_away(house: House) -> None:
    assert house.get("/secret").text == "not for somebody: write"


def test_a_post_needs_its_token_and_a_program_s_does_not(house: House) -> None:
    refused = house.post("/post")
    assert refused.status_code == 400
    assert "out of date" in refused.text
    assert house.post("/program").text == "taken"


def test_a_route_without_a_guard_stops_the_boot() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "open")
    with pytest.raises(guard.UnguardedRouteError, match="open"):
        guard.check_routes(app)


def test_the_network_inside_a_transaction_is_an_error(house: House) -> None:
    house.apps["ctd"].config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.raises(NetworkInTransactionError):
        house.get("/call")


def test_a_message_arrives_in_the_other_member_once(house: House) -> None:
    house.get("/message")
    assert house.entries("pacer") == ["ctd:ctd:s1"]
    with house.apps["ctd"].extensions["moot"].database.reading() as session:
        row = session.scalars(select(outbox.OutboxRow)).one()
        assert row.delivered_at == WALL
    channel = house.apps["ctd"].extensions["moot"].backchannel
    again = channel.post_service(
        FEDERATION.idp,
        MESSAGES_PATH,
        {"id": row.message_id, "kind": row.kind, "payload": row.payload},
        wall=WALL,
    )
    assert again.json() == {"result": "known"}
    assert house.entries("pacer") == ["ctd:ctd:s1"]


def test_service_addresses_are_closed_to_everybody_else(house: House) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}):
        assert house.post(MESSAGES_PATH, json={}, headers=headers).status_code == 401


def test_a_service_token_is_for_one_member_and_one_minute(house: House) -> None:
    pacer = house.apps["pacer"].extensions["moot"].backchannel
    ctd = house.apps["ctd"].extensions["moot"].backchannel
    token = pacer.service_token(FEDERATION.member("ctd"), WALL)
    assert ctd.check_service_token(token, WALL).id == "pacer"
    with pytest.raises(ServiceTokenError, match="another member"):
        pacer.check_service_token(token, WALL)
    with pytest.raises(ServiceTokenError, match="stale"):
        ctd.check_service_token(token, WALL + timedelta(seconds=61))
    with pytest.raises(ServiceTokenError):
        ctd.check_service_token(token[:-2] + "xx", WALL)


def test_a_jump_of_the_clock_is_acknowledged(house: House) -> None:
    channel = house.apps["pacer"].extensions["moot"].backchannel
    setting = ClockSetting(offset=timedelta(days=-365))
    answer = channel.post_service(
        FEDERATION.member("ctd"),
        CLOCK_PATH,
        {"offset_seconds": setting.offset.total_seconds(), "frozen_at": None},
        wall=WALL,
    )
    assert answer.json()["now"] == (WALL - timedelta(days=365)).isoformat()
    assert house.get("/read").text == (WALL + timedelta(seconds=60, days=-365)).isoformat()


def test_the_called_app_does_not_see_the_caller_s_context(house: House) -> None:
    marker: contextvars.ContextVar[str] = contextvars.ContextVar("marker", default="")
    marker.set("caller")
    seen: list[str] = []
    house.apps["pacer"].before_request(lambda: seen.append(marker.get()))
    house.apps["ctd"].extensions["moot"].backchannel.session().get(FEDERATION.issuer + "/healthz")
    assert seen == [""]


def test_health_answers_on_every_host_and_pages_only_on_ours(house: House) -> None:
    client = house.apps["ctd"].test_client()
    healthy = client.get("/healthz", base_url="http://127.0.0.1:9")
    assert healthy.get_json()["status"] == "ok"
    assert client.get("/readyz", base_url="http://ctd:8000").get_json()["status"] == "ready"
    lost = client.get("/write", base_url="http://evil.test")
    assert lost.status_code == 421
    assert "http://ecf.ctd.moot.localhost:8080" in lost.text


def test_headers_are_strict_on_every_page(house: House) -> None:
    for path in ("/write", "/refuse", "/nowhere", "/break"):
        headers = house.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_a_page_that_does_not_exist_says_so(house: House) -> None:
    answer = house.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no page at this address." in answer.text
