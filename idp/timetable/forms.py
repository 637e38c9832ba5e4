"""The forms of the clock pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from wtforms import BooleanField, DateField, Form, HiddenField, IntegerField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from shared.clock import EASTERN

MOST_DAYS: Final = 3660
_HOURS: Final = 23
NOTHING: Final = "Say by how many days or hours."
KEEP_WORDS: Final = "Seats that are ahead or behind stay so"


class AdvanceForm(Form):
    """By how much a calendar is moved along."""

    deed = HiddenField(default="advance")
    days = IntegerField("Days", [Optional(), NumberRange(0, MOST_DAYS)])
    hours = IntegerField("Hours", [Optional(), NumberRange(0, _HOURS)])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Want one of the two at least."""
        good = bool(super().validate(*args, **kwargs))
        if good and not self.span:
            self.days.errors = [*self.days.errors, NOTHING]
            return False
        return good

    @property
    def span(self) -> timedelta:
        """Return the span."""
        return timedelta(days=self.days.data or 0, hours=self.hours.data or 0)


class SetForm(Form):
    """The date and the time to which a calendar is set; Eastern."""

    deed = HiddenField(default="set")
    day = DateField("Date", [InputRequired("Say which day.")])
    hour = TimeField("Time (Eastern)", [InputRequired("Say at which time.")])
    keep = BooleanField(KEEP_WORDS)

    @property
    def moment(self) -> datetime:
        """Return the moment."""
        assert self.day.data is not None and self.hour.data is not None  # noqa: S101, PT018
        return datetime.combine(self.day.data, self.hour.data, EASTERN)
