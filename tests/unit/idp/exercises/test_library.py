"""The exercises that ship, each replayed rightly once, and wrongly once per named mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from idp.exercises import format
from idp.exercises.checks import Deed
from idp.exercises.progress import evaluate

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Told = tuple[str, str, dict[str, Any]]

OIDC = {"source": "oidc"}
COURT = {"source": "court"}
CASE, SECURITY = "3:19-cv-00021", "3:20-cv-00023"
COUNSEL = "pacer:aadvocate"


def filed(*events: str, **more: Any) -> Told:
    """A paper in the case of the exercises."""
    told = {"case": CASE, "events": list(events), "mistakes": [], "attachments": 0, "refers": []}
    return ("ctd", "docket:filed", {**told, **more})


def mistaken(*codes: str, **more: Any) -> Told:
    """A paper with mistakes."""
    return filed("motion_compel", mistakes=list(codes), **more)


def charged(what: str, cents: int = 10, court: str = "ctd", criteria: str = CASE) -> Told:
    """A use that cost something."""
    told = {"court": court, "description": what, "criteria": criteria, "cents": cents}
    return ("pacer", "billing:charged", told)


EXHIBITS = {"attachments": 2, "papers": [{"category": ""}, {"category": "Exhibit"}]}
ENTER: Told = ("ctd", "signin:opened", OIDC)
NEF: Told = ("pacer", "mail:read", {"template": "nef", "court": "ctd"})
CHANGED = {"login_before": "ct1", "login_after": "ct1", "password": True}
TYPED: Told = ("ctd", "account:screen", {"screen": "account", "password": True, "login": False})
PASSWORD: Sequence[Told] = (
    ("ctd", "signin:opened", COURT),
    ("ctd", "account:screen", {"screen": "account", "password": False, "login": False}),
    ("ctd", "account:screen", {"screen": "more", "password": False, "login": False}),
    TYPED,
    ("ctd", "account:screen", {"screen": "confirm", "password": True, "login": False}),
    ("ctd", "account:changed", CHANGED),
)
ENROLLED: Sequence[Told] = (
    ("pacer", "signin:success", {}),
    ("pacer", "mfa:code-sent", {"purpose": "enroll"}),
    ("pacer", "mail:read", {"template": "mfa_security_code", "court": "pacer"}),
    ("pacer", "mfa:app-added", {}),
    ("pacer", "mfa:codes-made", {}),
)


def entered(number: int, *events: str, mistakes: Sequence[str] = (), **more: Any) -> Told:
    """A paper that is an entry of its own, so that somebody can put it right."""
    member, tag, detail = filed(*events, mistakes=list(mistakes), **more)
    return (member, tag, {**detail, "subject": f"case:1/entry:{number}"})


def mended(number: int, how: str) -> Told:
    """What the clerk's office does to such an entry."""
    return ("ctd", f"docket:{how}", {"subject": f"case:1/entry:{number}"})


#: Four papers with the ten mistakes, the fourth filed twice.
TEN: Sequence[Told] = (
    entered(11, "notice_other", mistakes=["generic_event", "doubled_words", "secret_name"]),
    entered(12, "motion_dismiss", mistakes=["missing_relief", "signature", "opposing_party"]),
    entered(13, "response_motion", mistakes=["response_or_reply", "wrong_paper"]),
    entered(14, "memorandum_support", mistakes=["unlinked"]),
    entered(15, "memorandum_support", mistakes=["unlinked", "filed_again"]),
)
MENDED: Sequence[Told] = (
    mended(11, "text"),
    mended(11, "access"),
    mended(13, "strike"),
    mended(15, "strike"),
    entered(16, "motion_dismiss", "motion_stay"),
    entered(17, "motion_withdraw_counsel"),
    entered(18, "reply_response", refers=[13]),
    entered(19, "memorandum_support", refers=[3]),
)
APPEALED: Sequence[Told] = (
    filed("notice_of_appeal", refers=[4]),
    ("ctd", "payment:made", {}),
    ("pacer", "mail:read", {"template": "nda", "court": "ca2"}),
    ("ca2", "signin:opened", OIDC),
    ("ca2", "docket:filed", {"events": ["ap_appearance"]}),
)
FIVE: Sequence[Told] = tuple(
    ("pacer", "billing:charged", {"court": "ctd", "description": "Transcript", "cents": 610})
    for _ in range(5)
)
LINKED_CTB: Sequence[Told] = (
    ("pacer", "signin:success", {}),
    ("ctb", "signin:opened", OIDC),
    ("ctb", "link:success", {"names_differ": False}),
)
COLORADO: Sequence[Told] = (
    ("cod", "portal:training_declared", {"track": "attorney"}),
    ("cod", "portal:application_submitted", {}),
    ("pacer", "mail:read", {"template": "portal_welcome", "court": "cod"}),
    ("cod", "signin:opened", COURT),
    ("cod", "account:changed", CHANGED),
)

RIGHT: Mapping[str, Sequence[Told]] = {
    "000-password": (*PASSWORD, ("ctd", "signin:opened", COURT)),
    "001-link": (
        ENTER,
        ("ctd", "link:confirm_asked", {"names_differ": False}),
        ("ctd", "link:success", {"names_differ": False}),
        ("ctd", "menu:changed", {}),
    ),
    "002-prepare": (
        ("pacer", "signin:success", {}),
        ("pacer", "account:upgraded", {}),
        ("ctd", "signin:opened", COURT),
    ),
    "003-colorado": (*COLORADO, ("cod", "docket:filed", {"events": ["appearance"]})),
    "003-module-answer": (ENTER, filed("answer", refers=[1]), NEF),
    "003-module-compel": (ENTER, filed("motion_compel")),
    "003-module-complaint": (
        ENTER,
        ("ctd", "case:opened", {"type": "cv"}),
        filed("complaint"),
        ("ctd", "payment:made", {}),
    ),
    "003-module-response": (ENTER, filed("response_motion", refers=[3])),
    "004-creditor": (*LINKED_CTB, ("ctb", "menu:changed", {})),
    "004-trustee": (*LINKED_CTB, ("ctb", "menu:changed", {})),
    "appeal": (
        ENTER,
        *APPEALED,
        ("ca2", "appearance:approved", {}),
        ("ca2", "docket:filed", {"events": ["ap_brief"]}),
    ),
    "docket-least-money": (
        ENTER,
        charged("Docket Report"),
        ("ctd", "papers:read", {"case": CASE, "number": 3}),
        ("ctd", "signin:closed", {}),
    ),
    "firm-billing": (
        ("pacer", "paa:invited", {}),
        ("pacer", "paa:accepted", {}),
        *FIVE,
        ("pacer", "billing:statement_read", {"due": True}),
        ("pacer", "billing:paid", {}),
    ),
    "mfa": (*ENROLLED, ("pacer", "mfa:code-used", {})),
    "motion-with-exhibits": (ENTER, filed("motion_compel", **EXHIBITS), NEF),
    "social-security": (
        ("ctd", "signin:opened", {**OIDC, "actor": COUNSEL}),
        (*charged("Docket Report")[:2], {**charged("Docket Report")[2], "actor": COUNSEL}),
        ("ctd", "papers:read", {"case": SECURITY, "number": 1, "actor": COUNSEL}),
    ),
    "ten-mistakes": (
        ENTER,
        *TEN,
        ("pacer", "letter:sent", {"box": "helpdesk@ctd.test"}),
        *MENDED,
    ),
}

#: What goes wrong before the last right deed, by the mistake that it is.
WRONG: Mapping[str, Mapping[str, Sequence[Told]]] = {
    "000-password": {
        "pacer_login": [("ctd", "signin:opened", {"source": "pacer"})],
        "left_early": [("ctd", "account:abandoned", {})],
        "renamed": [("ctd", "account:changed", {"login_before": "ct1", "login_after": "me"})],
        "old_password": [("ctd", "signin:refused", {"code": "bad_credentials"})],
    },
    "001-link": {
        "wrong_old_login": [("ctd", "link:refused", {"code": "bad_credentials"})],
        "other_name": [("ctd", "link:success", {"names_differ": True})],
        "logged_out": [("ctd", "signin:closed", {})],
        "other_court": [("ctb", "link:success", {"names_differ": False})],
    },
    "002-prepare": {
        "too_early": [("ctd", "link:refused", {"code": "not_live"})],
        "not_typed": [("ctd", "signin:refused", {"code": "bad_credentials"})],
    },
    "003-colorado": {
        "wrong_login": [("cod", "portal:signin_refused", {})],
        "state": [("cod", "portal:application_rejected", {})],
    },
    "003-module-answer": {
        "unlinked": [filed("answer", mistakes=["unlinked"])],
        "opponent": [filed("answer", mistakes=["opposing_party"])],
    },
    "003-module-compel": {"mistaken": [mistaken("signature")]},
    "003-module-complaint": {
        "two_shells": [filed("complaint", mistakes=["two_shells"])],
        "signature": [filed("complaint", mistakes=["signature"])],
    },
    "003-module-response": {
        "reply": [filed("response_motion", mistakes=["response_or_reply"])],
        "unlinked": [filed("response_motion", mistakes=["unlinked"])],
    },
    "004-creditor": {"wrong_old_login": [("ctb", "link:refused", {"code": "bad_credentials"})]},
    "004-trustee": {"wrong_old_login": [("ctb", "link:refused", {"code": "bad_credentials"})]},
    "appeal": {
        "unlinked": [filed("notice_of_appeal")],
        "unpaid": [filed("notice_of_appeal", refers=[4], mistakes=["fee_unpaid"])],
        "rejected": [("ca2", "appearance:rejected", {})],
    },
    "docket-least-money": {
        "by_name": [charged("Search", criteria="LName: Widgets")],
        "other_report": [charged("Party List")],
        "twice": [charged("Docket Report")],
        "bought": [charged("Image1-0", 120)],
        "spent": [charged("Docket Report", 30, criteria="another")],
    },
    "firm-billing": {
        "unknown": [("pacer", "paa:unknown_account", {})],
        "declined": [("pacer", "paa:declined", {})],
        "card": [("pacer", "billing:payment_refused", {})],
    },
    "mfa": {
        "wrong_code": [("pacer", "mfa:code-refused", {"purpose": "enroll"})],
        "wrong_passcode": [("pacer", "mfa:app-refused", {})],
        "refused": [("pacer", "signin:refused", {"reason": "code"})],
        "deleted": [
            ("pacer", "mfa:app-deleted", {"last": True}),
            ("pacer", "mfa:app-added", {}),
        ],
    },
    "motion-with-exhibits": {
        "no_exhibits": [filed("motion_compel", attachments=1)],
        "other_event": [filed("notice_other")],
        "wrong_case": [mistaken("wrong_case", case="3:20-cv-32")],
        "doubled": [mistaken("doubled_words", **EXHIBITS)],
        "signature": [mistaken("signature", **EXHIBITS)],
        "secret": [mistaken("secret_name", **EXHIBITS)],
        "opponent": [mistaken("opposing_party", **EXHIBITS)],
        "again": [mistaken("filed_again", **EXHIBITS)],
    },
    "social-security": {"other_login": [("ctd", "papers:refused", {"case": SECURITY})]},
    "ten-mistakes": {},
}


def played(told: Sequence[Told]) -> list[Deed]:
    """Return deeds a minute apart, each with its place in the trail of its member.

    Who did it and what it is about are told among the details.
    """
    return [
        Deed(
            member,
            number,
            tag,
            actor=detail.get("actor", ""),
            subject=detail.get("subject", ""),
            detail=detail,
            court_time=BEGIN + timedelta(minutes=number),
            wall_time=BEGIN + timedelta(minutes=number),
        )
        for number, (member, tag, detail) in enumerate(told, start=1)
    ]


@pytest.fixture(scope="module")
def library() -> dict[str, format.Exercise]:
    """Return the exercises that ship."""
    return {each.key: each for each in format.library()}


def test_every_exercise_that_ships_is_replayed(library: dict[str, format.Exercise]) -> None:
    assert set(RIGHT) == set(WRONG) == set(library)
    for key, exercise in library.items():
        assert set(WRONG[key]) == {each.id for each in exercise.mistakes}, key


@pytest.mark.parametrize("key", sorted(RIGHT))
def test_done_rightly(library: dict[str, format.Exercise], key: str) -> None:
    """All points, no mistake; and nothing is done before the deed that does it."""
    exercise, deeds = library[key], played(RIGHT[key])
    progress = evaluate(exercise, deeds)
    assert [each.step.id for each in progress.steps if each.done is None] == []
    assert (progress.points, [m.mistake.id for m in progress.mistakes]) == (exercise.most, [])
    assert progress.finished == deeds[-1]
    counts = [
        sum(s.done is not None for s in evaluate(exercise, deeds[:n]).steps)
        for n in range(len(deeds) + 1)
    ]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-2] < counts[-1] == len(exercise.steps)


@pytest.mark.parametrize(
    ("key", "mistake"), [(key, each) for key, found in sorted(WRONG.items()) for each in found]
)
def test_done_wrongly(library: dict[str, format.Exercise], key: str, mistake: str) -> None:
    """The mistake is noticed before the end, and costs what it says."""
    exercise = library[key]
    told = [*RIGHT[key][:-1], *WRONG[key][mistake], RIGHT[key][-1]]
    progress = evaluate(exercise, played(told))
    noticed = {each.mistake.id: each.mistake for each in progress.mistakes}
    assert mistake in noticed
    assert progress.complete
    assert progress.points == max(0, exercise.most - sum(m.points for m in noticed.values()))


TEN_MISTAKES = "ten-mistakes"


@pytest.mark.parametrize(
    ("told", "done"),
    [
        # What is right is neither a mistake nor the repair of one.
        ([entered(11, "motion_dismiss", "motion_stay")], {"enter"}),
        # An entry that was right is corrected; another one than the mistaken is struck.
        ([entered(11, "motion_stay"), mended(11, "text")], {"enter"}),
        (
            [entered(11, "notice_other", mistakes=["generic_event"]), mended(10, "text")],
            {"enter", "generic"},
        ),
        # Struck, where it had to be named.
        (
            [entered(11, "notice_other", mistakes=["generic_event"]), mended(11, "strike")],
            {"enter", "generic"},
        ),
        # Filed once more before anybody asked for it; under another event; with the mistake again.
        (
            [
                entered(11, "motion_stay", mistakes=["signature"]),
                entered(12, "motion_stay", mistakes=["filed_again"]),
                entered(13, "motion_compel"),
                entered(14, "motion_stay", mistakes=["signature"]),
            ],
            {"enter", "signature", "again"},
        ),
    ],
)
def test_no_repair_of_what_is_no_mistake(
    library: dict[str, format.Exercise], told: list[Told], done: set[str]
) -> None:
    progress = evaluate(library[TEN_MISTAKES], played([ENTER, *told]))
    assert {each.step.id for each in progress.steps if each.done is not None} == done
