"""The REST interface of the case locator, as its guide describes it (facts.md 7.2)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select, update

from idp.accounts.models import Account
from idp.billing.models import LedgerEntry
from idp.locator import envelopes, service, words
from idp.locator.models import LocatorCase, LocatorParty, LocatorReport
from idp.signin.models import CsoToken
from shared.personas import Persona
from shared.wire import CaseIndexed, PartyIndexed
from tests import counting
from tests.harness import World

People = dict[str, Persona]
PCL = "https://pcl.uscourts.gov"
BASE = "/pcl-public-api/rest"
NS = f"{{{envelopes.NAMESPACE}}}"
#: The reference case of ctd, and no other.
ALPHA = "ALPHA widgets, inc. v. Beta Gadgets LLC et al"


class Program:
    """A client program with a token."""

    def __init__(self, world: World, who: Persona, **login: str) -> None:
        self.client = world.app("pacer").test_client()
        assert who.pacer is not None
        answer = self.client.post(
            "/services/cso-auth",
            json={
                "loginId": who.pacer.user_name,
                "password": who.pacer.password,
                "redactFlag": "1",
                **login,
            },
            base_url="https://pacer.login.uscourts.gov",
        )
        self.token = answer.get_json()["nextGenCSO"]
        assert len(self.token) == 128, answer.get_json()

    def call(
        self, method: str, path: str, body: Any = None, *, base: str = PCL, **headers: str
    ) -> Any:
        data = body if isinstance(body, str | bytes | None) else json.dumps(body)
        answer = self.client.open(
            BASE + path,
            method=method,
            data=data,
            headers={"X-NEXT-GEN-CSO": self.token, "Content-Type": "application/json", **headers},
            base_url=base,
        )
        self.token = answer.headers.get("X-NEXT-GEN-CSO", self.token)
        return answer

    def find(self, kind: str, criteria: Any, query: str = "", **headers: str) -> Any:
        return self.call("POST", f"/{kind}/find{query}", criteria, **headers)


@pytest.fixture
def program(world: World, people: People) -> Program:
    return Program(world, people["client"])


def charges(world: World) -> list[LedgerEntry]:
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)))


def many(world: World, count: int, *, of_world: int = 0, court: str = "ctd") -> None:
    """Have a court tell of cases with two parties each."""
    told = [
        CaseIndexed(
            case_id=5000 + n,
            year=2020,
            number=1000 + n,
            number_full=f"3:2020cv{1000 + n:05d}",
            office="3",
            type="cv",
            title=f"Many {n:04d} v. Others",
            jurisdiction="cv",
            filed=(date(2020, 1, 1) + timedelta(days=n % 300)).isoformat(),
            nature="440",
            path=f"/cgi-bin/iqquerymenu.pl?{5000 + n}",
            world=of_world,
            parties=[
                {"last": f"Manyparty{n:04d}", "first": "Ann", "role": "pla", "seq": 1},
                {"last": "Others, Inc.", "role": "dft", "seq": 2},
            ],
        )
        for n in range(count)
    ]
    with world.database("pacer").writing() as session:
        service.index_cases(session, court=world.member(court), cases=told)


# --------------------------------------------------------------------------- tokens


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/cases/find"),
        ("POST", "/parties/find"),
        ("POST", "/cases/download"),
        ("GET", "/parties/download/1"),
        ("GET", "/cases/download/status/1"),
        ("GET", "/cases/reports"),
        ("DELETE", "/parties/reports/1"),
    ],
)
@pytest.mark.parametrize("token", ["", "0" * 128, "ä", "x" * 9000])
def test_nothing_without_a_good_token(world: World, method: str, path: str, token: str) -> None:
    client = world.app("pacer").test_client()
    headers = {"X-NEXT-GEN-CSO": token} if token else {}
    answer = client.open(BASE + path, method=method, data="{}", headers=headers, base_url=PCL)
    assert answer.status_code == 401
    assert answer.get_json()["message"] == words.NOT_SIGNED_ON
    assert "X-NEXT-GEN-CSO" not in answer.headers


def test_a_token_grows_old_and_is_renewed(world: World, program: Program) -> None:
    first = program.token
    assert program.call("GET", "/cases/reports").status_code == 200
    assert program.token == first
    world.clock.advance(minutes=31)
    assert program.call("GET", "/cases/reports").status_code == 200
    second = program.token
    assert second != first
    assert len(second) == 128
    program.token = first  # the old one goes on; no third one is made
    assert program.call("GET", "/cases/reports").status_code == 200
    assert program.token == first
    with world.database("pacer").reading() as session:
        assert len(session.scalars(select(CsoToken)).all()) == 2
    world.clock.advance(minutes=61)
    assert program.call("GET", "/cases/reports").status_code == 401


# --------------------------------------------------------------------------- what courts tell


def test_reference_cases_are_found_at_once(program: Program) -> None:
    answer = program.find("cases", {"caseNumberFull": "3:19-cv-00021"})
    assert answer.status_code == 200
    assert answer.content_type == "application/json;charset=UTF-8"
    told = answer.get_json()
    (row,) = told["content"]
    assert row["courtId"] == "ctdce"
    assert (row["caseYear"], row["caseNumber"], row["caseOffice"]) == (2019, 21, "3")
    assert row["caseNumberFull"] == "3:2019cv00021"
    assert row["caseTitle"] == "Alpha Widgets, Inc. v. Beta Gadgets LLC et al"
    assert row["jurisdictionType"] == "Civil"
    assert row["dateFiled"] == "2019-01-07"
    assert row["caseLink"] == (
        f"https://ecf.ctd.uscourts.gov/cgi-bin/iqquerymenu.pl?{row['caseId']}"
    )
    assert (row["bankruptcyChapter"], row["dispositionMethod"]) == (" ", " ")
    assert row["effectiveDateClosed"] is None
    assert row["judgeLastName"] == "Robeson"
    assert told["pageInfo"] == {
        "number": 0,
        "size": 54,
        "totalPages": 1,
        "totalElements": 1,
        "numberOfElements": 1,
        "first": True,
        "last": True,
    }
    assert told["masterCase"] is None


def test_links_follow_the_name_by_which_the_locator_was_called(
    world: World, program: Program
) -> None:
    base = world.member("pacer").public_url
    answer = program.call("POST", "/cases/find", {"caseNumberFull": "21-1001"}, base=base)
    (row,) = answer.get_json()["content"]
    assert row["caseLink"] == (
        world.member("ca2").public_url
        + "/n/beam/servlet/TransportRoom?servlet=CaseSummary.jsp&caseNum=21-1001"
        "&incOrigDkt=Y&incDktEntries=Y"
    )
    assert (row["courtId"], row["caseNumberFull"]) == ("02cae", "21-1001")
    assert row["jurisdictionType"] == "Appellate"


def test_parties_and_their_aliases(program: Program) -> None:
    told = program.find("parties", {"lastName": "sampl"}, "?sort=lastName,ASC").get_json()
    names = [(r["lastName"], r["firstName"], r["aliasType"]) for r in told["content"]]
    assert ("Sample", "Carla", "aka") in names
    assert ("Sampleson", "Homer", " ") in names
    person = next(r for r in told["content"] if r["lastName"] == "Sampleson")
    assert person["middleName"] == "Q."
    assert (person["partyRole"], person["partyType"]) == ("dft", "pty")
    assert person["courtCase"]["caseNumberFull"] == "3:2019cv00021" == person["caseNumberFull"]
    assert person["courtCase"]["caseLink"] == person["caseLink"]
    receipt = told["receipt"]
    assert receipt["description"] == "All Court Types Party Search"
    assert receipt["search"] == "All Courts; Name sampl; Page: 1"


def test_a_court_speaks_for_itself_only_and_repeats_itself_without_effect(world: World) -> None:
    many(world, 3)
    with world.database("pacer").reading() as session:
        before = [(r.id, r.last) for r in session.scalars(select(LocatorParty))]
    many(world, 3)
    with world.database("pacer").reading() as session:
        assert [(r.id, r.last) for r in session.scalars(select(LocatorParty))] == before
    one = CaseIndexed(
        case_id=5000,
        year=2020,
        number=1000,
        number_full="3:2020cv01000",
        title="Many 0000 v. Nobody",
        jurisdiction="cv",
        path="/x",
        parties=[{"last": "Manyparty0000", "seq": 1}],
    )
    gone = CaseIndexed(case_id=5001, gone=True)
    with world.database("pacer").writing() as session:
        service.index_cases(session, court=world.member("ctd"), cases=[one, gone])
    with world.database("pacer").reading() as session:
        left = session.execute(
            select(LocatorCase.title, LocatorParty.last)
            .join(LocatorParty, LocatorParty.case_pk == LocatorCase.id)
            .where(LocatorCase.case_id >= 5000)
            .order_by(LocatorParty.id)
        ).all()
    assert [tuple(row) for row in left] == [
        ("Many 0000 v. Nobody", "Manyparty0000"),
        ("Many 0002 v. Others", "Manyparty0002"),
        ("Many 0002 v. Others", "Others, Inc."),
    ]


def test_cases_of_another_seat_are_not_found(world: World, people: People) -> None:
    many(world, 2, of_world=7)
    client, researcher = (Program(world, people[key]) for key in ("client", "researcher"))
    with world.database("pacer").writing() as session:
        session.execute(update(Account).where(Account.user_name == "rresearcher").values(world=7))
    told = client.find("parties", {"lastName": "Manyparty"}).get_json()
    assert told["pageInfo"]["totalElements"] == 0
    assert client.find("cases", {"party": {"lastName": "Manyparty"}}).get_json()["content"] == []
    researcher = Program(world, people["researcher"])
    told = researcher.find("parties", {"lastName": "Manyparty"}).get_json()
    assert told["pageInfo"]["totalElements"] == 2


# --------------------------------------------------------------------------- criteria


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("19-00021", 1),
        ("19-21", 1),
        ("19-cv-00021", 1),
        ("19 cv 00021", 1),
        ("19cv00021", 1),
        ("2019cv00021", 1),
        ("3:19-cv-00021", 1),
        ("3:19 cv 00021", 1),
        ("3:19cv00021", 1),
        ("3:2019cv00021", 1),
        ("3:2019-cv-00021-RBX-LDG", 1),
        ("1:2019cv00021", 0),
        ("19-cr-00021", 0),
        ("21-1001", 1),
        ("1:21-xx-01001", 1),  # office and type mean nothing in a court of appeals
        ("2021bk30101", 1),
    ],
)
def test_every_form_of_a_case_number(program: Program, typed: str, found: int) -> None:
    told = program.find("cases", {"caseNumberFull": typed}).get_json()
    assert told["pageInfo"]["totalElements"] == found, typed


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        (["ctdc"], 1),
        (["CTDCE"], 1),
        (["ctd"], 1),
        (["ctddc"], 1),  # what pacer-cli makes of ctdce
        (["CT"], 1),
        (["02"], 1),
        (["ctbk", "ctdc"], 1),
        (["ctbk"], 0),
        (["codc"], 0),
        (["10"], 0),
        (["02ca"], 0),
        (["nysdc"], 0),
        ([], 1),
    ],
)
def test_every_form_of_a_court(program: Program, codes: list[str], found: int) -> None:
    told = program.find("cases", {"caseTitle": ALPHA, "courtId": codes}).get_json()
    hits = [row for row in told["content"] if row["courtId"] == "ctdce"]
    assert len(hits) == found


def test_the_court_of_appeals_by_its_codes(program: Program) -> None:
    for code in ("02ca", "02lca", "02cae", "02"):
        told = program.find("cases", {"caseTitle": "Alpha", "courtId": [code]}).get_json()
        assert "02cae" in [row["courtId"] for row in told["content"]], code


@pytest.mark.parametrize(
    ("kind", "criteria", "words_of_it"),
    [
        ("parties", {"lastname": "Sample"}, "Unrecognized field: lastname"),
        ("cases", {"lastName": "Sample"}, "Unrecognized field: lastName"),
        ("parties", {"firstName": "Homer"}, words.MINIMUM_PARTY),
        ("parties", {}, words.MINIMUM_PARTY),
        ("parties", {"ssn": "123-45-6789"}, words.SSN_NEEDS_NAME),
        ("parties", {"ssn4": "1234"}, words.SSN_NEEDS_NAME),
        ("parties", {"lastName": "A", "ssn": "12"}, "9 digits"),
        ("cases", {}, words.MINIMUM_CASE),
        ("cases", {"courtId": ["ctdc"], "jurisdictionType": "cv"}, words.MINIMUM_CASE),
        ("cases", {"caseNumberFull": "what"}, "Invalid value for caseNumberFull"),
        ("cases", {"caseTitle": "x" * 255}, "Invalid value for caseTitle"),
        ("cases", {"caseTitle": "x", "courtId": ["no court"]}, "Invalid value for courtId"),
        ("cases", {"caseTitle": "x", "jurisdictionType": "zz"}, "jurisdictionType"),
        ("cases", {"dateFiledFrom": "01/02/2020"}, "yyyy-MM-dd"),
        ("cases", {"dateFiledFrom": "2020-02-01", "dateFiledTo": "2020-01-01"}, "ends before"),
        ("cases", {"caseTitle": "x", "federalBankruptcyChapter": ["8"]}, "Chapter"),
        ("cases", {"natureOfSuit": ["44"]}, "natureOfSuit"),
        ("cases", {"caseYear": 99999}, "caseYear"),
        ("cases", {"caseId": {"a": 1}}, "caseId"),
        ("parties", {"lastName": ["a"]}, "lastName"),
        ("parties", {"lastName": "a", "courtCase": []}, None),
        ("parties", {"lastName": "a", "courtCase": "x"}, "courtCase"),
        ("parties", {"lastName": "a", "generation": "Juniors"}, "generation"),
        ("cases", [], None),
    ],
)
def test_criteria_that_will_not_do(
    world: World, program: Program, kind: str, criteria: Any, words_of_it: str | None
) -> None:
    answer = program.find(kind, criteria)
    if words_of_it is None:
        assert answer.status_code in (200, 400)
        return
    assert answer.status_code == 406
    assert words_of_it in answer.get_json()["message"]
    assert charges(world) == []


@pytest.mark.parametrize(
    "query", ["?page=-1", "?page=100", "?page=x", "?sort=title,ASC", "?sort=caseId,UP"]
)
def test_arguments_that_will_not_do(world: World, program: Program, query: str) -> None:
    assert program.find("cases", {"caseTitle": "x"}, query).status_code == 400
    assert charges(world) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 100_000, b'"x"'])
def test_bodies_that_cannot_be_read(program: Program, body: bytes) -> None:
    assert program.find("cases", body).status_code in (400, 406)


@pytest.mark.parametrize("accept", ["application/json", "application/xml"])
@pytest.mark.parametrize(
    "body",
    [
        '{"case\\ud800Title": "x"}',
        '{"caseTitle": "\\ud800"}',
        '{"caseTitle": "a\\u0000b"}',
        '{"caseTitle": "a", "reportId": "\\ud800"}',
        '{"caseTitle": "a", "page": {"a": 1}}',
        '{"jurisdictionType": "\\u0001\\udfff"}',
    ],
)
def test_characters_that_are_none(program: Program, body: str, accept: str) -> None:
    answer = program.find("cases", body, Accept=accept)
    assert answer.status_code == 406
    answer.get_data(as_text=True)
    if accept.endswith("xml"):
        assert ET.fromstring(answer.data).findtext(f"{NS}message")


def test_a_batch_by_the_last_digits_finds_nobody_else(program: Program) -> None:
    for digits, found in (("900-00-1234", 1), ("900-00-9999", 0)):
        asked = {"lastName": "Debtworth", "ssn": digits}
        told = program.call("POST", "/parties/download", asked).get_json()
        assert told["criteria"]["ssn4"] == digits[-4:]
        assert digits not in json.dumps(told)
        done = program.call("GET", f"/parties/download/status/{told['reportId']}").get_json()
        assert done["recordCount"] == found


def test_roles_and_natures_by_both_names(program: Program) -> None:
    for name in ("role", "partyRole"):
        told = program.find("parties", {"lastName": "Alpha", name: ["PLA"]}).get_json()
        assert [row["jurisdictionType"] for row in told["content"]] == ["Civil"], name
    for name in ("natureOfSuit", "nos"):
        told = program.find("cases", {name: ["190"], "caseTitle": "alpha"}).get_json()
        assert len(told["content"]) == 1


def test_names_exactly_and_by_the_last_digits(program: Program) -> None:
    assert program.find("parties", {"lastName": "Debt"}).get_json()["content"]
    exact = {"lastName": "Debt", "exactNameMatch": True}
    assert program.find("parties", exact).get_json()["content"] == []
    exact = {"lastName": "DEBTWORTH", "exactNameMatch": True, "ssn": "900-00-1234"}
    told = program.find("parties", exact).get_json()
    assert [row["bankruptcyChapter"] for row in told["content"]] == ["7"]
    other = {"lastName": "Debtworth", "ssn4": "9999"}
    assert program.find("parties", other).get_json()["content"] == []
    inner = {"lastName": "D", "courtCase": {"federalBankruptcyChapter": ["7"]}}
    assert program.find("parties", inner).get_json()["content"]


def test_a_percent_sign_is_a_percent_sign(program: Program) -> None:
    assert program.find("parties", {"lastName": "%"}).get_json()["content"] == []
    assert program.find("cases", {"caseTitle": "_lpha"}).get_json()["content"] == []


# --------------------------------------------------------------------------- pages and money


def test_pages_of_54_rows_each_billed(world: World, program: Program) -> None:
    many(world, 120)
    seen = []
    for number in range(3):
        told = program.find(
            "cases",
            {"caseTitle": "Many "},
            f"?page={number}&sort=caseYear,DESC&sort=caseNumber,ASC",
        ).get_json()
        info = told["pageInfo"]
        assert (info["totalPages"], info["totalElements"]) == (3, 120)
        assert (info["first"], info["last"]) == (number == 0, number == 2)
        assert info["numberOfElements"] == len(told["content"]) == (54, 54, 12)[number]
        assert told["receipt"]["searchFee"] == ".10"
        assert told["receipt"]["billablePages"] == 1
        assert told["receipt"]["search"].endswith(f"Page: {number + 1}")
        seen += [row["caseNumber"] for row in told["content"]]
    assert seen == list(range(1000, 1120))
    down = program.find("cases", {"caseTitle": "many"}, "?sort=caseNumber,DESC").get_json()
    assert down["content"][0]["caseNumber"] == 1119
    nothing = program.find("cases", {"caseTitle": "nobody knows"}).get_json()
    assert (nothing["content"], nothing["receipt"]["searchFee"]) == ([], ".10")
    booked = charges(world)
    assert [(row.cents, row.pages, row.court) for row in booked] == [(10, 1, "pcl")] * 5
    assert booked[0].receipt == f"{booked[0].entry_key.removeprefix('locator:')}"


def test_days_that_are_missing_come_last(world: World, program: Program) -> None:
    with world.database("pacer").writing() as session:
        told = [
            CaseIndexed(
                case_id=n,
                title=f"Days {n}",
                jurisdiction="cv",
                filed="2020-01-01",
                closed=closed,
                path="/",
            )
            for n, closed in ((1, ""), (2, "2020-03-01"), (3, "2020-02-01"))
        ]
        service.index_cases(session, court=world.member("cod"), cases=told)
    for way, order in (("ASC", [3, 2, 1]), ("DESC", [2, 3, 1])):
        found = program.find(
            "cases", {"caseTitle": "days"}, f"?sort=effectiveDateClosed,{way}"
        ).get_json()
        assert [row["caseId"] for row in found["content"]] == order


def test_the_receipt_and_the_client_code(world: World, people: People, program: Program) -> None:
    answer = program.find("cases", {"caseTitle": "alpha"}, **{"X-CLIENT-CODE": "matter-7"})
    receipt = answer.get_json()["receipt"]
    pacer = people["client"].pacer
    assert pacer is not None
    assert receipt["clientCode"] == "matter-7"
    assert (receipt["loginId"], receipt["firmId"]) == (pacer.user_name, pacer.account_number)
    assert isinstance(receipt["csoId"], int)
    assert len(receipt["reportId"]) == 36
    assert receipt["transactionDate"][10] == "T"
    assert receipt["transactionDate"][-5] in "-+"
    assert charges(world)[-1].client_code == "matter-7"


@pytest.mark.parametrize(
    ("values", "words_of_it"),
    [
        ({"search_status": "inactive"}, words.REFUSALS["inactive"]),
        ({"kind": "paa"}, words.REFUSALS["paa"]),
        ({"client_code_required": True}, words.REFUSALS["client_code"]),
        ({"client_code_pattern": "99999"}, None),
    ],
)
def test_who_may_not_search(
    world: World, program: Program, values: dict[str, Any], words_of_it: str | None
) -> None:
    with world.database("pacer").writing() as session:
        session.execute(update(Account).where(Account.user_name == "pprogram").values(**values))
    answer = program.find("cases", {"caseTitle": "alpha"})
    if words_of_it is None:
        assert answer.status_code == 200
        answer = program.find("cases", {"caseTitle": "alpha"}, **{"X-CLIENT-CODE": "x1"})
        words_of_it = words.CLIENT_CODE
    assert answer.status_code == 406
    assert answer.get_json()["message"] == words_of_it
    assert program.call(
        "POST", "/cases/download", {"caseTitle": "a"}, **{"X-CLIENT-CODE": ""}
    ).status_code in (200, 406)
    if "client_code_required" in values:
        answer = program.find("cases", {"caseTitle": "alpha"}, **{"X-CLIENT-CODE": "c-1"})
        assert answer.status_code == 200


def test_staff_are_not_billed(world: World, people: People) -> None:
    trainer = next(p for p in people.values() if p.pacer and "trainer" in p.pacer.staff_roles)
    told = Program(world, trainer).find("cases", {"caseTitle": "alpha"}).get_json()
    assert told["content"]
    assert told["receipt"]["searchFee"] == ".00"
    assert charges(world) == []


def test_as_many_questions_for_many_rows(world: World, program: Program) -> None:
    def questions(kind: str, criteria: dict[str, Any]) -> int:
        with counting.statements(world.database("pacer").engine) as asked:
            assert program.find(kind, criteria).status_code == 200
        return len(asked)

    few = questions("parties", {"lastName": "manyparty"})
    cases = questions("cases", {"caseTitle": "many"})
    many(world, 60)
    assert questions("parties", {"lastName": "manyparty"}) == few
    assert questions("cases", {"caseTitle": "many"}) == cases
    assert questions("cases", {"party": {"lastName": "manyparty"}}) == cases
    assert max(few, cases) <= 20


# --------------------------------------------------------------------------- batch reports


def test_a_batch_report_from_its_asking_to_its_end(world: World, program: Program) -> None:
    many(world, 60)
    world.jobs.paused = True
    asked = program.call("POST", "/cases/download?sort=caseNumber,DESC", {"caseTitle": "Many"})
    told = asked.get_json()
    assert asked.status_code == 200
    report = told["reportId"]
    assert isinstance(report, int)
    assert told["status"] == "WAITING"
    assert (told["searchType"], told["recordCount"]) == ("COURT_CASE", 0)
    assert told["criteria"]["caseTitle"] == "Many"
    assert told["criteria"]["requestType"] == "Batch"
    assert told["criteria"]["requestSource"] == "Other"
    assert told["sort"]["orders"][0]["property"] == "caseNumber"
    early = program.call("GET", f"/cases/download/{report}")
    assert (early.status_code, early.get_json()["message"]) == (400, words.STILL_RUNNING)
    world.jobs.drain("pacer")
    done = program.call("GET", f"/cases/download/status/{report}").get_json()
    assert done["status"] == "COMPLETED"
    assert (done["recordCount"], done["pages"], done["unbilledPageCount"]) == (60, 2, 2)
    assert done["downloadFee"] == 0.2
    assert charges(world) == []
    first = program.call("GET", f"/cases/download/{report}").get_json()
    assert [row["caseNumber"] for row in first["content"]] == [str(n) for n in range(1059, 999, -1)]
    assert first["content"][0]["caseYear"] == "2020"
    assert first["content"][0]["caseId"] == "5059"
    assert (first["receipt"]["billablePages"], first["receipt"]["searchFee"]) == (2, ".20")
    again = program.call("GET", f"/cases/download/{report}").get_json()
    assert again["content"] == first["content"]
    assert again["receipt"] is None
    assert [(row.cents, row.pages) for row in charges(world)] == [(20, 2)]
    listed = program.call("GET", "/cases/reports").get_json()
    assert [row["reportId"] for row in listed["content"]] == [report]
    assert listed["content"][0]["unbilledPageCount"] == 0
    assert program.call("GET", "/parties/reports").get_json()["content"] == []
    gone = program.call("DELETE", f"/cases/reports/{report}")
    assert (gone.status_code, gone.data) == (204, b"")
    for method, path in (
        ("GET", f"/cases/download/{report}"),
        ("GET", f"/cases/download/status/{report}"),
        ("DELETE", f"/cases/reports/{report}"),
    ):
        assert program.call(method, path).status_code == 404


def test_reports_are_their_owners(world: World, people: People, program: Program) -> None:
    report = program.call("POST", "/parties/download", {"lastName": "S"}).get_json()["reportId"]
    other = Program(world, people["researcher"])
    for method, path in (
        ("GET", f"/parties/download/{report}"),
        ("GET", f"/parties/download/status/{report}"),
        ("DELETE", f"/parties/reports/{report}"),
        ("GET", "/parties/download/99999999999999999999"),
        ("GET", "/parties/download/x"),
    ):
        assert other.call(method, path).status_code == 404
    assert program.call("GET", f"/cases/download/{report}").status_code == 404  # of parties
    told = program.call("GET", f"/parties/download/{report}").get_json()
    assert told["content"][0]["courtCase"]["caseYear"].isdigit()


def test_ten_reports_are_kept(program: Program) -> None:
    for _ in range(10):
        assert program.call("POST", "/cases/download", {"caseTitle": "a"}).status_code == 200
    refused = program.call("POST", "/parties/download", {"lastName": "a"})
    assert refused.status_code == 429
    assert "10" in refused.get_json()["message"]


def test_a_case_sealed_meanwhile_is_not_in_the_report(world: World, program: Program) -> None:
    many(world, 2)
    report = program.call("POST", "/parties/download", {"lastName": "Manyparty"}).get_json()
    with world.database("pacer").writing() as session:
        service.index_cases(
            session, court=world.member("ctd"), cases=[CaseIndexed(case_id=5000, gone=True)]
        )
    told = program.call("GET", f"/parties/download/{report['reportId']}").get_json()
    assert [row["lastName"] for row in told["content"]] == ["Manyparty0001"]


def test_a_report_that_was_deleted_is_not_run(world: World, program: Program) -> None:
    world.jobs.paused = True
    report = program.call("POST", "/cases/download", {"caseTitle": "a"}).get_json()["reportId"]
    program.call("DELETE", f"/cases/reports/{report}")
    world.jobs.drain("pacer")
    with world.database("pacer").reading() as session:
        assert session.scalars(select(LocatorReport)).all() == []


# --------------------------------------------------------------------------- XML


def test_xml_both_ways(program: Program) -> None:
    body = (
        f'<caseSearch xmlns="{envelopes.NAMESPACE}"><courtId><element>ctdc</element>'
        "<element>ctbk</element></courtId><caseTitle>alpha widgets, inc. v. beta</caseTitle>"
        "</caseSearch>"
    )
    answer = program.find(
        "cases", body, **{"Content-Type": "application/xml", "Accept": "application/xml"}
    )
    assert answer.status_code == 200
    assert answer.content_type == "application/xml;charset=UTF-8"
    root = ET.fromstring(answer.data)
    assert root.tag == f"{NS}caseList"
    rows = root.findall(f"{NS}content/{NS}element")
    assert [row.findtext(f"{NS}courtId") for row in rows] == ["ctdce"]
    assert root.findtext(f"{NS}pageInfo/{NS}first") == "true"
    assert root.findtext(f"{NS}receipt/{NS}searchFee") == ".10"
    assert rows[0].findtext(f"{NS}bankruptcyChapter") == " "
    assert rows[0].find(f"{NS}effectiveDateClosed") is None


def test_xml_of_parties_reports_and_refusals(program: Program) -> None:
    xml = {"Content-Type": "application/xml", "Accept": "application/xml"}
    body = (
        f'<partySearch xmlns="{envelopes.NAMESPACE}"><lastName>Alpha</lastName><courtCase>'
        "<jurisdictionType>cv</jurisdictionType></courtCase></partySearch>"
    )
    root = ET.fromstring(program.find("parties", body, **xml).data)
    assert root.tag == f"{NS}partyList"
    assert root.findtext(f"{NS}content/{NS}element/{NS}courtCase/{NS}caseType") == "cv"
    asked = ET.fromstring(program.call("POST", "/parties/download", body, **xml).data)
    assert asked.tag == f"{NS}reportInfo"
    report = asked.findtext(f"{NS}reportId")
    listed = ET.fromstring(program.call("GET", "/parties/reports", **xml).data)
    assert listed.tag == f"{NS}reportList"
    assert listed.findtext(f"{NS}content/{NS}element/{NS}criteria/{NS}lastName") == "Alpha"
    got = ET.fromstring(program.call("GET", f"/parties/download/{report}", **xml).data)
    assert got.tag == f"{NS}download"
    answer = program.find("parties", "<partySearch/>", **xml)
    assert answer.status_code == 406
    assert ET.fromstring(answer.data).findtext(f"{NS}message") == words.MINIMUM_PARTY


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><caseSearch><caseTitle>&a;</caseTitle></caseSearch>',
        "<caseSearch>",
        "<other/>",
        "{}",
        "<caseSearch>" + "<party>" * 500 + "</party>" * 500 + "</caseSearch>",
    ],
)
def test_xml_that_cannot_be_read(program: Program, body: str) -> None:
    answer = program.find("cases", body, **{"Content-Type": "text/xml"})
    assert answer.status_code in (400, 406)
    assert answer.get_json()["message"]


def test_party_indexed_reads_what_a_newer_sender_says() -> None:
    assert PartyIndexed.read({"last": "A", "unheard": 1}).last == "A"
    assert CaseIndexed.read({"case_id": 3, "unheard": 1}).case_id == 3


# --------------------------------------------------------------------------- trying, litigations

QA = "https://qa-pcl.uscourts.gov"


def test_nothing_is_billed_where_programs_are_tried(world: World, program: Program) -> None:
    """The same answers at `qa-pcl`, also of a batch report; the real host bills it afterwards."""
    told = program.call("POST", "/cases/find", {"caseTitle": ALPHA}, base=QA).get_json()
    assert told["content"]
    assert (told["receipt"]["billablePages"], told["receipt"]["searchFee"]) == (0, ".00")
    asked = program.call("POST", "/cases/download", {"caseTitle": "a"}, base=QA).get_json()
    path = f"/cases/download/{asked['reportId']}"
    assert program.call("GET", path, base=QA).status_code == 200
    assert charges(world) == []
    assert program.call("GET", path).status_code == 200
    assert [row.cents for row in charges(world)] == [10 * max(1, asked["pages"])]


def test_a_token_can_be_had_where_programs_are_tried(world: World, people: People) -> None:
    who = people["client"].pacer
    assert who is not None
    answer = (
        world.app("pacer")
        .test_client()
        .post(
            "/services/cso-auth",
            json={"loginId": who.user_name, "password": who.password},
            base_url="https://qa-login.uscourts.gov",
        )
    )
    assert answer.get_json()["loginResult"] == "0"


def test_a_litigation_is_found_by_its_number_with_its_lead_case(
    world: World, program: Program
) -> None:
    told = program.find("cases", {"jpmlNumber": "2999"}).get_json()
    numbers = {row["caseNumberFull"] for row in told["content"]}
    assert numbers == {"3:2018md02999", "3:2018cv00028", "3:2018cv00029"}
    assert {row["jpmlNumber"] for row in told["content"]} == {2999}
    assert {row["mdlCourtId"] for row in told["content"]} == {world.member("ctd").pcl_id}
    assert told["masterCase"]["caseNumberFull"] == "3:2018md02999"
    master = told["masterCase"]
    assert master["mdlStatus"] == "Transferee"
    member = next(row for row in told["content"] if row["caseNumberFull"] == "3:2018cv00028")
    assert member["mdlDateOrdered"] == master["dateFiled"] <= member["mdlDateReceived"]
    assert member["mdlTransferee"] == master["judgeLastName"] != " "
    assert member["mdlTransfereeDistrict"] == member["mdlCourtId"]
    assert member["civilDateInitiated"] == member["dateFiled"]
    also = program.find(
        "cases", {"jurisdictionType": "mdl", "courtId": ["ctd"], "dateFiledFrom": "2018-01-01"}
    )
    assert {row["caseNumberFull"] for row in also.get_json()["content"]} >= numbers
    assert program.find("cases", {"jpmlNumber": "1"}).get_json()["masterCase"] is None
