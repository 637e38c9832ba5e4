"""Print the part of requirements.lock that running Moot needs, hashes included.

There is one lock for everything. The image and `make demo` want it without the tools; this reads
the project's runtime dependencies and follows the lock's own `# via` notes, so that a second lock
never exists.

    python deploy/tools/runtime_lock.py [--with NAME ...] > runtime.lock
    pip install --require-hashes -r runtime.lock
"""

import argparse
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==")
NAME = re.compile(r"^\s*([A-Za-z0-9._-]+)")


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock: its lines, and the packages that asked for it."""

    name: str
    text: str
    via: frozenset[str]


def normal(name: str) -> str:
    """Return the name as the lock spells it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, Pin]:
    """Return the lock's packages by name."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if PIN.match(line):
            blocks.append([line])
        elif blocks and line.strip():
            blocks[-1].append(line)
    pins = (_pin(block) for block in blocks)
    return {pin.name: pin for pin in pins}


def _pin(lines: list[str]) -> Pin:
    match = PIN.match(lines[0])
    if match is None:
        raise ValueError(f"not a pinned requirement: {lines[0]}")
    notes = [line.strip() for line in lines if line.lstrip().startswith("#")]
    askers = (note.lstrip("# ").removeprefix("via").strip() for note in notes)
    via = frozenset(normal(asker.split()[0]) for asker in askers if asker)
    code = [line for line in lines if not line.lstrip().startswith("#")]
    return Pin(normal(match["name"]), "\n".join(code), via)


def wanted(project: dict[str, object]) -> list[str]:
    """Return the names of the project's runtime dependencies."""
    listed = project["dependencies"]
    if not isinstance(listed, list):
        raise TypeError("project.dependencies is not a list")
    return [normal(match[1]) for entry in listed if (match := NAME.match(entry))]


def closure(pins: dict[str, Pin], roots: list[str]) -> list[Pin]:
    """Return the pins that the roots need, the roots included, in the lock's order."""
    missing = sorted(set(roots) - set(pins))
    if missing:
        raise SystemExit(f"requirements.lock does not know {', '.join(missing)}: run `make lock`")
    kept = set(roots)
    before = 0
    while before != len(kept):
        before = len(kept)
        kept |= {pin.name for pin in pins.values() if pin.via & kept}
    return [pin for pin in pins.values() if pin.name in kept]


def runtime(root: Path, *, also: list[str]) -> str:
    """Return the requirements text for the runtime and the packages named in `also`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = read_lock((root / "requirements.lock").read_text(encoding="utf-8"))
    roots = wanted(project) + [normal(name) for name in also]
    return "\n".join(pin.text for pin in closure(pins, roots)) + "\n"


def main() -> None:
    """Print the runtime part of the lock."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--with", dest="also", action="append", default=[], metavar="NAME")
    print(runtime(ROOT, also=parser.parse_args().also), end="")


if __name__ == "__main__":
    main()
