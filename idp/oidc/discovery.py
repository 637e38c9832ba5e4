"""The discovery document (OpenID Connect Discovery 1.0, RFC 8414): what is really offered."""

from __future__ import annotations

from typing import Any

from idp.oidc.clients import AUTH_METHODS, SCOPES
from idp.oidc.keyring import ALGORITHMS
from idp.signin.errands import ACR_MFA, ACR_PASSWORD

CLAIMS = (
    *("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "sid", "amr", "acr"),
    *("name", "given_name", "family_name", "preferred_username", "email"),
    *("account_number", "account_kind", "account_legacy", "account_status", "client_code"),
    *("trainer", "world", "seat_offset_seconds", "search_disabled", "search_reason"),
)


def document(issuer: str) -> dict[str, Any]:
    """Return the metadata of the provider at `issuer`."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oidc/authorize",
        "token_endpoint": f"{issuer}/oidc/token",
        "userinfo_endpoint": f"{issuer}/oidc/userinfo",
        "jwks_uri": f"{issuer}/oidc/jwks",
        "introspection_endpoint": f"{issuer}/oidc/introspect",
        "revocation_endpoint": f"{issuer}/oidc/revoke",
        "pushed_authorization_request_endpoint": f"{issuer}/oidc/par",
        "require_pushed_authorization_requests": False,
        "end_session_endpoint": f"{issuer}/oidc/end_session",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "acr_values_supported": [ACR_PASSWORD, ACR_MFA],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": list(ALGORITHMS),
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "introspection_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": list(CLAIMS),
        "claim_types_supported": ["normal"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "display_values_supported": ["page"],
        "ui_locales_supported": ["en-US"],
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "require_request_uri_registration": False,
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "frontchannel_logout_supported": False,
    }
