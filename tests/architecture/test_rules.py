"""Each rule on snippets that break it and on snippets that do not."""

from pathlib import PurePath

import pytest

from tests.architecture import rules


@pytest.mark.parametrize(
    "bad",
    [
        "import os",
        "import os.path",
        "from time import monotonic",
        "import random",
        "from flask import request",
        "from sqlalchemy.orm import Session",
        "from wtforms import Form",
        "def late():\n    import requests",
        "from shared.clock import now",
        "from shared import ids",
        "from shared.web import forms",
        "from courts.accounts import service",
        "from courts.accounts.models import CourtUser",
        "from idp.edge import session",
    ],
)
def test_purity_finds(bad: str) -> None:
    assert len(rules.impure_imports(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        "from datetime import datetime, time",
        "from pathlib import Path\nimport tomllib",
        "from shared.errors import Refusal",
        "from shared import money, errors",
        "from courts.kinds import profile",
        "from courts.accounts.linking import decide",
    ],
)
def test_purity_lets_pass(good: str) -> None:
    assert rules.impure_imports(good) == []


@pytest.mark.parametrize(
    ("path", "pure"),
    [
        ("courts/accounts/linking.py", True),
        ("courts/kinds/policies.py", True),
        ("courts/permissions.py", True),
        ("idp/signin/prompts.py", True),
        ("shared/money.py", True),
        ("shared/mail/message.py", True),
        ("courts/accounts/service.py", False),
        ("idp/oidc/protocol.py", False),
        ("idp/app.py", False),
        ("idp/migrations/env.py", False),
        ("shared/mail/compose.py", False),
        ("shared/clock.py", False),
    ],
)
def test_purity_knows_whom_it_binds(path: str, *, pure: bool) -> None:
    assert rules.is_pure_module(PurePath(path)) is pure


@pytest.mark.parametrize(
    "bad",
    [
        "from flask import g",
        "import wtforms",
        "from flask_login import current_user",
        "from shared.web.edge import now",
        "from shared import web",
        "from courts import edge",
    ],
)
def test_edge_finds(bad: str) -> None:
    assert len(rules.edge_imports(bad)) == 1


def test_edge_lets_pass_and_knows_whom_it_binds() -> None:
    assert rules.edge_imports("from sqlalchemy import select\nfrom shared import audit") == []
    assert rules.is_below_the_edge(PurePath("courts/accounts/service.py"))
    assert rules.is_below_the_edge(PurePath("courts/kinds/profile.py"))
    assert not rules.is_below_the_edge(PurePath("courts/accounts/views.py"))
    assert not rules.is_below_the_edge(PurePath("shared/web/unit_of_work.py"))


@pytest.mark.parametrize(
    "bad",
    [
        "if court.kind == 'district': pass",
        "if 'bankruptcy' != kind: pass",
        "x = 1 if member.kind in ('appellate', 'district') else 2",
        "while court_kind not in {'appellate'}: pass",
        "if court.profile.kind is Kind.DISTRICT: pass",
        "if row['kind'] == 'bankruptcy': pass",
        "match court.kind:\n    case 'district':\n        pass",
    ],
)
def test_kind_branches_finds(bad: str) -> None:
    assert len(rules.kind_branches(bad)) == 1


@pytest.mark.parametrize(
    "good",
    [
        "if member.kind == 'idp': pass",
        "if account.kind == 'paa': pass",
        "profile = PROFILES[court.kind]",
        "PROFILE = CourtProfile(kind='district')",
        "if level == 'district': pass",
    ],
)
def test_kind_branches_lets_pass(good: str) -> None:
    assert rules.kind_branches(good) == []


def test_kind_branches_in_templates() -> None:
    assert len(rules.template_kind_branches("a\n{% if court.kind == 'district' %}")) == 1
    assert len(rules.template_kind_branches("{% if court.kind in ('appellate', 'x') %}")) == 1
    fallback = "{% include ['docket/_header_' ~ court.kind ~ '.html', 'docket/_header.html'] %}"
    assert rules.template_kind_branches(fallback) == []


@pytest.mark.parametrize(
    "bad",
    [
        "from flask import Flask\nweb = Flask(__name__)",
        "if True:\n    web = flask.Flask(__name__)",
        "try:\n    pass\nfinally:\n    KEEP = OAuth()",
        "ENGINE = create_engine('sqlite://')",
        "Maker = sessionmaker()",
        "app = None",
        "db: object = object()",
        "oauth = object()",
        "_seen: dict[str, int] = {}",
        "REGISTRY = defaultdict(list)",
        "import threading\n_GUARD = threading.Lock()",
    ],
)
def test_module_state_finds(bad: str) -> None:
    assert rules.module_state(bad)


@pytest.mark.parametrize(
    "good",
    [
        "BP = Blueprint('signin', __name__)",
        "FEES = {'page': 10}",
        "PROFILE = CourtProfile(kind='district')",
        "NAMES: dict[str, int]",
        "def build() -> Flask:\n    app = Flask(__name__)\n    seen = {}\n    return app",
        "class Book:\n    rows: list[int] = []",
    ],
)
def test_module_state_lets_pass(good: str) -> None:
    assert rules.module_state(good) == []


def test_banned_names() -> None:
    assert rules.banned_names(PurePath("courts/docket/helpers.py")) == ["helpers"]
    assert rules.banned_names(PurePath("shared/common/dates.py")) == ["common"]
    assert rules.banned_names(PurePath("courts/docket/numbering.py")) == []


def test_more_than_docstring() -> None:
    assert rules.more_than_docstring("") == ["line 1: no docstring"]
    assert rules.more_than_docstring("import os") == ["line 1: no docstring"]
    assert rules.more_than_docstring('"""Owns."""\nfrom . import x') == [
        "line 2: more than a docstring"
    ]
    assert rules.more_than_docstring('"""Owns the docket."""\n') == []


def test_machine_paths() -> None:
    home, scratch = "/" + "root", "/" + "tmp"
    assert len(rules.machine_paths(f"open('{home}/x')")) == 1
    assert len(rules.machine_paths(f"see /{'work'}/main and /{'home'}/ann/moot")) == 2
    assert len(rules.machine_paths(f"DATA = '{scratch}'")) == 1
    assert rules.machine_paths(f"tmpfs: [{scratch}]", scratch_allowed=True) == []
    assert len(rules.machine_paths("index = https://pypi" + ".org/simple")) == 1
    harmless = f"https://x.test/{'work'}/1 and ./{'work'}/ and /{'work'}ers and /{'root'}ed"
    assert rules.machine_paths(harmless) == []


@pytest.mark.parametrize(
    "bad",
    [
        "now = edge.wall()",
        "now, today = runtime.clocks.wall(), 1",
        "pay(session, now=wall)",
        "today = about.wall",
        "lock(until=1, wall=edge.now())",
        "day = edge.wall().date()",
        "local = wall.astimezone(zone)",
    ],
)
def test_crossed_clocks_are_found(bad: str) -> None:
    assert len(rules.clocks_crossed(bad)) == 1


def test_crossed_clocks_lets_pass() -> None:
    good = "now, wall = edge.now(), edge.wall()\npay(now=now, wall=wall)\nday = now.date()"
    assert rules.clocks_crossed(good) == []


def test_readings_of_every_world_are_found() -> None:
    bad = "with edge.runtime().database.reading() as session:\n    pass"
    assert len(rules.readings_of_every_world(bad)) == 1
    assert rules.readings_of_every_world(bad.replace("reading()", "reading(world=world)")) == []


@pytest.mark.parametrize("bad", ["x = edge.now()", "f(read_setting)", "seats.calendars(s, c)"])
def test_court_time_in_protocols_is_found(bad: str) -> None:
    assert len(rules.court_time_in_protocol(bad)) == 1
    assert rules.court_time_in_protocol("now = runtime.clocks.wall()") == []
