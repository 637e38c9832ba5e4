"""Settings from a mapping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.config import Secret, load
from shared.errors import ConfigurationError


@dataclass(frozen=True, kw_only=True)
class Sample:
    key: Secret
    url: str
    size: int = 3
    loud: bool = False
    names: tuple[str, ...] = ()


def test_values_are_converted() -> None:
    sample = load(
        Sample,
        {
            "MOOT_KEY": "k",
            "MOOT_URL": "u",
            "MOOT_SIZE": "7",
            "MOOT_LOUD": "yes",
            "MOOT_NAMES": "a, b,",
        },
    )
    assert sample == Sample(key=Secret("k"), url="u", size=7, loud=True, names=("a", "b"))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(Sample, {"MOOT_SIZE": "many", "MOOT_LOUD": "perhaps"})
    told = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    for name in ("MOOT_KEY", "MOOT_URL", "MOOT_SIZE", "MOOT_LOUD"):
        assert name in told


def test_a_secret_may_stand_in_a_file_and_never_prints_itself(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("hunter2\n")
    sample = load(Sample, {"MOOT_KEY_FILE": str(file), "MOOT_URL": "u"})
    assert sample.key == "hunter2"
    assert "hunter2" not in repr(sample)


def test_a_missing_file_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="MOOT_KEY"):
        load(Sample, {"MOOT_KEY_FILE": str(tmp_path / "none"), "MOOT_URL": "u"})
