"""`moot sandbox`: keys for programs, and the document of the API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from shared import config
from shared.launcher.options import DATA


@click.group(name="sandbox")
@DATA
@click.pass_context
def group(ctx: click.Context, folder: Path) -> None:
    """Let programs steer a federation: keys of the sandbox's API (docs/developers.md)."""
    from shared.launcher import standing
    from shared.launcher.datadir import DataDirectory

    ctx.obj = standing.find(DataDirectory(folder), config.environ())


@group.command()
@click.argument("name")
@click.option("--for", "user_name", default="", metavar="USER", help="The trainer whose key it is.")
@click.pass_obj
def key(found: Any, name: str, user_name: str) -> None:
    """Make a key for the program NAME and print it, this once."""
    from shared.launcher import sandbox_keys

    made = sandbox_keys.make(found, name, user_name)
    click.echo(made.secret)
    click.echo(f"Key {made.id}. To end it: moot sandbox revoke {made.id}", err=True)


@group.command()
@click.pass_obj
def keys(found: Any) -> None:
    """List all keys; what they are is known to nobody any more."""
    from shared.launcher import sandbox_keys, screen

    rows = [
        (
            str(each["id"]),
            each["name"],
            each["made_at"],
            each["used_at"] or "never",
            "revoked" if each["revoked"] else "",
        )
        for each in sandbox_keys.listing(found)
    ]
    heads = ("Key", "Program", "Made (UTC)", "Last used", "")
    screen.console().print(screen.table("Keys", heads, rows))


@group.command()
@click.argument("number", type=int)
@click.pass_obj
def revoke(found: Any, number: int) -> None:
    """Have a key open nothing from now on."""
    from shared.launcher import sandbox_keys

    sandbox_keys.revoke(found, number)
    click.echo(f"Key {number} is revoked.")


@group.command()
@click.pass_obj
def openapi(found: Any) -> None:
    """Print the OpenAPI document of the API."""
    from shared.launcher import sandbox_keys

    click.echo(json.dumps(sandbox_keys.document(found), indent=1, ensure_ascii=False))
