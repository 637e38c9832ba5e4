"""How long from `moot up` to the first page, on a data directory that was made before.

python bench/startup.py [--runs 5] [--port 8199] [--data DIR]
"""

import argparse
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0


def first_page(port: int, began: float) -> float:
    """Return the seconds from `began` until the sign-in page answers 200."""
    while time.monotonic() - began < PATIENCE:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            host = {"Host": f"pacer.moot.localhost:{port}"}
            connection.request("GET", "/csologin/login.jsf", headers=host)
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.01)
    raise SystemExit("no page came")


def one(port: int, data: Path) -> tuple[float, float]:
    """Start, wait for the page, end; return both times."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "shared.launcher", "up", "--port", str(port), "--data", str(data)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        took = first_page(port, began)
    finally:
        ending = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    return took, time.monotonic() - ending


def main() -> None:
    """Print the cold start, and the median and worst of the warm ones."""
    parser = argparse.ArgumentParser(description="Time the start of `moot up`")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--port", type=int, default=8199)
    parser.add_argument("--data", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = asked.data or Path(scratch) / "data"
        cold, _ended = one(asked.port, data)
        warm = [one(asked.port, data) for _ in range(asked.runs)]
    starts, ends = zip(*warm, strict=True)
    print(f"first start (makes everything): {cold:.2f} s")
    median, worst = statistics.median(starts), max(starts)
    print(f"warm start to first page: median {median:.2f} s, worst {worst:.2f} s")
    print(f"SIGTERM to end: worst {max(ends):.2f} s")


if __name__ == "__main__":
    main()
