"""The clerk's decision."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length


def _tidy(text: str | None) -> str | None:
    return None if text is None else text.replace("\x00", "").strip()


class DecisionForm(FlaskForm):
    """Accept or reject: which one is the button; the person reads the reason."""

    reason = TextAreaField(
        "Reason",
        [Length(max=500, message="The reason may have 500 characters at most.")],
        filters=[_tidy],
        description="Needed to reject. The person reads it by e-mail and at PACER.",
        render_kw={"rows": 3},
    )
