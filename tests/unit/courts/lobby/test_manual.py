"""The user's manual in the words of each kind of court and era."""

import re

import pytest

from courts.kinds.profiles import PROFILES
from courts.lobby import manual
from courts.website.texts import plain

NAME = "United States Court for the District of Example"


def read(kind: str, generation: str) -> dict[str, str]:
    words = manual.words_of(PROFILES[kind], court_name=NAME, generation=generation) | {
        "go_live": "March 4, 2019", "help_desk": "helpdesk@exd.test", "seminars": "s@exd.test",
    }  # fmt: skip
    found = manual.chapters(manual.load(), kind=kind, generation=generation, words=words)
    return {c.id: " ".join(plain(p.runs) for p in c.paragraphs) for c in found}


@pytest.mark.parametrize("kind", sorted(PROFILES))
@pytest.mark.parametrize("generation", ["currentgen", "nextgen"])
def test_every_kind_has_its_chapters_in_its_own_words(kind: str, generation: str) -> None:
    said = read(kind, generation)
    assert list(said) == [
        "accounts", "signing-in", "linking", "menus", "filing", "utilities", "passwords", "help",
    ]  # fmt: skip
    everything = " ".join(said.values())
    assert not re.search(r"\{\w+\}", everything)
    assert " and ".join(PROFILES[kind].filing_words()) in said["menus"]
    assert manual.account_word(PROFILES[kind]) in said["utilities"]
    linking = PROFILES[kind].words.link_title in said["linking"]
    assert linking == (generation == "nextgen")
    assert ("Limited users" in said["menus"]) == (kind == "bankruptcy")
    assert "helpdesk@exd.test" in said["help"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[chapter]]\nid = "a"\ntitle = "A"\n[[chapter.paragraph]]\ntext = "{who}"\n', "stands"),
        ('[[chapter]]\nid = "a"\ntitle = "A"\n[[chapter.paragraph]]\ntext = "x"\nera = "old"\n',
         "no era"),
        ('[[chapter]]\nid = "a"\ntitle = "A"\n[[chapter.paragraph]]\ntext = "x"\ndraw = "cat"\n',
         "chapter a"),
        ('[[chapter]]\nid = "A B"\ntitle = "A"\n[[chapter.paragraph]]\ntext = "x"\n', "their own"),
    ],
)  # fmt: skip
def test_a_wrong_manual_is_refused(text: str, said: str) -> None:
    with pytest.raises(manual.ManualError, match=said):
        manual.chapters(text, kind="district", generation="nextgen", words={})
