"""``may_file`` and what follows from it: the truth table is printed, and held to the letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from courts import permissions
from courts.kinds import menus, policies, profiles
from courts.permissions import (
    CaseStanding,
    CourtUserFacts,
    EventAsked,
    FilingFacts,
    PacerFacts,
    Permission,
    SessionFacts,
)

CUTOFF = datetime(2017, 12, 8, 5, tzinfo=UTC)
LIVE = datetime(2017, 12, 11, 5, tzinfo=UTC)
IN_2004 = datetime(2004, 12, 13, 17, tzinfo=UTC)
IN_2017 = datetime(2017, 11, 1, 17, tzinfo=UTC)
GAP = LIVE - timedelta(hours=1)
AFTER = LIVE + timedelta(hours=1)

CTD = policies.policy_for("district", "ctd")
CTB = policies.policy_for("bankruptcy", "ctb")
CA2 = policies.policy_for("appellate", "ca2")

LINKED = CourtUserFacts(linked=True)
NEXTGEN = FilingFacts(
    go_live=LIVE,
    legacy_cutoff=CUTOFF,
    session=SessionFacts(login="pacer"),
    account=PacerFacts(),
    court_user=LINKED,
)
CURRENTGEN = replace(
    NEXTGEN, session=SessionFacts(login="court"), account=None, court_user=CourtUserFacts()
)


def code(facts: FilingFacts, now: datetime, policy: policies.Policy = CTD) -> str:
    return permissions.may_file(facts, policy=policy, now=now).code


def test_the_linked_attorney_files() -> None:
    decision = permissions.may_file(NEXTGEN, policy=CTD, now=AFTER)
    assert decision.allowed
    assert (decision.code, decision.condition, decision.events) == ("allowed", "", None)


def test_the_registered_attorney_files_without_a_link() -> None:
    facts = replace(NEXTGEN, court_user=CourtUserFacts(origin="registered"))
    assert code(facts, AFTER) == "allowed"


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        (replace(NEXTGEN, session=SessionFacts()), AFTER, "not_signed_in"),
        (NEXTGEN, GAP, "court_closed"),
        (CURRENTGEN, GAP, "court_closed"),
        (CURRENTGEN, AFTER, "old_login_after_go_live"),
        (
            replace(NEXTGEN, session=SessionFacts(login="pacer", staff="clerk")),
            AFTER,
            "staff",
        ),
        (
            replace(NEXTGEN, session=SessionFacts(login="pacer", staff="trainer")),
            IN_2017,
            "staff",
        ),
        (NEXTGEN, IN_2017, "pacer_login_in_currentgen"),
        (replace(NEXTGEN, account=PacerFacts(status="disabled")), AFTER, "pacer_disabled"),
        (replace(NEXTGEN, account=PacerFacts(kind="paa")), AFTER, "paa"),
        (replace(NEXTGEN, account=PacerFacts(kind="shared")), AFTER, "shared"),
        (replace(NEXTGEN, account=PacerFacts(legacy=True)), AFTER, "legacy"),
        (replace(NEXTGEN, court_user=None), AFTER, "not_linked"),
        (replace(NEXTGEN, court_user=CourtUserFacts()), AFTER, "not_linked"),
        (replace(CURRENTGEN, court_user=None), IN_2017, "no_court_account"),
        (
            replace(NEXTGEN, court_user=replace(LINKED, status="disabled")),
            AFTER,
            "court_user_disabled",
        ),
        (
            replace(CURRENTGEN, court_user=CourtUserFacts(status="disabled")),
            IN_2017,
            "court_user_disabled",
        ),
        (
            replace(NEXTGEN, court_user=replace(LINKED, role="creditor")),
            AFTER,
            "role_not_allowed",
        ),
        (
            replace(CURRENTGEN, court_user=CourtUserFacts(temporary_password=True)),
            IN_2017,
            "temporary_password",
        ),
        (CURRENTGEN, IN_2017, "allowed"),
    ],
)
def test_each_reason(facts: FilingFacts, now: datetime, expected: str) -> None:
    decision = permissions.may_file(facts, policy=CTD, now=now)
    assert decision.code == expected
    assert decision.allowed is (expected == "allowed")
    assert decision.reason


MOTION = EventAsked("motion_stay", "Motion to Stay", who=("attorney", "pro_se"))
APPEARANCE = replace(MOTION, key="appearance", title="Notice of Appearance", appearance=True)
OPENING = replace(MOTION, key="complaint", title="Complaint", opens=True)
SEALED = replace(MOTION, access="sealed")
OURS = CaseStanding(family="civil", counsel=True)
THEIRS = CaseStanding(family="civil")
PRO_SE = replace(NEXTGEN, court_user=replace(LINKED, role="pro_se"))
AGENT = replace(NEXTGEN, court_user=replace(LINKED, role="filing_agent"))


@pytest.mark.parametrize(
    ("policy", "facts", "case_and_event", "now", "wanted"),
    [
        (CTD, NEXTGEN, (OURS, MOTION), AFTER, "allowed"),
        (CTD, NEXTGEN, (THEIRS, MOTION), AFTER, "allowed"),
        (CTD, NEXTGEN, (None, OPENING), AFTER, "allowed"),
        (CTD, replace(NEXTGEN, fees_overdue=True), (OURS, MOTION), AFTER, "fee_overdue"),
        (CTD, NEXTGEN, (OURS, replace(MOTION, by_court=True)), AFTER, "event_of_court"),
        (CTD, NEXTGEN, (OURS, replace(MOTION, who=("trustee",))), AFTER, "event_not_of_role"),
        (CTD, NEXTGEN, (replace(OURS, opening=True), MOTION), AFTER, "case_opening"),
        (CTD, NEXTGEN, (replace(OURS, opening=True), OPENING), AFTER, "allowed"),
        (CTD, NEXTGEN, (replace(OURS, sealed=True), MOTION), AFTER, "case_sealed"),
        (CTD, NEXTGEN, (replace(OURS, closed=True), MOTION), AFTER, "allowed"),
        (CTD, NEXTGEN, (OURS, SEALED), AFTER, "allowed"),
        (CTB, NEXTGEN, (OURS, SEALED), AFTER, "sealed_conventionally"),
        # Seed 000: an order or consent, each a dated fact of the case.
        (CTD, CURRENTGEN, (OURS, MOTION), IN_2004, "no_order_or_consent"),
        (CTD, CURRENTGEN, (replace(OURS, order=True), MOTION), IN_2004, "allowed"),
        (CTD, CURRENTGEN, (replace(OURS, consent=True), MOTION), IN_2004, "allowed"),
        (CTD, CURRENTGEN, (None, OPENING), IN_2004, "opening_on_paper"),
        (CTD, CURRENTGEN, (OURS, MOTION), IN_2017, "allowed"),
        (CTD, PRO_SE, (THEIRS, MOTION), AFTER, "pro_se_elsewhere"),
        (CTD, PRO_SE, (replace(THEIRS, party=True), MOTION), AFTER, "pro_se_without_order"),
        (CTD, PRO_SE, (replace(THEIRS, party=True, order=True), MOTION), AFTER, "allowed"),
        (CA2, NEXTGEN, (THEIRS, MOTION), AFTER, "no_appearance"),
        (CA2, NEXTGEN, (THEIRS, APPEARANCE), AFTER, "allowed"),
        (
            CA2,
            NEXTGEN,
            (replace(THEIRS, appearance_pending=True), MOTION),
            AFTER,
            "appearance_pending",
        ),
        (CA2, NEXTGEN, (OURS, MOTION), AFTER, "allowed"),
        (CTB, AGENT, (OURS, MOTION), AFTER, "agent_without_principal"),
        (CTB, replace(AGENT, principal=LINKED), (OURS, MOTION), AFTER, "allowed"),
        (
            CTB,
            replace(AGENT, principal=replace(LINKED, status="disabled")),
            (OURS, MOTION),
            AFTER,
            "principal_cannot_file",
        ),
        (
            CTB,
            replace(NEXTGEN, court_user=replace(LINKED, role="creditor")),
            (THEIRS, MOTION),
            AFTER,
            "event_not_in_list",
        ),
        (
            CTB,
            replace(NEXTGEN, court_user=replace(LINKED, role="creditor")),
            (THEIRS, replace(MOTION, title="Proof of Claim")),
            AFTER,
            "limited",
        ),
    ],
)
def test_case_and_event_are_part_of_the_one_decision(
    policy: policies.Policy,
    facts: FilingFacts,
    case_and_event: tuple[CaseStanding | None, EventAsked],
    now: datetime,
    wanted: str,
) -> None:
    case, event = case_and_event
    asked = replace(facts, case=case, event=event)
    decision = permissions.may_file(asked, policy=policy, now=now)
    assert decision.code == wanted
    assert decision.allowed is (wanted in ("allowed", "limited"))
    told = permissions.explained(asked, policy=policy, now=now)
    applies = [check.code for check, yes in told if yes]
    assert applies[:1] == ([] if decision.allowed else [wanted])


def test_every_check_has_its_own_code_and_words() -> None:
    codes = [check.code for check in (*permissions.FILING_CHECKS, *permissions.EVENT_CHECKS)]
    texts = [check.text for check in (*permissions.FILING_CHECKS, *permissions.EVENT_CHECKS)]
    assert len(set(codes)) == len(codes)
    assert len(set(texts)) == len(texts)


def test_the_unlinked_are_told_in_the_words_of_seed_002() -> None:
    decision = permissions.may_file(replace(NEXTGEN, court_user=None), policy=CTD, now=AFTER)
    assert (
        "Attorneys will NOT be able to e-file in NextGen until their ECF account is linked to "
        "their upgraded individual PACER account."
    ) in decision.reason


def test_connecticut_in_2004_wants_an_order_or_consent() -> None:
    decision = permissions.may_file(CURRENTGEN, policy=CTD, now=IN_2004)
    assert decision.allowed
    assert decision.condition == permissions.ORDER_OR_CONSENT
    assert decision.reason == (
        "IF YOU DO NOT HAVE AN E-FILING ORDER OR CONSENT, YOU MAY NOT FILE OVER THE INTERNET."
    )


def test_a_temporary_password_stops_only_where_policy_requires_a_change() -> None:
    facts = replace(CURRENTGEN, court_user=CourtUserFacts(temporary_password=True))
    cod = policies.policy_for("district", "cod")
    assert code(facts, IN_2017) == "temporary_password"
    assert code(facts, IN_2017, cod) == "allowed"
    linked = replace(NEXTGEN, court_user=replace(LINKED, temporary_password=True))
    assert code(linked, AFTER) == "allowed"


@pytest.mark.parametrize(
    ("role", "event"),
    [("creditor", "Proof of Claim"), ("trustee", "Trustee's Final Report")],
)
def test_limited_roles_file_the_events_of_their_role(role: str, event: str) -> None:
    facts = replace(NEXTGEN, court_user=replace(LINKED, role=role))
    decision = permissions.may_file(facts, policy=CTB, now=AFTER)
    assert decision.code == "limited"
    assert decision.events is not None
    assert event in decision.events
    rights = permissions.menu_rights(facts, policy=CTB, now=AFTER)
    bar = menus.top_menu(profiles.profile("bankruptcy"), generation="nextgen", rights=rights)
    assert [item.word for item in bar][:3] == ["Bankruptcy", "Adversary", "Query"]


def test_menus_follow_the_decision() -> None:
    unlinked = replace(NEXTGEN, court_user=CourtUserFacts())
    before = permissions.menu_rights(unlinked, policy=CTD, now=AFTER)
    after = permissions.menu_rights(NEXTGEN, policy=CTD, now=AFTER)
    assert (before.filing, before.filer, before.pacer_login) == (False, False, True)
    assert (after.filing, after.filer, after.pacer_login) == (True, True, True)
    court = permissions.menu_rights(CURRENTGEN, policy=CTD, now=IN_2004)
    assert (court.filing, court.filer, court.court_login) == (True, True, True)
    pacer = permissions.menu_rights(NEXTGEN, policy=CTD, now=IN_2004)
    assert (pacer.filing, pacer.filer, pacer.court_login) == (False, False, False)
    # Seed 000: the holder of a temporary password needs the menus to change it.
    temporary = replace(CURRENTGEN, court_user=CourtUserFacts(temporary_password=True))
    assert permissions.menu_rights(temporary, policy=CTD, now=IN_2004).filing
    nobody = permissions.menu_rights(
        replace(NEXTGEN, session=SessionFacts()), policy=CTD, now=AFTER
    )
    assert nobody == menus.MenuRights()


def test_roles_and_their_permissions() -> None:
    def held(facts: FilingFacts, now: datetime = AFTER) -> frozenset[Permission]:
        return permissions.permissions_of(permissions.roles_of(facts, policy=CTD, now=now))

    assert held(replace(NEXTGEN, session=SessionFacts())) == frozenset()
    reader = held(replace(NEXTGEN, court_user=None))
    assert {Permission.QUERY, Permission.LINK_ACCOUNT} <= reader
    assert Permission.FILE not in reader
    assert {Permission.FILE, Permission.MAINTAIN_ACCOUNT} <= held(NEXTGEN)
    assert {Permission.FILE, Permission.MAINTAIN_ACCOUNT} <= held(CURRENTGEN, IN_2004)
    clerk = held(
        replace(NEXTGEN, court_user=None, session=SessionFacts(login="pacer", staff="clerk"))
    )
    assert Permission.STAFF_QUEUE in clerk
    assert Permission.LINK_ACCOUNT not in clerk
    assert Permission.TRAIN not in clerk
    trainer = SessionFacts(login="pacer", staff="trainer")
    assert Permission.TRAIN in held(replace(NEXTGEN, court_user=None, session=trainer))
    assert permissions.permissions_of(["no such role"]) == frozenset()


def test_search_can_be_taken_while_filing_goes_on() -> None:
    """Facts.md 11.1, 21: the two are independent."""

    def held(facts: FilingFacts) -> frozenset[Permission]:
        return permissions.granted(facts, policy=CTD, now=AFTER)

    suspended = replace(NEXTGEN, account=PacerFacts(search="inactive"))
    assert held(NEXTGEN) - held(suspended) == permissions.SEARCHING
    assert Permission.FILE in held(suspended)
    assert code(suspended, AFTER) == "allowed"
    assert permissions.may_search(suspended).code == "inactive"
    assert permissions.may_search(NEXTGEN).allowed
    assert permissions.may_search(replace(NEXTGEN, account=None)).allowed


def test_a_paa_neither_searches_nor_files() -> None:
    firm = replace(NEXTGEN, account=PacerFacts(kind="paa"), court_user=None)
    held = permissions.granted(firm, policy=CTD, now=AFTER)
    assert not held & {Permission.QUERY, Permission.REPORTS, Permission.FILE}
    assert permissions.may_search(firm).code == "paa"
    assert code(firm, AFTER) == "paa"


def test_staff_search_whatever_their_account() -> None:
    clerk = replace(
        NEXTGEN,
        session=SessionFacts(login="pacer", staff="clerk"),
        account=PacerFacts(search="inactive"),
    )
    assert Permission.QUERY in permissions.granted(clerk, policy=CTD, now=AFTER)


Status = Literal["none", "unlinked", "linked", "registered", "disabled"]
STATUSES: tuple[Status, ...] = ("none", "unlinked", "linked", "registered", "disabled")
ERAS = (
    ("2004, court login", IN_2004, "court"),
    ("2004, PACER login", IN_2004, "pacer"),
    ("2017, court login", IN_2017, "court"),
    ("closed", GAP, "court"),
    ("NextGen", AFTER, "pacer"),
)
COURTS = (("ctd", CTD), ("ctb", CTB), ("ca2", CA2))


def user(role: str, status: Status) -> CourtUserFacts | None:
    return {
        "none": None,
        "unlinked": CourtUserFacts(role=role),
        "linked": CourtUserFacts(role=role, linked=True),
        "registered": CourtUserFacts(role=role, origin="registered"),
        "disabled": CourtUserFacts(role=role, linked=True, status="disabled"),
    }[status]


def expected(court: str, era: str, role: str, status: Status) -> str:
    """The table in words of its own, without a look at the checks."""
    early = {"closed": "court_closed", "2004, PACER login": "pacer_login_in_currentgen"}
    if era in early:
        return early[era]
    if status == "none" or (status == "unlinked" and era == "NextGen"):
        return "not_linked" if era == "NextGen" else "no_court_account"
    if status == "disabled":
        return "court_user_disabled"
    filing = {
        "ctd": {"attorney", "pro_se", "court_reporter"},
        "ctb": {"attorney", "creditor", "trustee", "us_trustee", "filing_agent"},
        "ca2": {"attorney", "pro_se", "court_reporter"},
    }[court]
    if role not in filing:
        return "role_not_allowed"
    if role in ("creditor", "trustee"):
        return "limited"
    if role == "filing_agent":
        return "agent_without_principal"
    return "conditional" if court == "ctd" and era.startswith("2004") else "allowed"


def test_truth_table() -> None:
    """Court, era, role and status: ``pytest -rP -k truth_table`` shows all 525 rows."""
    rows = []
    wrong = []
    for court, policy in COURTS:
        for era, now, login in ERAS:
            for role in policies.ROLES:
                for status in STATUSES:
                    facts = FilingFacts(
                        go_live=LIVE,
                        legacy_cutoff=CUTOFF,
                        session=SessionFacts(login="court" if login == "court" else "pacer"),
                        account=PacerFacts() if login == "pacer" else None,
                        court_user=user(role, status),
                    )
                    found = code(facts, now, policy)
                    row = f"{court:4} {era:18} {role:15} {status:11} {found}"
                    rows.append(row)
                    if found != expected(court, era, role, status):
                        wrong.append(row)
    print("\n".join(rows))
    assert not wrong
    assert len(rows) == len(COURTS) * len(ERAS) * len(policies.ROLES) * len(STATUSES)
    outcomes = {row.split()[-1] for row in rows}
    assert outcomes >= {"allowed", "limited", "conditional", "not_linked", "role_not_allowed"}
