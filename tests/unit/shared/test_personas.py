"""The people of the training federation are complete, consistent and unmistakably invented."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from shared import personas
from shared.personas import CourtAccountSeed, PacerAccountSeed, Persona

PEOPLE = personas.load()
KEYED = personas.by_key(PEOPLE)
ACCOUNTS = [(p, p.pacer) for p in PEOPLE if p.pacer is not None]
LOGINS = [(p, court, account) for p in PEOPLE for court, account in p.courts.items()]
ROOT = Path(__file__).resolve().parents[3]
COURTS = tomllib.loads(
    (ROOT / "shared" / "launcher" / "federation.toml").read_text(encoding="utf-8")
)["courts"]
GO_LIVE: dict[str, date] = {court: table["go_live"] for court, table in COURTS.items()}
CUT_OFF: dict[str, date] = {
    court: table.get("legacy_cutoff", table["go_live"]) for court, table in COURTS.items()
}


def pacer(key: str) -> PacerAccountSeed:
    account = KEYED[key].pacer
    assert account is not None
    return account


def old(key: str, court: str) -> CourtAccountSeed:
    return KEYED[key].courts[court]


def test_every_identifier_is_held_by_one_persona_only() -> None:
    for values in (
        [a.user_name.lower() for _, a in ACCOUNTS],
        [a.account_number for _, a in ACCOUNTS],
        [a.email.lower() for _, a in ACCOUNTS],
        [a.password for _, a in ACCOUNTS],
        [
            f"{court}:{account.login_name.lower()}"
            for _, court, account in LOGINS
            if account.login_name is not None
        ],
        [p.key for p in PEOPLE],
    ):
        assert len(values) == len(set(values))


@pytest.mark.parametrize("who", [p for p, _ in ACCOUNTS], ids=lambda p: p.key)
def test_pacer_user_names_and_passwords_keep_their_rules(who: Persona) -> None:
    account = who.pacer
    assert account is not None
    assert re.fullmatch(r"[0-9]{7}", account.account_number)
    if account.legacy:
        assert personas.LEGACY_USER_NAME.fullmatch(account.user_name)
        assert len(account.password) >= 8
        assert account.opened < date(2014, 8, 11)
        return
    assert len(account.user_name) >= 8
    assert account.user_name.isalnum()
    faults = personas.password_faults(
        account.password, name=who.name, user_name=account.user_name, email=account.email
    )
    assert faults == []


def test_the_password_rule_names_each_fault() -> None:
    name = personas.PersonName("John", "Attorney")
    assert personas.password_faults(
        "JOHNJOHN", name=name, user_name="jattorney", email="john@examplelaw.test"
    ) == ["length", "lower", "special", "part john"]
    assert "upper" in personas.password_faults(
        "quiet-harbor-maple", name=name, user_name="jattorney", email="john@examplelaw.test"
    )


def test_nothing_can_be_mistaken_for_a_real_person() -> None:
    for who, account in ACCOUNTS:
        assert account.email.endswith(".test"), who.key
        assert re.fullmatch(r"[0-9]{3}-555-01[0-9]{2}", account.phone), who.key
        assert account.address.zip == "00000", who.key
    for who, court, login in LOGINS:
        assert login.primary_email.endswith(".test"), f"{who.key} {court}"
        assert login.verification_phrase


def test_every_court_of_a_persona_is_in_the_federation() -> None:
    assert {court for _, court, _ in LOGINS} == set(COURTS)
    assert {court for p in PEOPLE for court in p.staff_of} == set(COURTS)


def test_old_accounts_are_as_old_as_they_must_be() -> None:
    for who, court, account in LOGINS:
        where = f"{who.key} {court}"
        if account.link == "registered":
            assert account.created >= GO_LIVE[court], where
            assert account.login_name is None, where
            assert account.password is None, where
            continue
        assert account.created < CUT_OFF[court], where
        assert account.password is not None, where
        assert len(account.password) >= 8, where
        if account.linked_on is not None:
            assert account.linked_on >= GO_LIVE[court], where
            assert who.pacer is not None, where
            assert who.pacer.opened <= account.linked_on, where


def test_a_link_of_a_later_day_is_not_made_yet() -> None:
    account = old("attorney_everywhere", "ctb")
    assert account.link_at(date(2017, 12, 11)) == "unlinked"
    assert account.link_at(date(2021, 11, 1)) == "linked"
    assert not old("attorney_2004", "ctd").exists_at(date(2004, 11, 30))
    assert old("attorney_2004", "ctd").exists_at(date(2004, 12, 13))


def test_ctd_logins_are_ct_and_digits_but_for_the_one_that_cannot_be_linked() -> None:
    odd = [
        who.key
        for who, court, account in LOGINS
        if court == "ctd"
        and account.login_name is not None
        and not re.fullmatch(r"ct[0-9]{5}", account.login_name)
    ]
    assert odd == ["special_login"]


def test_the_attorney_of_the_linking_class_is_not_linked_anywhere() -> None:
    john = KEYED["attorney"]
    assert john.display_name == "John Attorney"
    assert set(john.courts) == {"ctd", "ctb", "ca2", "cod"}
    assert {a.link for a in john.courts.values()} == {"unlinked"}
    assert john.courts["ctd"].login_name == "ct12345"
    assert (pacer("attorney").kind, pacer("attorney").legacy) == ("individual", False)


def test_linked_attorneys() -> None:
    states = {c: a.link for c, a in KEYED["attorney_ctd"].courts.items()}
    assert states == {"ctd": "linked", "ctb": "unlinked", "ca2": "unlinked"}
    everywhere = {c: a.link for c, a in KEYED["attorney_everywhere"].courts.items()}
    assert everywhere == {"ctd": "linked", "ctb": "linked", "ca2": "linked", "cod": "unlinked"}


def test_accounts_that_cannot_link() -> None:
    assert pacer("legacy").legacy
    assert pacer("shared").kind == "shared"
    assert pacer("paa").kind == "paa"
    assert pacer("disabled_pacer").status == "disabled"
    assert pacer("locked").status == "locked"
    assert old("disabled_court", "ctd").status == "disabled"
    for court in ("ctd", "ctb"):
        login = old("special_login", court).login_name
        assert login is not None
        assert set(login) & set(personas.SPECIAL_IN_LOGIN)
    for key in ("legacy", "shared", "disabled_pacer", "disabled_court"):
        assert old(key, "ctd").link == "unlinked"


def test_the_already_linked_cases_have_their_people() -> None:
    latecomer = KEYED["linked_latecomer"]
    owner = old(latecomer.borrows["ctd"], "ctd")
    assert owner.link == "linked"
    assert owner.login_name == "ct30001"
    assert "ct30001" in KEYED["linked_owner"].story
    assert "ctd" not in latecomer.courts
    second = KEYED["attorney_ctd_second"]
    assert second.pacer is None
    assert second.same_person_as == "attorney_ctd"
    assert second.courts["ctd"].link == "unlinked"
    assert old("registered", "ctd").link == "registered"


def test_filers_who_are_not_attorneys() -> None:
    assert old("pro_se", "ctd").role == "pro_se"
    assert old("creditor", "ctb").role == "creditor"
    assert old("trustee", "ctb").role == "trustee"
    assert {pacer(k).registration_type for k in ("pro_se", "creditor", "trustee")} == {
        "non_attorney_filer"
    }
    assert {old(k, "ctb").link for k in ("creditor", "trustee")} == {"unlinked"}


def test_people_who_only_search() -> None:
    for key in ("researcher", "client", "staff"):
        assert pacer(key).registration_type == "case_search_only"
        assert not KEYED[key].courts
    assert pacer("staff").client_code_required
    assert not pacer("client").client_code_required


def test_forgotten_passwords() -> None:
    right, wrong = KEYED["forgot_right_mail"], KEYED["forgot_wrong_mail"]
    for account in right.courts.values():
        assert not account.password_known
        assert account.primary_email == pacer("forgot_right_mail").email
    for account in wrong.courts.values():
        assert not account.password_known
        assert account.primary_email != pacer("forgot_wrong_mail").email
    printed = {row["key"]: row for row in personas.as_json(PEOPLE)}
    assert "magnet-ctd-51" not in json.dumps(printed["forgot_right_mail"])
    assert "magnet-ctd-51" not in personas.as_markdown(PEOPLE)


def test_the_others() -> None:
    assert {k: p.staff_of for k, p in KEYED.items() if p.staff_of} == {
        "clerk_ctd": ("ctd",),
        "clerk_cod": ("cod",),
        "clerk_ctb": ("ctb",),
        "clerk_ca2": ("ca2",),
    }
    assert [p.key for p, a in ACCOUNTS if "trainer" in a.staff_roles] == ["trainer"]
    assert pacer("cja_exempt").exempt_cja
    assert KEYED["cja_exempt"].same_person_as == "cja"
    assert not pacer("cja").exempt_cja
    assert not KEYED["newcomer"].courts
    differs = old("name_differs", "ctd")
    assert (differs.first_name, differs.last_name) != ("Jane", "Chancery")
    edith = old("attorney_2004", "ctd")
    assert edith.temporary_password
    assert edith.created.year == 2004
    assert pacer("attorney_2004").opened < edith.created


def test_the_table_and_the_json_say_what_a_person_needs() -> None:
    for row in personas.as_table(PEOPLE):
        assert len(row) == len(personas.TABLE_HEAD)
    rows = json.loads(json.dumps(personas.as_json(PEOPLE)))
    john = next(row for row in rows if row["key"] == "attorney")
    assert john["user_name"] == "jattorney"
    assert john["kind"] == "individual"
    assert john["courts"]["ctd"]["login"] == "ct12345"
    assert john["courts"]["ctd"]["password"] == "maple-ctd-12"
    assert john["courts"]["ctd"]["link"] == "unlinked"


def test_the_page_of_personas_is_written_from_the_data() -> None:
    page = (ROOT / "docs" / "personas.md").read_text(encoding="utf-8")
    assert page == personas.as_markdown(PEOPLE)


def test_seats_are_the_same_for_the_same_arguments_and_meet_nobody() -> None:
    many = personas.seats(40, 3)
    assert many == personas.seats(40, 3)
    assert many[0].key == "seat01run3"
    crowd = [*PEOPLE, *many, *personas.seats(999, 0), *personas.seats(999, 999)]
    accounts = [p.pacer for p in crowd if p.pacer is not None]
    assert len({a.user_name for a in accounts}) == len(accounts)
    assert len({a.account_number for a in accounts}) == len(accounts)
    assert {len(a.account_number) for a in accounts} == {7}
    logins = [p.courts["ctd"].login_name for p in crowd if "ctd" in p.courts]
    named = [name for name in logins if name is not None]
    assert len(named) == len(set(named))
    for seat in many:
        assert seat.pacer is not None
        assert len(seat.pacer.user_name) >= 8
        faults = personas.password_faults(
            seat.pacer.password,
            name=seat.name,
            user_name=seat.pacer.user_name,
            email=seat.pacer.email,
        )
        assert faults == []
        assert seat.courts["ctd"].link == "unlinked"
    with pytest.raises(personas.PersonaError):
        personas.seats(1000, 1)


GOOD = """
[persona.x]
first = "A"
last = "B"
story = "C"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + 'color = "red"\n', "unknown key color"),
        (GOOD.replace('story = "C"\n', ""), "story is missing"),
        (GOOD + 'same_person_as = "nobody"\n', "no persona is called nobody"),
        (GOOD + '[persona.x.court.ctd]\nlogin_name = "ct1"\n', "missing"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(personas.PersonaError, match=said):
        personas.parse(text)
