"""The frame of every page of Manage My Account, and the letters that fall due."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final, cast

from flask import Flask, Response, abort, current_app, make_response, render_template
from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.accounts import manage, queries, service
from idp.accounts.models import Account
from idp.accounts.names import account_type
from shared import outbox
from shared.errors import Refusal
from shared.ids import new_token
from shared.web import edge
from shared.wire import SearchSuspended

#: More lines of the header, by rooms that stand above: values of `account_summary`.
Header = Callable[[Session, Account], Mapping[str, Any]]
_HEADERS: Final = "moot_manage_headers"
_HISTORIES: Final = "moot_maintenance_histories"
CODE_LENGTH: Final = 10
LETTERS_AT_ONCE: Final = 20
View = Callable[[], Response]


def add_to_header(app: Flask, header: Header) -> None:
    """Let a room above say something in the header of Manage My Account."""
    app.extensions.setdefault(_HEADERS, []).append(header)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of "E-File Registration/Maintenance History": `court` is a member's id."""

    at: datetime
    court: str
    kind: str
    state: str
    reason: str


#: What a room above has asked of the courts for an account.
History = Callable[[Session, Account], Sequence[HistoryRow]]


def add_history(app: Flask, provider: History) -> None:
    """Let a room above tell what it asked of the courts (facts.md 1.6)."""
    app.extensions.setdefault(_HISTORIES, []).append(provider)


def history_of(app: Flask, session: Session, account: Account) -> list[HistoryRow]:
    """Return what was asked of the courts for an account, the newest first."""
    providers = cast("list[History]", app.extensions.get(_HISTORIES, []))
    rows = [row for provider in providers for row in provider(session, account)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def own_account(session: Session) -> Account:
    """Return the account of whoever is signed in; 404 if it has gone since the guard looked."""
    account = queries.by_id(session, account_id=idp_edge.visitor().account_id)
    if account is None:
        abort(404)
    return account


def refuse_legacy(account: Account) -> None:
    """Refuse what a legacy account cannot do (facts.md 1.3).

    :raises Refusal: code `legacy`.
    """
    if account.legacy:
        raise Refusal("legacy", manage.LEGACY)


def upgraded_only(tab: str) -> Callable[[View], View]:
    """Refuse a legacy account before anything of a page is shown or read (facts.md 1.3)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded() -> Response:
            with edge.runtime().database.reading() as session:
                account = own_account(session)
                try:
                    refuse_legacy(account)
                except Refusal as refusal:
                    return manage_page(
                        "accounts/legacy.html", session, account, tab=tab, words=refusal.message
                    )
            return view()

        return guarded

    return guard


def manage_page(
    template: str, session: Session, account: Account, *, tab: str, **values: Any
) -> Response:
    """Draw a page of Manage My Account with its header and tabs."""
    return make_response(
        render_template(
            template,
            account=account,
            summary=_summary(session, account),
            upgrade_url=manage.UPGRADE_PATH if account.legacy else None,
            activation_url=manage.ACTIVATION_PATH if account.search_note == "activation" else None,
            tabs=manage.tabs_of(account.kind),
            current_tab=tab,
            **values,
        )
    )


def _summary(session: Session, account: Account) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "account_number": account.account_number,
        "user_name": account.user_name,
        "balance": "$0.00",
        "account_type": account_type(legacy=account.legacy),
    }
    if account.kind == "paa":  # an administrative account cannot search (facts.md 1.3, 1.6)
        summary["account_status"] = manage.account_status(
            account.status, account.search_status, account.search_note
        )
    else:
        summary["search_status"] = manage.search_status(account.search_status, account.search_note)
    for header in cast("list[Header]", current_app.extensions.get(_HEADERS, [])):
        summary.update(header(session, account))
    return summary


def announce_suspension(session: Session, account: Account) -> None:
    """Tell the courts that somebody may not search any more: they may be in one of them now."""
    message = SearchSuspended(subject=account.subject, world=account.world)
    for court in edge.runtime().federation.courts:
        outbox.enqueue(session, destination=court.id, message=message, wall=edge.wall())


def send_due_letters() -> None:
    """Send the letters that have arrived by now: a code is made, told once, and kept as a hash."""
    with edge.runtime().database.reading() as reading:
        due = [
            row.id
            for row in queries.letters_due(
                reading, world=edge.world(), now=edge.now(), most=LETTERS_AT_ONCE
            )
        ]
    if not due:
        return
    passwords = idp_edge.passwords()
    codes = {account_id: new_token(CODE_LENGTH).upper() for account_id in due}
    hashes = {account_id: passwords.hash(code) for account_id, code in codes.items()}
    session = edge.session()
    for account_id, code in codes.items():
        account = service.take_letter(
            session, account_id=account_id, activation_hash=hashes[account_id], now=edge.now()
        )
        if account is not None:
            edge.send_mail(
                template="account_activation_letter",
                recipient=account.email,
                name=account.display_name,
                address=account.address,
                account_number=account.account_number,
                code=code,
                link=edge.federation_url(
                    edge.runtime().federation.idp, manage.ACTIVATION_PATH, role="psc"
                ),
            )
            edge.audit("account:letter_sent", f"pacer:{account.user_name}")
    edge.split()
