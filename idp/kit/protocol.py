"""Drawing the tasks of a run: courts are asked for theirs, those about PACER are made here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from idp.kit import queries, service
from idp.mfa import policy
from shared import client_map, kit, personas
from shared.kit import Question, Task
from shared.personas import PacerAccountSeed
from shared.sandbox import KIT_PATH
from shared.web import asking, edge

#: The persona of programs that send a one-time code.
MFA_PERSONA: Final = "client_mfa"


def draw_run(*, seed: int, owner: str) -> str:
    """Draw the tasks of a run of the conformance kit, keep them, and return its name."""
    token = service.new_run_id()
    courts = [each for each in edge.runtime().federation.courts if edge.now() >= each.live_at]
    found: list[Question] = []
    for each in client_map.in_order(courts, seed, live=lambda _one: True) if courts else ():
        told = asking.told(each, KIT_PATH, {"seed": seed})
        found += [Question.from_json(one) for one in told["questions"]]
    chosen = _one_of_each(found)
    session = edge.session()
    chosen += [
        question
        for question in (
            _party_cases(seed),
            _charged(token, chosen),
            _signed_in(),
        )
        if question is not None
    ]
    service.keep_run(
        session,
        token=token,
        seed=seed,
        questions=chosen,
        owner=owner,
        wall=edge.wall(),
    )
    return token


def _one_of_each(found: Iterable[Question]) -> list[Question]:
    courts = {each.id: each for each in edge.runtime().federation.courts}
    chosen: dict[tuple[str, str], Question] = {}
    for each in found:
        chosen.setdefault((courts[each.task.court].kind, each.task.kind), each)
    return list(chosen.values())


def _persona(key: str) -> PacerAccountSeed:
    found = personas.by_key(personas.load())[key].pacer
    return cast(PacerAccountSeed, found)


def _who(seed: PacerAccountSeed) -> dict[str, str]:
    return {"user": seed.user_name, "password": seed.password}


def _party_cases(seed: int) -> Question | None:
    session = edge.session()
    names = queries.party_names(session)
    if not names:
        return None
    last, first = names[seed % len(names)]
    given = {"last_name": last, **({"first_name": first} if first else {})}
    task = Task(
        id="",
        kind="party_cases",
        title=f"Find the cases of {' '.join((first, last)).strip()}",
        prompt="Search the case locator for parties of this name, in all courts. Give each case "
        "once, as its court's id and its full number with a blank between: “ctdce 3:2021cv00044”.",
        court=edge.runtime().federation.idp.id,
        shape="texts",
        given={**_who(_persona(client_map.PERSONA)), **given},
    )
    known = queries.cases_of_party(session, last=last, first=first)
    hint = "Names are found by their beginning; a case with two such parties counts once."
    return Question(task, (known,), hint=hint)


def _charged(token: str, chosen: list[Question]) -> Question | None:
    # A case with parties to name has the docket report that most programs know.
    docket = next((each for each in chosen if each.task.kind == "parties"), None)
    if docket is None:
        return None
    who, code = _persona(client_map.PERSONA), f"KIT{token}"
    task = Task(
        id="",
        kind="charged",
        title="Tell what a docket report costs",
        prompt="Sign in with this client code and fetch the full docket report of the case once. "
        "How many cents were charged, by the receipt?",
        court=docket.task.court,
        shape="integer",
        given={
            **docket.task.given,
            **_who(who),
            "account_number": who.account_number,
            "client_code": code,
        },
    )
    hint = "Every report fetched under this client code is in the sum; a page has 54 lines."
    return Question(task, live=kit.CHARGED, hint=hint)


def _signed_in() -> Question | None:
    """Ask for a sign-in with a code, in the years in which there is a second factor."""
    if not policy.offered(edge.now().date()):
        return None
    who = _persona(MFA_PERSONA)
    task = Task(
        id="",
        kind="signed_in",
        title="Sign in with a one-time code",
        prompt="Sign in by cso-auth with the code of the authenticator app whose secret is given. "
        "Give the nextGenCSO token, and do not sign out before the answers are judged.",
        court=edge.runtime().federation.idp.id,
        shape="text",
        given={**_who(who), "totp_secret": who.totp_secret},
    )
    hint = "A code can be used once: wait for the next one after a sign-in."
    return Question(task, live=kit.SIGNED_IN, hint=hint)
