"""Which requests belong together, and how they are drawn."""

from __future__ import annotations

from typing import Any

import pytest

from idp.inspecting import checks, drawing, flows
from idp.inspecting.exchanges import Exchange, read
from idp.inspecting.flows import Flow
from shared.signon import refusals

TITLES = {"pacer": "PACER", "ctd": "Connecticut"}
HOSTS = {"pacer.test": "pacer", "ctd.test": "ctd"}


def record(number: int, member: str = "ctd", **more: Any) -> dict[str, Any]:
    base = {"id": f"r{number}", "member": member, "at": 100.0 + number, "ms": 5.0, "method": "GET"}
    return {**base, "host": f"{member}.test", "status": 200, "trail": True, **more}


def note(ms: float, kind: str, name: str, words: str = "") -> dict[str, Any]:
    return {"ms": ms, "kind": kind, "name": name, "words": words}


def joined(*records: dict[str, Any]) -> list[Flow]:
    return flows.join(read(records))


def ids_of(flow: Flow) -> list[str]:
    return [exchange.id for exchange in flow.exchanges]


def authorize(number: int, state: str, **more: Any) -> dict[str, Any]:
    query = [["state", state]]
    return record(number, "pacer", path="/oidc/authorize", query=query, **more)


def test_the_state_holds_a_sign_on_together_where_addresses_do_not() -> None:
    begun = record(1, path="/oidc/start", leads_to="http://pacer.test/oidc/authorize?state=s1")
    back = record(3, path="/oidc/callback", query=[["state", "s1"]])
    other = authorize(4, "s2")
    found = joined(begun, authorize(2, "s1"), back, other)
    assert [ids_of(flow) for flow in found] == [["r4"], ["r1", "r2", "r3"]]
    assert {flow.kind for flow in found} == {flows.OIDC}


def test_an_answer_leads_to_the_first_request_that_follows_it_only() -> None:
    back = record(1, path="/oidc/callback", leads_key="menu", leads_to="http://ctd.test/menu")
    first = record(2, path="/menu", url_key="menu")
    again = record(3, path="/menu", url_key="menu", leads_key="login")
    login = record(
        4, "pacer", path="/csologin/login.jsf", url_key="login", page="signin/login.html"
    )
    typed = record(5, "pacer", path="/csologin/login.jsf", method="POST")
    assert [ids_of(flow) for flow in joined(back, first, again, login, typed)] == [
        ["r3", "r4", "r5"],
        ["r1", "r2"],
    ]


def test_a_form_is_sent_by_the_browser_that_was_shown_it() -> None:
    login = record(1, "pacer", path="/csologin/login.jsf", page="signin/login.html", trail=False)
    typed = record(2, "pacer", path="/csologin/login.jsf", method="POST")
    assert [ids_of(flow) for flow in joined(login, typed)] == [["r2"]]


def test_nothing_is_made_of_pages_that_have_nothing_to_do_with_it() -> None:
    assert joined(record(1, path="/cgi-bin/DktRpt.pl"), record(2, path="/cgi-bin/iquery.pl")) == []
    assert joined() == []


@pytest.mark.parametrize(
    ("notes", "refused"),
    [
        ([note(1, "failed", "nonce", "No."), note(2, "deed", "signon:refused")], "Page."),
        ([note(1, "failed", "nonce", "No.")], "No."),
        ([note(1, "failed", "token"), note(2, "deed", "signin:opened")], ""),
        ([note(1, "passed", "state")], ""),
    ],
)
def test_what_came_last_says_how_it_went(notes: list[dict[str, Any]], refused: str) -> None:
    assert (
        joined(record(1, path="/oidc/callback", notes=notes, words="Page."))[0].refused == refused
    )


# --------------------------------------------------------------------------- the drawing


def drawn(*records: dict[str, Any]) -> drawing.Drawing:
    rules = {"rfc6749-4.1.3-code": ("A code is good once.", "Redeem it once.")}
    return drawing.draw(joined(*records)[0], titles=TITLES, hosts=HOSTS, rules=rules)


def call(path: str = "/oidc/token", **more: Any) -> dict[str, Any]:
    base = {"ms": 2.0, "took": 1.0, "method": "POST", "host": "pacer.test", "status": 200}
    return {**base, "path": path, **more}


def arrows(found: drawing.Drawing) -> list[tuple[str, str, str]]:
    return [(step.kind, step.source, step.target) for step in found.steps]


def test_a_call_is_drawn_with_what_the_other_member_looked_at() -> None:
    asking = record(1, path="/oidc/callback", calls=[call()], notes=[note(1, "passed", "state")])
    child = record(
        2,
        "pacer",
        path="/oidc/token",
        parent="r1",
        trail=False,
        notes=[note(1, "failed", "rfc6749-4.1.3-code", "Used.")],
    )
    found = drawn(asking, child)
    assert [lane.title for lane in found.lanes] == ["Browser", "Connecticut", "PACER"]
    assert arrows(found) == [
        ("request", "browser", "ctd"),
        ("checks", "ctd", "ctd"),
        ("request", "ctd", "pacer"),
        ("checks", "pacer", "pacer"),
        ("answer", "pacer", "ctd"),
        ("answer", "ctd", "browser"),
    ]
    check = found.steps[3].checks[0]
    assert (check.title, check.rule, check.words, check.fix) == (
        "A code is good once.",
        "rfc6749-4.1.3-code",
        "Used.",
        "Redeem it once.",
    )


def test_a_member_that_gives_no_answer_has_a_lane_too() -> None:
    found = drawn(record(1, path="/oidc/callback", calls=[call(status=0, error="ConnectTimeout")]))
    answer = found.steps[-2]
    assert (answer.source, answer.state, answer.line) == ("pacer", "bad", "ConnectTimeout")


def test_keys_that_are_fetched_in_between_do_not_part_a_token_from_its_checks() -> None:
    token = {**note(1, "token", "ID token"), "claims": [["sub", "s"]]}
    held = [note(9, "passed", "alg"), note(9, "passed", "kid")]
    found = drawn(
        record(1, path="/oidc/callback", notes=[token, *held], calls=[call("/oidc/jwks")])
    )
    look = [step for step in found.steps if step.kind == "checks"]
    assert len(look) == 1
    assert look[0].tokens[0].claims == (("sub", "s"),)
    assert look[0].said == "looks at the ID token: 2 checks hold"


def test_what_was_not_reached_is_named_after_what_did_not_hold() -> None:
    held = [note(1, "passed", "unreadable"), note(1, "passed", "alg")]
    wrong = note(2, "failed", "kid", "Unknown key.")
    found = drawn(record(1, path="/oidc/callback", notes=[*held, wrong]))
    shown = [(check.state, check.title) for check in found.steps[1].checks]
    assert shown[:3] == [
        ("good", "It is a signed JWT"),
        ("good", "alg is RS256 or ES256"),
        ("bad", "kid is a key that PACER has published"),
    ]
    assert shown[3] == ("", "The signature fits that key")
    assert found.steps[1].said == "looks at it: 2 checks hold, one does not"


def test_every_reason_to_refuse_a_sign_on_has_a_name_here() -> None:
    """A check that is added to the relying party is named in the drawing, too."""
    reasons = {
        each.CODE
        for each in vars(refusals).values()
        if isinstance(each, type) and issubclass(each, refusals.SignonRefusal)
    }
    assert reasons - {"signon", "provider_down"} <= set(checks.CHECKS)
    assert {name for order in checks.ORDERS for name in order} <= set(checks.CHECKS)


def test_records_come_once_and_by_time() -> None:
    found: list[Exchange] = read([record(2, path="/b"), record(1, path="/a"), record(2, path="/b")])
    assert [exchange.id for exchange in found] == ["r1", "r2"]
