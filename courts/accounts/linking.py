"""Whether an old ECF account may be linked to a PACER account, and in which words (seed 001)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final, Literal

from courts.accounts import logins
from courts.kinds import eras

SCREEN_A_PARAGRAPHS: Final = (
    "This utility links your PACER account with your e-filer account in this court.",
    "If you use CM/ECF for PACER only, no action is necessary.",
    "If you had a CM/ECF e-filing account in this court before the court converted to NextGen "
    "CM/ECF, enter your old CM/ECF login and password below and press Submit. You will be "
    "prompted to confirm that you want to link your PACER account to your old CM/ECF e-filing "
    "account. Press Submit to link the accounts (or go back if the names don't match).",
)
LOGIN_LABEL: Final = "CM/ECF login:"
PASSWORD_LABEL: Final = "CM/ECF password:"  # noqa: S105 - a label
# Seed 004: a password that only the browser remembers does not survive the conversion.
TYPE_IT: Final = (
    "Type the old login and password yourself: what a browser kept for this court was lost when "
    "the court converted to NextGen."
)
SCREEN_B_QUESTION: Final = "Do you want to link these accounts?"
COURT_NAME_LABEL: Final = "CM/ECF"
PACER_NAME_LABEL: Final = "PACER"
SCREEN_B_PARAGRAPH: Final = (
    "After you submit this screen, your old e-filing credentials for the CM/ECF account will be "
    "permanently linked to your upgraded PACER account. Use your upgraded PACER account to "
    "e-file in this court."
)
EXPIRED: Final = (
    "More than ten minutes have passed since you entered your old login. Enter it again; nothing "
    "has been linked."
)


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """The words of screens A and B in one kind of court."""

    title: str
    paragraphs: tuple[str, ...] = SCREEN_A_PARAGRAPHS
    login_label: str = LOGIN_LABEL
    password_label: str = PASSWORD_LABEL
    type_it: str = TYPE_IT
    question: str = SCREEN_B_QUESTION
    court_name_label: str = COURT_NAME_LABEL
    pacer_name_label: str = PACER_NAME_LABEL
    paragraph_b: str = SCREEN_B_PARAGRAPH


@dataclass(frozen=True, slots=True)
class PacerAccountFacts:
    """The PACER account that asks, as the identity provider describes it at this moment."""

    name: str
    kind: Literal["individual", "shared", "paa"] = "individual"
    status: Literal["active", "disabled"] = "active"
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class OldAccountFacts:
    """The old account under the login that was typed, if this court has one."""

    name: str
    password_matches: bool
    status: Literal["active", "unpaid", "disabled"] = "active"
    linked_to: Literal["nobody", "this_person", "another_person"] = "nobody"


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """All that ``decide`` looks at.

    ``typed_login`` is None while screen A is only opened; ``old`` is None when no old account has
    the typed login; ``held_here`` is what the person already has in this court.
    """

    court: str
    go_live: datetime
    legacy_cutoff: datetime
    account: PacerAccountFacts
    typed_login: str | None = None
    old: OldAccountFacts | None = None
    held_here: Literal["nothing", "linked", "registered"] = "nothing"
    filer_account: str = "CM/ECF account"
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What to show next, with the words of a refusal.

    ``screen`` is where the person goes: ``none`` (no form at all), ``a`` (with the text, if any)
    or ``b``. ``counts`` says that the attempt counts against the typed old login in this court,
    never against the PACER account (decisions 10).
    """

    allowed: bool
    code: str
    text: str = ""
    screen: Literal["none", "a", "b"] = "b"
    field: str | None = None
    names_differ: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class _Situation:
    facts: LinkFacts
    era: eras.Era

    @property
    def account(self) -> PacerAccountFacts:
        return self.facts.account

    @property
    def typed(self) -> str | None:
        return self.facts.typed_login

    @property
    def old(self) -> OldAccountFacts | None:
        """The old account, but only for somebody who knows its password."""
        old = self.facts.old
        return old if old is not None and old.password_matches else None


@dataclass(frozen=True, slots=True)
class Check:
    """A named reason not to link: it applies when ``test`` is true."""

    code: str
    text: str
    test: Callable[[_Situation], bool]
    screen: Literal["none", "a"] = "a"
    field: str | None = None
    counts: bool = False


STANDING_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "before_go_live",
        "Accounts cannot be linked before {court} is live on NextGen CM/ECF, on {go_live}. Until "
        "then you file with your old login as before.",
        lambda s: s.era.state == "currentgen",
        screen="none",
    ),
    Check(
        "court_closed",
        "{court} is closed while it is upgraded to NextGen CM/ECF. You can link your "
        "{filer_account} when it opens again, on {go_live}.",
        lambda s: s.era.closed,
        screen="none",
    ),
    Check(
        "pacer_disabled",
        "Your PACER account is disabled, so nothing can be linked to it. The PACER Service Center "
        "can tell you why and restore it.",
        lambda s: s.account.status == "disabled",
        screen="none",
    ),
    Check(
        "paa",
        "A PACER Administrative Account manages and pays for other accounts. It cannot be linked: "
        "sign in with your own individual PACER account.",
        lambda s: s.account.kind == "paa",
        screen="none",
    ),
    Check(
        "shared",
        "This PACER account is shared. A shared account may go on searching, but only an "
        "individual account can be linked: register one of your own.",
        lambda s: s.account.kind == "shared",
        screen="none",
    ),
    Check(
        "legacy",
        "Your PACER account is a Legacy PACER Account. Select Upgrade beside the Account Type "
        "under Manage My Account, then come back: you need not sign in again.",
        lambda s: s.account.legacy,
        screen="none",
    ),
)

TYPED_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "login_missing",
        "Enter the old login that you used in this court before it converted to NextGen.",
        lambda s: not (s.typed or "").strip(),
        field="login",
    ),
    Check(
        "special_characters",
        "An old login with one of the characters & @ $ * in it cannot be linked. The password "
        "may contain them. If that is your login, ask the clerk's office to change the login "
        "name, and then link it.",
        lambda s: bool(logins.special_characters(s.typed or "")),
        field="login",
    ),
    # One sentence for both causes: it must not tell which old logins exist (decisions 10).
    Check(
        "bad_credentials",
        "The CM/ECF login or password is not right. Check both and enter them again; if you have "
        "forgotten the password, reset it at this court first.",
        lambda s: s.old is None,
        field="password",
        counts=True,
    ),
    Check(
        "linked_to_this_person",
        "This {filer_account} is already linked to your PACER account. There is nothing left to "
        "do: file with your PACER login.",
        lambda s: s.old is not None and s.old.linked_to == "this_person",
    ),
    Check(
        "linked_to_another_person",
        "This {filer_account} is already linked to another person's PACER account. If it is "
        "yours, tell the clerk's office.",
        lambda s: s.old is not None and s.old.linked_to == "another_person",
    ),
    Check(
        "old_account_disabled",
        "The court has disabled this {filer_account}, so it cannot be linked. Ask the clerk's "
        "office.",
        lambda s: s.old is not None and s.old.status == "disabled",
    ),
    Check(
        "person_linked_elsewhere",
        "Your PACER account is already linked to a different {filer_account} in this court. A "
        "second one needs a PACER account of its own.",
        lambda s: s.facts.held_here == "linked",
    ),
    Check(
        "person_registered",
        "You already hold an e-filing account in this court by registration. An old "
        "{filer_account} cannot be linked beside it; ask the clerk's office if the old one should "
        "be used instead.",
        lambda s: s.facts.held_here == "registered",
    ),
)


def decide(facts: LinkFacts, *, now: datetime) -> LinkDecision:
    """Whether these accounts may be linked now; asked for screen A, for B, and again on Submit.

    Names that differ are shown, not judged (decisions 9): ``names_differ`` is for the record and
    the coach.
    """
    situation = _Situation(facts, eras.generation(facts.go_live, facts.legacy_cutoff, now))
    typed = facts.typed_login is not None
    for check in (*STANDING_CHECKS, *(TYPED_CHECKS if typed else ())):
        if check.test(situation):
            return _refusal(check, situation)
    if not typed:
        return LinkDecision(allowed=True, code="ask", screen="a")
    differ = situation.old is not None and not same_name(situation.old.name, facts.account.name)
    return LinkDecision(allowed=True, code="confirm", screen="b", names_differ=differ)


def same_name(one: str, other: str) -> bool:
    """Whether two names read alike, apart from case and spacing."""
    return one.casefold().split() == other.casefold().split()


def screens(link_title: str) -> ScreenWords:
    """The words of both screens under the title that this kind of court gives them."""
    return ScreenWords(title=link_title)


def success_text(filing_words: tuple[str, ...]) -> str:
    """What stands on the page after linking, which still has the old menu (seed 001, step 7)."""
    menus = " and ".join(filing_words)
    noun, verb = ("items", "appear") if len(filing_words) > 1 else ("item", "appears")
    return (
        "You have successfully linked your account. Click on one of the menu items (except log "
        f"out). The {menus} filing menu {noun} {verb} with other options. The account is now "
        "ready for filings."
    )


def _refusal(check: Check, situation: _Situation) -> LinkDecision:
    text = check.text.format(
        court=situation.facts.court,
        filer_account=situation.facts.filer_account,
        go_live=situation.era.go_live_words(situation.facts.zone),
    )
    return LinkDecision(
        allowed=False,
        code=check.code,
        text=text,
        screen=check.screen,
        field=check.field,
        counts=check.counts,
    )
