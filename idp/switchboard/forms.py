"""The form of one fault: for whom, how often, how much."""

from __future__ import annotations

from typing import Any

from wtforms import Form, IntegerField, RadioField, StringField
from wtforms.validators import Length, Optional

from shared import faults
from shared.faults import Fault, Wish

_WORDS = {
    faults.EVERYBODY: "Everybody",
    faults.PERSON: "A person",
    faults.SEAT: "A seat or class",
    faults.CLIENT: "A client of the sign-on",
    faults.PROGRAM: "A client program",
    faults.COURT: "A court",
}


class FaultForm(Form):
    """What a fault may be asked for with; which choices there are depends on the fault."""

    scope = RadioField("For", default=faults.EVERYBODY)
    value = StringField("Whose name", [Length(max=80)], render_kw={"autocomplete": "off"})
    times = IntegerField("How often", [Optional()], render_kw={"inputmode": "numeric"})
    amount = IntegerField("How much", [Optional()], render_kw={"inputmode": "numeric"})

    @classmethod
    def of(cls, fault: Fault, data: Any = None) -> FaultForm:
        """Return the form of a fault, filled with what was sent."""
        form = cls(data)
        form.scope.choices = [(scope, _WORDS[scope]) for scope in fault.scopes]
        if fault.amount is None:
            del form.amount
        else:
            form.amount.label.text = fault.amount.unit.capitalize()
            if data is None:
                form.amount.data = fault.amount.usual
        return form

    def wish(self, name: str) -> Wish:
        """Return what was asked for."""
        return Wish(
            name,
            self.scope.data or "",
            self.value.data or "",
            self.times.data,
            self.amount.data if "amount" in self else None,
        )
