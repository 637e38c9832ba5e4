"""The documents gate in a court: Check PDF Document, uploads of a filing, and what it endures."""

from __future__ import annotations

import io
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import pytest

from courts.documents import protocol, service
from courts.documents.checks import PdfRules
from courts.documents.facts import Bounds
from courts.documents.redaction import Setting
from courts.documents.service import Reader, Received
from shared.bounded import Children
from shared.documents import DocumentStore
from tests.corpus import pdf
from tests.corpus.enduring import endure
from tests.corpus.mutations import mutants
from tests.corpus.secrets import SSN, secrets
from tests.integration.courts import bench as benches
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.opening import START, Walk, civil_case, file

PATH = "/cgi-bin/CheckPDF.pl"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Bench]]:
    """Build one court at one moment; its reader ends with the test."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    made: list[Bench] = []

    def at(court: str, when: str) -> Bench:
        made.append(benches.build(tmp_path, court, when, world="none"))
        return made[-1]

    yield at
    for each in made:
        cast(Reader, each.app.extensions["moot_reader"]).close()


def check(browser: Browser, data: bytes, name: str = "motion.pdf") -> Shown:
    """Send a file to Check PDF Document."""
    page = browser.get(PATH)
    answer = browser.client.post(
        PATH,
        data={"csrf_token": page.token(), "pdf": (io.BytesIO(data), name)},
        base_url=browser.bench.member.origins["ecf"],
    )
    return Shown(answer)


def stored(bench: Bench) -> list[Path]:
    """The files of the court's store and those that wait to be handed out."""
    store: DocumentStore = bench.app.extensions["moot_documents"]
    return [each for each in store.scratch().parent.rglob("*") if each.is_file()]


# --------------------------------------------------------------------------- the page


def test_check_pdf_document(make: Callable[[str, str], Bench]) -> None:
    ctd = make("ctd", "2021-11")
    browser = ctd.signed_in("attorney_ctd")
    link = browser.get("/cgi-bin/DisplayMenu.pl?Utilities").links()["Check PDF Document"]
    page = browser.get(link)
    assert "at most 35 MB" in page.text
    assert page.all("//form[@enctype='multipart/form-data']//input[@type='file']")
    good = check(browser, pdf.paper(["Motion"], ["Reasons"]))
    assert good.status == 200
    assert "This court would accept the document" in good.text
    rows = {r.findtext("th"): r.findtext("td") for r in good.all("//table//tr")}
    assert rows["Pages"] == "2"
    assert rows["JavaScript"] == "none"
    assert rows["Page sizes"] == "8.50 by 11.00 in (2)"
    bad = check(browser, pdf.opening(pdf.script()), "Order (final).pdf")
    assert "Order (final).pdf cannot be accepted" in bad.text
    assert [e.get("data-code") for e in bad.all("//*[@role='alert']//li")] == ["javascript"]
    assert "goes into the notice of electronic filing" in bad.text
    assert "would accept" not in bad.text
    nothing = check(browser, b"", "")
    assert nothing.status == 422
    assert "Choose a file." in nothing.text
    assert stored(ctd) == []


def test_redaction_is_advice_of_the_training_mode(make: Callable[[str, str], Bench]) -> None:
    ctb = make("ctb", "2021-11")
    browser = ctb.signed_in("attorney")
    page = check(browser, pdf.paper([f"The debtor's SSN is {SSN}"]))
    assert "This court would accept the document" in page.text
    assert "Page 1: A Social Security number stands here in full" in page.text
    assert "Fed. R. Bankr. P. 9037(a)" in page.text
    assert SSN not in page.html
    assert "***-**-****" in page.text
    object.__setattr__(ctb.app.extensions["moot"].settings, "mode", "faithful")
    assert "Social Security" not in check(browser, pdf.paper([f"SSN {SSN}"])).text


def test_who_is_not_signed_in_or_in_the_circuit_has_no_such_page(
    make: Callable[[str, str], Bench],
) -> None:
    login = make("ctd", "2021-11").browser().get(PATH)
    assert not login.all("//input[@type='file']")
    assert not login.all("//h1[text()='Check PDF Document']")
    ca2 = make("ca2", "2021-11").signed_in("attorney")
    assert ca2.get(PATH).status == 404


def test_forms_follow_the_release(make: Callable[[str, str], Bench]) -> None:
    cod = make("cod", "2024-09-30")
    form = next(each.data for each in pdf.gate() if each.name == "a form")
    browser = cod.signed_in("attorney")
    assert "flatten it all the same" in check(browser, form).text
    cod.at("2024-10-01")
    assert "must be flattened before they are filed" in check(browser, form).text


def test_court_information_tells_the_size(make: Callable[[str, str], Bench]) -> None:
    page = make("ctd", "2021-11").browser().get("/cgi-bin/CourtInfo.pl")
    assert "Largest PDF file35 MB" in page.text


def test_a_file_that_crashes_the_reader_is_a_sentence(make: Callable[[str, str], Bench]) -> None:
    browser = make("ctd", "2021-11").signed_in("attorney_ctd")
    page = check(browser, pdf.crashing())
    assert page.status == 200
    assert "cannot be accepted" in page.text
    assert "would accept" in check(browser, pdf.paper()).text


# --------------------------------------------------------------------------- a filing


def test_an_upload_of_a_filing_passes_the_gate(make: Callable[[str, str], Bench]) -> None:
    ctd = make("ctd", "2021-11")
    walk = Walk(ctd, "attorney_ctd")
    walk.open(f"{START}open_mc")
    walk.send()
    walk.add("Movant", "Acme Subpoena LLC")
    walk.send()
    walk.open(walk.page.links()["Yes"])
    who = str(walk.page.all("//input[@name='party']")[0].get("value"))
    walk.send(event="misc_case", party=who)
    walk.send(ask_what="subpoena")
    held = len(stored(ctd))
    page = walk.send(main=file("motion.pdf", pdf.opening(pdf.script())))
    assert page.status == 422
    assert "motion.pdf: The document contains JavaScript" in page.text
    assert len(stored(ctd)) == held
    # What it only advises about stands beside the next screen, in training.
    page = walk.send(main=file("motion.pdf", pdf.paper([f"SSN {SSN}"])))
    assert page.status == 200
    (aside,) = page.all("//aside[@aria-label='Advice on your documents']")
    told = aside.text_content()
    assert "Page 1: A Social Security number" in told
    assert "Fed. R. Civ. P. 5.2(a)" in told
    assert SSN not in page.html
    assert len(stored(ctd)) == held + 1


def test_files_are_read_before_the_request_has_a_transaction(
    make: Callable[[str, str], Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    ctd = make("ctd", "2021-11")
    walk = Walk(ctd, "attorney_ctd")
    civil_case(walk)
    walk.open(walk.page.links()["Yes"])
    boxes = walk.page.all("//input[@name='party']")
    plaintiff, defendant = (str(box.get("value")) for box in boxes)
    walk.send(event="complaint", party=plaintiff, filed_against=defendant)
    free: list[bool] = []
    read = Reader.read

    def watched(self: Reader, path: Path) -> object:
        # Whoever holds the write lock of SQLite would keep this from beginning.
        done = threading.Event()

        def write() -> None:
            with ctd.database.writing():
                done.set()

        writer = threading.Thread(target=write)
        writer.start()
        free.append(done.wait(10))
        writer.join()
        return read(self, path)

    monkeypatch.setattr(Reader, "read", watched)
    walk.send(
        document=file("complaint.pdf", pdf.paper()),
        file_1=file("cover.pdf", pdf.paper()),
        category_1="Civil Cover Sheet",
    )
    assert free == [True, True]


# --------------------------------------------------------------------------- receiving


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Return a reader, ended at the end."""
    made = Reader()
    yield made
    made.close()


def taken(store: DocumentStore, stream: IO[bytes], reader: Reader, **more: object) -> Received:
    """Have a file received."""
    given = {"filename": "a.pdf", "rules": PdfRules(), "training": True, **more}
    return service.receive(store, stream, reader=reader, **given)  # type: ignore[arg-type]


def test_a_good_file_is_stored_and_a_bad_one_is_not(tmp_path: Path, reader: Reader) -> None:
    store = DocumentStore(str(tmp_path / "store"))
    data = pdf.paper(["One"], ["Two"])
    good = taken(store, io.BytesIO(data), reader, filename="C:\\Papers\\Motion\x00 one.pdf")
    assert good.paper is not None
    assert (good.paper.pages, good.paper.size) == (2, len(data))
    assert good.paper.filename == "Motion one.pdf"
    with store.open(good.paper.digest) as stream:
        assert stream.read() == data
    bad = taken(store, io.BytesIO(pdf.encrypted(user="a", owner="b")), reader)
    assert bad.paper is None
    assert [each.code for each in bad.findings] == ["security"]
    files = [each for each in (tmp_path / "store").rglob("*") if each.is_file()]
    assert [each.name for each in files] == [good.paper.digest]


class Endless(io.RawIOBase):
    """A body that does not end, whatever its length was said to be."""

    given = 0

    def read(self, size: int = -1) -> bytes:
        """Give as much as is asked for."""
        assert size > 0, "somebody reads to the end"
        self.given += size
        return b"%PDF-1.7" + b" " * (size - 8)


def test_a_stream_is_read_no_further_than_the_limit(tmp_path: Path, reader: Reader) -> None:
    store, body = DocumentStore(str(tmp_path)), Endless()
    got = taken(store, cast("IO[bytes]", body), reader, rules=PdfRules(max_mb=1))
    assert got.paper is None
    assert [each.code for each in got.findings] == ["too-large"]
    assert "larger than 1 MB" in got.findings[0].message
    assert body.given == 1024 * 1024 + 1


def test_redactions_come_in_training_only(tmp_path: Path, reader: Reader) -> None:
    store, data = DocumentStore(str(tmp_path)), pdf.paper([f"SSN {SSN}"])
    told = taken(store, io.BytesIO(data), reader, setting=Setting("bankruptcy"))
    assert [each.rule for each in told.redactions] == ["Fed. R. Bankr. P. 9037(a)"]
    assert told.paper is not None
    assert taken(store, io.BytesIO(data), reader, training=False).redactions == ()


def test_what_was_taken_in_is_remembered_for_a_while(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who files a paper looks at it again, and only the last ones and short ones are kept."""
    store = DocumentStore(str(tmp_path))
    first = taken(store, io.BytesIO(pdf.paper(["First"])), reader).paper
    assert first is not None
    known = reader.known(first.digest)
    assert known is not None
    assert "First" in known.texts[0]
    assert reader.known("0" * 64) is None
    monkeypatch.setattr(service, "_LONGEST_KNOWN", 40)
    long = taken(store, io.BytesIO(pdf.paper(["Long " * 20])), reader).paper
    assert long is not None
    assert reader.known(long.digest) is None
    monkeypatch.setattr(service, "_MOST_KNOWN", 1)
    last = taken(store, io.BytesIO(pdf.paper(["Last"])), reader).paper
    assert last is not None
    assert reader.known(last.digest) is not None
    assert reader.known(first.digest) is None


# --------------------------------------------------------------------------- bounds


def reading(tmp_path: Path, data: bytes, bounds: Bounds) -> str:
    """Return why the reading of a file ended."""
    path, made = tmp_path / "one.pdf", Reader(bounds)
    path.write_bytes(data)
    try:
        limit = made.read(path).limit
        path.write_bytes(pdf.paper())
        if limit != "time":
            assert made.read(path).limit in ("", limit)
        return limit
    finally:
        made.close()


def test_every_bound_ends_in_its_own_word(tmp_path: Path) -> None:
    many = pdf.raw(
        pdf.plain_objects(catalog=b"<</Type/Catalog/Pages 2 0 R/X[" + b"[]" * 99 + b"]>>")
    )
    assert reading(tmp_path, many, Bounds(objects=50)) == "objects"
    bomb = next(each.data for each in pdf.gate() if each.name == "a page that unfolds")
    assert reading(tmp_path, bomb, Bounds(seconds=0.001)) == "time"
    # Where other work leaves it little of the machine, its time is over first.
    assert reading(tmp_path, bomb, Bounds()) in ("memory", "time")
    unbound = Bounds(expanded=2**31, memory=1)
    assert reading(tmp_path, bomb, unbound) in ("memory", "time", "died")
    assert reading(tmp_path, pdf.crashing(), Bounds()) == "died"


def test_a_reader_that_is_killed_costs_one_file(tmp_path: Path) -> None:
    """SIGKILL, as the kernel does it when memory runs out."""
    children = Children("courts.documents.reader", folder=ROOT, size=1)
    reader, path = Reader(children=children), tmp_path / "one.pdf"
    path.write_bytes(pdf.paper())
    assert reader.read(path).pages == 1
    slot = children._free.get()  # noqa: SLF001 - nobody else knows the process
    assert slot.child is not None
    slot.child.process.send_signal(signal.SIGSTOP)
    slow = threading.Timer(0.3, slot.child.process.kill)
    children._free.put(slot)  # noqa: SLF001
    slow.start()
    assert reader.read(path).limit == "died"
    slow.join()
    assert reader.read(path).pages == 1
    reader.close()


def test_a_busy_reader_says_so(tmp_path: Path) -> None:
    children = Children("courts.documents.reader", folder=ROOT, size=0, patience=0.05)
    reader, path = Reader(children=children), tmp_path / "one.pdf"
    path.write_bytes(pdf.paper())
    assert reader.read(path).limit == "busy"


def test_sixty_damaged_files(tmp_path: Path, reader: Reader) -> None:
    endured = endure(reader, mutants((*pdf.gate(), *secrets()), 60, seed=99), tmp_path)
    print(endured)
    assert endured.files == 60
    assert endured.reasons["malformed"] > 20


def test_a_court_takes_requests_as_large_as_its_papers(tmp_path: Path) -> None:
    court = benches.build(tmp_path, "ctd", "2021-11", world="none")
    assert court.app.config["MAX_CONTENT_LENGTH"] >= 36 * 1024 * 1024
    with court.app.app_context():
        assert isinstance(protocol.reader(), Reader)
