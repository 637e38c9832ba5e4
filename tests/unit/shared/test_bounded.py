"""Children that answer, die, dawdle, boast and leave: an answer, or an error with a name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.bounded import BusyError, ChildDiedError, Children, OverdueError, interpreter

CHILD = """
import os, struct, sys, time
LENGTH = struct.Struct(">I")

def write(data):
    sys.stdout.buffer.write(LENGTH.pack(len(data)) + data)
    sys.stdout.buffer.flush()

write(b"")
while True:
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit(0)
    asked = sys.stdin.buffer.read(LENGTH.unpack(head)[0]).decode()
    if asked == "die":
        os._exit(9)
    if asked == "kill":
        os.kill(os.getpid(), 11)
    if asked == "sleep":
        time.sleep(60)
    if asked == "wait":
        time.sleep(1)
    if asked == "boast":
        sys.stdout.buffer.write(LENGTH.pack(2**32 - 1))
        sys.stdout.buffer.flush()
        time.sleep(60)
    if asked == "half":
        sys.stdout.buffer.write(LENGTH.pack(100) + b"half")
        sys.stdout.buffer.flush()
        os._exit(3)
    if asked == "secrets":
        write(repr(sorted(os.environ)).encode())
        continue
    write(f"{os.getpid()} {asked}".encode())
    if asked == "last":
        sys.exit(0)
"""
Make = Callable[..., Children]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Return a function that makes children which do as they are told."""
    (tmp_path / "told.py").write_text(CHILD, encoding="utf-8")
    made: list[Children] = []

    def children(module: str = "told", **more: float) -> Children:
        made.append(Children(module, folder=tmp_path, **more))  # type: ignore[arg-type]
        return made[-1]

    yield children
    for each in made:
        each.close()


def pid(answer: bytes) -> int:
    """Return who answered."""
    return int(answer.split()[0])


def test_one_child_answers_all(make: Make) -> None:
    children = make()
    answers = [children.ask(b"a", seconds=20) for _ in range(3)]
    assert len({pid(each) for each in answers}) == 1
    assert answers[0].endswith(b" a")


@pytest.mark.parametrize("word", [b"die", b"kill", b"half", b"boast"])
def test_whoever_kills_a_child_pays_alone(make: Make, word: bytes) -> None:
    children = make()
    first = pid(children.ask(b"a", seconds=20))
    with pytest.raises(ChildDiedError):
        children.ask(word, seconds=20)
    assert pid(children.ask(b"b", seconds=20)) != first


def test_a_child_that_dawdles_is_ended(make: Make) -> None:
    children = make()
    first = pid(children.ask(b"a", seconds=20))
    with pytest.raises(OverdueError):
        children.ask(b"sleep", seconds=0.2)
    assert not Path(f"/proc/{first}").exists() or not Path("/proc/self").exists()
    assert children.ask(b"b", seconds=20).endswith(b" b")


def test_a_child_that_left_of_itself_is_replaced(make: Make) -> None:
    children = make()
    first = pid(children.ask(b"last", seconds=20))
    assert pid(children.ask(b"last", seconds=20)) != first
    assert children.ask(b"c", seconds=20).endswith(b" c")


def test_a_child_that_cannot_start_is_an_error(make: Make) -> None:
    with pytest.raises(ChildDiedError, match="does not start"):
        make("no_such_module").ask(b"a", seconds=20)


def test_there_are_no_more_of_them_than_said(make: Make) -> None:
    children = make(size=1, patience=0.1)
    children.ask(b"a", seconds=20)
    busy = threading.Thread(target=children.ask, args=(b"wait",), kwargs={"seconds": 20})
    busy.start()
    caught: list[BusyError] = []
    while busy.is_alive() and not caught:
        try:
            children.ask(b"b", seconds=20)
        except BusyError as error:
            caught.append(error)
    busy.join()
    assert caught
    assert children.ask(b"c", seconds=20).endswith(b" c")


def test_many_at_once_are_all_answered(make: Make) -> None:
    children, answers = make(size=2), []

    def ask(number: int) -> None:
        answers.append(children.ask(str(number).encode(), seconds=20))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(each.split()[1]) for each in answers) == list(range(12))
    assert len({pid(each) for each in answers}) <= 2


def test_children_know_nothing_of_the_environment(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOOT_SECRET_KEY", "secret")
    known = make().ask(b"secrets", seconds=20).decode()
    assert "MOOT" not in known
    assert "HOME" not in known


def test_closing_ends_them(make: Make) -> None:
    children = make()
    first = pid(children.ask(b"a", seconds=20))
    children.close()
    assert not Path(f"/proc/{first}").exists() or not Path("/proc/self").exists()


def test_a_python_is_found_where_a_server_has_it_built_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Path(interpreter()).exists()
    monkeypatch.setattr("sys.executable", "/usr/bin/some-server")
    assert Path(interpreter()).exists()
