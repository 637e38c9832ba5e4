"""The rows of a docket sheet as markup, written without a template: a docket may have thousands.

Every text goes through `escape`; what is put around it stands here. The shapes are those of
clients.md 5.5, 5.7 and 5.9, read by position by client programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from markupsafe import escape

from courts.docket.asking import written
from courts.docket.layouts import Table
from courts.docket.lines import EntryLine, PaperLine
from courts.docket.showing import Showing, names
from courts.kinds import doc_ids

ATTACHMENTS: Final = "(Attachments: # 1 "
_KILO: Final = 1024
#: What stands around the words of a row, as the meter counts them: its date and blanks.
_AROUND: Final = 13


Papers = Mapping[int, Sequence[PaperLine]]


class _Cells(NamedTuple):
    """What a row shows; `main` is the paper behind its number, if the viewer may open it."""

    day: str
    number: str
    text: str
    main: PaperLine | None
    papers: Sequence[PaperLine]


class _Marks(NamedTuple):
    """The unchanging parts of links: how ids begin, the tag, and what stands in its call."""

    menu: str
    paper: str
    tag: str
    case: str
    end: str


@dataclass(slots=True)
class Writer:
    """Writes the rows of one sheet.

    `papers` are all papers of the case by the seq of their entry, the main document first. `size`
    grows by what the rows show, in bytes, for the page meter; `shown` counts them.
    """

    table: Table
    showing: Showing
    papers: Papers
    origin: str
    prefix: str
    case_id: int
    header: str = "1"
    multi: bool = False
    by_entered: bool = False
    size: int = 0
    shown: int = 0
    _days: dict[date, str] = field(default_factory=dict)
    _lists: dict[str, Sequence[object]] = field(default_factory=dict)
    _marks: _Marks = field(init=False)

    def __post_init__(self) -> None:
        """Put together what is the same in every link of the sheet."""
        self._marks = _Marks(
            f"{self.prefix}{doc_ids.MENU}",
            f"{self.prefix}{doc_ids.PAPER}",
            f'<a href="{self.origin}/doc1/',
            f"','{self.case_id}','",
            f"','','{self.header}','1','','','');return(false);\">",
        )

    def head(self) -> str:
        """Return the beginning of the table: its tag and the row of headings."""
        first = self.table.entered if self.by_entered else self.table.filed
        select = self._select_heading()
        if self.table.wide:
            return (
                '<table border="1" cellpadding="10" cellspacing="0" class="docket-entries">\n'
                f'<tr><th width="94" nowrap scope="col">{first}</th>'
                f'<th colspan="2" align="center" scope="col">#</th>{select}'
                '<th align="center" scope="col">Docket Text</th></tr>\n'
            )
        return (
            "<table align=center width='99%' border=1 rules=all cellpadding=5 cellspacing=0 "
            'class="docket-entries">\n'
            f'<tr><td class="docket-head">{first}</td><th scope="col">#</th>{select}'
            '<td class="docket-head">Docket Text</td></tr>\n'
        )

    def _select_heading(self) -> str:
        if not self.multi:
            return ""
        return '<th scope="col">Select</th>' if self.table.wide else "<td>Select</td>"

    def row(self, line: EntryLine) -> str:
        """Return the row of an entry; nothing if its words are not for the viewer."""
        known = self.showing.of(line)
        if not known.entry:
            return ""
        self.shown += 1
        seq, refers = line.seq, line.refers
        papers: Sequence[PaperLine] = self.papers.get(seq, ())
        if papers:
            papers = [p for p in papers if known.paper(line, p.level)]
        number = "" if line.number is None else str(line.number)
        plain = line.text
        size = len(plain) if plain.isascii() else len(plain.encode())
        self.size += _AROUND + len(number) + size
        text = str(escape(plain))
        if refers != "[]":
            text = self._answering(text, self._refers(refers))
        if papers and papers[-1].place:
            text = self._attached(text, seq, {p.place: p for p in papers})
        day = self._day(line.entered_on if self.by_entered else line.filed_on)
        main = papers[0] if papers and papers[0].place == 0 else None
        if self.table.wide:
            return self._wide(line, _Cells(day, number, text, main, papers))
        cell = self.link(main, seq, number, len(papers) > 1) if main and number else number
        select = more = ""
        if self.multi:
            select, more = self._selected(line, main, papers)
        return (
            f"<tr><td width='94' valign=top nowrap>{day}</td>"
            f"<td valign='top' align='right' nowrap>{cell}&nbsp;</td>{select}"
            f"<td valign=top><!--SB-->{text}</td></tr>\n{more}"
        )

    def _wide(self, line: EntryLine, cells: _Cells) -> str:
        number, main, papers = cells.number, cells.main, cells.papers
        cell = number or "&nbsp;"
        if main and number:
            pages = sum(paper.pages for paper in papers)
            docs = f"; {len(papers)} docs" if len(papers) > 1 else ""
            cell = (
                f"{self.link(main, line.seq, number, len(papers) > 1)}<br>"
                f'<span class="nowrap">({pages} pg{"" if pages == 1 else "s"}{docs})</span>'
            )
        select = more = ""
        if self.multi:
            select, more = self._wide_selected(line, main, papers, number)
        return (
            f'<tr><td width="94" nowrap valign="top">{cells.day}</td>'
            f'<td width="54" align="right">&nbsp;</td>'
            f'<td width="30" align="left" valign="top">{cell}</td>{select}'
            f'<td valign="top">{cells.text}</td></tr>\n{more}'
        )

    def link(self, paper: PaperLine, seq: int, words: str, menu: bool = False) -> str:
        """Return the link of a paper: to the menu of its entry, or to itself."""
        marks = self._marks
        doc = f"{marks.menu if menu else marks.paper}{doc_ids.dlsid(paper.id)}"
        if self.table.wide:
            return f'{marks.tag}{doc}">{words}</a>'
        return (
            f'{marks.tag}{doc}" onClick="goDLS(\'/doc1/{doc}{marks.case}{seq}{marks.end}{words}</a>'
        )

    def _day(self, day: date) -> str:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = written(day)
        return found

    # ------------------------------------------------------------------ links in the words

    def _refers(self, told: str) -> Sequence[object]:
        """Read the list of an entry; most lists are like one that was read before."""
        found = self._lists.get(told)
        if found is None:
            found = self._lists[told] = names(told)
        return found

    def _attached(self, text: str, seq: int, papers: Mapping[int, PaperLine]) -> str:
        """Link `# 1`, `, # 2` ... in turn: a number within a description is none of them."""
        start = text.find(ATTACHMENTS)
        if start < 0:
            return text
        parts, at, place, mark = [text[:start]], start, 1, "# 1 "
        while (found := text.find(mark, at)) >= 0:
            paper, words = papers.get(place), str(place)
            begin = found + len(mark) - len(words) - 1
            parts.append(text[at:begin])
            parts.append(words if paper is None else self.link(paper, seq, words))
            at, place = begin + len(words), place + 1
            mark = f", # {place} "
        parts.append(text[at:])
        return "".join(parts)

    def _answering(self, text: str, refers: Sequence[object]) -> str:
        for seq in refers:
            papers = self.papers.get(seq, ()) if isinstance(seq, int) else ()
            main = papers[0] if papers and papers[0].place == 0 else None
            if main is None or main.number is None or not self.showing.paper(main, main.level):
                continue
            at = text.find(f" {main.number} ")
            end = text.find(ATTACHMENTS) if at >= 0 else -1
            if at >= 0 and not 0 <= end < at:
                words = str(main.number)
                link = self.link(main, int(str(seq)), words, len(papers) > 1)
                text = f"{text[: at + 1]}{link}{text[at + 1 + len(words) :]}"
        return text

    # ------------------------------------------------------------------ several papers at once

    def _selected(
        self, line: EntryLine, main: PaperLine | None, papers: Sequence[PaperLine]
    ) -> tuple[str, str]:
        """Return the cell with the check box of an entry, and the row of its papers."""
        if main is None or line.number is None:
            return "<td align=center>&nbsp;</td>", ""
        mark = f"{self.case_id}_{line.seq}"
        box = (
            f'<td valign=top align=center><input type="checkbox" name="all_documents" '
            f'value="{mark}" aria-label="All of document {line.number}">'
        )
        if len(papers) == 1:
            return f'{box}<input type="hidden" {self._paper(mark, main)}></td>', ""
        rows = "".join(
            f'<tr><td><input type="checkbox" {self._paper(mark, paper)} '
            f'aria-label="Document {line.number}, part {paper.place}"></td>'
            f"<td>{paper.place}</td><td>{escape(called(paper))}</td>"
            f"<td>{_pages(paper.pages)}</td><td>{weight(paper.size)}</td></tr>"
            for paper in papers
        )
        self.size += sum(len(called(p).encode()) + _AROUND for p in papers)
        return (
            f"{box}</td>",
            '<tr><td></td><td></td><td></td><td><table class="docket-papers" role="presentation">'
            f"{rows}</table></td></tr>\n",
        )

    def _paper(self, mark: str, paper: PaperLine) -> str:
        value = f"{doc_ids.dlsid(paper.id)}-{paper.size}-{paper.pages}"
        return f'name="document_{mark}_{paper.place}" value="{value}"'

    def _wide_selected(
        self, line: EntryLine, main: PaperLine | None, papers: Sequence[PaperLine], number: str
    ) -> tuple[str, str]:
        if main is None or not number:
            return "<td>&nbsp;</td>", ""
        mark = f"arr_de_seq_nums_{line.seq}"
        box = (
            f'<td valign="top"><input type="checkbox" name="arr_de_seq_nums" id="{mark}" '
            f'value="{line.seq}" aria-label="Document {number}"></td>'
        )
        if len(papers) == 1:
            return box, ""
        rows = "".join(
            f'<tr><td><input type="checkbox" name="download_documents" id="{mark}_{paper.size}" '
            f'value="{doc_ids.dlsid(paper.id)}" aria-label="Document {number}, part {paper.place}">'
            f"</td><td>{paper.place}</td><td>{escape(called(paper))}</td>"
            f"<td>{_pages(paper.pages)}</td><td>{weight(paper.size)}</td></tr>"
            for paper in papers
        )
        self.size += sum(len(called(p).encode()) + _AROUND for p in papers)
        return (
            box,
            '<tr><td></td><td></td><td></td><td></td><td><table role="presentation">'
            f"{rows}</table></td></tr>\n",
        )


def called(paper: PaperLine) -> str:
    """Return what a paper is called in lists."""
    return paper.words or ("Main Document" if paper.place == 0 else f"Attachment {paper.place}")


def weight(size: int) -> str:
    """Write a number of bytes as lists of papers do: 100.0 KB, 1.2 MB."""
    kilos = size / _KILO
    return f"{kilos / _KILO:.1f} MB" if kilos >= _KILO else f"{kilos:.1f} KB"


def _pages(pages: int) -> str:
    return f"{pages} page{'' if pages == 1 else 's'}"
