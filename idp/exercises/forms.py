"""Forms of the coach."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length


class CodeForm(FlaskForm):
    """The code of a certificate, as somebody reads it from the paper."""

    code = StringField("Verification code", validators=[Length(max=40)])
