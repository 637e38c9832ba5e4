"""The user's manual of a court: chapters as data, told in the words of its kind and its era."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, Literal, get_args

from courts.kinds.profile import CourtProfile
from courts.website.texts import Run, inline

Draw = Literal["", "menu", "utilities", "events"]

ACCOUNT_PAGE: Final = "MaintainAccount"
_ID: Final = re.compile(r"[a-z]+(-[a-z]+)*")
_LEFT_OVER: Final = re.compile(r"\{[a-z_]+\}")
_GENERATIONS: Final = ("currentgen", "nextgen")


class ManualError(ValueError):
    """The manual contradicts itself."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, and what the program puts below it."""

    runs: tuple[Run, ...]
    draw: Draw = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter; `id` is its stable anchor."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]


def load() -> str:
    """Return the text of the manual."""
    return resources.files("courts.lobby").joinpath("manual.toml").read_text(encoding="utf-8")


def account_word(profile: CourtProfile) -> str:
    """Return what this kind of court calls the page of one's own account."""
    items = (item for group in profile.utilities for item in group.items)
    return next(item.word for item in items if ACCOUNT_PAGE in item.path)


def words_of(profile: CourtProfile, *, court_name: str, generation: str) -> dict[str, str]:
    """Return the words that a kind of court puts into the manual."""
    bar = {"currentgen": profile.menus.currentgen, "nextgen": profile.menus.nextgen}[generation]
    return {
        "heading": profile.words.heading(court_name),
        "filing_link": profile.words.filing_system_link(court_name),
        "link_title": profile.words.link_title,
        "filer_account": profile.words.filer_account,
        "notice": profile.words.notice,
        "notice_short": profile.words.notice_short,
        "filing_words": " and ".join(profile.filing_words()),
        "account_word": account_word(profile),
        "log_out": bar[-1].word,
    }


def chapters(
    text: str, *, kind: str, generation: str, words: Mapping[str, str]
) -> tuple[Chapter, ...]:
    """Return the manual of a kind of court in an era.

    :raises ManualError: when the text contradicts itself.
    """
    tables = tomllib.loads(text).get("chapter", ())
    made = tuple(_chapter(table, kind, generation, words) for table in tables)
    ids = [chapter.id for chapter in made]
    if len(set(ids)) != len(ids) or not all(_ID.fullmatch(i) for i in ids):
        raise ManualError(f"the chapters' ids are not their own: {', '.join(ids)}")
    return tuple(chapter for chapter in made if chapter.paragraphs)


def _chapter(
    table: Mapping[str, Any], kind: str, generation: str, words: Mapping[str, str]
) -> Chapter:
    paragraphs = []
    for one in table["paragraph"]:
        unknown = set(one) - {"text", "era", "kinds", "draw"}
        if unknown or one.get("draw", "") not in get_args(Draw):
            raise ManualError(f"chapter {table['id']}: {one}")
        if one.get("era", generation) not in _GENERATIONS:
            raise ManualError(f"chapter {table['id']}: there is no era {one['era']!r}")
        if one.get("era", generation) == generation and kind in one.get("kinds", (kind,)):
            said = _said(one["text"], words)
            paragraphs.append(Paragraph(inline(said), one.get("draw", "")))
    return Chapter(table["id"], table["title"], tuple(paragraphs))


def _said(text: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    if _LEFT_OVER.search(text):
        raise ManualError(f"nobody says what stands for a name in: {text}")
    return text
