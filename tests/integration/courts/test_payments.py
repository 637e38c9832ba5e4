"""Filing fees: the payment page, fees due, the lock-out, history, kept cards, refunds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from courts.accounts.models import CourtUser
from courts.docket.models import Entry
from courts.payments import cards, service
from courts.payments.cards import CARDS, Outcome
from courts.payments.models import PAID, FilingFee, Payment, PaymentMethod
from courts.payments.service import Owed, Till
from shared.db import every_world
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser, Shown

DUE = "/cgi-bin/PaymentsDue.pl"
HISTORY = "/cgi-bin/PaymentHistory.pl"
METHODS = "/cgi-bin/PaymentMethods.pl"
MENU = "/cgi-bin/menu.pl?id=-1"
WHO = "attorney_everywhere"
LOGIN = "ocounselb"
CASE = 30101
NUMBERS = {each.outcome: each.number for each in CARDS}


@dataclass
class Desk:
    """A bankruptcy court, and an attorney of it who owes fees."""

    bench: Bench
    browser: Browser

    @property
    def case_id(self) -> int:
        """The case in which the fees were incurred."""
        return records.case_id(self.bench, CASE)

    def owe(self, cents: int = 18800, days: int = 2) -> int:
        """Let the attorney owe a fee and return its id."""
        user = self.bench.user(LOGIN)
        now = datetime(2021, 11, 15, 15, tzinfo=UTC)
        with self.bench.database.writing(world=0) as session:
            entry = session.scalars(
                select(Entry).where(Entry.case_id == self.case_id).order_by(Entry.seq)
            ).first()
            assert entry is not None
            fee = service.owe_fee(
                session,
                Owed("relief_from_stay", "Motion for Relief from Stay", cents),
                user_id=user.id,
                case_id=self.case_id,
                entry_id=entry.id,
                today=date(2021, 11, 15),
                now=now,
                grace=timedelta(days=days),
            )
            return fee.id

    def fee(self, fee_id: int) -> FilingFee:
        """A fee, read afresh."""
        with self.bench.database.reading() as session:
            found = session.scalars(
                every_world(select(FilingFee).where(FilingFee.id == fee_id))
            ).one()
        assert isinstance(found, FilingFee)
        return found

    def count(self, what: type[Payment] | type[PaymentMethod]) -> int:
        """How many rows there are."""
        with self.bench.database.reading() as session:
            return session.scalar(every_world(select(func.count()).select_from(what))) or 0

    def page(self, *ids: int) -> Shown:
        """Choose fees and press Pay Now."""
        self.browser.get(DUE)
        answer = self.browser.post(DUE, fee=[str(each) for each in ids])  # type: ignore[arg-type]
        assert answer.status == 303, answer.text
        return self.browser.get(answer.location)

    def pay(self, page: Shown, outcome: Outcome, **more: str) -> Shown:
        """Type a card."""
        action = page.all("//form[@method='post']/@action")[0]
        typed = {"card": "new", "number": NUMBERS[outcome], "expires": "12/29"}
        return self.browser.post(action, **{**typed, **more})

    def texts(self) -> list[str]:
        """The docket texts of the case."""
        with self.bench.database.reading() as session:
            return list(
                session.scalars(
                    select(Entry.text).where(Entry.case_id == self.case_id).order_by(Entry.seq)
                )
            )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A court of one's own: these tests write."""
    built = bench.build(tmp_path, "ctb", "2021-11-15", world="none")
    yield Desk(built, built.signed_in(WHO))
    built.database.dispose()


def test_fees_are_listed_paid_and_told_to_the_docket(desk: Desk) -> None:
    assert "No fee is due" in desk.browser.get(DUE).text
    first, second = desk.owe(), desk.owe(3400)
    listed = desk.browser.get(DUE)
    assert "$188.00" in listed.text
    assert "$222.00" in listed.text
    shown = desk.page(first, second)
    assert "$222.00" in shown.text
    assert "4000 0000 0000 1018" in shown.text
    paid = desk.pay(shown, Outcome.APPROVED)
    assert paid.status == 303
    receipt = desk.browser.get(paid.location)
    assert "Your payment was approved" in receipt.text
    fee = desk.fee(first)
    assert fee.status == PAID
    assert fee.receipt.startswith("ACTBC-7")
    assert len(fee.receipt) == len("ACTBC-1234567")
    assert fee.receipt == desk.fee(second).receipt
    said = desk.texts()[-1]
    assert said.startswith("Receipt of Motion for Relief from Stay. Filing fee $ 34 receipt number")
    assert said.endswith("(U.S. Treasury) (Entered: 11/15/2021)")
    assert fee.receipt in said
    history = desk.browser.get(HISTORY)
    assert fee.receipt in history.text
    assert "Moot Card 1018" in history.text
    assert "No fee is due" in desk.browser.get(DUE).text
    # What can be searched and printed holds nothing of the number but its end.
    with desk.bench.database.reading() as session:
        row = session.scalars(every_world(select(Payment))).one()
        kept = {str(getattr(row, column.key)) for column in Payment.__table__.columns}
    assert not any(NUMBERS[Outcome.APPROVED] in each for each in kept)


@pytest.mark.parametrize("outcome", [each.outcome for each in CARDS[1:6]])
def test_the_number_decides_why_a_card_is_refused(desk: Desk, outcome: Outcome) -> None:
    fee = desk.owe()
    shown = desk.page(fee)
    refused = desk.pay(shown, outcome, keep="y")
    assert refused.status == 422
    assert cards.REFUSED[outcome] in refused.text
    # The number is not in the page again, what else was typed is.
    assert refused.all("//input[@name='number']/@value") == [""]
    assert refused.all("//input[@name='expires']/@value") == ["12/29"]
    assert desk.fee(fee).status == "due"
    assert desk.count(PaymentMethod) == 0
    assert desk.pay(refused, Outcome.APPROVED).status == 303
    assert desk.fee(fee).status == PAID


@pytest.mark.parametrize(
    ("number", "expires", "said"),
    [
        ("4242424242424242", "12/29", "use one of the test cards"),
        ("", "12/29", "use one of the test cards"),
        ("4000 0000 0000 1018", "13/29", "Enter the expiration date as mm/yy."),
        ("4000-0000-0000-1018", "10/21", "The card has expired."),
    ],
)
def test_what_is_no_card(desk: Desk, number: str, expires: str, said: str) -> None:
    desk.owe()
    answer = desk.pay(desk.page(1), Outcome.APPROVED, number=number, expires=expires)
    assert answer.status == 422
    assert said in answer.text
    assert answer.all("//input[@name='number']/@value") == [""]


def test_a_payment_sent_twice_is_charged_once(desk: Desk) -> None:
    fee = desk.owe()
    shown, tab = desk.page(fee), desk.page(fee)
    desk.browser.last = shown
    desk.pay(shown, Outcome.APPROVED)
    desk.browser.last = shown
    again = desk.pay(shown, Outcome.APPROVED)
    assert "It was charged once." in again.text
    # A second tab with a page of its own, too.
    desk.browser.last = tab
    other = desk.pay(tab, Outcome.APPROVED)
    assert other.status == 422
    assert "These fees are paid already. Nothing was charged." in other.text
    assert len([t for t in desk.texts() if t.startswith("Receipt of")]) == 1


def test_a_slow_processor_answers_later_and_once(desk: Desk) -> None:
    fee = desk.owe()
    tab, shown = desk.page(fee), desk.page(fee)
    waiting = desk.pay(shown, Outcome.SLOW)
    receipt = desk.browser.get(waiting.location)
    assert "has not answered yet" in receipt.text
    assert desk.fee(fee).status == "due"
    assert "A payment is still on its way" in desk.browser.get(DUE).text
    desk.browser.last = tab
    assert "Nothing was charged" in desk.pay(tab, Outcome.APPROVED).text
    desk.bench.clock.advance(seconds=31)
    assert "Your payment was approved" in desk.browser.get(waiting.location).text
    assert desk.fee(fee).status == PAID


def test_a_fee_unpaid_for_two_days_takes_the_filing_menus_until_it_is_paid(desk: Desk) -> None:
    fee = desk.owe()
    assert "Bankruptcy" in desk.browser.get(MENU).menu()
    desk.bench.at("2021-11-17")
    assert "Bankruptcy" in desk.browser.get(MENU).menu()
    desk.bench.at("2021-11-18")
    locked = desk.browser.get(MENU)
    assert "Bankruptcy" not in locked.menu()
    assert "Utilities" in locked.menu()
    assert "Internet Payments Due" in desk.browser.get("/cgi-bin/DisplayMenu.pl?Utilities").links()
    assert "Your filing menus are locked" in desk.browser.get(DUE).text
    desk.pay(desk.page(fee), Outcome.APPROVED)
    assert "Bankruptcy" in desk.browser.get(MENU).menu()
    assert desk.bench.user(LOGIN).fees_due_on is None


def test_a_kept_card_pays_by_its_token_and_can_be_forgotten(desk: Desk) -> None:
    first, second = desk.owe(), desk.owe()
    desk.pay(desk.page(first), Outcome.APPROVED, keep="y")
    shown = desk.page(second)
    assert "Moot Card ending in 1018, expires 12/29" in shown.text
    token = shown.all("//input[@name='card']/@value")[0]
    action = shown.all("//form[@method='post']/@action")[0]
    desk.browser.post(action, card=token, number="", expires="")
    assert desk.fee(second).status == PAID
    page = desk.browser.get(METHODS)
    gone = desk.browser.post(METHODS, forget=page.all("//button[@name='forget']/@value")[0])
    assert "was forgotten" in gone.text
    assert desk.count(PaymentMethod) == 0


def test_nobody_sees_or_pays_fees_of_others(desk: Desk) -> None:
    fee = desk.owe()
    shown = desk.page(fee)
    action = shown.all("//form[@method='post']/@action")[0]
    other = desk.bench.signed_in("researcher")
    assert "Pay Now" not in other.get(DUE).text
    assert other.get(action).status in (403, 404) or "do not have" in other.last.text  # type: ignore[union-attr]
    assert desk.fee(fee).status == "due"


def test_waived_due_again_paid_and_refunded(desk: Desk) -> None:
    now = datetime(2021, 11, 15, 17, tzinfo=UTC)
    till = Till("ctb", ZoneInfo(desk.bench.member.timezone), now, desk.bench.clock())
    fee_id = desk.owe(days=-1)
    with desk.bench.database.writing(world=0) as session:
        fee = session.get(FilingFee, fee_id)
        assert fee is not None
        service.waive(session, [fee], "In forma pauperis", till=till)
        user = session.get(CourtUser, fee.user_id)
        assert user is not None
        assert user.fees_due_on is None
        service.make_due(session, fee, till=till)
        assert user.fees_due_on == till.today + timedelta(days=2)
        with pytest.raises(service.SettledError):
            service.refund(session, fee, "by mistake", till=till)
    desk.pay(desk.page(fee_id), Outcome.APPROVED)
    with desk.bench.database.writing(world=0) as session:
        fee = session.get(FilingFee, fee_id)
        assert fee is not None
        service.refund(session, fee, "Paid twice", till=till)
    assert "refunded: Paid twice" in desk.browser.get(HISTORY).text
    assert desk.texts()[-1].startswith("Refund of Motion for Relief from Stay.")
