"""Recent activity for the person, the audit trail for trainers, and the chain behind both."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from idp.accounts import manage
from shared.audit import record
from shared.personas import Persona
from tests import counting
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]


def lines(page: Page, table: str) -> list[str]:
    """Return the rows of a table as text."""
    found = page.all(f"//table[@id='{table}']/tbody/tr")
    return [" ".join(row.text_content().split()) for row in found]


def change_user_name(page: Page, who: Persona, name: str) -> Page:
    """Change the user name on its form."""
    assert who.pacer is not None
    form = page.browser.open("pacer", manage.USER_NAME_PATH)
    done = form.submit(
        {"user_name": name, "user_name_again": name, "current": who.pacer.password}, button="Submit"
    )
    assert "Your username was changed." in done.text
    return done


def test_a_person_sees_their_own_events_and_nobody_elses(world: World, people: People) -> None:
    rita, peter = people["researcher"], people["client"]
    assert rita.pacer is not None
    wrong = counter.log_in(world.browser(), rita.pacer.user_name, "Not-The-Password#1")
    assert wrong.password_fields() == 1
    counter.manage(world, peter)
    page = counter.manage(world, rita).click("Recent activity")
    found = lines(page, "activity")
    assert "You signed in." in found[0]
    assert "A sign-in was refused: the password was wrong." in found[1]
    assert "127.0.0.1" in found[0]
    assert "pprogram" not in page.text
    assert "Not-The-Password#1" not in page.html


def test_a_change_of_name_keeps_the_past_and_shows_no_namesakes(
    world: World, people: People
) -> None:
    rita, peter = people["researcher"], people["client"]
    assert peter.pacer is not None
    page = change_user_name(counter.manage(world, rita), rita, "ritanew1")
    found = lines(page.click("Recent activity"), "activity")
    assert any("You changed your username." in line for line in found)
    assert sum("You signed in." in line for line in found) == 1

    # Peter takes the name that Rita gave up: neither sees what the other did under it.
    other = change_user_name(counter.manage(world, peter), peter, "rresearcher")
    found = lines(other.click("Recent activity"), "activity")
    assert sum("You signed in." in line for line in found) == 1
    before = lines(page.click("Recent activity"), "activity")
    counter.log_in(world.browser(), "rresearcher", peter.pacer.password)
    assert lines(page.click("Recent activity"), "activity") == before
    assert (
        sum("You signed in." in x for x in lines(other.click("Recent activity"), "activity")) == 2
    )


def fill(world: World, count: int) -> None:
    """Let a persona do a lot."""
    with world.database("pacer").writing() as session:
        for number in range(count):
            record(
                session,
                tag="oidc:code",
                actor="pacer:rresearcher",
                subject=f"court-{number}",
                now=world.clock(),
                wall=world.clock(),
            )


def test_the_pages_take_the_same_number_of_queries(world: World, people: People) -> None:
    page = counter.manage(world, people["researcher"])
    assert not page.click("Recent activity").all("//a[@rel='next']")
    trainer = counter.manage(world, people["trainer"]).click("Audit trail")
    engine = world.database("pacer").engine
    numbers = []
    for many in (0, 60):
        fill(world, many)
        with counting.statements(engine) as own:
            page.browser.get(page.link("Recent activity"))
        with counting.statements(engine) as everybodys:
            trainer.browser.get(trainer.url)
        numbers.append((len(own), len(everybodys)))
    assert numbers[0] == numbers[1]
    first_page = page.click("Recent activity")
    assert len(lines(first_page, "activity")) == 25
    second = first_page.click("Next")
    assert len(lines(second, "activity")) == 25
    assert "court-34" in second.text
    assert second.browser.open("pacer", f"{manage.ACTIVITY_PATH}?page=999999999999").status == 200
    assert second.browser.open("pacer", f"{manage.ACTIVITY_PATH}?page=-1").status == 200


def test_a_trainer_filters_and_verifies_the_chain(world: World, people: People) -> None:
    counter.manage(world, people["client"])
    page = counter.manage(world, people["trainer"]).click("Audit trail")
    found = page.submit({"who": "pprogram"}, button="Search")
    assert lines(found, "audit")
    assert all("pprogram" in line for line in lines(found, "audit"))
    found = found.submit({"tag": "signin:"}, button="Search")
    assert all("signin:" in line and "pprogram" in line for line in lines(found, "audit"))
    good = found.submit({"who": "", "tag": ""}, button="Verify the chain")
    assert "events follow one from the other." in good.text
    assert lines(good.submit({"who": "%"}, button="Search"), "audit") == ["No event fits."]

    with world.database("pacer").engine.begin() as connection:
        connection.execute(
            text("UPDATE audit_event SET detail = '{}' WHERE tag = 'signin:success'")
        )
    broken = good.submit({"who": ""}, button="Verify the chain")
    assert "The chain is broken: audit event" in broken.text


def test_nobody_but_a_trainer_sees_the_trail(world: World, people: People) -> None:
    page = counter.manage(world, people["client"])
    assert not page.all("//a[.='Audit trail' or .='Signing keys']")
    assert page.browser.open("pacer", manage.AUDIT_PATH).status == 403
    assert world.browser().open("pacer", manage.AUDIT_PATH).password_fields() == 1
    assert world.browser().open("pacer", manage.ACTIVITY_PATH).password_fields() == 1


@pytest.mark.parametrize(
    ("persona", "link", "heading"),
    [
        ("client", "Connected applications", "Connected applications"),
        ("client", "Client portal", "Client portal"),
        ("trainer", "Signing keys", "Signing keys"),
    ],
)
def test_settings_leads_to_the_pages_of_relying_parties(
    world: World, people: People, persona: str, link: str, heading: str
) -> None:
    page = counter.manage(world, people[persona]).click(link)
    assert page.status == 200
    assert heading in page.text
