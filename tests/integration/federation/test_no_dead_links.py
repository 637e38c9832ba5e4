"""Every link of every page leads somewhere, for everybody (2021-11 and 2004-12)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

import pytest

from shared.personas import Persona
from tests.harness import Browser, World

LIMIT = 400
LEAVES = ("logout", "Logout", "InvalidUserLogin", "signedout", "/oidc/")


#: The public sites know nobody: their pages are the same for everybody who is signed in.
PUBLIC_SITE = "www"


def crawl(browser: Browser, world: World, *, signed_in: bool = False) -> tuple[list[str], int]:
    """Follow every link from the front pages on; return what is broken, and how many were seen.

    :param signed_in: leaves out the pages that look the same to nobody, who crawls them, too.
    """
    starts = [o + "/" for m in world.federation.members for o in m.origins.values()]
    waiting = deque((start, "the start") for start in starts)
    seen: set[str] = set()
    broken: list[str] = []
    while waiting and len(seen) < LIMIT:
        address, source = waiting.popleft()
        address = urldefrag(address).url
        if address in seen or any(part in address for part in LEAVES):
            continue
        place = world.federation.place_of_url(address)
        if signed_in and place is not None and place.role == PUBLIC_SITE:
            continue
        seen.add(address)
        page = browser.get(address, scripts=False)
        if page.status != 200:
            broken.append(f"{page.status} {address} (on {source})")
            continue
        if "text/html" not in page.response.headers["Content-Type"]:
            continue
        for anchor in page.all("//a[@href]"):
            target = urljoin(page.url, anchor.get("href"))
            if world.federation.place_of_url(target) is not None:
                waiting.append((target, page.url))
            elif not target.startswith("mailto:"):
                broken.append(f"leads out of the federation: {target} (on {page.url})")
    return broken, len(seen)


@pytest.mark.parametrize(
    "who", ["nobody", "client", "attorney_everywhere", "creditor", "clerk_ctd", "trainer", "legacy"]
)
def test_nobody_meets_a_dead_link(world: World, people: dict[str, Persona], who: str) -> None:
    browser = world.browser()
    if who != "nobody":
        for court in ("ctd", "ctb", "ca2"):
            browser.enter(court, people[who]) if court == "ctd" else browser.open(court, "/")
    broken, seen = crawl(browser, world, signed_in=who != "nobody")
    assert broken == []
    assert seen > 40


def test_in_2004_neither(world_at: Callable[[str], World]) -> None:
    old = world_at("2004-12")
    broken, seen = crawl(old.browser(), old)
    assert broken == []
    assert seen > 30
