"""Unmodified PACER client programs read the record; prints one JSON line for each step.

    python record_walk.py MAP.json

Runs in any environment with juriscraper 3 (plain calls) or 4 (coroutines), pacersdk and pacer-cli;
which hosts answer is the environment's business (`moot exec`). It imports nothing of the project,
so that it can run in an environment of its own. MAP.json is what `moot map --json` prints.
"""

from __future__ import annotations

import asyncio
import datetime
import inspect
import json
import logging
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import juriscraper.pacer as clients
from juriscraper.lib.exceptions import PacerLoginException

Step = Callable[[], str]
FIRST_DAY = datetime.date(2099, 1, 1)


class Walk:
    """One client session, and the steps that it takes."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.failed = 0
        self.session = self._session(told["user"], told["password"])

    def _session(self, user: str, password: str) -> Any:
        return clients.PacerSession(username=user, password=password)

    def wait(self, result: Any) -> Any:
        """Return a result, or that of a coroutine (juriscraper 4)."""
        return self.loop.run_until_complete(result) if inspect.isawaitable(result) else result

    def ask(self, report: type[Any], court: str, *args: Any, **more: Any) -> Any:
        """Return a report that was fetched."""
        made = report(court, self.session)
        self.wait(made.query(*args, **more))
        return made

    def take(self, name: str, step: Step) -> None:
        """Take a step and print what became of it."""
        try:
            line = {"step": name, "passed": True, "note": step()}
        except Exception as error:
            self.failed += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            note = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
            line = {"step": name, "passed": False, "note": note[:600]}
        print(json.dumps(line), flush=True)

    # ------------------------------------------------------------------ identity

    def sign_in(self) -> str:
        """`cso-auth` gives a token of 128 characters."""
        self.wait(self.session.login())
        jar = getattr(self.session.cookies, "jar", self.session.cookies)
        cookies = {cookie.name: cookie for cookie in jar}
        assert cookies["NextGenCSO"].domain == ".uscourts.gov", cookies
        assert len(cookies["NextGenCSO"].value) == 128
        return "128 characters"

    def sign_in_refused(self) -> str:
        """A wrong password is refused."""
        try:
            self.wait(self._session("nobody-here", "wrong").login())
        except PacerLoginException as refusal:
            return str(refusal)[:80]
        raise AssertionError("a wrong password was accepted")

    # ------------------------------------------------------------------ district

    def district(self) -> None:
        """Take every step of a district court."""
        d = self.told["targets"]["district"]
        court, case = d["court"], d["pacer_case_id"]

        def possible() -> str:
            found = self.ask(clients.PossibleCaseNumberApi, court, d["docket_number"])
            data = found.data(case_name=d["case_name"])
            assert data["pacer_case_id"] == case, data
            return str(data["title"])

        def unknown() -> str:
            none = self.ask(clients.PossibleCaseNumberApi, court, "9:99-cv-99999")
            assert none.data() is None
            return "none"

        def query() -> str:
            data = self.ask(clients.CaseQuery, court, case).data
            assert data["case_name_raw"], data
            assert data["date_filed"], data
            return f"{data['docket_number']} {data['case_name']}"

        def docket() -> str:
            data = self.ask(
                clients.DocketReport,
                court,
                case,
                show_parties_and_counsel=True,
                show_terminated_parties=True,
            ).data
            assert data["docket_entries"], data
            assert data["parties"], data
            assert all(entry["date_filed"] for entry in data["docket_entries"])
            return f"{len(data['docket_entries'])} entries, {len(data['parties'])} parties"

        def without_parties() -> str:
            made = self.ask(clients.DocketReport, court, case, show_parties_and_counsel=False)
            assert made.data["parties"] == [], made.data["parties"]
            return "no parties"

        def several() -> str:
            made = self.ask(clients.DocketReport, court, case, show_multiple_docs=True)
            first = made.data["docket_entries"][0]
            assert first["page_count"], first
            assert first["attachments"], first
            return f"{first['page_count']} pages, {len(first['attachments'])} attachments"

        def later() -> str:
            data = self.ask(clients.DocketReport, court, case, date_start=FIRST_DAY).data
            assert data["docket_entries"] == [], data
            assert data["docket_number"], data
            return "a header without entries"

        def history() -> str:
            data = self.ask(
                clients.DocketHistoryReport,
                court,
                case,
                query_type="History",
                order_by="asc",
                show_de_descriptions=True,
            ).data
            assert data["docket_entries"], data
            assert data["docket_number"], data
            return f"{len(data['docket_entries'])} rows"

        def mobile() -> str:
            data = self.ask(clients.MobileQuery, court, case).data
            assert isinstance(data["entry_count"], int), data
            return f"{data['entry_count']} entries"

        def menu() -> str:
            data = self.ask(clients.AttachmentPage, court, d["doc_with_attachments"]).data
            assert data["attachments"], data
            assert data["pacer_case_id"] == case, data
            return f"{len(data['attachments'])} attachments"

        def show_case_doc() -> str:
            made = clients.ShowCaseDocApi(court, self.session)
            self.wait(made.query(case, d["doc_number"], ""))
            assert made.data[:3] == d["doc_with_attachments"][:3], made.data
            assert "doc1" in str(made.response.url), made.response.url
            return str(made.data)

        def confirmation() -> str:
            data = self.ask(clients.DownloadConfirmationPage, court, d["doc_with_attachments"]).data
            assert data["cost"], data
            assert data["docket_number"], data
            assert data["transaction_date"], data
            return f"{data['billable_pages']} pages, {data['cost']}"

        def paper() -> str:
            report = clients.DocketReport(court, self.session)
            answer, said = self.wait(report.download_pdf(case, d["doc_with_attachments"]))
            return pdf(answer, said)

        def free_look() -> str:
            report = clients.FreeOpinionReport(court, self.session)
            ask = (case, d["doc_single"])
            answer, said = self.wait(report.download_pdf(*ask, d["magic_num"]))
            looked = pdf(answer, said)
            again, said = self.wait(report.download_pdf(*ask, "1"))
            assert again is None, "a wrong magic number opened a paper"
            assert "magic link" in said, said
            return looked

        def opinions() -> str:
            made = clients.FreeOpinionReport(court, self.session)
            days = [datetime.date.fromisoformat(d[f"opinions_{end}"]) for end in ("from", "to")]
            self.wait(made.query(*days, sort="case_number"))
            assert made.data, "no opinions"
            return f"{len(made.data)} opinions"

        def signed_out() -> str:
            self.session.cookies.clear()
            data = self.ask(clients.CaseQuery, court, case).data
            assert data["docket_number"], data
            return "signed in again by itself"

        for step in (
            possible,
            unknown,
            query,
            docket,
            without_parties,
            several,
            later,
            history,
            mobile,
            menu,
            show_case_doc,
            confirmation,
            paper,
            free_look,
            opinions,
            self._feed(court),
            signed_out,
        ):
            self.take(f"district {step.__name__}", step)

    def _feed(self, court: str) -> Step:
        def feed() -> str:
            made = clients.PacerRssFeed(court)
            self.wait(made.query())
            made.parse()
            assert made.data, "an empty feed"
            assert made.data[0]["docket_number"], made.data[0]
            return f"{len(made.data)} dockets"

        return feed

    # ------------------------------------------------------------------ bankruptcy

    def bankruptcy(self) -> None:
        """Take every step of a bankruptcy court."""
        b = self.told["targets"]["bankruptcy"]
        court, case, number = b["court"], b["pacer_case_id"], b["docket_number"]

        def docket() -> str:
            data = self.ask(
                clients.DocketReport,
                court,
                case,
                show_parties_and_counsel=True,
                show_terminated_parties=True,
            ).data
            assert data["case_name"] == b["case_name"], data["case_name"]
            assert data["docket_entries"], data
            return f"{len(data['docket_entries'])} entries"

        def query() -> str:
            data = self.ask(clients.CaseQuery, court, case).data
            assert data["chapter"], data
            assert data["case_type"], data
            return f"chapter {data['chapter']}"

        def names() -> str:
            report = clients.CaseQueryAdvancedBankruptcy
            data = self.ask(report, court, name_last=b["last_name"]).data
            assert case in [hit["pacer_case_id"] for hit in data], data
            return f"{len(data)} cases"

        def menu() -> str:
            data = self.ask(clients.AttachmentPage, court, b["doc_with_attachments"]).data
            assert data["attachments"][0]["attachment_number"] == 1, data
            return f"{len(data['attachments'])} attachments"

        def claims() -> str:
            data = self.ask(clients.ClaimsRegister, court, case, number).data
            assert data["claims"][0]["history"], data
            return f"{len(data['claims'])} claims"

        def activity() -> str:
            data = self.ask(clients.ClaimsActivity, court, case, number, b["creditor"]).data
            assert data[0]["claim"]["claim_number"], data
            return f"{len(data)} rows"

        def creditors() -> str:
            asked = clients.ListOfCreditors(court, self.session)
            nonce = self.wait(asked.query_post_param())
            made = clients.ListOfCreditors(court, self.session)
            self.wait(made.query(case, number, nonce))
            assert made.data["data"], made.data
            raw = self.wait(made.download_file())
            assert raw is not None, "the raw data service did not answer"
            return f"{len(raw.text)} characters"

        steps = (docket, query, names, menu, claims, activity, creditors, self._feed(court))
        for step in steps:
            self.take(f"bankruptcy {step.__name__}", step)

    # ------------------------------------------------------------------ appellate

    def appellate(self) -> None:
        """Take every step of a court of appeals."""
        a = self.told["targets"]["appellate"]
        court, case = a["court"], a["pacer_case_id"]

        def docket() -> str:
            data = self.ask(
                clients.AppellateDocketReport,
                court,
                a["docket_number"],
                show_docket_entries=True,
                show_orig_docket=True,
                show_prior_cases=True,
                show_associated_cases=True,
                show_panel_info=True,
                show_party_atty_info=True,
                show_caption=True,
            ).data
            assert data["docket_number"] == a["docket_number"], data
            assert data["docket_entries"], data
            assert data["parties"], data
            return f"{len(data['docket_entries'])} entries"

        def menu() -> str:
            data = self.ask(clients.AppellateAttachmentPage, court, a["doc_with_attachments"]).data
            assert data["attachments"], data
            assert data["pacer_case_id"] == case, data
            return f"{len(data['attachments'])} attachments"

        def confirmation() -> str:
            data = self.ask(clients.DownloadConfirmationPage, court, a["doc_single"]).data
            assert data["document_number"], data
            assert data["cost"], data
            return f"{data['document_number']}, {data['cost']}"

        def paper() -> str:
            report = clients.AppellateDocketReport(court, self.session)
            return pdf(*self.wait(report.download_pdf(a["doc_single"], case)))

        for step in (docket, menu, confirmation, paper, self._feed(court)):
            self.take(f"appellate {step.__name__}", step)

    # ------------------------------------------------------------------ other programs

    def locator(self) -> str:
        """Search by pacersdk: at once, and as a batch."""
        from pacersdk.client import PCLClient

        hosts = {
            "registrationurl": "https://pacer.login.uscourts.gov",
            "authenticationurl": "https://pacer.login.uscourts.gov",
            "pclapiurl": "https://pcl.uscourts.gov",
        }
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "hosts.json"
            config.write_text(json.dumps({"prod": hosts}))
            program = PCLClient(
                self.told["user"],
                self.told["password"],
                secret=self.told.get("totp_secret"),
                redaction=True,
                config_path=str(config),
            )
        wanted = {"caseNumberFull": self.told["targets"]["district"]["pcl_case_number_full"]}
        order = [{"field": "dateFiled", "order": "DESC"}]
        found = [
            row for page in program.case.search_all(wanted, sort=order) for row in page["content"]
        ]
        assert found, "no case"
        batch = program.batch_case.submit({"caseTitle": found[0]["caseTitle"][:8]})
        program.batch_case.status(batch["reportId"])
        program.batch_case.delete(batch["reportId"])
        program.logout()
        return f"{len(found)} cases, batch {batch['status']}"

    def by_pacer_cli(self) -> str:
        """Search, docket and a paper by pacer-cli: the path of a browser."""
        from pacer_cli.config import PacerConfig
        from pacer_cli.downloader import DocketDownloader, DocumentDownloader

        settings = PacerConfig(
            _env_file=None,
            username=self.told["user"],
            password=self.told["password"],
            totp_secret=self.told.get("totp_secret"),
            rate_limit=False,
        )
        d = self.told["targets"]["district"]
        with tempfile.TemporaryDirectory() as folder:
            docket = DocketDownloader(settings).download_docket_by_case_number(
                d["pcl_case_number_full"], d["pcl_court_id"], Path(folder)
            )
            assert docket.success, docket.error
            listed = json.loads(Path(docket.docs_filepath).read_text())["documents"]
            assert listed, "a docket without papers"
            paper = DocumentDownloader(settings).download_document(listed[-1]["url"], Path(folder))
            assert paper.success, paper.error
            assert Path(paper.filepath).read_bytes().startswith(b"%PDF")
        return f"{len(listed)} papers"

    def all(self) -> int:
        """Take every step; return how many failed."""
        self.take("sign in", self.sign_in)
        self.take("sign in refused", self.sign_in_refused)
        targets = self.told["targets"]
        for kind in ("district", "bankruptcy", "appellate"):
            if kind in targets:
                getattr(self, kind)()
        self.take("pacersdk", self.locator)
        self.take("pacer-cli", self.by_pacer_cli)
        return self.failed


def pdf(answer: Any, said: str) -> str:
    """Return how large a PDF is that a client received."""
    assert answer is not None, said
    assert answer.content[:4] == b"%PDF", answer.content[:80]
    assert answer.headers["content-type"] == "application/pdf", answer.headers
    return f"{len(answer.content)} bytes"


def main() -> None:
    """Walk, by the map of the command line."""
    logging.disable(logging.WARNING)
    told = json.loads(Path(sys.argv[1]).read_text())
    print(json.dumps({"juriscraper": version("juriscraper")}), flush=True)
    sys.exit(1 if Walk(told).all() else 0)


if __name__ == "__main__":
    main()
