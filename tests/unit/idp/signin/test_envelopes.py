"""`cso-auth` in JSON and XML (PACER Authentication API; clients.md 3.1)."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.signin import envelopes
from idp.signin.envelopes import CsoResult, UnreadableRequestError


def test_json_request() -> None:
    body = {
        "loginId": "u",
        "password": "p",
        "redactFlag": 1,
        "clientCode": None,
        "otpCode": "123456",
    }
    asked = envelopes.read(json.dumps(body).encode(), xml=False)
    assert (asked.login_id, asked.password, asked.redact_flag) == ("u", "p", "1")
    assert (asked.client_code, asked.otp_code) == ("", "123456")


def test_xml_request() -> None:
    body = b"<CsoAuth><loginId>u&amp;v</loginId><password>p</password></CsoAuth>"
    asked = envelopes.read(body, xml=True)
    assert (asked.login_id, asked.password) == ("u&v", "p")


def test_answers_are_strings() -> None:
    answer = json.loads(envelopes.write(CsoResult("0", "", "T"), xml=False))
    assert answer == {"nextGenCSO": "T", "loginResult": "0", "errorDescription": ""}
    tree = ET.fromstring(envelopes.write(CsoResult("13", "No <good>"), xml=True))
    assert tree.tag == "CsoAuth"
    assert tree.findtext("loginResult") == "13"
    assert tree.findtext("errorDescription") == "No <good>"
    assert tree.findtext("nextGenCSO") == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"<x/>", b"<CsoAuth>", b'<!DOCTYPE a [<!ENTITY b "c">]><CsoAuth/>', b"\x00", b"\xff\xfe"],
)
def test_unreadable_xml(body: bytes) -> None:
    with pytest.raises(UnreadableRequestError):
        envelopes.read(body, xml=True)


@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_are_read_or_refused(body: bytes, xml: bool) -> None:
    try:
        asked = envelopes.read(body, xml=xml)
    except UnreadableRequestError:
        return
    asked.login_id.encode()


def test_lone_surrogates_do_no_harm() -> None:
    asked = envelopes.read(b'{"loginId": "\\ud800a", "password": "\\u0000"}', xml=False)
    assert asked.login_id.encode()
    assert asked.password == ""
