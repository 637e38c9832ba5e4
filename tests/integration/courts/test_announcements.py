"""Announcements of the clerk: to whom they go, and what programs make of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from courts.accounts.models import ACTIVE, CourtUser
from courts.notices import service
from courts.notices.preferences import Preference
from shared.wire import MailDelivery
from tests import noticing
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench

PATH = "/clerk/announcements"


@pytest.fixture
def court(tmp_path: Path) -> Iterator[Bench]:
    """A court of one's own: these tests write."""
    built = bench.build(tmp_path, "ctd", "2021-11", world="none")
    yield built
    built.database.dispose()


def test_an_announcement_goes_to_those_who_asked_for_it(court: Bench) -> None:
    with court.database.writing(world=0) as session:
        quiet, text, *_ = session.scalars(
            select(CourtUser).where(CourtUser.status == ACTIVE).order_by(CourtUser.id)
        ).all()
        service.save(session, quiet, [Preference(0, announcements=False)])
        extra = (Preference(1, "aide@firm.test"), Preference(2, "b@firm.test", announcements=False))
        service.save(session, text, [Preference(0, format="text"), *extra])
        addresses = quiet.primary_email, text.primary_email
    clerk = court.signed_in("clerk_ctd")
    assert "Announcements" in clerk.get("/clerk/").links()
    clerk.get(PATH)
    assert clerk.post(PATH, subject=" ", text="").status == 422
    clerk.get(PATH)
    sent = clerk.post(PATH, subject="Closed on Monday", text="The office is closed.\n\nGo & rest.")
    shown = clerk.get(sent.location)
    assert "Closed on Monday" in shown.text
    mails = [MailDelivery.from_json(each) for each in court.promised("mail.delivery")]
    mails = [each for each in mails if each.template == "announcement"]
    told = {each.recipient for each in mails}
    assert f"goes out to {len(told)} addresses" in shown.text
    assert len(told) == len(mails)
    assert {addresses[1], "aide@firm.test"} <= told
    assert not {addresses[0], "b@firm.test"} & told
    plain = next(each for each in mails if each.recipient == addresses[1])
    assert not plain.html
    assert "Go & rest." in plain.text
    formatted = next(each for each in mails if each.html)
    assert "<p>Go &amp; rest.</p>" in formatted.html
    # Programs know such a mail, and that it is no notice.
    assert all(noticing.read("ctd", each) == {} for each in (plain, formatted))
    assert court.audited("announcement:sent")


def test_only_the_clerk_announces(court: Bench) -> None:
    assert "Send" not in court.signed_in("attorney_everywhere").get(PATH).text
