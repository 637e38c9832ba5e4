"""Where a mail goes: always into the federation's mailbox, and by SMTP when that is set up."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from shared import outbox
from shared.faults import MAIL_DELAYED, MAIL_DOUBLED, About
from shared.federation import IDP, Member
from shared.ids import new_uuid
from shared.mail.compose import BOTH, Form, Renderer, compose
from shared.switches import Switches
from shared.wire import MailDelivery

SMTP_LANE = "local:smtp"
#: Where mails wait that a fault delays: in their own queue they would hold up all others.
LATE_LANE = "local:late-mail"
#: Message-IDs of courts are numbers: <28116330@ctd.moot.test>.
_NUMBERS = 10**18


def message_of(mail: MailDelivery) -> EmailMessage:
    """Return a mail as it goes over the wire; its Message-ID is the same at every try.

    A mail that is written in one form only has one part.
    """
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = mail.to or mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromisoformat(mail.sent_at))
    number = UUID(mail.message_id).int % _NUMBERS
    message["Message-ID"] = f"<{number}@{mail.sender.rpartition('@')[2]}>"
    if mail.text or not mail.html:
        message.set_content(mail.text)
        if mail.html:
            message.add_alternative(mail.html, subtype="html")
    else:
        message.set_content(mail.html, subtype="html")
    return message


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """A mail server to hand copies to."""

    host: str
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False

    def send(self, mail: MailDelivery) -> None:
        """Hand over one mail to its recipient, whatever its To line says."""
        with smtplib.SMTP(self.host, self.port, timeout=10) as server:
            if self.starttls:
                server.starttls()
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message_of(mail), to_addrs=[mail.recipient])


@dataclass(frozen=True, slots=True)
class Postman:
    """One member's mail desk; `switches` are those of the faults that are on."""

    member: Member
    sender: str
    render: Renderer
    switches: Switches
    smtp: SmtpAccount | None = None

    def send(
        self,
        session: Session,
        *,
        template: str,
        recipient: str,
        values: Mapping[str, Any],
        now: datetime,
        wall: datetime,
        world: int | None = None,
        to: str = "",
        form: Form = BOTH,
    ) -> str:
        """Promise a mail in this transaction and return its message id.

        :param to: what the To line says instead of the recipient.
        """
        delivery = self.written(
            template=template,
            recipient=recipient,
            values=values,
            now=now,
            wall=wall,
            world=int(session.info.get("world") or 0) if world is None else world,
            to=to,
            form=form,
        )
        if self.switches.on:
            self._post_wrongly(session, delivery, wall)
        else:
            self.post(session, delivery, wall)
        return delivery.message_id

    def post(self, session: Session, delivery: MailDelivery, wall: datetime) -> None:
        """Promise a mail to the mailbox and, where that is set up, to the mail server."""
        outbox.enqueue(
            session,
            destination=IDP,
            message=delivery,
            wall=wall,
            message_id=delivery.message_id,
        )
        if self.smtp is not None:
            outbox.enqueue(session, destination=SMTP_LANE, message=delivery, wall=wall)

    def _post_wrongly(self, session: Session, delivery: MailDelivery, wall: datetime) -> None:
        """Post a mail as the faults that are on for it will have it: late, twice, or both."""
        about = About(world=delivery.world, email=delivery.recipient, court=self.member.id)
        told = {"recipient": delivery.recipient, "template": delivery.template}
        doubled = self.switches.bites(MAIL_DOUBLED, about, session=session, **told)
        late = self.switches.bites(MAIL_DELAYED, about, session=session, **told)
        copies = [delivery]
        if doubled is not None:
            copies.append(replace(delivery, message_id=new_uuid()))
        for copy in copies:
            if late is None:
                self.post(session, copy, wall)
                continue
            due = wall + timedelta(seconds=late.amount or 0)
            outbox.enqueue(session, destination=LATE_LANE, message=copy, wall=wall, not_before=due)

    def written(
        self,
        *,
        template: str,
        recipient: str,
        values: Mapping[str, Any],
        now: datetime,
        wall: datetime,
        world: int = 0,
        to: str = "",
        form: Form = BOTH,
    ) -> MailDelivery:
        """Return a mail as it would be handed in."""
        mail = compose(
            self.render,
            template=template,
            recipient=recipient,
            values={**values, "member": self.member, "now": now},
            form=form,
        )
        return MailDelivery(
            message_id=new_uuid(),
            sender=self.sender,
            recipient=mail.recipient,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            member=self.member.id,
            template=template,
            court_time=now.isoformat(),
            sent_at=wall.isoformat(),
            world=world,
            to=to,
        )
