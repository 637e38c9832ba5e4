"""What several groups of the `moot` command share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

FOLDER: Final = Path(".moot")
DATA: Final = click.option(
    "--data",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Where the federation keeps its databases and secrets.",
)

URL = click.option(
    "--url", metavar="URL", help="PACER's address of a federation elsewhere; wants --key."
)
KEY = click.option("--key", default="", help="A key of the sandbox (moot sandbox key).")
