"""Turning a folder of templates into a mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: Renders a template by name (a Jinja environment behind a function).
Renderer = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is ready to go."""

    template: str
    recipient: str
    subject: str
    text: str
    html: str


def compose(render: Renderer, *, template: str, recipient: str, values: Mapping[str, Any]) -> Mail:
    """Render `mail/<template>/{subject.txt,body.txt,body.html}`."""
    folder = f"mail/{template}"
    return Mail(
        template=template,
        recipient=recipient,
        subject=" ".join(render(f"{folder}/subject.txt", values).split()),
        text=render(f"{folder}/body.txt", values).strip() + "\n",
        html=render(f"{folder}/body.html", values),
    )
