"""Runs the `moot` command: `python -m shared.launcher`."""

from shared.launcher.cli import main

main()
