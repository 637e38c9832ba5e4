"""The courts' public sites: where journeys 000 and 001 start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.courts import bench
from tests.integration.courts.bench import Bench

Make = Callable[[str, str], Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


def test_journey_000_starts_at_the_logo(make: Make) -> None:
    ctd = make("ctd", "2004-12")
    site = ctd.browser("www")
    page = site.get("/cmecf")
    (logo,) = page.all("//a[contains(@class, 'cmecf-logo')]")
    assert logo.text_content() == "CM/ECF"
    landing = ctd.browser().get(logo.get("href"))
    name = "United States District Court for the District of Connecticut"
    assert landing.links()[f"{name} - Document Filing System"] == "/cgi-bin/login.pl"
    assert "NextGen ECF Link" not in site.get("/").links()


def test_journey_001_starts_at_the_nextgen_ecf_link(make: Make) -> None:
    ctd = make("ctd", "2017-12")
    home = ctd.browser("www").get("/")
    landing = ctd.browser().get(home.links()["NextGen ECF Link"])
    assert "Document Filing System" in landing.text


def test_colorado_has_quick_links_and_three_steps(make: Make) -> None:
    cod = make("cod", "2021-07")
    site = cod.browser("www")
    quick = site.get("/").all("//aside[@aria-label='Quick Links']//a")
    assert "Password Reset" in [a.text_content() for a in quick]
    steps = site.get("/CourtOperations/CMECF/Training.aspx").all("//ol/li/b")
    assert [b.text_content() for b in steps] == [
        "Required Reading and Online CM/ECF Training",
        "Obtain a PACER Account",
        "Registration for Electronic Filing",
    ]
    assert site.get("/CMECF/Register/Login.aspx").links()["Create a portal account"]
    assert make("ctd", "2021-07").browser("www").get("/CMECF/Register/Login.aspx").status == 404


@pytest.mark.parametrize("court", ["ctd", "cod", "ctb", "ca2"])
@pytest.mark.parametrize("when", ["2004-12", "2017-12", "2021-11", "2026"])
def test_every_link_of_a_site_leads_somewhere(make: Make, court: str, when: str) -> None:
    there = make(court, when)
    mine = {urlsplit(o).netloc: role for role, o in there.member.origins.items()}
    idp = urlsplit(there.federation.idp.public_url).netloc
    seen: set[str] = set()
    todo = ["/"]
    while todo:
        path = todo.pop()
        page = there.browser("www").get(path)
        assert page.status == 200, path
        for link in page.links().values():
            parts = urlsplit(link)
            local = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.scheme == "mailto" or not local or link in seen:
                continue
            seen.add(link)
            if not parts.netloc:
                todo.append(local)
            elif mine.get(parts.netloc) == "ecf":
                assert there.browser().get(local).status == 200, link
            else:
                assert parts.netloc == idp, link
    assert len(seen) > 5


def test_the_two_hosts_are_kept_apart(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    assert ctd.browser("www").get("/cgi-bin/ShowIndex.pl").status == 404
    assert ctd.browser().get("/cmecf").status == 404
