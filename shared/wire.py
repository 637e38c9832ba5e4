"""Messages between members: plain dataclasses, versioned by adding fields only."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar, Self


@dataclass(frozen=True, slots=True)
class Message:
    """What one member tells another; the id makes the receiver's work idempotent."""

    KIND: ClassVar[str] = ""

    def to_json(self) -> str:
        """Return the payload as JSON text."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a payload, ignoring fields that a newer sender may have added."""
        data: dict[str, Any] = json.loads(text)
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(frozen=True, slots=True)
class MailDelivery(Message):
    """A mail for the federation's mailbox, kept by the identity provider."""

    KIND: ClassVar[str] = "mail.delivery"
    message_id: str = ""
    sender: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    member: str = ""
    template: str = ""
    court_time: str = ""
    sent_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class AccountLinked(Message):
    """A court linked an old CM/ECF account to a PACER account (seed 001)."""

    KIND: ClassVar[str] = "account.linked"
    court: str = ""
    subject: str = ""
    login_name: str = ""
    role: str = ""
    display_name: str = ""
    linked_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class CourtAccountStatus(Message):
    """A court says what became of a person's e-file account there."""

    KIND: ClassVar[str] = "account.status"
    court: str = ""
    subject: str = ""
    status: str = ""
    role: str = ""
    changed_at: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class BackchannelLogout(Message):
    """An OpenID Connect logout token on its way to a relying party (retried by the outbox)."""

    KIND: ClassVar[str] = "oidc.logout"
    client_id: str = ""
    sid: str = ""
    subject: str = ""
    logout_id: int = 0


@dataclass(frozen=True, slots=True)
class Charge(Message):
    """A court charges for what somebody looked at; `charge_id` names it in every repetition.

    `criteria` is what the receipt shows as search criteria or case number; `at` is court time.
    An exempt use carries its fee and costs nothing (facts.md 1.9, 1.10).
    """

    KIND: ClassVar[str] = "billing.charge"
    charge_id: str = ""
    court: str = ""
    subject: str = ""
    client_code: str = ""
    description: str = ""
    criteria: str = ""
    pages: int = 0
    cents: int = 0
    exempt: bool = False
    at: str = ""
    receipt: str = ""
    world: int = 0


@dataclass(frozen=True, slots=True)
class SearchSuspended(Message):
    """PACER took the right to search from an account whose holder may be in a court now."""

    KIND: ClassVar[str] = "account.search_suspended"
    subject: str = ""
    world: int = 0


KINDS = MappingProxyType(
    {
        cls.KIND: cls
        for cls in (
            MailDelivery,
            AccountLinked,
            CourtAccountStatus,
            BackchannelLogout,
            Charge,
            SearchSuspended,
        )
    }
)
