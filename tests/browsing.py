"""A real browser at a federation: fixtures and the walks that every journey makes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from shared.personas import Persona
from tests import serving
from tests.serving import Kind, Nursery, Running, Topology

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
#: Those that the courts' own pages show, too.
SITE_PICTURES = Path(__file__).parent.parent / "courts" / "website" / "pictures"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
#: Milliseconds. Nothing waits so long but on a machine with much other work.
PATIENCE = 45_000
#: Between two looks at a page.
PAUSE = 100
#: How often a page is opened anew for what a worker carries, a quarter of a second apart.
TRIES = 160
#: Tells of every document with a field for a password, once it is there to be filled.
COUNT_PASSWORD_FIELDS = """
addEventListener("DOMContentLoaded", () => {
  const fields = document.querySelectorAll("input[type=password]").length;
  mootNote(location.href, document.title, fields);
});
"""
Picture = Callable[[Page, str], None]
T = TypeVar("T")


def _missing(text: str, parts: Sequence[str]) -> str:
    """Say which part does not follow the ones before it in a text; empty if all do."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            return f"“{part}” is not after “{text[max(0, at - 60) : at]}” in: {text}"
        at = found + len(part)
    return ""


class Desk:
    """One person at one browser: a context with cookies of its own."""

    def __init__(self, running: Running, context: BrowserContext) -> None:
        self.running = running
        self.context = context
        self.visited: list[tuple[str, str, int]] = []
        context.expose_binding(
            "mootNote", lambda _source, url, title, count: self.visited.append((url, title, count))
        )
        context.add_init_script(COUNT_PASSWORD_FIELDS)
        self.page = context.new_page()

    # ------------------------------------------------------------------ going and looking

    def open(self, member_id: str, path: str, role: str | None = None) -> None:
        """Type an address of a member."""
        self.page.goto(self.running.url(member_id, path, role))

    def link(self, words: str) -> Locator:
        """Return the link that reads exactly so."""
        return self.page.get_by_role("link", name=words, exact=True)

    def click(self, words: str) -> None:
        """Click the link that reads exactly so, the first if there are several."""
        self.link(words).first.click()
        self.settle()

    def press(self, words: str) -> None:
        """Press the button that reads exactly so."""
        self.page.get_by_role("button", name=words, exact=True).click()
        self.settle()

    def settle(self) -> None:
        """Wait until the page is whole: after a click it may have begun and have no body yet."""
        self.page.wait_for_load_state("domcontentloaded")

    def choose(self, word: str) -> None:
        """Click a word of the court's blue bar."""
        self.page.locator("#topmenu").get_by_role("link", name=word, exact=True).click()
        self.settle()

    def until(self, read: Callable[[], T], good: Callable[[T], bool]) -> T:
        """Read until what is read is good, or patience ends; return what was read last.

        A page that is shown may be one on the way: a court sends strangers on by a script, and
        between two pages there is none to read.
        """
        for _again in range(PATIENCE // PAUSE):
            try:
                found = read()
            except Error:
                pass
            else:
                if good(found):
                    return found
            self.page.wait_for_timeout(PAUSE)
        return read()

    def menu(self) -> str:
        """Return the words of the court's blue bar, as the page has them at this moment."""
        self.settle()
        return " ".join(self.page.locator("#topmenu a").all_inner_texts())

    def has_menu(self, words: str) -> None:
        """Assert what the court's blue bar reads, once the court's page is there."""
        assert self.until(self.menu, lambda found: found == words) == words

    @property
    def text(self) -> str:
        """Return what the page says, white space folded."""
        return " ".join(self.page.locator("body").inner_text().split())

    def says(self, words: str) -> None:
        """Assert that the page says something."""
        expect(self.page.locator("body")).to_contain_text(words)

    def says_in_order(self, *parts: str) -> None:
        """Assert that the page says these things, one after the other."""
        text = self.until(lambda: self.text, lambda found: not _missing(found, parts))
        assert not _missing(text, parts), _missing(text, parts)

    def labels(self) -> list[str]:
        """Return the labels of the visible fields, in their order."""
        found = self.page.locator("#main label, main label").all_inner_texts()
        return [" ".join(label.split()) for label in found]

    def buttons(self) -> list[str]:
        """Return the words on the visible buttons, in their order."""
        found = "button, input[type=submit], input[type=reset], input[type=button]"
        script = "found => found.map(button => (button.value || button.innerText).trim())"
        return list(self.page.eval_on_selector_all(found, script))

    def password_pages(self) -> list[str]:
        """Return the addresses of the pages so far that had a field for a password."""
        return [url for url, _title, fields in self.visited if fields]

    # ------------------------------------------------------------------ PACER

    def fill_login(self, user_name: str, password: str, client_code: str = "") -> None:
        """Fill the sign-in form of PACER."""
        self.page.locator('[name="loginForm:loginName"]').fill(user_name)
        self.page.locator('[name="loginForm:password"]').fill(password)
        self.page.locator('[name="loginForm:clientCode"]').fill(client_code)

    def sign_in(self, who: Persona) -> None:
        """Sign in at PACER's form as a person, and acknowledge the redaction notice if due."""
        assert who.pacer is not None
        self.fill_login(who.pacer.user_name, who.pacer.password)
        self.press("Login")
        self.acknowledge()

    def acknowledge(self) -> None:
        """Wait for the page after the password; tick the redaction notice if it is that one."""
        password = self.page.locator('[name="loginForm:password"]')

        def is_there() -> bool:
            # Between two pages there is one without a field, which is neither.
            self.settle()
            whole = self.page.locator("#main").count() > 0
            return whole and password.count() == 0

        self.until(is_there, bool)
        expect(password).to_have_count(0)
        self.settle()
        tick = self.page.locator('[name="regmsg:chkRedact"]')
        if tick.count():
            tick.check()
            self.press("Continue")

    def enter(self, court: str, who: Persona) -> None:
        """Go to a court by its front door and sign in."""
        self.open(court, "/")
        self.page.locator("main a, #cmecfMainContent a").filter(
            has_text="Document Filing System"
        ).first.click()
        self.settle()
        self.sign_in(who)

    def open_until(self, member: str, path: str, there: Locator, *, least: int = 1) -> None:
        """Open a page again and again until messages between members have brought something."""
        for _again in range(TRIES):
            self.open(member, path)
            if there.count() >= least:
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{there} did not arrive at {path}: {self.text}")

    def open_mail(self, subject: str, *, least: int = 1) -> str:
        """Open the newest mail of the person signed in, by words of its subject; return its text.

        :param least: how many of them there have to be.
        """
        mails = self.page.get_by_role("link", name=subject)
        self.open_until("pacer", "/mailbox", mails, least=least)
        mails.first.click()
        self.settle()
        return self.text


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Return the planted databases of this run."""
    made = Nursery(tmp_path_factory.mktemp("nursery"), os.environ.get("MOOT_TEST_POSTGRES"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a browser of this machine, else Playwright's own."""
    program = next((p for p in map(shutil.which, PROGRAMS) if p), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def federation(
    request: pytest.FixtureRequest, nursery: Nursery, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Return a fresh federation of the era that the module names, or the one that runs already."""
    era = cast(str, request.module.ERA)
    options = request.config.option
    elsewhere = options.running_at or os.environ.get("MOOT_BASE_URL", "")
    with pytest.MonkeyPatch.context() as environment:
        # The launcher does the same when the public addresses are of this machine only.
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        if elsewhere:
            command = options.clock_command or os.environ.get("MOOT_CLOCK_COMMAND", "")
            running = serving.already_running(elsewhere, era, command)
        else:
            running = serving.serve(
                cast(Topology, options.topology),
                cast(Kind, options.database),
                era,
                nursery=nursery,
                folder=tmp_path_factory.mktemp("federation"),
            )
        yield running
        running.stop()


@pytest.fixture
def desk(chromium: Browser, federation: Running) -> Iterator[Callable[[], Desk]]:
    """Return a function that sits another person at another browser."""
    contexts: list[BrowserContext] = []

    def sit() -> Desk:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        contexts.append(context)
        return Desk(federation, context)

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Picture:
    """Return a function that takes a picture for the documentation, when asked to."""
    wanted = bool(request.config.option.pictures)

    def take(page: Page, name: str) -> None:
        if wanted:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")
            shown = SITE_PICTURES / f"{name}.png"
            if shown.exists():
                shutil.copyfile(PICTURES / f"{name}.png", shown)

    return take


def axe_of(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds serious or critical on a page."""
    found = Axe().run(page).response["violations"]
    return [v for v in found if v["impact"] in ("serious", "critical")]
