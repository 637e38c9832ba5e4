"""The law on the tree as it stands (architecture: the law; decisions.md 19)."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.architecture import rules, tree

CODE = tree.python_files(*tree.PACKAGES)
TOP_LEVEL = frozenset(
    {"idp", "courts", "shared", "tests", "deploy", "docs", "bench"}
    | {"docker-compose.yml", "pyproject.toml", "requirements.lock", "Makefile"}
    | {"README.md", "LICENSE", "CHANGELOG.md"}
)


def findings(paths: Iterable[Path], rule: Callable[[str], list[str]]) -> list[str]:
    """Return what a rule finds in the files, each finding with its file."""
    return [f"{path}: {found}" for path in paths for found in rule(tree.source(path))]


def test_the_tests_see_the_code() -> None:
    assert Path("shared/clock.py") in CODE
    assert {path.parts[0] for path in CODE} >= {"shared"}


def test_pure_modules_do_not_touch_the_world() -> None:
    pure = [path for path in CODE if rules.is_pure_module(path) and path.name != "__init__.py"]
    assert findings(pure, rules.impure_imports) == []


def test_flask_stays_above_the_edge() -> None:
    below = [path for path in CODE if rules.is_below_the_edge(path)]
    assert findings(below, rules.edge_imports) == []


def test_no_branch_on_a_courts_kind_outside_kinds() -> None:
    outside = [path for path in CODE if path.parts[:2] != ("courts", "kinds")]
    assert findings(outside, rules.kind_branches) == []


def test_no_template_branches_on_a_courts_kind() -> None:
    templates = [path for path in tree.project_files() if path.suffix in {".html", ".txt"}]
    assert findings(templates, rules.template_kind_branches) == []


def test_modules_keep_no_state() -> None:
    assert findings(CODE, rules.module_state) == []


def test_names_say_what_is_inside() -> None:
    ours = (*tree.PACKAGES, "tests", "deploy", "bench")
    files = [path for path in tree.project_files() if path.parts[0] in ours]
    python = [path for path in files if path.suffix == ".py"]
    assert len(python) > len(CODE)
    assert [str(path) for path in python if rules.banned_names(path)] == []


def test_a_rooms_init_is_a_docstring() -> None:
    inits = [room / "__init__.py" for room in tree.rooms()]
    assert [str(init) for init in inits if not (tree.ROOT / init).exists()] == []
    assert findings(inits, rules.more_than_docstring) == []


def test_the_top_level_is_the_agreed_one() -> None:
    tops = {path.parts[0] for path in tree.project_files()}
    assert {top for top in tops if not top.startswith(".")} - TOP_LEVEL == set()


def test_no_file_names_a_machine() -> None:
    found = []
    for path in tree.project_files():
        try:
            text = tree.source(path)
        except UnicodeDecodeError:
            continue
        ships = path.parts[0] == "deploy" or path.name in {"docker-compose.yml", "compose.py"}
        found += [f"{path}: {hit}" for hit in rules.machine_paths(text, scratch_allowed=ships)]
    assert found == []


def test_no_module_silences_the_ban_on_clocks_randomness_and_environment() -> None:
    silenced = re.compile(r"noqa:[^\n]*(?:TID251|DTZ)|ruff: noqa")
    assert [str(path) for path in CODE if silenced.search(tree.source(path))] == []


def test_nothing_that_a_rule_dates_reads_real_time() -> None:
    # The launcher dates nothing; a nightly reset goes by the clock on the machine's wall.
    members = [path for path in CODE if path.parts[:2] != ("shared", "launcher")]
    assert findings(members, rules.clocks_crossed) == []


def test_nothing_of_a_protocol_reads_court_time() -> None:
    protocols = [path for path in CODE if rules.speaks_a_protocol(path)]
    assert len(protocols) > len(rules.PROTOCOL_FILES)
    assert {path.as_posix() for path in protocols} >= rules.PROTOCOL_FILES
    assert findings(protocols, rules.court_time_in_protocol) == []


def test_what_a_court_shows_is_read_in_somebodys_world() -> None:
    views = [path for path in CODE if path.parts[0] == "courts" and path.name == "views.py"]
    assert len(views) > 20
    assert findings(views, rules.readings_of_every_world) == []
