"""A federation is saved and put back while it serves, on whichever database it stands (2021-11)."""

from __future__ import annotations

import threading
from pathlib import Path

import requests
from sqlalchemy import func, select

from idp.signin.models import SsoSession
from shared.audit import verify_chain
from shared.db import Database
from shared.launcher import snapshots
from shared.launcher.snapshots import Place
from shared.personas import Persona
from tests.serving import Running

ERA = "2021-11"


def test_saved_and_put_back_while_people_work(
    federation: Running, people: dict[str, Persona], tmp_path: Path
) -> None:
    place = Place(
        federation=federation.federation,
        folder=tmp_path / "snapshots",
        databases=federation.databases,
        papers={},
    )
    browser = federation.browser()
    assert "Log" in browser.enter("ctd", people["attorney_everywhere"]).menu()[-1]
    before = signed_in(federation)
    ended, statuses = threading.Event(), []

    def go_on() -> None:
        session = federation.session()
        while not ended.is_set():
            for member, path in (("pacer", "/csologin/login.jsf"), ("ctd", "/cgi-bin/login.pl")):
                statuses.append(session.get(federation.url(member, path), timeout=30).status_code)

    worker = threading.Thread(target=go_on)
    worker.start()
    try:
        made = snapshots.save(place, "noon")
        federation.browser().enter("ctd", people["client"])
        assert signed_in(federation) == before + 1
        snapshots.restore(place, "noon")
    finally:
        ended.set()
        worker.join()
    assert made.kind in federation.databases["pacer"]
    assert signed_in(federation) == before
    assert set(statuses) == {requests.codes.ok}
    # Who was signed in then is signed in, and numbers go on from where they stood.
    assert "Log" in browser.open("ctd", "/cgi-bin/menu.pl?id=-1").menu()[-1]
    federation.browser().enter("ctd", people["client"])
    assert signed_in(federation) == before + 1
    for url in federation.databases.values():
        database = Database(url)
        with database.reading() as session:
            assert verify_chain(session) > 0
        database.dispose()


def signed_in(federation: Running) -> int:
    """Return how many sessions there ever were."""
    database = Database(federation.databases["pacer"])
    try:
        with database.reading() as session:
            return session.scalar(select(func.count(SsoSession.id))) or 0
    finally:
        database.dispose()
