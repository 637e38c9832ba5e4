"""The rows of an appeal's docket as markup, written without a template: there may be thousands.

Every text goes through `escape`. Programs read the cells by their places, and go wrong where white
space follows one (clients.md 5.19).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from markupsafe import escape

from courts.appeals.sheet import Line, Paper
from courts.docket.asking import written

BEGIN: Final = (
    '<table class="table docket" width="100%" border="1"><tr><th scope="col">Filed</th>'
    '<th scope="col">Document</th><th scope="col">Docket text</th></tr>\n'
)
END: Final = "</table>\n"
NOTHING: Final = (
    '<table class="appeal" role="presentation" width="100%" border="1">'
    "<tr><td>No docket entries found.</td></tr></table>\n"
)
_PAPERS: Final = (
    '<tr><td></td><td></td><td><table role="presentation"><tr><td><table><tr><th>Select</th>'
    "<th>No.</th><th>Document</th><th>Description</th><th>Pages</th><th>Size</th></tr>"
)
_SEVERAL_END: Final = (
    '<div class="buttons">'
    '<input type="submit" class="button" name="outputForm" value="View Selected">'
    '<input type="submit" class="button button-second" name="outputForm" '
    'value="Download Selected"></div>\n</form>\n'
)
#: What stands around the words of a row as the meter counts them: its day and blanks.
_AROUND: Final = 13


@dataclass(slots=True)
class Writer:
    """Writes the entries of one docket.

    `docs` begins the address of every paper, `room` is where forms go. `several` puts boxes beside
    the entries and lists their papers. `size` grows by what the rows show, in bytes, for the page
    meter; `shown` counts them.
    """

    case_id: int
    docs: str
    room: str
    several: bool = False
    size: int = 0
    shown: int = 0
    _days: dict[date, str] = field(default_factory=dict)
    _extents: dict[tuple[int, int], str] = field(default_factory=dict)
    _link_parts: tuple[str, str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Put together what is the same in every link of the docket."""
        self._link_parts = (
            f'<a href="{self.docs}',
            '" onclick="return doDocPostURL(\'',
            f"','{self.case_id}');\" title=\"Open Document\">",
        )

    def begin(self) -> str:
        """Return what stands above the first row."""
        if not self.several:
            return BEGIN
        return (
            f'<form name="dktEntries" method="get" action="{self.room}">'
            '<input type="hidden" name="servlet" value="ShowDocMulti">'
            f'<input type="hidden" name="caseId" value="{self.case_id}">'
            f'<input type="hidden" name="dktType" value="dktPublic">\n{BEGIN}'
        )

    def end(self) -> str:
        """Return what stands below the last row, or in place of all of them."""
        if not self.shown:
            return NOTHING
        return f"{END}{_SEVERAL_END if self.several else ''}"

    def row(self, line: Line) -> str:
        """Return the row of an entry, and in a choice of several the row of its papers."""
        self.shown += 1
        _, filed_on, told, plain, doc_id, pages, weight, papers = line
        number = "" if told is None else str(told)
        size = len(plain) if plain.isascii() else len(plain.encode())
        cell = number
        if doc_id:
            extent = self._extents.get((pages, weight)) or self._extent(line)
            box = self._box(line) if self.several else ""
            cell = f'{box}{self._link(number, doc_id)}<br><font size="-2">{extent}</font>'
            size += len(extent) + 1
        self.size += _AROUND + len(number) + size
        more = self._papers(line) if self.several and len(papers) > 1 else ""
        day = self._days.get(filed_on) or self._day(filed_on)
        return (
            f'<tr><td>{day}</td><td class="nowrap">{cell}</td>'
            f"<td>{escape(plain)!s}</td></tr>\n{more}"
        )

    def _day(self, day: date) -> str:
        found = self._days[day] = written(day)
        return found

    def _extent(self, line: Line) -> str:
        found = self._extents[line.pages, line.size] = line.extent
        return found

    def _link(self, words: str, doc_id: str) -> str:
        begin, middle, end = self._link_parts
        return f"{begin}{doc_id}{middle}{doc_id}{end}{words or 'Open'}</a>"

    def _box(self, line: Line) -> str:
        return (
            f'<input type="checkbox" name="d" value="{line.seq}" '
            f'aria-label="All documents of entry {line.number or line.seq}"> '
        )

    def _papers(self, line: Line) -> str:
        shown = line.shown
        self.size += sum(len(paper.title.encode()) + _AROUND for paper in shown)
        rows = "".join(self._paper(line, paper) for paper in shown)
        return f"{_PAPERS}{rows}</table></td></tr></table></td></tr>\n"

    def _paper(self, line: Line, paper: Paper) -> str:
        weight = paper.weight
        return (
            '<tr><td><input type="checkbox" name="dls" '
            f'value="{line.seq} {paper.dlsid} {paper.pages} {paper.size}" '
            f'aria-label="Document {line.number or line.seq}, part {paper.number}"></td>'
            f"<td>{paper.number}</td><td>{self._link('Open', paper.open_id)}</td>"
            f"<td>{escape(paper.title)}</td><td>{paper.pages}</td><td>{weight}</td></tr>"
        )
