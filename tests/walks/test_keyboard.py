"""The training room without a mouse: a class, a seat, an exercise, a reset; Tab and Enter alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import Error, Frame, Page, expect
from sqlalchemy import select

from idp.exercises.models import Enrolment
from shared.db import Database, every_world
from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
MENU = "/cgi-bin/menu.pl?id=-1"
EXERCISE: Final = "001-link"
MOST: Final = 160
#: What has the focus in a document: its name, and whether one can see that it has it.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.tagName === "IFRAME") return null;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  const style = getComputedStyle(at);
  return {
    name: (at.getAttribute("aria-label") || label || at.innerText || at.value || "").trim(),
    seen: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


def tab_to(page: Page, words: str) -> Frame:
    """Press Tab until what has the focus is called so, in whatever frame; it must be seen."""
    passed = []
    for _again in range(MOST):
        page.keyboard.press("Tab")
        for frame in page.frames:
            found = focused(frame)
            if found is not None and found["name"].startswith(words):
                assert found["seen"], f"one cannot see that “{found['name']}” has the focus"
                return frame
            if found is not None:
                passed.append(found["name"][:40])
    raise AssertionError(f"Tab does not lead to “{words}”, but to {passed}")


def focused(frame: Frame) -> dict[str, Any] | None:
    """Return what has the focus in a frame; None if nothing, or if the coach is just renewed."""
    try:
        found: dict[str, Any] | None = frame.evaluate(FOCUSED)
    except Error:
        return None
    return found


def enter(at: Desk, words: str) -> None:
    """Go to a link or a button, and press Enter."""
    tab_to(at.page, words)
    at.page.keyboard.press("Enter")
    at.settle()


def fill(at: Desk, label: str, text: str) -> None:
    """Go to a field, and type; what stands in it is chosen by Tab and replaced."""
    tab_to(at.page, label)
    at.page.keyboard.type(text)


def test_a_class_a_seat_an_exercise_and_a_reset(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    trainer = desk()
    trainer.open("pacer", "/classes")
    trainer.sign_in(people["trainer"])
    enter(trainer, "New class")
    fill(trainer, "Name of the class", "By keyboard")
    fill(trainer, "Number of seats", "1")
    title = trainer.page.locator(f"input[value='{EXERCISE}'] + label").inner_text()
    tab_to(trainer.page, title)
    trainer.page.keyboard.press("Space")
    enter(trainer, "Make the class")
    trainer.says("Join code")
    code = trainer.page.locator("#join-code").inner_text()
    ready = trainer.page.locator("#seats td").filter(has_text="ready")
    expect(ready).to_have_count(1, timeout=60_000)

    trainee = desk()
    trainee.open("pacer", "/join")
    fill(trainee, "Join code", code)
    fill(trainee, "How your trainer may call you", "Kay")
    enter(trainee, "Join")
    trainee.says("This browser sits in your seat.")
    name, password = trainee.page.locator("dd b.mono").all_inner_texts()[:2]

    # An exercise that waits for its turn, as after another one.
    running = trainee.running
    database = Database(running.databases["pacer"])
    with database.writing() as session:
        for row in session.scalars(every_world(select(Enrolment))):
            row.begun_at = row.begun_on = None
    database.dispose()
    trainee.open("ctd", MENU)
    trainee.settle()
    fill(trainee, "Username", name)
    fill(trainee, "Password", password)
    enter(trainee, "Login")
    coach = trainee.page.frame_locator("iframe[title=Coach]")
    expect(coach.locator("#begin")).to_be_visible()
    enter(trainee, "Begin")
    expect(coach.locator("[aria-current=step]")).to_be_visible()
    enter(trainee, "Show a hint")
    expect(coach.locator(".coach-hint")).to_be_visible()

    trainer.page.reload()
    expect(trainer.page.locator("#seats")).to_contain_text("Kay")
    enter(trainer, "Reset seat")
    trainer.says("Seats and clerks ready")
    expect(ready).to_have_count(1, timeout=60_000)
    trainee.open("ctd", MENU)
    trainee.says("Username")
