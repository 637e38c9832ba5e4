"""Run everything that is too long for the gate and write docs/evidence.md (`make evidence`).

Each part of the page is a command that anyone can repeat, what it printed at its end, how long it
took, whether it passed, and the date and commit of that run; `--only` runs some parts anew and
leaves the others as they are. Compose needs a container engine: `--compose LOG` includes a run.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "evidence.md"
PYTEST = ".venv/bin/pytest"
COMPOSE = "docker compose, one container per member on PostgreSQL"
HEAD = """# Evidence

Written by `make evidence`. Times are of one run on a shared machine. What the gate itself runs,
and how long each of its stages takes, it prints (`.ci/run`).
"""


@dataclass(frozen=True)
class Step:
    """One command and what it is evidence of."""

    title: str
    command: str
    lines: int = 12


STEPS = (
    Step("Start of `make demo`, cold and warm", ".venv/bin/python bench/startup.py", 8),
    Step(
        "Journeys in a browser, all members in one process, SQLite",
        f"{PYTEST} tests/journeys -q --durations=0 && {PYTEST} tests/walks -q -n 2",
        30,
    ),
    Step(
        "Journeys in a browser, each member a process, PostgreSQL",
        "deploy/tools/postgres.sh with "
        f"{PYTEST} tests/journeys -q --topology=processes --database=postgresql "
        "-n 2 --dist loadgroup",
    ),
    Step(
        "Every exercise, walked rightly to its certificate and wrongly once per named mistake",
        f"{PYTEST} tests/exercises -q -n 2 --durations=0 && "
        f"{PYTEST} tests/walks -q -k exercise --durations=0",
        60,
    ),
    Step("Client programs, unmodified", f"{PYTEST} tests/clients -q -rP", 30),
    Step("axe, every page, every role", f"{PYTEST} tests/axe -q -n 2", 6),
    Step("Whatever is typed into every form", f"{PYTEST} tests/fuzz -q -n 2", 6),
    Step(
        "The documents gate and the redaction checker on files of which the truth is known",
        f"{PYTEST} tests/unit/courts/documents/test_gate_corpus.py -q -rP",
        24,
    ),
    Step(
        "The documents gate, two thousand damaged PDF",
        f"{PYTEST} tests/fuzz/test_damaged_pdf.py -q -rP",
        20,
    ),
    Step(
        "Relying parties of other makers, unmodified",
        f"tests/external/prepare.sh && {PYTEST} tests/external -q -rP",
        20,
    ),
    Step(
        "The black-box suite of the identity provider",
        f"{PYTEST} tests/integration/idp/conformance -q -n 2",
        4,
    ),
    Step(
        "Ten thousand guesses, at one account and from one address",
        f"{PYTEST} tests/load/test_guessing.py -q -s",
        8,
    ),
    Step(
        "Docket sheets of ten thousand entries, a stamped paper of five hundred pages",
        ".venv/bin/python bench/record.py --rows docket,appeal,pdf",
        9,
    ),
    Step(
        "A number among five million cases, a name among two million parties, PostgreSQL",
        "deploy/tools/postgres.sh with .venv/bin/python bench/record.py --rows number,name",
        9,
    ),
    Step(
        "A world of 100,000 cases, planted",
        ".venv/bin/python bench/planting.py --database sqlite && "
        "deploy/tools/postgres.sh with .venv/bin/python bench/planting.py",
        16,
    ),
    Step("The identity provider on one core", ".venv/bin/python bench/idp.py", 10),
    Step("A refusal's time, known user and unknown", ".venv/bin/python bench/timing.py", 6),
    Step(
        "Read back: five hundred generated cases of each kind, field by field",
        f"{PYTEST} tests/load/test_readback.py -q -n 2 -rP",
        60,
    ),
    Step(
        "Forty browsers sign in and link at once, SQLite",
        f"{PYTEST} tests/load/test_forty.py -q -s",
        20,
    ),
    Step(
        "Forty browsers sign in and link at once, PostgreSQL",
        "deploy/tools/postgres.sh with "
        f"{PYTEST} tests/load/test_forty.py -q -s --topology=processes --database=postgresql",
        20,
    ),
    Step(
        "One code redeemed in 200 parallel tries, PostgreSQL",
        "deploy/tools/postgres.sh with "
        f"{PYTEST} tests/integration/idp/oidc -q --database=postgresql -k parallel",
    ),
    Step(
        "Forty trainees file for three minutes into five cases, and again with kills, SQLite",
        f"{PYTEST} tests/load/test_filing.py -q -s",
        40,
    ),
    Step(
        "Forty trainees file for three minutes into five cases, and again with kills, PostgreSQL",
        "deploy/tools/postgres.sh with "
        f"{PYTEST} tests/load/test_filing.py -q -s --database=postgresql",
        40,
    ),
    Step(
        "A class of forty at work for ten minutes, one process, SQLite",
        f"{PYTEST} tests/load/test_class.py -q -s",
        40,
    ),
    Step(
        "A class of forty at work for ten minutes, each member a process, PostgreSQL",
        "deploy/tools/postgres.sh with "
        f"{PYTEST} tests/load/test_class.py -q -s --database=postgresql",
        50,
    ),
    Step(
        "A class of forty seats made, set back, kept and put back",
        ".venv/bin/python bench/classes.py --seats 40",
        10,
    ),
    Step(
        "One seat set back while eleven others work, compared row by row",
        f"{PYTEST} tests/load/test_seat_reset.py -q -s",
        20,
    ),
    Step(
        "SIGKILL between commit and delivery, fifty times",
        f"{PYTEST} tests/load/test_sigkill.py -q -s",
        12,
    ),
)


def run(step: Step) -> tuple[bool, float, str]:
    """Run one step and return whether it passed, its seconds, and the end of its output."""
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return done.returncode == 0, time.monotonic() - began, clean("\n".join(lines[-step.lines :]))


def clean(text: str) -> str:
    """Take colours and this machine's folders out of an output."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = text.replace(sys.prefix, "./.venv")  # wherever it lies
    text = text.replace(str(ROOT), ".").replace(str(Path.home()), "~")
    return re.sub(rf"{re.escape(tempfile.gettempdir())}/\S+", "a temporary folder", text)


def git(*words: str) -> str:
    """Return what a git command prints."""
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def stamp() -> str:
    """Return the date, commit and machine of a run, in a line."""
    commit = git("rev-parse", "--short=12", "HEAD")
    changed = (
        " with uncommitted changes"
        if git("status", "--porcelain", "-uno", "--", ".", ":!docs/evidence.md")
        else ""
    )
    return (
        f"{datetime.date.today().isoformat()}, commit `{commit}`{changed}, "
        f"Python {platform.python_version()}, {os.cpu_count()} cores"
    )


def part(title: str, verdict: str, command: str, output: str) -> str:
    """Return a part of the page."""
    shown = f"$ {command}\n{output}" if command else output
    return f"## {title}\n\n{verdict}. {stamp()}.\n\n```\n{shown}\n```\n"


def parts_of(page: str) -> dict[str, str]:
    """Return the parts of a page by their titles."""
    found = re.split(r"^(?=## )", page, flags=re.MULTILINE)[1:]
    return {text.splitlines()[0].removeprefix("## "): text.rstrip() + "\n" for text in found}


def main() -> int:
    """Run the steps and write the page; 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="run only the steps whose title contains this")
    parser.add_argument("--compose", type=Path, help="log of a compose run, to be included")
    wanted = parser.parse_args()
    parts = parts_of(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    failed = 0
    for step in STEPS:
        if wanted.only is not None and wanted.only not in step.title:
            continue
        print(f"== {step.title}", flush=True)
        passed, seconds, tail = run(step)
        failed += not passed
        verdict = f"{'Passed' if passed else 'FAILED'} in {seconds:.0f} s"
        print(f"   {verdict}", flush=True)
        parts[step.title] = part(step.title, verdict, step.command, tail)
        write(parts)
    if wanted.compose:
        text = clean(wanted.compose.read_text(encoding="utf-8")).strip()
        parts[COMPOSE] = part(COMPOSE, "Passed", "", text)
        write(parts)
    return 1 if failed else 0


def write(parts: dict[str, str]) -> None:
    """Write the page, its parts in the order of the steps."""
    order = [step.title for step in STEPS] + [COMPOSE]
    shown = [parts[title] for title in order if title in parts]
    PAGE.write_text("\n".join([HEAD, *shown]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
