"""The gate and the redaction checker on files of which the truth is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from courts.documents import checks, making, redaction
from courts.documents.checks import PdfRules
from courts.documents.facts import PdfFacts, from_json, to_json
from courts.documents.redaction import Setting
from courts.documents.service import Reader
from tests.corpus import pdf
from tests.corpus.pdf import SOMEHOW, Specimen
from tests.corpus.scoring import Score
from tests.corpus.secrets import secrets

RELEASES = {"1.8": PdfRules(), "1.6": PdfRules(release="1.6", rejects_forms=False)}
Read = dict[str, tuple[Specimen, PdfFacts]]


@cache
def gate() -> tuple[Specimen, ...]:
    """Return the files of the gate, made once."""
    return pdf.gate()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Return a reader, ended at the end."""
    made = Reader()
    yield made
    made.close()


def read(reader: Reader, specimens: tuple[Specimen, ...], folder: Path) -> Read:
    """Read every file once."""
    found = {}
    for each in specimens:
        file = folder / "one.pdf"
        file.write_bytes(each.data)
        found[each.name] = (each, reader.read(file))
    return found


@pytest.fixture(scope="module")
def gated(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Return the facts of the files of the gate."""
    return read(reader, gate(), tmp_path_factory.mktemp("gate"))


@pytest.fixture(scope="module")
def revealing(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Return the facts of the papers with secrets."""
    return read(reader, secrets(), tmp_path_factory.mktemp("secrets"))


def test_the_corpus_is_large_and_names_its_files_once() -> None:
    names = [each.name for each in gate()]
    assert len(names) == len(set(names)) >= 60
    assert len({each.name for each in secrets()}) == len(secrets()) >= 60


@pytest.mark.parametrize("release", sorted(RELEASES))
def test_the_gate_says_what_is_true(gated: Read, release: str) -> None:
    whole, codes = Score(), Score()
    for specimen, facts in gated.values():
        findings = checks.judge(facts, RELEASES[release], specimen.filename)
        blocking = {each.code for each in findings if each.blocking}
        truth = specimen.truth(release)
        whole.add(specimen.name, ["refused"] * bool(blocking), ["refused"] * bool(truth))
        if truth != SOMEHOW:
            codes.add(specimen.name, blocking, truth)
    print(f"\nGate, release {release}, {len(gated)} files: {whole}; reasons: {codes}")
    assert (whole.wrong, codes.wrong) == ([], [])
    assert whole.precision == whole.recall == codes.precision == codes.recall == 1.0


def test_the_gate_advises_where_it_should(gated: Read) -> None:
    score = Score()
    for specimen, facts in gated.values():
        findings = checks.judge(facts, PdfRules(), specimen.filename)
        if not checks.refused(findings):
            score.add(specimen.name, [each.code for each in findings], specimen.warned)
    print(f"\nAdvice of the gate: {score}")
    assert score.wrong == []


def test_the_redaction_checker_says_what_is_true(revealing: Read) -> None:
    score = Score()
    for specimen, facts in revealing.values():
        found = redaction.check(facts, Setting(specimen.case, specimen.exempt))
        score.add(specimen.name, [(each.kind, each.page) for each in found], specimen.redactions)
    print(f"\nRedaction, {len(revealing)} papers: {score}")
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.95, score.wrong


def test_no_snippet_repeats_a_secret(revealing: Read) -> None:
    for specimen, facts in revealing.values():
        for found in redaction.check(facts, redaction.WIDEST):
            for secret in specimen.secrets:
                assert secret not in found.snippet, specimen.name
                assert secret not in found.message, specimen.name
        assert not [s for s in specimen.secrets if s in repr(facts)], specimen.name


def test_papers_with_secrets_pass_the_gate(revealing: Read) -> None:
    for specimen, facts in revealing.values():
        assert not checks.refused(checks.judge(facts, PdfRules(), "a.pdf")), specimen.name


def test_ordinary_files_bear_no_secrets(gated: Read) -> None:
    for specimen, facts in gated.values():
        assert redaction.check(facts, redaction.WIDEST) == (), specimen.name


def test_facts_cross_the_pipe_whole(gated: Read, revealing: Read) -> None:
    for _, facts in (*gated.values(), *revealing.values()):
        assert from_json(to_json(facts)) == facts


def test_problems_do_not_tell_where_the_file_lies(gated: Read) -> None:
    said = " ".join(text for _, facts in gated.values() for text in facts.problems)
    assert "one.pdf" not in said
    assert "gate" not in said


def test_every_paper_of_a_generated_world_passes(reader: Reader, tmp_path: Path) -> None:
    source = making.Source(
        "U.S. District Court", "3:19-cv-21", "Ann Sample v. Sample Trading", "Motion",
        "MOTION to Dismiss", 3, date(2021, 11, 8),
    )  # fmt: skip
    file = tmp_path / "made.pdf"
    file.write_bytes(making.pdf(source))
    facts = reader.read(file)
    assert checks.judge(facts, PdfRules(), "motion.pdf") == ()
    assert redaction.check(facts, redaction.WIDEST) == ()
    assert facts.pages == 3
    assert all(facts.has_text)
