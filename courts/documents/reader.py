"""The process that reads PDF: `python -m courts.documents.reader`, asked by `shared.bounded`.

It holds no secret and writes no file. Whatever a file does to it, the court goes on.
"""

from __future__ import annotations

import json
import resource
import select
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final

from courts.documents import reading
from courts.documents.facts import Bounds, PdfFacts, to_json

_LENGTH: Final = struct.Struct(">I")
#: So long it waits for a question, and so many it answers: what a file has left behind goes too.
IDLE_SECONDS: Final = 60.0
MOST: Final = 200


def question(path: Path, bounds: Bounds) -> bytes:
    """Write down what is to be read, and within which bounds."""
    return json.dumps({"path": str(path), "bounds": asdict(bounds)}).encode()


def main() -> int:
    """Answer questions until nobody asks any more."""
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        _limit(limit, 0)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    _write(target, b"")
    for _ in range(MOST):
        asked = _read(source)
        if asked is None:
            return 0
        facts = _answer(asked)
        _write(target, to_json(facts).encode())
        if facts.limit:
            return 0  # what is left of its memory is in pieces
    return 0


def _answer(asked: bytes) -> PdfFacts:
    told = json.loads(asked)
    path, bounds = Path(told["path"]), Bounds(**told["bounds"])
    _limit(resource.RLIMIT_AS, bounds.memory)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + bounds.cpu_seconds)
    reading.restrain(bounds)
    try:
        return reading.read(path, bounds)
    except (MemoryError, RecursionError):
        return PdfFacts(path.stat().st_size, is_pdf=True, limit="memory")


def _limit(kind: int, most: int) -> None:
    """Lower a limit; not every system has every one."""
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _read(source: IO[bytes]) -> bytes | None:
    ready, _, _ = select.select([source], [], [], IDLE_SECONDS)
    head = source.read(_LENGTH.size) if ready else b""
    if len(head) < _LENGTH.size:
        return None
    return source.read(int(_LENGTH.unpack(head)[0]))


def _write(target: IO[bytes], frame: bytes) -> None:
    target.write(_LENGTH.pack(len(frame)) + frame)
    target.flush()


if __name__ == "__main__":
    sys.exit(main())
