"""Whether an application for e-filing may go to the clerk, in which words not (seed 003)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from courts.portal import tracks

Kind = Literal["attorney", "pro_se"]

MEMBER: Final = "member"
ADMIT: Final = "admit"
OTHER_BAR: Final = "other"
BAR_CHOICES: Final = (
    (MEMBER, "I am a member of the bar of this court."),
    (ADMIT, "I apply for admission to the bar of this court together with this application."),
    (OTHER_BAR, "I am a member of the bar of a state or of another federal court only."),
)

HERE: Final = "here"
ELSEWHERE: Final = "elsewhere"
TRAINING_CHOICES: Final = (
    (HERE, "I completed the on-line training of this court."),
    (
        ELSEWHERE,
        "I completed CM/ECF training, or have filing experience, in another court.",
    ),
)

DISTRICT: Final = "federal_district"
BANKRUPTCY: Final = "federal_bankruptcy"
OTHER_FEDERAL: Final = "federal_other"
STATE: Final = "state"
COURT_CHOICES: Final = (
    ("", "Select a kind of court"),
    (DISTRICT, "Federal district court"),
    (BANKRUPTCY, "Federal bankruptcy court"),
    (OTHER_FEDERAL, "Another federal court"),
    (STATE, "State court"),
)
COUNTED: Final = frozenset({DISTRICT, BANKRUPTCY})

TERMS: Final = (
    'My login and password, together with the "s/ signature" on a paper, are my signature.',
    "I give my password to nobody but those who file for me, and tell the court at once when "
    "somebody uses it without my leave.",
    "I keep my primary e-mail address in CM/ECF right, and take service of papers at it.",
)

FEE: Final = "$216.00"
FEE_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Finished:
    """Training declared on this site: in which track, by whom."""

    track: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Applied:
    """All that an application says, as far as the rules look at it.

    ``finished`` is what stands under the training number, None for nothing; ``pacer`` is what the
    identity provider says of number and name, empty while it was not asked.
    """

    kind: Kind
    last_name: str = ""
    bar: str = ""
    bar_number: str = ""
    case_number: str = ""
    training: str = ""
    training_number: str = ""
    finished: Finished | None = None
    court_kind: str = ""
    court_name: str = ""
    read: frozenset[str] = frozenset()
    terms: bool = False
    pacer_number: str = ""
    pacer: Literal["", "right", "wrong", "disabled"] = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an application does not go to the clerk, at the field where it is mended."""

    code: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """A named reason to refuse: it applies when ``test`` is true."""

    code: str
    field: str
    text: str
    test: Callable[[Applied], bool]


def _of_attorneys(applied: Applied) -> bool:
    return applied.kind == "attorney"


def _elsewhere(applied: Applied) -> bool:
    return applied.training == ELSEWHERE


def _unread(field: str) -> Callable[[Applied], bool]:
    return lambda applied: field not in applied.read


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "no_pacer_account",
        "pacer_number",
        "A PACER account is mandatory. Obtain one at the PACER Service Center first, and enter its "
        "account number here.",
        lambda a: not a.pacer_number,
    ),
    Check(
        "wrong_pacer_account",
        "pacer_number",
        "A PACER account is mandatory, and none has this number together with your first and last "
        "name. Enter number and name as PACER has them, or obtain an account first.",
        lambda a: bool(a.pacer_number) and a.pacer == "wrong",
    ),
    Check(
        "pacer_disabled",
        "pacer_number",
        "A PACER account is mandatory, and this one is not active. The PACER Service Center can "
        "tell you why and restore it.",
        lambda a: bool(a.pacer_number) and a.pacer == "disabled",
    ),
    Check(
        "bar_missing",
        "bar",
        "Say whether you are a member of the bar of this court.",
        lambda a: _of_attorneys(a) and a.bar not in {MEMBER, ADMIT, OTHER_BAR},
    ),
    Check(
        "not_of_this_bar",
        "bar",
        "Attorneys file electronically after they are members of the bar of this court: the bar of "
        "a state, or of another federal court, does not do. You can apply for admission together "
        "with this application.",
        lambda a: _of_attorneys(a) and a.bar == OTHER_BAR,
    ),
    Check(
        "bar_number_missing",
        "bar_number",
        "Enter the number of your membership of the bar of this court.",
        lambda a: _of_attorneys(a) and a.bar == MEMBER and not a.bar_number,
    ),
    Check(
        "case_missing",
        "case_number",
        "Enter the number of your case in this court.",
        lambda a: a.kind == "pro_se" and not a.case_number,
    ),
    Check(
        "training_missing",
        "training",
        "Say where you completed the training: it is required.",
        lambda a: a.training not in {HERE, ELSEWHERE},
    ),
    Check(
        "number_missing",
        "training_number",
        "Enter the completion number that you were given at the end of the training.",
        lambda a: a.training == HERE and not a.training_number,
    ),
    Check(
        "number_unknown",
        "training_number",
        "No training of a person of your last name was completed here under this number.",
        lambda a: (
            a.training == HERE
            and bool(a.training_number)
            and (a.finished is None or not same_name(a.finished.last_name, a.last_name))
        ),
    ),
    Check(
        "wrong_track",
        "training_number",
        "This number belongs to another track of the training, which does not lead to this "
        "application; the track for law firm staff leads to none. Complete your own track.",
        lambda a: (
            a.training == HERE
            and a.finished is not None
            and same_name(a.finished.last_name, a.last_name)
            and _opens(a.finished.track) != a.kind
        ),
    ),
    Check(
        "court_missing",
        "court_kind",
        "Select the kind of court in which you were trained or have filed.",
        lambda a: _elsewhere(a) and not a.court_kind,
    ),
    Check(
        "state_training",
        "court_kind",
        "Training on a state's electronic filing system will not adequately prepare you for the "
        "Federal Court's CM/ECF system. Complete the training of this court.",
        lambda a: _elsewhere(a) and a.court_kind == STATE,
    ),
    Check(
        "other_federal",
        "court_kind",
        "Only training or filing experience in a different federal district or bankruptcy court "
        "takes the place of the training here.",
        lambda a: _elsewhere(a) and bool(a.court_kind) and a.court_kind not in {*COUNTED, STATE},
    ),
    Check(
        "court_name_missing",
        "court_name",
        "Name the court, as in District of Connecticut.",
        lambda a: _elsewhere(a) and a.court_kind in COUNTED and not a.court_name,
    ),
    *(
        Check(
            "not_read",
            document.field,
            f"Read the {document.title} of this court, and say that you understand what it asks.",
            _unread(document.field),
        )
        for document in tracks.READING
    ),
    Check(
        "terms",
        "terms",
        "Read the terms and tick the box.",
        lambda a: not a.terms,
    ),
)


def problems(applied: Applied) -> tuple[Problem, ...]:
    """Every reason why the application does not go to the clerk, none if it does."""
    return tuple(Problem(c.code, c.field, c.text) for c in CHECKS if c.test(applied))


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike, apart from case and spacing."""
    return one.casefold().split() == other.casefold().split()


def _opens(track: str) -> str:
    known = tracks.TRACKS.get(track)
    return known.opens if known is not None else ""


def takes_applications(*, portal: bool, currentgen: bool) -> bool:
    """Whether the portal takes applications: it is there, and the court is not on NextGen yet."""
    return portal and currentgen
