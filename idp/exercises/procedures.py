"""The procedures as pages: the small part of Markdown in which they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9]{3,20}")
_ANCHOR: Final = re.compile(r'<a id="([a-z0-9-]+)"></a>')
_SPAN: Final = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*]+)\*|`(?P<code>[^`]+)`"
    r"|\[(?P<text>[^\]]+)\]\((?P<href>[^)]+)\)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Some words: `kind` is plain, strong, em, code or link."""

    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 or 2) or a paragraph (0), with the id by which it is referred to."""

    level: int
    spans: tuple[Span, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One of the procedures."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def names() -> tuple[str, ...]:
    """Return the names of all procedures, in order."""
    found = (resources.files(__package__) / "procedures").iterdir()
    return tuple(sorted(f.name.removesuffix(".md") for f in found if f.name.endswith(".md")))


def text(name: str) -> str | None:
    """Return a procedure as it is written; None if there is none."""
    if not _NAME.fullmatch(name):
        return None
    file = resources.files(__package__) / "procedures" / f"{name}.md"
    return file.read_text(encoding="utf-8") if file.is_file() else None


def load(name: str) -> Procedure | None:
    """Return a procedure; None if there is none."""
    written = text(name)
    return None if written is None else parse(name, written)


def parse(name: str, written: str) -> Procedure:
    """Read a procedure: headings, paragraphs and their ids."""
    blocks = tuple(_blocks(written))
    title = next(("".join(s.text for s in b.spans) for b in blocks if b.level == 1), name)
    return Procedure(name, title, tuple(b for b in blocks if b.level != 1))


def _blocks(written: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", written.strip()):
        anchor = _ANCHOR.match(part)
        words = _ANCHOR.sub("", part).strip()
        level = len(words) - len(words.lstrip("#"))
        folded = " ".join(words.lstrip("#").split())
        yield Block(level, tuple(_spans(folded)), anchor.group(1) if anchor else "")


def _spans(words: str) -> Iterator[Span]:
    at = 0
    for found in _SPAN.finditer(words):
        if found.start() > at:
            yield Span("plain", words[at : found.start()])
        kind = next(k for k in ("strong", "em", "code", "text") if found.group(k))
        href = (found.group("href") or "").removesuffix(".md")
        yield Span("link" if kind == "text" else kind, found.group(kind), href)
        at = found.end()
    if at < len(words):
        yield Span("plain", words[at:])
