"""`moot class`: classes of a federation that runs, made and looked after from the command line."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from shared.errors import Refusal
from shared.launcher.options import DATA, KEY, URL

if TYPE_CHECKING:
    from shared.launcher.sandbox_client import SandboxClient

_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_CODE = click.argument("code", required=False)
_HEADS: Final = ("Class", "Name", "Join code", "Exercises", "Seats ready", "Made (UTC)")


@click.group(name="class")
@DATA
@URL
@KEY
@click.pass_context
def group(ctx: click.Context, folder: Path, url: str | None, key: str) -> None:
    """Make classes with their seats, and look after them (docs/trainer.md).

    The federation runs meanwhile. CODE is the code of a class; without it the newest is meant.
    """
    ctx.obj = (folder, url, key)


@group.command(name="list")
@click.pass_obj
def list_classes(at: tuple[Path, str | None, str]) -> None:
    """List the classes of the federation, the newest first."""
    from shared.launcher import classes, screen

    with _client(at) as client:
        found = classes.listed(client)
    if not found:
        click.echo("There is no class yet. moot class make --name NAME --seats 12")
        return
    rows = [
        (
            each["code"],
            each["name"],
            each["join_code"],
            ", ".join(each["exercises"]),
            f"{each['ready']} of {each['seats']}",
            each["made_at"][:16].replace("T", " "),
        )
        for each in found
    ]
    screen.console().print(screen.table("Classes", _HEADS, rows))


@group.command()
@click.option("--name", required=True, help="What the class is called.")
@click.option(
    "--seats", type=int, metavar="N", help="So many seats; as many as names, with --from."
)
@click.option(
    "--from",
    "file",
    type=_FILE,
    metavar="FILE",
    help="A roster: CSV with a column `name`, one trainee per line.",
)
@click.option(
    "--exercises", default="", metavar="KEYS", help="With commas between; see moot exercise list."
)
@click.option("--start", default="", metavar="NAME", help="A start state, if not the exercises'.")
@click.option(
    "--trainer", default="", metavar="USER", help="Whose class it is; the first trainer's else."
)
@click.option("--free-hints", is_flag=True, help="Hints cost no points.")
@click.option("--once", is_flag=True, help="Leave it at a class of this name that is there.")
@click.pass_obj
def make(
    at: tuple[Path, str | None, str],
    /,
    *,
    name: str,
    seats: int | None,
    file: Path | None,
    exercises: str,
    start: str,
    trainer: str,
    free_hints: bool,
    once: bool,
) -> None:
    """Make a class, wait until its seats are ready, and print its join code."""
    from shared.launcher import classes

    learners = () if file is None else classes.read_roster(file)
    count = seats or len(learners)
    if not count:
        raise Refusal("seats", "Say how many seats: --seats 12, or --from FILE with the names.")
    wish = classes.Wish(
        name=name,
        seats=count,
        learners=learners,
        exercises=tuple(key.strip() for key in exercises.split(",") if key.strip()),
        start=start,
        hints_cost=not free_hints,
        trainer=trainer,
    )
    with _client(at) as client:
        found = classes.named(client, name) if once else None
        if found is None:
            found = classes.wait(client, classes.make(client, wish), tell=_told)
        else:
            click.echo(f"There is a class “{name}” already.")
        click.echo(f"Class {found['code']}, “{found['name']}”: {found['seats']} seats")
        click.echo(f"Join code {found['join_code']} at {client.origin}{classes.JOIN_PATH}")
        click.echo(f"The trainer's page: {client.origin}{classes.CLASSES_PATH}")


def _told(of_class: dict[str, Any]) -> None:
    click.echo(f"{of_class['ready']} of {of_class['seats']} seats are ready", err=True)


@group.command()
@_CODE
@click.option("--output", type=_FILE, help="Write it here instead of printing it.")
@click.pass_obj
def roster(at: tuple[Path, str | None, str], code: str | None, output: Path | None) -> None:
    """Print the roster as CSV: seats, names, user names, passwords, addresses of seat cards."""
    from shared.launcher import classes

    with _client(at) as client:
        text = classes.roster(client, classes.code_of(client, code))
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8", newline="")
    click.echo(f"Wrote {output}")


@group.command()
@_CODE
@click.option("--output", type=_FILE, metavar="FILE", help="Where to; seat-cards-CODE.pdf else.")
@click.pass_obj
def cards(at: tuple[Path, str | None, str], code: str | None, output: Path | None) -> None:
    """Write the seat cards of a class as PDF, to be printed and cut."""
    from shared.launcher import classes

    with _client(at) as client:
        found = classes.code_of(client, code)
        data = classes.cards(client, found)
    file = output or Path(f"seat-cards-{found}.pdf")
    file.write_bytes(data)
    click.echo(f"Wrote {file}")


@group.command()
@_CODE
@click.option("--seat", type=int, metavar="N", help="One seat only.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.pass_obj
def reset(
    at: tuple[Path, str | None, str], code: str | None, *, seat: int | None, yes: bool
) -> None:
    """Set a seat, or every seat, back to where it began; what was done there is gone."""
    from shared.launcher import classes

    with _client(at) as client:
        found = classes.code_of(client, code)
        what = f"seat {seat}" if seat else "every seat"
        if not yes:
            click.confirm(f"Set {what} of class {found} back to where it began?", abort=True)
        classes.reset(client, found, seat)
    click.echo(f"Set back: {what} of class {found}.")


@group.command()
@_CODE
@click.pass_obj
def board(at: tuple[Path, str | None, str], code: str | None) -> None:
    """Show where each seat of a class stands in its exercises."""
    from shared.launcher import classes, screen

    with _client(at) as client:
        found = classes.code_of(client, code)
        rows = classes.board(client, found)
    screen.console().print(screen.table(f"Class {found}", classes.BOARD_HEAD, rows))


def _client(at: tuple[Path, str | None, str]) -> AbstractContextManager[SandboxClient]:
    from shared.launcher import sandbox_keys

    folder, url, key = at
    return sandbox_keys.reached(folder, url, key, "moot class")
