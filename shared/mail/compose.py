"""Turning a folder of templates into a mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

#: In which forms a mail is written: as it is asked for, or in both.
Form = Literal["both", "html", "text"]
BOTH: Final[Form] = "both"
#: Renders a template by name (a Jinja environment behind a function).
Renderer = Callable[[str, Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is ready to go; a form that was not asked for is empty."""

    template: str
    recipient: str
    subject: str
    text: str
    html: str


def compose(
    render: Renderer,
    *,
    template: str,
    recipient: str,
    values: Mapping[str, Any],
    form: Form = BOTH,
) -> Mail:
    """Render `mail/<template>/{subject.txt,body.txt,body.html}`."""
    folder = f"mail/{template}"
    return Mail(
        template=template,
        recipient=recipient,
        subject=" ".join(render(f"{folder}/subject.txt", values).split()),
        text="" if form == "html" else render(f"{folder}/body.txt", values).strip() + "\n",
        html="" if form == "text" else render(f"{folder}/body.html", values),
    )
