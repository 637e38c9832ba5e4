"""Using the store: making what is not made yet, preparing what is handed out, taking in uploads."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from courts.documents import checks, making, reader, redaction, stamping
from courts.documents.checks import Finding, PdfRules
from courts.documents.facts import BadFactsError, Bounds, Limit, PdfFacts, from_json
from courts.documents.making import Source
from courts.documents.redaction import RedactionFinding, Setting
from courts.documents.stamping import Head, Part
from courts.kinds import filings
from shared.bounded import BusyError, ChildDiedError, Children, OverdueError
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
_PIECE: Final = 1 << 18
_LONGEST_NAME: Final = 200
_CIVIL: Final = Setting()
#: Bounds of what a reader remembers: papers, and letters of a paper.
_MOST_KNOWN: Final = 100
_LONGEST_KNOWN: Final = 100_000


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
                    while piece := made.read(_PIECE):
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


# --------------------------------------------------------------------------- what comes in


class Reader:
    """Reads PDF in processes of their own, so that no file can end or hold up the court.

    One process serves until a second is needed; it is started at the first file and ends when
    nobody has asked for a while. A file that ends it costs that file alone.
    """

    def __init__(self, bounds: Bounds | None = None, children: Children | None = None) -> None:
        self._bounds = bounds or Bounds()
        root = Path(__file__).resolve().parents[2]
        self._children = children or Children("courts.documents.reader", folder=root)
        self._guard = threading.Lock()
        self._known: OrderedDict[str, PdfFacts] = OrderedDict()

    def remember(self, digest: str, facts: PdfFacts) -> None:
        """Keep what is in a paper by its digest for a while: whoever files it looks at it again.

        Long ones are not kept, and of the others only the last.
        """
        if facts.limit or sum(map(len, facts.texts)) > _LONGEST_KNOWN:
            return
        with self._guard:
            self._known[digest] = facts
            self._known.move_to_end(digest)
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)

    def known(self, digest: str) -> PdfFacts | None:
        """Return what is in a paper, if it was remembered."""
        with self._guard:
            return self._known.get(digest)

    def read(self, path: Path) -> PdfFacts:
        """Return what is in a file; `limit` says why it could not be read to its end."""
        asked = reader.question(path.resolve(), self._bounds)
        limit: Limit = "died"
        try:
            answer = self._children.ask(asked, seconds=self._bounds.seconds)
            return from_json(answer.decode())
        except OverdueError:
            limit = "time"
        except BusyError:
            limit = "busy"
        except (ChildDiedError, BadFactsError, UnicodeDecodeError):
            limit = "died"
        return PdfFacts(path.stat().st_size, is_pdf=True, limit=limit)

    def close(self) -> None:
        """End the processes; the next file starts one again."""
        self._children.close()


@dataclass(frozen=True, slots=True)
class Examined:
    """What is in a file, what the court says of it, and what is not blacked out in it.

    `filename` is the name as the court writes it, without folders.
    """

    filename: str
    facts: PdfFacts
    findings: tuple[Finding, ...]
    redactions: tuple[RedactionFinding, ...] = ()

    @property
    def refused(self) -> bool:
        """Say whether the court turns the file down."""
        return checks.refused(self.findings)


@dataclass(frozen=True, slots=True)
class Received:
    """An upload after the gate: `paper` is None if the court turned it down."""

    paper: filings.Paper | None
    findings: tuple[Finding, ...]
    redactions: tuple[RedactionFinding, ...] = ()


def receive(
    store: DocumentStore,
    stream: IO[bytes],
    *,
    filename: str,
    rules: PdfRules,
    reader: Reader,
    training: bool,
    setting: Setting = _CIVIL,
) -> Received:
    """Take in a file that somebody wants to file; it is stored only if the court takes it.

    Reading may take seconds: the caller closes its transaction first (`edge.split`).

    :param stream: read no further than the court's limit, whatever its sender promised.
    :param setting: in what kind of case, for the redaction checker; looked at in training only.
    """
    with _arrived(store, stream, rules) as file:
        found = _examined(file, filename, rules, reader, setting if training else None)
        if found.refused:
            return Received(None, found.findings, found.redactions)
        with file.open("rb") as accepted:
            stored = store.copy(accepted)
    if training:
        reader.remember(stored.digest, found.facts)
    paper = filings.Paper(
        digest=stored.digest, size=stored.size, pages=found.facts.pages, filename=found.filename
    )
    return Received(paper, found.findings, found.redactions)


def examine(
    store: DocumentStore,
    stream: IO[bytes],
    *,
    filename: str,
    rules: PdfRules,
    reader: Reader,
    training: bool,
    setting: Setting = _CIVIL,
) -> Examined:
    """Say what `receive` would say of a file, and what is in it, without keeping it."""
    with _arrived(store, stream, rules) as file:
        return _examined(file, filename, rules, reader, setting if training else None)


@contextmanager
def _arrived(store: DocumentStore, stream: IO[bytes], rules: PdfRules) -> Iterator[Path]:
    """Give a file for the time being, with one byte more than the court takes at the most."""
    with tempfile.NamedTemporaryFile(dir=store.scratch(), suffix=".in") as file:
        left = rules.max_bytes + 1
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            left -= file.write(piece)
        file.flush()
        yield Path(file.name)


def _examined(
    file: Path, filename: str, rules: PdfRules, reader: Reader, setting: Setting | None
) -> Examined:
    name, size = _name_of(filename), file.stat().st_size
    unread = not 0 < size <= rules.max_bytes
    facts = PdfFacts(size) if unread else reader.read(file)
    findings = checks.judge(facts, rules, name)
    redactions = () if setting is None else redaction.check(facts, setting)
    return Examined(name, facts, findings, redactions)


def _name_of(filename: str) -> str:
    """Return a name as it is shown: without the folders of somebody's machine."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-_LONGEST_NAME:]
