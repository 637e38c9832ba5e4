"""Turning court time by the clock pages, as a trainer does."""

from __future__ import annotations

from tests.harness import Browser, Page


def ask(trainer: Browser, path: str, **fields: str) -> Page:
    """Send one of the forms of a clock page and return what comes: a page, or the question."""
    page = trainer.open("pacer", path)
    token = next(
        str(dict(form.form_values())["csrf_token"])
        for form in page.all("//form")
        if form.get("action") == path
    )
    data = {"csrf_token": token, **fields}
    return trainer.send("POST", page.url, data, referer=page.url)


def turn(trainer: Browser, path: str, **fields: str) -> tuple[Page, list[str]]:
    """Move a clock and confirm it; return the page then, and what was said to fall due."""
    asked = ask(trainer, path, **fields)
    assert asked.status == 200, asked.text
    said = [each.text_content() for each in asked.all("//ul[@id='falls-due']/li")]
    done = asked.submit(button="Do it")
    assert done.status == 200, done.text
    return done, said


def jump(trainer: Browser, path: str, key: str) -> tuple[Page, list[str]]:
    """Go to a named moment."""
    return turn(trainer, path, deed="moment", key=key)


def members(page: Page) -> list[tuple[str, str]]:
    """Return what each member says: court time and state."""
    rows = page.all("//table[@id='members']/tbody/tr")
    return [(row[1].text_content(), row[2].text_content()) for row in rows]


def table(page: Page, name: str) -> list[list[str]]:
    """Return the cells of a table of the page, row by row."""
    rows = page.all(f"//table[@id='{name}']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
