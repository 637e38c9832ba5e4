"""The classic mistakes (facts 9.2): each is found where it was made, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courts.filing import mistakes
from courts.filing.mistakes import ClaimSeen, EarlierSeen, EntrySeen, PaperSeen, PartySeen, Seen
from courts.kinds import catalogue
from courts.kinds.numbers import CaseNumber

EVENTS = catalogue.of_menus("civil").events
OFFERED = tuple(EVENTS.values())
CAPTION = """UNITED STATES DISTRICT COURT
DISTRICT OF CONNECTICUT
ALPHA WIDGETS, INC. v. BETA GADGETS LLC
No. 3:19-cv-00021 (RBX)
"""
SIGNED = "\nRespectfully submitted, /s/ Oscar Counsel, 4 Example Street"
ALPHA = PartySeen("Alpha Widgets, Inc.", "Plaintiff", filing=True, mine=True)
BETA = PartySeen("Beta Gadgets LLC", "Defendant", others=True)
MOTION = EntrySeen(5, "Motion to Dismiss", ("Beta Gadgets LLC",))


def paper(title: str = "MOTION TO COMPEL", **more: object) -> PaperSeen:
    """A main document with a caption, a title and a signature."""
    plain = PaperSeen("motion.pdf", text=f"{CAPTION}{title}{SIGNED}")
    return replace(plain, **more)  # type: ignore[arg-type]


#: A motion without any of the mistakes.
CLEAN = Seen(
    events=(EVENTS["motion_compel"],),
    offered=OFFERED,
    number=CaseNumber(2019, 21, "cv", "3", "RBX"),
    caption="Alpha Widgets, Inc. v. Beta Gadgets LLC et al",
    parties=(ALPHA, BETA),
    papers=(paper(), PaperSeen("a.pdf", "Exhibit", "A")),
    signer="Oscar Counsel",
)
RESPONSE = replace(
    CLEAN,
    events=(EVENTS["response_motion"],),
    papers=(paper("RESPONSE TO MOTION TO DISMISS"),),
    refers=(MOTION,),
    linkable=1,
)
NOTICE = replace(
    CLEAN, events=(EVENTS["notice_other"],), papers=(paper("NOTICE OF SUPPLEMENTAL AUTHORITY"),)
)

APPEALS = catalogue.of_menus("appellate").events
#: A brief in a circuit, and a claim: what is filed there has its own numbers, menus and register.
BRIEF = Seen(
    events=(APPEALS["ap_brief"],),
    offered=tuple(APPEALS.values()),
    number=CaseNumber(2021, 1003),
    caption="Laches v. Attorney General",
    parties=(
        PartySeen("Wanda Laches", "Petitioner", filing=True, mine=True),
        PartySeen("Attorney General", "Respondent", others=True),
    ),
    papers=(
        PaperSeen(
            "brief.pdf",
            text=f"21-1003-cv\nLaches v. Attorney General\n3:19-cv-00021\nBRIEF{SIGNED}",
        ),
    ),
    signer="Oscar Counsel",
    elsewhere=("20-30042",),
)
REPLY_BRIEF = replace(
    BRIEF,
    events=(APPEALS["ap_reply_brief"],),
    papers=(PaperSeen("reply.pdf", text=f"21-1003\nREPLY BRIEF{SIGNED}"),),
    refers=(EntrySeen(7, "Brief", ("Attorney General",)),),
    linkable=1,
)
CLAIM = Seen(
    events=(catalogue.of_menus("bankruptcy").events["proof_of_claim"],),
    number=CaseNumber(2021, 30101, "bk"),
    caption="Ann Debtor",
    parties=(
        PartySeen("Ann Debtor", "Debtor"),
        PartySeen("Omega Savings Bank", "Creditor", filing=True, mine=True),
    ),
    papers=(PaperSeen("claim.pdf", text=f"Case number 21-30101\nProof of Claim{SIGNED}"),),
    signer="Quinn Creditor",
    anybody_signs=True,
    claim=ClaimSeen(0, "Omega Savings Bank", 125_000),
    claims=(ClaimSeen(2, "Omega Savings Bank", 90_000),),
)
SAME = ClaimSeen(2, "Omega Savings Bank", 125_000)


def codes(seen: Seen) -> list[str]:
    """The codes of what is found."""
    return [each.code for each in mistakes.found(seen)]


@pytest.mark.parametrize("seen", [CLEAN, RESPONSE, NOTICE, BRIEF, REPLY_BRIEF, CLAIM])
def test_a_right_filing_has_none(seen: Seen) -> None:
    assert codes(seen) == []


def with_text(seen: Seen, text: str) -> Seen:
    """The filing with another main document."""
    return replace(seen, papers=(replace(seen.papers[0], text=text), *seen.papers[1:]))


STRANGER = (replace(ALPHA, mine=False), BETA)
WRONG: list[tuple[str, Seen]] = [
    ("generic_event", replace(NOTICE, about="of change of address")),
    (
        "generic_event",
        replace(NOTICE, papers=(paper("NOTICE OF APPEARANCE of counsel"),)),
    ),
    ("wrong_case", replace(CLEAN, parties=STRANGER)),
    ("wrong_case", replace(CLEAN, parties=STRANGER, sticky=True)),
    ("wrong_paper", with_text(CLEAN, CLEAN.text.replace("3:19-cv-00021", "3:20-cv-00022"))),
    (
        "wrong_paper",
        with_text(CLEAN, "GAMMA LANTERNS v. DELTA BANK\nMOTION TO COMPEL\n/s/ Oscar Counsel"),
    ),
    (
        "doubled_words",
        replace(CLEAN, papers=(paper(), PaperSeen("a.pdf", "Exhibit", "Exhibit A"))),
    ),
    ("missing_relief", replace(CLEAN, papers=(paper("MOTION TO COMPEL AND TO STAY"),))),
    (
        "missing_relief",
        replace(CLEAN, papers=(paper("MOTION TO COMPEL and Motion for Protective Order"),)),
    ),
    (
        "opposing_party",
        replace(CLEAN, parties=(ALPHA, replace(BETA, filing=True, associated=True))),
    ),
    (
        "opposing_party",
        replace(
            CLEAN,
            parties=(
                replace(ALPHA, mine=False, associated=True),
                replace(BETA, filing=True, associated=True),
            ),
        ),
    ),
    (
        "response_or_reply",
        replace(RESPONSE, papers=(paper("REPLY TO RESPONSE TO MOTION TO DISMISS"),)),
    ),
    (
        "response_or_reply",
        replace(RESPONSE, refers=(replace(MOTION, filers=("Alpha Widgets, Inc.",)),)),
    ),
    (
        "response_or_reply",
        replace(RESPONSE, events=(EVENTS["reply_response"],), papers=(paper("REPLY MEMORANDUM"),)),
    ),
    (
        "response_or_reply",
        replace(RESPONSE, events=(EVENTS["reply_response"],)),
    ),
    ("unlinked", replace(RESPONSE, refers=())),
    (
        "unlinked",
        replace(CLEAN, events=(EVENTS["memorandum_support"],), papers=(paper("MEMORANDUM"),)),
    ),
    ("signature", with_text(CLEAN, f"{CAPTION}MOTION TO COMPEL")),
    ("signature", with_text(CLEAN, CLEAN.text.replace("Oscar Counsel", "John Attorney"))),
    ("fillable_form", replace(CLEAN, papers=(paper(fillable=True),))),
    ("fee_unpaid", replace(CLEAN, cents=40200)),
    ("fee_unpaid", replace(CLEAN, owed="$ 402.00")),
    ("two_shells", replace(CLEAN, shells=("3:21-cv-00501", "3:21-cv-00502"))),
    ("secret_name", replace(CLEAN, papers=(paper(filename="W-2 123-45-6789.pdf"),))),
    ("secret_name", replace(CLEAN, papers=(paper(), PaperSeen("SEALED exhibit.pdf")))),
    ("filed_again", replace(CLEAN, earlier=(EarlierSeen("Motion to Compel", 4),))),
    (
        "filed_again",
        replace(
            CLEAN,
            papers=(paper(digest="d" * 64),),
            earlier=(EarlierSeen("Motion to Stay", 4, False, frozenset({"d" * 64})),),
        ),
    ),
    ("wrong_paper", with_text(BRIEF, f"No. 21-1044\nBRIEF{SIGNED}")),
    ("response_or_reply", with_text(BRIEF, f"21-1003\nREPLY BRIEF{SIGNED}")),
    (
        "response_or_reply",
        replace(REPLY_BRIEF, refers=(EntrySeen(5, "Brief", ("Wanda Laches",)),)),
    ),
    ("unlinked", replace(REPLY_BRIEF, refers=())),
    (
        "missing_relief",
        replace(
            BRIEF,
            events=(APPEALS["ap_motion_extend"],),
            papers=(paper("MOTION TO EXTEND TIME and to expedite appeal"),),
        ),
    ),
    ("wrong_paper", with_text(CLAIM, f"Case number 20-30042\nProof of Claim{SIGNED}")),
    ("signature", with_text(CLAIM, "Case number 21-30101\nProof of Claim")),
    ("claim_again", replace(CLAIM, claims=(SAME,))),
    ("claim_again", with_text(CLAIM, f"Case number 21-30101\nAMENDED PROOF OF CLAIM{SIGNED}")),
    ("claim_again", replace(CLAIM, claim=replace(SAME, withdrawn=True))),
    ("claim_again", replace(CLAIM, claim=replace(SAME, moving=True))),
]


@pytest.mark.parametrize(
    ("code", "seen"), WRONG, ids=[f"{c}-{n}" for n, (c, _) in enumerate(WRONG)]
)
def test_a_mistake_is_found(code: str, seen: Seen) -> None:
    assert code in codes(seen)


RIGHT: list[tuple[str, Seen]] = [
    ("generic_event", replace(NOTICE, about="of filing of the record")),
    ("wrong_case", replace(CLEAN, parties=(replace(ALPHA, mine=False, associated=True), BETA))),
    ("wrong_paper", with_text(CLEAN, CLEAN.text.replace("3:19-cv-00021", "19-cv-21"))),
    ("doubled_words", replace(CLEAN, papers=(paper(), PaperSeen("a.pdf", "", "Exhibit A")))),
    (
        "missing_relief",
        replace(
            CLEAN,
            events=(EVENTS["motion_dismiss_jurisdiction"],),
            papers=(paper("MOTION TO DISMISS FOR LACK OF JURISDICTION"),),
        ),
    ),
    (
        "opposing_party",
        replace(
            CLEAN,
            parties=(
                ALPHA,
                replace(BETA, filing=True),
                replace(ALPHA, name="Alpha Two", associated=True),
            ),
        ),
    ),
    (
        "response_or_reply",
        replace(
            RESPONSE,
            events=(EVENTS["reply_response"],),
            papers=(paper("REPLY MEMORANDUM"),),
            refers=(replace(MOTION, filers=("Alpha Widgets, Inc.",)),),
        ),
    ),
    ("unlinked", replace(CLEAN, events=(EVENTS["certificate_of_service"],), linkable=3)),
    ("signature", with_text(CLEAN, f"{CAPTION} s/ O. Counsel")),
    ("signature", with_text(CLEAN, "")),
    ("fillable_form", CLEAN),
    ("fee_unpaid", replace(CLEAN, cents=40200, paid=True)),
    ("two_shells", replace(CLEAN, shells=("3:21-cv-00501",))),
    ("secret_name", replace(CLEAN, papers=(paper(filename="motion-2021-11-15.pdf"),))),
    ("filed_again", replace(CLEAN, earlier=(EarlierSeen("Motion to Stay", 4),))),
    (
        "filed_again",
        replace(CLEAN, earlier=(EarlierSeen("Motion to Compel", 4, same_case=False),)),
    ),
    ("wrong_paper", with_text(BRIEF, f"20-30042\n19-cv-00021\nBRIEF{SIGNED}")),
    ("wrong_paper", with_text(BRIEF, f"October 11-12-2021, 212-555-0123\nBRIEF{SIGNED}")),
    ("claim_again", replace(CLAIM, claim=SAME)),
    ("claim_again", replace(CLAIM, claims=(replace(SAME, withdrawn=True),))),
    ("claim_again", replace(CLAIM, claim=None, claims=(SAME,))),
]


@pytest.mark.parametrize(
    ("code", "seen"), RIGHT, ids=[f"{c}-{n}" for n, (c, _) in enumerate(RIGHT)]
)
def test_what_is_right_is_not_called_a_mistake(code: str, seen: Seen) -> None:
    assert code not in codes(seen)


def test_every_check_is_tried_both_ways() -> None:
    named = {check.code for check in mistakes.CHECKS}
    assert {code for code, _ in WRONG} == named
    assert {code for code, _ in RIGHT} == named
    assert len(named) == len(mistakes.CHECKS)


def test_a_mistake_says_what_is_wrong_and_the_way_out() -> None:
    for code, seen in WRONG:
        found = next(m for m in mistakes.found(seen) if m.code == code)
        assert found.title.endswith(".")
        assert found.words.endswith((".", "”.")), found.words
        assert found.way_out.endswith(".")


def test_mistakes_are_called_by_their_codes() -> None:
    assert mistakes.titles(["claim_again", "of_another_day", "signature"]) == (
        "A claim twice.",
        "Signature.",
    )
