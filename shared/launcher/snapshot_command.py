"""`moot snapshot`: keep a whole federation as it is, and put it back."""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shared import clock, config
from shared.launcher.options import DATA

if TYPE_CHECKING:
    from shared.launcher.snapshots import Place, Snapshot

_NAME = click.argument("name")


@click.group(name="snapshot")
@DATA
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Keep a whole federation as it is at this moment, and put it back later.

    Databases, papers, messages under way and court time. It may run meanwhile; who works in it
    waits for a moment.
    """
    ctx.obj = folder


def place_of(folder: Path) -> Place:
    """Return what the process can save and restore: a data directory, or the containers'."""
    from shared.launcher import places

    return places.find(folder, config.environ())


@group.command()
@_NAME
@click.option("--note", default="", help="A line to remember it by.")
@click.option("--replace", is_flag=True, help="Overwrite the snapshot of this name.")
@click.pass_obj
def save(folder: Path, name: str, note: str, *, replace: bool) -> None:
    """Keep the federation as it is now, under a name."""
    from shared.launcher import snapshots

    began = clock.ticks()
    made = snapshots.save(place_of(folder), name, note=note, replace=replace)
    took = clock.ticks() - began
    click.echo(f"Saved “{name}”: {_size(made)} and {made.papers} papers, in {took:.1f} s.")


@group.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.pass_obj
def list_command(folder: Path, *, as_json: bool) -> None:
    """List the snapshots, the oldest first."""
    from shared.launcher import screen, snapshots

    found = snapshots.listing(place_of(folder))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=1, ensure_ascii=False))
        return
    if not found:
        click.echo(
            "There is no snapshot yet. Keep the federation as it is: moot snapshot save NAME"
        )
        return
    rows = [(s.name, s.made_at, s.court_time, _size(s), str(s.papers), s.note) for s in found]
    heads = ("Name", "Saved (UTC)", "Court time (UTC)", "Databases", "Papers", "Note")
    screen.console().print(screen.table("Snapshots", heads, rows))


@group.command()
@_NAME
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option(
    "--run-on",
    is_flag=True,
    help="Leave court time as late as it is; else it goes back to the snapshot's, too.",
)
@click.pass_obj
def restore(folder: Path, name: str, *, yes: bool, run_on: bool) -> None:
    """Make the federation what it was when a snapshot was saved."""
    from shared.launcher import snapshots

    place = place_of(folder)
    kept = snapshots.get(place, name)
    if not yes:
        click.confirm(
            f"Everything that was done since {kept.made_at} will be gone, for everybody. Go on?",
            abort=True,
        )
    began = clock.ticks()
    snapshots.restore(place, name, run_on=run_on)
    click.echo(f"Restored “{name}” of {kept.made_at}, in {clock.ticks() - began:.1f} s.")


@group.command()
@_NAME
@click.pass_obj
def delete(folder: Path, name: str) -> None:
    """Remove a snapshot."""
    from shared.launcher import snapshots

    snapshots.delete(place_of(folder), name)
    click.echo(f"Deleted “{name}”.")


@group.command()
@click.option("--at", default="03:00", show_default=True, help="Time of day on this machine.")
@click.option("--to", "name", default="", help="The snapshot; one of now, if not given.")
@click.pass_obj
def nightly(folder: Path, at: str, name: str) -> None:
    """Go back to a snapshot every night, until Ctrl-C: for containers.

    `moot up --reset-at 03:00` does the same in the serving process.
    """
    from shared.launcher import nightly as nights

    night = nights.of_text(_announce(place_of(folder), at, name))
    with contextlib.suppress(KeyboardInterrupt):
        nights.keep_resetting(place_of(folder), night, ended=threading.Event())


def announce_nights(folder: Path, at: str, name: str) -> None:
    """Say what the serving process will do each night, and tell it.

    :raises Refusal: code `at`, or `unknown` for a snapshot that there is not.
    """
    from shared.launcher.environments import RESET_VARIABLE

    config.set_environ(RESET_VARIABLE, _announce(place_of(folder), at, name))


def _announce(place: Place, at: str, name: str) -> str:
    from shared.launcher import nightly as nights

    nights.parse_at(at)
    kept = _first_night(place, name)
    click.echo(
        f"Every night at {at} the federation goes back to the snapshot “{kept.name}” of "
        f"{kept.made_at}.",
        err=True,
    )
    return f"{at} {kept.name}"


def _first_night(place: Place, name: str) -> Snapshot:
    """Return the snapshot of the nightly reset; without a name it is made if there is none.

    :raises Refusal: code `unknown` for a name that there is not.
    """
    from shared.launcher import nightly as nights
    from shared.launcher import snapshots

    if not name and all(each.name != nights.SNAPSHOT for each in snapshots.listing(place)):
        return snapshots.save(place, nights.SNAPSHOT, note="what every night ends in")
    return snapshots.get(place, name or nights.SNAPSHOT)


def _size(kept: Snapshot) -> str:
    return f"{kept.bytes / 1_000_000:.1f} MB"
