"""The mistakes that filers make most, found in a filing before it is made (facts 9.2).

Submit is never stopped by any of them: the real court would not, either. The dry run, the coach
and the clerk name them. Everything here goes by values; what cannot be known is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from courts.kinds import numbers
from courts.kinds.catalogue import Event
from courts.kinds.numbers import CaseNumber

#: How much of the beginning of a paper is its caption and title.
HEAD: Final = 2500
_TITLE: Final = 1500
_NUMBER: Final = re.compile(
    r"\b(?:\d:)?\d{2}-?(?:cv|cr|mj|mc|md|ap|bk)-?\d{1,5}\b|\b\d{2}-\d{5}\b", re.IGNORECASE
)
#: A circuit writes year and serial alone; what belongs to a longer number is none of its own.
_APPEAL: Final = re.compile(r"(?<![\w:-])\d{2}-\d{3,5}(?!\d)(?!-\d)")
_AMENDED: Final = re.compile(r"\bamended (?:proof of )?claim\b")
_SIGNED: Final = re.compile(r"/?\bs/{1,2}\s*([^\W\d_][\w.,' -]{2,60})", re.IGNORECASE)
_GENERIC: Final = re.compile(r"\(other\)|^notice$", re.IGNORECASE)
_SMALL: Final = frozenset(
    {"to", "of", "for", "in", "the", "a", "an", "and", "on", "or", "with", "by", "re", "other"}
)
_SECRETS: Final = (
    (re.compile(r"(?<!\d)\d{3}-?\d{2}-?\d{4}(?!\d)"), "a social security number"),
    (re.compile(r"(?<!\d)\d{10,19}(?!\d)"), "an account number"),
    (re.compile(r"\b(?:dob|born|birth)", re.IGNORECASE), "a date of birth"),
    (re.compile(r"\b(?:ssn|social[ _-]?security|password|pin)\b", re.IGNORECASE), "a secret"),
    (re.compile(r"sealed|confidential|privileged", re.IGNORECASE), "what is to stay secret"),
)
_FIRST_SIDE: Final = ("plaintiff", "petitioner", "appellant", "debtor", "claimant", "movant")
_SECOND_SIDE: Final = ("defendant", "respondent", "appellee")


@dataclass(frozen=True, slots=True)
class PaperSeen:
    """A paper of the filing: `text` is empty if it could not be read, `fillable` says that its form
    can still be filled in.
    """

    filename: str = ""
    category: str = ""
    description: str = ""
    text: str = ""
    fillable: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PartySeen:
    """A party of the case. `mine` says that the filer acts for it already, `associated` that this
    filing makes the filer its counsel, `others` that it has counsel, who is somebody else.
    """

    name: str
    role: str = ""
    filing: bool = False
    mine: bool = False
    associated: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """An entry to which the filing refers."""

    number: int
    words: str
    filers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimSeen:
    """A claim, as the register has it or as the filing would bring it there; `cents` in all."""

    number: int
    creditor: str
    cents: int | None = None
    withdrawn: bool = False
    moving: bool = False


@dataclass(frozen=True, slots=True)
class EarlierSeen:
    """What the same account filed a moment ago."""

    title: str
    number: int | None = None
    same_case: bool = True
    digests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """A filing as the checks see it.

    `offered` are the events of the menu. `sticky` says that the number of the last case was left in
    its field. `signer` is the account holder. `linkable` is how many entries it could refer to.
    `shells` are the numbers of cases that the filer has opened for this complaint and that have no
    complaint yet. `owed` is what the account owes from before, in words. `elsewhere` are the
    numbers that the case has in other courts. `anybody_signs` says that the paper may be another's
    than the account holder's. `claim` is the claim that is filed as a new one, or that the filing
    is about; `claims` are those that the register has of its creditor.
    """

    events: tuple[Event, ...]
    offered: tuple[Event, ...] = ()
    number: CaseNumber | None = None
    sticky: bool = False
    caption: str = ""
    parties: tuple[PartySeen, ...] = ()
    papers: tuple[PaperSeen, ...] = ()
    refers: tuple[EntrySeen, ...] = ()
    linkable: int = 0
    about: str = ""
    signer: str = ""
    cents: int = 0
    paid: bool = False
    owed: str = ""
    earlier: tuple[EarlierSeen, ...] = ()
    shells: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    anybody_signs: bool = False
    claim: ClaimSeen | None = None
    claims: tuple[ClaimSeen, ...] = ()

    @property
    def text(self) -> str:
        """The words of the main document."""
        return self.papers[0].text if self.papers else ""

    @property
    def head(self) -> str:
        """The beginning of the main document, in small letters, spaces folded."""
        return " ".join(self.text[:HEAD].lower().split())


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was found: what is wrong, and the way out."""

    code: str
    title: str
    words: str
    way_out: str


@dataclass(frozen=True, slots=True)
class Check:
    """A named mistake: `find` says what is wrong, or nothing."""

    code: str
    title: str
    way_out: str
    find: Callable[[Seen], str]


def found(seen: Seen) -> tuple[Mistake, ...]:
    """Return the mistakes of a filing, in the order of the checks."""
    told = ((check, check.find(seen)) for check in CHECKS)
    return tuple(
        Mistake(check.code, check.title, words, check.way_out) for check, words in told if words
    )


# --------------------------------------------------------------------------- the event


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z]{2,}", text.lower())
    return frozenset(word.rstrip("s") for word in found) - _SMALL


def _generic(seen: Seen) -> str:
    first = seen.events[0]
    if not _GENERIC.search(first.title):
        return ""
    names = " ".join(p.filename.rpartition(".")[0] for p in seen.papers[:1])
    said = _words(f"{seen.about} {names} {seen.text[:300]}") | {"notice"}
    fitting = [
        event
        for event in seen.offered
        if event.key != first.key
        and not event.by_court
        and not _GENERIC.search(event.title)
        and len(_words(event.title)) > 1
        and _words(event.title) <= said
    ]
    if not fitting:
        return ""
    best = max(fitting, key=lambda event: len(_words(event.title)))
    return f"The event {first.title} was chosen, though there is {best.title}."


def _reliefs(seen: Seen) -> str:
    motions = [e for e in seen.offered if e.relief and "{" not in e.relief]
    if not any(event.relief for event in seen.events) or not seen.head:
        return ""
    head = seen.head[:_TITLE]
    chosen = {event.key for event in seen.events}
    # The longest first, and taken out: "to dismiss for lack of jurisdiction" is one relief.
    missing = []
    for event in sorted(motions, key=lambda e: -len(e.relief)):
        asked = rf"(?:motion|and|or|,|alternative(?:ly)?,?)\s+{re.escape(event.relief.lower())}\b"
        if re.search(asked, head):
            head = re.sub(re.escape(event.relief.lower()) + r"\b", " ", head)
            if event.key not in chosen:
                missing.append(event.title)
    if not missing or "motion" not in seen.head[:_TITLE]:
        return ""
    return f"The paper asks for more than the events say: {', '.join(missing)}."


def _mixed(seen: Seen) -> str:
    title = seen.events[0].title.lower()
    head = seen.head[:_TITLE]
    is_reply = title.startswith("reply")
    is_response = not is_reply and bool(re.search(r"response|opposition|objection", title))
    if title == "brief" and re.search(r"\breply brief\b", head):
        return "The paper calls itself a reply brief, the event is a principal brief."
    if not is_reply and not is_response:
        return ""
    filing = {party.name for party in seen.parties if party.filing}
    movers = {name for entry in seen.refers for name in entry.filers}
    if is_response and re.search(r"\breply (?:to|in|brief|memorandum|of)\b", head):
        return "The paper calls itself a reply, the event is a response."
    if is_reply and not re.search(r"\breply\b", head) and re.search(r"\bresponse to\b", head):
        return "The paper calls itself a response, the event is a reply."
    if seen.events[0].answers == ("brief",):
        wrong = is_reply and filing & movers
        return "A reply answers the brief of the other side, not one's own." if wrong else ""
    if is_response and filing & movers:
        return "Whoever made the motion answers the response with a reply, not with a response."
    if is_reply and movers and filing and not filing & movers:
        return "Whoever did not make the motion answers it with a response, not with a reply."
    return ""


def _unlinked(seen: Seen) -> str:
    wants = any(event.refers != "no" and event.answers for event in seen.events)
    must = any(event.refers == "must" for event in seen.events)
    linked = seen.refers or not (must or (wants and seen.linkable and _brief(seen)))
    return "" if linked else "The paper answers something on the docket, but is not linked to it."


def _brief(seen: Seen) -> bool:
    return bool(re.search(r"memorandum|brief|response|reply", seen.events[0].title.lower()))


# --------------------------------------------------------------------------- the case


def _wrong_case(seen: Seen) -> str:
    filing = [party for party in seen.parties if party.filing]
    if not filing or any(party.mine or party.associated for party in filing):
        return ""
    if seen.sticky:
        return (
            "The number of the last filing stood in the field, and you have no part in this case."
        )
    return "You are neither counsel nor party in this case, and this filing does not change it."


def _wrong_paper(seen: Seen) -> str:
    if seen.number is None or not seen.head:
        return ""
    pattern = _NUMBER if seen.number.type else _APPEAL
    typed = [each for each in pattern.findall(seen.head) if each not in seen.elsewhere]
    found = [n for n in map(numbers.wanted, typed) if n is not None]
    if found and not any(_fits(n, seen.number) for n in found):
        return f"The first pages name another case: {typed[0]}."
    names = [_words(party.name) for party in seen.parties]
    if not found and names and re.search(r"\b(?:v\.|vs\.|versus)\s", seen.head):
        said = _words(seen.head)
        if not any(name and name <= said for name in names):
            return "The caption of the paper names none of the parties of this case."
    return ""


def _fits(wanted: numbers.Wanted, number: CaseNumber) -> bool:
    # Numbers on papers leave out the defendant and often the office.
    return (wanted.year, wanted.serial) == (number.year, number.serial) and wanted.type in (
        None,
        number.type,
    )


def _side(role: str) -> str:
    role = role.lower()
    for side, words in (("first", _FIRST_SIDE), ("second", _SECOND_SIDE)):
        if role.startswith(words):
            return side
    return ""


def _opposing(seen: Seen) -> str:
    new = [party for party in seen.parties if party.associated]
    own = {_side(p.role) for p in seen.parties if p.mine} - {""}
    wrong = [p.name for p in new if own and _side(p.role) not in own | {""}]
    sides = {_side(party.role) for party in new} - {""}
    if not wrong and len(sides) > 1:
        wrong = [party.name for party in new if party.others] or [new[-1].name]
    if not wrong and len(new) > 1:
        wrong = [party.name for party in new if party.others]
    if not wrong:
        return ""
    return f"This filing makes you counsel of the other side: {', '.join(wrong)}."


def _shells(seen: Seen) -> str:
    # One shell is the way to open a case.
    if not seen.shells[1:]:
        return ""
    return f"Several numbers were opened for one complaint: {', '.join(seen.shells)}."


# --------------------------------------------------------------------------- the papers


def _doubled(seen: Seen) -> str:
    for paper in seen.papers[1:]:
        category, described = paper.category.lower(), paper.description.lower()
        if category and described.startswith(category):
            return f"The text will read “{paper.category} {paper.description}”."
    return ""


def _unsigned(seen: Seen) -> str:
    if not seen.text or not seen.signer:
        return ""
    signed = _SIGNED.findall(seen.text)
    if not signed:
        return "The paper bears no signature: there is no “s/ Name” on it."
    if seen.anybody_signs:
        return ""
    last = seen.signer.replace(",", " ").lower().split()
    if any(set(last) & set(re.findall(r"\w{2,}", name.lower())) for name in signed):
        return ""
    return f"The paper is signed by {signed[0].strip()}, the login is that of {seen.signer}."


def _fillable(seen: Seen) -> str:
    names = [paper.filename for paper in seen.papers if paper.fillable]
    return f"A form can still be filled in: {', '.join(names)}." if names else ""


def _secrets(seen: Seen) -> str:
    for paper in seen.papers:
        for pattern, words in _SECRETS:
            if pattern.search(paper.filename):
                return f"The name of a file tells {words}; the notice prints it."
    return ""


# --------------------------------------------------------------------------- money and time


def _unpaid(seen: Seen) -> str:
    if seen.owed:
        return f"From before you still owe {seen.owed}."
    if seen.cents and not seen.paid:
        return f"The fee of ${seen.cents / 100:,.2f} stays due after this filing."
    return ""


def _again(seen: Seen) -> str:
    title = ", ".join(event.title for event in seen.events)
    digests = {paper.digest for paper in seen.papers[:1]} - {""}
    for each in seen.earlier:
        if digests & each.digests or (each.same_case and each.title == title):
            where = f" as number {each.number}" if each.number else ""
            return f"{each.title} was filed{where} a short while ago."
    return ""


def _claimed(seen: Seen) -> str:
    claim = seen.claim
    if claim is None:
        return ""
    if claim.withdrawn:
        return f"Claim {claim.number} is withdrawn already."
    if claim.moving:
        return f"A transfer of claim {claim.number} was filed already, and waits for objections."
    if claim.number:
        return ""
    open_ = [each for each in seen.claims if not each.withdrawn]
    for each in open_:
        if each.creditor == claim.creditor and each.cents == claim.cents is not None:
            return f"The register has claim {each.number} of {each.creditor} of the same amount."
    if open_ and _AMENDED.search(seen.head):
        return "The paper calls itself amended, but it would get a number of its own."
    return ""


CHECKS: Final[Sequence[Check]] = (
    Check(
        "generic_event",
        "An event for everything.",
        "Choose the event that names the paper: others find it by that name.",
        _generic,
    ),
    Check(
        "wrong_case",
        "Perhaps the wrong case.",
        "Compare number and title with your paper; go back to Case Number.",
        _wrong_case,
    ),
    Check(
        "wrong_paper",
        "Perhaps the wrong PDF.",
        "Open the file and look at its first page; go back to the documents.",
        _wrong_paper,
    ),
    Check(
        "doubled_words",
        "Words twice.",
        "Category and description are put together: leave the word out of the description.",
        _doubled,
    ),
    Check(
        "missing_relief",
        "A relief is missing.",
        "Select all motions that the paper makes: each is decided by itself.",
        _reliefs,
    ),
    Check(
        "opposing_party",
        "Counsel of the opponent.",
        "Take the tick out beside parties that you do not represent.",
        _opposing,
    ),
    Check(
        "response_or_reply",
        "Response or reply.",
        "A response answers a motion, a reply answers the response.",
        _mixed,
    ),
    Check(
        "unlinked",
        "No link.",
        "Go back to the related entries: without the link the judge's list does not show it.",
        _unlinked,
    ),
    Check(
        "signature",
        "Signature.",
        "Login and “s/ Name” together are the signature: both are of the same person.",
        _unsigned,
    ),
    Check(
        "fillable_form",
        "A form that is not flattened.",
        "Print the form into a new PDF, and choose that.",
        _fillable,
    ),
    Check(
        "fee_unpaid",
        "An unpaid fee.",
        "Pay under Utilities > Internet Payments Due, before the filing menus are locked.",
        _unpaid,
    ),
    Check(
        "two_shells",
        "Two numbers for one complaint.",
        "Docket the complaint in the first, and call the clerk's office about the others.",
        _shells,
    ),
    Check(
        "secret_name",
        "A secret in a file name.",
        "Rename the file before you choose it.",
        _secrets,
    ),
    Check(
        "filed_again",
        "Filed already.",
        "A mistake in a filing is put right by the clerk's office: call, instead of filing again.",
        _again,
    ),
    Check(
        "claim_again",
        "A claim twice.",
        "Look at the claims register; an amendment names the claim that it amends.",
        _claimed,
    ),
)
_TITLES: Final[Mapping[str, str]] = MappingProxyType({each.code: each.title for each in CHECKS})


def titles(codes: Sequence[str]) -> tuple[str, ...]:
    """Return what mistakes are called, by their codes; unknown ones are left out."""
    return tuple(_TITLES[each] for each in codes if each in _TITLES)
