"""Trainees who file for minutes into a few cases, over real sockets, and do not mind a crash."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import psycopg
import requests
from sqlalchemy import create_engine, make_url, text

from shared import personas
from shared.clock import sleep, ticks
from shared.launcher.processes import Processes
from shared.personas import Persona
from tests import harness
from tests.integration.courts.filings import pdf
from tests.load.forty import percentile
from tests.serving import MEMBERS, Kind, Nursery, Running

ERA = "2021-11"
RUN = 6
SEATS = 40
CASES = 5
START = "/cgi-bin/menu.pl?id=-1"
LINK = "/cgi-bin/LinkAccount.pl"
EVENT = "/cgi-bin/FileEvent.pl?event=Motion+to+Compel"
RECEIPT = "Notice of Electronic Filing"
#: How often a step is tried again while something of the federation is being started.
TRIES = 120
PAUSE = 0.5
#: A server that is to come back is looked after each so many tries.
_ATTEMPTS = 6
MARK = re.compile(r"filing (\d+-\d+) of the run")


@dataclass
class Report:
    """What came of it."""

    kind: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    filed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    repeated: int = 0
    kills: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return a table of percentiles, one row for each screen."""
        rows = [
            f"{self.kind}: {len(self.filed)} filings seen on their receipts, "
            f"{len(self.errors)} errors, {self.repeated} requests repeated, "
            f"killed: {', '.join(self.kills) or 'nothing'}",
            f"{'screen':<38}{'times':>7}{'p50':>8}{'p95':>8}{'max':>8}   seconds",
        ]
        for screen, seconds in self.seconds.items():
            some = sorted(seconds)
            rows.append(
                f"{screen:<38}{len(some):>7}{percentile(some, 50):>8.2f}"
                f"{percentile(some, 95):>8.2f}{some[-1]:>8.2f}"
            )
        return rows


class Federation:
    """Members as processes, each of which can be killed and started again."""

    def __init__(self, kind: Kind, nursery: Nursery, folder: Path, seats: tuple[Persona, ...]):
        folder.mkdir(parents=True, exist_ok=True)
        self.kind = kind
        self.databases = nursery.databases(kind, ERA, folder, seats)
        self.processes = Processes(
            folder,
            database_urls=self.databases,
            settings=dict(harness.QUICK_ARGON2),
            threads=8,
        )
        self.processes.prepare()
        self.processes.start()
        ports = self.processes.addressing.ports
        self.running = Running(
            "processes",
            ERA,
            self.processes.federation,
            {m: f"http://127.0.0.1:{ports[m]}" for m in MEMBERS},
            self.databases,
        )

    def ask(self, member_id: str, query: str) -> list[Any]:
        """Return the rows of a query in a member's database."""
        engine = create_engine(self.databases[member_id])
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(query)).all())
        finally:
            engine.dispose()

    def kill(self, name: str) -> None:
        """SIGKILL a process of a member, or the whole database server, and start it again."""
        if name == "database":
            restart_server(self.databases["ctd"])
            return
        self.processes.kill(name)
        sleep(0.5)
        self.processes.start_member(name.removesuffix("-worker"))

    def stop(self) -> None:
        """End everything."""
        self.processes.stop()


def restart_server(url: str) -> None:
    """SIGKILL a PostgreSQL server with all its backends and start it as it was started."""
    with psycopg.connect(_plain(url)) as connection:
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    data = Path(folder)
    options = (data / "postmaster.opts").read_text(encoding="utf-8").split()
    pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    owner = data.stat().st_uid
    # Stopped first: it cannot begin another backend, which would keep the next server away.
    os.kill(pid, signal.SIGSTOP)
    children = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    gone = [pid, *map(int, children)]
    for each in gone:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    while any(_is_there(each) for each in gone):
        sleep(0.05)
    words = [each.strip('"') for each in options]
    for attempt in range(TRIES):
        # One that cannot have its port yet ends at once: somebody who tries to connect may hold it.
        if attempt % _ATTEMPTS == 0 and not _serves(data):
            _start(words, data, owner)
        try:
            psycopg.connect(_plain(url)).close()
        except psycopg.OperationalError:
            sleep(PAUSE)
        else:
            return
    raise TimeoutError("the database server does not come back")


def _start(words: Sequence[str], data: Path, owner: int) -> None:
    """Start a server in a session of its own, nobody's child: it ends with its cluster."""
    with (data.parent / "log").open("ab") as log:
        subprocess.run(
            ["setsid", "--fork", *words],
            cwd=data.parent,
            user=owner if os.getuid() == 0 else None,
            stdout=log,
            stderr=log,
            check=True,
        )


def _serves(data: Path) -> bool:
    """Say whether a server of this cluster runs, or is on its way."""
    try:
        return _is_there(int((data / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
    except (OSError, ValueError, IndexError):
        return False


def _is_there(pid: int) -> bool:
    """Say whether a process is there, and more than what nobody has waited for yet."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


class Trainee:
    """One person with a browser: files, again and again, until the time is over."""

    def __init__(
        self, who: Persona, place: int, federation: Federation, report: Report, guard: Any
    ) -> None:
        self.who, self.place, self.report, self.guard = who, place, report, guard
        self.federation = federation
        self.browser = federation.running.browser()
        self.origin = federation.running.url("ctd", "/")
        self.paper = pdf(2, f"Motion of seat {place}\ns/ {who.display_name}")

    def arrive(self) -> None:
        """Sign in and link the old account."""
        page = self.browser.sign_in(self.browser.open("ctd", START), self.who)
        assert "Log Out" in page.menu(), page.text[:300]
        old = self.who.courts["ctd"]
        page = self.browser.open("ctd", LINK).submit({"login": old.login_name, "key": old.password})
        page = page.submit(button="Submit")
        assert "You have successfully linked your account." in page.text, page.text[:300]

    def file(self, number: str, count: int, *, event: str = EVENT) -> None:
        """File one paper, a motion if nothing else is said, through all screens to its receipt."""
        mark = f"filing {self.place}-{count} of the run"
        page = self._ask("GET", urljoin(self.origin, event))
        token = re.search(r"[?&]t=([^&]+)", page.url)
        assert token is not None, page.text[:300]
        for _ in range(14):
            heading = _heading(page)
            if heading == RECEIPT:
                assert mark in page.text, page.text[:600]
                with self.guard:
                    self.report.filed.append(f"{self.place}-{count}")
                return
            page = self._send(page, heading, number, mark)
        raise AssertionError(f"no receipt after fourteen screens: {page.text[:400]}")

    def _send(self, page: harness.Page, heading: str, number: str, mark: str) -> harness.Page:
        form = page.form()
        data: list[tuple[str, Any]] = []
        files: list[tuple[str, Any]] = []
        for name, value in form.form_values():
            if getattr(form.inputs[name], "type", "") != "file":
                data.append((name, value))
        fields: dict[str, str] = {}
        if "case_number" in form.fields:
            fields["case_number"] = number
        if "filers" in form.fields:
            boxes = form.xpath(".//*[@name='filers']")
            data.append(("filers", boxes[0].get("value")))
        if "refers" in form.fields:
            data.append(("refers", form.xpath(".//*[@name='refers']")[0].get("value")))
        if "pay" in form.fields:
            fields["pay"] = "later"
        if "sealed" in form.fields:
            fields["sealed"] = "unsealed"
        if "free" in form.fields:
            fields["free"] = mark
        if "main" in form.fields:
            files.append(("main", ("motion.pdf", io.BytesIO(self.paper), "application/pdf")))
        data = [(n, v) for n, v in data if n not in fields] + list(fields.items())
        return self._ask("POST", page.url, screen=heading, data=data, files=files)

    def _ask(
        self, method: str, url: str, *, screen: str = "(begin)", data: Any = None, files: Any = None
    ) -> harness.Page:
        """Send a request, again if nobody was there: a second submit must not file twice."""
        began = ticks()
        for attempt in range(TRIES):
            try:
                page = self._once(method, url, data, files)
            except requests.RequestException:
                page = None
            if page is not None and page.status < 500:
                if attempt == 0:
                    with self.guard:
                        self.report.seconds.setdefault(screen, []).append(ticks() - began)
                return page
            with self.guard:
                self.report.repeated += 1
            for _, (_, stream, _) in files or ():
                stream.seek(0)
            sleep(PAUSE)
        raise AssertionError(f"{method} {url} was never answered")

    def _once(self, method: str, url: str, data: Any, files: Any) -> harness.Page:
        parts = [(name, (None, value)) for name, value in data or ()]
        sent = self.browser.session.request(
            method,
            url,
            files=[*parts, *(files or ())] or None,
            headers={"Referer": url},
            allow_redirects=False,
            timeout=60,
        )
        for _ in range(6):
            location = sent.headers.get("Location")
            if sent.status_code not in (301, 302, 303) or not location:
                break
            sent = self.browser.session.get(
                urljoin(sent.url, location), allow_redirects=False, timeout=60
            )
        return harness.Page(self.browser, sent)


def _heading(page: harness.Page) -> str:
    found = page.all("//h1")
    return " ".join(found[0].text_content().split()) if found else ""


def numbers_of(federation: Federation) -> list[str]:
    """Return the numbers of five open civil and miscellaneous cases that anybody may file in."""
    rows = federation.ask(
        "ctd",
        "SELECT id, office, year, type, serial FROM court_case WHERE type IN ('cv', 'mc') "
        "AND terminated_on IS NULL AND restricted = '' AND NOT sealed AND NOT opening ORDER BY id",
    )
    return [f"{r.office}:{r.year % 100:02d}-{r.type}-{r.serial:05d}" for r in rows[:CASES]]


def run(
    federation: Federation,
    people: Sequence[Persona],
    *,
    seconds: float,
    kills: Mapping[float, str] = {},  # noqa: B006 - read only
) -> Report:
    """Let everybody file until the time is over, killing what `kills` says at its second."""
    report, guard = Report(federation.kind), threading.Lock()
    trainees = [Trainee(who, place, federation, report, guard) for place, who in enumerate(people)]
    _each(trainees, lambda t: t.arrive(), report)
    numbers = numbers_of(federation)
    assert len(numbers) == CASES, numbers
    until = ticks() + seconds

    def work(trainee: Trainee) -> None:
        count = 0
        while ticks() < until:
            number = numbers[(trainee.place + count) % CASES]
            trainee.file(number, count)
            count += 1

    axe = threading.Thread(target=_axe, args=(federation, kills, report, ticks()), daemon=True)
    axe.start()
    _each(trainees, work, report)
    axe.join(120)
    return report


def _axe(federation: Federation, kills: Mapping[float, str], report: Report, began: float) -> None:
    for second, name in sorted(kills.items()):
        sleep(max(0.0, began + second - ticks()))
        try:
            federation.kill(name)
        except Exception as error:  # noqa: BLE001 - told with the others
            report.errors.append(f"killing {name}: {error}")
        report.kills.append(f"{name} after {second:.0f} s")


def _each(trainees: Sequence[Trainee], do: Callable[[Trainee], None], report: Report) -> None:
    def one(trainee: Trainee) -> None:
        try:
            do(trainee)
        except Exception as error:  # noqa: BLE001 - every one of them is counted
            report.errors.append(f"{trainee.place}: {type(error).__name__}: {str(error)[:400]}")

    with ThreadPoolExecutor(len(trainees)) as pool:
        list(pool.map(one, trainees))


def seats(count: int) -> tuple[Persona, ...]:
    """Return the people of a class."""
    return personas.seats(count, RUN)


def settled(federation: Federation, limit: float = 180.0) -> None:
    """Wait until the court has nothing left to deliver.

    :raises TimeoutError: if it never comes to its end.
    """
    until = ticks() + limit
    while federation.ask("ctd", "SELECT id FROM outbox WHERE delivered_at IS NULL LIMIT 1"):
        if ticks() > until:
            raise TimeoutError("the outbox does not come to its end")
        sleep(0.5)


def marks(federation: Federation) -> Counter[str]:
    """Return how often each filing of the run is on a docket."""
    rows = federation.ask("ctd", "SELECT text FROM docket_entry WHERE text LIKE '%of the run%'")
    return Counter(found[1] for (words,) in rows if (found := MARK.search(words)))
