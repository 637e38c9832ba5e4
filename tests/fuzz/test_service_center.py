"""Whatever is typed into the service center's own forms: no 500, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from idp.accounts import manage, registration
from idp.accounts.models import Account
from shared.passwords import Passwords
from shared.personas import Persona
from tests import harness
from tests.fuzz.strategies import anything, few, strays, typeable
from tests.harness import Browser, Page
from tests.integration.idp import counter
from tests.integration.idp.test_register import SECURITY, fill_account

MFA = "/pscof/manage/mfa"
#: Who is at each form: nobody, an upgraded account, a legacy one, an enrolled one, the trainer.
FORMS = (
    ("nobody", manage.REGISTER_PATH),
    ("wizard", f"{manage.REGISTER_PATH}?step=account"),
    ("wizard", f"{manage.REGISTER_PATH}?step=security"),
    ("wizard", f"{manage.REGISTER_PATH}?step=payment"),
    ("wizard", f"{manage.REGISTER_PATH}?step=policies"),
    ("nobody", manage.FORGOTTEN_PATH),
    ("nobody", manage.FORGOT_USER_NAME_PATH),
    ("link", manage.RESET_PATH),
    ("legacy", f"{manage.UPGRADE_PATH}?step=person"),
    ("legacy", f"{manage.UPGRADE_PATH}?step=address"),
    ("legacy", f"{manage.UPGRADE_PATH}?step=security"),
    ("client", manage.USER_NAME_PATH),
    ("client", manage.CHANGE_PATH),
    ("client", manage.SECURITY_PATH),
    ("client", manage.BILLING_EMAIL_PATH),
    ("client", manage.BILLING_PREFERENCES_PATH),
    ("client", manage.ACTIVATION_PATH),
    ("client", manage.SESSIONS_PATH),
    ("client", f"{MFA}Add.jsf"),
    ("client", f"{MFA}Codes.jsf"),
    ("client_mfa", f"{MFA}Codes.jsf"),
    ("client_mfa", f"{MFA}Delete.jsf?app=1"),
    ("trainer", "/oidc/clients/new"),
)
ACCOUNTS = "SELECT id, user_name, password_hash, status, legacy, email FROM account ORDER BY id"
SECRET = ("password", "hidden", "submit", "checkbox", "radio", "button")


class Counter:
    """A service center with the same people at it for the whole module; shown in one word."""

    def __init__(self, world: harness.World, people: dict[str, Persona]) -> None:
        self.world = world
        self.people = people
        self.seats: dict[str, Browser] = {"nobody": world.browser()}
        self.link = ""
        for who in ("legacy", "client", "client_mfa", "trainer"):
            self.seats[who] = counter.manage(world, people[who]).browser
        self._wizard()
        self._reset_link()
        self._letter()

    def __repr__(self) -> str:
        return "counter"

    def open(self, who: str, path: str) -> Page:
        """Open a form as somebody who is there already."""
        if who == "link":
            return self.seats["nobody"].get(self.link)
        return self.seats[who].open("pacer", path)

    def _wizard(self) -> None:
        """Fill a registration up to its last page, so that every page of it can be opened."""
        browser = self.seats["wizard"] = self.world.browser()
        page = browser.open("pacer", "/").click("Register")
        page = page.submit({"registration_type": registration.CASE_SEARCH_ONLY}, button="Next")
        page = fill_account(page).submit({**SECURITY}, button="Next")
        page.submit({"card": ""}, button="Next")

    def _reset_link(self) -> None:
        who = self.people["newcomer"].pacer
        assert who is not None
        page = self.world.browser().open("pacer", manage.FORGOTTEN_PATH)
        page.submit({"email": who.email, "name": who.user_name}, button="Submit")
        self.link = counter.link_in(counter.mails(self.world, who.email, "password_reset")[-1])

    def _letter(self) -> None:
        """Let a letter with an activation code have arrived."""
        with self.world.database("pacer").writing() as session:
            session.execute(
                update(Account)
                .where(Account.account_number == "7000808")
                .values(search_note="activation", activation_hash=Passwords().hash("LETTER"))
            )

    def accounts(self) -> list[Any]:
        """Return what must not change by what is typed here."""
        with self.world.database("pacer").reading() as session:
            return [tuple(row) for row in session.execute(text(ACCOUNTS)).all()]


@pytest.fixture(scope="module")
def at(
    planted: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    people: dict[str, Persona],
) -> Iterator[Counter]:
    """Return a service center that raises what its pages would hide behind a 500."""
    folder = harness.copy_of(planted("2025-06-02"), tmp_path_factory.mktemp("centre") / "world")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        world = harness.reopen(folder)
        yield Counter(world, people)
        world.close()


def _form(page: Page) -> Any:
    """Return the form of a page that takes the most, not the one of the header."""
    forms = page.all("//main//form[@method='post']")
    assert forms, page.text[:300]
    return max(forms, key=lambda form: len(form.fields))


def _filled(form: Any, words: list[str]) -> dict[str, str]:
    more = cycle(words)
    typed = dict(form.form_values())
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        if field.get("type") in (None, "text", "email", "tel", "password", "number", "search"):
            # Never twice the same, or a lucky word would be a new password.
            again = "2" if field.get("name").endswith("_again") else ""
            typed[field.get("name")] = next(more) + again
    for button in form.xpath(".//button[@name]")[:1]:
        typed[button.get("name")] = button.get("value") or ""
    return typed


def _send(page: Page, form: Any, fields: dict[str, str]) -> Page:
    target = urljoin(page.url, form.get("action") or page.url)
    after = page.browser.send("POST", target, fields)
    assert after.status < 500, after.text[:300]
    return after


@pytest.fixture
def unharmed(at: Counter) -> Iterator[None]:
    """Assert that no account is another one afterwards."""
    before = at.accounts()
    yield
    assert at.accounts() == before


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize(("who", "path"), FORMS)
@settings(few, max_examples=5)
@given(words=st.lists(anything, min_size=1, max_size=8), more=strays)
def test_anything_is_answered(
    at: Counter, *, who: str, path: str, words: list[str], more: dict[str, str]
) -> None:
    """Any texts in all fields of a form, and any fields beside them, are an answer below 500."""
    page = at.open(who, path)
    form = _form(page)
    after = _send(page, form, {**more, **_filled(form, words)})
    if after.all("//main//form[@method='post']"):
        _send(after, _form(after), {"csrf_token": "", **more})


@pytest.mark.parametrize(("who", "path"), [pair for pair in FORMS if "step=payment" not in pair[1]])
@settings(few, max_examples=2)
@given(words=st.lists(typeable.filter(bool), min_size=5, max_size=8))
def test_what_was_typed_is_still_there(
    at: Counter, *, who: str, path: str, words: list[str]
) -> None:
    """A form that comes back shows every text as it was typed, and never a password."""
    page = at.open(who, path)
    form = _form(page)
    typed = _filled(form, words)
    after = _send(page, form, typed)
    if not after.all("//main//*[@aria-invalid='true']"):
        return
    kept = {field.get("name"): field for field in after.all("//main//input[@name]")}
    for name, field in kept.items():
        if field.get("type") == "password":
            assert not field.get("value")
        elif name in typed and field.get("type") not in SECRET:
            assert (field.get("value") or "") == typed[name]
