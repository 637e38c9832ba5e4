"""Lists of names: what is read from files as people write them, and what is said of mistakes."""

from __future__ import annotations

import pytest

from idp.teaching import roster


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ines Clarke\nBo Li\n", {1: "Ines Clarke", 2: "Bo Li"}),
        ("\ufeffName;E-mail\r\nInes;ines@example.test\r\n\r\nBo;\r\n", {1: "Ines", 2: "Bo"}),
        ("Seat,Learner\n3,Ines\n1,Bo\n", {1: "Bo", 3: "Ines"}),
        ("Seat,Learner\n2,Ines\n,Bo\n,Cy\n", {1: "Bo", 2: "Ines", 3: "Cy"}),
        ("seat,learner,plays\n1,Ines,John\n1,Ines,Rita\n2,,John\n", {1: "Ines"}),
        ('"Clarke, Ines"\n', {1: "Clarke, Ines"}),
        ("'=Ines\n", {1: "=Ines"}),
    ],
)
def test_a_list_is_read(text: str, found: dict[int, str]) -> None:
    assert roster.read(text.encode()) == found


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is no name"),
        (b"Name\n", "There is no name"),
        (b"\xff\xfe\x00", "no text as UTF-8"),
        (b"A\0B", "no list of names"),
        (b"Name,Seat\nBo,x\n", "Line 2: “x” is no number of a seat."),
        (b"Name,Seat\nBo,1\nCy,1\n", "Line 3: seat 1 is Bo's already (line 2)."),
        (b"Name,Seat\nBo,9\n", "Line 2: there is no seat 9; the last is 3."),
        (b"A\nB\nC\nD\nE\n", "Line 4: no seat is left for this name; there are 3."),
        (b"ines@example.test\n", "Line 1: an e-mail address stands"),
        (b"Name,E-mail\n,ines@example.test\n", "Line 2: there is no name."),
        (b"A\n" + b"x" * 81, "Line 2: the name is longer than 80 characters."),
        (b"x" * 300_000, "far too large"),
    ],
)
def test_a_mistake_is_told_with_its_line(data: bytes, words: str) -> None:
    with pytest.raises(roster.RosterError) as caught:
        roster.read(data, seats=3)
    assert words in caught.value.words


def test_of_many_mistakes_the_first_are_told() -> None:
    lines = "Name,Seat\n" + "Bo,x\n" * 20
    with pytest.raises(roster.RosterError) as caught:
        roster.read(lines.encode())
    assert len(caught.value.problems) == 20
    assert "Line 9:" in caught.value.words
    assert "Line 10:" not in caught.value.words
    assert caught.value.words.endswith("And 12 more.")


def test_a_list_of_ours_is_read_again() -> None:
    person = {
        "name": "John Attorney",
        "user_name": "jattorney.k3f-01",
        "password": "Harbor#1",
        "email": "john@seat01.k3f.test",
        "logins": [
            {"court": "ctd", "name": "ctja.k3f-01", "password": "Old#1", "linked": False},
            {"court": "cod", "name": "coja.k3f-01", "password": "Old#2", "linked": True},
        ],
    }
    courts = ["ctd", "cod"]
    heads = roster.heads(courts)
    line = roster.line(1, "Ines", person, courts, "http://pacer.test/join/x")
    assert dict(zip(heads, line, strict=True)) == {
        "Seat": "1",
        "Learner": "Ines",
        "Plays": "John Attorney",
        "User name": "jattorney.k3f-01",
        "Password": "Harbor#1",
        "E-mail": "john@seat01.k3f.test",
        "ctd login": "ctja.k3f-01",
        "ctd password": "Old#1",
        "cod login": "",
        "cod password": "",
        "Card": "http://pacer.test/join/x",
    }
    assert roster.read("\n".join(",".join(each) for each in (heads, line)).encode()) == {1: "Ines"}
