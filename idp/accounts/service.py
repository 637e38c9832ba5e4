"""Writing PACER accounts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from idp.accounts import addresses, dormancy, manage, password_rules, queries, registration
from idp.accounts.models import Account, RecoveryCount, RecoveryLink, WizardDraft
from idp.accounts.names import user_key
from shared import court_days
from shared.clock import EASTERN
from shared.db import KEEP_SPENT, SHARED_WORLD
from shared.errors import Refusal
from shared.ids import digest, new_token, new_uuid, subject_of
from shared.personas import Address, Persona

DRAFT_FOR: Final = timedelta(hours=2)
LINK_FOR: Final = timedelta(hours=1)
WRONG_ANSWERS: Final = 5
#: How often recovery may be asked for within an hour: about one account, and from one address.
ASKED_WITHIN: Final = timedelta(hours=1)
ASKED_ABOUT: Final = 5
ASKED_FROM: Final = 60
#: The first number that is given to somebody who registers; personas stand below it.
FIRST_NUMBER: Final = 7_500_001
#: When the letter carrier comes.
LETTER_HOUR: Final = time(8)
TAKEN: Final = "This username is taken. Choose another."
SPENT: Final = (
    "This link is no longer good: it works once, for one hour, and a newer one ends it. "
    "Ask for another."
)


def create_account(
    session: Session,
    *,
    persona: Persona,
    password_hash: str,
    now: datetime,
    world: int = SHARED_WORLD,
    seat_offset_seconds: float = 0.0,
) -> Account:
    """Open the PACER account of a persona.

    The printed passwords follow the standard of 2025: whoever is planted after it is enforced has
    set theirs of late, and is asked for another when it grows old.

    :raises ValueError: if the persona has none.
    """
    seed = persona.pacer
    if seed is None:
        raise ValueError(f"{persona.key} has no PACER account")
    account = Account(
        world=world,
        subject=subject_of(persona.key),
        account_number=seed.account_number,
        user_name=seed.user_name,
        user_key=user_key(seed.user_name),
        password_hash=password_hash,
        password_changed_at=_last_changed(seed.opened, now),
        kind=seed.kind,
        registration_type=seed.registration_type,
        legacy=seed.legacy,
        # Locked is no state of the account: it is a lock-out of its sign-in.
        status="disabled" if seed.status == "disabled" else "active",
        first_name=persona.name.first,
        middle_name=persona.name.middle,
        last_name=persona.name.last,
        generation=persona.name.generation,
        firm=seed.firm,
        address=_lines(seed.address),
        county=seed.address.county,
        phone=seed.phone,
        email=seed.email,
        date_of_birth=seed.date_of_birth,
        opened_on=seed.opened,
        client_code_required=seed.client_code_required,
        exempt_cja=seed.exempt_cja,
        seat_offset_seconds=seat_offset_seconds,
    )
    session.add(account)
    return account


def plant_accounts(
    session: Session,
    *,
    personas: Sequence[Persona],
    hashes: Mapping[str, str],
    now: datetime,
    world: int = SHARED_WORLD,
    seat_offset_seconds: float = 0.0,
) -> int:
    """Open the accounts of the personas whose password hashes are given; return how many."""
    for persona in personas:
        if persona.key in hashes:
            create_account(
                session,
                persona=persona,
                password_hash=hashes[persona.key],
                now=now,
                world=world,
                seat_offset_seconds=seat_offset_seconds,
            )
    session.flush()
    return len(hashes)


def _last_changed(opened: date, now: datetime) -> datetime:
    at = datetime.combine(opened, time(12), UTC)
    return now - timedelta(days=30) if password_rules.overdue(at, now) else at


def _lines(address: Address) -> str:
    return addresses.lines(
        street=address.street,
        city=address.city,
        state=address.state,
        code=address.zip,
        county=address.county,
        country=address.country,
    )


# --------------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class Security:
    """Two security questions and the hashes of their answers."""

    question_1: str
    answer_1_hash: str
    question_2: str
    answer_2_hash: str


def owner_of(account: Account, *, user_name: str = "", email: str = "") -> password_rules.Owner:
    """Return whose password it is, for the password rules."""
    return password_rules.Owner(
        account.first_name,
        account.last_name,
        user_name or account.user_name,
        email or account.email,
    )


def change_user_name(session: Session, *, account: Account, user_name: str) -> None:
    """Give an account another user name; the caller has checked its shape.

    :raises Refusal: at the field, if somebody else has it.
    """
    if queries.is_taken(session, user_name=user_name, but=account.id):
        raise Refusal("user_name_taken", TAKEN, field="user_name")
    account.user_name, account.user_key = user_name, user_key(user_name)
    session.flush()


def set_password(
    session: Session, *, account: Account, password_hash: str, now: datetime, wall: datetime
) -> None:
    """Set a password; an account that was closed for an old one is open again (facts.md 1.11).

    Links by mail that were asked for before are good no more.
    """
    account.password_hash, account.password_changed_at = password_hash, now
    account.password_skips = 0
    if account.disabled_reason == "password":
        account.status, account.disabled_reason = "active", ""
    session.execute(
        update(RecoveryLink)
        .where(RecoveryLink.account_id == account.id, RecoveryLink.used_at.is_(None))
        .values(used_at=wall)
    )
    session.flush()


def skip_password_change(session: Session, *, account: Account) -> int:
    """Put the change of an old password off once more; return how often that is still possible.

    :raises Refusal: if it was put off three times.
    """
    if not password_rules.skips_left(account.password_skips):
        raise Refusal("password_due", "Your password has to be changed now.")
    account.password_skips += 1
    session.flush()
    return password_rules.skips_left(account.password_skips)


def disable_for_old_password(session: Session, *, account: Account) -> None:
    """Disable an account whose password was not changed; a reset by mail opens it again."""
    account.status, account.disabled_reason = "disabled", "password"
    session.flush()


def set_security(session: Session, *, account: Account, security: Security) -> None:
    """Set the security questions."""
    account.question_1, account.answer_1_hash = security.question_1, security.answer_1_hash
    account.question_2, account.answer_2_hash = security.question_2, security.answer_2_hash
    session.flush()


def set_billing_email(
    session: Session, *, account: Account, email: str, notices: Sequence[str]
) -> None:
    """Set where notices about money go; it takes effect at once (facts.md 11.1, 5)."""
    account.billing_email = email
    account.billing_notice_emails = "\n".join(notices)
    session.flush()


def set_billing_preferences(
    session: Session,
    *,
    account: Account,
    statement_notice: bool,
    client_code_required: bool,
    client_code_pattern: str = "",
) -> None:
    """Set whether statements are announced, and what client code a login needs."""
    account.statement_notice = statement_notice
    account.client_code_required = client_code_required
    account.client_code_pattern = client_code_pattern
    session.flush()


# --------------------------------------------------------------------------- wizards


def start_draft(
    session: Session, *, wizard: str, typed: Mapping[str, str], wall: datetime, account_id: int = 0
) -> str:
    """Begin to keep what is typed into a wizard; return the secret of the browser."""
    token = new_token()
    session.add(
        WizardDraft(
            token_hash=digest(token),
            wizard=wizard,
            account_id=account_id or None,
            typed=json.dumps(dict(typed)),
            expires_at=wall + DRAFT_FOR,
        )
    )
    session.flush()
    return token


def keep_draft(
    session: Session, *, draft: WizardDraft, typed: Mapping[str, str], wall: datetime
) -> None:
    """Keep what one page of a wizard sent, beside what the others did."""
    draft.typed = json.dumps({**json.loads(draft.typed), **typed})
    draft.expires_at = wall + DRAFT_FOR
    session.flush()


def take_draft(session: Session, *, draft: WizardDraft) -> None:
    """Use a draft up: it makes one account, however often the last button is pressed.

    :raises Refusal: if it was used meanwhile.
    """
    taken = session.execute(
        delete(WizardDraft).where(WizardDraft.id == draft.id).returning(WizardDraft.id)
    ).all()
    session.expunge(draft)
    if not taken:
        raise Refusal("draft_used", "This has been submitted already.")


@dataclass(frozen=True, slots=True)
class Applicant:
    """Everything that a person tells when registering."""

    registration_type: str
    court_role: str
    user_type: str
    first_name: str
    middle_name: str
    last_name: str
    generation: str
    firm: str
    address: str
    county: str
    phone: str
    email: str
    date_of_birth: date
    user_name: str


def likeness(session: Session, *, who: registration.Identity) -> int:
    """Return how much of name, birth date and e-mail address an account has already."""
    if who.date_of_birth is None:
        return 0
    known = queries.alike(
        session, last_name=who.last_name, date_of_birth=who.date_of_birth, email=who.email
    )
    return registration.likeness(
        who,
        [
            registration.Identity(row.first_name, row.last_name, row.date_of_birth, row.email)
            for row in known
        ],
    )


def register(
    session: Session,
    *,
    who: Applicant,
    password_hash: str,
    security: Security,
    card: bool,
    now: datetime,
    today: date,
    seat_offset_seconds: float = 0.0,
) -> Account:
    """Open an account: active at once with a card, else when the letter's code is entered.

    Before 2014-08-11 what is issued is legacy (seed 002).
    Who is known by name, birth date and e-mail address gets one that cannot search (facts.md 1.4).

    :raises Refusal: at the field, if the user name was taken meanwhile.
    """
    if queries.is_taken(session, user_name=who.user_name):
        raise Refusal("user_name_taken", TAKEN, field="user_name")
    same = likeness(
        session,
        who=registration.Identity(who.first_name, who.last_name, who.date_of_birth, who.email),
    )
    note = "duplicate" if same == registration.ALL_THREE else "" if card else "activation"
    account = Account(
        subject=new_uuid(),
        account_number=f"{max(queries.highest_number(session) + 1, FIRST_NUMBER):07}",
        user_name=who.user_name,
        user_key=user_key(who.user_name),
        password_hash=password_hash,
        password_changed_at=now,
        kind="paa" if who.registration_type == registration.PAA else "individual",
        registration_type=who.registration_type,
        court_role=who.court_role,
        user_type=who.user_type,
        legacy=today < dormancy.UPGRADED_SINCE,
        last_search_at=now,
        status="active",
        search_status="inactive" if note else "active",
        search_note=note,
        first_name=who.first_name,
        middle_name=who.middle_name,
        last_name=who.last_name,
        generation=who.generation,
        firm=who.firm,
        address=who.address,
        county=who.county,
        phone=who.phone,
        email=who.email,
        date_of_birth=who.date_of_birth,
        opened_on=today,
        seat_offset_seconds=seat_offset_seconds,
    )
    if note == "activation":
        arrives = court_days.after(today, court_days.LETTER_DAYS)
        account.letter_due_at = datetime.combine(arrives, LETTER_HOUR, EASTERN)
    session.add(account)
    set_security(session, account=account, security=security)
    return account


def take_letter(
    session: Session, *, account_id: int, activation_hash: str, now: datetime
) -> Account | None:
    """Note that the letter with a code has arrived; None if somebody else noted it."""
    account = queries.by_id(session, account_id=account_id)
    if account is None or account.letter_due_at is None or account.letter_due_at > now:
        return None
    account.letter_due_at, account.activation_hash = None, activation_hash
    session.flush()
    return account


def activate(session: Session, *, account: Account) -> None:
    """Let an account search whose activation code was entered."""
    account.activation_hash = ""
    account.search_status, account.search_note = "active", ""
    session.flush()


def suspend_search(session: Session, *, account: Account, note: str) -> None:
    """Take the right to search from an account for a while; filing goes on (facts.md 11.1, 21)."""
    if account.search_note not in manage.LASTING_NOTES:
        account.search_status, account.search_note = "inactive", note
        session.flush()


def resume_search(session: Session, *, account: Account, note: str) -> None:
    """Give the right to search back, if it was taken for this reason and no other."""
    if account.search_status != "active" and account.search_note == note:
        account.search_status, account.search_note = "active", ""
        session.flush()


def note_search(session: Session, *, account: Account, at: datetime) -> None:
    """Note that somebody searched; messages may come late and out of order."""
    if account.last_search_at is None or account.last_search_at < at:
        account.last_search_at = at
        session.flush()


def lapse_search(session: Session, *, account: Account, now: datetime) -> bool:
    """Take search from an account that was not used for it for six months; say whether it was."""
    if account.search_status != "active" or not dormancy.lapsed(account.last_search_at, now):
        return False
    suspend_search(session, account=account, note=manage.UNUSED)
    return True


def reactivate_search(session: Session, *, account: Account, now: datetime) -> None:
    """Give search back as the service center does when it is asked; six months begin anew."""
    account.last_search_at = now
    resume_search(session, account=account, note=manage.UNUSED)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What a legacy account gets on the tabs Person, Address and Security."""

    first_name: str
    middle_name: str
    last_name: str
    generation: str
    date_of_birth: date
    user_type: str
    firm: str
    address: str
    county: str
    phone: str
    email: str
    user_name: str


def upgrade(
    session: Session,
    *,
    account: Account,
    to: Upgraded,
    password_hash: str,
    security: Security,
    now: datetime,
    wall: datetime,
) -> None:
    """Make an upgraded account of a legacy one (seeds 002 and 004).

    :raises Refusal: if it is one already, or at the field if the user name was taken meanwhile.
    """
    if not account.legacy:
        raise Refusal("upgraded", "Your account is an Upgraded PACER Account already.")
    change_user_name(session, account=account, user_name=to.user_name)
    account.first_name, account.middle_name = to.first_name, to.middle_name
    account.last_name, account.generation = to.last_name, to.generation
    account.date_of_birth, account.user_type = to.date_of_birth, to.user_type
    account.firm, account.address, account.county = to.firm, to.address, to.county
    account.phone, account.email = to.phone, to.email
    account.legacy, account.upgraded_at = False, now
    set_password(session, account=account, password_hash=password_hash, now=now, wall=wall)
    set_security(session, account=account, security=security)


# --------------------------------------------------------------------------- recovery


def ask_for_recovery(
    session: Session, *, about: str, address: str, wall: datetime
) -> tuple[bool, bool]:
    """Count a request; return whether the address, and whether the account, may still ask."""
    return (
        within(session, key=f"from {address}", most=ASKED_FROM, wall=wall),
        within(session, key=f"about {digest(about)}", most=ASKED_ABOUT, wall=wall),
    )


def within(session: Session, *, key: str, most: int, wall: datetime) -> bool:
    """Count one more of something for an hour; say whether that is not too often yet."""
    row = session.get(RecoveryCount, key[:160], with_for_update=True)
    if row is None:
        row = RecoveryCount(key=key[:160], asked=0, first_at=wall)
        session.add(row)
    if wall - row.first_at >= ASKED_WITHIN:
        row.asked, row.first_at = 0, wall
    row.asked += 1
    session.flush()
    return row.asked <= most


def promise_link(session: Session, *, account_id: int | None, wall: datetime) -> str:
    """Return the secret of a new one-time link; without an account it leads nowhere.

    An older link of the same account is good no more.
    """
    if account_id is not None:
        session.execute(
            update(RecoveryLink)
            .where(RecoveryLink.account_id == account_id, RecoveryLink.used_at.is_(None))
            .values(used_at=wall)
        )
    token = new_token()
    session.add(
        RecoveryLink(token_hash=digest(token), account_id=account_id, expires_at=wall + LINK_FOR)
    )
    session.flush()
    return token


def account_of_link(session: Session, *, token: str, wall: datetime) -> Account:
    """Return the account that a link leads to.

    :raises Refusal: code `link_spent`, one sentence for every reason.
    """
    link = queries.recovery_link(session, token=token, wall=wall)
    account = None
    if link is not None and link.account_id is not None:
        account = queries.by_id(session, account_id=link.account_id)
    if account is None:
        raise Refusal("link_spent", SPENT)
    return account


def note_wrong_answer(session: Session, *, token: str, wall: datetime) -> None:
    """Count wrong answers to the security questions; the fifth ends the link."""
    link = queries.recovery_link(session, token=token, wall=wall)
    if link is not None:
        link.wrong_answers += 1
        if link.wrong_answers >= WRONG_ANSWERS:
            link.used_at = wall
        session.flush()


def finish_recovery(
    session: Session, *, token: str, password_hash: str, now: datetime, wall: datetime
) -> Account:
    """Set a password by a one-time link and use it up, once even when two try it at once.

    :raises Refusal: code `link_spent`.
    """
    account = account_of_link(session, token=token, wall=wall)
    taken = session.execute(
        update(RecoveryLink)
        .where(RecoveryLink.token_hash == digest(token), RecoveryLink.used_at.is_(None))
        .values(used_at=wall)
        .returning(RecoveryLink.token_hash)
    ).all()
    if not taken:
        raise Refusal("link_spent", SPENT)
    set_password(session, account=account, password_hash=password_hash, now=now, wall=wall)
    return account


def sweep(session: Session, wall: datetime) -> None:
    """Delete drafts and links that ran out, and counts that count nothing any more."""
    session.execute(delete(WizardDraft).where(WizardDraft.expires_at < wall))
    session.execute(delete(RecoveryLink).where(RecoveryLink.expires_at < wall - KEEP_SPENT))
    session.execute(delete(RecoveryCount).where(RecoveryCount.first_at < wall - KEEP_SPENT))
