"""All tables of a court, for migrations; the same in every kind of court."""

from __future__ import annotations

from courts.accounts import models as accounts
from courts.changes import models as changes
from courts.letters import models as letters
from courts.portal import models as portal
from courts.registrations import models as registrations
from courts.signin import models as signin
from courts.tables import Table
from shared import audit, outbox, timekeeping
from shared.db import SharedTable

METADATAS = (SharedTable.metadata, Table.metadata)
ROOMS = (accounts, changes, signin, audit, outbox, timekeeping)
ROOMS = (accounts, letters, signin, audit, outbox, timekeeping)
ROOMS = (accounts, registrations, signin, audit, outbox, timekeeping)
ROOMS = (accounts, portal, signin, audit, outbox, timekeeping)
