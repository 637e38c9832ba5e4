"""A class of scripted trainees at human pace: linking, then a motion with exhibits."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import requests
from sqlalchemy import Engine, bindparam, create_engine, text

from shared import federation, personas
from shared.clock import sleep, ticks
from shared.federation import Addressing
from tests import harness, serving
from tests.integration.courts.filings import pdf
from tests.load.forty import percentile
from tests.serving import MEMBERS, Running

ERA: Final = "2021-11"
LINKING, FILING = "001-link", "motion-with-exhibits"
#: What hashing a password costs where no test has made it cheap (shared/web/runtime.py).
EVERY_DAY: Final = {"MOOT_ARGON2_MEMORY_KIB": "19456", "MOOT_ARGON2_TIME": "2"}
#: How often the scripts of the coach and of the board ask.
COACH_EVERY, BOARD_EVERY = 2.5, 2.0
#: What browsers send with a page that is looked at; without it there is no coach.
AS_A_PAGE: Final = {"Accept": "text/html", "Sec-Fetch-Dest": "document"}
START, LINK, QUERY = "/cgi-bin/menu.pl?id=-1", "/cgi-bin/LinkAccount.pl", "/cgi-bin/iquery.pl"
EVENT = "/cgi-bin/FileEvent.pl?event=Motion+to+Compel"
RECEIPT = "Notice of Electronic Filing"
_NUMBER: Final = re.compile(r"\d:\d\d-cv-\d+")
_SEAT: Final = re.compile(r"\bSeat (\d+) of ")
_FEATURES: Final = ("asked by itself: coach", "asked by itself: board", "until the coach says it")
#: Seconds in which a deed of a court is to be with the coach.
_PATIENCE: Final = 120.0


@dataclass(frozen=True)
class Pace:
    """How many trainees there are, for how long, and how long they look at a page."""

    seats: int
    seconds: float
    seed: int = 1
    least: float = 3.0
    most: float = 12.0

    @classmethod
    def from_environment(cls) -> Pace:
        """Read MOOT_CLASS_SEATS, MOOT_CLASS_MINUTES, MOOT_CLASS_SEED and MOOT_CLASS_THINK."""
        least, _, most = os.environ.get("MOOT_CLASS_THINK", "3-12").partition("-")
        return cls(
            seats=int(os.environ.get("MOOT_CLASS_SEATS", "40")),
            seconds=60 * float(os.environ.get("MOOT_CLASS_MINUTES", "10")),
            seed=int(os.environ.get("MOOT_CLASS_SEED", "1")),
            least=float(least),
            most=float(most),
        )


@dataclass
class Report:
    """What came of it: seconds by page, what went wrong, memory by process."""

    title: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: dict[str, float] = field(default_factory=dict)
    made_in: float = 0.0
    finished: int = 0
    filed: int = 0
    tried_again: int = 0
    guard: Any = field(default_factory=threading.Lock)

    def note(self, label: str, seconds: float) -> None:
        """Count a page."""
        with self.guard:
            self.seconds.setdefault(label, []).append(seconds)

    def wrong(self, words: str) -> None:
        """Count an error."""
        with self.guard:
            self.errors.append(words)

    def pages(self) -> list[float]:
        """Return the seconds of all pages that somebody waited for, in order of size."""
        found = [s for label, some in self.seconds.items() if label not in _FEATURES for s in some]
        return sorted(found)

    def lines(self) -> list[str]:
        """Return a table of percentiles, one row for each page, and of memory."""
        rows = [
            f"{self.title}: seats made in {self.made_in:.1f} s, {self.finished} trainees finished "
            f"both exercises, {self.filed} motions filed, {len(self.errors)} errors",
            f"{'page':<44}{'times':>7}{'p50':>8}{'p95':>8}{'max':>8}   ms",
        ]
        table = {"all pages": self.pages(), **dict(sorted(self.seconds.items()))}
        for label, seconds in table.items():
            some = sorted(seconds) or [0.0]
            rows.append(
                f"{label:<44}{len(seconds):>7}"
                f"{1000 * percentile(some, 50):>8.0f}{1000 * percentile(some, 95):>8.0f}"
                f"{1000 * some[-1]:>8.0f}"
            )
        rows.append(f"messages that did not arrive at the first try: {self.tried_again}")
        total = sum(self.memory.values())
        rows += [f"{name:<44}{mib:>15.0f}   MiB" for name, mib in self.memory.items()]
        if self.memory:
            rows.append(f"{'all processes together':<44}{total:>15.0f}   MiB")
        return rows


# --------------------------------------------------------------------------- what serves


class OneProcess:
    """`moot up` in a process of its own, on SQLite."""

    def __init__(self, folder: Path, *, at: str = ERA) -> None:
        self.port = serving.free_port()
        words = ["up", "--quiet", "--at", at, "--data", str(folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "shared.launcher", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        found = federation.load(
            harness.FEDERATION_FILE.read_text(encoding="utf-8"), Addressing(port=self.port)
        )
        reach = {m.id: f"http://127.0.0.1:{self.port}" for m in found.members}
        files = {m: f"sqlite:///{folder / (m + '.db')}" for m in MEMBERS}
        self.running = Running("running", at, found, reach, files, ending=[self.stop])
        try:
            self._await()
        except BaseException:
            self.stop()
            raise

    def _await(self) -> None:
        until = ticks() + 600
        head = {"Host": f"pacer.moot.localhost:{self.port}"}
        while True:
            assert self.process.poll() is None, "moot up ended by itself"
            assert ticks() < until, "moot up does not answer"
            try:
                url = f"http://127.0.0.1:{self.port}/readyz"
                if requests.get(url, headers=head, timeout=5).ok:
                    return
            except requests.RequestException:
                sleep(0.2)

    def stop(self) -> None:
        """End it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def memory() -> dict[str, float]:
    """Return the MiB that each kind of process holds which this one has started.

    Pages that processes share are counted in parts (PSS), so that the sum is what is really held.
    """
    found: Counter[str] = Counter()
    for pid in _descendants(os.getpid()):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8")
        except OSError:
            continue
        pss = re.search(r"^Pss:\s+(\d+) kB", rollup, re.M)
        if pss is not None:
            found[_process_name(words)] += int(pss[1])
    return {name: kib / 1024 for name, kib in sorted(found.items())}


def _process_name(words: Sequence[str]) -> str:
    for verb in ("up", "serve", "worker"):
        if verb in words and "shared.launcher" in words:
            named = words[words.index(verb) + 1] if verb != "up" else ""
            return f"moot {verb} {named}".strip()
    return Path(words[0]).name if words and words[0] else "other"


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            children = (task / "children").read_text(encoding="utf-8").split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from _descendants(child)


# --------------------------------------------------------------------------- the class


@dataclass
class Room:
    """A class: where it is, its trainer's browser, its id and its join code."""

    running: Running
    trainer: harness.Browser
    class_id: int
    code: str
    seats: int

    def page(self, path: str = "") -> harness.Page:
        """Open a page of the class as its trainer."""
        return self.trainer.open("pacer", f"/classes/{self.class_id}{path}")


def open_class(running: Running, *, seats: int, report: Report, limit: float = 300.0) -> Room:
    """Have the trainer make a class with both exercises, and wait until its seats are ready."""
    trainer = running.browser()
    who = personas.by_key(personas.load())["trainer"]
    page = trainer.sign_in(trainer.open("pacer", "/csologin/login.jsf"), who)
    page = trainer.open("pacer", "/classes/new")
    form = page.form(having="seats")
    data = [(n, v) for n, v in form.form_values() if n not in ("name", "seats", "exercises")]
    data += [("name", "Load"), ("seats", str(seats))]
    data += [("exercises", LINKING), ("exercises", FILING)]
    began = ticks()
    made = trainer.session.post(
        page.url, data=data, headers={"Referer": page.url}, allow_redirects=False, timeout=60
    )
    assert made.status_code == 303, harness.Page(trainer, made).text[:600]
    class_id = int(made.headers["Location"].rpartition("/")[2])
    room = Room(running, trainer, class_id, "", seats)
    until = ticks() + limit
    while True:
        told = trainer.session.get(
            running.url("pacer", f"/classes/{class_id}/progress"), timeout=30
        ).json()
        if told["ready"] == told["seats"]:
            break
        assert ticks() < until, f"the seats are not ready: {told}"
        sleep(0.2)
    report.made_in = ticks() - began
    (code,) = room.page().all("//*[@id='join-code']")
    room.code = " ".join(code.text_content().split())
    return room


@dataclass(frozen=True)
class Login:
    """One of the people of a seat, as the page of the seat says it."""

    name: str
    user_name: str
    password: str
    logins: Mapping[str, tuple[str, str]]


def people_of(page: harness.Page) -> list[Login]:
    """Read who sits in a seat from its page."""
    found = []
    for facts in page.all("//dl[@class='facts'][preceding-sibling::h2]"):
        name = facts.xpath("preceding-sibling::h2[1]")[0].text_content().strip()
        own: tuple[str, ...] = ()
        logins: dict[str, tuple[str, str]] = {}
        for term in facts.xpath("dt"):
            words = term.text_content().strip()
            bold = [b.text_content() for b in term.xpath("following-sibling::dd[1]//b")]
            if words == "PACER":
                own = tuple(bold)
            elif words.startswith("Old login in ") and len(bold) == 2:
                logins[words.removeprefix("Old login in ")] = (bold[0], bold[1])
        if own:
            found.append(Login(name, own[0], own[1], logins))
    return found


@dataclass(frozen=True)
class Told:
    """What the coach of a seat says of an exercise."""

    title: str
    done: int
    steps: int
    points: int
    most: int
    mistakes: int
    certificate: str


def told_by(page: harness.Page) -> Told:
    """Read the coach."""
    (count,) = page.all("//*[@class='coach-count']//span[@class='num']")
    done, steps, points, most = map(int, re.findall(r"\d+", count.text_content()))
    warned = page.all("//*[contains(@class, 'notice-warning')]")
    links = [a.get("href") for a in page.all("//*[contains(@class, 'notice-success')]//a")]
    return Told(
        page.all("//h1")[0].text_content().strip(),
        done,
        steps,
        points,
        most,
        len(warned),
        str(links[0]).rpartition("/")[2] if links else "",
    )


class Trainee:
    """Somebody with a browser: joins, links, files, reads, and then files on until the end."""

    def __init__(self, room: Room, place: int, pace: Pace, report: Report, until: float) -> None:
        self.room, self.pace, self.report = room, pace, report
        # By what the trainee is called; which seat it gets, joining says.
        self.called = self.place = place
        self.until = until
        self.browser = room.running.browser()
        self.browser.session.headers.update(AS_A_PAGE)
        self.random = random.Random(pace.seed * 1000 + place)  # noqa: S311 - think times
        self.coach, self.etag, self.asked = "", "", 0.0
        self.world = 0
        self.number = ""
        self.certificate = ""
        self.linked = False
        self.filed = 0
        self.read = False
        self.finished = False

    # ----------------------------------------------------------------- one page

    def see(self, label: str, load: Callable[[], harness.Page]) -> harness.Page:
        """Load a page, note how long it took, and look at it for a while."""
        began = ticks()
        page = load()
        self.report.note(label, ticks() - began)
        assert page.status < 400, f"{label}: {page.status} at {page.url}: {page.text[:300]}"
        frames = page.all("//iframe[@title='Coach']/@src")
        if frames and not self.coach:
            self.coach = urljoin(page.url, frames[0])
        self.think(self.random.uniform(self.pace.least, self.pace.most))
        return page

    def think(self, seconds: float) -> None:
        """Look at a page; the coach beside it asks meanwhile."""
        until = ticks() + seconds
        while (now := ticks()) < until:
            if self.coach and now >= self.asked + COACH_EVERY:
                self.asked = now
                self.ask_coach()
            sleep(max(0.0, min(until, self.asked + COACH_EVERY if self.coach else until) - ticks()))

    def ask_coach(self) -> None:
        """Ask whether there is something new, as the script of the coach does."""
        began = ticks()
        heads = {"If-None-Match": self.etag, "Sec-Fetch-Dest": "empty", "Accept": "*/*"}
        answer = self.browser.session.get(self.coach, headers=heads, timeout=30)
        self.report.note(_FEATURES[0], ticks() - began)
        assert answer.status_code in (200, 304), f"the coach says {answer.status_code}"
        self.etag = answer.headers.get("ETag", "")

    def look_at_coach(self) -> harness.Page:
        """Open the coach in a window of its own."""
        return self.browser.get(self.coach)

    def _until_coach(self, says: Callable[[harness.Page], bool]) -> harness.Page:
        """Look at the coach until it says something; deeds come to it by message."""
        began = ticks()
        while not says(page := self.look_at_coach()):
            assert ticks() < began + _PATIENCE, f"the coach does not say it: {page.text[:600]}"
            sleep(0.5)
        self.report.note(_FEATURES[2], ticks() - began)
        return page

    # ----------------------------------------------------------------- the two exercises

    def work(self) -> None:
        """Do both exercises, and file on as long as there is time."""
        self.think(self.random.uniform(0, self.pace.most))
        open_ = self.browser.open
        page = self.see("join: the page", lambda: open_("pacer", "/join"))
        fields = {"code": self.room.code, "learner": f"Trainee {self.called:02}"}
        page = self.see("join: the seat", lambda: page.submit(fields, button="Join"))
        self.place = int(_SEAT.findall(page.text)[0])
        john, oscar = people_of(page)
        self.sign_in("ctd", john)
        self.link(john)
        self.next_exercise()
        page = self.see("log out", lambda: self.browser.get(self.menu.link("Log Out")))
        self.sign_in("ctd", oscar)
        self.file_and_read(oscar)
        self.finished = True
        count = 1
        while ticks() < self.until:
            self.see("query: the form", lambda: open_("ctd", QUERY))
            if ticks() < self.until:
                count += 1
                self.file(oscar, count)

    def sign_in(self, court: str, who: Login) -> None:
        """Sign in at a court by PACER's page."""
        page = self.see("sign in: the page", lambda: self.browser.open(court, START))
        fields = {"loginForm:loginName": who.user_name, "loginForm:password": who.password}
        page = self.see("sign in: Login", lambda: page.submit(fields, button="Login"))
        if page.all("//input[@name='regmsg:chkRedact']"):
            ticked = {"regmsg:chkRedact": "on"}
            page = self.see("sign in: redaction", lambda: page.submit(ticked, button="Continue"))
        assert "Log Out" in page.menu(), page.text[:400]
        self.menu = page

    def link(self, who: Login) -> None:
        """Link the old account, as seed 001 has it."""
        page = self.see("link: screen A", lambda: self.browser.open("ctd", LINK))
        login, key = who.logins["ctd"]
        fields = {"login": login, "key": key}
        page = self.see("link: screen B", lambda: page.submit(fields))
        page = self.see("link: done", lambda: page.submit(button="Submit"))
        assert "You have successfully linked your account." in page.text, page.text[:400]
        self.linked = True
        self.menu = self.see("query: the form", lambda: self.browser.open("ctd", QUERY))
        assert self.menu.menu()[:2] == ["Civil", "Criminal"], self.menu.menu()

    def next_exercise(self) -> None:
        """Wait for the certificate of linking, and begin with filing."""
        done = self._until_coach(lambda page: "All steps are done." in page.text)
        told = told_by(done)
        assert told.title.startswith("Link your CM/ECF account"), done.text[:300]
        self.certificate = told.certificate
        page = self.see("coach: begin", lambda: done.submit({"exercise": FILING}, button="Begin"))
        self.number = _NUMBER.findall(page.text)[0]

    def file_and_read(self, who: Login) -> None:
        """File the motion with its exhibits, and read the notice of it."""
        self.file(who, 1)
        self._until_coach(lambda page: told_by(page).done >= 3)
        page = self.see("mailbox", lambda: self.browser.open("pacer", "/mailbox"))
        (address,) = page.all("//a[starts-with(normalize-space(), 'Activity in Case')]/@href")[:1]
        self.see("mailbox: a notice", lambda: self.browser.get(urljoin(page.url, address)))
        self.read = True
        self._until_coach(lambda page: "All steps are done." in page.text)

    def file(self, who: Login, count: int) -> None:
        """File one motion with two exhibits through all screens to its receipt."""
        mark = f"of seat {self.place} as number {count}"
        url = self.room.running.url("ctd", EVENT)
        page = self.see("filing: (begin)", lambda: self.browser.get(url))
        for _ in range(14):
            heading = _heading(page)
            if heading == RECEIPT:
                assert mark in page.text, page.text[:600]
                self.filed += 1
                with self.report.guard:
                    self.report.filed += 1
                return
            page = self._answer(page, heading, who, mark)
        raise AssertionError(f"no receipt after fourteen screens: {page.text[:400]}")

    def _answer(self, page: harness.Page, heading: str, who: Login, mark: str) -> harness.Page:
        form = page.form()
        fields: dict[str, str] = {}
        files: list[tuple[str, Any]] = []
        if "case_number" in form.fields:
            fields["case_number"] = self.number
        if "filers" in form.fields:
            (box,) = form.xpath(
                ".//input[@name='filers'][@id=//label[contains(., 'Alpha Widgets')]/@for]"
            )[:1]
            fields["filers"] = box.get("value")
        if "sealed" in form.fields:
            fields["sealed"] = "unsealed"
        if "free" in form.fields:
            fields["free"] = mark
        if "main" in form.fields:
            paper = pdf(2, f"MOTION TO COMPEL\nMotion {mark}\n/s/ {who.name}")
            files.append(("main", ("motion.pdf", io.BytesIO(paper), "application/pdf")))
            for row, name in enumerate(("A", "B")):
                exhibit = pdf(1, f"Exhibit {name}")
                shown = (f"exhibit-{name}.pdf", io.BytesIO(exhibit), "application/pdf")
                files.append((f"file_{row}", shown))
                fields[f"category_{row}"] = "Exhibit"
                fields[f"description_{row}"] = name
        data = [
            (name, value)
            for name, value in form.form_values()
            if name not in fields and getattr(form.inputs[name], "type", "") != "file"
        ]
        data += list(fields.items())
        parts = [(name, (None, value)) for name, value in data] + files

        def send() -> harness.Page:
            sent = self.browser.session.post(
                page.url,
                files=parts,
                headers={"Referer": page.url},
                allow_redirects=False,
                timeout=60,
            )
            where = sent.headers.get("Location")
            if sent.status_code in (302, 303) and where:
                return self.browser.get(urljoin(sent.url, where))
            return harness.Page(self.browser, sent)

        return self.see(f"filing: {heading}", send)


def _heading(page: harness.Page) -> str:
    found = page.all("//h1")
    return " ".join(found[0].text_content().split()) if found else ""


def run(room: Room, pace: Pace, report: Report) -> list[Trainee]:
    """Let everybody work until the time is over; the trainer has the board open meanwhile."""
    until = ticks() + pace.seconds
    trainees = [Trainee(room, n, pace, report, until) for n in range(1, room.seats + 1)]
    over = threading.Event()
    watching = threading.Thread(target=_watch, args=(room, report, over), daemon=True)
    watching.start()
    threads = [threading.Thread(target=_one, args=(each, report)) for each in trainees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.memory = memory()
    report.tried_again = tried_again(room)
    over.set()
    watching.join(60)
    report.finished = sum(each.finished for each in trainees)
    return trainees


def _one(trainee: Trainee, report: Report) -> None:
    try:
        trainee.work()
    except Exception as error:  # noqa: BLE001 - every one of them is counted
        report.wrong(f"{trainee.place}: {type(error).__name__}: {str(error)[:600]}")


def _watch(room: Room, report: Report, over: threading.Event) -> None:
    """Have the board open, and asked as its script does."""
    etag = ""
    url = room.running.url("pacer", f"/classes/{room.class_id}/board")
    while not over.wait(BOARD_EVERY):
        began = ticks()
        answer = room.trainer.session.get(url, headers={"If-None-Match": etag}, timeout=30)
        report.note(_FEATURES[1], ticks() - began)
        if answer.status_code not in (200, 304):
            report.wrong(f"the board says {answer.status_code}")
        etag = answer.headers.get("ETag", "")


# --------------------------------------------------------------------------- at the end


@contextmanager
def asking(running: Running) -> Iterator[Callable[..., list[Any]]]:
    """Yield a function that asks the database of a member."""
    engines: dict[str, Engine] = {}

    def ask(member: str, query: str, **values: Any) -> list[Any]:
        if member not in engines:
            engines[member] = create_engine(running.databases[member])
        listed: list[Any] = [
            bindparam(name, expanding=True)
            for name, value in values.items()
            if isinstance(value, list)
        ]
        with engines[member].connect() as connection:
            return list(connection.execute(text(query).bindparams(*listed), values).all())

    try:
        yield ask
    finally:
        for engine in engines.values():
            engine.dispose()


@dataclass(frozen=True)
class Facts:
    """What the tables of PACER and of the court say of a seat, however that is judged."""

    linked: bool
    filed: tuple[int, ...]
    exhibits: int
    read: int
    marks: Mapping[str, tuple[str, int]]

    @property
    def filing_steps(self) -> int:
        """Return how many steps of the filing exercise must be done."""
        return 0 if not self.filed else 2 + (self.exhibits == 2) + (self.read > 0)


def settle(room: Room, limit: float = 120.0) -> None:
    """Wait until no member has anything left to deliver.

    :raises TimeoutError: if that never comes.
    """
    until = ticks() + limit
    with asking(room.running) as ask:
        waiting = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL"
        while any(ask(member, waiting)[0][0] for member in MEMBERS):
            if ticks() > until:
                raise TimeoutError("the outboxes do not come to their end")
            sleep(0.5)


def facts(room: Room) -> dict[int, Facts]:
    """Read from the tables what every seat has done."""
    with asking(room.running) as ask:
        runs = {
            row.run: row.number
            for row in ask(
                "pacer",
                "SELECT run, number FROM class_seat WHERE class_id = :one AND number > 0",
                one=room.class_id,
            )
        }
        worlds = list(runs)
        john = {
            row.subject: row.world
            for row in ask(
                "pacer",
                "SELECT subject, world FROM account WHERE world IN :worlds "
                "AND user_key LIKE 'jattorney%'",
                worlds=worlds,
            )
        }
        linked = {
            john[row.linked_subject]
            for row in ask(
                "ctd",
                "SELECT linked_subject FROM court_user WHERE linked_subject IN :people",
                people=list(john),
            )
        }
        entries = ask(
            "ctd",
            "SELECT court_case.world AS world, docket_entry.id AS id, docket_entry.text AS text "
            "FROM docket_entry JOIN court_case ON court_case.id = docket_entry.case_id "
            "WHERE court_case.world IN :worlds AND docket_entry.text LIKE '%of seat %' "
            "ORDER BY docket_entry.id",
            worlds=worlds,
        )
        papers = Counter(
            row.entry_id
            for row in ask(
                "ctd",
                "SELECT entry_id FROM docket_document WHERE place > 0 AND entry_id IN :entries",
                entries=[row.id for row in entries],
            )
        )
        read = Counter(
            row.world
            for row in ask(
                "pacer",
                "SELECT world FROM audit_event WHERE tag = 'mail:read' AND world IN :worlds",
                worlds=worlds,
            )
        )
        marks = ask(
            "pacer",
            "SELECT world, exercise, code, points FROM mark WHERE world IN :worlds",
            worlds=worlds,
        )
    found = {}
    for world, number in runs.items():
        own = [row for row in entries if row.world == world]
        counts = [int(found_[1]) for row in own if (found_ := _mine(number).search(row.text))]
        assert len(counts) == len(own), f"seat {number} has a motion of somebody else"
        found[number] = Facts(
            world in linked,
            tuple(sorted(counts)),
            papers[own[0].id] if own else 0,
            read[world],
            {row.exercise: (row.code, row.points) for row in marks if row.world == world},
        )
    return found


def _mine(number: int) -> re.Pattern[str]:
    return re.compile(rf"of seat {number} as number (\d+)\b")


def board_says(room: Room) -> dict[tuple[int, str], dict[str, str]]:
    """Return the rows of the results that the board gives out, by seat and exercise."""
    url = room.running.url("pacer", f"/classes/{room.class_id}/board/results.csv")
    answer = room.trainer.session.get(url, timeout=60)
    answer.raise_for_status()
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return {(int(row["seat"].rpartition("-")[2]), row["exercise"]): row for row in rows}


def tried_again(room: Room) -> int:
    """Return how many messages between members did not arrive at the first try."""
    with asking(room.running) as ask:
        again = "SELECT count(*) FROM outbox WHERE attempts > 1"
        return sum(int(ask(member, again)[0][0]) for member in MEMBERS)


def differences(room: Room, trainees: Sequence[Trainee]) -> list[str]:
    """Return where tables, coach, board, and what trainees saw on their screens differ."""
    wrong = []
    found, board = facts(room), board_says(room)
    for each in trainees:
        fact = found[each.place]
        coach = told_by(each.look_at_coach())
        code, points = fact.marks.get(FILING, ("", coach.points))
        linking, filing = board[each.place, LINKING], board[each.place, FILING]
        pairs = {
            "linked": (fact.linked, each.linked),
            "motions": (fact.filed, tuple(range(1, each.filed + 1))),
            "certificate of linking": (fact.marks.get(LINKING, ("",))[0], each.certificate),
            "certificate of linking on the board": (each.certificate, linking["certificate"]),
            "certificate of filing on the board": (code, filing["certificate"]),
            "name on the board": (f"Trainee {each.called:02}", filing["learner"]),
            "steps of filing on the board": (fact.filing_steps, max(_steps(filing), 0)),
        }
        if each.number:
            pairs |= {
                "steps of the coach": (fact.filing_steps or coach.done, coach.done),
                "certificate of filing": (code, coach.certificate),
                "points on the board": (coach.points, int(filing["points"])),
                "points when it was complete": (points >= coach.points, True),
            }
        wrong += [
            f"seat {each.place}: {what}: the tables say {one!r}, otherwise it is {other!r}"
            for what, (one, other) in pairs.items()
            if one != other
        ]
    return wrong


def _steps(row: Mapping[str, str]) -> int:
    """Return how many steps are done in a row of the results, of those that leave a filing."""
    done = [name for name, cell in row.items() if name.startswith("minutes of step") and cell]
    return len(done) if len(done) > 1 else 0
