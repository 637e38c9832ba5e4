"""The named checks of exercises: each looks at one deed of the audit trail and at those before it.

A check `does` when a deed fulfils it and may have deeds that `undo` it. What no deed says cannot
be checked: a detail that is missing is added at the room that writes the trail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from shared import personas

PACER: Final = "pacer"
_NUMBER: Final = re.compile(r"(?:20)?(\d{2})-(?:([a-z]{2})-)?0*(\d+)")
#: What a portal calls the states of a registration.
_STATES: Final = MappingProxyType({"asked": "more_info"})
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that happened: an event of the trail of a member; `number` is its place there."""

    member: str
    number: int
    tag: str
    actor: str = ""
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    court_time: datetime | None = None
    wall_time: datetime | None = None


Test = Callable[[Deed, Params, Sequence[Deed]], bool]


@dataclass(frozen=True, slots=True)
class Param:
    """What a check may be told: text, a whole number, yes or no, or a list of texts."""

    name: str
    type: type
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """A named check; one without tags looks at deeds of every kind."""

    name: str
    meaning: str
    tags: tuple[str, ...]
    params: tuple[Param, ...] = ()
    does: Test = field(default=lambda _deed, _params, _before: True)
    undoes: Test | None = None
    undone_by: str = ""

    @property
    def known(self) -> Mapping[str, Param]:
        """Everything that it may be told, by name."""
        return {param.name: param for param in (*self.params, *EVERYWHERE)}


#: What every check may be told.
EVERYWHERE: Final = (
    Param("at", str, "the member where it happened: a court, or `pacer`"),
    Param("by", str, "the persona who did it, by the key of `docs/personas.md`"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A check with what it was told; several in an exercise's file mean any of them."""

    predicate: Predicate
    params: Params

    def does(self, deed: Deed, before: Sequence[Deed]) -> bool:
        """Say whether a deed fulfils the check."""
        return (
            (not self.predicate.tags or deed.tag in self.predicate.tags)
            and self._is_meant(deed)
            and self.predicate.does(deed, self.params, before)
        )

    def undoes(self, deed: Deed, before: Sequence[Deed]) -> bool:
        """Say whether a deed takes the check back."""
        undo = self.predicate.undoes
        return undo is not None and self._is_meant(deed) and undo(deed, self.params, before)

    def _is_meant(self, deed: Deed) -> bool:
        at, who = self.params.get("at"), self.params.get("by")
        return (at is None or deed.member == at) and (who is None or plays(deed.actor, who))


def plays(actor: str, persona: str) -> bool:
    """Say whether a name of the trail is a persona's, or that of a copy in a seat.

    A copy has the class and the seat after a point: `jattorney.k3f-07` (shared/seating.py).
    """
    said = actor.partition(":")[2].casefold()
    return any(said == name or said.startswith(f"{name}.") for name in _names(persona))


@cache
def people() -> Mapping[str, personas.Persona]:
    """Return the personas by their keys; the file is read once."""
    return personas.by_key(personas.load())


@cache
def _names(persona: str) -> tuple[str, ...]:
    who = people().get(persona)
    if who is None:
        return ()
    names = [account.login_name for account in who.courts.values()]
    names += [who.pacer.user_name] if who.pacer else []
    return tuple(name.casefold() for name in names if name)


# --------------------------------------------------------------------------- parts of checks


def _says(**where: str) -> Test:
    """Return a test that compares a detail with the param of a name, if that was told."""

    def test(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
        return all(
            name not in params or deed.detail.get(detail) == params[name]
            for name, detail in where.items()
        )

    return test


def _reason(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    said = deed.detail.get("reason") or deed.detail.get("code")
    return "reason" not in params or said == params["reason"]


def _coded(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return "codes" not in params or bool(set(params["codes"]) & set(deed.detail.get("codes", ())))


def _rehearsed(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return "clean" not in params or params["clean"] == (not deed.detail.get("mistakes"))


def _login(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    source, wanted = deed.detail.get("source"), params.get("login")
    return {
        None: True,
        "court": source == "court",
        "pacer": source != "court",
        "typed": source == "pacer",
        "central": source == "oidc",
    }[wanted]


def _password(deed: Deed, _params: Params, _before: Sequence[Deed]) -> bool:
    return deed.tag != "account:changed" or deed.detail.get("password") is True


def _renamed(deed: Deed, _params: Params, _before: Sequence[Deed]) -> bool:
    was = deed.detail.get("login_before")
    return deed.tag != "account:changed" or was != deed.detail.get("login_after")


def _named_back(deed: Deed, _params: Params, before: Sequence[Deed]) -> bool:
    names = [each.detail.get("login_before") for each in before if each.tag in ("account:changed",)]
    return (
        deed.tag in ("account:changed", "account:renamed")
        and bool(names)
        and (deed.detail.get("login_after") == names[0])
    )


def _answered(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    said = deed.tag.partition(":")[2].removeprefix("application_")
    state = "state" not in params or _STATES.get(said, said) == params["state"]
    # A court's own portal tells in its own trail.
    court = deed.detail.get("court", deed.member)
    return state and ("court" not in params or court == params["court"])


def _last_app_gone(deed: Deed, _params: Params, _before: Sequence[Deed]) -> bool:
    return deed.tag == "mfa:app-deleted" and deed.detail.get("last") is True


def _purpose(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return "purpose" not in params or deed.detail.get("purpose") == params["purpose"]


def _mail(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return _says(template="template", court="court")(deed, params, ())


def _papers(deed: Deed, name: str) -> list[str]:
    return [str(each.get(name, "")) for each in deed.detail.get("papers", ())]


def _filed(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    told = deed.detail
    attached = int(told.get("attachments", 0))
    categories = [words.lower() for words in _papers(deed, "category")]
    return (
        ("events" not in params or bool(set(params["events"]) & set(told.get("events", ()))))
        and ("case" not in params or _same_case(str(told.get("case", "")), params["case"]))
        and set(params.get("relief", ())) <= set(told.get("relief", ()))
        and attached >= params.get("attachments", 0)
        and attached <= params.get("attachments_at_most", attached)
        and all(each.lower() in categories for each in params.get("categories", ()))
        and ("linked" not in params or params["linked"] == bool(told.get("refers")))
        and ("access" not in params or params["access"] == told.get("access"))
        and ("clean" not in params or params["clean"] == (not told.get("mistakes")))
    )


def _same_case(said: str, wanted: str) -> bool:
    """Compare case numbers as people write them: without office, judges and leading zeros."""
    return _plain_number(said) == _plain_number(wanted)


def _plain_number(number: str) -> tuple[str, ...]:
    found = _NUMBER.search(number.lower())
    return (number,) if found is None else found.groups("")


def _mistaken(deed: Deed, params: Params, before: Sequence[Deed]) -> bool:
    told = set(deed.detail.get("mistakes", ()))
    wanted = set(params.get("codes", told))
    return bool(told & wanted) and _filed(deed, {**params, "clean": False}, before)


def _of_entry(deed: Deed) -> tuple[str, str]:
    """Name the entry that a deed is about, which was filed in the same court."""
    return deed.member, deed.subject


def _corrected(deed: Deed, params: Params, before: Sequence[Deed]) -> bool:
    how = params.get("how", list(_CORRECTIONS))
    return deed.tag in [f"docket:{each}" for each in how] and any(
        _of_entry(each) == _of_entry(deed) and _mistaken(each, _codes(params), ())
        for each in before
        if each.tag == "docket:filed"
    )


def _codes(params: Params) -> Params:
    return {"codes": params["codes"]} if "codes" in params else {}


def _filed_anew(deed: Deed, params: Params, before: Sequence[Deed]) -> bool:
    """A paper without the mistake that an earlier one of the same event had.

    One that the court did not ask for is no repair, but the next mistake.
    """
    told = deed.detail
    left = set(told.get("mistakes", ())) & {*params["codes"], "filed_again"}
    return (
        not left
        and _filed(deed, params, before)
        and any(
            each.tag == "docket:filed"
            and each.member == deed.member
            and each.detail.get("case") == told.get("case")
            and set(each.detail.get("events", ())) & set(told.get("events", ()))
            and _mistaken(each, _codes(params), ())
            for each in before
        )
    )


def _opened(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return _says(type="type", chapter="chapter")(deed, params, ())


def _amount(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    cents = int(deed.detail.get("cents", 0))
    words = str(deed.detail.get("description", "")).lower()
    return (
        str(params.get("what", "")).lower() in words
        and ("court" not in params or deed.detail.get("court") == params["court"])
        and params.get("at_least", cents) <= cents <= params.get("at_most", cents)
    )


def _spent(deed: Deed, params: Params, before: Sequence[Deed]) -> bool:
    charged = [each for each in (*before, deed) if each.tag == "billing:charged"]
    return sum(int(each.detail.get("cents", 0)) for each in charged) > int(params["cents"])


def _again(deed: Deed, params: Params, before: Sequence[Deed]) -> bool:
    def of(each: Deed) -> tuple[Any, ...]:
        return tuple(each.detail.get(name) for name in ("court", "description", "criteria"))

    return _amount(deed, params, before) and any(
        each.tag == "billing:charged" and of(each) == of(deed) for each in before
    )


def _read(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return (
        "case" not in params or _same_case(str(deed.detail.get("case", "")), params["case"])
    ) and _says(number="number")(deed, params, ())


def _where(deed: Deed, params: Params, _before: Sequence[Deed]) -> bool:
    return deed.tag == params["tag"] and all(
        _plain(deed.detail.get(name)) == wanted
        for name, _, wanted in (each.partition("=") for each in params.get("where", ()))
    )


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


# --------------------------------------------------------------------------- the catalogue

_KIND: Final = Param(
    "kind",
    str,
    "whose it is: one person's, an office's, a firm's PAA",
    allowed=("individual", "shared", "paa"),
)
_REASON: Final = Param("reason", str, "why it was refused, as the trail says it")
_NAMES: Final = Param("names_differ", bool, "whether the two names on the screen differed")
#: What the clerk's office does to an entry, as the trail calls it.
_CORRECTIONS: Final = ("text", "paper", "access", "strike")
_CODES: Final = "codes of the mistakes, any of which counts"
_FILING: Final = (
    Param("events", list, "keys of `docs/events.md`, any of which will do"),
    Param("case", str, "the number of the case, with or without its office"),
    Param("attachments", int, "how many papers besides the main one, at least"),
    Param("attachments_at_most", int, "how many papers besides the main one, at most"),
    Param("categories", list, "categories that attachments have, such as Exhibit"),
    Param("relief", list, "what the motion asks for, all of it, as the event says"),
    Param("linked", bool, "whether it refers to entries of the docket"),
    Param("access", str, "who may see it: public, sealed ..."),
    Param("clean", bool, "whether none of the known mistakes were in it"),
)


_ALL: Final = (
    # sessions
    Predicate(
        "signed_in",
        "A session began: at a court, or at PACER itself.",
        ("signin:opened", "signin:success"),
        (
            Param(
                "login",
                str,
                "a court's own old login, or PACER's: `typed` at a court that is not on NextGen "
                "yet, or `central` at PACER for a court that is",
                allowed=("court", "pacer", "typed", "central"),
            ),
        ),
        _login,
    ),
    Predicate(
        "sign_in_refused",
        "A password or passcode was wrong.",
        ("signin:refused",),
        (_REASON,),
        _reason,
    ),
    Predicate("signed_out", "A session was ended.", ("signin:closed",)),
    # the account of a court (seed 000)
    Predicate(
        "account_screen",
        "A screen of Maintain Your Account was reached; only the last one changes anything.",
        ("account:screen",),
        (
            Param("screen", str, "which one", allowed=("account", "more", "confirm")),
            Param("password", bool, "whether a new password was typed before"),
            Param("login", bool, "whether another login name was typed before"),
        ),
        _says(screen="screen", password="password", login="login"),  # noqa: S106 - names of details
    ),
    Predicate(
        "change_abandoned",
        "The account screens were left before the second Submit, with something typed.",
        ("account:abandoned",),
    ),
    Predicate(
        "maintenance_refused",
        "Maintain Your Account was not there, or did not take what was typed.",
        ("account:refused",),
        (_REASON,),
        _reason,
    ),
    Predicate(
        "password_changed",
        "A password was changed or set anew, at a court or at PACER.",
        ("account:changed", "password:reset", "account:password_changed", "account:password_reset"),
        (),
        _password,
    ),
    Predicate(
        "reset_asked",
        "A mail for a forgotten password was asked for.",
        ("password:reset_asked", "recovery:link_sent", "portal:reset_asked"),
    ),
    Predicate(
        "login_renamed",
        "A login name was changed.",
        ("account:changed", "account:user_name_changed"),
        (),
        _renamed,
        _named_back,
        "the old name given back",
    ),
    # linking (seed 001)
    Predicate(
        "link_confirm_asked",
        "The old login was right: the second screen asks whether to link.",
        ("link:confirm_asked",),
        (_NAMES,),
        _says(names_differ="names_differ"),
    ),
    Predicate("link_refused", "The court did not link.", ("link:refused",), (_REASON,), _reason),
    Predicate(
        "linked",
        "An old account was linked, for good.",
        ("link:success",),
        (_NAMES,),
        _says(names_differ="names_differ"),
    ),
    Predicate(
        "menu_changed",
        "The menu of a court followed a new right, at a click after it.",
        ("menu:changed",),
    ),
    # accounts at PACER (seeds 002, 003)
    Predicate(
        "account_opened",
        "A PACER account was registered.",
        ("account:opened",),
        (_KIND,),
        _says(kind="kind"),
    ),
    Predicate(
        "account_shown",
        "Manage My Account was opened, with the Account Type at its top.",
        ("account:shown",),
        (_KIND, Param("type", str, "its type", allowed=("legacy", "upgraded"))),
        _says(kind="kind", type="type"),
    ),
    Predicate("account_upgraded", "A legacy account was upgraded.", ("account:upgraded",)),
    Predicate(
        "registration_asked",
        "Registration to file was asked for, at PACER or in a court's own portal.",
        ("efile:submitted", "portal:application_submitted"),
        (Param("court", str, "of which court, if it was asked for at PACER"),),
        _says(court="court"),
    ),
    Predicate(
        "registration_answered",
        "A court said what became of a registration.",
        (
            *("efile:received", "efile:more_info", "efile:approved", "efile:rejected"),
            "portal:application_asked",
            "portal:application_approved",
            "portal:application_rejected",
        ),
        (
            Param("state", str, "what", allowed=("received", "more_info", "approved", "rejected")),
            Param("court", str, "which court"),
        ),
        _answered,
    ),
    Predicate(
        "training_declared",
        "Training and required reading were declared as done in a court's portal.",
        ("portal:training_declared",),
        (Param("track", str, "the track", allowed=("attorneys", "staff", "unrepresented")),),
        _says(track="track"),
    ),
    Predicate(
        "application_refused",
        "A court's own portal did not take an application.",
        ("portal:application_refused",),
        (Param("codes", list, "why, any of which counts, as the trail says it"),),
        _coded,
    ),
    Predicate(
        "document_read",
        "A document of a court's shelf was opened.",
        ("shelf:read",),
        (Param("document", str, "which one, by the id of reading lists"),),
        _says(document="document"),
    ),
    # the second factor
    Predicate(
        "security_code_sent",
        "A security code was mailed.",
        ("mfa:code-sent",),
        (Param("purpose", str, "for what, such as enroll"),),
        _purpose,
    ),
    Predicate(
        "security_code_refused",
        "A wrong security code was typed.",
        ("mfa:code-refused",),
        (Param("purpose", str, "for what, such as enroll"),),
        _purpose,
    ),
    Predicate(
        "app_added",
        "An authenticator app was added.",
        ("mfa:app-added",),
        (),
        undoes=_last_app_gone,
        undone_by="the last app deleted",
    ),
    Predicate("app_refused", "The first passcode of an app was wrong.", ("mfa:app-refused",)),
    Predicate("app_deleted", "An authenticator app was deleted.", ("mfa:app-deleted",)),
    Predicate("backup_codes_made", "Ten backup codes were made.", ("mfa:codes-made",)),
    Predicate("passcode_used", "A passcode or backup code opened a session.", ("mfa:code-used",)),
    Predicate("enrolment_put_off", "Skip was pressed instead of enrolling.", ("mfa:skipped",)),
    # mail
    Predicate(
        "mail_read",
        "A mail was opened in the mailbox for the first time.",
        ("mail:read",),
        (
            Param("template", str, "which mail: the name of its template, such as nef"),
            Param("court", str, "the member that sent it"),
        ),
        _mail,
    ),
    Predicate(
        "letter_sent",
        "A letter to a court's help desk or seminar address was sent.",
        ("letter:sent",),
        (Param("box", str, "the address"),),
        _says(box="box"),
    ),
    # the docket
    Predicate(
        "filed", "A paper was filed in an existing case.", ("docket:filed",), _FILING, _filed
    ),
    Predicate(
        "filed_with_mistake",
        "A paper was filed with one of the mistakes that the dry run would have named.",
        ("docket:filed", "claim:filed"),
        (Param("codes", list, _CODES), *_FILING[:-1]),
        _mistaken,
    ),
    Predicate(
        "dry_run",
        "A filing was tried on its last screen, without being filed.",
        ("filing:rehearsed",),
        (Param("clean", bool, "whether none of the known mistakes were in it"),),
        _rehearsed,
    ),
    Predicate(
        "file_refused",
        "The court's gate turned a file down.",
        ("paper:refused",),
        (Param("codes", list, "why, any of which counts, as the trail says it"),),
        _coded,
    ),
    Predicate(
        "entry_corrected",
        "The clerk's office corrected an entry that had been filed with a mistake.",
        tuple(f"docket:{each}" for each in _CORRECTIONS),
        (
            Param("codes", list, _CODES),
            Param("how", list, f"how, any of which will do: {', '.join(_CORRECTIONS)}"),
        ),
        _corrected,
    ),
    Predicate(
        "filed_anew",
        "A paper was filed without a mistake that an earlier one of the same event and case had, "
        "after the clerk's office had found that one deficient or struck it.",
        ("docket:filed",),
        (Param("codes", list, _CODES, required=True), *_FILING[:-1]),
        _filed_anew,
    ),
    Predicate(
        "appearance_decided",
        "The clerk's office of a circuit looked at an appearance.",
        ("appearance:approved", "appearance:rejected"),
        (Param("state", str, "what became of it", allowed=("approved", "rejected")),),
        lambda deed, params, _before: (
            "state" not in params or deed.tag == f"appearance:{params['state']}"
        ),
    ),
    Predicate(
        "case_opened",
        "A case was opened.",
        ("case:opened",),
        (
            Param("type", str, "its type: cv, cr, bk, ap ..."),
            Param("chapter", str, "the chapter of a bankruptcy"),
        ),
        _opened,
    ),
    Predicate(
        "claim_filed",
        "A proof of claim was filed.",
        ("claim:filed",),
        (Param("clean", bool, "whether none of the known mistakes were in it"),),
        _rehearsed,
    ),
    Predicate("claim_withdrawn", "A claim was withdrawn.", ("claim:withdrawn",)),
    Predicate("fee_paid", "A filing fee was paid.", ("payment:made",)),
    # the record
    Predicate(
        "charged",
        "Something was looked at that cost money.",
        ("billing:charged",),
        (
            Param("what", str, "words of the receipt's description, such as Docket Report"),
            Param("court", str, "the court that charged; pcl is the case locator"),
            Param("at_least", int, "so many cents or more"),
            Param("at_most", int, "so many cents or less"),
        ),
        _amount,
    ),
    Predicate(
        "charged_again",
        "The same was looked at, and paid for, a second time.",
        ("billing:charged",),
        (
            Param("what", str, "words of the receipt's description"),
            Param("court", str, "the court that charged"),
        ),
        _again,
    ),
    Predicate(
        "spent_more_than",
        "All that was charged since the exercise began is more than a sum.",
        ("billing:charged",),
        (Param("cents", int, "the sum in cents", required=True),),
        _spent,
    ),
    Predicate(
        "paper_read",
        "A paper was opened, whatever it cost.",
        ("papers:read",),
        (
            Param("case", str, "the number of its case"),
            Param("number", int, "its number on the docket"),
        ),
        _read,
    ),
    Predicate(
        "paper_refused",
        "A paper was asked for that is not for whoever asked.",
        ("papers:refused",),
        (
            Param("case", str, "the number of its case"),
            Param("number", int, "its number on the docket"),
            _REASON,
        ),
        lambda deed, params, before: _read(deed, params, before) and _reason(deed, params, before),
    ),
    Predicate("free_look_used", "A paper was read by the free look.", ("papers:free_look",)),
    # firms
    Predicate("firm_invited", "A firm's administrator invited an account.", ("paa:invited",)),
    Predicate(
        "firm_accepted",
        "The holder of an account let the firm pay.",
        ("paa:accepted",),
        (),
        undoes=lambda deed, _params, _before: deed.tag in ("paa:left", "paa:removed"),
        undone_by="leaving the firm, or being removed",
    ),
    Predicate("firm_declined", "The holder of an account declined.", ("paa:declined",)),
    Predicate(
        "firm_unknown_account",
        "A firm's administrator named an account that is not there, or not of that name.",
        ("paa:unknown_account",),
    ),
    Predicate(
        "statement_read",
        "The statement of a quarter was opened.",
        ("billing:statement_read",),
        (Param("due", bool, "whether anything was due"),),
        _says(due="due"),
    ),
    Predicate("bill_paid", "A statement was paid.", ("billing:paid",)),
    Predicate(
        "payment_declined",
        "A card or bank account was refused by the processor.",
        ("billing:payment_refused",),
    ),
    # whatever else
    Predicate(
        "noted",
        "Any event of the trail, for what has no check of its own.",
        (),
        (
            Param("tag", str, "the event's tag, as the trail shows it", required=True),
            Param("where", list, "details, each as name=value; yes and no stand for themselves"),
        ),
        _where,
    ),
)
PREDICATES: Final[Mapping[str, Predicate]] = MappingProxyType({each.name: each for each in _ALL})
