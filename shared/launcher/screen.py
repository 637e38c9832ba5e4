"""What the command prints."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from shared.federation import Federation

MARKS = {"ok": "[green]ok[/]", "note": "[yellow]note[/]", "wrong": "[red]wrong[/]"}


def console() -> Console:
    """Return where tables go; a pipe gets lines wide enough not to be cut."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=200)


def progress() -> Progress:
    """Return a bar for work on cases, with the entries stored and the time left."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[entries]} entries"),
        TimeRemainingColumn(),
        console=console(),
    )


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """Return a table."""
    made = Table(*heads, title=title, title_justify="left", title_style="bold")
    for row in rows:
        made.add_row(*row)
    return made


def addresses(federation: Federation) -> Table:
    """Return the table of addresses."""
    rows = [
        (member.id, member.title, " ".join(member.origins.values()))
        for member in federation.members
    ]
    return table(federation.title, ("Member", "What", "Addresses"), rows)
