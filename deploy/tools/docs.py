"""Write the pages of docs/ that follow from data: personas, policies, faults and others."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from courts.access import matrix, worked  # noqa: E402 - the root is on the path only now
from courts.filing import truth  # noqa: E402
from courts.kinds import catalogue, fees, policies  # noqa: E402
from courts.lobby import not_built as court_pages  # noqa: E402
from idp.accounts import not_built as pacer_pages  # noqa: E402
from idp.exercises import manual, procedures  # noqa: E402
from idp.inspecting import refusals  # noqa: E402
from shared import faults, federation, personas  # noqa: E402

BRINGS = {
    2: "accounts, upgrade, MFA, firms, registration",
    3: "dockets, documents, queries, reports, fees",
    4: "filing",
    5: "the training room",
}


def not_built_page() -> str:
    """Return docs/not-built.md: every page that is a link only, by member and part."""
    rows = [
        "# Not built yet",
        "",
        "These addresses exist and say in a sentence that the page is still to come. Menus,",
        "linking, refusals and signing out are never on this list. Made by `make docs` from the",
        "lists that the program itself uses; a test holds lists and routes together.",
    ]
    for number, words in BRINGS.items():
        pacer = [(p.label, p.path, "PACER") for p in pacer_pages.PAGES if p.issue == number]
        court = [(p.label, p.address, "courts") for p in court_pages.PAGES if p.issue == number]
        if not pacer and not court:
            continue
        rows += ["", f"## Part {number} of 5: {words}", "", "| page | address | where |"]
        rows += ["|---|---|---|"]
        rows += [f"| {label} | `{path}` | {where} |" for label, path, where in pacer + court]
    return "\n".join(rows) + "\n"


def policies_page() -> str:
    """Return docs/policies.md: what each court of the training federation allows, since when."""
    text = (ROOT / "shared" / "launcher" / "federation.toml").read_text(encoding="utf-8")
    rows = [
        "# Policies of the courts",
        "",
        "A court is its kind's policy file, then its own (`courts/kinds/policies/<court>.toml`),",
        "then what its table in federation.toml overrides. A value may begin on a day. A file with",
        "mistakes is refused with every line named. Made by `make docs`.",
    ]
    for court in federation.load(text).courts:
        policy = policies.policy_for(
            court.kind, court.id, dict(court.policies), zone=ZoneInfo(court.timezone)
        )
        rows += ["", f"## {court.id}: {court.full_name}", ""]
        rows += ["| key | value | since | meaning |", "|---|---|---|---|"]
        rows += [
            f"| `{row.key}` | {row.value} | {row.since} | "
            f"{row.meaning}{' - ' + row.note if row.note else ''} |"
            for row in policies.describe(policy)
        ]
    return "\n".join(rows) + "\n"


def permissions_page() -> str:
    """Return docs/permissions.md: the truth table of `may_file`, by court and era."""
    text = (ROOT / "shared" / "launcher" / "federation.toml").read_text(encoding="utf-8")
    columns = []
    for court in federation.load(text).courts:
        policy = policies.policy_for(
            court.kind, court.id, dict(court.policies), zone=ZoneInfo(court.timezone)
        )
        for era, now in truth.moments(court.live_at, court.cutoff_at):
            columns.append(truth.Column(court.id, era, policy, now, court.live_at, court.cutoff_at))
    return truth.as_markdown(columns)


def conformance_tests() -> list[tuple[str, str, str, str]]:
    """Return key, name, source and words of every test of the black-box suite."""
    found = []
    for file in sorted((ROOT / "tests" / "integration" / "idp" / "conformance").glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                what, _, mark = (ast.get_docstring(node) or "").partition("\n\n")
                name, _, source = mark.partition(" | ")
                found.append((f"{file.name}::{node.name}", name, source, " ".join(what.split())))
    return found


def conformance_results() -> dict[str, Any]:
    """Return what the last recorded run of the suite has written (`make conformance`)."""
    path = ROOT / "deploy" / "conformance" / "results.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def conformance_page() -> str:
    """Return docs/conformance.md: how to be examined, and every test of the black-box suite."""
    run = conformance_results()
    page = (ROOT / "deploy" / "conformance" / "how-to.md").read_text(encoding="utf-8").rstrip()
    rows = [
        page,
        "",
        "## The black-box suite",
        "",
        f"Run on {run['date']} with Python {run['python']}, Authlib {run['authlib']} and joserfc "
        f"{run['joserfc']}; written by `make conformance`.",
        "",
        "| test | from | what must be | result |",
        "|---|---|---|---|",
    ]
    for key, name, source, what in conformance_tests():
        rows.append(f"| `{name}` | {source} | {what} | {run['results'].get(key, 'not run')} |")
    return "\n".join(rows) + "\n"


def pages() -> dict[str, str]:
    """Return the text of every page by its file name in docs/."""
    return {
        "personas.md": personas.as_markdown(personas.load()),
        "not-built.md": not_built_page(),
        "policies.md": policies_page(),
        "permissions.md": permissions_page(),
        "conformance.md": conformance_page(),
        "events.md": catalogue.as_markdown(),
        "exercises.md": manual.as_markdown(),
        **{f"procedures/{name}.md": procedures.text(name) or "" for name in procedures.names()},
        "access.md": matrix.as_markdown(),
        "faults.md": faults.as_markdown(),
        "inspecting.md": refusals.as_markdown(),
        "fees.md": f"{worked.as_markdown()}\n{fees.as_markdown()}",
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / "docs" / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
