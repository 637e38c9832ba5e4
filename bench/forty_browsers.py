"""Forty people at once sign in to one court and link their old accounts.

    python bench/forty_browsers.py --people people.json --address 127.0.0.1 --port 8080 --court ctd

`people.json` is a list of `{"user_name", "password", "old_login", "old_password"}`: seats that were
planted before. Every person has a client with cookies of its own; the connection goes to --address
whatever the host name is, so that no DNS is needed. Exit status 1 if anybody met an error.
"""

import argparse
import json
import re
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

SCRIPTED = re.compile(r"""(?:location\.assign\(|document\.location\s*=\s*)["']([^"']+)["']""")
FIELD = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-zA-Z:-]+)\s*=\s*"([^"]*)\"""")
HOPS = 16


class Redirected(HTTPAdapter):
    """Connects to one address and leaves the host name in the request."""

    def __init__(self, address: str) -> None:
        super().__init__(pool_connections=8, pool_maxsize=8)
        self._address = address

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Send one request there."""
        public = request.url
        parts = urlsplit(public)
        request.headers["Host"] = parts.netloc
        place = f"{self._address}:{parts.port or 80}"
        request.url = urlunsplit((parts.scheme, place, parts.path, parts.query, ""))
        response = super().send(request, *args, **kwargs)
        request.url = response.url = public
        return response


@dataclass
class Person:
    """One client, what it met and how long it took."""

    facts: dict[str, str]
    took: float = 0.0
    problem: str = ""
    worst: float = 0.0
    session: requests.Session = field(default_factory=requests.Session)

    def open(self, method: str, url: str, data: dict[str, str] | None = None) -> requests.Response:
        """Send a request and go wherever it leads, also where a script does."""
        for _hop in range(HOPS):
            began = time.monotonic()
            response = self.session.request(
                method, url, data=data, allow_redirects=False, timeout=60
            )
            self.worst = max(self.worst, time.monotonic() - began)
            if response.status_code >= 500:
                raise RuntimeError(f"{response.status_code} at {url}")
            target = response.headers.get("Location")
            scripted = SCRIPTED.search(response.text) if target is None else None
            if scripted:
                target = scripted.group(1).replace("\\u0026", "&")
            if target is None:
                return response
            method, data, url = "GET", None, urljoin(url, target)
        raise RuntimeError(f"redirected for ever at {url}")

    def submit(self, page: requests.Response, values: dict[str, str]) -> requests.Response:
        """Fill the form of a page, hidden fields kept, and send it."""
        fields: dict[str, str] = {}
        for tag in FIELD.findall(page.text):
            found = {k.lower(): unescape(v) for k, v in ATTRIBUTE.findall(tag)}
            if found.get("type") == "hidden" and "name" in found:
                fields[found["name"]] = found.get("value", "")
        return self.open("POST", page.url, {**fields, **values})


def walk(person: Person, court: str, link_path: str) -> None:
    """Sign in, then link: screen A, screen B."""
    facts = person.facts
    page = person.open("GET", court + link_path)
    page = person.submit(
        page,
        {
            "loginForm:loginName": facts["user_name"],
            "loginForm:password": facts["password"],
            "loginForm:fbtnLogin": "",
        },
    )
    if "loginForm:password" in page.text:
        raise RuntimeError("the credentials were refused")
    if "regmsg:chkRedact" in page.text:
        page = person.submit(page, {"regmsg:chkRedact": "on"})
    page = person.open("GET", court + link_path)
    page = person.submit(page, {"login": facts["old_login"], "key": facts["old_password"]})
    page = person.submit(page, {"confirm": "Submit"})
    if "linked" not in page.text.lower():
        raise RuntimeError("the link was not confirmed")


def run(person: Person, court: str, link_path: str, gate: threading.Barrier) -> None:
    """Walk, together with all others."""
    gate.wait()
    began = time.monotonic()
    try:
        walk(person, court, link_path)
    except (RuntimeError, requests.RequestException) as error:
        person.problem = f"{type(error).__name__}: {error}"
    person.took = time.monotonic() - began


def main() -> None:
    """Let everybody in at once and print what they met."""
    parser = argparse.ArgumentParser(description="Forty people at once sign in and link")
    parser.add_argument("--people", type=Path, required=True)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--domain", default="moot.localhost")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--court", default="ctd")
    parser.add_argument("--link-path", default="/cgi-bin/LinkAccount.pl")
    asked = parser.parse_args()
    people = [Person(facts) for facts in json.loads(asked.people.read_text(encoding="utf-8"))]
    court = f"http://ecf.{asked.court}.{asked.domain}:{asked.port}"
    gate = threading.Barrier(len(people))
    threads = []
    for person in people:
        person.session.trust_env = False
        person.session.mount("http://", Redirected(asked.address))
        # Names under localhost have no dot that the strict rules of cookies would like.
        person.session.cookies.set_policy(DefaultCookiePolicy(strict_ns_domain=0))
        threads.append(threading.Thread(target=run, args=(person, court, asked.link_path, gate)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    problems = [f"{p.facts['user_name']}: {p.problem}" for p in people if p.problem]
    times = [p.took for p in people]
    print(f"{len(people)} people, {len(problems)} problems")
    print(f"each took {statistics.median(times):.2f} s (median), {max(times):.2f} s (worst)")
    print(f"slowest single answer {max(p.worst for p in people):.2f} s")
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
