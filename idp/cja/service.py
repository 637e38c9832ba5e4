"""Writing exemptions, and adding those of a separate account to somebody's own."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.billing import service as billing
from idp.cja import queries
from idp.cja.models import Exemption, PrivilegeRequest
from idp.signin.service import MERGED
from shared.errors import Refusal

PAA: Final = "paa"


def grant(session: Session, *, account: Account, court: str, now: datetime) -> Exemption:
    """Make an account exempt in a court.

    :raises Refusal: at the field, if it cannot be, or is already.
    """
    if account.kind == PAA:
        words = "A PACER Administrative Account does not search, so it cannot be exempt."
        raise Refusal("paa", words, field="number")
    if account.status != "active":
        raise Refusal("disabled", "This account is disabled.", field="number")
    if queries.exemption(session, account_id=account.id, court=court) is not None:
        raise Refusal("exempt", "This account is exempt in that court already.", field="court")
    row = Exemption(account_id=account.id, court=court, since=now, world=account.world)
    session.add(row)
    session.flush()
    return row


def withdraw(session: Session, *, exemption: Exemption, now: datetime) -> None:
    """End an exemption; twice is once."""
    exemption.until = exemption.until or now
    session.flush()


def ask(
    session: Session,
    *,
    account: Account,
    number: str,
    user_name: str,
    remark: str,
    now: datetime,
) -> PrivilegeRequest:
    """Ask that the privileges of a separate exempt account be added to one's own.

    :raises Refusal: if there is an open request already, or it names one's own account.
    """
    if number == account.account_number:
        words = "This is the number of the account that you are signed in with."
        raise Refusal("own", words, field="number")
    if queries.open_request(session, account_id=account.id) is not None:
        raise Refusal("open", "Your request is with the service center already.")
    row = PrivilegeRequest(
        account_id=account.id,
        number=number,
        user_name=user_name,
        remark=remark,
        asked_at=now,
        world=account.world,
    )
    session.add(row)
    session.flush()
    return row


def merge(
    session: Session, *, request: PrivilegeRequest, account: Account, now: datetime
) -> tuple[Account, list[str]]:
    """Add the privileges of the named account to the one that asks, and close it to use.

    What it owes moves along: from now on the individual account pays.

    :raises Refusal: if there is nothing to add, or the request was decided.
    """
    _refuse_decided(request)
    old = queries.named_account(session, request=request)
    if old is None:
        raise Refusal("unknown", "No account has this number and this user name.")
    if old.status != "active":
        raise Refusal("disabled", "The separate account is disabled.")
    courts = list(queries.exempt_courts(session, account_id=old.id))
    if not courts:
        raise Refusal("not_exempt", "The separate account is exempt in no court.")
    for court in courts:
        held = queries.exemption(session, account_id=old.id, court=court)
        if held is not None:
            withdraw(session, exemption=held, now=now)
        if queries.exemption(session, account_id=account.id, court=court) is None:
            grant(session, account=account, court=court, now=now)
    billing.set_payer(session, account_id=old.id, payer_account_id=account.id, now=now)
    old.status, old.disabled_reason, old.exempt_cja = "disabled", MERGED, False
    request.status, request.decided_at = "accepted", now
    session.flush()
    return old, courts


def reject(session: Session, *, request: PrivilegeRequest, answer: str, now: datetime) -> None:
    """Refuse a request with a reason.

    :raises Refusal: if the request was decided.
    """
    _refuse_decided(request)
    request.status, request.answer, request.decided_at = "rejected", answer, now
    session.flush()


def _refuse_decided(request: PrivilegeRequest) -> None:
    if request.status != "open":
        raise Refusal("decided", "This request was decided already.")
