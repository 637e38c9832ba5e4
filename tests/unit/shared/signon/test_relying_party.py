"""The relying party against a provider that lies: each lie has its own refusal (ASVS 5.0 V10.5)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import session

from shared.backchannel import NetworkInTransactionError, transaction_marker
from shared.signon import refusals
from shared.signon.identity import SubjectMissing
from shared.signon.relying_party import BROWSER, METADATA_LIFE
from tests.unit.shared.signon.false_provider import (
    COURT,
    ISSUER,
    SUBJECT,
    WALL,
    Desk,
    elliptic_key,
    rsa_key,
    signed_with,
    unsigned,
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def seconds(**span: float) -> int:
    return int((WALL + timedelta(**span)).timestamp())


def test_an_honest_sign_on_gives_the_person_and_where_they_wanted_to(desk: Desk) -> None:
    done = desk.finish()
    assert done.identity.subject == SUBJECT
    assert done.identity.user_name == "somebody1"
    assert done.identity.email == "somebody@moot.test"
    assert done.identity.amr == ("pwd",)
    assert (done.sid, done.target) == ("sid-1", "http://ecf.ctd.moot.localhost:8080/x")
    assert done.id_token.count(".") == 2


def test_es256_is_accepted_too(desk: Desk) -> None:
    desk.provider.key, desk.provider.algorithm = elliptic_key("two"), "ES256"  # type: ignore[assignment]
    desk.provider.kid, desk.provider.published = "two", [desk.provider.key]
    assert desk.finish().identity.subject == SUBJECT


def test_the_request_asks_with_s256_state_and_nonce_and_keeps_the_verifier_here(desk: Desk) -> None:
    with desk.app.test_request_context("/"):
        asked = desk.begin()
        kept = dict(session)
        desk.party.finish({"state": asked["state"], "code": "c", "iss": ISSUER})
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://ecf.ctd.moot.localhost:8080/oidc/callback"
    assert asked["client_id"] == COURT.client_id
    verifier = desk.provider.seen["code_verifier"]
    hashed = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert asked["code_challenge"] == hashed
    assert set(kept) == {BROWSER}
    assert desk.provider.seen["authorization"].startswith("Basic ")


def test_sign_ons_that_are_given_up_do_not_swell_the_cookie(desk: Desk) -> None:
    with desk.app.test_request_context("/"):
        for _attempt in range(30):
            desk.begin()
        assert set(session) == {BROWSER}


Lie = Callable[[Desk], Any]


def says(**claims: Any) -> Lie:
    return lambda desk: desk.provider.claims.update(claims)


def omits(*names: str) -> Lie:
    return lambda desk: desk.provider.drop.update(names)


def describes(**metadata: Any) -> Lie:
    return lambda desk: desk.provider.metadata.update(metadata)


def forged(desk: Desk) -> None:
    desk.provider.key = rsa_key("one", 2)


def unsigned_token(desk: Desk) -> None:
    desk.provider.id_token = unsigned({"iss": ISSUER, "sub": SUBJECT, "aud": COURT.client_id})


def signed_with_the_public_key(desk: Desk) -> None:
    public = desk.provider.key.as_pem(private=False)
    desk.provider.id_token = signed_with(public, {"iss": ISSUER, "sub": SUBJECT})


def rs384(desk: Desk) -> None:
    desk.provider.algorithm = "RS384"


def unknown_kid(desk: Desk) -> None:
    desk.provider.kid = "nobody-knows-me"


def no_kid_among_two(desk: Desk) -> None:
    desk.provider.kid = None
    other = rsa_key("two")
    desk.provider.published = [desk.provider.key, other]


def garbage(desk: Desk) -> None:
    desk.provider.id_token = "not.a-token"


def logout_token_instead(desk: Desk) -> None:
    desk.provider.id_token = desk.provider.make_logout_token()


def no_id_token(desk: Desk) -> None:
    desk.provider.without_id_token = True


def other_person(desk: Desk) -> None:
    desk.provider.userinfo = {"sub": "somebody-else"}


def code_used(desk: Desk) -> None:
    desk.provider.token_answer = (400, {"error": "invalid_grant"})


def mac_token(desk: Desk) -> None:
    desk.provider.token_answer = (200, {"access_token": "x", "token_type": "mac"})


LIES: list[tuple[str, Lie, type[Exception]]] = [
    ("metadata issuer", describes(issuer="http://evil.test"), refusals.WrongMetadataIssuer),
    ("metadata issuer slash", describes(issuer=ISSUER + "/"), refusals.WrongMetadataIssuer),
    ("bad signature", forged, refusals.WrongSignature),
    ("alg none", unsigned_token, refusals.WrongAlgorithm),
    ("alg confusion", signed_with_the_public_key, refusals.WrongAlgorithm),
    ("alg RS384", rs384, refusals.WrongAlgorithm),
    ("kid unknown", unknown_kid, refusals.UnknownKey),
    ("kid absent, two keys", no_kid_among_two, refusals.UnknownKey),
    ("no JWT", garbage, refusals.Unreadable),
    ("logout token as ID token", logout_token_instead, refusals.WrongType),
    ("no ID token", no_id_token, refusals.IdTokenMissing),
    ("iss", says(iss="http://evil.test"), refusals.WrongIssuer),
    ("iss missing", omits("iss"), refusals.WrongIssuer),
    ("aud", says(aud="court-ctb"), refusals.WrongAudience),
    ("aud missing", omits("aud"), refusals.WrongAudience),
    ("azp", says(azp="court-ctb"), refusals.WrongAuthorizedParty),
    ("several aud, no azp", says(aud=[COURT.client_id, "x"]), refusals.WrongAuthorizedParty),
    ("nonce", says(nonce="another"), refusals.WrongNonce),
    ("nonce missing", omits("nonce"), refusals.WrongNonce),
    ("at_hash", says(at_hash="AAAAAAAAAAAAAAAAAAAAAA"), refusals.WrongAccessTokenHash),
    ("at_hash missing", omits("at_hash"), refusals.WrongAccessTokenHash),
    ("exp past", says(exp=seconds(seconds=-31)), refusals.Expired),
    ("exp missing", omits("exp"), refusals.Expired),
    ("iat in the future", says(iat=seconds(minutes=2)), refusals.WrongIssueTime),
    ("iat too long ago", says(iat=seconds(minutes=-11)), refusals.WrongIssueTime),
    ("iat missing", omits("iat"), refusals.WrongIssueTime),
    ("iat no number", says(iat="today"), refusals.WrongIssueTime),
    ("sub missing", omits("sub"), SubjectMissing),
    ("sub empty", says(sub=""), SubjectMissing),
    ("userinfo sub", other_person, refusals.UserinfoMismatch),
    ("code refused", code_used, refusals.TokenRefused),
    ("token type", mac_token, refusals.TokenRefused),
]


@pytest.mark.parametrize(("lie", "refusal"), [x[1:] for x in LIES], ids=[x[0] for x in LIES])
def test_each_lie_is_refused_by_its_own_name(
    desk: Desk, lie: Lie, refusal: type[Exception]
) -> None:
    lie(desk)
    with pytest.raises(refusal) as caught:
        desk.finish()
    assert type(caught.value) is refusal


def test_one_key_without_kid_leaves_no_doubt(desk: Desk) -> None:
    desk.provider.kid = None
    assert desk.finish().identity.subject == SUBJECT


def test_refusals_have_codes_of_their_own() -> None:
    kinds = refusals.SignonRefusal.__subclasses__()
    assert len({kind.CODE for kind in kinds}) == len(kinds)
    assert len({kind.SENTENCE for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("said", ["http://evil.test", ISSUER + "/", "", None])
def test_the_answer_must_name_its_issuer(desk: Desk, said: str | None) -> None:
    with pytest.raises(refusals.WrongResponseIssuer):
        desk.finish(iss=said)
    assert "/oidc/token" not in desk.provider.calls


def test_an_error_of_another_issuer_is_not_believed_either(desk: Desk) -> None:
    with pytest.raises(refusals.WrongResponseIssuer):
        desk.finish(iss="http://evil.test", code=None, error="access_denied")


def test_error_answers_are_told_in_the_provider_s_words(desk: Desk) -> None:
    with pytest.raises(refusals.SignonDenied, match="Nobody is signed in") as caught:
        desk.finish(code=None, error="login_required", error_description="Nobody is signed in")
    assert caught.value.error == "login_required"


def test_an_answer_without_a_code_is_refused(desk: Desk) -> None:
    with pytest.raises(refusals.CodeMissing):
        desk.finish(code=None)


def test_a_state_is_good_once(desk: Desk) -> None:
    with desk.app.test_request_context("/"):
        asked = desk.begin()
        answer = {"state": asked["state"], "code": "c", "iss": ISSUER}
        desk.party.finish(answer)
        with pytest.raises(refusals.StateUnknown):
            desk.party.finish(answer)


def test_a_state_is_good_in_its_own_browser_only(desk: Desk) -> None:
    with desk.app.test_request_context("/"):
        asked = desk.begin()
    answer = {"state": asked["state"], "code": "c", "iss": ISSUER}
    with desk.app.test_request_context("/"):
        session[BROWSER] = "another browser"
        with pytest.raises(refusals.StateUnknown):
            desk.party.finish(answer)
    assert "/oidc/token" not in desk.provider.calls


def test_a_state_is_good_for_ten_minutes(desk: Desk) -> None:
    with desk.app.test_request_context("/"):
        asked = desk.begin()
        desk.wall += timedelta(minutes=10)
        with pytest.raises(refusals.StateUnknown):
            desk.party.finish({"state": asked["state"], "code": "c", "iss": ISSUER})


@pytest.mark.parametrize("state", ["", "made-up"])
def test_a_state_that_was_never_given_is_refused(desk: Desk, state: str) -> None:
    with pytest.raises(refusals.StateUnknown):
        desk.finish(state=state)


# --------------------------------------------------------------------------- keys and metadata


def test_metadata_and_keys_are_fetched_once_an_hour(desk: Desk) -> None:
    for _sign_on in range(3):
        desk.finish()
    assert desk.provider.calls.count("/.well-known/openid-configuration") == 1
    assert desk.provider.calls.count("/oidc/jwks") == 1
    desk.wall += METADATA_LIFE
    desk.provider.claims = {
        "iat": int(desk.wall.timestamp()),
        "exp": int(desk.wall.timestamp()) + 60,
    }
    desk.finish()
    assert desk.provider.calls.count("/.well-known/openid-configuration") == 2
    assert desk.provider.calls.count("/oidc/jwks") == 2


def test_a_new_key_is_looked_for_once(desk: Desk) -> None:
    desk.finish()
    desk.provider.key = rsa_key("new")
    desk.provider.kid, desk.provider.published = "new", [desk.provider.key]
    assert desk.finish().identity.subject == SUBJECT
    assert desk.provider.calls.count("/oidc/jwks") == 2


def test_a_key_that_stays_unknown_is_looked_for_once_and_refused(desk: Desk) -> None:
    desk.finish()
    desk.provider.kid = "never-published"
    with pytest.raises(refusals.UnknownKey):
        desk.finish()
    assert desk.provider.calls.count("/oidc/jwks") == 2


@pytest.mark.parametrize(
    "path",
    ["/.well-known/openid-configuration", "/oidc/jwks", "/oidc/token", "/oidc/userinfo"],
)
@pytest.mark.parametrize(
    "failure",
    [
        requests.ConnectTimeout(),
        requests.ReadTimeout(),
        requests.ConnectionError(),
        (502, "<html>"),
        (200, "<html>"),
        (503, "{}"),
    ],
    ids=["connect", "read", "refused", "502", "no JSON", "503"],
)
def test_a_provider_that_is_down_is_one_refusal(desk: Desk, path: str, failure: Any) -> None:
    desk.provider.failing[path] = failure
    with pytest.raises(refusals.ProviderDown):
        desk.finish()


def test_every_request_has_a_time_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    plain = requests.Session.request

    def request(self: Any, method: str, url: str, **arguments: Any) -> Any:
        seen.append(
            (urlsplit(url).path, arguments.get("timeout"), arguments.get("allow_redirects"))
        )
        return plain(self, method, url, **arguments)

    monkeypatch.setattr(requests.Session, "request", request)
    desk.finish()
    assert {path for path, _, _ in seen} >= {"/oidc/token", "/oidc/userinfo", "/oidc/jwks"}
    assert all(timeout and redirects is False for _, timeout, redirects in seen)


def test_nothing_is_sent_inside_a_transaction(desk: Desk) -> None:
    with transaction_marker(), pytest.raises(NetworkInTransactionError):
        desk.finish()


# --------------------------------------------------------------------------- tokens and logout


def test_a_cso_token_is_introspected(desk: Desk) -> None:
    found = desk.party.introspect("good")
    assert found is not None
    assert (found.subject, found.sid) == (SUBJECT, "sid-1")
    assert desk.party.introspect("bad") is None


def test_a_pacer_login_is_checked_and_leaves_no_sign_on(desk: Desk) -> None:
    checked = desk.party.check_pacer_login(user_name="u", password="right", client_code="77")
    assert checked.identity is not None
    assert checked.identity.subject == SUBJECT
    assert desk.provider.seen == {
        "loginId": "u",
        "password": "right",
        "redactFlag": "1",
        "clientCode": "77",
    }
    assert desk.provider.calls[-2:] == ["/oidc/introspect", "/services/cso-logout"]


def test_a_wrong_pacer_login_is_nobody(desk: Desk) -> None:
    checked = desk.party.check_pacer_login(user_name="u", password="wrong")
    assert (checked.identity, checked.words) == (None, "Login Failed")


def test_log_out_asks_the_provider_with_the_proof(desk: Desk) -> None:
    asked = parse_qs(urlsplit(desk.party.logout_url(id_token="proof", come_back=True)).query)
    assert asked["id_token_hint"] == ["proof"]
    assert asked["client_id"] == [COURT.client_id]
    assert "post_logout" not in desk.party.logout_url(id_token="proof")
    assert asked["post_logout_redirect_uri"] == [
        "http://ecf.ctd.moot.localhost:8080/oidc/after-logout"
    ]


def test_a_logout_token_says_whose_session_ended_once(desk: Desk) -> None:
    token = desk.provider.make_logout_token()
    notice = desk.party.read_logout_token(token)
    assert (notice.sid, notice.subject) == ("sid-1", SUBJECT)
    with pytest.raises(refusals.Replayed):
        desk.party.read_logout_token(token)


@pytest.mark.parametrize("one", ["sid", "sub"])
def test_sid_or_sub_is_enough(desk: Desk, one: str) -> None:
    assert desk.party.read_logout_token(desk.provider.make_logout_token(drop=[one]))


LOGOUT_LIES: list[tuple[str, dict[str, Any], type[Exception]]] = [
    ("typ", {"typ": "JWT"}, refusals.WrongType),
    ("iss", {"iss": "http://evil.test"}, refusals.WrongIssuer),
    ("aud", {"aud": "court-ctb"}, refusals.WrongAudience),
    ("events missing", {"drop": ["events"]}, refusals.WrongEvents),
    ("events of another kind", {"events": {"urn:other": {}}}, refusals.WrongEvents),
    ("nonce", {"nonce": "n"}, refusals.NonceForbidden),
    ("neither sid nor sub", {"drop": ["sid", "sub"]}, refusals.NobodyNamed),
    ("jti missing", {"drop": ["jti"]}, refusals.Replayed),
    ("exp past", {"exp": seconds(seconds=-31)}, refusals.Expired),
    ("exp missing", {"drop": ["exp"]}, refusals.Expired),
    ("valid too long", {"exp": seconds(minutes=10)}, refusals.Expired),
    ("iat missing", {"drop": ["iat"]}, refusals.WrongIssueTime),
    ("iat too long ago", {"iat": seconds(minutes=-3)}, refusals.WrongIssueTime),
]


@pytest.mark.parametrize(
    ("lie", "refusal"), [x[1:] for x in LOGOUT_LIES], ids=[x[0] for x in LOGOUT_LIES]
)
def test_a_logout_token_with_a_flaw_is_refused(
    desk: Desk, lie: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.party.read_logout_token(desk.provider.make_logout_token(**lie))


def test_a_forged_logout_token_is_refused(desk: Desk) -> None:
    forged(desk)
    desk.provider.published = [rsa_key("one", 3)]
    with pytest.raises(refusals.WrongSignature):
        desk.party.read_logout_token(desk.provider.make_logout_token())


@pytest.mark.parametrize("nothing", [None, "", "a.b", "é.é.é", "e30.e30.e30"])
def test_something_that_is_no_token_is_refused(desk: Desk, nothing: object) -> None:
    with pytest.raises(refusals.SignonRefusal):
        desk.party.read_logout_token(nothing)
