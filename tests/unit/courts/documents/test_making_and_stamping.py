"""Papers are made the same each time, and stamped upright whatever they look like."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfbase.pdfmetrics import stringWidth

from courts.documents import making, service, stamping
from courts.documents.making import Source
from courts.documents.service import Paper
from courts.documents.stamping import STRIP, Part, UnreadablePaperError
from courts.kinds import stamps
from courts.kinds.stamps import Stamped
from shared.clock import parse_when
from shared.documents import DocumentStore

SOURCE = Source(
    court="United States District Court for the District of Sample",
    number="3:19-cv-00021-RBX",
    caption="Alpha Widgets, Inc. v. Beta Gadgets LLC et al",
    title="Complaint",
    text="COMPLAINT against Beta Gadgets LLC (Café ☃) \\ filed by Alpha.",
    pages=3,
    filed_on=date(2019, 1, 7),
    signer="John Attorney",
    key="1/0",
)
NOON = parse_when("2021-11-15")


def words(page: pikepdf.Page) -> list[str]:
    return [str(mark.operands[0]) for mark in pikepdf.parse_content_stream(page, "Tj")]


def _matrix(operands: Any) -> pikepdf.Matrix:
    a, b, c, d, e, f = (float(n) for n in operands)
    return pikepdf.Matrix(a, b, c, d, e, f)


def head(page: int, pages: int) -> str:
    return f"Case 1 (x)\\ Page {page} of {pages}"


def stamped(data: bytes) -> Pdf:
    target = io.BytesIO()
    stamping.stamp(Part(io.BytesIO(data), head), target)
    return pikepdf.open(io.BytesIO(target.getvalue()))


@pytest.mark.parametrize("pages", [1, 2, 3, 30, 112])
def test_a_paper_has_exactly_its_pages_and_words_on_each(pages: int) -> None:
    data = making.pdf(replace(SOURCE, pages=pages))
    with pikepdf.open(io.BytesIO(data)) as paper:
        assert len(paper.pages) == pages
        assert not paper.check_pdf_syntax()
        for number, page in enumerate(paper.pages, start=1):
            said = words(page)
            assert len(said) > 10, f"page {number}"
            assert f"- {number} -" in said
        assert "/s/ John Attorney" in words(paper.pages[pages - 1])
        assert "Case No. 3:19-cv-00021-RBX" in words(paper.pages[0])


def test_the_same_words_make_the_same_bytes_and_others_do_not() -> None:
    assert making.pdf(SOURCE) == making.pdf(SOURCE)
    assert making.pdf(SOURCE) != making.pdf(replace(SOURCE, key="1/1"))
    assert making.recording(SOURCE) == making.recording(SOURCE)


def test_odd_facts_make_a_paper_all_the_same() -> None:
    odd = Source("", "", "", "", "", 0, date(2019, 1, 7))
    long = replace(SOURCE, caption="x" * 400 + " v. " + "y" * 400, title="z" * 200, text="w" * 9000)
    for source in (odd, long, replace(SOURCE, caption="日本 v. עברית", title="٣")):
        with pikepdf.open(io.BytesIO(making.pdf(source))) as paper:
            assert len(paper.pages) == max(1, source.pages)


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_the_last_page_ends_with_a_paragraph(pages: int) -> None:
    """Whoever looks at it sees no sentence that breaks off above the signature."""
    with Pdf.open(io.BytesIO(making.pdf(replace(SOURCE, pages=pages)))) as paper:
        told = words(paper.pages[-1])
    last = next(line for line in told[told.index(_dated(told)) - 1 :: -1] if line.strip())
    assert last.endswith((".", ")"))
    assert ".." not in last


def _dated(told: list[str]) -> str:
    return next(line for line in told if line.startswith("Dated: "))


def test_lines_stay_within_the_margins_and_stamps_in_the_middle() -> None:
    wide = replace(SOURCE, text="ACKNOWLEDGMENT AND NOTICE OF APPEARANCE, " * 4)
    for line in making._wrapped(wide.text):
        assert stringWidth(line, "Times-Roman", 12) <= 612 - 2 * 72
    assert stamping._width("Case 3:19-cv-00021", 10) == stringWidth(
        "Case 3:19-cv-00021", "Helvetica", 10
    )


def test_a_recording_is_a_wave_file() -> None:
    with wave.open(io.BytesIO(making.recording(SOURCE))) as sound:
        assert sound.getnframes() / sound.getframerate() == making.TONE_SECONDS


def test_every_page_is_stamped() -> None:
    with stamped(making.pdf(SOURCE)) as paper:
        for number, page in enumerate(paper.pages, start=1):
            said = words(page)
            assert f"Case 1 (x)\\ Page {number} of 3" in said
            assert STRIP in said
        assert not paper.check_pdf_syntax()


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 450])
def test_the_stamp_stands_upright_at_the_top_of_a_turned_page(turn: int) -> None:
    with Pdf.new() as odd:
        odd.add_blank_page(page_size=(600, 800))
        odd.pages[0].obj.MediaBox = Array([50, 100, 650, 900])
        odd.pages[0].obj.Rotate = turn
        source = io.BytesIO()
        odd.save(source)
    with stamped(source.getvalue()) as paper:
        marks = pikepdf.parse_content_stream(paper.pages[0])
    at, spots = None, {}
    for operands, operator in marks:  # type: ignore[misc]
        if str(operator) == "cm":
            at = _matrix(operands)
        if str(operator) == "Tm":
            assert at is not None
            there = _matrix(operands) @ at
        if str(operator) == "Tj":
            spots[str(operands[0])] = there
    width, height = (800, 600) if turn % 180 else (600, 800)
    # From the page as it lies to the page as it is shown: a turn clockwise about its corner.
    shown = {
        0: pikepdf.Matrix(1, 0, 0, 1, -50, -100),
        90: pikepdf.Matrix(0, -1, 1, 0, -100, 650),
        180: pikepdf.Matrix(-1, 0, 0, -1, 650, 900),
        270: pikepdf.Matrix(0, 1, -1, 0, 900, -50),
    }[turn % 360]
    for text, place in spots.items():
        seen = place @ shown
        assert (round(seen.a), round(seen.b)) == (1, 0), "upright"
        assert 0 < seen.e < width / 2
        assert (seen.f > height - 30) == text.startswith("Case")


def test_fonts_of_several_pages_may_be_one_and_the_same() -> None:
    with Pdf.new() as odd:
        shared = odd.make_indirect(Dictionary(Font=Dictionary()))
        for _ in range(3):
            odd.add_blank_page()
            odd.pages[-1].obj.Resources = shared
        odd.pages[2].obj.Contents = Array([odd.make_stream(b"q 1 0 0 1 5 5 cm")])  # unbalanced
        source = io.BytesIO()
        odd.save(source)
    with stamped(source.getvalue()) as paper:
        for page in paper.pages:
            assert Name("/MootStamp") in page.resources[Name.Font]
            assert STRIP in words(page)


def test_resources_that_a_page_inherits_are_kept() -> None:
    with Pdf.new() as odd:
        odd.add_blank_page()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        odd.Root.Pages.Resources = Dictionary(Font=Dictionary(F9=font))
        del odd.pages[0].obj[Name.Resources]
        source = io.BytesIO()
        odd.save(source)
    with stamped(source.getvalue()) as paper:
        fonts = paper.pages[0].resources[Name.Font]
        assert {Name("/F9"), Name("/MootStamp")} <= set(map(Name, fonts.keys()))


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_handed_out_as_it_is(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaperError):
        stamping.stamp(Part(io.BytesIO(data), head), io.BytesIO())
    store = DocumentStore(str(tmp_path))
    kept = store.put(data)
    paper = Paper(kept.digest, "pdf", "x.pdf", head, "m")
    assert service.single(store, paper, wall=NOON).path.read_bytes() == data
    with pytest.raises(UnreadablePaperError):
        service.combined(store, (paper,), "all", wall=NOON)
    assert not [file for file in store.scratch().iterdir() if file.suffix == ".part"]


def test_a_stamped_file_is_made_once_and_swept_later(tmp_path: Path) -> None:
    store = DocumentStore(str(tmp_path))
    kept = service.ensure(store, "", "pdf", SOURCE)
    assert service.ensure(store, kept.digest, "pdf", SOURCE) == kept
    paper = Paper(kept.digest, "pdf", "x.pdf", head, "m")
    wall = parse_when("2021-11-15")
    first = service.single(store, paper, wall=wall)
    before = first.path.stat().st_ino
    assert service.single(store, paper, wall=wall).path.stat().st_ino == before
    other = service.single(store, replace(paper, mark="other"), wall=wall)
    assert other.etag != first.etag
    later = datetime.fromtimestamp(first.path.stat().st_mtime, wall.tzinfo) + 2 * service.KEPT
    service.single(store, replace(paper, mark="third"), wall=later)
    assert not first.path.exists()
    assert store.has(kept.digest)


def test_papers_of_a_store_elsewhere(tmp_path: Path) -> None:
    store = DocumentStore("memory://elsewhere")
    kept = service.ensure(store, "", "pdf", SOURCE)
    ready = service.archive(store, (Paper(kept.digest, "pdf", "x.pdf", head, "m"),), "a", wall=NOON)
    assert ready.path.read_bytes()[:2] == b"PK"
    assert service.current_digest(store, kept.digest) == kept


PAPER = Stamped(
    "3:19-cv-00021-RBX",
    "1",
    0,
    date(2019, 1, 7),
    datetime(2019, 1, 7, 10, 5, 6),  # noqa: DTZ001
    text="NOTICE [3090001] [21-1001]",
    serial=30000001,
)


def test_the_heads_of_the_kinds_of_courts() -> None:
    assert stamps.district(PAPER, 1, 12) == (
        "Case 3:19-cv-00021-RBX   Document 1   Filed 01/07/19   Page 1 of 12"
    )
    attachment = replace(PAPER, attachment=2, description="Exhibit A")
    assert "Document 1-2   Filed" in stamps.district(attachment, 1, 1)
    assert "Document 30000001   Filed" in stamps.district(replace(PAPER, document=""), 1, 1)
    bankrupt = replace(PAPER, case="21-30101")
    assert stamps.bankruptcy(bankrupt, 1, 8) == (
        "Case 21-30101    Doc 1    Filed 01/07/19    Entered 01/07/19 10:05:06    Page 1 of 8"
    )
    assert stamps.bankruptcy(replace(bankrupt, claim="4-1"), 1, 3) == (
        "Case 21-30101    Claim 4-1    Filed 01/07/19    Page 1 of 3"
    )
    assert stamps.appellate(replace(PAPER, case="21-1001"), 1, 3) == (
        "Case: 21-1001, 01/07/2019, 3090001, DktEntry: 1.1, Page 1 of 3"
    )
