"""What may be kept of a request, and for how long: bounds in bytes, and whose it is."""

from __future__ import annotations

import base64
import json

import pytest

from shared.ids import digest
from shared.web import discretion
from shared.web.recorder import (
    BEFORE,
    BYTES_OF_ALL,
    BYTES_OF_ONE,
    MOST_OF_ONE,
    Entry,
    Ring,
    Span,
    Whose,
    spans_of,
)

LONG = "k3J9dLq2Zx7TnB5vWc8RfY1mHs4PgUa6EoXi"
MINE = frozenset({"mine"})


def part(told: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("loginForm:password", "Maple-Harbor#17", discretion.HIDDEN),
        ("key", "maple-ctd-12", discretion.HIDDEN),
        ("javax.faces.ViewState", LONG, discretion.HIDDEN),
        ("client_secret", LONG, discretion.HIDDEN),
        ("a-field-of-tomorrow", "whatever it is", discretion.HIDDEN),
        ("loginForm:loginName", "jattorney", "jattorney"),
        ("state", LONG, LONG),
        ("code", LONG, f"sha256:{digest(LONG)[:10]}"),
        ("code", "123456", discretion.HIDDEN),  # a short one could be found by trying
        ("id_token_hint", f"eyJ.{LONG}.{LONG}", discretion.READ),
        ("password", "", ""),
    ],
)
def test_what_is_kept_of_a_parameter(name: str, value: str, kept: str) -> None:
    assert discretion.value_of(name, value) == kept


def test_addresses_are_kept_by_the_same_rules() -> None:
    url = f"http://u:p@ecf.test:80/oidc/callback/{LONG}?code={LONG}&state=s&x=secret"
    kept = discretion.address(url)
    assert LONG not in kept
    assert "secret" not in kept
    assert "u:p" not in kept
    assert "state=s" in kept
    assert kept.startswith("http://ecf.test:80/oidc/callback/(sha256:")
    assert discretion.address("http://[oops") == discretion.HIDDEN


def test_an_address_is_known_however_it_is_written() -> None:
    one = discretion.address_key("http://ECF.test/a%20b?x=1&y=%2Fz")
    assert one == discretion.address_key("http://ecf.test/a b?y=/z&x=1")
    assert one != discretion.address_key("http://ecf.test/a b?y=/z&x=2")
    assert discretion.address_key("http://ecf.test/l?17") != discretion.address_key(
        "http://ecf.test/l?18"
    )


def test_a_dockets_number_is_kept_and_a_nameless_secret_is_not() -> None:
    assert discretion.query("17-L_1_0-1") == [("", "17-L_1_0-1")]
    assert discretion.query("logout") == [("", "logout")]
    assert discretion.query(LONG) == [("", discretion.HIDDEN)]
    assert discretion.query("") == []


def test_a_token_is_read_without_its_signature() -> None:
    claims = {"sub": "s", "events": {"http://x": {}}, "client_secret": LONG}
    token = f"{part({'alg': 'RS256'})}.{part(claims)}.{LONG}"
    found = discretion.decoded(token)
    assert found is not None
    assert found["header"] == [("alg", "RS256")]
    assert ("sub", "s") in found["claims"]
    assert ("client_secret", discretion.HIDDEN) in found["claims"]
    assert LONG not in str(found)
    for wrong in ("a.b.c", f"eyJ.{LONG}", None, 7, f"{part([1])}.{part([2])}.x"):
        assert discretion.decoded(wrong) is None


def test_answers_are_kept_flat_and_without_tokens() -> None:
    told = {"keys": [{"kid": "k", "n": "9" * 400}], "nextGenCSO": LONG, "active": True}
    kept = dict(discretion.answer(told))
    assert kept["keys.0.kid"] == "k"
    assert kept["keys.0.n"].endswith("(400 characters)")
    assert kept["nextGenCSO"] == f"sha256:{digest(LONG)[:10]}"
    assert kept["active"] == "true"
    assert len(discretion.answer({str(n): n for n in range(500)})) == discretion.MOST


# --------------------------------------------------------------------------- the ring


def entry(
    at: float, key: str = "mine", *, trail: str = "", world: int = 0, size: int = 60
) -> Entry:
    blob = json.dumps({"at": at, "fill": "x" * size}).encode()
    return Entry(at, key, world, trail, "", blob)


def whose(**more: object) -> Whose:
    return Whose(**{"subject": "mine", "user_name": "Me", "email": "", **more})  # type: ignore[arg-type]


def times(ring: Ring, **more: object) -> list[float]:
    return [record["at"] for record in ring.of(whose(**more), MINE)]


def test_of_one_person_so_many_requests_and_bytes_are_kept() -> None:
    ring = Ring()
    for number in range(MOST_OF_ONE + 50):
        ring.add(entry(float(number)))
    assert times(ring) == [float(n) for n in range(50, MOST_OF_ONE + 50)]
    ring = Ring()
    for number in range(40):
        ring.add(entry(float(number), size=20_000))
    assert ring.size <= BYTES_OF_ONE
    assert times(ring)[-1] == 39.0


def test_of_all_so_many_bytes_are_kept_and_the_silent_go_first() -> None:
    ring = Ring()
    for person in range(60):
        ring.add(entry(float(person), "mine" if person == 0 else f"p{person}", size=20_000))
    for _again in range(2):
        for person in range(500):
            ring.add(entry(100.0 + person, f"q{person}", size=20_000))
            ring.add(entry(1000.0 + person, "mine", size=20))
    assert ring.size <= BYTES_OF_ALL
    assert times(ring)[-1] == 1499.0
    assert "p1" not in {each.key for each in ring.entries()}


def test_another_world_and_another_person_are_not_mine() -> None:
    ring = Ring()
    ring.add(entry(1.0))
    ring.add(entry(2.0, world=100_001))
    ring.add(entry(3.0, "other"))
    assert times(ring) == [1.0]
    assert times(ring, world=100_001) == [2.0]


def test_what_a_browser_did_before_it_was_anybodys_belongs_to_the_next() -> None:
    ring = Ring()
    ring.add(entry(1.0, "", trail="t"))  # too long ago
    for at, key in ((2000.0, "other"), (2001.0, ""), (2002.0, ""), (2003.0, "mine"), (2004.0, "")):
        ring.add(entry(at, key, trail="t"))
    ring.add(entry(2002.5, "", trail="another browser"))
    assert times(ring) == [2001.0, 2002.0, 2003.0]
    # The sign-on service knows until when it stayed theirs.
    assert times(ring, spans=(Span("t", 2003.0, 2010.0),))[-1] == 2004.0


def test_a_span_ends_where_somebody_else_begins() -> None:
    found = [entry(at, key, trail="t") for at, key in ((1000.0, "mine"), (1200.0, "other"))]
    assert spans_of(found, MINE, 0, after=900.0) == (Span("t", 1000.0 - BEFORE, 1200.0),)
    found.append(entry(1300.0, trail="t"))
    assert spans_of(found, MINE, 0, after=900.0)[-1] == Span("t", 1200.0, 2200.0)
    assert spans_of(found, MINE, 7, after=900.0) == ()


def test_a_refused_user_name_is_told_to_its_holder_and_a_client_to_its_owner() -> None:
    ring = Ring()
    ring.add(entry(1.0, "name:me"))
    ring.add(entry(2.0, "name:somebody"))
    ring.add(entry(3.0, "client:rp-1"))
    assert times(ring) == [1.0]
    assert times(ring, clients=("rp-1",)) == [1.0, 3.0]


def test_whose_part_it_is_travels_as_a_parameter() -> None:
    asked = whose(spans=(Span("t", 1.0, 2.0),), parents=("p",), clients=("c",), world=7)
    assert Whose.read(asked.query()["whose"]) == asked
    for wrong in ("", "{}", "[]", "null", '{"subject": 1}'):
        with pytest.raises(ValueError, match=r".*"):
            Whose.read(wrong)
