"""One lock, hashes on everything, no address in it, and a reason for each dependency."""

import re
import tomllib
from pathlib import Path

import pytest

from deploy.tools import runtime_lock
from tests.architecture import tree

PROJECT = tomllib.loads(tree.source(Path("pyproject.toml")))["project"]
LOCK = tree.source(Path("requirements.lock"))
PINS = runtime_lock.read_lock(LOCK)
RUNTIME = runtime_lock.wanted(PROJECT)
TOOLS = runtime_lock.wanted({"dependencies": PROJECT["optional-dependencies"]["tools"]})


@pytest.mark.parametrize("name", RUNTIME + TOOLS)
def test_every_dependency_is_locked_and_justified(name: str) -> None:
    assert name in PINS
    justified = re.findall(r"^\| `([^`]+)`", tree.source(Path("docs/decisions.md")), re.MULTILINE)
    assert name in {runtime_lock.normal(entry) for entry in justified}


@pytest.mark.parametrize("name", RUNTIME + TOOLS)
def test_the_decisions_name_the_locked_version(name: str) -> None:
    version = PINS[name].text.split("==", 1)[1].split()[0]
    line = re.search(
        rf"^\| `{name}` \| (\S+) ", tree.source(Path("docs/decisions.md")), re.MULTILINE
    )
    assert line is not None
    assert line[1] == version


def test_everything_is_pinned_by_hash() -> None:
    assert len(PINS) > len(RUNTIME)
    assert [pin.name for pin in PINS.values() if "--hash=sha256:" not in pin.text] == []


def test_the_lock_holds_no_address() -> None:
    assert re.findall(r"(?m)://|^--?[a-z]|file:", LOCK) == []


def test_the_runtime_part_is_whole_and_without_tools() -> None:
    part = runtime_lock.read_lock(runtime_lock.runtime(tree.ROOT, also=[]))
    assert set(RUNTIME) <= set(part)
    assert {"werkzeug", "jinja2", "cryptography", "psycopg-binary", "markupsafe"} <= set(part)
    assert not {"pytest", "mypy", "playwright", "uv", "setuptools"} & set(part)
    for name, pin in part.items():
        assert pin.text == PINS[name].text


def test_the_closure_follows_every_asker() -> None:
    lock = """\
a==1 \\
    --hash=sha256:0
    # via moot (pyproject.toml)
b==2
    # via
    #   a
    #   z
c==3
    # via b
d==4
    # via z
"""
    kept = runtime_lock.closure(runtime_lock.read_lock(lock), ["a"])
    assert [pin.name for pin in kept] == ["a", "b", "c"]
    with pytest.raises(SystemExit, match="does not know nosuch"):
        runtime_lock.closure(runtime_lock.read_lock(lock), ["nosuch"])
