"""Who may do what in a court: names for the guards, and the one ``may_file`` (decisions 16)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from courts.kinds import eras
from courts.kinds.menus import MenuRights
from courts.kinds.policies import Policy, Rules


class Permission(StrEnum):
    """What a route of a court asks for."""

    SEE_MENU = "see_menu"
    QUERY = "query"
    REPORTS = "reports"
    UTILITIES = "utilities"
    LINK_ACCOUNT = "link_account"
    MAINTAIN_ACCOUNT = "maintain_account"
    FILE = "file"
    STAFF_QUEUE = "staff_queue"
    CORRECT_ACCOUNTS = "correct_accounts"
    TRAIN = "train"


_READER = frozenset(
    {Permission.SEE_MENU, Permission.QUERY, Permission.REPORTS, Permission.UTILITIES}
)
_STAFF = _READER | {Permission.STAFF_QUEUE, Permission.CORRECT_ACCOUNTS}

ROLE_PERMISSIONS: Final[Mapping[str, frozenset[Permission]]] = MappingProxyType(
    {
        "anonymous": frozenset(),
        # A PACER session, in a NextGen court or, checked once, in a CurrentGen one.
        "pacer": _READER | {Permission.LINK_ACCOUNT},
        # A linked or registered person, or a CurrentGen court login. FILE opens the wizard only;
        # may_file decides.
        "filer": _READER | {Permission.LINK_ACCOUNT, Permission.MAINTAIN_ACCOUNT, Permission.FILE},
        "clerk": _STAFF,
        "trainer": _STAFF | {Permission.TRAIN},
    }
)

#: What somebody may do only while PACER lets the session search.
SEARCHING: Final = frozenset({Permission.QUERY, Permission.REPORTS})

LoginKind = Literal["none", "pacer", "court"]
StaffRole = Literal["clerk", "trainer"]


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """How the person is signed in here: by PACER, by a court login, as staff, or not at all."""

    login: LoginKind = "none"
    staff: StaffRole | None = None


@dataclass(frozen=True, slots=True)
class PacerFacts:
    """What the identity provider says of the PACER account, asked afresh.

    ``search`` is its word for why the session may not search; empty if it may.
    """

    kind: Literal["individual", "shared", "paa"] = "individual"
    status: Literal["active", "disabled"] = "active"
    legacy: bool = False
    search: str = ""


@dataclass(frozen=True, slots=True)
class CourtUserFacts:
    """The person's row in this court: an old account, linked or not, or a registered one."""

    role: str = "attorney"
    status: Literal["active", "unpaid", "disabled"] = "active"
    origin: Literal["old", "registered"] = "old"
    linked: bool = False
    temporary_password: bool = False


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """How somebody stands to a case in which they want to file.

    ``order`` says that an E-Filing Order covers them by now, ``consent`` that a paper of the case
    names them as consenting counsel (seed 000); ``counsel`` that they are counsel of record,
    ``party`` that they are a party without counsel, ``appearance_pending`` that the court has not
    looked at their appearance yet (courts of appeals). ``everybodys`` says that the filer sits in
    a seat of a class and the case does not: it is a reference case.
    """

    family: str = ""
    closed: bool = False
    sealed: bool = False
    opening: bool = False
    order: bool = False
    consent: bool = False
    counsel: bool = False
    party: bool = False
    appearance_pending: bool = False
    everybodys: bool = False


#: How the filer stands to a case while none is named: as to an open one of their own.
ANY_CASE: Final = CaseStanding(counsel=True, party=True, order=True)


@dataclass(frozen=True, slots=True)
class EventAsked:
    """What ``may_file`` looks at of an event of the catalogue.

    ``appearance`` says that filing it makes somebody counsel in the case, ``opens`` that it begins
    a case of its own.
    """

    key: str
    title: str
    who: tuple[str, ...] = ()
    access: str = "public"
    by_court: bool = False
    appearance: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """All that ``may_file`` looks at; without ``case`` and ``event`` it decides for the court.

    ``principal`` is the account for which a filing agent files; ``fees_overdue`` says that a fee of
    an earlier filing was not paid in time.
    """

    go_live: datetime
    legacy_cutoff: datetime
    session: SessionFacts = SessionFacts()
    account: PacerFacts | None = None
    court_user: CourtUserFacts | None = None
    principal: CourtUserFacts | None = None
    fees_overdue: bool = False
    case: CaseStanding | None = None
    event: EventAsked | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, why, and what still has to be met in the case at hand.

    ``events`` are the only events of a limited role (None: all); ``condition`` is empty when
    nothing else has to hold.
    """

    allowed: bool
    code: str
    reason: str
    condition: str = ""
    events: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Situation:
    facts: FilingFacts
    era: eras.Era
    rules: Rules

    @property
    def account(self) -> PacerFacts:
        return self.facts.account or PacerFacts()

    @property
    def usable(self) -> CourtUserFacts | None:
        """The court user as whom this session can act: in NextGen only a joined one."""
        user = self.facts.court_user
        if user is None or not self.era.live:
            return user
        return user if user.linked or user.origin == "registered" else None

    @property
    def acting(self) -> CourtUserFacts:
        """The account whose rights count: the principal's if an agent files for somebody."""
        return self.facts.principal or self.usable or CourtUserFacts()

    @property
    def is_agent(self) -> bool:
        """Say whether a filing agent files."""
        return self.usable is not None and self.usable.role == FILING_AGENT

    @property
    def case(self) -> CaseStanding:
        """How the filer stands to the case; to none as if to an open one of their own."""
        return self.facts.case or ANY_CASE

    @property
    def event(self) -> EventAsked:
        """The event; none as if it were one for everybody."""
        return self.facts.event or EventAsked("", "", who=(self.acting.role,), appearance=True)

    @property
    def in_case(self) -> bool:
        """Say whether something is filed in a case that is there already."""
        return self.facts.case is not None and not self.event.opens


@dataclass(frozen=True, slots=True)
class Check:
    """A named reason to refuse: it applies when ``test`` is true."""

    code: str
    text: str
    test: Callable[[_Situation], bool]


EVERYBODYS: Final = (
    "This is a reference case: it belongs to everybody and is there to be read. Your seat has "
    "cases of its own, and those that you open; file in one of them."
)
ORDER_OR_CONSENT: Final = "order_or_consent"
FILING_AGENT: Final = "filing_agent"
#: How a court takes sealed papers from filers: not at all over the internet.
CONVENTIONAL: Final = frozenset({"paper", "email"})
SECRET: Final = frozenset({"sealed", "ex_parte"})

# The order is part of the rule: the first that applies is the one that the person can mend.
FILING_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "not_signed_in",
        "Sign in first: nobody files without a login.",
        lambda s: s.facts.session.login == "none",
    ),
    Check(
        "court_closed",
        "The court is closed while it is upgraded to NextGen CM/ECF; nothing can be filed until "
        "it is live.",
        lambda s: s.era.closed,
    ),
    Check(
        "old_login_after_go_live",
        "Logins of this court no longer open a session. Sign in with your upgraded individual "
        "PACER account.",
        lambda s: s.era.live and s.facts.session.login == "court",
    ),
    Check(
        "staff",
        "Staff of the court enter papers through the clerk's own pages, not as an e-filer.",
        lambda s: s.facts.session.staff is not None,
    ),
    Check(
        "pacer_login_in_currentgen",
        "You are logged in with a PACER login, which gives Query and Reports only. To file, log "
        "out and log in again with the login of this court.",
        lambda s: not s.era.live and s.facts.session.login == "pacer",
    ),
    Check(
        "pacer_disabled",
        "Your PACER account is disabled. The PACER Service Center can tell you why and restore it.",
        lambda s: s.era.live and s.account.status == "disabled",
    ),
    Check(
        "paa",
        "A PACER Administrative Account manages and pays for other accounts; it cannot file. Use "
        "your own individual PACER account.",
        lambda s: s.era.live and s.account.kind == "paa",
    ),
    Check(
        "shared",
        "A shared PACER account may search, but cannot be used to file. Use your own individual "
        "PACER account.",
        lambda s: s.era.live and s.account.kind == "shared",
    ),
    Check(
        "legacy",
        "A legacy PACER account cannot be used to file. Upgrade it under Manage My Account; then "
        "link your CM/ECF account here.",
        lambda s: s.era.live and s.account.legacy,
    ),
    Check(
        "not_linked",
        "Attorneys will NOT be able to e-file in NextGen until their ECF account is linked to "
        "their upgraded individual PACER account. If you had an account in this court, link it "
        "under Utilities; if you never had one, register to e-file under Manage My Account.",
        lambda s: s.era.live and s.usable is None,
    ),
    Check(
        "no_court_account",
        "You have no e-filing account in this court. Register with the court first.",
        lambda s: s.usable is None,
    ),
    Check(
        "court_user_disabled",
        "The court has disabled your e-filing account. Ask the clerk's office.",
        lambda s: s.usable is not None and s.usable.status == "disabled",
    ),
    Check(
        "fee_unpaid",
        "Your admission fee was not paid in time, so your login does not file. Pay the fee; the "
        "clerk's office then gives you the filing menus back.",
        lambda s: s.usable is not None and s.usable.status == "unpaid",
    ),
    Check(
        "role_not_allowed",
        "This court does not accept electronic filings from your role.",
        lambda s: s.usable is not None and s.usable.role not in s.rules.filing_roles,
    ),
    Check(
        "temporary_password",
        "You are required to change your court assigned password to something you will remember "
        "before you file: Utilities, Maintain Your Account, More user information.",
        lambda s: (
            not s.era.live
            and s.usable is not None
            and s.usable.temporary_password
            and s.rules.temporary_password == "required"  # noqa: S105 - a policy word
        ),
    ),
    Check(
        "fee_overdue",
        "A filing fee of yours was not paid in time, so your filing menus are locked. Pay it under "
        "Utilities, Internet Payments Due: the menus come back at once.",
        lambda s: s.facts.fees_overdue,
    ),
    Check(
        "agent_without_principal",
        "A filing agent files for an attorney or a trustee who has named the agent in their own "
        "account. Choose for whom you file under Utilities, Change User.",
        lambda s: s.is_agent and s.facts.principal is None,
    ),
    Check(
        "principal_cannot_file",
        "The person for whom you file may not file in this court at present.",
        lambda s: (
            s.is_agent
            and s.facts.principal is not None
            and (
                s.facts.principal.status != "active"
                or s.facts.principal.role not in s.rules.filing_roles
                or (
                    s.era.live
                    and not s.facts.principal.linked
                    and s.facts.principal.origin != "registered"
                )
            )
        ),
    ),
)

#: What is asked besides, in the same order, as soon as the event or the case is known.
EVENT_CHECKS: Final[tuple[Check, ...]] = (
    Check(
        "case_of_everybody",
        EVERYBODYS,
        lambda s: s.case.everybodys,
    ),
    Check(
        "event_of_court",
        "Only the court enters this event.",
        lambda s: s.event.by_court,
    ),
    Check(
        "event_not_of_role",
        "This event is not one of your role in this court.",
        lambda s: bool(s.event.who) and s.acting.role not in s.event.who and not _limited(s),
    ),
    Check(
        "event_not_in_list",
        "Your account is limited to the events of its role, and this is none of them. Ask the "
        "clerk's office, or file it through an attorney.",
        lambda s: s.facts.event is not None and _limited(s) and s.event.title not in _events(s),
    ),
    Check(
        "sealed_conventionally",
        "This court does not take sealed documents over the internet. Bring or send them to the "
        "clerk's office; file a notice of the conventional filing instead.",
        lambda s: s.event.access in SECRET and s.rules.sealed_filing in CONVENTIONAL,
    ),
    Check(
        "agent_sealed",
        "Filing agents neither file nor see sealed documents in this court. The attorney files "
        "them.",
        lambda s: s.is_agent and s.event.access in SECRET and not s.rules.agents_file_sealed,
    ),
    Check(
        "opening_on_paper",
        "New cases are opened by the clerk's office from paper: there is no case yet in which an "
        "E-Filing Order could have been entered.",
        lambda s: s.event.opens and s.rules.e_filing == ORDER_OR_CONSENT,
    ),
    Check(
        "case_opening",
        "This case is in the process of being opened, please check back later for additional "
        "information.",
        lambda s: s.in_case and s.case.opening,
    ),
    Check(
        "case_sealed",
        "Nothing can be filed over the internet in a sealed case. Bring the paper to the clerk's "
        "office.",
        lambda s: s.in_case and s.case.sealed and not s.rules.sealed_cases_online,
    ),
    Check(
        "case_sealed_stranger",
        "Case Under Seal",
        lambda s: s.in_case and s.case.sealed and not (s.case.counsel or s.case.party),
    ),
    Check(
        "case_closed",
        "This case is closed, and this court takes no more filings over the internet in closed "
        "cases.",
        lambda s: s.in_case and s.case.closed and not s.rules.closed_cases_online,
    ),
    Check(
        "no_order_or_consent",
        "IF YOU DO NOT HAVE AN E-FILING ORDER OR CONSENT, YOU MAY NOT FILE OVER THE INTERNET. The "
        "docket of this case has neither an E-Filing Order nor a consent that names you.",
        lambda s: (
            s.in_case
            and s.rules.e_filing == ORDER_OR_CONSENT
            and not (s.case.order or s.case.consent)
        ),
    ),
    Check(
        "pro_se_elsewhere",
        "Whoever files without an attorney files in their own cases only, and you are no party of "
        "this one.",
        lambda s: s.in_case and s.acting.role == "pro_se" and not s.case.party,
    ),
    Check(
        "pro_se_without_order",
        "Whoever files without an attorney needs an order of this case that allows it. Ask for it "
        "on paper; until it is entered, bring your papers to the clerk's office.",
        lambda s: (
            s.in_case
            and s.acting.role == "pro_se"
            and s.rules.pro_se_filing == "order"
            and not s.case.order
        ),
    ),
    Check(
        "appearance_pending",
        "The clerk's office has not looked at your appearance in this case yet. Until it has, you "
        "can file nothing else here.",
        lambda s: s.in_case and s.case.appearance_pending and not s.event.appearance,
    ),
    Check(
        "no_appearance",
        "You are not counsel in this case. File an appearance first.",
        lambda s: (
            s.in_case
            and s.rules.appearance_first
            and s.acting.role == "attorney"
            and not (s.case.counsel or s.case.appearance_pending)
            and not s.event.appearance
        ),
    ),
)

# With these reasons the person is a filer of the court whom one step keeps from filing now.
_STILL_A_FILER: Final = frozenset({"temporary_password"})


def _limited(situation: _Situation) -> bool:
    return situation.rules.events_of(situation.acting.role) is not None


def _events(situation: _Situation) -> tuple[str, ...]:
    return situation.rules.events_of(situation.acting.role) or ()


def may_file(facts: FilingFacts, *, policy: Policy, now: datetime) -> Decision:
    """Whether this person may file in this court at this moment, and within which limits.

    The one place where that is decided (decisions 16): account, court, role, status and policy;
    with ``facts.event`` and ``facts.case`` also whether they may file that event in that case.
    """
    situation = _situation(facts, policy, now)
    for check in (*FILING_CHECKS, *_further(facts)):
        if check.test(situation):
            return Decision(allowed=False, code=check.code, reason=check.text)
    events = situation.rules.events_of(situation.acting.role)
    if events is not None:
        return Decision(
            allowed=True,
            code="limited",
            reason="You may file the events of your role.",
            events=events,
        )
    if situation.rules.e_filing == ORDER_OR_CONSENT and not situation.in_case:
        return Decision(
            allowed=True,
            code="conditional",
            reason="IF YOU DO NOT HAVE AN E-FILING ORDER OR CONSENT, YOU MAY NOT FILE OVER THE "
            "INTERNET.",
            condition=ORDER_OR_CONSENT,
        )
    return Decision(allowed=True, code="allowed", reason="You may file in this court.")


def explained(
    facts: FilingFacts, *, policy: Policy, now: datetime
) -> tuple[tuple[Check, bool], ...]:
    """Return every check of ``may_file`` and whether it applies: why somebody may file, or not."""
    situation = _situation(facts, policy, now)
    return tuple((check, check.test(situation)) for check in (*FILING_CHECKS, *_further(facts)))


def _further(facts: FilingFacts) -> tuple[Check, ...]:
    """Return the checks of event and case, where one of them is known."""
    return EVENT_CHECKS if facts.event is not None or facts.case is not None else ()


def may_file_epoc(
    case: CaseStanding | None, *, claims_agent: bool = False, policy: Policy, now: datetime
) -> Decision:
    """Whether claims are taken without a login: in this court, and in a case if there is one."""
    if not policy.at(now).epoc:
        said = "This court takes no claims without a login."
    elif case is not None and (case.sealed or case.opening):
        said = "Case not found. Enter the number as it stands on your notice."
    elif case is not None and case.everybodys:
        said = EVERYBODYS
    elif claims_agent:
        said = (
            "A claims agent keeps the claims of this case. Send your claim to the agent whom the "
            "court's order names, not to the court."
        )
    else:
        return Decision(allowed=True, code="epoc", reason="Claims may be filed without a login.")
    return Decision(allowed=False, code="epoc", reason=said)


#: Filing goes on in all these cases: the two rights are independent (facts 1.3, 11.1 no. 21).
SEARCH_REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "paa": "A PACER Administrative Account manages and pays for other accounts; it cannot "
        "search. Use your own individual PACER account.",
        "inactive": "The Case Search Status of your PACER account is Inactive, so you cannot query "
        "cases or run reports. If you may file in this court, you still can. Manage My Account "
        "shows why, and the PACER Service Center can make it active again; then log in anew.",
        "client_code": "Required client code not entered. Search is disabled for this session; if "
        "you may file in this court, you still can. Log out, and log in again with your client "
        "code.",
    }
)


def may_search(facts: FilingFacts) -> Decision:
    """Whether this session may query cases and run reports, and why not (facts 1.2, 1.3)."""
    account = facts.account or PacerFacts()
    word = "paa" if account.kind == "paa" else account.search
    if not word or facts.session.staff is not None:
        return Decision(allowed=True, code="allowed", reason="You may query cases and run reports.")
    text = SEARCH_REFUSALS.get(word, SEARCH_REFUSALS["inactive"])
    return Decision(allowed=False, code=word, reason=text)


def menu_rights(facts: FilingFacts, *, policy: Policy, now: datetime) -> MenuRights:
    """What this session sees in the menus; it follows ``may_file`` and decides nothing itself."""
    decision = may_file(facts, policy=policy, now=now)
    situation = _situation(facts, policy, now)
    login = facts.session.login
    return MenuRights(
        pacer_login=login == "pacer",
        court_login=login == "court" and not situation.era.live,
        filing=decision.allowed or decision.code in _STILL_A_FILER,
        filer=(
            login != "none"
            and situation.usable is not None
            and (situation.era.live or login == "court")
        ),
        staff=facts.session.staff is not None,
        judge_trustee_assignment=situation.rules.judge_trustee_assignment == "filer",
        check_pdf_document=login != "none" and situation.rules.check_pdf_document,
        agent=login != "none" and situation.is_agent,
    )


def roles_of(facts: FilingFacts, *, policy: Policy, now: datetime) -> tuple[str, ...]:
    """The names under which ``ROLE_PERMISSIONS`` knows this session."""
    rights = menu_rights(facts, policy=policy, now=now)
    if facts.session.login == "none":
        return ("anonymous",)
    # Somebody who is here only as staff has no old account to link.
    staff_only = rights.staff and not rights.filer
    names = ["pacer"] if rights.pacer_login and not staff_only else []
    if rights.filer or rights.court_login:
        names.append("filer")
    if facts.session.staff is not None:
        names.append(facts.session.staff)
    return tuple(names) or ("anonymous",)


def granted(facts: FilingFacts, *, policy: Policy, now: datetime) -> frozenset[Permission]:
    """All permissions of this session: those of its roles, less what PACER took."""
    held = permissions_of(roles_of(facts, policy=policy, now=now))
    return held if may_search(facts).allowed else held - SEARCHING


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """All permissions that the roles give together; an unknown role gives none."""
    return frozenset().union(*(ROLE_PERMISSIONS.get(role, frozenset()) for role in roles))


def _situation(facts: FilingFacts, policy: Policy, now: datetime) -> _Situation:
    era = eras.generation(facts.go_live, facts.legacy_cutoff, now)
    return _Situation(facts=facts, era=era, rules=policy.at(now))
