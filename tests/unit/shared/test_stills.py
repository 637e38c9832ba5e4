"""A still of a page shows what was there and does nothing; where seats are is kept in bounds."""

from __future__ import annotations

import pytest

from shared.web import sightings, stills
from shared.web.sightings import Sightings

PAGE = """<!DOCTYPE html><html><head><title>Link &amp; go</title><meta http-equiv="refresh"
content="0;url=/x"><base href="https://elsewhere.test/"><link rel="stylesheet"
href="/static/moot/tokens.css"><link rel="stylesheet" href="https://elsewhere.test/a.css">
<script>alert("<p>1</p>")</script></head>
<body onload="go()"><a class="b" href="/cgi-bin/x.pl">Go</a>
<form action="/login" method="post">
<input type="hidden" name="csrf_token" value="secret-token">
<input name="login" value="a &lt; b"><input type="password" value="hunter2"><button>Send</button>
<select name="s"><option>1</option></select><textarea>x</textarea></form>
<iframe src="/coach"><p>inside</p></iframe><img src="/static/moot/mark.svg" onerror="go()">
<img src="https://elsewhere.test/pixel.gif"><svg><use xlink:href="#a"/></svg>
<p>Fish &amp; chips &#38; &lt;b&gt;</p></body></html>"""


def test_nothing_in_a_still_acts_or_leads_away() -> None:
    still = stills.still(PAGE)
    for word in ("script", "alert", "onload", "onerror", "elsewhere", "csrf", "secret-token"):
        assert word not in still
    for word in ("hunter2", "action", "/login", "refresh", "iframe", "inside", "/cgi-bin", "xlink"):
        assert word not in still
    assert still.count(" disabled>") == 5
    assert '<link rel="stylesheet" href="/static/moot/tokens.css">' in still
    assert '<img src="/static/moot/mark.svg">' in still


def test_what_was_there_is_shown() -> None:
    still = stills.still(PAGE)
    assert "<title>Link &amp; go</title>" in still
    assert '<a class="b">Go</a>' in still
    assert '<input name="login" value="a &lt; b" disabled>' in still
    assert "<p>Fish &amp; chips &#38; &lt;b&gt;</p>" in still


@pytest.mark.parametrize(
    "nasty",
    [
        "<scr<script>ipt>alert(1)</script>",
        '<a href="javascript:alert(1)" onclick=alert(1)>x</a>',
        "<iframe srcdoc='<script>alert(1)</script>'>",
        "<svg onload=alert(1)>",
        "<p>a<!-- <script>alert(1)</script> -->b</p>",
        '<input value="x" onfocus="alert(1)" autofocus>',
    ],
)
def test_what_is_broken_on_purpose_acts_no_more(nasty: str) -> None:
    still = stills.still(nasty)
    assert "<script" not in still
    assert "alert(1)" not in still.replace("ipt>alert(1)", "")
    assert " on" not in still


def test_the_last_page_of_each_seat_is_kept_and_no_more_than_there_is_room_for() -> None:
    seen = Sightings()
    page = b"<title>One</title>" + bytes(range(256)) * 800
    seen.saw(100_001, 1.0, "pacer:a", url="https://a.test/1", page=page)
    seen.saw(100_001, 2.0, "pacer:a")
    found = seen.page(100_001)
    assert found is not None
    assert (found[0].title, found[0].at, found[0].shown_at) == ("One", 2.0, 1.0)
    assert [each.world for each in seen.of_class(100_000)] == [100_001]
    assert seen.of_class(200_000) == []
    for run in range(sightings.MOST_SEATS + 5):
        seen.saw(200_001 + run, 3.0, "", url="https://a.test/2", page=None)
    assert seen.page(100_001) is None
    assert seen.size == 0
    assert len(seen.of_class(200_000)) == sightings.MOST_SEATS


def test_pages_go_before_where_somebody_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sightings, "BYTES_OF_ALL", 45)
    seen = Sightings()
    for run in (1, 2, 3):
        seen.saw(100_000 + run, float(run), "", url="https://a.test/", page=b"<title>T</title>")
    assert seen.size <= 45
    assert len(seen.of_class(100_000)) == 3
    assert seen.page(100_001) is None
    assert seen.page(100_003) is not None
