"""`moot snapshot`: a whole federation as it was at one moment, kept and put back.

A snapshot is a folder: copies of all databases, the papers (shared with the store where the disk
allows it, for they never change), and `snapshot.json`, which is written last.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from sqlite3 import OperationalError, connect
from typing import Any, Final

from sqlalchemy import make_url

from shared import clock, migrate
from shared.audit import record
from shared.clock import ClockSetting
from shared.db import Database
from shared.documents import DocumentStore
from shared.errors import Refusal
from shared.federation import Federation
from shared.launcher import factories, postgres_copies, preparing, sqlite_copies
from shared.timekeeping import read_setting, write_setting

FORMAT: Final = 1
QUEUE: Final = "queue"
_ABOUT: Final = "snapshot.json"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
#: So much more than the databases have now should be free: 10 MB.
_SPARE: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """What a snapshot is taken of, and where snapshots are kept.

    :param databases: URLs by member, and on SQLite that of the queue.
    :param papers: URL of each court's store.
    :param runs: says whether a member answers; its tables cannot be migrated then.
    """

    federation: Federation
    folder: Path
    databases: Mapping[str, str]
    papers: Mapping[str, str]
    mode: str = "training"
    runs: Callable[[], bool] = field(default=lambda: False)

    @property
    def on_sqlite(self) -> bool:
        """Say whether the databases are files."""
        return all(make_url(url).get_backend_name() == "sqlite" for url in self.databases.values())

    def files(self) -> dict[str, Path]:
        """Return the database files (SQLite)."""
        return {name: Path(str(make_url(url).database)) for name, url in self.databases.items()}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept about a snapshot; moments as text.

    :param revisions: at which each member's tables stood.
    """

    name: str
    made_at: str
    court_time: str
    frozen: bool
    members: tuple[str, ...]
    mode: str
    kind: str
    revisions: Mapping[str, str]
    papers: int = 0
    bytes: int = 0
    note: str = ""
    format: int = FORMAT


def listing(place: Place) -> list[Snapshot]:
    """Return the snapshots, the oldest first."""
    found = [_about(file.parent) for file in place.folder.glob(f"[!.]*/{_ABOUT}")]
    return sorted(found, key=lambda each: (each.made_at, each.name))


def get(place: Place, name: str) -> Snapshot:
    """Return what is kept about a snapshot.

    :raises Refusal: code `unknown`, with the names that there are.
    """
    folder = place.folder / _checked(name)
    if not (folder / _ABOUT).exists():
        names = ", ".join(each.name for each in listing(place))
        there = f"There are: {names}." if names else "There is none yet: moot snapshot save NAME"
        raise Refusal("unknown", f"There is no snapshot “{name}”. {there}")
    return _about(folder)


def save(place: Place, name: str, *, note: str = "", replace: bool = False) -> Snapshot:
    """Keep the federation as it is now.

    :raises Refusal: code `name`, `taken`, `space`, `busy`, `missing` or `working`.
    """
    folder = place.folder / _checked(name)
    with _alone(place):
        if folder.exists() and not replace:
            raise Refusal(
                "taken",
                f"There is a snapshot “{name}” already. Take another name, or overwrite it with "
                "--replace.",
            )
        _check_space(place)
        scratch = place.folder / f".{name}.part"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        try:
            made = _make(place, scratch, name, note)
        except BaseException:
            shutil.rmtree(scratch, ignore_errors=True)
            raise
        _remove(folder)
        scratch.rename(folder)
    return made


def restore(place: Place, name: str, *, run_on: bool = False) -> Snapshot:
    """Make the federation what it was when a snapshot was saved, while it runs or not.

    Court time goes back to the moment of the snapshot, too.

    :param run_on: let court time be as late as if nothing had been put back.
    :raises Refusal: code `unknown`, `other`, `revision`, `busy`, `tables` or `working`.
    """
    with _alone(place):
        kept = get(place, name)
        behind = _check_fits(place, kept)
        folder = place.folder / name
        if place.on_sqlite:
            sqlite_copies.put_back(place.files(), folder)
        else:
            postgres_copies.put_back(place.databases, folder)
        for court, url in place.papers.items():
            _lend_all(DocumentStore(str(folder / "papers" / court)), DocumentStore(url))
        if behind:
            preparing.migrate_members(place.federation.members, place.databases)
        _note_restored(place, kept, run_on=run_on)
    return kept


def delete(place: Place, name: str) -> None:
    """Remove a snapshot.

    :raises Refusal: code `unknown` or `working`.
    """
    with _alone(place):
        get(place, name)
        _remove(place.folder / name)


# --------------------------------------------------------------------------- saving


def _make(place: Place, folder: Path, name: str, note: str) -> Snapshot:
    if place.on_sqlite:
        sqlite_copies.take(place.files(), folder)
    else:
        postgres_copies.take(place.databases, folder)
    setting, wall = _setting(place), clock.wall()
    # A paper is stored before the row that names it: what the copies name is there by now.
    papers = sum(
        _lend_all(DocumentStore(url), DocumentStore(str(folder / "papers" / court)))
        for court, url in place.papers.items()
    )
    made = Snapshot(
        name=name,
        made_at=wall.isoformat(timespec="seconds"),
        court_time=setting.now(wall).isoformat(timespec="seconds"),
        frozen=setting.frozen_at is not None,
        members=tuple(member.id for member in place.federation.members),
        mode=place.mode,
        kind=_kind(place),
        revisions=_revisions(place),
        papers=papers,
        bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        note=note,
    )
    text = json.dumps(asdict(made), indent=1, ensure_ascii=False)
    (folder / _ABOUT).write_text(text + "\n", encoding="utf-8")
    return made


def _lend_all(source: DocumentStore, target: DocumentStore) -> int:
    """Have one store hold the papers of the other; papers in a bucket stay there for good."""
    if not (source.is_local and target.is_local):
        return 0
    digests = list(source.names())
    for digest in digests:
        source.lend(digest, target)
    return len(digests)


def _setting(place: Place) -> ClockSetting:
    database = Database(place.databases[place.federation.idp.id], pool_size=1)
    try:
        with database.reading() as session:
            return read_setting(session)
    finally:
        database.dispose()


def _check_space(place: Place) -> None:
    if place.on_sqlite:
        found = [file.stat().st_size for file in place.files().values() if file.exists()]
    else:
        found = [postgres_copies.size(url) for url in place.databases.values()]
    place.folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place.folder).free
    if free < sum(found) + _SPARE:
        needed = (sum(found) + _SPARE) // 1_000_000
        raise Refusal(
            "space", f"A snapshot needs about {needed} MB, and {free // 1_000_000} MB are free."
        )


def _kind(place: Place) -> str:
    return "sqlite" if place.on_sqlite else "postgresql"


def _revisions(place: Place) -> dict[str, str]:
    found = {}
    for member in place.federation.members:
        url = place.databases[member.id]
        if place.on_sqlite:
            found[member.id] = _sqlite_revision(place.files()[member.id])
        else:
            found[member.id] = postgres_copies.revision(url)
    return found


def _sqlite_revision(file: Path) -> str:
    with closing(connect(file)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except OperationalError:  # tables that no migration made
            return ""
    return str(row[0])


# --------------------------------------------------------------------------- putting back


def _check_fits(place: Place, kept: Snapshot) -> bool:
    """Say whether the snapshot's tables have to be migrated.

    :raises Refusal: code `other` for another federation, `revision` for tables that cannot be.
    """
    here = tuple(member.id for member in place.federation.members)
    for what, had, has in (
        ("members", ", ".join(sorted(kept.members)), ", ".join(sorted(here))),
        ("mode", kept.mode, place.mode),
        ("kind of database", kept.kind, _kind(place)),
    ):
        if had != has:
            raise Refusal(
                "other",
                f"The snapshot “{kept.name}” is of another federation: its {what}: {had}; here: "
                f"{has}.",
            )
    now = _revisions(place)
    if dict(kept.revisions) == now:
        return False
    heads = {m.id: migrate.head(factories.migrations(m)) for m in place.federation.members}
    newer = [name for name, at in kept.revisions.items() if at > heads[name]]
    if newer or not place.on_sqlite or place.runs():
        how = (
            "It was made by a newer version of the program"
            if newer
            else "It was made by an older version: end the federation, restore, and start it again"
        )
        raise Refusal("revision", f"The snapshot “{kept.name}” has other tables. {how}.")
    return True


def _note_restored(place: Place, kept: Snapshot, *, run_on: bool) -> None:
    """Set court time, and note in every member's audit trail what happened."""
    moment = datetime.fromisoformat(kept.court_time)
    for member in place.federation.members:
        database = Database(place.databases[member.id], pool_size=1)
        try:
            with database.writing() as session:
                wall = clock.wall()
                if not run_on:
                    frozen = moment if kept.frozen else None
                    write_setting(session, ClockSetting(moment - wall, frozen))
                record(
                    session,
                    tag="snapshot:restored",
                    actor="operator",
                    subject=kept.name,
                    now=read_setting(session).now(wall),
                    wall=wall,
                    detail={"made_at": kept.made_at, "court_time": kept.court_time},
                )
        finally:
            database.dispose()


# --------------------------------------------------------------------------- the folder


def _about(folder: Path) -> Snapshot:
    known: dict[str, Any] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    if known.get("format") != FORMAT:
        raise Refusal("format", f"{folder} is of a version of the program that I do not know.")
    return Snapshot(**{**known, "members": tuple(known["members"])})


def _checked(name: str) -> str:
    if _NAME.fullmatch(name) is None:
        raise Refusal(
            "name", f"“{name}” is no name for a snapshot: letters, digits, and . _ - inside."
        )
    return name


def _remove(folder: Path) -> None:
    """Remove a snapshot: first from the list, then from the disk."""
    if folder.exists():
        gone = folder.with_name(f".{folder.name}.gone")
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        shutil.rmtree(gone)


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Keep others from saving, restoring or deleting meanwhile."""
    place.folder.mkdir(parents=True, exist_ok=True)
    with (place.folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            words = "Somebody else is saving or restoring a snapshot just now."
            raise Refusal("working", words) from None
        yield
