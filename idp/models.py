"""All tables of the identity provider, for migrations."""

from __future__ import annotations

from idp.accounts import models as accounts
from idp.billing import models as billing
from idp.changes import models as changes
from idp.cja import models as cja
from idp.classroom import models as classroom
from idp.efile import models as efile
from idp.exercises import models as exercises
from idp.firms import models as firms
from idp.kit import models as kit
from idp.locator import models as locator
from idp.mailbox import models as mailbox
from idp.mfa import models as mfa
from idp.oidc import models as oidc
from idp.registry import models as registry
from idp.sandbox import models as sandbox
from idp.signin import models as signin
from idp.switchboard import models as switchboard
from idp.tables import Table
from shared import audit, duties, outbox, seats, switches, timekeeping
from shared.db import SharedTable

METADATAS = (SharedTable.metadata, Table.metadata)
ROOMS = (
    accounts,
    audit,
    billing,
    changes,
    cja,
    classroom,
    efile,
    exercises,
    billing,
    cja,
    classroom,
    firms,
    kit,
    locator,
    mailbox,
    mfa,
    oidc,
    registry,
    sandbox,
    signin,
    switchboard,
    audit,
    outbox,
    switches,
    outbox,
    registry,
    seats,
    duties,
    signin,
    timekeeping,
)
