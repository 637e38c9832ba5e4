"""Make the virtual environment from requirements.lock, and do nothing when it is there already.

    python3 -m deploy.tools.env runtime|tools [--venv DIR]

Standard library only: it runs before anything is installed. `runtime` is what `make demo` needs,
`tools` is everything. A stamp in the environment holds the hash of the lock, of pyproject.toml and
of the place where the project stands.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.tools.runtime_lock import ROOT, read_lock, runtime

OLDEST = (3, 11)


def fingerprint(root: Path) -> str:
    """Return what the environment depends on, as one hash."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    digest.update(str(root).encode())
    return digest.hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """Return the tiers that are installed, each with the fingerprint that it was made from."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def works(python: Path) -> bool:
    """Say whether the environment's interpreter runs and has pip: a half-made one does not."""
    try:
        done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_venv(venv: Path) -> Path:
    """Return the interpreter of the environment, which is made when it is missing or broken."""
    python = venv / "bin" / "python"
    if not works(python):
        print(f"making {venv.name} with Python {sys.version.split()[0]}", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=False)
        if made.returncode != 0:
            raise SystemExit(
                "This Python cannot make a virtual environment: apt-get install python3-venv"
            )
    return python


def install(python: Path, tier: str, root: Path) -> None:
    """Install the tier from the lock, hashes enforced, then this project and nothing else."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = root / "requirements.lock"
        if tier == "runtime":
            wanted = Path(scratch) / "runtime.lock"
            wanted.write_text(runtime(root, also=["setuptools"]), encoding="utf-8")
        fetch(python, wanted, root=root, scratch=Path(scratch))
    pip(python, "--no-deps", "--no-build-isolation", "-e", str(root))


def fetch(python: Path, wanted: Path, *, root: Path, scratch: Path) -> None:
    """Install what the file pins: with uv, itself from the lock, for speed; with pip if uv cannot.

    uv does not read pip's configuration, so a machine with its own package index may need pip.
    """
    first = scratch / "uv.lock"
    lock = read_lock((root / "requirements.lock").read_text(encoding="utf-8"))
    first.write_text(lock["uv"].text + "\n", encoding="utf-8")
    pip(python, "--require-hashes", "-r", str(first))
    uv = [str(python), "-m", "uv", "pip", "install", "--quiet", "--compile-bytecode"]
    uv += ["--system-certs", "--python", str(python)]
    if subprocess.run([*uv, "--require-hashes", "-r", str(wanted)], check=False).returncode != 0:
        print("uv could not install it; pip tries", flush=True)
        pip(python, "--require-hashes", "-r", str(wanted))


def pip(python: Path, *arguments: str) -> None:
    """Run `pip install` in the environment."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*command, *arguments], check=True)


def main() -> None:
    """Bring the environment to what the lock says."""
    if sys.version_info < OLDEST:
        raise SystemExit("Moot needs Python 3.11 or newer: make ... PYTHON=python3.13")
    parser = argparse.ArgumentParser(description="Make the environment from the lock")
    parser.add_argument("tier", choices=("runtime", "tools"))
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    asked = parser.parse_args()
    stamp = asked.venv / "moot-env.json"
    now = fingerprint(ROOT)
    have = read_stamp(stamp)
    if now in (have.get(asked.tier), have.get("tools")) and (asked.venv / "bin" / "moot").exists():
        return
    python = make_venv(asked.venv)
    print(f"installing the {asked.tier} part of requirements.lock", flush=True)
    try:
        install(python, asked.tier, ROOT)
    except subprocess.CalledProcessError as failed:
        raise SystemExit(f"The installation failed (pip said {failed.returncode})") from failed
    kept = {tier: made for tier, made in have.items() if made == now}
    stamp.write_text(json.dumps({**kept, asked.tier: now}), encoding="utf-8")


if __name__ == "__main__":
    main()
