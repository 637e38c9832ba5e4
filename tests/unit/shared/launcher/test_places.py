"""Whose snapshots a process can take: a data directory's, the containers', or nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import Refusal
from shared.launcher import places

MEMBERS = ("pacer", "ctd", "cod", "ctb", "ca2")


def test_the_container_of_snapshots_sees_all_databases_and_papers(tmp_path: Path) -> None:
    for member in MEMBERS:
        (tmp_path / member).mkdir()
        url = f"postgresql+psycopg://{member}:secret@db:5432/{member}\n"
        (tmp_path / member / "database_url").write_text(url, encoding="utf-8")
    environ = {"MOOT_SECRETS_FOLDER": str(tmp_path), "MOOT_SNAPSHOTS_FOLDER": str(tmp_path / "s")}
    place = places.find(tmp_path / "unused", environ)
    assert place.folder == tmp_path / "s"
    assert place.databases["ctd"] == "postgresql+psycopg://ctd:secret@db:5432/ctd"
    assert tuple(place.databases) == MEMBERS
    assert place.papers == {court: f"/papers/{court}" for court in MEMBERS[1:]}
    assert not place.on_sqlite


def test_the_container_of_one_member_says_which_one_to_ask(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="docker compose run --rm snapshot"):
        places.find(tmp_path, {"MOOT_MEMBER": "pacer"})


def test_without_a_federation_there_is_nothing_to_save(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Start one with `moot up`"):
        places.find(tmp_path, {})
