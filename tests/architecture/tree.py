"""Where the code stands: the files that the architecture tests read."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("idp", "courts")
PACKAGES = (*APPS, "shared")
NOT_ROOMS = frozenset({"templates", "static", "migrations", "__pycache__"})
LEFT_BEHIND = frozenset({".git", "__pycache__", "node_modules", "build", "dist"})


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below the folders, relative to the root."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found if "__pycache__" not in path.parts)


def rooms() -> list[Path]:
    """Return the folders of the two apps that hold a feature each."""
    found = (path for app in APPS for path in (ROOT / app).glob("*") if path.is_dir())
    with_code = (path for path in found if path.name not in NOT_ROOMS and any(path.glob("*.py")))
    return sorted(path.relative_to(ROOT) for path in with_code)


def project_files() -> list[Path]:
    """Return every file of the project as git sees it, or as the folder has it without git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [Path(name) for name in listed.stdout.split("\0") if name]
    else:
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if _kept(path)]
    return sorted(name for name in names if (ROOT / name).is_file())


def _kept(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not any(part in LEFT_BEHIND or part.startswith(".venv") for part in parts)


def source(path: Path) -> str:
    """Return a file's text."""
    return (ROOT / path).read_text(encoding="utf-8")
