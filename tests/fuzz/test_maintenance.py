"""Whatever is typed into the forms of changes and of the clerk's desk: no 500, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from courts.accounts.models import CourtUser
from idp.accounts import manage
from shared.ids import subject_of
from shared.personas import Persona
from tests import harness
from tests.fuzz.strategies import anything, few, strays, typeable
from tests.integration.idp import counter

courts = st.lists(st.one_of(st.sampled_from(["ctd", "ctb", "ca2", "cod"]), anything), max_size=3)


class Stage:
    """A federation with a filer at Manage My Account and two clerks; shown in one word."""

    def __init__(self, world: harness.World, people: dict[str, Persona]) -> None:
        self.world = world
        self.holder = counter.manage(world, people["attorney_everywhere"]).browser
        self.clerk = world.browser()
        self.clerk.enter("ctd", people["clerk_ctd"])

    def __repr__(self) -> str:
        return "stage"

    def user(self, *, login: str = "", subject: str = "") -> CourtUser:
        """An account of ctd, read afresh."""
        wanted = CourtUser.login_key == login
        if subject:
            wanted = CourtUser.linked_subject == subject_of(subject)
        with self.world.database("ctd").reading() as session:
            return session.scalars(select(CourtUser).where(wanted)).one()

    def send(
        self, browser: harness.Browser, page: harness.Page, target: str, fields: dict[str, Any]
    ) -> harness.Page:
        """Send fields with the token of a page."""
        token = page.all("//input[@name='csrf_token']/@value")[0]
        answer = browser.send("POST", urljoin(page.url, target), {**fields, "csrf_token": token})
        assert answer.status < 500, answer.text[:300]
        return answer


@pytest.fixture(scope="module")
def stage(
    planted: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    people: dict[str, Persona],
) -> Iterator[Stage]:
    """Return a federation that raises what its pages would hide behind a 500."""
    folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("fuzz") / "world")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        world = harness.reopen(folder)
        yield Stage(world, people)
        world.close()


@few
@given(
    path=st.sampled_from([manage.PERSONAL_PATH, manage.ADDRESS_PATH, manage.NOTICING_PATH]),
    text=anything,
    other=anything,
    chosen=courts,
    more=strays,
)
def test_the_forms_of_the_maintenance_tab(
    stage: Stage, *, path: str, text: str, other: str, chosen: list[str], more: dict[str, str]
) -> None:
    """Any texts in any fields are an answer below 500, and no court's account changes by them."""
    held = stage.user(subject="attorney_everywhere")
    page = stage.holder.open("pacer", path)
    names = [n for n in page.form(having="csrf_token").fields if n not in ("csrf_token", "courts")]
    fields = {**more, **{name: text if i % 2 else other for i, name in enumerate(names)}}
    stage.send(stage.holder, page, path, {**fields, "courts": chosen})
    now = stage.user(subject="attorney_everywhere")
    assert (now.display_name, now.address, now.primary_email) == (
        held.display_name,
        held.address,
        held.primary_email,
    )


@few
@given(name=typeable.filter(bool))
def test_what_was_typed_is_kept(stage: Stage, name: str) -> None:
    """A refusal shows the city as it was typed."""
    page = stage.holder.open("pacer", manage.ADDRESS_PATH)
    shown = page.submit({"city": name, "street": ""}, button="Submit")
    assert shown.status == 422
    assert (shown.all("//input[@name='city']")[0].get("value") or "") == name


@few
@given(text=anything, other=anything, more=strays)
def test_the_clerks_forms_about_a_joined_account(
    stage: Stage, *, text: str, other: str, more: dict[str, str]
) -> None:
    """Any texts are an answer below 500; a joined login stays as it is."""
    before = stage.user(subject="attorney_everywhere")
    where = f"/clerk/accounts/{before.id}"
    page = stage.clerk.open("ctd", where)
    for action, fields in (
        ("void", {"void_reason": text, "delivery": other}),
        ("rename", {"new_login": text}),
        ("email", {"new_email": text, "phrase_checked": other}),
        ("status", {"status_reason": text, "status": other}),
        ("../changes/1", {"reason": text, "answer": other}),
        ("../accounts/new", {"last_name": text, "primary_email": other, "role": text}),
    ):
        stage.send(stage.clerk, page, f"{where}/{action}", {**more, **fields})
    after = stage.user(subject="attorney_everywhere")
    assert (after.login_name, after.password_version) == (
        before.login_name,
        before.password_version,
    )


@few
@given(login=anything, email=anything)
def test_the_clerks_forms_about_an_old_account(stage: Stage, *, login: str, email: str) -> None:
    """A login and an address are what was typed, or what they were."""
    with stage.world.database("ctd").reading() as session:
        number = session.scalars(select(CourtUser.id).where(CourtUser.last_name == "Notary")).one()

    def now() -> CourtUser:
        with stage.world.database("ctd").reading() as session:
            return session.scalars(select(CourtUser).where(CourtUser.id == number)).one()

    former, where = now(), f"/clerk/accounts/{number}"
    page = stage.clerk.open("ctd", where)
    stage.send(stage.clerk, page, f"{where}/rename", {"new_login": login})
    checked = {"name_checked": "y", "address_checked": "y", "phrase_checked": "y"}
    stage.send(stage.clerk, page, f"{where}/email", {"new_email": email, **checked})
    assert now().login_name in (former.login_name, login.replace("\x00", "").strip())
    assert now().primary_email in (former.primary_email, email.strip())
    assert now().password_version == former.password_version


@few
@given(words=anything, number=anything)
def test_the_search(stage: Stage, *, words: str, number: str) -> None:
    """Any words and any page number list accounts, or say that there are none."""
    where = stage.world.url("ctd", "/clerk/accounts")
    page = stage.clerk.send("GET", where, {"q": words, "page": number})
    assert page.status == 200
    assert page.all("//tbody/tr") or "No account of this court has" in page.text
    queue = stage.world.url("ctd", "/clerk/changes")
    assert stage.clerk.send("GET", queue, {"show": words, "page": number}).status == 200
