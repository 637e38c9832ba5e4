"""How fast a world of size `load` is written and stored: entries a second by the clock.

    .venv/bin/python bench/planting.py --database sqlite
    deploy/tools/postgres.sh with .venv/bin/python bench/planting.py

Plants 100,000 cases of ctd (fewer with --cases) into an empty database, as `moot world plant` does,
with the processes that it starts. Whatever else runs on the machine is measured, too.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import courts.app  # noqa: E402 - the root is on the path only now
from bench import rows  # noqa: E402
from bench.figures import Figure, processor, table  # noqa: E402
from courts.cases.service import Known  # noqa: E402
from courts.kinds.profiles import profile  # noqa: E402
from courts.worlds import service  # noqa: E402
from courts.worlds.writing import Origin, Size, World  # noqa: E402
from shared import db  # noqa: E402
from shared.db import Database  # noqa: E402

AIM = 20_000
_SERVER = "MOOT_TEST_POSTGRES"
_EVERY = 250_000


def plant(url: str, cases: int) -> Figure:
    """Plant so many cases into an empty database; return how fast it went."""
    database = Database(url)
    db.create_all(database, courts.app.METADATAS)
    origin = Origin(
        "ctd", "district", 1, Size.LOAD, date(2021, 11, 1), ZoneInfo("America/New_York")
    )
    world = World(origin)
    world.count = min(world.count, cases)
    counted = {"cases": 0, "entries": 0}

    def work() -> None:
        parts = service.plant_world(
            database, world, known=Known({}, {}), style=profile("district").numbers
        )
        for some, entries in parts:
            if counted["entries"] // _EVERY != (counted["entries"] + entries) // _EVERY:
                print(f"{counted['entries'] + entries:,} entries", flush=True)
            counted["cases"] += some
            counted["entries"] += entries

    began = time.perf_counter()
    spent = processor(work)
    seconds = time.perf_counter() - began
    database.dispose()
    rate = counted["entries"] / seconds
    return Figure(
        f"{counted['cases']:,} cases, {counted['entries']:,} entries, {database.url.drivername}",
        "",
        f">= {AIM:,} entries/s",
        f"{rate:,.0f} entries/s, {seconds:.0f} s; "
        f"{spent / counted['entries'] * 1e6:.0f} us of the program's processor an entry",
        rate >= AIM,
    )


def main() -> None:
    """Plant and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    asked = parser.parse_args()
    if asked.database == "postgresql" and _SERVER not in os.environ:
        parser.error(f"{_SERVER} is not set: run this by deploy/tools/postgres.sh with ...")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'planted.db'}"
        if asked.database == "postgresql":
            url = rows.scratch(os.environ[_SERVER], "moot_planting")
        found = plant(url, asked.cases)
    print(f"\nload {os.getloadavg()[0]:.1f} at the end\n\n{table([found])}")


if __name__ == "__main__":
    main()
