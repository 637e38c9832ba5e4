"""What a request wishes beyond its scope: single claims, and a class of sign-in (OIDC Core 5.5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from idp.signin.errands import ACR_MFA, ACR_PASSWORD

#: From the weakest to the strongest: whoever has done the later one has done the earlier one.
LADDER: Final = (ACR_PASSWORD, ACR_MFA)
#: Which scope opens a claim; the rest comes with `openid`.
SCOPE_OF: Final[Mapping[str, str]] = {
    "name": "profile",
    "given_name": "profile",
    "family_name": "profile",
    "preferred_username": "profile",
    "email": "email",
}


@dataclass(frozen=True, slots=True)
class Named:
    """The claims that a request names for one answer each."""

    userinfo: frozenset[str] = frozenset()
    id_token: frozenset[str] = frozenset()

    @property
    def scopes(self) -> frozenset[str]:
        """Return the scopes that would have opened the same claims; consent is asked for them."""
        return frozenset(SCOPE_OF[n] for n in self.userinfo | self.id_token if n in SCOPE_OF)

    def stored(self) -> str:
        """Return a text for the database, empty for none."""
        if not self.userinfo and not self.id_token:
            return ""
        return json.dumps({"userinfo": sorted(self.userinfo), "id_token": sorted(self.id_token)})


def restored(text: str) -> Named:
    """Return what `stored` has written."""
    found = json.loads(text) if text else {}
    return Named(frozenset(found.get("userinfo", ())), frozenset(found.get("id_token", ())))


@dataclass(frozen=True, slots=True)
class Wishes:
    """All that the parameters `claims` and `acr_values` ask for.

    :ivar acr: classes of sign-in that will do, best first; those we do not know are left out.
    :ivar acr_essential: whether nothing else will do (OIDC Core 5.5.1.1).
    :ivar subject: the one person who will do, empty for anybody.
    """

    named: Named = Named()
    acr: tuple[str, ...] = ()
    acr_essential: bool = False
    subject: str = ""

    def acr_to_tell(self, have: str) -> str | None:
        """Return which class a session of `have` is told as; None if it does not do."""
        if not self.acr and not self.acr_essential:
            return have
        rank = LADDER.index(have) if have in LADDER else 0
        within = [acr for acr in self.acr if LADDER.index(acr) <= rank]
        if have in within:
            return have
        return within[0] if within else None


def read(claims: str | None, acr_values: str | None) -> Wishes:
    """Read the two parameters.

    :raises ValueError: if `claims` is not the JSON of OIDC Core 5.5.
    """
    asked = _object(claims)
    parts = {name: _members(asked.get(name)) for name in ("userinfo", "id_token")}
    acr_claim = parts["id_token"].get("acr") or {}
    essential = bool(acr_claim.get("essential"))
    wanted = _values(acr_claim) or tuple((acr_values or "").split())
    subject = parts["id_token"].get("sub") or parts["userinfo"].get("sub") or {}
    return Wishes(
        named=Named(frozenset(parts["userinfo"]), frozenset(parts["id_token"])),
        acr=tuple(acr for acr in wanted if acr in LADDER),
        acr_essential=essential and bool(wanted),
        subject=next(iter(_values(subject)), ""),
    )


def _object(text: str | None) -> Mapping[str, Any]:
    if text is None:
        return {}
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _members(part: object) -> dict[str, Mapping[str, Any]]:
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise ValueError("no object")
    if any(rule is not None and not isinstance(rule, dict) for rule in part.values()):
        raise ValueError("a claim's wishes are no object")
    return {str(name): rule or {} for name, rule in part.items()}


def _values(rule: Mapping[str, Any]) -> tuple[str, ...]:
    many = rule.get("values", [rule["value"]] if "value" in rule else [])
    if not isinstance(many, Sequence) or isinstance(many, str):
        raise ValueError("values are no list")
    return tuple(value for value in many if isinstance(value, str))
