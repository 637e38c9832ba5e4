"""Authorization requests: what a relying party asks for, and whether it may be asked so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from idp.oidc import wishes
from idp.oidc.clients import Client, Directory
from idp.oidc.wishes import Wishes
from idp.signin import errands
from shared.errors import Refusal

PROMPTS = frozenset({"none", "login", "consent", "select_account"})
RESPONSE_MODES = frozenset({"query"})
LONGEST = 4096
#: Said more than once, a parameter is an error (RFC 6749 3.1); unknown ones are ignored.
KNOWN = (
    *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "prompt"),
    *("max_age", "response_mode", "code_challenge", "code_challenge_method", "id_token_hint"),
    *("login_hint", "display", "ui_locales", "claims_locales", "acr_values", "claims"),
    *("request", "request_uri", "registration"),
)
_REFUSED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}


class AskRefusal(Refusal):
    """An authorization request that is turned down.

    :param redirect_uri: where to say so; without one the person is told on a page, since sending
        them to an unregistered address would make us an open redirector (RFC 6749 4.1.2.1).
    """

    def __init__(
        self, code: str, message: str, *, redirect_uri: str | None = None, state: str | None = None
    ) -> None:
        super().__init__(code, message)
        self.redirect_uri = redirect_uri
        self.state = state


Refuse = Callable[[str, str], AskRefusal]


@dataclass(frozen=True, slots=True)
class Ask:
    """An authorization request in good order, but for what Authlib checks (PKCE, nonce)."""

    client: Client
    parameters: Mapping[str, str]
    redirect_uri: str
    state: str | None
    prompts: frozenset[str]
    max_age: timedelta | None
    id_token_hint: str | None
    wishes: Wishes = Wishes()

    @property
    def scopes(self) -> frozenset[str]:
        """Return what the client would get to know: its scope, and what single claims come to."""
        granted = self.client.get_allowed_scope(self.parameters.get("scope")).split()
        named = self.client.get_allowed_scope(" ".join(self.wishes.named.scopes)).split()
        return frozenset((*granted, *named))

    def refused(self, code: str, message: str) -> AskRefusal:
        """Return a refusal that goes back to the relying party."""
        return AskRefusal(code, message, redirect_uri=self.redirect_uri, state=self.state)


def read(values: Mapping[str, Sequence[str]], clients: Directory) -> Ask:
    """Read the parameters of an authorization request.

    :raises AskRefusal: names the first thing that is wrong.
    """
    client = _client(values, clients)
    redirect_uri = _redirect_uri(values, client)
    states = values.get("state", ())
    state = states[0] if len(states) == 1 and _sound(states[0]) and states[0] else None

    def refused(code: str, message: str) -> AskRefusal:
        return AskRefusal(code, message, redirect_uri=redirect_uri, state=state)

    for name in KNOWN:
        given = values.get(name, ())
        if len(given) > 1:
            raise refused("invalid_request", f"The parameter {name} was given more than once.")
        if given and not _sound(given[0]):
            raise refused("invalid_request", f"The parameter {name} cannot be read.")
    # A parameter without a value counts as left out (RFC 6749 3.1).
    one = {name: values[name][0] for name in KNOWN if values.get(name) and values[name][0]}
    for name, code in _REFUSED.items():
        if name in one:
            raise refused(code, f"The parameter {name} is not supported.")
    _check_response(one, refused)
    if "openid" not in one.get("scope", "").split():
        raise refused("invalid_scope", "The scope must contain openid.")
    return Ask(
        client=client,
        parameters=one,
        redirect_uri=redirect_uri,
        state=state,
        prompts=_prompts(one, refused),
        max_age=_max_age(one, refused),
        id_token_hint=one.get("id_token_hint"),
        wishes=_wishes(one, refused),
    )


def _sound(value: str) -> bool:
    # PostgreSQL keeps no NUL, and nothing that we take is longer than this.
    return len(value) <= LONGEST and "\x00" not in value


def _client(values: Mapping[str, Sequence[str]], clients: Directory) -> Client:
    given = values.get("client_id", ())
    client = clients.get(given[0]) if len(given) == 1 else None
    if client is None:
        raise AskRefusal(
            "invalid_client",
            "The site that sent you here is not registered with this sign-in service "
            "(parameter client_id).",
        )
    return client


def _redirect_uri(values: Mapping[str, Sequence[str]], client: Client) -> str:
    given = values.get("redirect_uri", ())
    if len(given) != 1 or not client.check_redirect_uri(given[0]):
        raise AskRefusal(
            "invalid_request",
            f"{client.title} asked to have you sent back to an address that is not registered "
            "for it, or to none at all (parameter redirect_uri).",
        )
    return given[0]


def _check_response(one: Mapping[str, str], refused: Refuse) -> None:
    if "response_type" not in one:
        raise refused("invalid_request", "The parameter response_type is missing.")
    if one["response_type"] != "code":
        raise refused("unsupported_response_type", "Only response_type=code is supported.")
    if one.get("response_mode", "query") not in RESPONSE_MODES:
        raise refused("invalid_request", "Only response_mode=query is supported.")


def _prompts(one: Mapping[str, str], refused: Refuse) -> frozenset[str]:
    prompts = frozenset(one.get("prompt", "").split())
    if prompts - PROMPTS:
        raise refused("invalid_request", "The parameter prompt has an unknown value.")
    if "none" in prompts and len(prompts) > 1:
        raise refused("invalid_request", "prompt=none cannot be joined with other values.")
    return prompts


def _max_age(one: Mapping[str, str], refused: Refuse) -> timedelta | None:
    text = one.get("max_age")
    if text is None:
        return None
    digits_of_a_century = 10
    if not (text.isascii() and text.isdigit()) or len(text) > digits_of_a_century:
        raise refused("invalid_request", "The parameter max_age must be a number of seconds.")
    return timedelta(seconds=int(text))


def _wishes(one: Mapping[str, str], refused: Refuse) -> Wishes:
    try:
        return wishes.read(one.get("claims"), one.get("acr_values"))
    except ValueError:
        raise refused("invalid_request", "The parameter claims is not what it should be.") from None


class Step(StrEnum):
    """What to do next with an authorization request."""

    ISSUE = "issue"
    SIGN_IN = "sign in"
    SIGN_IN_AFRESH = "sign in afresh"
    STEP_UP = "give a second factor"


#: How often one request may send its person to sign in before it is given up.
MOST_ROUNDS = 6


def next_step(
    ask: Ask,
    *,
    arrived_at: datetime,
    auth_time: datetime | None,
    acr: str = errands.ACR_PASSWORD,
    hinted_other: bool = False,
    rounds: int = 0,
    declined: bool = False,
) -> Step:
    """Decide between a code, a sign-in, and a fresh one (OIDC Core 3.1.2.1, 3.1.2.3, 5.5.1.1).

    A sign-in is fresh enough if it is not older than the *arrival* of the request, which is kept
    on the server: after it nothing is asked twice, so `prompt=login` and `max_age=0` end.

    :param auth_time: when the visitor signed in; None for nobody.
    :param acr: by which class the visitor signed in.
    :param declined: whether the visitor has just given no second factor, though asked for one.
    :param hinted_other: whether the request names somebody else than the visitor.
    :raises AskRefusal: `login_required` where no page may be shown, or after too many rounds;
        `unmet_authentication_requirements` if a fresh sign-in was not of the essential class.
    """
    fresh = bool(rounds) and auth_time is not None and auth_time >= arrived_at
    step = _step(ask, arrived_at, auth_time, hinted_other=hinted_other, fresh=fresh)
    if step is Step.ISSUE and ask.wishes.acr_to_tell(acr) is None:
        step = _step_up(ask, fresh=fresh or declined, rounds=rounds)
    if step is Step.ISSUE:
        return step
    if "none" in ask.prompts:
        raise ask.refused("login_required", "The person has to sign in, and no page may be shown.")
    if rounds >= MOST_ROUNDS:
        raise ask.refused("login_required", "The person did not sign in as the request asks.")
    return step


def _step(
    ask: Ask,
    arrived_at: datetime,
    auth_time: datetime | None,
    *,
    hinted_other: bool,
    fresh: bool,
) -> Step:
    if auth_time is None:
        return Step.SIGN_IN
    if hinted_other:
        return Step.SIGN_IN_AFRESH
    if fresh:
        return Step.ISSUE
    if ask.prompts & {"login", "select_account"}:
        return Step.SIGN_IN_AFRESH
    if ask.max_age is not None and arrived_at - auth_time > ask.max_age:
        return Step.SIGN_IN_AFRESH
    return Step.ISSUE


def _step_up(ask: Ask, *, fresh: bool, rounds: int) -> Step:
    """Decide for a session of a weaker class: a wish is tried once, what is essential is not given.

    The factor that is missing is asked for, not the password once more (RFC 9470).

    Where no page may be shown, a mere wish is let go (OIDC Core 5.5.1: voluntary).
    """
    if ask.wishes.acr_essential:
        if fresh or not ask.wishes.acr:
            raise ask.refused(
                "unmet_authentication_requirements",
                "The person did not sign in by the class that the request calls essential.",
            )
        return Step.STEP_UP
    return Step.ISSUE if rounds or "none" in ask.prompts else Step.STEP_UP
