"""Claims, creditors and docket heads of a bankruptcy court, as a client program reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from juriscraper.pacer import (
    ClaimsActivity,
    ClaimsRegister,
    DocketReport,
    ListOfCreditors,
)
from sqlalchemy import delete, select

from courts.access.models import PageCharge
from courts.cases.queries import by_id, whole
from courts.claims import protocol
from courts.claims.models import Claim
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import BANKRUPTCY
from courts.worlds import reference
from shared.db import every_world
from tests import readback_bankruptcy as readback
from tests.integration.courts import bankruptcies, bench, records
from tests.integration.courts.bench import Bench, Browser, Shown

REGISTER = "/cgi-bin/SearchClaims.pl"
ACTIVITY = "/cgi-bin/ClaimsActRpt.pl"
MATRIX = "/cgi-bin/CredMatrixCase.pl"
CREDITORS = "/cgi-bin/CreditorQry.pl"
NONCE = "?1-L_1_0-1"
EXTERNAL = {"Referer": "https://external"}
REFERENCE = 30101
LOGGED_IN = "/cgi-bin/login.pl?logout"


@dataclass
class Court:
    """A bankruptcy court with the hard cases, and somebody who reads them."""

    bench: Bench
    drafts: dict[int, CaseDraft]
    reader: Browser

    @property
    def reference(self) -> int:
        """The id of the reference case of chapter 7."""
        return next(key for key, draft in self.drafts.items() if draft.number.serial == REFERENCE)

    @property
    def converted(self) -> int:
        """The id of the case with claims of every sort."""
        return self.of("converted")

    def of(self, name: str) -> int:
        """Return the id of one of the hard cases."""
        wanted = getattr(bankruptcies, name)()
        return next(key for key, draft in self.drafts.items() if draft == wanted)

    def post(self, path: str, browser: Browser | None = None, /, **fields: Any) -> Shown:
        """Post as a client program does: in parts, without a token."""
        return self.send(browser or self.reader, path, EXTERNAL, **fields)

    def send(self, browser: Browser, path: str, headers: dict[str, str], /, **fields: Any) -> Shown:
        """Post in parts with headers of one's own."""
        answer = browser.client.post(
            path,
            data={name: str(value) for name, value in fields.items()},
            content_type="multipart/form-data",
            headers=headers,
            base_url=self.bench.member.public_url,
        )
        return Shown(answer)

    def register(self, case_id: int, **more: Any) -> Shown:
        """Ask for the register as juriscraper asks."""
        return self.post(
            REGISTER + NONCE,
            all_case_ids=case_id,
            EntFil="Fil",
            SearchingClaims="true",
            f_sort1="cl_claimno",
            f_sort2="cl_dt_filed",
            **{"case_num": "", "f_fromdt": "1/1/1960", **more},
        )

    def activity(self, case_id: int | str, **more: Any) -> Shown:
        """Ask for the activity as juriscraper asks."""
        return self.post(
            ACTIVITY + NONCE,
            all_case_ids=case_id,
            sort1="case number",
            sort2="claim number",
            **{"case_num": "", "creditor": "", "entered_from": "1/1/1960", **more},
        )

    def charges(self) -> list[PageCharge]:
        """What was charged so far."""
        with self.bench.database.reading() as session:
            return list(
                session.scalars(every_world(select(PageCharge).order_by(PageCharge.id))).all()
            )


@pytest.fixture(scope="module")
def stored(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Bench, dict[int, CaseDraft]]]:
    """Build the court and store the cases, once: no test changes them."""
    built = bench.build(tmp_path_factory.mktemp("ctb"), "ctb", "2021-11")
    drafts = bankruptcies.all_cases()
    ids = records.plant(built, *drafts)
    known = {records.case_id(built, each.number.serial): each for each in reference.cases("ctb")}
    yield built, {**known, **dict(zip(ids, drafts, strict=True))}
    built.database.dispose()


@pytest.fixture
def court(stored: tuple[Bench, dict[int, CaseDraft]]) -> Court:
    """Return the court with an empty ledger and a new reader."""
    built, drafts = stored
    with built.database.writing() as session:
        session.execute(delete(PageCharge))
    return Court(built, drafts, built.signed_in("client"))


def parsed(kind: Any, shown: Shown) -> Any:
    assert LOGGED_IN in shown.html
    report = kind("ctb")
    report._parse_text(shown.html)
    return report.data


# --------------------------------------------------------------------------- the register


def trustee_of(draft: CaseDraft) -> str:
    return next((p.name for p in draft.parties if p.role == "Trustee" and not p.terminated_on), "")


def test_registers_are_read_back_field_by_field(court: Court) -> None:
    with_claims = {key: each for key, each in court.drafts.items() if each.claims}
    assert len(with_claims) > 2
    for case_id, draft in with_claims.items():
        if draft.sealed:
            continue
        data = parsed(ClaimsRegister, court.register(case_id))
        trustee = trustee_of(draft)
        assert readback.register(draft, data, trustee=trustee) == [], draft.caption
        filings = parsed(ClaimsActivity, court.activity(case_id))
        assert readback.activity(draft, filings, trustee=trustee) == [], draft.caption


def test_a_claim_leads_to_its_papers_and_its_history(court: Court) -> None:
    data = parsed(ClaimsRegister, court.register(court.converted))
    claim = next(each for each in data["claims"] if each["claim_number"] == 2)
    first, second, third = claim["history"]
    assert {each["pacer_case_id"] for each in claim["history"]} == {str(court.converted)}
    assert first["id"] == second["id"] == third["id"]
    with court.bench.database.reading() as session:
        row = session.scalars(select(Claim).where(Claim.creditor == "Ünïon Bank <& Trust>")).one()
        assert first["id"] == str(row.id)
        assert claim["creditor_id"] == str(row.creditor_id)
    shown = court.register(court.converted)
    links = [str(a.get("href")) for a in shown.all("//a[contains(@href, 'show_doc')]")]
    named = [link for link in links if f"claim_id={first['id']}&" in link]
    assert [re.search(r"claim_num=([\d-]+)", link)[1] for link in named] == ["2-1", "2-2", "2-3"]  # type: ignore[index]
    for link, name in zip(named, ("2-1", "2-2", "2-3"), strict=True):
        asked = court.reader.get(link)
        assert f"Image{name}" in asked.text
        assert "View Document" in asked.html
    details = court.reader.get(
        str(shown.all("//a[contains(@href, 'ClaimHistory')]")[0].get("href"))
    )
    assert "Claim 1: Omega Savings Bank" in details.text
    assert "Withdrawal of Claim: 1" in details.text
    assert "Status: Withdraw" in details.text


def test_a_claim_of_another_case_is_not_reached_through_this_one(court: Court) -> None:
    with court.bench.database.reading() as session:
        hidden = session.scalars(select(Claim).where(Claim.case_id == court.of("sealed"))).one()
    for query in (f"{court.converted},1-1,{hidden.id},x", f"{court.converted}", "x,y", "9,1-1,1"):
        page = court.reader.get(f"/cgi-bin/ClaimHistory.pl?{query}")
        assert page.status == 200
        assert "Hidden Trust" not in page.html
    assert court.charges() == []


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3]),
        ({"creditor": "oMEGA"}, [1, 3]),
        ({"creditor": "ünïon bank <"}, [2]),
        ({"creditor": "%"}, []),
        ({"f_claimno_from": "2"}, [2, 3]),
        ({"f_claimno_from": "2", "f_claimno_to": "2"}, [2]),
        ({"f_fromdt": "01/20/2021", "f_todt": "1/20/2021"}, [2]),
        ({"f_fromdt": "6/1/2021"}, []),
        ({"f_fromdt": "6/1/2021", "EntFil": "Ent"}, [3]),
        ({"f_sort1": "cr_name"}, [3, 1, 2]),
        ({"f_sort1": "nonsense", "f_sort2": "also", "EntFil": "?"}, [1, 2, 3]),
    ],
)
def test_the_register_shows_what_is_asked_for(
    court: Court, asked: dict[str, str], numbers: list[int]
) -> None:
    shown = court.post(REGISTER + NONCE, all_case_ids=court.converted, **asked)
    data = parsed(ClaimsRegister, shown)
    if numbers:
        assert [claim["claim_number"] for claim in data["claims"]] == numbers
    else:
        assert data == {}
        assert "No claims found for this case using selection criteria entered" in shown.text
    charge = court.charges()[-1]
    assert (charge.description, charge.cents) == ("Claims Register", 10)


def test_the_register_ends_with_its_totals(court: Court) -> None:
    shown = court.register(court.converted)
    (table,) = shown.all("//center/table[.//th='Claimed']")
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tr")]
    assert rows == [
        ["Total", "Claimed", "Allowed"],
        ["Amount", "$1234567.89", "$1000000.00"],
        ["Secured", "$1000000.00", "$1000000.00"],
        ["Priority", "$0.05", ""],
        ["Unsecured", "$234567.84", ""],
        ["Admin", "$1.00", ""],
        ["Unknown", "$0.00", ""],
    ]
    assert "Total Number Of Claims: 3" in shown.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"case_num": "21-99999"}, "Case not found."),
        ({"case_num": "my case"}, "Case not found."),
        ({}, "Case not found."),
        ({"all_case_ids": "999999"}, "Case not found."),
        ({"case_num": "21-05003"}, "The case type was ap but it must be bk."),
        ({"case_num": "21-30101", "f_fromdt": "13/45/2021"}, "Enter a date as mm/dd/yyyy."),
        ({"case_num": "21-30101", "f_fromdt": "02/30/2021"}, "Enter a date as mm/dd/yyyy."),
        (
            {"case_num": "21-30101", "f_fromdt": "2/2/2021", "f_todt": "1/1/2021"},
            "The start date must be less than or equal to the end date",
        ),
        ({"case_num": "21-30101", "f_claimno_from": "x"}, "Enter a claim number, such as 12."),
        (
            {"case_num": "21-30101", "f_claimno_from": "9", "f_claimno_to": "2"},
            "The first claim number must be less than or equal to the last one.",
        ),
        ({"case_num": "21-30101", "creditor": "x" * 300}, "That is too long."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_and_costs_nothing(
    court: Court, fields: dict[str, str], said: str
) -> None:
    shown = court.post(REGISTER + NONCE, **fields)
    assert shown.status == 200
    assert said in shown.text
    assert shown.all("//*[contains(@class, 'field-error')]")
    if "case_num" in fields:
        (field,) = shown.all("//input[@name='case_num']")
        assert field.get("value") == fields["case_num"]
    assert LOGGED_IN in shown.html
    assert court.charges() == []


def test_a_typed_number_goes_before_the_case_that_the_form_came_with(court: Court) -> None:
    """Whoever changes the number in a form that was opened for a case means the other case."""
    first = court.reference
    typed = court.register(court.converted, case_num="21-30101")
    assert parsed(ClaimsRegister, typed)["docket_number"] == "21-30101"
    for sloppy in ("foo", "5:21-bk-50012", "21-50012-jam", " "):
        found = parsed(ClaimsRegister, court.register(court.converted, case_num=sloppy))
        assert found["docket_number"] == "21-50012", sloppy
    unknown = parsed(ClaimsRegister, court.register(first, case_num="2:17-bk-39239"))
    assert unknown["docket_number"] == "21-30101"


def test_the_form_opens_with_the_case_of_its_address(court: Court) -> None:
    shown = court.reader.get(f"{REGISTER}?{court.converted}")
    values = {i.get("name"): i.get("value") for i in shown.all("//form//input[@name]")}
    assert values["case_num"] == "21-50012-jam"
    assert values["all_case_ids"] == str(court.converted)
    (form,) = shown.all("//form")
    assert re.fullmatch(r"/cgi-bin/SearchClaims\.pl\?\d{15}-L_1_0-1", form.get("action"))
    assert not shown.all("//h2[contains(., 'Claims Register')]")
    sent = court.send(
        court.reader,
        form.get("action"),
        {"Origin": court.bench.member.public_url},
        **dict(form.form_values()),
    )
    assert len(parsed(ClaimsRegister, sent)["claims"]) == 3
    assert not court.reader.get(REGISTER).all("//input[@name='case_num' and @value!='']")


def test_a_post_from_elsewhere_is_stopped(court: Court) -> None:
    for path in (REGISTER, ACTIVITY, MATRIX, CREDITORS):
        for headers in ({}, {"Origin": "https://evil.test"}, {"Referer": "https://evil.test/"}):
            shown = court.send(court.reader, path + NONCE, headers, all_case_ids=court.converted)
            assert "may not have originated from within CM/ECF" in shown.text
    assert court.charges() == []


# --------------------------------------------------------------------------- activity


def test_the_activity_is_read_back_field_by_field(court: Court) -> None:
    shown = court.activity(court.converted)
    draft = court.drafts[court.converted]
    data = parsed(ClaimsActivity, shown)
    assert readback.activity(draft, data, trustee="Tess Stonewell") == []
    assert "Claim entries selected: 5" in shown.text


def test_the_activity_of_all_cases_is_a_report_without_a_cap_and_without_secrets(
    court: Court,
) -> None:
    shown = court.activity("", entered_from="01/01/2021", entered_to="12/31/2021")
    found = {row["docket_number"] for row in parsed(ClaimsActivity, shown)}
    assert {"21-50012", "21-30101"} <= found
    assert "Hidden Trust" not in shown.html
    assert "50014" not in shown.html
    few = court.activity("", creditor="ünïon", entered_from="2/1/2021", entered_to="2/28/2021")
    (row,) = parsed(ClaimsActivity, few)
    assert (row["docket_number"], row["claim"]["claim_number"]) == ("21-50012", "2-2")
    none = court.activity("", creditor="nobody at all")
    assert parsed(ClaimsActivity, none) == {}
    assert "No claims entries found" in none.text
    eleven = court.activity("", chapter="11", creditor="ünïon")
    assert parsed(ClaimsActivity, eleven) == {}
    everything, *others = court.charges()
    assert [charge.cents for charge in others] == [10, 10, 10]
    assert everything.cents == 10 * everything.pages
    wrong = court.activity("", filed_from="soon")
    assert "Enter a date as mm/dd/yyyy." in wrong.text
    assert len(court.charges()) == 4


def test_staff_see_the_activity_of_sealed_cases_and_no_receipt(court: Court) -> None:
    clerk = court.bench.signed_in("clerk_ctb")
    if "Log Out" not in clerk.get(ACTIVITY).menu():
        pytest.fail("the clerk is not signed in")
    shown = court.post(ACTIVITY + NONCE, clerk, entered_from="1/1/1960")
    assert "Hidden Trust Company" in shown.text
    assert "Transaction Receipt" not in shown.text
    assert court.charges() == []


# --------------------------------------------------------------------------- creditors


def test_the_form_of_the_matrix_has_what_programs_look_for(court: Court) -> None:
    shown = court.reader.get(MATRIX)
    report = ListOfCreditors("ctb")
    report._parse_text(shown.html)
    assert re.fullmatch(r"\d{15}-L_1_0-1", report._get_valid_post_param())
    assert shown.html.index('method="POST"') > 0


def test_the_matrix_is_a_short_reference_that_only_this_court_reads(court: Court) -> None:
    shown = court.post(MATRIX + NONCE, all_case_ids=court.converted, typfmt="rawfrmt", SMG="")
    data = parsed(ListOfCreditors, shown)["data"]
    assert data.startswith("ctb.")
    assert len(data) < 120
    (form,) = shown.all("//form[@name='bnc']")
    assert form.get("action").endswith("/query/cmecf/index.adp")
    assert "Omega" not in shown.html
    (charge,) = court.charges()
    assert (charge.description, charge.criteria) == ("List of Creditors", "21-50012-jam")
    with court.bench.app.test_request_context(base_url=court.bench.member.public_url):
        wall = court.bench.clock()
        assert protocol.case_of(data, wall) == court.converted
        assert protocol.case_of(data, wall + protocol.LIFE + protocol.LIFE) is None
        # The last character alone may hold no bit that counts.
        other = "A" if data[-6] != "A" else "B"
        for forged in (
            data[:-6] + other + data[-5:],
            data.replace("ctb.", "cod.", 1),
            "ctb.",
            "",
            "ctb.W10",
        ):
            assert protocol.case_of(forged, wall) is None


def test_labels_and_cases_without_a_matrix(court: Court) -> None:
    labels = court.post(MATRIX + NONCE, all_case_ids=court.converted, typfmt="lblfrmt")
    assert "Ünïon Bank <& Trust>" in labels.text
    assert "Total number of creditors: 3" in labels.text
    none = court.post(MATRIX + NONCE, all_case_ids=court.of("company"), typfmt="rawfrmt")
    assert "Your requested case 21-50013 does not have creditors." in none.text
    assert parsed(ListOfCreditors, none)["data"] is None
    other = court.post(MATRIX + NONCE, all_case_ids=court.of("adversary"), typfmt="rawfrmt")
    assert "You entered a non-bankruptcy type case: 21-05003-jam" in other.text
    assert parsed(ListOfCreditors, other) == {}
    assert len(court.charges()) == 1


def test_creditors_by_name(court: Court) -> None:
    everyone = court.post(CREDITORS + NONCE, all_case_ids=court.converted)
    assert "Total number of creditors: 3" in everyone.text
    some = court.post(CREDITORS + NONCE, all_case_ids=court.converted, creditor="omega")
    names = [row.text_content().strip() for row in some.all("//tbody/tr/td[1]")]
    assert names == ["Omega Savings Bank", "Omega Credit Corp."]
    none = court.post(CREDITORS + NONCE, all_case_ids=court.converted, creditor="nobody")
    assert "No creditor of 21-50012-jam has “nobody” in its name." in none.text


# --------------------------------------------------------------------------- about one case


def test_who_is_served_how(court: Court) -> None:
    shown = court.reader.get(f"/cgi-bin/MailList.pl?{court.reference}")
    assert "john.attorney@examplelaw.test" in shown.text
    assert "Tess Stonewell" in shown.text
    hard = court.reader.get(f"/cgi-bin/MailList.pl?{court.converted}")
    assert "Nobody in this case gets notices by e-mail." in hard.text
    assert "ivor@proctor.test" not in hard.text
    assert "Rufus Oldstone" not in hard.text


def test_the_notice_of_filing_tells_the_facts(court: Court) -> None:
    shown = court.reader.get(f"/cgi-bin/NoticeOfFiling.pl?{court.converted}")
    for part in (
        "chapter 7",
        "01/04/2021 at 10:00 AM",
        "José Ñáñez-Tëst",
        "Zoë O'Specimen",
        "xxx-xx-1234",
        "Tess Stonewell",
        "21-50012-jam",
        "automatic stay",
    ):
        assert part in shown.text, part
    company = court.reader.get(f"/cgi-bin/NoticeOfFiling.pl?{court.of('company')}")
    assert "It was filed against the debtor named here." in company.text


def test_trustees_with_those_who_left(court: Court) -> None:
    shown = court.reader.get(f"/cgi-bin/qryTrustee.pl?{court.converted}")
    names = [row.text_content().strip() for row in shown.all("//tbody/tr/td[1]")]
    assert names == ["Rufus Oldstone", "Tess Stonewell", "U. S. Trustee"]
    company = court.reader.get(f"/cgi-bin/qryTrustee.pl?{court.of('company')}")
    assert "No trustee serves in 21-50013." in company.text


QUERIES = (
    "/cgi-bin/MailList.pl?{}",
    "/cgi-bin/NoticeOfFiling.pl?{}",
    "/cgi-bin/qryTrustee.pl?{}",
    "/cgi-bin/ClaimHistory.pl?{},1-1,1,x",
    f"{REGISTER}?{{}}",
    f"{ACTIVITY}?{{}}",
    f"{MATRIX}?{{}}",
    f"{CREDITORS}?{{}}",
)


def test_a_sealed_case_is_shown_to_staff_only(court: Court) -> None:
    hidden = court.of("sealed")
    clerk = court.bench.signed_in("clerk_ctb")
    for path in QUERIES:
        shown = court.reader.get(path.format(hidden))
        assert "Case Under Seal" in shown.text, path
        assert "Secret Gizmos" not in shown.html
        assert "Case Under Seal" not in clerk.get(path.format(hidden)).text
    for path in (REGISTER, ACTIVITY, MATRIX, CREDITORS):
        for fields in ({"all_case_ids": str(hidden)}, {"case_num": "21-50014"}):
            shown = court.post(path + NONCE, typfmt="rawfrmt", **fields)
            assert "Case Under Seal" in shown.text
            assert "Hidden Trust" not in shown.html
            assert "Secret Gizmos" not in shown.html
    assert court.charges() == []
    assert "Hidden Trust Company" in court.post(REGISTER + NONCE, clerk, all_case_ids=hidden).text


def test_strangers_are_sent_to_sign_in(court: Court) -> None:
    stranger = court.bench.browser()
    for path in QUERIES:
        shown = stranger.get(path.format(court.converted))
        assert "location.assign(" in shown.html, path
        assert "Omega" not in shown.html


def test_nonsense_in_addresses_is_no_error(court: Court) -> None:
    for path in QUERIES:
        for odd in ("", "x", "-1", "0", "999999999999", "1-L_x", "%00", "'--", "٣", "1" * 5000):
            shown = court.reader.get(path.format(odd))
            assert shown.status == 200, (path, odd)
    for path in (REGISTER, ACTIVITY, MATRIX, CREDITORS):
        for odd in ("\x00", "٣٣", "9" * 4000, "-1", "1e9", "😀"):
            shown = court.post(
                path, all_case_ids=odd, case_num=odd, creditor=odd, f_claimno_from=odd, f_fromdt=odd
            )
            assert shown.status == 200, (path, odd)


# --------------------------------------------------------------------------- how much it asks


def test_pages_ask_a_fixed_number_of_queries(court: Court) -> None:
    first, hard = court.reference, court.converted
    for ask in (
        court.register,
        court.activity,
        lambda one: court.post(MATRIX + NONCE, all_case_ids=one, typfmt="rawfrmt"),
        lambda one: court.post(CREDITORS + NONCE, all_case_ids=one),
        lambda one: court.reader.get(f"/cgi-bin/MailList.pl?{one}"),
        lambda one: court.reader.get(f"/cgi-bin/NoticeOfFiling.pl?{one}"),
    ):
        ask(first)
        with court.bench.statements() as few:
            assert "Transaction Receipt" in ask(first).text
        with court.bench.statements() as many:
            assert "Transaction Receipt" in ask(hard).text
        assert len(many) == len(few) <= 20, (few, many)


# --------------------------------------------------------------------------- docket heads

ENTRIES = (
    "<table><tr><th>Filing Date</th><th colspan=2>#</th><th>Docket Text</th></tr>"
    "<tr><td>01/04/2021</td><td>&nbsp;</td><td>&nbsp;</td><td>Text.</td></tr></table>"
)


def head(court: Court, case_id: int, *, terminated: bool = True, parties: bool = True) -> Any:
    """Return what a program reads in the head of a docket sheet."""
    with court.bench.database.reading() as session:
        case = by_id(session, case_id)
        assert case is not None
        view = whole(session, case)
        template = court.bench.app.jinja_env.get_template(f"docket/{case.family}.html")
        html = template.render(
            view=view,
            options=SimpleNamespace(list_of_parties=parties, terminated=terminated),
            style=BANKRUPTCY,
            court=court.bench.member,
        )
    report = DocketReport("ctb")
    report._parse_text(f"<div id='cmecfMainContent'>{html}{ENTRIES}</div>")
    return report.data


@pytest.mark.parametrize("name", ["converted", "company", "adversary"])
def test_docket_heads_are_read_back_field_by_field(court: Court, name: str) -> None:
    case_id = court.of(name)
    data = head(court, case_id)
    assert readback.head(court.drafts[case_id], data) == []
    assert data["docket_entries"][0]["description"] == "Text."


def test_the_reference_case_is_read_back(court: Court) -> None:
    case_id = court.reference
    assert readback.head(court.drafts[case_id], head(court, case_id)) == []


def test_who_has_left_is_left_out_unless_asked_for(court: Court) -> None:
    data = head(court, court.converted, terminated=False)
    names = [party["name"] for party in data["parties"]]
    assert "Rufus Oldstone" not in names
    debtor = data["parties"][0]
    assert [each["name"] for each in debtor["attorneys"]] == ["Homer Barrister", "Vera Solicitor"]
    assert head(court, court.converted, parties=False)["parties"] == []
