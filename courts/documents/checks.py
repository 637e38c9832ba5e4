"""What a court takes: the rules of its release and its own, over the facts of a PDF (facts 6.1).

Sentences are ours; what they mean is what the real system says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from courts.documents.facts import Limit, PdfFacts
from courts.kinds.policies import Rules as CourtRules

#: From which day a court's system looks into files, and by the rules of which release.
RELEASES: Final = ((date(2024, 10, 1), "1.8"), (date(2021, 1, 1), "1.6"))
MEGABYTE: Final = 1024 * 1024
#: What a policy says of what its court does not take.
REJECT: Final = "reject"
#: What an action does that stays inside the document.
INSIDE: Final = frozenset(
    {"GoTo", "Named", "SetOCGState", "Trans", "Hide", "Thread", "GoToDp", "nothing"}
)
_LETTER: Final = (612.0, 792.0)
_LEGAL: Final = (612.0, 1008.0)
#: By how much a page may differ from the paper's size: a scanner's edge.
_EDGE: Final = 12.0
_LONGEST_NAME: Final = 100
_MOST_LISTED: Final = 6
_PUNCTUATION: Final = re.compile(r"[^\w\s-]")
_SECRETS: Final = (
    (re.compile(r"(?<!\d)\d{3}[-_ ]?\d{2}[-_ ]?\d{4}(?!\d)"), "a Social Security number"),
    (re.compile(r"privileged|attorney.?client|work.?product", re.IGNORECASE), "what is privileged"),
    (re.compile(r"(?<![a-z])(?:under.?seal|sealed|confidential)", re.IGNORECASE), "what is sealed"),
    (re.compile(r"(?<![a-z])(?:ssn|dob|date.?of.?birth)(?![a-z])", re.IGNORECASE), "a secret"),
)


@dataclass(frozen=True, slots=True)
class PdfRules:
    """What one court takes on one day; `release` is empty before files were looked into."""

    release: str = "1.8"
    max_mb: int = 35
    rejects_forms: bool = True
    rejects_hyperlinks: bool = False
    rejects_open_action: bool = False
    rejects_javascript: bool = True

    @property
    def max_bytes(self) -> int:
        """The largest file, in bytes."""
        return self.max_mb * MEGABYTE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the court says of a file: it turns it down for it, or it only advises."""

    code: str
    message: str
    blocking: bool = True


#: Says what is wrong with a file, empty if nothing is.
Find = Callable[[PdfFacts, PdfRules], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of some releases; of all, where none is named."""

    code: str
    find: Find
    blocking: bool = True
    releases: tuple[str, ...] = ("1.6", "1.8")


def rules_of(rules: CourtRules, day: date) -> PdfRules:
    """Return what a court takes on a day by its policy of that day."""
    return PdfRules(
        release=next((name for since, name in RELEASES if day >= since), ""),
        max_mb=rules.pdf_max_mb,
        rejects_forms=rules.pdf_forms == REJECT,
        rejects_hyperlinks=rules.pdf_hyperlinks == REJECT,
        rejects_open_action=rules.pdf_open_action == REJECT,
        rejects_javascript=rules.pdf_javascript == REJECT,
    )


def judge(facts: PdfFacts, rules: PdfRules, filename: str) -> tuple[Finding, ...]:
    """Return all that the court says of a file: first what it turns it down for."""
    found = [*_before_reading(facts, rules, filename)]
    if not found:
        found = [
            Finding(rule.code, message, rule.blocking)
            for rule in RULES
            if not rule.releases or rules.release in rule.releases
            if (message := rule.find(facts, rules))
        ]
    found += _of_name(filename)
    return tuple(sorted(found, key=lambda each: not each.blocking))


def too_large(rules: PdfRules) -> Finding:
    """Return what is said of a file that is not even read."""
    return Finding(
        "too-large",
        f"The file is larger than {rules.max_mb} MB, the most that this court takes for one file. "
        "Scan at a lower resolution, or divide it into parts and file them as attachments.",
    )


def empty() -> Finding:
    """Return what is said of a file with nothing in it."""
    return Finding("empty", "The file is empty. Choose the PDF that you want to file.")


def refused(findings: Sequence[Finding]) -> bool:
    """Say whether a court turns the file down."""
    return any(each.blocking for each in findings)


# --------------------------------------------------------------------------- before the content


def _before_reading(facts: PdfFacts, rules: PdfRules, filename: str) -> Iterator[Finding]:
    """Yield why the content was not looked into."""
    if facts.size > rules.max_bytes:
        yield too_large(rules)
    elif not facts.size:
        yield empty()
    elif facts.limit in LIMIT_WORDS:
        yield Finding(f"limit-{facts.limit}", LIMIT_WORDS[facts.limit])
    elif not facts.is_pdf or not filename.lower().endswith(".pdf"):
        yield Finding("not-pdf", _not_pdf(facts))
    elif facts.locked:
        yield Finding(
            "security",
            "The document needs a password to be opened. Save it without a password and without "
            "restrictions, and choose it again.",
        )
    elif not facts.readable or not facts.pages:
        yield Finding("malformed", _MALFORMED)


def _not_pdf(facts: PdfFacts) -> str:
    if facts.is_pdf:
        return "The name of the file does not end in .pdf. Only PDF files can be filed."
    return (
        "The file is not a PDF, whatever its name says. Save or print the document as PDF from the "
        "program that made it."
    )


LIMIT_WORDS: Final[Mapping[Limit, str]] = MappingProxyType(
    {
        "time": "The document took too long to read and cannot be accepted. Print it to PDF anew, "
        "or divide it into parts.",
        "memory": "The document unfolds to more than can be read and cannot be accepted. Print it "
        "to PDF anew, or divide it into parts.",
        "objects": "The document is made of too many parts to be read and cannot be accepted. "
        "Print it to PDF anew.",
        "died": "The document could not be read: reading broke off over it, so it cannot be "
        "accepted. Print it to PDF anew.",
        "busy": "Too many documents are being checked at this moment, and this one was not. Wait a "
        "minute, and choose it again.",
    }
)
_MALFORMED: Final = (
    "The document is malformed: it is not a well-formed PDF and cannot be accepted. Print it to "
    "PDF anew from the program that made it."
)


# --------------------------------------------------------------------------- content


def _malformed(facts: PdfFacts, _rules: PdfRules) -> str:
    return f"{_MALFORMED} ({facts.problems[0]})" if facts.problems else ""


def _if(is_so: Callable[[PdfFacts, PdfRules], object], sentence: str) -> Find:
    """Return the check that says a sentence where something is so."""
    return lambda facts, rules: sentence if is_so(facts, rules) else ""


_SECURITY: Final = (
    "The document has security measures: it is encrypted, or printing, copying or changing it "
    "is restricted. Remove them, and choose it again."
)
_JAVASCRIPT: Final = (
    "The document contains JavaScript, code that may cause an external action, and cannot be "
    "accepted. Printing it to PDF removes the code."
)
_LAUNCH: Final = (
    "The document contains code which may cause an external action, such as starting a "
    "program, and cannot be accepted. Printing it to PDF removes the code."
)
_OPEN_ACTION: Final = (
    "The document does something when it is opened, and this court takes none that does, not "
    "even one that opens at a page. Print it to PDF, and choose it again."
)
_FORMS_ADVICE: Final = (
    "The document has form fields that anybody can fill in. This court takes it; flatten it "
    "all the same by printing it to PDF."
)


def _actions(facts: PdfFacts, _rules: PdfRules) -> str:
    named = sorted({each for each in facts.other_actions if _leads_out(each)})
    if not named:
        return ""
    return (
        "The document contains code which may cause an external action "
        f"({', '.join(named[:_MOST_LISTED])}) and cannot be accepted. Printing it to PDF removes "
        "the code."
    )


def _leads_out(action: str) -> bool:
    # What has a rule of its own is not named twice.
    return action.partition(":")[2] not in INSIDE | {"JavaScript", "Launch"}


def _opens_itself(facts: PdfFacts, rules: PdfRules) -> bool:
    opens = [each for each in facts.other_actions if each.startswith("OpenAction:")]
    return rules.rejects_open_action and any(not _leads_out(each) for each in opens)


def _attachments(facts: PdfFacts, _rules: PdfRules) -> str:
    if not facts.embedded_files:
        return ""
    return (
        f"The document has {_count(facts.embedded_files, 'file')} embedded in it. File each as an "
        "attachment of its own, and remove it from the document."
    )


def _media(facts: PdfFacts, _rules: PdfRules) -> str:
    if not facts.media:
        return ""
    return (
        f"The document contains sound, video or other media ({', '.join(facts.media)}). Such "
        "exhibits are given to the clerk in another way."
    )


def _forms(facts: PdfFacts, rules: PdfRules) -> str:
    if not rules.rejects_forms or not facts.has_form:
        return ""
    if facts.xfa and not facts.form_fields:
        what = "an interactive form"
    elif facts.form_fields == facts.signatures:
        what = _count(facts.signatures, "signature field")
    else:
        what = _count(facts.form_fields, "form field")
    return (
        f"The document has {what}. Fillable forms must be flattened before they are filed, so that "
        "everybody sees the same and nobody can change it: print it to PDF; saving is not enough."
    )


def _hyperlinks(facts: PdfFacts, rules: PdfRules) -> str:
    if not rules.rejects_hyperlinks or not facts.hyperlinks:
        return ""
    return (
        f"The document has {_count(facts.hyperlinks, 'link')} that lead out of it, and this court "
        "takes none. Remove them, and choose it again."
    )


def _page_sizes(facts: PdfFacts, _rules: PdfRules) -> str:
    odd = [each for each in facts.page_sizes if not _is_paper(each.width, each.height)]
    if not odd:
        return ""
    pages, first = sum(each.count for each in odd), odd[0]
    which = f"Page {first.first} is {first.width / 72:.1f} by {first.height / 72:.1f} inches"
    more = f", and {_count(pages - 1, 'other page')} not of it either" if pages > 1 else ""
    return (
        f"{which}, which is not the size of letter paper{more}. The header that the court writes "
        "on each page may not be readable there."
    )


def _is_paper(width: float, height: float) -> bool:
    short, long = sorted((width, height))
    return any(
        abs(short - paper[0]) <= _EDGE and abs(long - paper[1]) <= _EDGE
        for paper in (_LETTER, _LEGAL)
    )


def _no_text(facts: PdfFacts, _rules: PdfRules) -> str:
    bare = facts.pages_without_text
    if not bare:
        return ""
    if len(bare) == facts.pages:
        where = "No page can be searched"
    else:
        listed = ", ".join(map(str, bare[:_MOST_LISTED]))
        more = ", ..." if len(bare) > _MOST_LISTED else ""
        where = f"{_count(len(bare), 'page')} cannot be searched ({listed}{more})"
    return (
        f"{where}: there is a picture of the words only. Papers that you wrote are filed as PDF "
        "made from the word processor; exhibits may be scans."
    )


RULES: Final = (
    # Of any release: what was mended to be read would have to be mended at every stamp, too.
    Rule("malformed", _malformed, releases=()),
    Rule("security", _if(lambda facts, _: facts.encrypted, _SECURITY)),
    Rule(
        "javascript", _if(lambda facts, r: facts.javascript and r.rejects_javascript, _JAVASCRIPT)
    ),
    Rule("launch", _if(lambda facts, _: facts.launch_actions, _LAUNCH)),
    Rule("action", _actions),
    Rule("open-action", _if(_opens_itself, _OPEN_ACTION)),
    Rule("attachments", _attachments),
    Rule("media", _media),
    Rule("forms", _forms),
    Rule("forms", _if(lambda f, r: f.has_form and not r.rejects_forms, _FORMS_ADVICE), False),
    Rule("hyperlinks", _hyperlinks),
    Rule("page-size", _page_sizes, blocking=False, releases=()),
    Rule("no-text", _no_text, blocking=False, releases=()),
)


# --------------------------------------------------------------------------- the name of the file


def _of_name(filename: str) -> Iterator[Finding]:
    """Yield advice on a name, which everybody reads who gets the notice."""
    stem = filename[:-4] if filename.lower().endswith(".pdf") else filename
    secret = next((what for shape, what in _SECRETS if shape.search(stem)), "")
    if secret:
        yield Finding(
            "file-name-secret",
            f"The name of the file seems to tell {secret}. It goes into the notice of electronic "
            "filing, which everybody gets: rename the file.",
            blocking=False,
        )
    if _PUNCTUATION.search(stem) or len(stem) > _LONGEST_NAME:
        yield Finding(
            "file-name",
            "The name of the file goes into the notice of electronic filing. Keep it short, of "
            "letters, digits, spaces and hyphens, without punctuation.",
            blocking=False,
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
