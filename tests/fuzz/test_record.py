"""Whatever is sent to every address of the record: no 500, and nothing of a sealed case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from courts.cases.models import Case, Party
from shared.db import every_world
from tests.fuzz.strategies import anything, few
from tests.integration.courts import bench as benches
from tests.integration.courts.bench import Bench, Browser

ROOMS = ("access", "papers", "cases", "docket", "reports", "feeds", "claims", "appeals")
SERVLETS = ("ShowDoc", "ShowDocMulti", "RSSGenerator", "CaseSummary.jsp", "CaseSearch.jsp")
FIELDS = (
    *("all_case_ids", "case_num", "caseid", "caseId", "caseNum", "servlet", "dls_id", "d"),
    *("date_from", "date_to", "Qry_filed_from", "Qry_filed_to", "filed_from", "filed_to"),
    *("documents_numbered_from_", "documents_numbered_to_", "display_pageid", "sort1"),
    *("last_name", "first_name", "nature_suit", "case_status", "person_type", "page", "row"),
    *("got_receipt", "de_seq_num", "magic_num", "use_magic", "uid", "pdf_header", "file", "type"),
    *("arr_de_seq_nums", "zipit", "all_documents", "creditor", "claim_id", "claim_num", "f_fromdt"),
    *("QueryType", "DisplayDktText", "Key1", "ShowFull", "dateFrom", "outputXML_TXT", "format"),
)
ODD = (
    *("1", "0", "-1", "99999999999999999999", "1e9", "٣", "1,2,,,", "..", "../../etc/passwd"),
    *("%2e%2e%2fetc", "041030000001", "999130000001", "0411" + "9" * 30, "1-L_1_0-1"),
    *("1-L_9999_1-0-1", "1-L_ShowDktTxt_1-0-1-1-1-", "12/31/9999", "00/00/0000", "1/1/1960"),
    *("caseid==1", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), "a" * 5000),
)
values = st.one_of(st.sampled_from(ODD), anything)
forms = st.dictionaries(st.sampled_from(FIELDS), values, max_size=8)


@dataclass(frozen=True)
class Sent:
    """A request that nobody in their right mind sends; `rule` picks an address."""

    rule: int
    method: str
    said: str
    query: str
    servlet: str
    form: dict[str, str]
    known: bool


sending = st.builds(
    Sent,
    rule=st.integers(0, 200),
    method=st.sampled_from(["GET", "POST"]),
    said=values,
    query=values,
    servlet=st.sampled_from(SERVLETS),
    form=forms,
    known=st.booleans(),
)


@dataclass
class Place:
    """A court, somebody who may see no sealed case, and the names in its sealed cases."""

    court: Bench
    reader: Browser
    stranger: Browser
    rules: list[Rule]
    secrets: list[str]

    def ask(self, who: Browser, method: str, path: str, query: str, form: Any) -> TestResponse:
        """Send something as it is."""
        return who.client.open(
            path,
            method=method,
            query_string=query,
            data=form if method == "POST" else None,
            base_url=self.court.member.origins["ecf"],
            headers={"Referer": "https://external"},
        )


@pytest.fixture(scope="module", params=["ctd", "ctb", "ca2"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Each kind of court, with its reference cases and its world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        court = benches.build(tmp_path_factory.mktemp(request.param), request.param, "2021-11")
        yield Place(
            court,
            court.signed_in("researcher"),
            court.browser(),
            _rules(court.app),
            _secrets(court),
        )
        court.database.dispose()


def _rules(app: Flask) -> list[Rule]:
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ROOMS or rule.rule.endswith("TransportRoom")
    ]
    return sorted(found, key=lambda rule: rule.rule)


def _secrets(court: Bench) -> list[str]:
    with court.database.reading() as session:
        names = select(Party.name).join(Case).where(Case.sealed.is_(True), Party.last != "")
        shown = select(Party.name).join(Case).where(Case.sealed.is_(False))
        open_ = set(session.scalars(every_world(shown)))
        return [name for name in session.scalars(every_world(names)) if name not in open_]


@few
@given(sent=sending)
def test_any_request(place: Place, sent: Sent) -> None:
    """Every address takes it, signed in or not."""
    rule = place.rules[sent.rule % len(place.rules)]
    path, query = rule.rule, sent.query
    for mark in re.findall(r"<[^>]*>", path):
        path = path.replace(mark, sent.said.replace("?", "").replace("#", "") or "1")
    if "TransportRoom" in path:
        query = f"servlet={sent.servlet}&caseNum={query}"
    method = sent.method if sent.method in (rule.methods or ()) else "GET"
    answer = place.ask(
        place.reader if sent.known else place.stranger, method, path, query, sent.form
    )
    assert answer.status_code < 500, (path, query, sent.form)
    body = answer.get_data()
    assert not [name for name in place.secrets if name.encode() in body], (path, query)


def test_a_query_of_a_megabyte(place: Place) -> None:
    """Nothing breaks on a query that is far too long."""
    for rule in place.rules:
        if rule.arguments:
            continue
        answer = place.ask(place.reader, "GET", rule.rule, "caseid=" + "7" * 1_000_000, None)
        assert answer.status_code < 500, rule.rule
