"""The store of papers: files named by what is in them, in a folder or, by a URL, elsewhere (S3).

What is written once under a digest never changes. Reading is by streams, so that no paper is ever
held in memory whole; writing is whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

import fsspec
from fsspec.implementations.local import LocalFileSystem

from shared.ids import new_token

CHUNK: Final = 256 * 1024
#: What is smaller than this is kept in memory while it is written, not in a file.
SPOOLED: Final = 4 * 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store says of a paper: its name (hex SHA-256) and its size in bytes."""

    digest: str
    size: int


class MissingDocumentError(LookupError):
    """The store holds nothing under that digest."""


class DocumentStore:
    """A folder, a bucket: wherever the URL leads.

    :param url: a path of this machine, or a URL of fsspec such as `s3://bucket/prefix`.
    """

    def __init__(self, url: str) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)

    @property
    def is_local(self) -> bool:
        """Say whether papers are files of this machine."""
        return isinstance(self._fs, LocalFileSystem)

    def scratch(self) -> Path:
        """Return a folder for what is made to be handed out: beside the papers, if they are here.

        A container's own disk may be its memory; the volume of the papers never is.
        """
        if self.is_local:
            folder = Path(self._root) / ".out"
        else:
            folder = Path(tempfile.gettempdir()) / f"moot-out-{os.getuid()}"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @contextmanager
    def writing(self) -> Iterator[Incoming]:
        """Take a paper in pieces; it is in the store when the block ends without an exception."""
        with tempfile.SpooledTemporaryFile(max_size=SPOOLED) as spool:
            incoming = Incoming(cast("IO[bytes]", spool))
            yield incoming
            incoming.stored = self._keep(incoming)

    def put(self, data: bytes) -> Stored:
        """Store bytes that are at hand."""
        with self.writing() as incoming:
            incoming.write(data)
        return incoming.result

    def copy(self, source: IO[bytes]) -> Stored:
        """Store a stream from where it stands, without holding it in memory."""
        with self.writing() as incoming:
            shutil.copyfileobj(source, cast("IO[bytes]", incoming), CHUNK)
        return incoming.result

    def has(self, digest: str) -> bool:
        """Say whether a paper is there."""
        return _DIGEST.fullmatch(digest) is not None and bool(self._fs.exists(self._path(digest)))

    def size(self, digest: str) -> int:
        """Return how many bytes a paper has.

        :raises MissingDocumentError: if it is not there.
        """
        try:
            return int(self._fs.size(self._path(digest)))
        except FileNotFoundError:
            raise MissingDocumentError(digest) from None

    def open(self, digest: str) -> IO[bytes]:
        """Open a paper for reading; the stream can seek.

        :raises MissingDocumentError: if it is not there.
        """
        try:
            return cast("IO[bytes]", self._fs.open(self._path(digest), "rb"))
        except FileNotFoundError:
            raise MissingDocumentError(digest) from None

    def names(self) -> Iterator[str]:
        """Yield the digests of all papers of a store on this machine; nothing of one elsewhere."""
        root = Path(self._root)
        if self.is_local and root.exists():
            for file in sorted(root.glob("??/??/*")):
                if _DIGEST.fullmatch(file.name):
                    yield file.name

    def lend(self, digest: str, other: DocumentStore) -> None:
        """Have another store on this machine hold a paper, too.

        They share the file where the disk allows it: papers never change.

        :raises MissingDocumentError: if it is not there.
        """
        source, target = Path(self._path(digest)), Path(other._path(digest))
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise MissingDocumentError(digest) from None
        except FileExistsError:
            return
        except OSError:
            with self.open(digest) as stream:
                other.copy(stream)

    def _path(self, digest: str) -> str:
        if _DIGEST.fullmatch(digest) is None:
            raise MissingDocumentError(digest)
        return f"{self._root}/{digest[:2]}/{digest[2:4]}/{digest}"

    def _keep(self, incoming: Incoming) -> Stored:
        found = Stored(incoming.digest, incoming.size)
        path = self._path(found.digest)
        if self._fs.exists(path):
            return found
        incoming.spool.seek(0)
        if not self.is_local:
            # Object stores show an object only when all of it has arrived.
            self._copy_to(path, incoming.spool)
            return found
        self._fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        part = f"{path}.{new_token(12)}.part"
        try:
            self._copy_to(part, incoming.spool)
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)
        return found

    def _copy_to(self, path: str, source: IO[bytes]) -> None:
        with self._fs.open(path, "wb") as target:
            shutil.copyfileobj(source, target, CHUNK)


class Incoming:
    """A paper on its way into the store."""

    def __init__(self, spool: IO[bytes]) -> None:
        self.spool = spool
        self.size = 0
        self.stored: Stored | None = None
        self._hash: Any = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Add a piece."""
        self._hash.update(data)
        self.size += len(data)
        return self.spool.write(data)

    @property
    def digest(self) -> str:
        """The name of what has arrived so far."""
        return str(self._hash.hexdigest())

    @property
    def result(self) -> Stored:
        """What the store says of it, once the block has ended.

        :raises RuntimeError: before that.
        """
        if self.stored is None:
            raise RuntimeError("the paper is not stored yet")
        return self.stored


def pieces(stream: IO[bytes], *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Yield a stream, or `length` bytes of it from `start`, in pieces; close it at the end."""
    with stream:
        stream.seek(start)
        left = length
        while left is None or left > 0:
            piece = stream.read(CHUNK if left is None else min(CHUNK, left))
            if not piece:
                return
            yield piece
            if left is not None:
                left -= len(piece)
