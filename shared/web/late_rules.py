"""Routes whose addresses are written by code that is made when the first link needs it.

Making that code for every route of every member is most of what a start takes; a member links to
some of its pages only, and a worker to none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that makes its builder late; should Werkzeug rename the hook, it is made as ever."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        made: list[Builder] = []
        make = super()._compile_builder

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            # Two threads may both make it, and either's will do.
            if not made:
                made.append(make(append_unknown))
            return made[0](rule, **values)

        return build
