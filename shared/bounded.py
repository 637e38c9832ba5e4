"""Questions to child processes of this program, within bounds of time, number and size.

A child reads a question from its input and writes the answer to its output, each as four bytes of
length and so many bytes; its first frame, sent when it is ready, is empty. It ends by itself, with
code 0, when its input ends, when nobody has asked for long, or when it has answered enough; ended
like that it is simply replaced. Ended in any other way before it has answered, the question has
killed it. What a child may use up (memory, processor) it sets for itself.
"""

from __future__ import annotations

import os
import queue
import select
import struct
import subprocess
import sys
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from shared.clock import ticks

_LENGTH: Final = struct.Struct(">I")
_PIECE: Final = 64 * 1024
_START_SECONDS: Final = 30.0
_END_SECONDS: Final = 5.0


class ChildDiedError(Exception):
    """The child ended before it had answered."""


class OverdueError(Exception):
    """The child had not answered in time, and was ended."""


class BusyError(Exception):
    """All children were at work for as long as the caller would wait."""


class Children:
    """Up to `size` children, started when they are needed and used one question at a time.

    :param module: the module that a child runs (`python -m`), seen from `folder`.
    :param patience: seconds to wait for a child that is free.
    :param largest: bytes that an answer may have.
    """

    def __init__(
        self,
        module: str,
        *,
        folder: Path,
        size: int = 2,
        patience: float = 20.0,
        largest: int = 32 * 1024 * 1024,
    ) -> None:
        self._command = (interpreter(), "-m", module)
        self._folder = folder
        self._patience = patience
        self._largest = largest
        # Last in, first out: one child does all the work as long as one is enough.
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        slots = [_Slot() for _ in range(size)]
        for slot in slots:
            self._free.put(slot)
        self.close = weakref.finalize(self, _end_all, slots)

    def ask(self, question: bytes, *, seconds: float) -> bytes:
        """Return the answer of a child.

        :raises BusyError: if no child became free.
        :raises OverdueError: if it took longer than `seconds`.
        :raises ChildDiedError: if the child ended over it, or wrote what is no answer.
        """
        try:
            slot = self._free.get(timeout=self._patience)
        except queue.Empty:
            raise BusyError from None
        try:
            return self._answer(slot, question, seconds)
        finally:
            self._free.put(slot)

    def _answer(self, slot: _Slot, question: bytes, seconds: float) -> bytes:
        for _ in range(2):
            child = slot.running() or self._start(slot)
            try:
                child.send(question)
                return child.receive(seconds, self._largest)
            except ChildDiedError:
                if slot.end() != 0:
                    raise
                # It had just gone, of itself: the next one answers.
            except OverdueError:
                slot.end()
                raise
        raise ChildDiedError

    def _start(self, slot: _Slot) -> _Child:
        child = slot.child = _Child(self._command, self._folder)
        try:
            child.receive(_START_SECONDS, 0)
        except (ChildDiedError, OverdueError):
            slot.end()
            raise ChildDiedError("it does not start") from None
        return child


class _Slot:
    """A place for a child."""

    def __init__(self) -> None:
        self.child: _Child | None = None

    def running(self) -> _Child | None:
        if self.child is not None and self.child.process.poll() is not None:
            self.end()
        return self.child

    def end(self) -> int | None:
        """End the child if there is one; return the code with which it had ended by itself."""
        child, self.child = self.child, None
        return None if child is None else child.end()


class _Child:
    def __init__(self, command: Sequence[str], folder: Path) -> None:
        # Nothing of this process's environment, which holds secrets; a session of its own, so that
        # an interrupt typed at the terminal ends the parent, and by that the child, in order.
        self.process = subprocess.Popen(  # noqa: S603 - this program's own module, by list
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PYTHONPATH": _path(folder), "LANG": "C.UTF-8"},
            bufsize=0,
            start_new_session=True,
        )

    def send(self, frame: bytes) -> None:
        """Write a frame, which is small.

        :raises ChildDiedError: if nobody reads.
        """
        stream = self.process.stdin
        try:
            if stream is not None:
                stream.write(_LENGTH.pack(len(frame)) + frame)
        except (BrokenPipeError, ConnectionResetError):
            raise ChildDiedError from None

    def receive(self, seconds: float, largest: int) -> bytes:
        """Read a frame.

        :raises OverdueError: if it takes longer.
        :raises ChildDiedError: if the child ends, or promises more than `largest` bytes.
        """
        until = ticks() + seconds
        (length,) = _LENGTH.unpack(self._bytes(_LENGTH.size, until))
        if length > largest:
            raise ChildDiedError("an answer without end")
        return self._bytes(length, until)

    def _bytes(self, count: int, until: float) -> bytes:
        stream, found = self.process.stdout, bytearray()
        if stream is None:
            raise ChildDiedError
        waiting = select.poll()
        waiting.register(stream, select.POLLIN)
        while len(found) < count:
            left = until - ticks()
            if left <= 0 or not waiting.poll(left * 1000):
                raise OverdueError
            piece = os.read(stream.fileno(), min(_PIECE, count - len(found)))
            if not piece:
                raise ChildDiedError
            found += piece
        return bytes(found)

    def end(self) -> int | None:
        """End the process, wait for it, and return the code if it had ended by itself."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        try:
            # Whoever closed its side of the pipe is about to be gone.
            code = self.process.wait(0.5)
        except subprocess.TimeoutExpired:
            code = None
            self.process.kill()
            self.process.wait(_END_SECONDS)
        return code


def _end_all(slots: Sequence[_Slot]) -> None:
    for slot in slots:
        slot.end()


def _path(folder: Path) -> str:
    return os.pathsep.join(dict.fromkeys([str(folder), *(each for each in sys.path if each)]))


def interpreter() -> str:
    """Return the Python that runs this program, also where a server has it built in."""
    if Path(sys.executable).name.startswith("python"):
        return sys.executable
    return str(Path(sys.prefix) / "bin" / "python3")
