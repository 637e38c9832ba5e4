"""What a reply begins with, and where it goes."""

from pathlib import Path

from idp.mailbox import letters
from shared import federation

FILE = Path(__file__).resolve().parents[3] / "shared" / "launcher" / "federation.toml"
EVERYBODY = federation.load(FILE.read_text(encoding="utf-8"))


def test_an_answer_goes_to_whom_it_came_from_or_to_the_help_desk_behind_it() -> None:
    def box(member: str, sender: str) -> str:
        return letters.answer_box(EVERYBODY, member_id=member, sender=sender)

    assert box("ctd", "seminars@ctd.test") == "seminars@ctd.test"
    assert box("ctd", "cmecf@ctd.moot.test") == "helpdesk@ctd.test"
    assert box("pacer", "do_not_reply@pacer.moot.test") == ""
    assert box("gone", "x@y.test") == ""


def test_a_reply_quotes_and_says_re_once() -> None:
    draft = letters.reply(box="b", subject="Re: X", sender="S", sent="today", text="a\n\nb\n")
    assert draft.subject == "Re: X"
    assert draft.text == "\n\nOn today S wrote:\n> a\n>\n> b"
    long = letters.reply(box="b", subject="y" * 400, sender="S", sent="t", text="z" * 9000)
    assert long.subject.startswith("Re: yyy")
    assert len(long.subject) == letters.LONGEST_SUBJECT
    assert len(long.text) == letters.LONGEST_TEXT


def test_every_court_takes_letters_at_its_addresses_and_pacer_at_none() -> None:
    for court in EVERYBODY.courts:
        for address in court.letter_boxes:
            assert EVERYBODY.court_of_letter_box(f" {address.upper()} ") == court
            assert address.endswith(f"@{court.id}.test")
    assert EVERYBODY.idp.letter_boxes == ()
    assert EVERYBODY.court_of_letter_box("helpdesk@nowhere.test") is None
