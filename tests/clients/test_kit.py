"""The conformance kit, done by juriscraper, and what it lacks as pacersdk does it (2026)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pyotp
import pytest
import requests
from juriscraper.pacer import (
    AppellateDocketReport,
    AttachmentPage,
    ClaimsRegister,
    DocketReport,
)
from juriscraper.pacer.email import S3NotificationEmail
from juriscraper.pacer.http import PacerSession

from shared.personas import Persona
from tests.serving import Redirector, Running

ERA = "2026"
LOGIN = "https://pacer.login.uscourts.gov/services/cso-auth"
LOCATOR = "https://pcl.uscourts.gov/pcl-public-api/rest/parties/find"
Task = dict[str, Any]


@dataclass
class Kit:
    """A run of the kit over the sandbox's API."""

    running: Running
    key: str
    session: requests.Session
    run: dict[str, Any] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Ask the API."""
        url = self.running.url("pacer", f"/sandbox/v1{path}")
        heads = {"Authorization": f"Bearer {self.key}"}
        said = self.session.request(method, url, headers=heads, timeout=60, **more)
        assert said.ok, said.text
        return said

    def begin(self, seed: int) -> list[Task]:
        """Draw the tasks of a run."""
        self.run = self.ask("POST", "/kit/runs", json={"seed": seed}).json()
        tasks: list[Task] = self.run["tasks"]
        return tasks

    def answer(self, answers: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """Have answers judged; return the verdicts by the kinds of their tasks and courts."""
        path = f"/kit/runs/{self.run['id']}/answers"
        told = self.ask("PUT", path, json=answers).json()
        return {each["id"]: each for each in told["tasks"]}


@pytest.fixture
def kit(redirected: Redirector, federation: Running, people: dict[str, Persona]) -> Kit:
    assert federation.world is not None
    browser = federation.world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), people["trainer"])
    made = browser.open("pacer", "/sandbox").submit({"name": "kit"}, button="Make a key")
    (key,) = made.all("//*[@id='sandbox-key']/text()")
    return Kit(federation, key, requests.Session())


class Author:
    """A client program as its author would write it, on juriscraper."""

    def __init__(self, people: dict[str, Persona]) -> None:
        who = people["client"].pacer
        assert who is not None
        self._who = who
        self.session = self._signed_in()

    def _signed_in(self, code: str | None = None) -> PacerSession:
        session = PacerSession(
            username=self._who.user_name, password=self._who.password, client_code=code
        )
        session.login()
        return session

    def solve(self, task: Task) -> Any:
        """Return the answer of a task."""
        way: Callable[[Task], Any] = getattr(self, task["kind"])
        return way(task)

    def entries(self, task: Task) -> int:
        """Count entries by whichever report the court has."""
        given = task["given"]
        if task["court"] == "ca2":
            report = AppellateDocketReport("ca2", self.session)
            report.query(given["docket_number"], show_docket_entries=True)
        else:
            report = DocketReport(task["court"], self.session)
            report.query(given["pacer_case_id"])
        return len(report.data["docket_entries"])

    def parties(self, task: Task) -> list[str]:
        """Name the parties."""
        report = DocketReport(task["court"], self.session)
        case = task["given"]["pacer_case_id"]
        report.query(case, show_parties_and_counsel=True, show_terminated_parties=True)
        return [each["name"] for each in report.data["parties"]]

    def attachments(self, task: Task) -> int:
        """Count the attachments."""
        menu = AttachmentPage(task["court"], self.session)
        menu.query(task["given"]["pacer_doc_id"])
        return len(menu.data["attachments"])

    def paper(self, task: Task) -> str:
        """Download a paper and hash it."""
        given = task["given"]
        report = DocketReport(task["court"], self.session)
        answer, message = report.download_pdf(given["pacer_case_id"], given["pacer_doc_id"])
        assert answer is not None, message
        return hashlib.sha256(answer.content).hexdigest()

    def claims(self, task: Task) -> int:
        """Count the claims."""
        register = ClaimsRegister(task["court"], self.session)
        register.query(task["given"]["pacer_case_id"], task["given"]["docket_number"])
        return len(register.data["claims"])

    def notice(self, task: Task) -> dict[str, str]:
        """Read a notice."""
        reader = S3NotificationEmail(task["court"])
        reader._parse_text(task["given"]["message"])
        (docket,) = reader.data["dockets"]
        (entry,) = docket["docket_entries"]
        return {
            "docket_number": docket["docket_number"],
            "case_name": docket["case_name"],
            "document_number": str(entry["document_number"]),
            "pacer_case_id": entry["pacer_case_id"],
            "pacer_doc_id": entry["pacer_doc_id"],
        }

    def charged(self, task: Task) -> int:
        """Read the receipt of a report that was fetched under a client code."""
        report = DocketReport(task["court"], self._signed_in(task["given"]["client_code"]))
        report.query(task["given"]["pacer_case_id"])
        cost = re.search(r"Cost:.*?([0-9]+\.[0-9]{2})", report.response.text, re.DOTALL)
        assert cost
        return round(float(cost.group(1)) * 100)

    def party_cases(self, task: Task) -> list[str]:
        """Search the locator as pacersdk does, page after page."""
        given = task["given"]
        token = requests.post(
            LOGIN, json={"loginId": given["user"], "password": given["password"]}, timeout=30
        ).json()["nextGenCSO"]
        wanted = {"lastName": given["last_name"], "firstName": given.get("first_name")}
        found: list[str] = []
        for page in range(9):
            said = requests.post(
                f"{LOCATOR}?page={page}",
                json={name: value for name, value in wanted.items() if value},
                headers={"X-NEXT-GEN-CSO": token},
                timeout=30,
            ).json()
            cases = [each["courtCase"] for each in said["content"]]
            found += [f"{case['courtId']} {case['caseNumberFull']}" for case in cases]
            if page + 1 >= said["pageInfo"]["totalPages"]:
                break
        return found

    def signed_in(self, task: Task) -> str:
        """Sign in with a code."""
        given = task["given"]
        said = requests.post(
            LOGIN,
            json={
                "loginId": given["user"],
                "password": given["password"],
                "otpCode": pyotp.TOTP(given["totp_secret"]).now(),
            },
            timeout=30,
        )
        return str(said.json()["nextGenCSO"])


KINDS = {
    *("entries", "parties", "attachments", "paper", "notice", "claims"),
    *("party_cases", "charged", "signed_in"),
}


def test_an_author_passes_every_task(kit: Kit, people: dict[str, Persona]) -> None:
    tasks = kit.begin(7)
    assert {task["kind"] for task in tasks} == KINDS
    assert sum(task["kind"] == "entries" for task in tasks) == 3
    author = Author(people)
    answers = {task["id"]: author.solve(task) for task in tasks}
    verdicts = kit.answer(answers)
    assert [each["why"] for each in verdicts.values() if not each["passed"]] == []
    again = kit.ask("GET", f"/kit/runs/{kit.run['id']}").json()
    assert again["report"]["failed"] == 0
    suites = ElementTree.fromstring(kit.ask("GET", f"/kit/runs/{kit.run['id']}/junit").content)
    assert suites.get("failures") == "0"


def test_wrong_answers_are_told_apart(kit: Kit, people: dict[str, Persona]) -> None:
    tasks = {task["kind"]: task for task in kit.begin(8)}
    author = Author(people)
    names = author.parties(tasks["parties"])
    notice = {**author.notice(tasks["notice"]), "pacer_case_id": "1234567"}
    who = people["client"].pacer
    assert who is not None
    plain = requests.post(
        LOGIN, json={"loginId": who.user_name, "password": who.password}, timeout=30
    ).json()["nextGenCSO"]
    answers = {
        tasks["attachments"]["id"]: author.attachments(tasks["attachments"]) + 1,
        tasks["paper"]["id"]: "0" * 64,
        tasks["parties"]["id"]: [*names[1:], "Nobody"],
        tasks["notice"]["id"]: notice,
        tasks["claims"]["id"]: "several",
        tasks["charged"]["id"]: 30,
        tasks["signed_in"]["id"]: plain,
    }
    verdicts = kit.answer(answers)
    why = {kind: verdicts[task["id"]]["why"] for kind, task in tasks.items()}
    assert not any(each["passed"] for each in verdicts.values())
    assert "The main document is not an attachment." in why["attachments"]
    assert "Hash the bytes of the PDF itself" in why["paper"]
    assert f"missing: ['{names[0].casefold()}']; too much: ['nobody']" in why["parties"]
    assert "not “1234567”" in why["notice"]
    assert why["notice"].startswith("pacer_case_id is ")
    assert why["claims"].startswith("The answer is to be a whole number; it is “several”.")
    assert why["charged"].startswith(f"Nothing was charged to {who.user_name}")
    assert why["signed_in"].startswith(f"The token is of {who.user_name}.")
    assert why["party_cases"] == "There is no answer."


def test_one_seed_draws_the_same_tasks(kit: Kit) -> None:
    def secrets(task: Task) -> set[tuple[str, str]]:
        return {(k, v) for k, v in task["given"].items() if k in ("client_code", "message")}

    def drawn(seed: int) -> list[tuple[str, str, str]]:
        return [
            (each["kind"], each["court"], str(sorted(each["given"].items() - secrets(each))))
            for each in kit.begin(seed)
        ]

    first = drawn(3)
    assert drawn(3) == first
    assert drawn(4) != first
