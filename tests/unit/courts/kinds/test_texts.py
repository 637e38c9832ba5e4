"""Docket text in the grammar of the courts (facts 3.3)."""

from __future__ import annotations

from datetime import date

import pytest

from courts.kinds import catalogue, texts
from courts.kinds.texts import Attached, Entered, Facts, Referred

DISTRICT = catalogue.of_menus("civil", "criminal")
APPELLATE = catalogue.of_menus("appellate")
BY = Entered("Attorney, John", date(2018, 1, 5))


def test_a_motion_of_two_reliefs_with_attachments() -> None:
    facts = Facts(filers=("Alpha Widgets, Inc.",), reliefs=(DISTRICT.event("motion_stay"),))
    attached = (Attached("Exhibit", "A"), Attached(description="Text of Proposed Order"))
    assert texts.docket_text(
        DISTRICT.event("motion_dismiss"), facts, entered=BY, attached=attached
    ) == (
        "MOTION to Dismiss, MOTION to Stay by Alpha Widgets, Inc.. (Attachments: # 1 Exhibit A, "
        "# 2 Text of Proposed Order)(Attorney, John) (Entered: 01/05/2018)"
    )


def test_an_answer_to_an_entry_names_its_number() -> None:
    facts = Facts(filers=("Beta LLC",), refers=(Referred(5, "MOTION to Dismiss"),))
    assert (
        texts.sentence(DISTRICT.event("response_motion"), facts)
        == "RESPONSE re 5 MOTION to Dismiss filed by Beta LLC."
    )


def test_two_entries_are_listed() -> None:
    refers = (Referred(5, "MOTION to Dismiss"), Referred(7, "MOTION to Stay"))
    facts = Facts(
        refers=refers,
        judge="Pat Example",
        answers={"disposition": "granting", "signed_on": "01/09/2018"},
    )
    assert texts.sentence(DISTRICT.event("electronic_order"), facts) == (
        "ELECTRONIC ORDER entered granting re 5 MOTION to Dismiss, 7 MOTION to Stay. "
        "Signed by Judge Pat Example on 01/09/2018."
    )


def test_prefix_and_free_text_are_the_filer_s() -> None:
    facts = Facts(filers=("Beta LLC",), prefix="AMENDED", free="for the reasons given")
    assert (
        texts.sentence(DISTRICT.event("motion_stay"), facts)
        == "AMENDED MOTION to Stay by Beta LLC. for the reasons given"
    )


def test_a_later_change_stands_before_the_day_of_entry() -> None:
    text = texts.docket_text(
        DISTRICT.event("status_report"),
        Facts(filers=("Beta LLC",)),
        entered=BY,
        modified=[Entered("Clerk, Casey", date(2018, 1, 6))],
    )
    assert text == (
        "STATUS REPORT by Beta LLC.(Attorney, John) Modified on 1/6/2018 (Clerk, Casey). "
        "(Entered: 01/05/2018)"
    )


def test_a_question_without_an_answer_is_told_by_its_name() -> None:
    with pytest.raises(texts.UnansweredError) as refused:
        texts.sentence(DISTRICT.event("affidavit"), Facts(filers=("Beta LLC",)))
    assert refused.value.field == "signer"


def test_an_appellate_entry_ends_with_its_numbers() -> None:
    facts = Facts(filers=("Appellant Alpha",), case="21-1975")
    event = APPELLATE.event("ap_motion_dismiss")
    assert texts.appellate_text(event, facts, entry=3355063, initials="CJ") == (
        "MOTION, to dismiss appeal, on behalf of Appellant Alpha, FILED. [3355063] [21-1975] "
        "[Entered: CJ]"
    )


@pytest.mark.parametrize("menu", catalogue.FILES)
def test_every_event_makes_a_sentence_without_braces(menu: str) -> None:
    for event in catalogue.of_menus(menu).events.values():
        facts = Facts(
            filers=("Alpha",),
            against=("Beta",),
            refers=(Referred(3, "MOTION to Stay"),) if event.refers != "no" else (),
            answers={prompt.name: "something" for prompt in event.prompts},
            judge="Example",
            case="3:24-cv-00101",
        )
        said = texts.sentence(event, facts)
        assert said
        assert not set("{}") & set(said), event.key
        assert "  " not in said, event.key
