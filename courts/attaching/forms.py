"""The form of the papers of a filing."""

from __future__ import annotations

from typing import Any, Final

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SubmitField

from courts.filing.forms import line, made, with_none

#: So many attachments can be added at once; more on the same screen again.
NEW_ROWS: Final = 5
#: Names of fields of attachments that are on the server begin so.
KEEP: Final = "kept_"
#: The categories of attachments; what each court offers is no more than this kind of list.
CATEGORIES: Final = (
    "Adversary Proceeding Cover Sheet",
    "Affidavit",
    "Appendix",
    "Certificate of Service",
    "Civil Cover Sheet",
    "Declaration",
    "Errata",
    "Exhibit",
    "Index",
    "Memorandum in Support",
    "Proposed Order",
    "Schedules",
    "Statement of Financial Affairs",
    "Statement of Material Facts",
    "Summons",
    "Supplement",
    "Transcript",
)


def papers_form(kept: int) -> type[FlaskForm]:
    """Return the form of the main document and its attachments.

    :param kept: how many attachments are on the server already.
    """
    categories = with_none((each, each) for each in CATEGORIES)
    fields: dict[str, Any] = {"main": FileField("Main Document")}
    for row in range(kept):
        fields[f"{KEEP}category_{row}"] = SelectField("Category", choices=categories)
        fields[f"{KEEP}description_{row}"] = line("Description", 120)
        fields[f"{KEEP}remove_{row}"] = BooleanField("Remove")
    for row in range(NEW_ROWS):
        fields[f"file_{row}"] = FileField("File")
        fields[f"category_{row}"] = SelectField("Category", choices=categories)
        fields[f"description_{row}"] = line("Description", 120)
    fields["add"] = SubmitField("Upload and add more")
    return made("PapersForm", **fields)
