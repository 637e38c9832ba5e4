"""Using the store: making what is not made yet, and preparing what is handed out."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from courts.documents import making, stamping
from courts.documents.making import Source
from courts.documents.stamping import Head, Part
from shared.documents import DocumentStore, Stored
from shared.ids import new_token

PDF: Final = "application/pdf"
ZIP: Final = "application/zip"
AUDIO: Final = "audio/x-wav"
AUDIO_KIND: Final = "audio"
#: How long a stamped file is kept for the further requests of one reader (byte ranges).
KEPT: Final = timedelta(minutes=20)
#: Changes when stamps change, so that no old file is taken for a new one.
_VERSION: Final = "1"
_ZIPPED_ON: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored paper on its way out: `head` writes its header lines, None leaves them off.

    `name` is what its file is called in an archive; `mark` tells one header from another.
    """

    digest: str
    kind: str
    name: str
    head: Head | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that can be handed out; `etag` is the same for the same bytes."""

    path: Path
    media: str
    name: str
    etag: str


def ensure(store: DocumentStore, digest: str, kind: str, source: Source) -> Stored:
    """Return a paper's place in the store, making the paper if nobody has read it yet."""
    if digest and store.has(digest):
        return Stored(digest, store.size(digest))
    made = making.recording(source) if kind == AUDIO_KIND else making.pdf(source)
    return store.put(made)


def single(store: DocumentStore, paper: Paper, *, wall: datetime) -> Ready:
    """Prepare one paper: stamped if it is a PDF that can be read, else as it is."""

    def write(target: IO[bytes]) -> None:
        with store.open(paper.digest) as stream:
            _stamped(paper, stream, target)

    media = AUDIO if paper.kind == AUDIO_KIND else PDF
    return _prepared(store, (paper,), write, form="one", media=media, name=paper.name, wall=wall)


def combined(store: DocumentStore, papers: Sequence[Paper], name: str, *, wall: datetime) -> Ready:
    """Prepare several papers as one PDF.

    :raises UnreadablePaperError: if one of them cannot be read.
    """

    def write(target: IO[bytes]) -> None:
        with ExitStack() as opened:
            parts = [
                Part(cast(BinaryIO, opened.enter_context(store.open(each.digest))), each.head)
                for each in papers
            ]
            stamping.join(parts, cast(BinaryIO, target))

    return _prepared(store, papers, write, form="pdf", media=PDF, name=name, wall=wall)


def archive(store: DocumentStore, papers: Sequence[Paper], name: str, *, wall: datetime) -> Ready:
    """Prepare several papers as a ZIP file, one after the other, none of them in memory whole."""

    def write(target: IO[bytes]) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as together:
            for each in papers:
                one = single(store, each, wall=wall)
                entry = zipfile.ZipInfo(each.name, _ZIPPED_ON)
                entry.external_attr = 0o644 << 16
                entry.file_size = one.path.stat().st_size
                with together.open(entry, "w") as inside, one.path.open("rb") as made:
                    while piece := made.read(1 << 18):
                        inside.write(piece)

    return _prepared(store, papers, write, form="zip", media=ZIP, name=name, wall=wall)


def current_digest(store: DocumentStore, digest: str) -> Stored:
    """Read a paper through and return what it is now (Verify a Document).

    :raises MissingDocumentError: if it is not there.
    """
    found, size = hashlib.sha256(), 0
    with store.open(digest) as stream:
        while piece := stream.read(1 << 18):
            found.update(piece)
            size += len(piece)
    return Stored(found.hexdigest(), size)


def _stamped(paper: Paper, stream: IO[bytes], target: IO[bytes]) -> None:
    if paper.kind != AUDIO_KIND:
        try:
            stamping.stamp(Part(cast(BinaryIO, stream), paper.head), cast(BinaryIO, target))
        except stamping.UnreadablePaperError:
            # Somebody filed it like this; the court hands it out as it came.
            target.seek(0)
            target.truncate()
        else:
            return
    stream.seek(0)
    while piece := stream.read(1 << 18):
        target.write(piece)


def _prepared(
    store: DocumentStore,
    papers: Sequence[Paper],
    write: Callable[[IO[bytes]], None],
    *,
    form: str,
    media: str,
    name: str,
    wall: datetime,
) -> Ready:
    etag = _etag(form, papers)
    folder = store.scratch()
    path = folder / etag
    if path.exists():
        path.touch()
    else:
        _sweep(folder.iterdir(), wall)
        part = folder / f"{etag}.{new_token(12)}.part"
        try:
            with part.open("w+b") as target:
                write(target)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return Ready(path, media, name, etag)


def _etag(form: str, papers: Iterable[Paper]) -> str:
    told = "\n".join(f"{p.digest} {p.kind} {p.name} {p.mark}" for p in papers)
    return hashlib.sha256(f"{_VERSION} {form}\n{told}".encode()).hexdigest()


def _sweep(files: Iterable[Path], wall: datetime) -> None:
    """Delete what was handed out a while ago; whoever is still reading keeps reading."""
    for file in files:
        try:
            if file.stat().st_mtime < (wall - KEPT).timestamp():
                file.unlink()
        except FileNotFoundError:
            continue
