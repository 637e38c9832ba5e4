"""How a kind of court tells of what was docketed: words, links, subjects of mails (facts 3.9).

What differs between courts of one kind is data, too: `SUBJECTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

#: Of a subject: the number, the caption, the short words of the entry, the chapter.
NUMBER_SHORT: Final = "{number} {short}"
#: Courts whose subjects differ from their kind's; the forms are those of captured mails.
SUBJECTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ctb": NUMBER_SHORT,
        "cob": NUMBER_SHORT,
        "arwb": "Ch-{chapter} {number} {short}; {title}",
        "dcb": "{number} CH{chapter} {title} {short}",
    }
)


@dataclass(frozen=True, slots=True)
class NoticeStyle:
    """What the notices of a kind of court are like.

    `template` is the folder of its mails, `prefix` begins its stamps. `to_court` puts the court's
    own mailbox into the To line, so that recipients do not see each other. `uid` gives free looks
    as sixteen hexadecimal digits. `joint` tells of one filing on two dockets in one mail. Paths
    have `{case}` (its id); those of papers `{id}`, `{seq}` and `{magic}`, too.
    Since `panes_since` the e-mail settings have two panes (district 4.1), before it one screen.
    """

    template: str
    court: str
    prefix: str
    subject: str
    case_path: str
    paper_path: str
    plain_path: str
    day: str
    to_court: bool = True
    uid: bool = False
    joint: bool = True
    panes_since: date | None = None

    def subject_of(self, court: str) -> str:
        """Return the form of the subjects of one court."""
        return SUBJECTS.get(court, self.subject)


_CGI_CASE: Final = "/cgi-bin/DktRpt.pl?{case}"
DISTRICT: Final = NoticeStyle(
    template="nef",
    court="U.S. District Court",
    prefix="dcecf",
    subject="Activity in Case {number} {title} {short}",
    case_path=_CGI_CASE,
    paper_path="/doc1/{id}?caseid={case}&de_seq_num={seq}&magic_num={magic}",
    plain_path="/doc1/{id}?caseid={case}&de_seq_num={seq}",
    day="{0.month}/{0.day}/{0.year}",
    panes_since=date(2010, 3, 1),
)
BANKRUPTCY: Final = NoticeStyle(
    template="nef_bankruptcy",
    court="U.S. Bankruptcy Court",
    prefix="bkecf",
    subject="{number} {short} Re: {title}",
    case_path=_CGI_CASE,
    paper_path="/doc1/{id}?pdf_header=&magic_num={magic}&de_seq_num={seq}&caseid={case}",
    plain_path="/doc1/{id}?pdf_header=&de_seq_num={seq}&caseid={case}",
    day="{0.month}/{0.day}/{0.year}",
)
APPELLATE: Final = NoticeStyle(
    template="nda",
    court="Court of Appeals, {circuit}",
    prefix="acecf",
    subject='{number} {title} "{short}"',
    case_path="/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseId={case}",
    paper_path="/docs1/{id}?uid={magic}",
    plain_path="/docs1/{id}",
    day="{0:%m/%d/%Y}",
    to_court=False,
    uid=True,
    joint=False,
)
