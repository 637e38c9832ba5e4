"""Changing a court's own users: linking, account maintenance, password resets (seeds 000-004)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Final, TypeVar, cast

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courts.accounts import linking, logins, maintenance, queries
from courts.accounts.linking import LinkDecision, LinkFacts, OldAccountFacts, PacerAccountFacts
from courts.accounts.models import (
    DISABLED,
    CourtUser,
    LinkProof,
    LoginCounter,
    MisuseReport,
    PasswordReset,
    Tries,
)
from courts.accounts.queries import SESSION_ROW
from shared import outbox
from shared.audit import record
from shared.clock import court_stamp
from shared.db import KEEP_SPENT
from shared.errors import Refusal
from shared.federation import IDP
from shared.ids import digest
from shared.mail.senders import Postman
from shared.wire import AccountLinked

#: As wide as the column; folding case can lengthen a text.
LONGEST_LOGIN: Final = 256
MOST_FAILURES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
PROOF_FOR: Final = timedelta(minutes=10)
RESET_FOR: Final = timedelta(hours=1)
MOST_RESETS: Final = 5

# A linked account's password opens nothing any more: with this in front it is no hash. What stands
# behind it lets screen A tell the one who knows it that the account is linked already.
VOID: Final = "linked:"

LOCKED: Final = (
    "Too many wrong passwords were entered for this CM/ECF login. Wait 15 minutes and try again, "
    "or reset the password at this court."
)
RESET_SPENT: Final = (
    "This link to set a new password is not good any more: each is good for one hour, and once. "
    "Ask for a new one."
)
LOGIN_TAKEN: Final = "Another account of this court has this login."


TriesT = TypeVar("TriesT", bound=Tries)


class LinkRefusal(Refusal):
    """A link that is turned down, with the decision that says where to go."""

    def __init__(self, decision: LinkDecision) -> None:
        super().__init__(decision.code, decision.text, field=decision.field)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """The court in which an account is linked."""

    court_id: str
    court: str
    go_live: datetime
    legacy_cutoff: datetime
    filer_account: str
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Holder:
    """The PACER account that asks, as far as it is known at this moment."""

    subject: str
    account_number: str
    user_name: str
    name: str
    email: str
    kind: str = "individual"
    status: str = "active"
    legacy: bool = False

    @property
    def audit_name(self) -> str:
        """Return the name under which deeds are noted."""
        return f"pacer:{self.user_name}"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What the clerk enters for a new old-style account."""

    role: str
    first_name: str
    last_name: str
    primary_email: str
    middle_name: str = ""
    firm: str = ""
    address: str = ""
    phone: str = ""
    bar_number: str = ""
    verification_phrase: str = ""


# --------------------------------------------------------------------------- wrong passwords


def reserve_attempt(session: Session, *, login: str, wall: datetime) -> None:
    """Count a try for an old login before its password is looked at; a right one is given back.

    Counting first is what holds when many tries come at once. Unknown logins count as well, so
    that the answer does not tell which exist (decisions 10).

    :raises Refusal: code `locked`.
    """
    key = logins.normal(login)
    count_try(
        session,
        find=lambda: queries.counter_of(session, key),
        new=LoginCounter(login_key=key, failures=0, last_at=wall),
        wall=wall,
        refusal=Refusal("locked", LOCKED, field="password"),
    )


def count_try(
    session: Session,
    *,
    find: Callable[[], TriesT | None],
    new: TriesT,
    wall: datetime,
    refusal: Refusal,
) -> None:
    """Count a try before its answer is known; it locks at the fifth for a quarter of an hour.

    :param find: returns the counter, locked for a change.
    :param new: the counter of who never tried before.
    :raises Refusal: what was given, while the counter is locked.
    """
    counter = find() or _kept(session, new, find)
    if _is_locked(counter, wall):
        raise refusal
    if counter.locked_until is not None or counter.last_at < wall - LOCKED_FOR:
        counter.failures, counter.locked_until = 0, None
    counter.failures += 1
    counter.last_at = wall
    if counter.failures >= MOST_FAILURES:
        counter.locked_until = wall + LOCKED_FOR
    session.flush()


def forget_tries(session: Session, counter: Tries | None) -> None:
    """Set a counter back: the last try was right."""
    if counter is not None:
        counter.failures, counter.locked_until = 0, None
        session.flush()


def _is_locked(counter: Tries, wall: datetime) -> bool:
    return counter.locked_until is not None and counter.locked_until > wall


def _kept(session: Session, new: TriesT, find: Callable[[], TriesT | None]) -> TriesT:
    try:
        with session.begin_nested():
            session.add(new)
        return new
    except IntegrityError:
        # Somebody tried under the same key for the first time at the same moment.
        found = find()
        if found is None:
            raise
        return found


def is_locked(session: Session, *, login: str, wall: datetime) -> bool:
    """Say whether an old login is locked in this court at this moment."""
    counter = queries.counter_of(session, logins.normal(login))
    return counter is not None and _is_locked(counter, wall)


def give_back_attempts(session: Session, *, login: str) -> None:
    """Forget the tries for an old login: its password was right."""
    forget_tries(session, queries.counter_of(session, logins.normal(login)))


def old_secret(user: CourtUser | None) -> str | None:
    """Return the hash by which the one who knows an old password is recognised."""
    if user is None or not user.password_hash:
        return None
    return user.password_hash.removeprefix(VOID)


# --------------------------------------------------------------------------- linking


def standing_decision(place: LinkPlace, holder: Holder, *, now: datetime) -> LinkDecision:
    """Decide whether screen A is shown at all."""
    return linking.decide(_facts(place, holder), now=now)


def typed_decision(place: LinkPlace, holder: Holder, *, login: str, now: datetime) -> LinkDecision:
    """Decide what can be told of a typed login before any password is looked at."""
    return linking.decide(_facts(place, holder, typed=login), now=now)


def preview_link(
    session: Session,
    *,
    place: LinkPlace,
    holder: Holder,
    session_id: int,
    login: str,
    password_matches: bool,
    now: datetime,
    wall: datetime,
) -> tuple[LinkDecision, CourtUser | None]:
    """Decide after screen A; if all is well the old login is proved for ten minutes (rule 9)."""
    user = queries.user_by_login(session, login)
    if user is not None and password_matches:
        give_back_attempts(session, login=login)
    decision = _decide(session, place, holder, user, login=login, matches=password_matches, now=now)
    session.execute(delete(LinkProof).where(LinkProof.court_session_id == session_id))
    tag = "link:confirm_asked" if decision.allowed else "link:refused"
    if decision.allowed and user is not None:
        _keep_proof(session, user, session_id=session_id, expires_at=wall + PROOF_FOR)
    record(
        session,
        tag=tag,
        actor=holder.audit_name,
        subject=f"court-login:{logins.normal(login)}",
        now=now,
        wall=wall,
        detail={"code": decision.code, "names_differ": decision.names_differ},
    )
    session.flush()
    return decision, user


def link_legacy_account(
    session: Session,
    *,
    place: LinkPlace,
    holder: Holder,
    session_id: int,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> CourtUser:
    """Link the old account that was proved on screen A to the PACER account, for good (seed 001).

    :raises LinkRefusal: for every reason of `linking.decide`, decided again under the row's lock.
    """
    proof = queries.proof_of(session, session_id=session_id, wall=wall)
    user = None if proof is None else queries.user_by_id(session, proof.court_user_id, lock=True)
    if proof is None or user is None or user.login_name is None:
        raise LinkRefusal(_nothing_proved(session, place, holder))
    decision = _decide(session, place, holder, user, login=user.login_name, matches=True, now=now)
    if not decision.allowed:
        raise LinkRefusal(decision)
    if proof.password_version != user.password_version:
        raise LinkRefusal(LinkDecision(False, "expired", linking.EXPIRED, screen="a"))
    user.linked_subject = holder.subject
    user.linked_account_number = holder.account_number
    user.linked_name = holder.name
    user.linked_at = now
    _void_password(session, user, wall=wall)
    # Other browsers keep their proof of this login, so that they are told who was first.
    session.execute(delete(LinkProof).where(LinkProof.court_session_id == session_id))
    _flush_link(session, place, holder)
    _tell_sessions(session, holder)
    _announce(session, place, holder, user, postman=postman, now=now, wall=wall)
    record(
        session,
        tag="link:success",
        actor=holder.audit_name,
        subject=f"court-login:{user.login_key}",
        now=now,
        wall=wall,
        detail={
            "account_number": holder.account_number,
            "role": user.role,
            "names_differ": decision.names_differ,
        },
    )
    session.flush()
    return user


def _keep_proof(
    session: Session, user: CourtUser, *, session_id: int, expires_at: datetime
) -> None:
    proof = {
        "court_user_id": user.id,
        "password_version": user.password_version,
        "expires_at": expires_at,
    }
    try:
        with session.begin_nested():
            session.add(LinkProof(court_session_id=session_id, **proof))
    except IntegrityError:
        # The same browser sent screen A twice at once: the later one holds.
        session.execute(
            update(LinkProof).where(LinkProof.court_session_id == session_id).values(**proof)
        )


def _facts(
    place: LinkPlace,
    holder: Holder,
    *,
    typed: str | None = None,
    old: OldAccountFacts | None = None,
    held: str = "nothing",
) -> LinkFacts:
    return LinkFacts(
        court=place.court,
        go_live=place.go_live,
        legacy_cutoff=place.legacy_cutoff,
        account=PacerAccountFacts(holder.name, holder.kind, holder.status, holder.legacy),  # type: ignore[arg-type]
        typed_login=typed,
        old=old,
        held_here=held,  # type: ignore[arg-type]
        filer_account=place.filer_account,
        zone=place.zone,
    )


def _decide(
    session: Session,
    place: LinkPlace,
    holder: Holder,
    user: CourtUser | None,
    *,
    login: str,
    matches: bool,
    now: datetime,
) -> LinkDecision:
    old = None
    if user is not None:
        owner = "nobody"
        if user.linked_subject is not None:
            mine = user.linked_subject == holder.subject
            owner = "this_person" if mine else "another_person"
        old = OldAccountFacts(
            name=user.display_name,
            password_matches=matches,
            status=user.status,  # type: ignore[arg-type]
            linked_to=owner,  # type: ignore[arg-type]
        )
    held = queries.user_of(session, holder.subject)
    held_here = "nothing"
    if held is not None and (user is None or held.id != user.id):
        held_here = "registered" if held.origin == "registered" else "linked"
    return linking.decide(_facts(place, holder, typed=login, old=old, held=held_here), now=now)


def _nothing_proved(session: Session, place: LinkPlace, holder: Holder) -> LinkDecision:
    # A Submit that was pressed twice: the first one linked, so that is what the second is told.
    held = queries.user_of(session, holder.subject)
    if held is not None and held.origin == "old":
        return LinkDecision(
            False,
            "linked_to_this_person",
            next(c.text for c in linking.TYPED_CHECKS if c.code == "linked_to_this_person").format(
                filer_account=place.filer_account
            ),
            screen="none",
        )
    return LinkDecision(False, "expired", linking.EXPIRED, screen="a")


def _void_password(session: Session, user: CourtUser, *, wall: datetime) -> None:
    user.password_hash = None if user.password_hash is None else f"{VOID}{user.password_hash}"
    user.password_version += 1
    user.temporary_password = False
    _spend_resets(session, user.id, wall=wall)


def _flush_link(session: Session, place: LinkPlace, holder: Holder) -> None:
    try:
        session.flush()
    except IntegrityError:
        # The same person linked another old account here at the same moment.
        text = next(c.text for c in linking.TYPED_CHECKS if c.code == "person_linked_elsewhere")
        raise LinkRefusal(
            LinkDecision(
                False,
                "person_linked_elsewhere",
                text.format(filer_account=place.filer_account),
                screen="a",
            )
        ) from None


def refresh_holder(session: Session, *, holder: Holder) -> None:
    """Bring what this court's sessions know of a PACER account up to date (upgrade, then link)."""
    _tell_sessions(session, holder)


def _tell_sessions(session: Session, holder: Holder) -> None:
    session.execute(
        update(SESSION_ROW)
        .where(SESSION_ROW.c.subject == holder.subject)
        .values(
            account_kind=holder.kind,
            account_legacy=holder.legacy,
            account_status=holder.status,
        )
    )


def _announce(
    session: Session,
    place: LinkPlace,
    holder: Holder,
    user: CourtUser,
    *,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> None:
    outbox.enqueue(
        session,
        destination=IDP,
        message=AccountLinked(
            court=place.court_id,
            subject=holder.subject,
            login_name=user.login_name or "",
            role=user.role,
            display_name=user.display_name,
            linked_at=now.isoformat(),
            world=user.world,
        ),
        wall=wall,
    )
    postman.send(
        session,
        template="link_confirmed",
        recipient=holder.email or user.primary_email,
        values={
            "court_name": place.court,
            "filer_account": place.filer_account,
            "login_name": user.login_name,
            "name_here": user.display_name,
            "pacer_name": holder.name,
            "user_name": holder.user_name,
            "court_time": court_stamp(now, postman.member.timezone),
        },
        now=now,
        wall=wall,
        world=user.world,
    )


# --------------------------------------------------------------------------- maintenance


def keep_draft(session: Session, *, session_id: int, draft: maintenance.Draft | None) -> None:
    """Keep what was typed on the account screens with the session, or forget it."""
    text = "" if draft is None else json.dumps(maintenance.to_json(draft), sort_keys=True)
    session.execute(update(SESSION_ROW).where(SESSION_ROW.c.id == session_id).values(draft=text))


def kept_draft(session: Session, *, session_id: int) -> maintenance.Draft | None:
    """Return what was typed and not yet saved, if anything is kept."""
    text = queries.draft_of(session, session_id)
    return maintenance.from_json(json.loads(text)) if text else None


def carry(draft: maintenance.Draft, fields: Mapping[str, str]) -> maintenance.Draft:
    """Return a draft that holds the fields of the account screen while the inner one is open."""
    typed = {
        name: value
        for name, value in fields.items()
        if name in draft.fields and value != draft.fields[name]
    }
    return replace(draft, change=replace(draft.change, fields=MappingProxyType(typed)))


def account_fields(user: CourtUser) -> dict[str, str]:
    """Return what the account screen shows for change."""
    return {"firm": user.firm, "address": user.address, "phone": user.phone}


def check_new_credentials(
    session: Session, *, user_id: int, login: str, password: str, minimum: int
) -> None:
    """Say what is wrong with a login or password typed on the inner screen.

    :raises Refusal: codes `login` and `password`.
    """
    user = queries.user_by_id(session, user_id)
    mine = "" if user is None else user.login_key or ""
    problem = logins.login_problem(login, taken=queries.login_keys(session) - {mine})
    if not problem and len(logins.normal(login)) > LONGEST_LOGIN:
        problem = "The login is too long."
    if problem:
        raise Refusal("login", problem, field="login")
    if not maintenance.unchanged(password):
        check_new_password(password, login=login, minimum=minimum)


def check_new_password(password: str, *, login: str, minimum: int) -> None:
    """Say what is wrong with a new court password.

    :raises Refusal: code `password`.
    """
    problems = logins.password_problems(password, login=login, minimum=minimum)
    if problems:
        raise Refusal("password", " ".join(problems), field="key")


def change_court_account(
    session: Session,
    *,
    user_id: int,
    session_id: int,
    change: maintenance.Change,
    actor: str,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> CourtUser:
    """Save what was submitted twice; `change.password` is a hash (seed 000, step f).

    :raises Refusal: code `login` if the login was taken meanwhile, `account` if it is linked.
    """
    user = queries.user_by_id(session, user_id, lock=True)
    if user is None or user.linked_subject is not None:
        raise Refusal("account", "This account is not kept by this court any more.")
    before = user.login_name
    for name, value in change.fields.items():
        if name in account_fields(user):
            setattr(user, name, value)
    if change.login is not None:
        user.login_name, user.login_key = change.login, logins.normal(change.login)
    if change.password is not None:
        _set_password(session, user, change.password, wall=wall)
        session.execute(
            update(SESSION_ROW)
            .where(SESSION_ROW.c.id == session_id)
            .values(court_password_version=user.password_version)
        )
    try:
        session.flush()
    except IntegrityError:
        raise Refusal("login", LOGIN_TAKEN, field="login") from None
    record(
        session,
        tag="account:changed",
        actor=actor,
        subject=f"court-login:{user.login_key}",
        now=now,
        wall=wall,
        detail={
            "login_before": before,
            "login_after": user.login_name,
            "password": change.password is not None,
            "fields": sorted(change.fields),
        },
    )
    if change.password is not None:
        _tell_of_password(session, user, postman=postman, now=now, wall=wall)
    return user


# --------------------------------------------------------------------------- resets


def start_password_reset(
    session: Session,
    *,
    login: str,
    email: str,
    token: str,
    link: Callable[[str], str],
    postman: Postman,
    now: datetime,
    wall: datetime,
    misused: bool = False,
) -> bool:
    """Promise a one-time link to the primary address, if login and address belong together.

    The page says the same in every case (decisions 10); the answer is for the audit trail only.

    :param misused: somebody else knows the password: its sessions end, and the clerk is told.
    """
    user = queries.user_by_login(session, login)
    right = (
        user is not None
        and user.linked_subject is None
        and user.status != DISABLED
        and bool(user.primary_email)
        and user.primary_email.casefold() == email.strip().casefold()
        and queries.resets_since(session, user_id=user.id, since=wall - RESET_FOR) < MOST_RESETS
    )
    record(
        session,
        tag="password:reset_asked" if right else "password:reset_refused",
        actor="anonymous",
        subject=f"court-login:{logins.normal(login)}",
        now=now,
        wall=wall,
    )
    if not right:
        return False
    user = cast(CourtUser, user)
    if misused:
        # A session is good for one version of the password; this one ends all, wherever they are.
        user.password_version += 1
        report_misuse(
            session,
            system="cmecf",
            login=user.login_name or "",
            display_name=user.display_name,
            now=now,
            wall=wall,
        )
    session.add(
        PasswordReset(
            token_hash=digest(token),
            court_user_id=user.id,
            created_at=wall,
            expires_at=wall + RESET_FOR,
        )
    )
    postman.send(
        session,
        template="password_reset",
        recipient=user.primary_email,
        values={
            "name": user.display_name,
            "login_name": user.login_name,
            "court_name": postman.member.full_name,
            "link": link(token),
            "court_time": court_stamp(now, postman.member.timezone),
        },
        now=now,
        wall=wall,
    )
    session.flush()
    return True


def report_misuse(
    session: Session,
    *,
    system: str,
    login: str,
    display_name: str,
    now: datetime,
    wall: datetime,
) -> MisuseReport:
    """Tell the clerk that somebody else knows the password of a login (seed 003)."""
    report = MisuseReport(system=system, login=login, display_name=display_name, reported_at=now)
    session.add(report)
    record(
        session,
        tag="misuse:reported",
        actor="anonymous",
        subject=f"{system}-login:{logins.normal(login)}",
        now=now,
        wall=wall,
    )
    session.flush()
    return report


def world_of_reset(session: Session, *, token: str) -> int | None:
    """Return the world in which a one-time link was asked for; None for an unknown one."""
    row = queries.reset_by_token(session, digest(token))
    return None if row is None else row.world


def user_of_reset(session: Session, *, token: str, wall: datetime, lock: bool = False) -> CourtUser:
    """Return the account for which a one-time link is still good.

    :raises Refusal: code `reset_spent`.
    """
    row = queries.reset_by_token(session, digest(token), lock=lock)
    user = None
    if row is not None and row.used_at is None and row.expires_at > wall:
        user = queries.user_by_id(session, row.court_user_id, lock=lock)
    if user is None or user.linked_subject is not None:
        raise Refusal("reset_spent", RESET_SPENT)
    return user


def finish_password_reset(
    session: Session,
    *,
    token: str,
    password_hash: str,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> CourtUser:
    """Set a new court password by a one-time link, which is spent by it.

    :raises Refusal: code `reset_spent`.
    """
    user = user_of_reset(session, token=token, wall=wall, lock=True)
    _set_password(session, user, password_hash, wall=wall)
    give_back_attempts(session, login=user.login_name or "")
    record(
        session,
        tag="password:reset",
        actor=f"court:{user.login_name}",
        subject=f"court-login:{user.login_key}",
        now=now,
        wall=wall,
    )
    _tell_of_password(session, user, postman=postman, now=now, wall=wall)
    session.flush()
    return user


def _set_password(session: Session, user: CourtUser, password_hash: str, *, wall: datetime) -> None:
    user.password_hash = password_hash
    user.password_version += 1
    user.temporary_password = False
    _spend_resets(session, user.id, wall=wall)
    session.execute(delete(LinkProof).where(LinkProof.court_user_id == user.id))


def _spend_resets(session: Session, user_id: int, *, wall: datetime) -> None:
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.court_user_id == user_id, PasswordReset.used_at.is_(None))
        .values(used_at=wall)
    )


def _tell_of_password(
    session: Session, user: CourtUser, *, postman: Postman, now: datetime, wall: datetime
) -> None:
    postman.send(
        session,
        template="password_changed",
        recipient=user.primary_email,
        values={
            "name": user.display_name,
            "login_name": user.login_name,
            "court_name": postman.member.full_name,
            "court_time": court_stamp(now, postman.member.timezone),
        },
        now=now,
        wall=wall,
    )


# --------------------------------------------------------------------------- by the clerk


def issue_temporary_password(
    session: Session, *, user: CourtUser, password_hash: str, wall: datetime
) -> None:
    """Put an assigned password in the place of the present one, which is void at once (seed 000).

    Sessions, links to a new password and proofs of screen A that stood on it end with it.
    """
    _set_password(session, user, password_hash, wall=wall)
    user.temporary_password = True
    give_back_attempts(session, login=user.login_name or "")
    session.flush()


def rename_login(session: Session, *, user: CourtUser, login: str) -> None:
    """Give an account another login.

    :raises Refusal: code `login`, at the field `new_login`.
    """
    taken = queries.login_keys(session) - {user.login_key or ""}
    problem = logins.login_problem(login, taken=taken)
    if not problem and len(logins.normal(login)) > LONGEST_LOGIN:
        problem = "The login is too long."
    if problem:
        raise Refusal("login", problem, field="new_login")
    user.login_name, user.login_key = login, logins.normal(login)
    try:
        session.flush()
    except IntegrityError:
        raise Refusal("login", LOGIN_TAKEN, field="new_login") from None


def void_resets(session: Session, *, user: CourtUser, wall: datetime) -> None:
    """Make links to a new password void, as after a change of the address they went to."""
    _spend_resets(session, user.id, wall=wall)


# --------------------------------------------------------------------------- new old accounts


def create_old_account(
    session: Session,
    *,
    account: NewAccount,
    shape: str,
    temporary_password: str,
    password_hash: str,
    must_change: bool,
    actor: str,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> CourtUser:
    """Create an account with an assigned login and a temporary password, and mail the notice.

    :param must_change: the court's policy `temporary_password` is `required` (seeds 000, 003).
    :raises Refusal: code `login` if the assigned login was taken at the same moment.
    """
    login = logins.free_login(shape, taken=queries.login_keys(session), last_name=account.last_name)
    user = CourtUser(
        login_name=login,
        login_key=logins.normal(login),
        password_hash=password_hash,
        temporary_password=True,
        role=account.role,
        first_name=account.first_name,
        middle_name=account.middle_name,
        last_name=account.last_name,
        firm=account.firm,
        address=account.address,
        phone=account.phone,
        primary_email=account.primary_email,
        bar_number=account.bar_number,
        verification_phrase=account.verification_phrase,
        created_at=now,
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise Refusal("login", LOGIN_TAKEN, field="login") from None
    postman.send(
        session,
        template="old_account_notice",
        recipient=user.primary_email,
        values={
            "name": user.display_name,
            "login_name": login,
            "temporary_password": temporary_password,
            "must_change": must_change,
            "court_name": postman.member.full_name,
            "court_time": court_stamp(now, postman.member.timezone),
        },
        now=now,
        wall=wall,
    )
    record(
        session,
        tag="account:created",
        actor=actor,
        subject=f"court-login:{user.login_key}",
        now=now,
        wall=wall,
        detail={"role": user.role},
    )
    return user


def sweep(session: Session, wall: datetime) -> None:
    """Delete proofs and reset links that ran out, and counters that count nothing any more."""
    session.execute(delete(LinkProof).where(LinkProof.expires_at < wall))
    session.execute(delete(PasswordReset).where(PasswordReset.expires_at < wall - KEEP_SPENT))
    session.execute(
        delete(LoginCounter).where(
            LoginCounter.last_at < wall - KEEP_SPENT,
            or_(LoginCounter.locked_until.is_(None), LoginCounter.locked_until < wall),
        )
    )
