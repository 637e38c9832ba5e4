"""The rows of History/Documents as markup (clients.md 5.10)."""

from __future__ import annotations

from datetime import date
from typing import Final

from markupsafe import escape

from courts.docket.asking import written
from courts.docket.lines import EntryLine
from courts.docket.rows import Writer

HEADINGS: Final = (
    '<tr><th scope="col">Doc.<br>No.</th><th scope="col">Dates</th>'
    '<th scope="col">Description</th></tr>\n'
)


def row(writer: Writer, line: EntryLine, *, with_text: bool) -> str:
    """Return the row of an entry, and the row of its docket text if it is wanted."""
    if not writer.showing.entry(line):
        return ""
    writer.shown += 1
    papers = [p for p in writer.papers.get(line.seq, ()) if writer.showing.paper(line, p.level)]
    number = "" if line.number is None else str(line.number)
    cell = number
    if number and papers and papers[0].place == 0:
        cell = writer.link(papers[0], line.seq, number, len(papers) > 1)
    text = (
        f'<tr><td></td><td colspan=2 class="wide">Docket Text: {escape(line.text)}</td></tr>\n'
        if with_text
        else ""
    )
    return (
        f"<tr valign=top><td align=center>{cell or '&nbsp;'}</td>"
        f"<td>{_dates(line.filed_on, line.entered_on)}</td>"
        f"<td>{escape(line.short)}</td></tr>\n{text}"
    )


def _dates(filed: date, entered: date) -> str:
    if filed == entered:
        return _table(("Filed &amp; Entered: &nbsp;", filed))
    return _table(("Filed: ", filed), ("Entered: ", entered))


def _table(*rows: tuple[str, date]) -> str:
    cells = "".join(
        f"<tr><td><i>{label}</i></td><td align=right>{written(day)}</td></tr>"
        for label, day in rows
    )
    return f'<table width="100%" class="docket-dates" role="presentation">{cells}</table>'
