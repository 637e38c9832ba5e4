"""Walks at the service center's counter, for the tests of its pages."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from idp.accounts.models import Account
from idp.mailbox.models import MailItem
from shared.audit import AuditEvent
from shared.personas import Persona
from tests.harness import Browser, Page, World


def log_in(browser: Browser, user_name: str, password: str) -> Page:
    """Sign in to Manage My Account, and tick the redaction notice if it comes up."""
    page = browser.open("pacer", "/pscof/login.xhtml").submit(
        {"loginForm:loginName": user_name, "loginForm:password": password}, button="Login"
    )
    if page.all("//input[@name='regmsg:chkRedact']"):
        page = page.submit({"regmsg:chkRedact": "on"}, button="Continue")
    return page


def manage(world: World, who: Persona) -> Page:
    """Sign a persona in to Manage My Account in a new browser."""
    assert who.pacer is not None
    return log_in(world.browser(), who.pacer.user_name, who.pacer.password)


def header(page: Page) -> dict[str, str]:
    """Return the lines of the account's header."""
    rows = page.all("//section[@aria-label='Account summary']//dt")
    return {
        " ".join(row.text_content().split()): " ".join(row.getnext().text_content().split())
        for row in rows
    }


def account(world: World, *, number: str = "", user_name: str = "") -> Account:
    """Return an account as it is stored."""
    wanted = Account.account_number == number if number else Account.user_name == user_name
    with world.database("pacer").reading() as session:
        return session.scalars(select(Account).where(wanted)).one()


def mails(world: World, recipient: str, template: str = "") -> list[MailItem]:
    """Return the mails to an address, oldest first."""
    with world.database("pacer").reading() as session:
        rows = session.scalars(
            select(MailItem).where(MailItem.recipient == recipient).order_by(MailItem.id)
        ).all()
        return [row for row in rows if template in ("", row.template)]


def link_in(mail: MailItem) -> str:
    """Return the link of a mail."""
    found = re.search(r"https?://\S+", mail.text)
    assert found, mail.text
    return found[0]


def audited(world: World) -> list[str]:
    """Return the tags of the audit trail."""
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.id)))


def secrets_nowhere(world: World, *secrets: str) -> None:
    """Assert that no text of the audit trail or of any mail holds one of these."""
    with world.database("pacer").reading() as session:
        texts: list[Any] = [*session.scalars(select(AuditEvent.detail))]
        texts += session.scalars(select(MailItem.text))
    assert not [one for one in texts for secret in secrets if secret in one]
