"""The trainer's guide does what it says: every numbered step of docs/trainer.md, at a browser.

A step begins with Open, Type, Tick, Press, Follow or You see; its words in bold must be there.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click
import pytest
from playwright.sync_api import Locator, Page, expect

from shared.launcher.cli import main
from tests.browsing import Desk
from tests.serving import Running
from tests.walks.exercising import Sit

ERA = "2021-11"
GUIDE: Final = Path(__file__).parents[2] / "docs" / "trainer.md"
_ADDRESS: Final = re.compile(r"`http://pacer\.moot\.localhost:8080(/\S*)`")
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_STEP: Final = re.compile(r"^\d+\. (.+)$")
_TYPE: Final = re.compile(
    r"^Type (?:`(?P<typed>[^`]+)`|(?P<known>[^`*]+)) into \*\*(?P<into>.+?)\*\*"
)
#: Seats are made, and courts answer, while the page asks again and again.
_PATIENCE: Final = 60_000


@dataclass(frozen=True)
class Section:
    """A part of the guide: its heading and its numbered steps."""

    heading: str
    steps: tuple[str, ...]


def sections() -> list[Section]:
    """Return the parts of the guide that have steps."""
    found = []
    for part in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, rest = part.partition("\n")
        steps = tuple(hit[1] for line in rest.splitlines() if (hit := _STEP.match(line)))
        if steps:
            found.append(Section(heading.strip(), steps))
    return found


def commands() -> list[str]:
    """Return the commands of ours in the guide's boxes."""
    boxes = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    return [line for box in boxes for line in box.splitlines() if line.startswith("moot ")]


@dataclass
class Follower:
    """Somebody who does what the guide says; `known` are things that only the room can tell."""

    at: Desk
    known: dict[str, str] = field(default_factory=dict)

    def do(self, step: str) -> None:
        """Do a step.

        :raises AssertionError: if a label is not there, or the step cannot be understood.
        """
        verb = next((each for each in _VERBS if step.startswith(each)), None)
        assert verb is not None, f"“{step}” begins with no verb of {', '.join(_VERBS)}"
        _VERBS[verb](self, step)

    @property
    def page(self) -> Page:
        """What is shown."""
        return self.at.page

    def _open(self, step: str) -> None:
        if step == "Open the class.":
            self.page.goto(self.known["the class"])
            return
        (path,) = _ADDRESS.findall(step)
        self.at.open("pacer", path)

    def _type(self, step: str) -> None:
        told = _TYPE.match(step)
        assert told is not None, f"“{step}” does not say what is typed into what"
        text = told["typed"] or self.known[told["known"]]
        self._field(told["into"]).fill(text)

    def _tick(self, step: str) -> None:
        for label in _BOLD.findall(step):
            self._field(label).check()

    def _field(self, label: str) -> Locator:
        """Return the field of a label; those that must be filled have a star behind it."""
        pattern = re.escape(label).replace("/", ".")
        return self.page.get_by_label(re.compile(rf"^\s*{pattern}\s*\*?\s*$"))

    def _press(self, step: str) -> None:
        (label,) = _BOLD.findall(step)
        button = self.page.get_by_role("button", name=label, exact=True)
        if "of the second seat" in step:
            button = self.page.locator("#seats tbody tr").nth(1).get_by_text(label, exact=True)
        button.click()
        self.at.settle()
        tick = self.page.locator('[name="regmsg:chkRedact"]')
        if tick.count():
            tick.check()
            self.at.press("Continue")

    def _follow(self, step: str) -> None:
        (label,) = _BOLD.findall(step)
        link = self._link(label)
        if ".pdf" in (link.get_attribute("href") or ""):
            answer = self.at.context.request.get(str(link.evaluate("link => link.href")))
            assert answer.body().startswith(b"%PDF"), label
            return
        link.click()
        self.at.settle()

    def _link(self, label: str) -> Locator:
        """Return the first link that reads so, or ends so: courts put their names before."""
        exact = self.page.get_by_role("link", name=label, exact=True)
        # Playwright reads a slash as the end of the pattern.
        pattern = re.escape(label).replace("/", ".")
        ending = self.page.get_by_role("link", name=re.compile(rf"{pattern}$"))
        expect(exact.or_(ending).first).to_be_visible()
        return (exact if exact.count() else ending).first

    def _see(self, step: str) -> None:
        for words in _BOLD.findall(step):
            expect(self.page.locator("body")).to_contain_text(words, timeout=_PATIENCE)


_VERBS: Final[Mapping[str, Callable[[Follower, str], None]]] = {
    "Open": Follower._open,
    "Type": Follower._type,
    "Tick": Follower._tick,
    "Press": Follower._press,
    "Follow": Follower._follow,
    "You see": Follower._see,
}


def test_every_step_of_the_guide(desk: Sit, federation: Running) -> None:
    """Trainer and trainee, each at a browser of their own, from top to bottom."""
    trainer, trainee = Follower(desk()), Follower(desk())
    for each in (trainer, trainee):
        each.at.context.set_default_timeout(_PATIENCE)
    done = 0
    for section in sections():
        who = trainee if "trainee" in section.heading else trainer
        for number, step in enumerate(section.steps, start=1):
            try:
                who.do(step)
            except Exception as error:
                where = f"{section.heading}, step {number}: {step}"
                raise AssertionError(f"{where}\n{error}\n{who.at.text[:1500]}") from error
            done += 1
        if section.heading == "Make a class":
            trainer.known["the class"] = trainer.page.url
            code = trainer.page.locator("#join-code").inner_text()
            trainee.known["the join code"] = code
        if section.heading == "What a trainee does":
            expect(who.page.locator("#topmenu")).to_contain_text("Civil")
        if who is trainee:
            continue
        trainee.known |= _card(trainer) if "the class" in trainer.known else {}
    assert done > 50


def _card(trainer: Follower) -> dict[str, str]:
    """Return what the card of the first seat says."""
    page = trainer.at.context.new_page()
    page.goto(trainer.known["the class"] + "/seats/1")
    own = page.locator("dl.facts").first
    found = {}
    for words, term in (("PACER ", "PACER"), ("old ", "Old login in ctd")):
        values = own.locator(f"dt:text-is('{term}') + dd b").all_inner_texts()
        names = ("user name", "password") if words == "PACER " else ("login", "password")
        for name, value in zip(names, values, strict=True):
            found[f"the {words}{name} of the card"] = value
    page.close()
    return found


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_guide_can_be_given(line: str) -> None:
    """Its name and its options are known; nothing is run."""
    words = shlex.split(line)[1:]
    command: click.Command = main
    while isinstance(command, click.Group):
        name = words.pop(0)
        assert name in command.commands, f"{line}: there is no {name}"
        command = command.commands[name]
    known = {option for each in command.params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= known, line


def test_words_in_bold_outside_of_steps_are_few() -> None:
    """What is not in a step is not tested: the guide's steps have most of its labels."""
    text = GUIDE.read_text(encoding="utf-8")
    in_steps = sum(len(_BOLD.findall(step)) for part in sections() for step in part.steps)
    assert in_steps > 2 * (len(_BOLD.findall(text)) - in_steps)
