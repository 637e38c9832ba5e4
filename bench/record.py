"""The measures of the record, each beside its floor of the same run.

`docket` is a docket sheet of ten thousand entries, `appeal` one of a court of appeals, `pdf` the
stamped delivery of a long paper; all on SQLite in this process, as `moot up` runs a court. `number`
and `name` look up among millions of rows, in an empty court of PostgreSQL that is filled first, or
of SQLite:

    .venv/bin/python bench/record.py --rows docket,appeal,pdf
    deploy/tools/postgres.sh with .venv/bin/python bench/record.py --rows number,name
    .venv/bin/python bench/record.py --rows number,name --database sqlite
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")

from bench import lookups, papers, rows, sheet  # noqa: E402 - the root is on the path only now
from bench.figures import Figure, table  # noqa: E402
from tests.integration.courts import bench  # noqa: E402

ROWS = ("docket", "appeal", "number", "name", "pdf")
_SERVER = "MOOT_TEST_POSTGRES"


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return the figures of the rows that were asked for."""
    wanted = options.rows.split(",")
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for row, kind in (("docket", sheet.DISTRICT), ("appeal", sheet.APPELLATE)):
            if row in wanted:
                found += sheet.measure(folder, kind, options.entries, options.rounds)
        if "pdf" in wanted:
            found += papers.measure(folder, options.pages, options.rounds)
        if {"number", "name"} & set(wanted):
            found += _looked_up(folder, options, wanted)
    return found


def _looked_up(folder: Path, options: argparse.Namespace, wanted: list[str]) -> list[Figure]:
    url = options.filled
    if not url:
        url = f"sqlite:///{folder / 'rows.db'}"
        if options.database == "postgresql":
            url = rows.scratch(os.environ[_SERVER], "moot_bench")
        lookups.filled(url, options.cases, options.parties)
    environ = {
        "MOOT_DATABASE_URL": url,
        "MOOT_DOCUMENTS_URL": str(folder / "papers"),
        "MOOT_LOCATOR_INDEX": "nightly",  # nobody waits for five million cases to be told
    }
    court = bench.build(folder, "ctd", "2021-11-02", world="none", environ=environ)
    found: list[Figure] = []
    if "number" in wanted:
        found += lookups.by_number(court, options.cases, options.searches, options.best_of)
    if "name" in wanted:
        found += lookups.by_name(court, options.parties, options.searches, options.best_of)
    court.database.dispose()
    return found


def _wants_server(options: argparse.Namespace) -> bool:
    looks_up = {"number", "name"} & set(options.rows.split(","))
    return bool(looks_up) and options.database == "postgresql" and not options.filled


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", default=",".join(ROWS), help="some of " + ", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--cases", type=int, default=5_000_000)
    parser.add_argument("--parties", type=int, default=2_000_000)
    parser.add_argument("--searches", type=int, default=1_200)
    parser.add_argument(
        "--best-of", type=int, default=1, help="look up so many times, tell the least: neighbours"
    )
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--filled", default="", help="the address of a database filled before")
    options = parser.parse_args()
    unknown = set(options.rows.split(",")) - set(ROWS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    if _wants_server(options) and _SERVER not in os.environ:
        parser.error(f"{_SERVER} is not set: run this by deploy/tools/postgres.sh with ...")
    found = measure(options)
    print(f"\nload {os.getloadavg()[0]:.1f} at the end\n\n{table(found)}")


if __name__ == "__main__":
    main()
