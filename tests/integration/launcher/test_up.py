"""`moot up` and its processes, for real."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from shared import calendars, clock
from shared.launcher import court_time, federations, standing
from shared.launcher.datadir import DataDirectory
from shared.launcher.processes import Processes
from tests.serving import free_port
from tests.unit.shared.launcher.test_federations import FIFTH_COURT

ROOT = Path(__file__).resolve().parents[3]
QUICK = {"MOOT_ARGON2_MEMORY_KIB": "64", "MOOT_ARGON2_TIME": "1"}
PATIENCE = 60.0


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "shared.launcher", "up", *arguments],
        env={**os.environ, **QUICK, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_for(url: str, host: str, process: subprocess.Popen[bytes]) -> requests.Response:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout and process.stdout.read().decode()
        try:
            response = requests.get(url, headers={"Host": host}, timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
            continue
        if response.ok:
            return response
    raise AssertionError(f"{url} did not answer")


def end(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    process.send_signal(signal.SIGTERM)
    out, _err = process.communicate(timeout=60)
    return process.returncode, out.decode()


@pytest.fixture
def five_courts(tmp_path: Path) -> Path:
    file = tmp_path / "federation.toml"
    file.write_text(federations.read_text(None) + FIFTH_COURT, encoding="utf-8")
    return file


def test_up_serves_a_fifth_court_sets_the_clock_and_ends(tmp_path: Path, five_courts: Path) -> None:
    port, folder = free_port(), tmp_path / "data"
    process = start("--port", str(port), "--data", str(folder), "--federation", str(five_courts))
    try:
        url = f"http://127.0.0.1:{port}"
        page = wait_for(f"{url}/csologin/login.jsf", f"pacer.moot.localhost:{port}", process)
        assert "loginForm:password" in page.text
        ready = requests.get(f"{url}/readyz", timeout=10).json()
        assert ready["members"] == dict.fromkeys(
            ("pacer", "ctd", "cod", "ctb", "ca2", "nysd"), True
        )
        court = {"Host": f"ecf.nysd.moot.localhost:{port}"}
        assert requests.get(f"{url}/healthz", headers=court, timeout=10).json()["member"] == "nysd"

        found = standing.find(DataDirectory(folder), {})
        before = court_time.read(found)
        assert calendars.agree(before)
        assert before[0].setting is not None
        jump = calendars.frozen(before[0].setting, wall=clock.wall())
        heard = court_time.change(found, jump)
        assert [a.member_id for a in heard] == [m.id for m in found.federation.members]
        assert all(a.setting == jump for a in court_time.read(found))
    finally:
        status, said = end(process)
    assert status == 0, said
    assert f"http://ecf.nysd.moot.localhost:{port}" in said
    assert "Traceback" not in said

    # Nothing runs any more: the rows themselves are read and written.
    assert all(a.setting == jump for a in court_time.read(found))
    running = calendars.running(jump, wall=clock.wall())
    court_time.change(found, running)
    assert calendars.agree(court_time.read(found))


def test_on_a_lan_every_host_answers_on_its_own_port(tmp_path: Path) -> None:
    port = free_port(behind=8)
    process = start("--port", str(port), "--data", str(tmp_path / "data"), "--lan", "127.0.0.1")
    try:
        host = f"127.0.0.1:{port}"
        page = wait_for(f"http://{host}/csologin/login.jsf", host, process)
        assert "loginForm:password" in page.text
        for offset, member in ((1, "ctd"), (2, "ctd"), (7, "ca2")):
            said = requests.get(f"http://127.0.0.1:{port + offset}/healthz", timeout=10).json()
            assert said["member"] == member
    finally:
        status, said = end(process)
    assert status == 0, said


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    with Processes(tmp_path, settings=QUICK) as running:
        yield running


def test_members_as_processes_agree_and_reach_one_another(processes: Processes) -> None:
    found = processes.standing()
    heard = court_time.read(found)
    assert calendars.agree(heard)
    assert all(answer.setting is not None for answer in heard)
    discovery = found.get(found.federation.idp, "/.well-known/openid-configuration").json()
    assert discovery["issuer"] == found.federation.issuer
    processes.kill("ctb")
    silent = [a.member_id for a in court_time.read(found) if a.setting is None]
    assert silent == ["ctb"]
    processes.start_member("ctb")
    assert calendars.agree(court_time.read(found))
