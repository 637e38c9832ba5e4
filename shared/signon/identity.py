"""Who somebody is, as the identity provider says it: one frozen value made from claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Refusal


class SubjectMissing(Refusal):
    """Claims without a subject say nothing about anybody (OpenID Connect Core 2)."""

    def __init__(self) -> None:
        super().__init__("sub", "The answer of PACER does not say who signed in.")


@dataclass(frozen=True, slots=True)
class Identity:
    """A person who signed in at PACER; `sid` names the sign-on session, not the person."""

    subject: str
    sid: str = ""
    account_number: str = ""
    user_name: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    account_kind: str = "individual"
    account_legacy: bool = False
    account_status: str = "active"
    client_code: str = ""
    trainer: bool = False
    search_disabled: bool = False
    search_reason: str = ""
    world: int = 0
    seat_offset_seconds: float = 0.0
    auth_time: int = 0
    amr: tuple[str, ...] = ()
    acr: str = ""


def identity_from(claims: Mapping[str, Any]) -> Identity:
    """Read the claims of an ID token, of userinfo or of an introspection.

    :raises SubjectMissing: if `sub` is missing, empty or no text.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise SubjectMissing
    amr = claims.get("amr")
    return Identity(
        subject=subject,
        sid=_text(claims, "sid"),
        account_number=_text(claims, "account_number"),
        user_name=_text(claims, "preferred_username"),
        name=_text(claims, "name"),
        given_name=_text(claims, "given_name"),
        family_name=_text(claims, "family_name"),
        email=_text(claims, "email"),
        account_kind=_text(claims, "account_kind") or "individual",
        account_legacy=claims.get("account_legacy") is True,
        account_status=_text(claims, "account_status") or "active",
        client_code=_text(claims, "client_code"),
        trainer=claims.get("trainer") is True,
        search_disabled=claims.get("search_disabled") is True,
        search_reason=_text(claims, "search_reason"),
        world=int(_number(claims, "world")),
        seat_offset_seconds=_number(claims, "seat_offset_seconds"),
        auth_time=int(_number(claims, "auth_time")),
        amr=tuple(str(each) for each in amr) if isinstance(amr, list) else (),
        acr=_text(claims, "acr"),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _number(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
