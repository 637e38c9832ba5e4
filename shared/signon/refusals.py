"""Why an answer of the identity provider is not believed: one class for each reason.

The sentences name the reason, so that a trainer who breaks a federation on purpose sees which
check held (OpenID Connect Core 3.1.3.7, Back-Channel Logout 2.6, RFC 9207, RFC 9700).
"""

from __future__ import annotations

from typing import ClassVar

from shared.errors import Refusal


class SignonRefusal(Refusal):
    """An answer that is turned down; subclasses carry their code and sentence."""

    CODE: ClassVar[str] = "signon"
    SENTENCE: ClassVar[str] = "The answer of PACER could not be accepted."

    def __init__(self, detail: str = "") -> None:
        super().__init__(self.CODE, f"{self.SENTENCE} {detail}".strip())


class ProviderDown(SignonRefusal):
    """The identity provider did not answer, too late, or with something unreadable."""

    CODE = "provider_down"
    SENTENCE = "The PACER sign-on service could not be reached."


class StateUnknown(SignonRefusal):
    """No sign-on of this browser is under way with that state: forged, used or too old."""

    CODE = "state"
    SENTENCE = (
        "This sign-on was not begun in this browser, was used already, or took longer than ten "
        "minutes."
    )


class WrongMetadataIssuer(SignonRefusal):
    """The metadata name another issuer (OpenID Connect Discovery 4.3)."""

    CODE = "metadata_issuer"
    SENTENCE = "The sign-on service describes itself under another name than the one configured."


class WrongResponseIssuer(SignonRefusal):
    """`iss` of the response is another one, or missing though promised (RFC 9207)."""

    CODE = "response_issuer"
    SENTENCE = "The answer came from another sign-on service than the one that was asked."


class SignonDenied(SignonRefusal):
    """The identity provider answered with an error (RFC 6749 4.1.2.1)."""

    CODE = "denied"
    SENTENCE = "PACER did not sign you in."

    def __init__(self, error: str, description: str = "") -> None:
        self.error = error
        super().__init__(f"It said: {description or error}.".replace("..", "."))


class CodeMissing(SignonRefusal):
    """An answer with neither a code nor an error."""

    CODE = "code"
    SENTENCE = "The answer of PACER held nothing to sign in with."


class TokenRefused(SignonRefusal):
    """The token endpoint refused the code (RFC 6749 5.2)."""

    CODE = "token"
    SENTENCE = "PACER did not honour the sign-on code: it may have been used or be too old."


class IdTokenMissing(SignonRefusal):
    """The token endpoint gave no ID token."""

    CODE = "id_token_missing"
    SENTENCE = "PACER sent no statement of who you are."


class Unreadable(SignonRefusal):
    """A token that is no signed JWT."""

    CODE = "unreadable"
    SENTENCE = "The statement of PACER could not be read."


class WrongAlgorithm(SignonRefusal):
    """Signed by something else than RS256 or ES256, or not at all."""

    CODE = "alg"
    SENTENCE = "The statement of PACER is not signed in a way that is accepted here."


class UnknownKey(SignonRefusal):
    """No published key has that `kid`, even after fetching the keys again."""

    CODE = "kid"
    SENTENCE = "The statement of PACER is signed with a key that PACER has not published."


class WrongSignature(SignonRefusal):
    """The signature does not fit."""

    CODE = "signature"
    SENTENCE = "The signature under the statement of PACER does not fit."


class WrongType(SignonRefusal):
    """A token of one kind used as another."""

    CODE = "typ"
    SENTENCE = "The statement of PACER is one of another kind."


class WrongIssuer(SignonRefusal):
    """`iss` of a token is not the configured issuer."""

    CODE = "iss"
    SENTENCE = "The statement was made by somebody else than PACER."


class WrongAudience(SignonRefusal):
    """`aud` of a token does not name this court."""

    CODE = "aud"
    SENTENCE = "The statement of PACER is meant for another member."


class WrongAuthorizedParty(SignonRefusal):
    """`azp` names somebody else, or is missing with several audiences."""

    CODE = "azp"
    SENTENCE = "The statement of PACER was issued to another member."


class WrongNonce(SignonRefusal):
    """`nonce` is missing or not that of this sign-on."""

    CODE = "nonce"
    SENTENCE = "The statement of PACER belongs to another sign-on."


class WrongAccessTokenHash(SignonRefusal):
    """`at_hash` does not fit the access token."""

    CODE = "at_hash"
    SENTENCE = "The statement of PACER does not belong to the token that came with it."


class Expired(SignonRefusal):
    """`exp` is missing or past."""

    CODE = "exp"
    SENTENCE = "The statement of PACER has expired."


class WrongIssueTime(SignonRefusal):
    """`iat` is missing, in the future, or too long ago."""

    CODE = "iat"
    SENTENCE = "The statement of PACER carries a time of issue that cannot be right."


class UserinfoMismatch(SignonRefusal):
    """Userinfo speaks about somebody else (OpenID Connect Core 5.3.2)."""

    CODE = "userinfo_sub"
    SENTENCE = "PACER described another person than the one who signed in."


class WrongEvents(SignonRefusal):
    """A logout token without the logout event."""

    CODE = "events"
    SENTENCE = "The message is not about logging out."


class NonceForbidden(SignonRefusal):
    """A logout token with a nonce may be an ID token in disguise."""

    CODE = "nonce_forbidden"
    SENTENCE = "A logout message must not carry a nonce."


class NobodyNamed(SignonRefusal):
    """A logout token with neither `sid` nor `sub`."""

    CODE = "sid_or_sub"
    SENTENCE = "The logout message does not say whose session ends."


class Replayed(SignonRefusal):
    """A logout token whose `jti` is missing or was seen before."""

    CODE = "jti"
    SENTENCE = "The logout message has no number of its own, or came before."
