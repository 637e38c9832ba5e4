"""One function lets an e-filer's paper onto a docket, and it asks the one decision."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Who may write an entry, each with the reason.
WRITERS = {
    "courts/filing/service.py": "submit_filing, after the decision; enter, the court's own entries",
    "courts/briefing/service.py": "what another court tells, which decided there",
    "courts/petitions/service.py": "the copy of an adversary complaint on the main case's docket, "
    "after the decision about the complaint; the court's entries of an assignment",
    "courts/payments/service.py": "the court's own word that a fee was paid or refunded",
}


def calls(path: Path, name: str) -> list[ast.Call]:
    """Return the calls of a function by its name in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == name)
            or (isinstance(node.func, ast.Name) and node.func.id == name)
        )
    ]


def test_entries_are_written_in_known_places_only() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "courts").rglob("*.py")
        if calls(path, "enter_entry")
    }
    assert found == set(WRITERS)


def test_submitting_asks_before_it_writes() -> None:
    tree = ast.parse((ROOT / "courts/filing/service.py").read_text(encoding="utf-8"))
    submit = next(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "submit_filing"
    )
    order = [
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(submit)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    ]
    assert order.index("decide") < order.index("enter_entry")
