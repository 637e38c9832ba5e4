"""Links to papers as dockets and reports write them (clients.md 3.4, 7; facts 3.10)."""

from __future__ import annotations

from typing import Final

from courts.kinds import doc_ids

#: goDLS(url, caseid, de_seq_num, got_receipt, pdf_header, pdf_toggle_possible, magic_num, ...).
_TOGGLE: Final = 5


def document_id(prefix: str, document: int, *, attachments: bool) -> str:
    """Return the id of a main document: it leads to the menu if the entry has attachments."""
    return doc_ids.written(prefix, document, doc_ids.MENU if attachments else doc_ids.PAPER)


def go_dls(doc_id: str, *, case_id: int, seq: int, places: int) -> str:
    """Return the call that client programs read: so many quoted arguments, none more or less."""
    arguments = [f"/doc1/{doc_id}", str(case_id), str(seq)]
    arguments += ["1" if place == _TOGGLE else "" for place in range(len(arguments), places)]
    return f"goDLS({','.join(repr(each) for each in arguments)});return(false);"
