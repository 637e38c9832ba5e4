"""The named schemas of the sandbox's API, and what its groups of routes are for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from idp.sandbox.declared import Schema, integer, listed, nullable, record, record_of, ref, text

_MOMENT: Final = text(format="date-time")
_FLAG: Final[Schema] = {"type": "boolean"}
_ANY_TEXT: Final = nullable(text())

TAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "health": "Whether the members are ready.",
        "personas": "Who can sign in, with which password and which code.",
        "clock": "Court time of the whole federation. Protocols live in real time and do not mind.",
        "mail": "Every mail that any member sent, to whomever.",
        "world": "What the courts hold, and what a client program can be sent to.",
        "classes": "Classes: made, set back, moved along the calendar.",
        "seats": "Seats of a class: who sits there, kept and set back one by one.",
        "faults": "What goes wrong on purpose (docs/faults.md).",
        "kit": "Tasks with known answers for client programs.",
    }
)

PROBLEM: Final = record(
    "A refusal (RFC 9457).",
    optional=("errors",),
    type=text(),
    title=text(),
    status=integer(),
    code=text("Stable, for programs."),
    detail=text("A sentence for people."),
    errors=listed(text(), "What is wrong with the request, one by one."),
)

_PERSONA: Final = record(
    "Somebody invented. Values that there are not are null.",
    key=text("By which the persona is named in documentation and tests."),
    name=text(),
    story=text(),
    user_name=_ANY_TEXT,
    password=_ANY_TEXT,
    account_number=_ANY_TEXT,
    kind=_ANY_TEXT,
    registration_type=_ANY_TEXT,
    legacy=nullable(_FLAG),
    status=nullable(text("As planted; what became of it since is not told here.")),
    email=_ANY_TEXT,
    staff_of=listed(text()),
    staff_roles=listed(text()),
    totp_secret=_ANY_TEXT,
    borrows={"type": "object", "additionalProperties": text()},
    same_person_as=_ANY_TEXT,
    courts={
        "type": "object",
        "description": "Old logins and registrations by court.",
        "additionalProperties": ref("CourtAccount"),
    },
)

_COURT_ACCOUNT: Final = record(
    login=_ANY_TEXT,
    password=_ANY_TEXT,
    password_known=_FLAG,
    temporary_password=_FLAG,
    name=text(),
    role=text(),
    status=text(),
    primary_email=text(),
    link=text(),
    linked_on=nullable(text(format="date")),
)

_CLOCK: Final = record(
    "How court time is set.",
    now=_MOMENT,
    frozen=_FLAG,
    offset_seconds={"type": "number", "description": "Court time less real time."},
    agree={**_FLAG, "description": "Whether all members say the same."},
    members=listed(ref("MemberClock")),
)

_OWN_CLOCK: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "now": _MOMENT,
        "frozen": _FLAG,
        "offset_seconds": {"type": "number", "description": "How far ahead of the federation."},
    }
)

_MAIL_HEAD: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "id": integer("Grows with each mail: ask for those after the last one."),
        "member": text("Who sent it."),
        "template": text("What kind of mail it is."),
        "sender": text(),
        "recipient": text(),
        "subject": text(),
        "court_time": _MOMENT,
        "sent_at": _MOMENT,
        "read": _FLAG,
        "world": integer("0 is everyone's; a seat has a world of its own."),
    }
)

_PAPER: Final = record(
    id=text("As addresses carry it, for the paper itself."),
    menu=text("The same with a 0 as its fourth digit, for its attachment menu."),
    seq=nullable(integer()),
    number=nullable(integer("Document number on the docket.")),
    attachment=integer("0 is the main document."),
    access=text(),
    pages=integer(),
)

_CASE: Final = record(
    id=integer("The pacer_case_id."),
    number=text(),
    caption=text(),
    family=text(),
    chapter=text(),
    nature=text(),
    filed=text(format="date"),
    terminated=nullable(text(format="date")),
    flags=listed(text()),
    sealed=_FLAG,
    restricted=text(),
    opening=_FLAG,
    documents=listed(ref("Paper")),
)

_COUNTS: Final = record(cases=integer(), entries=integer(), documents=integer())

_COURT: Final = record(
    id=text(),
    kind=text(),
    url=text(format="uri"),
    counts=ref("Counts"),
    cases=listed(ref("Case")),
)

_MAP: Final = record(
    "Where real host names are answered, and one case for each kind of court.",
    login=text(format="uri"),
    pcl=text(format="uri"),
    courts={"type": "object", "additionalProperties": text(format="uri")},
    hosts={"type": "object", "additionalProperties": text(format="uri")},
    default={"type": "null"},
    user=text(),
    password=text(),
    totp_secret=_ANY_TEXT,
    targets={
        "type": "object",
        "description": "By kind of court; what is told differs from kind to kind.",
        "additionalProperties": {"type": "object", "additionalProperties": text()},
    },
)

_CLASS: Final = record(
    id=integer(),
    code=text("Of the class in addresses, and in the names of its seats."),
    join_code=text("What a trainee types under /join."),
    name=text(),
    start=text("The state in which its seats began."),
    exercises=listed(text(), "Keys of what each seat is given, in their order."),
    hints_cost={**_FLAG, "description": "Whether a hint costs points."},
    world=integer(),
    seats=integer(),
    ready=integer("So many of its seats can be used."),
    made_at=_MOMENT,
)

_SEAT: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "number": integer(),
        "state": text(enum=["making", "changing", "ready"]),
        "world": integer("Another one after each reset."),
        "learner": text("As whoever sits there calls themselves."),
        "joined": _FLAG,
        "join_url": text("Sits down without a code; empty for the class itself."),
    }
)

_SITTER: Final = record(
    persona=text("Of whom it is a copy."),
    name=text(),
    user_name=_ANY_TEXT,
    password=_ANY_TEXT,
    email=_ANY_TEXT,
    totp_secret=_ANY_TEXT,
    logins={
        "type": "object",
        "description": "Old logins by court.",
        "additionalProperties": record(login=text(), password=_ANY_TEXT),
    },
)

_FAULT: Final = record(
    "A fault that is on.",
    id=text(),
    name=text(),
    scope=text(),
    value=text(),
    times=nullable(integer()),
    amount=nullable(integer()),
    set_by=text(),
    set_at=_MOMENT,
    met={
        "type": "object",
        "description": "How often it has bitten, by member.",
        "additionalProperties": integer(),
    },
)

_KNOWN_FAULT: Final = record(
    name=text(),
    title=text(),
    does=text(),
    react=text("What a good program or person does."),
    scopes=listed(text()),
    most_times=nullable(integer()),
    amount=nullable(record(unit=text(), usual=integer(), least=integer(), most=integer())),
)

_TASK: Final = record(
    id=text("Under which its answer is given."),
    kind=text(),
    title=text(),
    prompt=text("What is asked, in a sentence for people."),
    court=text(),
    shape=text("What an answer looks like.", enum=["integer", "text", "texts", "fields"]),
    given={
        "type": "object",
        "description": "What a program needs to know.",
        "additionalProperties": text(),
    },
    fields=listed(text(), "Of an answer by fields."),
)

_VERDICT: Final = record(
    id=text(), kind=text(), title=text(), passed=_FLAG, why=text("Empty where it is right.")
)

SCHEMAS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "Problem": PROBLEM,
        "Health": record(
            status=text(enum=["ok", "degraded"]),
            mode=text(),
            members=listed(ref("MemberHealth")),
            waiting=integer("Messages of the service center that are not delivered yet."),
        ),
        "MemberHealth": record(id=text(), url=text(format="uri"), ready=_FLAG, problem=text()),
        "Persona": _PERSONA,
        "CourtAccount": _COURT_ACCOUNT,
        "Code": record(code=text(), seconds_left=integer()),
        "Clock": _CLOCK,
        "MemberClock": record(id=text(), now=nullable(_MOMENT), problem=text()),
        "MailHead": record_of(_MAIL_HEAD, "A mail without its text."),
        "Mail": record_of(
            {
                **_MAIL_HEAD,
                "text": text("Empty where a mail has one form only."),
                "html": text(),
                "links": listed(text(format="uri"), "Every address in it."),
            }
        ),
        "Counts": _COUNTS,
        "Court": _COURT,
        "Case": _CASE,
        "Paper": _PAPER,
        "World": record(courts=listed(record(id=text(), kind=text(), url=text(), counts=_COUNTS))),
        "Map": _MAP,
        "Start": record(
            name=text(), title=text(), story=text(), at=text("Its court time, if any.")
        ),
        "Exercise": record(
            key=text(),
            title=text(),
            story=text(),
            minutes=integer("How long it takes, about."),
            points=integer("What it is worth at most."),
            steps=integer(),
            at=text("Its court time, if any."),
        ),
        "Given": record(
            "An exercise of a seat.",
            key=text(),
            title=text(),
            begun_at=nullable(_MOMENT),
            steps=integer(),
            done=integer("So many of its steps are done."),
            due=nullable(text("The step that is due, by its title.")),
            points=integer(),
            most=integer(),
            mistakes=listed(text(), "What went wrong, each once."),
            certificate=nullable(text("The code of the certificate.")),
        ),
        "Class": _CLASS,
        "ClassClock": record_of({"code": text(), **_OWN_CLOCK, "seats": listed(ref("SeatClock"))}),
        "SeatClock": record_of({"number": integer(), **_OWN_CLOCK}),
        "Seat": record_of(_SEAT),
        "WholeSeat": record_of(
            {
                **_SEAT,
                "people": listed(ref("Sitter")),
                "checkpoints": listed(ref("Checkpoint")),
                "exercises": listed(ref("Given")),
            }
        ),
        "Sitter": _SITTER,
        "Checkpoint": record(
            id=integer(),
            name=text(),
            court_time=_MOMENT,
            taken={**_FLAG, "description": "Whether it can be gone back to."},
        ),
        "Fault": _FAULT,
        "KnownFault": _KNOWN_FAULT,
        "Task": _TASK,
        "KitRun": record(
            id=text(),
            seed=integer(),
            made_at=_MOMENT,
            tasks=listed(ref("Task")),
            report=nullable(ref("Report")),
        ),
        "Report": record(
            run=text(),
            seed=integer(),
            passed=integer(),
            failed=integer(),
            tasks=listed(ref("Verdict")),
        ),
        "Verdict": _VERDICT,
    }
)
