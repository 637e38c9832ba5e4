"""`moot kit`: tasks with known answers for authors of client programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from shared import config
from shared.errors import Refusal
from shared.launcher.options import DATA, KEY, URL

if TYPE_CHECKING:
    from shared.launcher.sandbox_client import SandboxClient

FORMATS: Final = ("text", "json", "junit")
TASKS_VARIABLE: Final = "MOOT_KIT_TASKS"
ANSWERS_VARIABLE: Final = "MOOT_KIT_ANSWERS"
#: What a client program prints is not the report.
_STDERR: Final = 2
_ANSWERS: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True
)
_OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report here."
)


@click.group(name="kit")
def group() -> None:
    """Have a client program do tasks whose answers are known, and say which are right and why not.

    The federation runs meanwhile (`moot up`). docs/kit.md tells of the tasks.
    """


@group.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@DATA
@URL
@KEY
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--answers", type=_ANSWERS, help="A file with answers, for a run of this seed.")
@_FORMAT
@_OUTPUT
@click.argument("command", nargs=-1, type=click.UNPROCESSED)
def run(
    *,
    folder: Path,
    url: str | None,
    key: str,
    seed: int,
    answers: Path | None,
    form: str,
    output: Path | None,
    command: tuple[str, ...],
) -> None:
    """Draw tasks, take the answers and report: moot kit run --seed 7 -- python my_client.py

    The program finds the tasks in the file that MOOT_KIT_TASKS names, and writes its answers, an
    object by the ids of the tasks, to the file that MOOT_KIT_ANSWERS names. The real host names
    lead here for it. Without a program and without --answers the tasks are written to a file and
    the answers are asked for. Ends with 1 unless every answer is right.
    """
    with _client(folder, url, key) as client:
        begun = client.ask("POST", "/kit/runs", json={"seed": seed})
        if command:
            given = _ran(folder, url, command, begun["tasks"])
        elif answers is not None:
            given = _read(answers)
        else:
            given = _asked_for(begun)
        client.ask("PUT", f"/kit/runs/{begun['id']}/answers", json=given)
        _report(client, begun["id"], form, output)


@group.command()
@DATA
@URL
@KEY
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def tasks(folder: Path, url: str | None, key: str, seed: int) -> None:
    """Print the tasks of a new run as JSON; its `id` is what `moot kit judge` wants."""
    with _client(folder, url, key) as client:
        begun = client.ask("POST", "/kit/runs", json={"seed": seed})
    click.echo(json.dumps(begun, indent=1, ensure_ascii=False))


@group.command()
@DATA
@URL
@KEY
@click.argument("run_id", metavar="RUN")
@click.argument("answers", type=_ANSWERS)
@_FORMAT
@_OUTPUT
def judge(
    *,
    folder: Path,
    url: str | None,
    key: str,
    run_id: str,
    answers: Path,
    form: str,
    output: Path | None,
) -> None:
    """Judge the answers of a run that `moot kit tasks` began."""
    with _client(folder, url, key) as client:
        client.ask("PUT", f"/kit/runs/{run_id}/answers", json=_read(answers))
        _report(client, run_id, form, output)


def _client(folder: Path, url: str | None, key: str) -> AbstractContextManager[SandboxClient]:
    from shared.launcher import sandbox_keys

    return sandbox_keys.reached(folder, url, key, "moot kit")


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal("answers", f"{file} is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise Refusal("answers", f"{file} is to be an object: answers by the ids of the tasks.")
    return found


def _ran(
    folder: Path, url: str | None, command: tuple[str, ...], asked: list[Any]
) -> dict[str, Any]:
    """Run a client program with the tasks at hand, and return the answers that it wrote."""
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="moot-kit-") as made:
        given, answers = Path(made) / "tasks.json", Path(made) / "answers.json"
        given.write_text(json.dumps(asked, indent=1, ensure_ascii=False), encoding="utf-8")
        environ = {TASKS_VARIABLE: str(given), ANSWERS_VARIABLE: str(answers)}
        with _names_led_here(folder, url, Path(made)) as more:
            try:
                done = subprocess.run(
                    command,
                    env={**config.environ(), **more, **environ},
                    stdout=_STDERR,
                    check=False,
                )
            except OSError as error:
                raise Refusal("command", f"{command[0]} cannot be run: {error.strerror}.") from None
        if not answers.exists():
            words = f"The program ended with {done.returncode} and wrote no answers to the file"
            raise Refusal("answers", f"{words} that {ANSWERS_VARIABLE} names.")
        return _read(answers)


@contextmanager
def _names_led_here(folder: Path, url: str | None, made: Path) -> Iterator[dict[str, str]]:
    """Let the real host names lead to the federation, if it is one of this machine."""
    from shared.launcher import gateway, standing
    from shared.launcher.datadir import DataDirectory

    if url is not None:
        yield {}
        return
    found = standing.find(DataDirectory(folder), config.environ())
    with gateway.running(gateway.targets(found.federation)) as server:
        ca_file = made / gateway.CA_FILE
        server.authority.write(ca_file)
        yield gateway.variables(server.port, ca_file)


def _asked_for(begun: dict[str, Any]) -> dict[str, Any]:
    """Write the tasks to a file, show them, and ask for the file with the answers."""
    from shared import kit

    file = Path(f"kit-{begun['id']}.json")
    file.write_text(json.dumps(begun["tasks"], indent=1, ensure_ascii=False), encoding="utf-8")
    for task in begun["tasks"]:
        click.echo(f"{task['id']:<4}{task['title']}")
        click.echo(f"    {task['prompt']}")
        click.echo(f"    Answer: {kit.SHAPES[task['shape']]}")
    click.echo(f"All of it, with what a program needs to know: {file}")
    answers = click.prompt(
        "File with the answers, when it is written", default=f"kit-{begun['id']}-answers.json"
    )
    if not Path(answers).exists():
        raise Refusal("answers", f"There is no file {answers}.")
    return _read(Path(answers))


def _report(client: SandboxClient, run_id: str, form: str, output: Path | None) -> None:
    """Write the report of a run; end with 1 unless all passed."""
    from shared import kit

    told = client.ask("GET", f"/kit/runs/{run_id}")["report"]
    report = kit.from_json(told)
    text = {
        "text": lambda: kit.as_text(report),
        "json": lambda: json.dumps(told, indent=1, ensure_ascii=False) + "\n",
        "junit": lambda: kit.as_junit(report),
    }[form]()
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{report.passed} of {len(report.verdicts)} passed: {output}")
    if not report.all_passed:
        sys.exit(1)
