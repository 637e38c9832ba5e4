"""The forms of Utilities > PACER account."""

from __future__ import annotations

from typing import Final

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

EXEMPT: Final = "exempt"
NOT_EXEMPT: Final = "not_exempt"
SHOWN: Final = "Y"
HIDDEN: Final = "N"
LONGEST: Final = 32


class ExemptionForm(FlaskForm):
    """Exempt or not, for this session."""

    status = RadioField(
        "PACER exemption status for this session",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=NOT_EXEMPT, label="Not exempt"),
            SelectChoice(value=EXEMPT, label="Exempt"),
        ],
    )


class ReceiptsForm(FlaskForm):
    """Receipts before documents, or not, in this browser."""

    receipts = RadioField(
        "Transaction receipts before documents",
        [DataRequired("Choose one.")],
        choices=[
            SelectChoice(value=SHOWN, label="Show"),
            SelectChoice(value=HIDDEN, label="Hide: a click on a document charges for it at once"),
        ],
    )


class ClientCodeForm(FlaskForm):
    """A client code for the rest of this session."""

    code = StringField(
        "Client Code",
        filters=[lambda text: None if text is None else text.strip()],
        description=f"{LONGEST} characters at most. It stands on every receipt from now on.",
        render_kw={"autocomplete": "off", "maxlength": LONGEST},
    )
