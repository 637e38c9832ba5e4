"""The pytest plugin in a pytest of its own: the suite of docs/developers.md, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PLUGIN = "shared.launcher.pytest_plugin"

#: A further test of the same suite: what its settings say came true, and nothing is left to do.
SETTINGS = """
def test_the_seed(moot):
    assert (moot.choice.seed, moot.directory.state().seed) == (7, 7)
    assert moot.sandbox.ask("GET", "/health")["waiting"] == 0
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder, with the plugin and no other, and warnings as errors."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("MOOT_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", PLUGIN, "-W", "error", *arguments],
        cwd=folder,
        env={**outside, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_suite_of_the_guide(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n# test_my_client\.py\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "test_my_client.py").write_text(example, encoding="utf-8")
    (tmp_path / "test_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmoot_seed = 7\n", encoding="utf-8")
    done = run(tmp_path)
    assert "5 passed" in done.stdout, done.stdout + done.stderr
    table = guide.partition("| fixture | what it is |")[2].partition("\n\n")[0]
    shown = run(tmp_path, "--fixtures").stdout
    for name in re.findall(r"^\| `(\w+)`", table, re.MULTILINE):
        assert re.search(rf"^{name}\b", shown, re.MULTILINE), name


def test_it_costs_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text(
        "import sys\n"
        "def test_nothing_is_loaded():\n"
        "    ours = {'shared', 'idp', 'courts'}\n"
        "    loaded = {name for name in sys.modules if name.partition('.')[0] in ours}\n"
        f"    assert loaded == {{'shared', 'shared.launcher', '{PLUGIN}'}}\n"
        "    assert not {'flask', 'sqlalchemy', 'requests'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    done = run(tmp_path)
    assert "1 passed" in done.stdout, done.stdout


def test_the_entry_point_is_the_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"moot_federation": PLUGIN}
    assert import_module(PLUGIN).moot_federation
