"""One code, many tries at once: one wins (identity.md 2.5, 1), on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from idp.oidc.models import AccessToken, RefreshToken
from tests import racing
from tests.integration.idp.oidc import rp


@pytest.fixture
def shared_provider(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[rp.Idp]:
    """Return an identity provider on the database that `--database` names."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with racing.database_url(request, tmp_path, "oidc") as url:
        built = rp.build(tmp_path, database_url=url)
        yield built
        built.database.dispose()


def test_one_code_is_redeemed_once_in_200_parallel_tries(shared_provider: rp.Idp) -> None:
    provider = shared_provider
    browser = provider.browser()
    browser.sign_in()
    court = provider.court()
    provider.provider.ring()
    code = court.code(browser)
    with ThreadPoolExecutor(max_workers=50) as pool:
        answers = list(pool.map(lambda _: court.exchange(code), range(200)))
    assert Counter(a.status_code for a in answers) == {200: 1, 400: 199}
    assert {a.get_json()["error"] for a in answers if a.status_code == 400} == {"invalid_grant"}
    with provider.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AccessToken)) == 1
        # The others were replays: what the one brought is dead (RFC 6749 4.1.2).
        assert session.scalars(select(AccessToken)).one().revoked_at is not None


def test_a_pair_of_parallel_tries_has_one_winner_each_time(shared_provider: rp.Idp) -> None:
    provider = shared_provider
    browser = provider.browser()
    browser.sign_in()
    court = provider.court()
    with ThreadPoolExecutor(max_workers=2) as pool:
        for _ in range(20):
            code = court.code(browser)
            answers = list(pool.map(lambda _, c=code: court.exchange(c), range(2)))
            assert sorted(a.status_code for a in answers) == [200, 400]


def test_one_refresh_token_has_one_successor_in_100_parallel_tries(
    shared_provider: rp.Idp,
) -> None:
    provider = shared_provider
    browser = provider.browser()
    browser.sign_in()
    client = provider.register()
    token = client.offline(browser)["refresh_token"]
    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = list(pool.map(lambda _: client.refresh(token), range(100)))
    assert Counter(a.status_code for a in answers) == {200: 100}
    assert len({a.get_json()["refresh_token"] for a in answers}) == 1
    with provider.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RefreshToken)) == 2
