"""Writing PACER accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.accounts.names import user_key
from shared.db import SHARED_WORLD
from shared.ids import subject_of
from shared.personas import Address, Persona


def create_account(
    session: Session, *, persona: Persona, password_hash: str, world: int = SHARED_WORLD
) -> Account:
    """Open the PACER account of a persona.

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
        password_changed_at=datetime.combine(seed.opened, time(12), UTC),
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
        phone=seed.phone,
        email=seed.email,
        date_of_birth=seed.date_of_birth,
        opened_on=seed.opened,
        client_code_required=seed.client_code_required,
        exempt_cja=seed.exempt_cja,
    )
    session.add(account)
    return account


def plant_accounts(
    session: Session, *, personas: Sequence[Persona], hashes: Mapping[str, str]
) -> int:
    """Open the accounts of the personas whose password hashes are given; return how many."""
    for persona in personas:
        if persona.key in hashes:
            create_account(session, persona=persona, password_hash=hashes[persona.key])
    session.flush()
    return len(hashes)


def _lines(address: Address) -> str:
    return (
        f"{address.street}\n{address.city}, {address.state} {address.zip}\n"
        f"{address.county}\n{address.country}"
    )
