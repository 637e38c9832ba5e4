"""Secrets are made once and concern only whom they concern."""

import stat
from pathlib import Path

from shared.federation import Federation
from shared.ids import digest
from shared.launcher import environments, federations, secrets
from tests.unit.shared.launcher.test_federations import FIFTH_COURT


def training(more: str = "") -> Federation:
    return federations.load(federations.read_text(None) + more, federations.addressing())


def test_they_are_made_once_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    made = secrets.load_or_make(file, training())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secrets.load_or_make(file, training()) == made
    everything = [made.service_key]
    for member in made.members.values():
        everything += [member.secret_key, member.client_secret, member.database_password]
    assert len(set(everything)) == len(everything)


def test_a_new_court_gets_its_own_and_changes_no_others(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    before = secrets.load_or_make(file, training())
    after = secrets.load_or_make(file, training(FIFTH_COURT))
    assert after.service_key == before.service_key
    assert {**before.members, "nysd": after.members["nysd"]} == after.members


def test_a_member_knows_no_secret_of_another() -> None:
    federation = training()
    made = secrets.complete(None, [m.id for m in federation.members])
    for member in federation.members:
        files = environments.secret_files(
            member, federation, made, database_url="db", queue_url="queue"
        )
        assert tuple(files) == environments.secret_names(member)
        text = " ".join(files.values())
        for other, own in made.members.items():
            assert (own.client_secret in text) == (other == member.id and member.is_court)
    hashes = made.client_secret_hashes(federation).split(",")
    assert f"court-ctd={digest(made.members['ctd'].client_secret)}" in hashes
    assert len(hashes) == len(federation.courts)
