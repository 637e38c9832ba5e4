"""The store: named by content, whole or not at all, read in pieces."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from shared.documents import DocumentStore, MissingDocumentError, pieces


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(str(tmp_path / "papers"))


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "papers").rglob("*") if path.is_file()]


def test_a_paper_is_named_by_what_is_in_it(store: DocumentStore, tmp_path: Path) -> None:
    stored = store.put(b"a paper")
    assert stored.digest == hashlib.sha256(b"a paper").hexdigest()
    assert stored.size == store.size(stored.digest) == 7
    assert store.put(b"a paper") == stored
    assert len(files(tmp_path)) == 1
    with store.open(stored.digest) as stream:
        assert stream.read() == b"a paper"


def test_what_is_not_finished_leaves_nothing(store: DocumentStore, tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 3:
                raise OSError("the line went dead")
            return super().read(4)

    with pytest.raises(OSError, match="dead"):
        store.copy(Broken(b"half a paper"))
    assert not (tmp_path / "papers").exists()
    with store.writing() as incoming, pytest.raises(RuntimeError, match="not stored yet"):
        _ = incoming.result


def test_a_large_paper_goes_through_a_file(store: DocumentStore) -> None:
    data = bytes(range(256)) * 40_000
    stored = store.copy(io.BytesIO(data))
    assert stored.size == len(data)
    assert b"".join(pieces(store.open(stored.digest))) == data
    part = b"".join(pieces(store.open(stored.digest), start=1_000_000, length=300_000))
    assert part == data[1_000_000:1_300_000]


@pytest.mark.parametrize("digest", ["", "..", "../../../etc/passwd", "0" * 63, "A" * 64, "é" * 64])
def test_nothing_but_a_digest_is_a_name(store: DocumentStore, digest: str) -> None:
    assert not store.has(digest)
    with pytest.raises(MissingDocumentError):
        store.open(digest)


def test_a_digest_that_is_not_there_is_missing(store: DocumentStore) -> None:
    assert not store.has("0" * 64)
    for ask in (store.open, store.size):
        with pytest.raises(MissingDocumentError):
            ask("0" * 64)


def test_any_place_of_fsspec_will_do() -> None:
    store = DocumentStore("memory://papers/of/a/court")
    stored = store.put(b"elsewhere")
    assert not store.is_local
    assert store.has(stored.digest)
    with store.open(stored.digest) as stream:
        stream.seek(4)
        assert stream.read() == b"where"
    with pytest.raises(MissingDocumentError):
        store.open("0" * 64)


@pytest.mark.parametrize("linked", [True, False])
def test_a_paper_is_lent_by_a_link_or_where_that_cannot_be_by_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, linked: bool
) -> None:
    one, other = DocumentStore(str(tmp_path / "one")), DocumentStore(str(tmp_path / "other"))
    kept = one.put(b"paper")
    assert list(one.names()) == [kept.digest]
    assert list(other.names()) == []
    if not linked:

        def refuse(*_paths: object) -> None:
            raise OSError("another disk")

        monkeypatch.setattr("shared.documents.os.link", refuse)
    for _again in range(2):
        one.lend(kept.digest, other)
    assert list(other.names()) == [kept.digest]
    with other.open(kept.digest) as stream:
        assert stream.read() == b"paper"
    (file,) = (tmp_path / "other").glob("??/??/*")
    assert (file.stat().st_nlink == 2) == linked
    if linked:
        with pytest.raises(MissingDocumentError):
            one.lend("0" * 64, other)
