"""Which requests belong together: a sign-on, a log-out, the linking of an account.

Told by what the requests themselves carry: where an answer leads, the state, the digest of a code
or of a token, the form that a page showed, the request in which a member asked another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from idp.inspecting.exchanges import Exchange

IDP: Final = "pacer"
LINK, OIDC, CSO, COURT, LOGOUT, SIGN_IN = "link", "oidc", "cso", "court", "logout", "sign-in"
TITLES: Final = {
    LINK: "Linking an account",
    OIDC: "Sign-on by OpenID Connect",
    CSO: "Sign-on by a token (cso-auth)",
    COURT: "Login at the court's own page (CurrentGen)",
    LOGOUT: "Log-out",
    SIGN_IN: "Sign-in at PACER",
}
#: Seconds in which an answer is followed, and a form is sent.
FOLLOWED: Final = 600
FILLED: Final = 900
CSO_AUTH: Final = "/services/cso-auth"
CSO_LOGOUT: Final = "/services/cso-logout"
INTROSPECT: Final = "/oidc/introspect"
MESSAGES: Final = "/services/moot/messages"
LINKED: Final = "account.linked"
TOKEN_COOKIES: Final = ("NextGenCSO", "PacerSession")
_FORMS: Final = ("signin/login.html", "signin/manage_login.html", "signin/redaction.html",
                 "signin/renewal.html", "signin/confirm_logout.html", "oidc/end_session.html",
                 "oidc/consent.html", "accounts/link_a.html", "accounts/link_b.html")  # fmt: skip
_LOGOUTS: Final = ("/csologin/logout.jsf", "/csologin/signedout.jsf", "/oidc/end_session",
                   "/oidc/end_session/confirm", "/oidc/after-logout")  # fmt: skip
_SIGN_INS: Final = ("/csologin/login.jsf", "/pscof/login.xhtml", "/csologin/step.jsf")
GOOD: Final = (
    *("signin:opened", "signin:success", "link:success", "signin:closed", "signon:logout"),
    *("oidc:code", "signin:pacer-added"),
)
BAD: Final = ("link:refused", "signin:refused", "signon:refused", "signon:logout-refused")


@dataclass(frozen=True, slots=True)
class Flow:
    """Requests that belong together, by time, and what became of it."""

    id: str
    kind: str
    exchanges: tuple[Exchange, ...]
    refused: str = ""

    @property
    def title(self) -> str:
        """Return what it is."""
        return TITLES[self.kind]

    @property
    def began(self) -> float:
        """Return when its first request arrived, in seconds of real time."""
        return self.exchanges[0].at

    @property
    def members(self) -> tuple[str, ...]:
        """Return the courts that take part, in the order of coming in."""
        seen = dict.fromkeys(e.member for e in self.exchanges if e.member != IDP)
        return tuple(seen)


def join(exchanges: Sequence[Exchange]) -> list[Flow]:
    """Return the flows among recorded requests, the newest first."""
    sets = _Sets(len(exchanges))
    for number, each in enumerate(exchanges):
        for earlier in _predecessors(exchanges, number, each):
            sets.merge(earlier, number)
    found = []
    for numbers in sets.groups():
        together = tuple(exchanges[number] for number in numbers)
        kind = _kind(together)
        if kind:
            found.append(Flow(together[0].id, kind, together, _refusal(together)))
    return sorted(found, key=lambda flow: flow.began, reverse=True)


class _Sets:
    """Numbers that are merged into sets."""

    def __init__(self, count: int) -> None:
        self._over = list(range(count))

    def _top(self, number: int) -> int:
        while self._over[number] != number:
            number = self._over[number]
        return number

    def merge(self, left: int, right: int) -> None:
        self._over[self._top(right)] = self._top(left)

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(len(self._over)):
            found.setdefault(self._top(number), []).append(number)
        return list(found.values())


def _predecessors(exchanges: Sequence[Exchange], number: int, each: Exchange) -> Iterable[int]:
    """Return the earlier requests that a request follows from."""
    earlier = range(number - 1, -1, -1)
    led = _led_here(exchanges, number)
    if led is not None:
        yield led
    for follows in (_asked_in, _same_state, _same_token, _filled, _told_of):
        # The nearest one only: the same page may have led on several times.
        found = next((n for n in earlier if follows(exchanges[n], each)), None)
        if found is not None:
            yield found


def _asked_in(before: Exchange, each: Exchange) -> bool:
    return bool(each.parent) and before.id == each.parent


def _led_here(exchanges: Sequence[Exchange], number: int) -> int | None:
    """Return which request led to this one, unless another has followed it before."""
    each = exchanges[number]
    for earlier in range(number - 1, -1, -1):
        before = exchanges[earlier]
        if each.at - before.at > FOLLOWED or before.url_key == each.url_key:
            break
        if before.leads_key == each.url_key:
            return earlier
    return None


def _same_state(before: Exchange, each: Exchange) -> bool:
    state = each.asked("state")
    return bool(state) and (before.asked("state") == state or f"state={state}" in before.leads_to)


def _same_token(before: Exchange, each: Exchange) -> bool:
    """Say whether a code or a token that went out before comes back."""
    code = each.asked("code")
    if code and before.member == IDP:
        return f"code={code}" in before.leads_to
    shown = dict(each.cookies)
    used = {shown[name] for name in TOKEN_COOKIES if shown.get(name)} | {each.asked("nextGenCSO")}
    asks = any(call.path == INTROSPECT for call in each.calls) or each.path == CSO_LOGOUT
    return asks and bool(used & _tokens_given(before))


def _tokens_given(exchange: Exchange) -> set[str]:
    given = {value for name, value in exchange.set if name in TOKEN_COOKIES}
    given |= {value for name, value in exchange.answer if name == "nextGenCSO"}
    return given - {"", "(deleted)"}


def _filled(before: Exchange, each: Exchange) -> bool:
    form = before.page in _FORMS or before.page.startswith("mfa/")
    here = form and before.member == each.member and each.at - before.at <= FILLED
    same = before.by_browser == each.by_browser
    return here and same and each.method == "POST" and not each.parent and not each.caller


def _told_of(before: Exchange, each: Exchange) -> bool:
    """Say whether a message tells of a link that was made just before."""
    tells = each.path == MESSAGES and each.asked("kind") == LINKED
    return tells and before.member == each.caller and before.page == "accounts/linked.html"


# --------------------------------------------------------------------------- what it is


def _kind(together: Sequence[Exchange]) -> str:
    if any(e.page.startswith("accounts/link") for e in together):
        return LINK
    paths = {e.path for e in together if not e.parent}
    if "/oidc/authorize" in paths or "/oidc/callback" in paths:
        return OIDC
    if any(call.path == INTROSPECT for e in together if e.method == "GET" for call in e.calls):
        return CSO
    if any(_at_a_court(e) for e in together):
        return COURT
    if CSO_AUTH in paths:
        return CSO
    return _at_pacer(together, paths)


def _at_pacer(together: Sequence[Exchange], paths: set[str]) -> str:
    signed_in = any(e.did("signin:success", "signin:refused") for e in together)
    leaves = paths & {*_LOGOUTS, CSO_LOGOUT} or any(e.did("signin:closed") for e in together)
    if leaves and not signed_in:
        return LOGOUT
    posted = any(e.method == "POST" and e.path in _SIGN_INS for e in together)
    return SIGN_IN if posted else ""


def _at_a_court(exchange: Exchange) -> bool:
    """Say whether a court's own page took a login."""
    typed = exchange.method == "POST" and exchange.member != IDP
    return typed and bool(exchange.asked("login")) and not exchange.page.startswith("accounts/")


def _refusal(together: Sequence[Exchange]) -> str:
    """Return why it ended without what it was for, empty if it went well."""
    told = [
        (exchange.at + note.ms / 1000, note, exchange)
        for exchange in together
        for note in exchange.notes
        if note.kind == "failed" or (note.kind == "deed" and note.name in (*GOOD, *BAD))
    ]
    if not told:
        return ""
    _at, last, exchange = max(told, key=lambda each: each[0])
    if last.kind == "failed":
        return last.words or last.name
    return (exchange.words or "It was refused.") if last.name in BAD else ""
