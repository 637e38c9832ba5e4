"""Planted databases that are made once in a run of tests, by whichever worker asks first."""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

#: Names the folder of the run, for the workers of a run that has several.
ROOT: Final = "MOOT_TEST_PLANTED"
_ODD: Final = re.compile(r"[^\w.-]+")


def once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder of databases that is never written again; `make` fills it if nobody has.

    :param name: says all that its content depends on.
    """
    wanted = _root() / _ODD.sub("-", name)
    with _turn(wanted.with_suffix(".lock")):
        if not wanted.is_dir():
            # A worker that dies in the middle leaves nothing that looks finished.
            begun = Path(tempfile.mkdtemp(dir=_root(), prefix="begun-"))
            make(begun)
            begun.rename(wanted)
    return wanted


@contextmanager
def _turn(file: Path) -> Iterator[None]:
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@cache
def _root() -> Path:
    """Return the folder of this run; the process that made it removes it at its end."""
    if ROOT not in os.environ:
        os.environ[ROOT] = tempfile.mkdtemp(prefix="moot-planted-")
        atexit.register(shutil.rmtree, os.environ[ROOT], ignore_errors=True)
    return Path(os.environ[ROOT])


def begin() -> None:
    """Make the folder of the run, before there are workers."""
    _root()
