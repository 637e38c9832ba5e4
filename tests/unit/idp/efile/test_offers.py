"""Who may register where: each refusal, their order, and case numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idp.efile import letters, offers
from idp.efile.offers import Here, Holder
from shared import registration

HERE = Here(
    court="District Court of Sampleton",
    go_live="12/11/2017",
    contact="helpdesk@ctd.test",
    live=True,
    offered=True,
)


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        (Holder(status="disabled", kind="paa", legacy=True), "disabled"),
        (Holder(kind="paa", legacy=True), "paa"),
        (Holder(kind="shared", legacy=True), "shared"),
        (Holder(legacy=True), "legacy"),
    ],
)
def test_accounts_that_register_nowhere(holder: Holder, code: str) -> None:
    found = offers.holder_refusal(holder)
    assert found is not None
    assert found.code == code


def test_an_upgraded_individual_account_may_register() -> None:
    assert offers.holder_refusal(Holder()) is None
    assert offers.court_refusal(HERE) is None
    assert offers.court_refusal(replace(HERE, held="inactive")) is None


@pytest.mark.parametrize(
    ("here", "code", "words"),
    [
        (replace(HERE, live=False, held="linked"), "before_go_live", "on 12/11/2017"),
        (replace(HERE, held="linked", role="us_trustee"), "linked", "(role: U.S. Trustee)"),
        (replace(HERE, held="registered", role="attorney"), "registered", "helpdesk@ctd.test"),
        (replace(HERE, pending=True, offered=False), "pending", "waits for District Court"),
        (replace(HERE, offered=False), "attorneys_not_offered", "registrations of attorneys"),
        (
            replace(HERE, offered=False, attorney=False),
            "others_not_offered",
            "registrations of non-attorneys",
        ),
    ],
)
def test_each_refusal_of_a_court_has_its_own_words(here: Here, code: str, words: str) -> None:
    found = offers.court_refusal(here)
    assert found is not None
    assert found[0] == code
    assert words in found[1]
    assert "{" not in found[1]


def test_no_two_refusals_read_alike() -> None:
    texts = [check.text for check in (*offers.HOLDER_CHECKS, *offers.COURT_CHECKS)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("text", ["3:21-cv-00017", "21-50123", "21-1234", "1:08-cr-00001-ABC"])
def test_case_numbers(text: str) -> None:
    assert offers.is_case_number(text)


@pytest.mark.parametrize("text", ["", "none", "-", "<b>1</b>", "1" * 41, " 21-1", "٣٤"])
def test_no_case_numbers(text: str) -> None:
    assert not offers.is_case_number(text)


@pytest.mark.parametrize("kind", [registration.ATTORNEY, registration.DEACTIVATION])
@pytest.mark.parametrize("state", list(offers.STATES))
def test_there_is_a_letter_for_every_state(kind: str, state: str) -> None:
    found = letters.letter(kind, state, days=3)
    assert found.subject
    assert found.says.endswith(".")
    assert "{" not in found.says
