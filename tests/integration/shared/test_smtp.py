"""Mails go to a real server, by SMTP: a small one listens here and keeps what it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from shared.mail.senders import SmtpAccount
from shared.wire import MailDelivery

COURT = "cmecf@ctd.moot.test"
NEF = MailDelivery(
    message_id="8b0b5f9e-6f3c-4c56-9f0f-0d6c5a6a1b11",
    sender=COURT,
    recipient="john.attorney@examplelaw.test",
    subject="Activity in Case 3:21-cv-00101-RBX A v. B Motion to Compel",
    html="<p>Zoë O'Brien</p>\n.\n<p>A line that begins with a point.</p>",
    sent_at="2026-01-05T12:00:00+00:00",
    to=COURT,
)


@dataclass
class Received:
    """A mail as the server took it: envelope and content."""

    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    data: bytes = b""

    @property
    def message(self) -> Message:
        """The mail."""
        return message_from_bytes(self.data)


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over a mail."""

    def handle(self) -> None:
        """Talk until QUIT."""
        self._say("220 mail.test")
        mail = Received()
        for line in iter(lambda: self.rfile.readline().strip().decode(), "QUIT"):
            verb = line.upper()
            if verb.startswith("MAIL FROM:"):
                mail = Received(sender=line[10:].split()[0].strip("<>"))
            elif verb.startswith("RCPT TO:"):
                mail.recipients.append(line[8:].split()[0].strip("<>"))
            elif verb == "DATA":
                self._say("354 go on")
                mail.data = self._data()
                self.server.received.append(mail)  # type: ignore[attr-defined]
            self._say("250 mail.test")
        self._say("221 bye")

    def _data(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line[1:] if line.startswith(b"..") else line for line in lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def smtp_server() -> Iterator[tuple[SmtpAccount, list[Received]]]:
    """A mail server on a free port of this machine."""
    received: list[Received] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.received = received  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            address: Any = server.server_address
            yield SmtpAccount("127.0.0.1", int(address[1])), received
        finally:
            server.shutdown()
            thread.join()


def test_a_notice_arrives_with_the_envelope_of_its_recipient_and_the_courts_to_line() -> None:
    with smtp_server() as (account, received):
        account.send(NEF)
        account.send(NEF)
    first, second = received
    assert first.recipients == ["john.attorney@examplelaw.test"]
    assert first.sender == COURT
    wire = first.message
    assert (wire["From"], wire["To"], wire["Subject"]) == (COURT, COURT, NEF.subject)
    assert NEF.recipient not in first.data.decode()
    assert wire["Message-ID"] == second.message["Message-ID"]
    assert wire["Message-ID"].endswith("@ctd.moot.test>")
    assert wire["Date"] == "Mon, 05 Jan 2026 12:00:00 +0000"
    assert wire.get_content_type() == "text/html"
    body = wire.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "Zoë O'Brien" in body.decode()
    assert "begins with a point" in body.decode()


def test_other_mails_have_both_forms_and_name_their_recipient() -> None:
    mail = MailDelivery(
        message_id="8b0b5f9e-6f3c-4c56-9f0f-0d6c5a6a1b12",
        sender=COURT,
        recipient="a@x.test",
        subject="Accounts linked",
        text="Both forms.\n",
        html="<p>Both forms.</p>",
        sent_at="2026-01-05T12:00:00+00:00",
    )
    with smtp_server() as (account, received):
        account.send(mail)
    (only,) = received
    assert only.message["To"] == "a@x.test"
    kinds = [part.get_content_type() for part in only.message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
