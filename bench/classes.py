"""How long a class takes: its making, the reset of one seat, keeping and putting back all seats.

python bench/classes.py [--seats 40] [--exercises 001-link,motion-with-exhibits] [--port 8198]
python bench/classes.py --at http://pacer.moot.localhost:8080

Starts `moot up` on a fresh data directory, or measures a federation that is there already. Every
time is that of the trainer's browser: from pressing a button until the class page says that all
seats are ready again. What was measured while other things ran on the machine says nothing.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import startup  # noqa: E402 - the root is on the path only now
from shared import personas  # noqa: E402
from tests import serving  # noqa: E402
from tests.harness import Browser, Page  # noqa: E402

AIMS = {"making": 10.0, "reset of one seat": 2.0, "putting the class back": 5.0}
PATIENCE = 300.0
NAP = 0.05
NAME = "Before lunch"


@contextmanager
def served(port: int) -> Iterator[str]:
    """Yield the address of a federation that is started for this, and ended after it."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "shared.launcher", "up", "--port", str(port)]
        process = subprocess.Popen(
            [*words, "--data", str(Path(folder) / "data"), "--quiet"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            startup.first_page(port, time.monotonic())
            yield f"http://pacer.moot.localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


class Trainer:
    """The trainer's browser on the page of a class."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.page, self.base = browser, browser.open("pacer", "/classes/new"), ""

    def make(self, seats: int, exercises: list[str]) -> None:
        """Make a class."""
        wish = {"name": "Bench", "seats": seats, "exercises": exercises}
        self.page = self.page.submit({**wish, "start": "together"}, button="Make the class")
        self.base = self.page.url
        self.wait(lambda now: now["ready"] == now["seats"])

    def press(self, path: str, button: str) -> None:
        """Open a page of the class and press a button of it."""
        shown = self.browser.get(self.base + path)
        if button == "Reset":
            form = next(f for f in shown.all("//form") if (f.get("action") or "").endswith("reset"))
            data = dict(form.form_values())
            self.browser.send("POST", f"{self.base}/seats/1/reset", data, referer=shown.url)
        else:
            shown.submit(button=button)
        self.wait(lambda now: now["ready"] == now["seats"])

    def keep(self) -> None:
        """Have the state of all seats kept, until each has it."""
        self.page = self.browser.get(self.base)
        seats = self.progress()["seats"] - 1
        self.page.submit({"name": NAME}, button="Keep the present state")
        self.until(lambda: _kept(self.browser.get(self.base)) == seats)

    def progress(self) -> dict[str, int]:
        """Return how far the class is."""
        answer = self.browser.session.get(f"{self.base}/progress", timeout=60)
        found: dict[str, int] = answer.json()
        return found

    def wait(self, ready: Callable[[dict[str, int]], bool]) -> None:
        """Ask for the progress until it is enough."""
        self.until(lambda: ready(self.progress()))

    @staticmethod
    def until(done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > PATIENCE:
                raise SystemExit("it was never ready")
            time.sleep(NAP)


def _kept(page: Page) -> int:
    for row in page.all("//table[@id='checkpoints']//tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row]
        if cells[0] == NAME:
            return int(cells[1])
    return 0


def measure(base_url: str, seats: int, exercises: list[str]) -> dict[str, float]:
    """Return the seconds of each thing that a trainer does to a class."""
    running = serving.already_running(base_url, "2021-11")
    browser = running.browser()
    person = personas.by_key(personas.load())["trainer"]
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), person)
    trainer = Trainer(browser)
    deeds: dict[str, Callable[[], None]] = {
        "making": lambda: trainer.make(seats, exercises),
        "reset of one seat": lambda: trainer.press("", "Reset"),
        "keeping the class": trainer.keep,
        "putting the class back": lambda: trainer.press(
            f"/back?checkpoint={NAME.replace(' ', '+')}", "Go back"
        ),
        "reset of the class": lambda: trainer.press("/reset", "Reset every seat"),
        "cards": lambda: _fetch(trainer, "/cards.pdf"),
        "list": lambda: _fetch(trainer, "/roster.csv"),
    }
    found = {}
    for name, do in deeds.items():
        began = time.monotonic()
        do()
        found[name] = time.monotonic() - began
    return found


def _fetch(trainer: Trainer, path: str) -> None:
    trainer.browser.session.get(trainer.base + path, timeout=60).raise_for_status()


def main() -> None:
    """Print a line for each measurement, with its aim if it has one."""
    parser = argparse.ArgumentParser(description="Time what a trainer does to a class")
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--exercises", default="001-link,motion-with-exhibits")
    parser.add_argument("--port", type=int, default=8198)
    parser.add_argument("--at", help="the address of a federation that is there already")
    asked = parser.parse_args()
    exercises = [key for key in asked.exercises.split(",") if key]
    if asked.at:
        found = measure(asked.at, asked.seats, exercises)
    else:
        with served(asked.port) as base_url:
            found = measure(base_url, asked.seats, exercises)
    print(f"{asked.seats} seats, exercises {', '.join(exercises) or 'none'}")
    for name, seconds in found.items():
        aim = AIMS.get(name)
        against = (
            "" if aim is None else f"   aim {aim:.0f} s: {'met' if seconds <= aim else 'MISSED'}"
        )
        print(f"{name:<24}{seconds:>8.2f} s{against}")


if __name__ == "__main__":
    main()
