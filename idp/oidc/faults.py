"""Why a request failed: the rule that it broke and how to mend it, for whoever wrote the client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

#: Parameters that may be shown again; codes, tokens, secrets and hints may not.
HARMLESS: Final = (
    *("response_type", "redirect_uri", "scope", "prompt", "max_age", "response_mode"),
    *("code_challenge_method", "acr_values", "claims", "display", "grant_type"),
    *("post_logout_redirect_uri", "token_type_hint", "request_uri"),
)
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a protocol, and what to do for it."""

    id: str
    says: str
    fix: str


_RULES: Final = (
    Rule(
        "oidc-core-3.1.2.1-redirect-uri",
        "redirect_uri must be one of the registered addresses, character by character.",
        "Send the address exactly as it is registered: scheme, host, port, path and query. "
        "A last slash counts.",
    ),
    Rule(
        "rfc6749-3.1-repeated",
        "A parameter may be given once, and must be readable text of at most 4096 characters.",
        "Send every parameter once, encoded as application/x-www-form-urlencoded.",
    ),
    Rule(
        "rfc6749-3.1.1-response-type",
        "response_type is required, and code is the only one (RFC 9700 2.1.2).",
        "Send response_type=code.",
    ),
    Rule(
        "asvs-10.2-response-mode",
        "Only response_mode=query is offered.",
        "Leave response_mode out.",
    ),
    Rule("oidc-core-3.1.2.1-scope", "scope must contain openid.", "Send scope=openid and more."),
    Rule(
        "oidc-core-3.1.2.1-prompt",
        "prompt is none, or any of login, consent and select_account.",
        "Send prompt=none alone, or leave it out.",
    ),
    Rule(
        "oidc-core-3.1.2.1-max-age",
        "max_age is a whole number of seconds.",
        "Send digits only, for example max_age=3600.",
    ),
    Rule(
        "oidc-core-5.5-claims",
        "claims is a JSON object with the members userinfo and id_token.",
        'Send JSON such as {"id_token": {"acr": {"essential": true}}}, URL-encoded.',
    ),
    Rule(
        "rfc7636-4.3-pkce",
        "PKCE is required, with code_challenge_method=S256 (RFC 9700 2.1.1).",
        "Make a verifier of 43 to 128 characters, send its SHA-256 in base64url without padding "
        "as code_challenge, and code_challenge_method=S256.",
    ),
    Rule(
        "oidc-core-6-request",
        "Request objects and their addresses are not supported.",
        "Send plain parameters, or push them to /oidc/par.",
    ),
    Rule(
        "rfc9126-4-request-uri",
        "A pushed request is good for its own client, once, for sixty seconds.",
        "Push a new request for every sign-in and send the browser on at once.",
    ),
    Rule(
        "oidc-core-3.1.2.6-login-required",
        "Nobody is signed in as the request asks, and no page may be shown.",
        "Ask again without prompt=none, so that the person can sign in.",
    ),
    Rule(
        "oidc-core-3.1.2.6-consent-required",
        "The person has not agreed to this yet, and no page may be shown.",
        "Ask again without prompt=none, so that the person can agree.",
    ),
    Rule(
        "rfc6749-4.1.2.1-access-denied",
        "The person has said no.",
        "Say so to the person; ask for less, or offer to try again.",
    ),
    Rule(
        "oidc-core-5.5.1.1-acr",
        "The person did not sign in by the class that the request calls essential.",
        "Ask the person to enrol in multifactor authentication, or ask for acr as voluntary.",
    ),
    Rule(
        "oidc-core-3.1.2.2-hint",
        "id_token_hint must be an ID token of this issuer.",
        "Send the ID token unchanged, as it came from the token endpoint.",
    ),
    Rule(
        "rfc6749-2.3-client-authentication",
        "The client must prove who it is by its registered method and its present secret.",
        "Look at token_endpoint_auth_method; for HTTP Basic, encode identifier and secret first; "
        "use the secret of the last rotation.",
    ),
    Rule(
        "rfc6749-2.3.1-body",
        "Secrets, codes and tokens travel in the body of a POST, never in the address.",
        "Move every parameter into the body.",
    ),
    Rule(
        "rfc6749-4.1.3-code",
        "A code is good for its client, once, for sixty seconds, while its session lives.",
        "Redeem the code at once, and only once: look for a double submission or a retry.",
    ),
    Rule(
        "rfc6749-4.1.3-redirect-uri",
        "The token request must name the redirect_uri of the authorization request.",
        "Send the same redirect_uri in both requests.",
    ),
    Rule(
        "rfc7636-4.6-verifier",
        "code_verifier must belong to the code_challenge of the authorization request.",
        "Keep the verifier on the server beside the state, and send it with the code.",
    ),
    Rule(
        "rfc6749-5.2-grant",
        "The grant is not offered, or not to this client.",
        "Use authorization_code; tick “refresh tokens” in the registration for refresh_token.",
    ),
    Rule(
        "rfc9700-4.14.2-refresh",
        "A refresh token is good for its client, once; a second use later ends its family.",
        "Store the new refresh token of every answer before the next request, from one place.",
    ),
    Rule(
        "rfc6749-6-scope",
        "A refresh may ask for the granted scope or less.",
        "Leave scope out, or name a part of what was granted.",
    ),
    Rule(
        "rfc7009-2.1-owner",
        "A token is revoked by the client that it was issued to.",
        "Send the token with the credentials of its own client.",
    ),
    Rule("rfc7662-2.1-token", "The parameter token is required.", "Send the token in the body."),
    Rule(
        "rfc6750-3.1-token",
        "The access token is expired or revoked, or its session has ended.",
        "Get a new one; after a log-out the person signs in again.",
    ),
    Rule(
        "rpinit-2-post-logout-redirect-uri",
        "post_logout_redirect_uri must be registered, and the request must name its client.",
        "Register the address exactly, and send id_token_hint or client_id with it.",
    ),
    Rule(
        "rpinit-2-hint-client",
        "client_id and the audience of id_token_hint must be the same client.",
        "Send the ID token that this client got.",
    ),
    Rule(
        "rfc6749-5.2-request",
        "The request is malformed.",
        "Compare it with the discovery document and the error's description.",
    ),
)
RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.id: rule for rule in _RULES})
_AT_TOKEN: Final = "token"  # noqa: S105 - the name of an endpoint
#: The first line that fits says which rule was broken: endpoint (or any), error, words.
_FITTING: Final = (
    ("authorize", "", "redirect_uri", "oidc-core-3.1.2.1-redirect-uri"),
    ("", "invalid_client", "", "rfc6749-2.3-client-authentication"),
    ("", "", "two ways", "rfc6749-2.3-client-authentication"),
    ("", "", "more than once", "rfc6749-3.1-repeated"),
    ("", "", "cannot be read", "rfc6749-3.1-repeated"),
    ("", "", "in the body", "rfc6749-2.3.1-body"),
    ("", "request_not_supported", "", "oidc-core-6-request"),
    ("", "request_uri_not_supported", "", "oidc-core-6-request"),
    ("", "registration_not_supported", "", "oidc-core-6-request"),
    ("", "invalid_request_uri", "", "rfc9126-4-request-uri"),
    ("", "unsupported_response_type", "", "rfc6749-3.1.1-response-type"),
    ("", "", "response_type", "rfc6749-3.1.1-response-type"),
    ("", "", "response_mode", "asvs-10.2-response-mode"),
    ("", "login_required", "", "oidc-core-3.1.2.6-login-required"),
    ("", "consent_required", "", "oidc-core-3.1.2.6-consent-required"),
    ("", "access_denied", "", "rfc6749-4.1.2.1-access-denied"),
    ("", "unmet_authentication_requirements", "", "oidc-core-5.5.1.1-acr"),
    ("", "", "id_token_hint", "oidc-core-3.1.2.2-hint"),
    ("", "", "prompt", "oidc-core-3.1.2.1-prompt"),
    ("", "", "max_age", "oidc-core-3.1.2.1-max-age"),
    ("", "", "parameter claims", "oidc-core-5.5-claims"),
    ("", "", "code_challenge", "rfc7636-4.3-pkce"),
    ("", "", "code_verifier", "rfc7636-4.6-verifier"),
    ("", "", "Code challenge failed", "rfc7636-4.6-verifier"),
    (_AT_TOKEN, "unsupported_grant_type", "", "rfc6749-5.2-grant"),
    (_AT_TOKEN, "unauthorized_client", "", "rfc6749-5.2-grant"),
    (_AT_TOKEN, "", "refresh", "rfc9700-4.14.2-refresh"),
    (_AT_TOKEN, "invalid_scope", "", "rfc6749-6-scope"),
    (_AT_TOKEN, "", "redirect_uri", "rfc6749-4.1.3-redirect-uri"),
    (_AT_TOKEN, "invalid_grant", "", "rfc6749-4.1.3-code"),
    (_AT_TOKEN, "", "'code'", "rfc6749-4.1.3-code"),
    ("", "invalid_scope", "", "oidc-core-3.1.2.1-scope"),
    ("revoke", "invalid_grant", "", "rfc7009-2.1-owner"),
    ("", "", "'token'", "rfc7662-2.1-token"),
    ("userinfo", "", "", "rfc6750-3.1-token"),
    ("end_session", "", "post_logout_redirect_uri", "rpinit-2-post-logout-redirect-uri"),
    ("end_session", "", "of another", "rpinit-2-hint-client"),
    ("par", "", "redirect_uri", "oidc-core-3.1.2.1-redirect-uri"),
)


def rule_of(endpoint: str, error: str, words: str) -> Rule:
    """Return the rule that a refused request broke, told from where and how it was refused."""
    for at, code, part, rule in _FITTING:
        if at in ("", endpoint) and code in ("", error) and part in words:
            return RULES[rule]
    return RULES["rfc6749-5.2-request"]


def shown(values: Mapping[str, str]) -> str:
    """Return the harmless parameters of a request, one a line, and the names of the others."""
    lines = [f"{n}={values[n][:LONGEST]}" for n in HARMLESS if n in values]
    others = sorted(name[:40] for name in values if name not in HARMLESS)[:20]
    if others:
        lines.append("also given: " + ", ".join(others))
    return "\n".join(line for line in lines if line.isprintable())
