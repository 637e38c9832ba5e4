"""Letters from the mailbox: what a reply begins with, and how many a person may send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from shared.federation import Federation

LONGEST_SUBJECT: Final = 200
LONGEST_TEXT: Final = 5000
#: A person writes a handful of letters in a class; a program that writes more is stopped.
MOST: Final = 10
WITHIN: Final = timedelta(minutes=10)

UNKNOWN: Final = (
    "No court takes letters at this address. Letters go to the help desk or the seminar address "
    "of a court, for example {example}; nothing leaves the simulation."
)
TOO_MANY: Final = (
    f"You have sent {MOST} letters within {WITHIN.seconds // 60} minutes. Wait a little, then "
    "press Send again; what you wrote is still here."
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form before anything is typed."""

    recipient: str = ""
    subject: str = ""
    text: str = ""


def answer_box(federation: Federation, *, member_id: str, sender: str) -> str:
    """Return where an answer to a mail goes: its sender, or the help desk of the court behind it.

    Empty for mails that nobody answers, those of the PACER Service Center.
    """
    if federation.court_of_letter_box(sender) is not None:
        return sender.strip().lower()
    court = next((c for c in federation.courts if c.id == member_id), None)
    return court.letter_boxes[0] if court is not None else ""


def reply(*, box: str, subject: str, sender: str, sent: str, text: str) -> Draft:
    """Return a reply as mail programs begin one: Re:, and the mail quoted below."""
    title = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    quoted = "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())
    words = f"\n\nOn {sent} {sender} wrote:\n{quoted}"
    return Draft(box, title[:LONGEST_SUBJECT], words[:LONGEST_TEXT])
