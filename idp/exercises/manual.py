"""The page for whoever writes exercises: what a file may say, every check, and those that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from idp.exercises import format
from idp.exercises.checks import EVERYWHERE, PREDICATES, Param
from idp.exercises.format import Exercise

_EXAMPLE = """[[step]]
id = "linked"
title = "Compare the two names, and submit"
check = { is = "linked", at = "ctd" }
why = "The link is permanent. This screen is the last moment to look."
hint = "Both names stand one above the other. If both are yours, press Submit."
paragraph = "p-001-8"
points = 3
one_way = true
checkpoint = true"""


def as_markdown() -> str:
    """Return docs/exercises.md."""
    return "\n".join([*_introduction(), *_tables(), *_checks(), *_library()]) + "\n"


def _introduction() -> Iterator[str]:
    yield from (
        "# Exercises",
        "",
        "An exercise is a TOML file: a story, the state in which a seat begins, steps, and the",
        "mistakes that it looks for. No code. `moot exercise check FILE` says line by line what",
        "is wrong with one; `moot exercise list` names those that ship. A trainer's own files",
        "stand in the folder that `MOOT_EXERCISES_FOLDER` of the identity provider names; one",
        "called as one of ours takes its place. Made by `make docs` from the lists that the",
        "program itself uses.",
        "",
        "A step is done the moment that something happens which its check looks for, whoever",
        "looks at it when: checks read the audit trails of all courts and of PACER, and nothing",
        "else. If what was done is undone, so is the step, unless it is `one_way`. What happened",
        "before a seat was reset does not count any more; a seat that was put back to a checkpoint",
        "keeps what happened before that. Mistakes never stop anybody: the coach names them, with",
        "the way out, and they cost their points once.",
        "",
        "A trainer gives an exercise to the seats of a class. Each seat has a card, which the",
        "page of the class prints, with the address that leads to it:",
        "",
        "![The cards of four seats on one sheet](pictures/seat-cards.png)",
        "",
        "Whoever sits there has the coach beside every page:",
        "",
        "![The coach beside a page of a court](pictures/coach.png)",
        "",
        "The trainer's board shows where each seat stands:",
        "",
        "![The board of a class](pictures/board.png)",
        "",
        "When all steps are done there is a certificate, on paper and as a page: anybody may",
        "verify its code at `/certificates` of PACER's home.",
        "",
        "![What the code of a certificate leads to](pictures/certificate.png)",
        "",
        "```toml",
        *_EXAMPLE.splitlines(),
        "```",
    )


def _tables() -> Iterator[str]:
    for heading, fields in (
        ("At the top", format.TOP),
        ("`[start]`", format.START),
        ("`[[step]]`", format.STEP),
        ("`[[mistake]]`", format.MISTAKE),
    ):
        yield from ("", f"## {heading}", "", "| key | holds | needed | meaning |")
        yield "|---|---|---|---|"
        for name, spec in fields.items():
            needed = "yes" if spec.required else ""
            yield f"| `{name}` | {format.words_of(spec.type)} | {needed} | {spec.meaning} |"


def _checks() -> Iterator[str]:
    yield from (
        "",
        "## Checks",
        "",
        'Written `{ is = "name", ... }`; several in a list mean that any of them will do. Each may',
        f"also be told {' and '.join(f'`{p.name}` ({p.meaning})' for p in EVERYWHERE)}.",
        "",
        "| check | fulfilled when | may be told | undone by | reads |",
        "|---|---|---|---|---|",
    )
    for each in PREDICATES.values():
        told = "; ".join(_told(param) for param in each.params)
        tags = ", ".join(f"`{tag}`" for tag in each.tags)
        yield f"| `{each.name}` | {each.meaning} | {told} | {each.undone_by} | {tags} |"


def _told(param: Param) -> str:
    kind = f"one of {', '.join(param.allowed)}" if param.allowed else format.words_of(param.type)
    return f"`{param.name}`: {param.meaning} ({kind}{', needed' if param.required else ''})"


def _library() -> Iterator[str]:
    yield from (
        "",
        "## What ships",
        "",
        "| file | exercise | steps | mistakes | points | minutes |",
    )
    yield "|---|---|---|---|---|---|"
    for each in format.library():
        yield (
            f"| `{each.key}` | {each.title} | {len(each.steps)} | {len(each.mistakes)} "
            f"| {each.most} | {each.minutes} |"
        )


def as_rows(exercises: tuple[Exercise, ...]) -> list[Mapping[str, Any]]:
    """Return exercises as `moot exercise list` prints them."""
    return [
        {
            "key": each.key,
            "title": each.title,
            "steps": len(each.steps),
            "points": each.most,
            "minutes": each.minutes,
        }
        for each in exercises
    ]
