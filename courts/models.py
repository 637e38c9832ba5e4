"""All tables of a court, for migrations; the same in every kind of court."""

from __future__ import annotations

from courts.access import models as access
from courts.accounts import models as accounts
from courts.cases import models as cases
from courts.changes import models as changes
from courts.claiming import models as claiming
from courts.claims import models as claims
from courts.docket import models as docket
from courts.epoc import models as epoc
from courts.filing import models as filing
from courts.letters import models as letters
from courts.notices import models as notices
from courts.payments import models as payments
from courts.portal import models as portal
from courts.redacting import models as redacting
from courts.registrations import models as registrations
from courts.signin import models as signin
from courts.tables import Table
from shared import audit, duties, outbox, seats, switches, timekeeping
from shared.db import SharedTable

METADATAS = (SharedTable.metadata, Table.metadata)
ROOMS = (
    access,
    accounts,
    audit,
    cases,
    changes,
    claiming,
    claims,
    docket,
    epoc,
    filing,
    letters,
    notices,
    outbox,
    payments,
    portal,
    redacting,
    registrations,
    seats,
    duties,
    signin,
    switches,
    timekeeping,
)
