"""The pages that follow from data are what the data say, and links between pages hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.tools import docs

ROOT = Path(__file__).parents[2]
PAGES = docs.pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name], "make docs"


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_the_table_of_the_hardest_exam_is_of_a_run_of_every_test() -> None:
    """No test of the suite is missing from the recorded run, skipped or failed (issue 3)."""
    ran = docs.conformance_results()["results"]
    tests = docs.conformance_tests()
    assert sorted(ran) == sorted(key for key, _name, _source, _what in tests), "make conformance"
    assert set(ran.values()) == {"passed"}
    assert [key for key, name, source, what in tests if not (name and source and what)] == []
