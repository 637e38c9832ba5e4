"""The form of a run."""

from __future__ import annotations

from wtforms import Form, IntegerField
from wtforms.validators import InputRequired, NumberRange


class RunForm(Form):
    """The seed of a run of the conformance kit."""

    seed = IntegerField(
        "Seed",
        [
            InputRequired("Give a number."),
            NumberRange(min=0, max=2**31, message="Give a number from 0 to 2147483648."),
        ],
        description="The same number draws the same tasks.",
        default=1,
    )
