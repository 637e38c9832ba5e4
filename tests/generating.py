"""Filings of every sort, drawn by dice and filed as people file: each by somebody with a session,
through the one decision and `submit_filing`; claims and adversaries by the ways of their rooms.
"""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Response
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.accounts.models import ACTIVE, CourtUser
from courts.briefing import service as briefing
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.claiming import protocol as claiming
from courts.claims import service as register
from courts.claims.models import Claim
from courts.claims.service import Statement
from courts.docket import queries as docket
from courts.docket.models import Document
from courts.docket.queries import EntryView, Span
from courts.filing import protocol as filing
from courts.filing import service as committing
from courts.kinds import doc_ids, suits
from courts.kinds.catalogue import Event
from courts.kinds.drafts import LEAD, NOTICED
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices import letter, protocol
from courts.notices.protocol import Served
from courts.openings import drafting, offices
from courts.openings import protocol as openings
from courts.openings import service as opening
from courts.petitions import service as petitions
from shared.db import every_world
from shared.ids import subject_of
from shared.timekeeping import read_setting
from shared.web import edge
from shared.wire import MailDelivery
from tests.integration.courts.bench import PEOPLE, Bench, Browser
from tests.noticing import TEMPLATES, Mailing, differences, flat, read, store_paper

#: The menu in which the events of a family of cases stand; of appeals there is one alone.
MENUS = {
    "civil": "Civil",
    "criminal": "Criminal",
    "bankruptcy": "Bankruptcy",
    "adversary": "Adversary",
}
#: Captions as courts have them, and worse.
CAPTIONS = (
    "Peña & Söhne, Inc. v. O'Malley",
    'In re: "Big Box" Antitrust Litigation § 1',
    "AT&T Example Corp. et al v. Zoë Ñandú-Smith, Jr.",
    "United States of America v. " + ", ".join(f"Defendant Number {n}" for n in range(1, 15)),
    "Doe – Roe … v. “The Quoted Company”",
)
WORDS = (
    "as to interrogatories",
    'regarding "Exhibit A" & B',
    "for Zoë O'Brien; 50% of § 1746",
    "A Long Name of a Thing, " * 6 + "and so on",
)
FILES = ("motion.pdf", "C:\\fakepath\\Ex A (final).pdf", "a@b.pdf", "")
ABOUT = ("", "Exhibit A", "Declaration of Zoë & Co.")
KINDS = {"date": "12/01/2021", "money": "1,200.00", "number": "2"}
TRIES = 400


@dataclass
class Tally:
    """What was filed, sent and read, and what differed."""

    filings: int = 0
    refused: int = 0
    mails: int = 0
    html: int = 0
    text: int = 0
    sealed: int = 0
    without: int = 0
    linked: int = 0
    attached: int = 0
    joint: int = 0
    claims: int = 0
    looks: int = 0
    opened: int = 0
    fields: int = 0
    events: Counter[str] = field(default_factory=Counter)
    filed: list[tuple[Case, EntryView]] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Made:
    """One filing with its mails, and whose it is; a claim has no entry."""

    mailing: Mailing
    filer: Filer
    events: tuple[str, ...]


@contextmanager
def request_as(browser: Browser) -> Iterator[Session]:
    """A request of somebody who is signed in, as deeds of it run; its transaction is committed."""
    bench = browser.bench
    cookie = browser.client.get_cookie(
        f"moot_{bench.member.id}_session", urlsplit(bench.member.public_url).hostname or ""
    )
    assert cookie is not None
    with bench.app.test_request_context(
        "/",
        base_url=bench.member.origins["ecf"],
        headers={"Cookie": f"{cookie.key}={cookie.value}"},
    ):
        bench.app.preprocess_request()
        assert court_edge.person().user_id
        yield edge.session()
        bench.app.process_response(Response())


class Trainees:
    """The people who file in one court, and the dice that say what."""

    def __init__(self, bench: Bench, seed: int = 7) -> None:
        self.bench = bench
        self.dice = random.Random(f"{seed}/{bench.member.id}")
        self.tally = Tally()
        with bench.database.reading() as session:
            self.live = bench.member.live_at <= read_setting(session).now(bench.clock())
        self._prepare()
        source = "oidc" if self.live else "court"
        self.browsers = [bench.signed_in(key, source=source) for key in self._keys(source)]
        with bench.database.reading() as session:
            rows = session.scalars(every_world(select(Case).order_by(Case.id))).all()
            self.cases = [row.id for row in rows if not row.opening]
            self.mains = [row.id for row in rows if row.family == "bankruptcy" and not row.sealed]

    def _prepare(self) -> None:
        """Give cases captions of every sort; let every second account ask for text, all linked."""
        with self.bench.database.writing() as session:
            rows = session.scalars(every_world(select(Case).order_by(Case.id))).all()
            for at, row in enumerate(row for row in rows if row.family != "bankruptcy"):
                if at % 3 == 1:
                    row.caption = CAPTIONS[at // 3 % len(CAPTIONS)]
            for user in session.scalars(every_world(select(CourtUser))):
                user.notice_format = "text" if user.id % 2 else "html"
            for key, person in PEOPLE.items():
                account = person.courts.get(self.bench.member.id)
                if account is not None and account.login_name and self.live:
                    session.execute(
                        update(CourtUser)
                        .where(CourtUser.login_key == account.login_name.lower())
                        .values(linked_subject=subject_of(key), status=ACTIVE)
                    )

    def _keys(self, source: str) -> list[str]:
        found = []
        for key, person in PEOPLE.items():
            account = person.courts.get(self.bench.member.id)
            if account is None or account.role == "filing_agent":
                continue
            if source == "court" and not account.login_name:
                continue
            if source == "oidc" and (person.pacer is None or person.pacer.status != "active"):
                continue
            found.append(key)
        return found

    # ------------------------------------------------------------------ filing

    def generate(self, count: int) -> Tally:
        """File so many times; read every mail and compare it with what was filed."""
        ways = [self._event]
        if self.mains:
            ways = [self._event] * 7 + [self._claim, self._adversary, self._adversary]
        tries = 0
        while self.tally.filings < count:
            tries += 1
            assert tries < TRIES * count, "nobody may file anything"
            made = self.dice.choice(ways)()
            if made is None:
                self.tally.refused += 1
                continue
            self._check(made)
        return self.tally

    def _sent(self, before: int) -> tuple[MailDelivery, ...]:
        rows = self.bench.promised("mail.delivery")[before:]
        mails = (MailDelivery.from_json(each) for each in rows)
        return tuple(each for each in mails if each.template in TEMPLATES)

    def _event(self) -> Made | None:
        """File an event of the catalogue in a case, if the one decision lets somebody."""
        dice, browser = self.dice, self.dice.choice(self.browsers)
        before = len(self.bench.promised("mail.delivery"))
        with request_as(browser) as session:
            case = cases.by_id(session, dice.choice(self.cases))
            assert case is not None
            view, court, who = cases.whole(session, case), filing.bench(), filing.filer()
            menu = MENUS.get(case.family, "")
            offered = [
                event
                for event in court.catalogue.events.values()
                if not event.by_court
                and not event.opens
                and event.stage != "claims"
                and (not menu or event.menu == menu)
                and event.exists_on(court_edge.today())
                and filing.flow_taking(event.key) is None
            ]
            told = self._drawn(session, view, dice.choice(offered), offered)
            if told is None:
                return None
            facts = court_edge.filing_facts(court_edge.person())
            try:
                filed = committing.submit_filing(
                    session,
                    told,
                    filer=who,
                    facts=facts,
                    bench=court,
                    now=edge.now(),
                    today=court_edge.today(),
                    compose=filing.composer(),
                )
            except committing.NotAllowedError:
                edge.undo()
                return None
            if any(event.stage == "appearance" for event in filed.events) and not menu:
                briefing.take_appearance(session, filed, told.filers, filer=who, now=edge.now())
            notice = protocol.serve(session, Served(filed.case, filed.view), filer=who)
            filing.tell_followers(session, filed, who)
            kept = _apart(session, (filed.case, filed.view))
            said = letter.Told.from_json(notice.facts)
        return Made(Mailing(kept, said, self._sent(before)), who, told.events)

    def _drawn(
        self, session: Session, view: CaseView, event: Event, offered: Sequence[Event]
    ) -> Filing | None:
        """Draw what the filing says; None if the case has nothing that the event could answer."""
        dice = self.dice
        parties = [each.party.id for each in view.parties if each.party.terminated_on is None]
        if not parties:
            return None
        refers: tuple[int, ...] = ()
        if event.refers != "no":
            refers = self._answered(session, view, event)
            if event.refers == "must" and not refers:
                return None
        more = [each for each in offered if each.relief and each.key != event.key]
        events = [event]
        if event.relief and more and dice.random() < 0.25:
            events.append(dice.choice(more))
        filers = tuple(dice.sample(parties, min(len(parties), dice.choice((1, 1, 2)))))
        roles = (NOTICED,) if dice.random() < 0.5 else (LEAD, NOTICED)
        appears = tuple((each, roles) for each in filers) if dice.random() < 0.2 else ()
        return Filing(
            case_id=view.case.id,
            events=tuple(each.key for each in events),
            filers=filers,
            against=tuple(dice.sample(parties, 1)) if event.against else (),
            refers=refers,
            answers={each.name: self._answer(each) for one in events for each in one.prompts},
            papers=self._papers(event.document),
            access="sealed" if dice.random() < 0.1 else "",
            prefix=dice.choice(("", "", "AMENDED", "EMERGENCY")),
            free=dice.choice(("", "", *WORDS)),
            appears_for=appears if MENUS.get(view.case.family) else (),
        )

    def _answered(self, session: Session, view: CaseView, event: Event) -> tuple[int, ...]:
        known = filing.bench().catalogue.events
        found = []
        for each in docket.entries(session, view.case.id, Span()):
            other = known.get(each.entry.event)
            names = {each.entry.event, other.group if other else ""}
            if each.entry.number is not None and names & set(event.answers):
                found.append(each.entry.seq)
        return tuple(sorted(self.dice.sample(found, min(len(found), self.dice.choice((1, 1, 2))))))

    def _answer(self, prompt: Any) -> str:
        if prompt.kind == "choice":
            return str(self.dice.choice(prompt.choices))
        return KINDS.get(prompt.kind) or self.dice.choice(WORDS)

    def _papers(self, document: str) -> tuple[Paper, ...]:
        dice = self.dice
        if document == "none" or (document == "optional" and dice.random() < 0.5):
            return ()
        return tuple(
            store_paper(
                self.bench,
                f"{dice.choice(FILES)}{dice.randrange(10**6)}",
                category="" if place == 0 else "Exhibit",
                description="" if place == 0 else dice.choice(ABOUT),
            )
            for place in range(dice.choice((1, 1, 2, 4)))
        )

    def _claim(self) -> Made | None:
        """Register a claim, or an amendment of one."""
        dice, browser = self.dice, self.dice.choice(self.browsers)
        before = len(self.bench.promised("mail.delivery"))
        with request_as(browser) as session:
            case = cases_service.lock_case(session, dice.choice(self.mains))
            who = filing.filer()
            try:
                claiming.check(claiming.PROOF, cases.whole(session, case))
            except committing.NotAllowedError:
                edge.undo()
                return None
            known = session.scalars(select(Claim).where(Claim.case_id == case.id)).all()
            amends = dice.choice(known) if known and dice.random() < 0.4 else None
            name = amends.creditor if amends else f"Creditor Number {dice.randrange(1000)} & Co."
            creditor = register.add_creditor(session, case, name, ("1 Example Street",))
            cents = dice.randrange(1, 10**8)
            statement = Statement(
                name, ("1 Example Street",), (("Amount", cents),), "CR", who.name, who.signature
            )
            done = claiming.enter(
                case,
                statement,
                store_paper(self.bench, "claim.pdf"),
                amends=str(amends.number) if amends else "",
                who=who,
            )
            assert creditor.name == done.claim.creditor
            label = done.label
        mails = self._sent(before)
        for mail in mails:
            body = mail.html or mail.text
            good = label in body and name.replace("&", "&amp;" if mail.html else "&") in body
            if not good or read(self.bench.member.id, mail) != {}:
                self.tally.differences.append(f"claim {label}: {mail.subject}")
        self.tally.claims += 1
        told = letter.Told("", "", "", "", "", "", "", ())
        return Made(Mailing((), told, mails), who, ("proof_of_claim",))

    def _adversary(self) -> Made | None:
        """Open an adversary proceeding: one filing on two dockets."""
        dice, browser = self.dice, self.dice.choice(self.browsers)
        before = len(self.bench.promised("mail.delivery"))
        with request_as(browser) as session:
            main = cases_service.lock_case(session, dice.choice(self.mains))
            by = openings.hand()
            codes = dice.sample(sorted(suits.ADVERSARY_NATURES), 2)
            people = [
                {"role": offices.LEFT[0], "name": "Plaintiff & Söhne, Inc."},
                {"role": offices.RIGHT[0], "name": f"Zoë Defendant-{dice.randrange(100)}"},
            ]
            draft = drafting.adversary(
                {"natures": codes},
                people,
                main=drafting.Main(main.number, main.caption, main.judge),
                today=court_edge.today(),
            )
            try:
                found = petitions.file_adversary(
                    session,
                    draft,
                    main,
                    petitions.Petition(
                        "adversary_complaint",
                        offices.LEFT,
                        offices.RIGHT,
                        {"natures": drafting.natures(codes)},
                    ),
                    paperwork=opening.Paperwork(papers=self._papers("required")),
                    hand=by,
                )
            except committing.NotAllowedError:
                edge.undo()
                return None
            filed = found.filed
            notice = protocol.serve(
                session,
                Served(filed.case, filed.view),
                Served(found.main, found.on_main),
                filer=by.filer,
            )
            kept = _apart(session, (filed.case, filed.view), (found.main, found.on_main))
            said = letter.Told.from_json(notice.facts)
        return Made(Mailing(kept, said, self._sent(before)), by.filer, ("adversary_complaint",))

    # ------------------------------------------------------------------ reading

    def _check(self, made: Made) -> None:
        tally, mailing, court = self.tally, made.mailing, self.bench.member.id
        tally.filings += 1
        tally.events[made.events[0]] += 1
        tally.mails += len(mailing.mails)
        tally.html += sum(bool(mail.html) for mail in mailing.mails)
        tally.text += sum(not mail.html for mail in mailing.mails)
        if not mailing.dockets:
            return
        tally.filed += mailing.dockets
        entry, papers = mailing.dockets[0][1].entry, mailing.dockets[0][1].documents
        tally.sealed += entry.access == "sealed"
        tally.without += not papers
        tally.linked += bool(entry.refers)
        tally.attached += len(papers) > 1
        for mail in mailing.mails:
            found = read(court, mail)
            tally.joint += len(found["dockets"]) > 1
            tally.fields += len(flat(found))
            own = mail.recipient.lower() == made.filer.email.lower()
            hidden = entry.access != "public" and not own
            wrong = differences(self.bench, mailing, mail, hidden=hidden)
            tally.differences += [f"{court} {mail.subject}: {each}" for each in wrong]
            read_entry = found["dockets"][0]["docket_entries"][0]
            if read_entry["pacer_magic_num"] is not None:
                tally.looks += 1
                case, view = next(e for e in mailing.dockets if str(e[0].id) == read_docket(found))
                url, is_open = str(read_entry["document_url"]), not case.restricted
                self._look(url, view.documents, is_open=is_open)

    def _look(self, url: str, papers: Sequence[Document], *, is_open: bool) -> None:
        """Use a free look as a program does that has no account: each paper opens once.

        :param is_open: not in a case whose papers want the login of counsel of record (facts 3.9).
        """
        parts = urlsplit(url)
        folder = parts.path.rpartition("/")[0]
        for paper in papers:
            number = doc_ids.written(self.bench.member.doc_prefix, paper.id, doc_ids.PAPER)
            address = f"{folder}/{number}?{parts.query}&use_magic=1"
            first, second = self._opens(address), self._opens(address)
            if first != is_open or second:
                self.tally.differences.append(f"{address}: first {first}, then {second}")
            self.tally.opened += first

    def _opens(self, address: str) -> bool:
        """Say whether an address gives the paper, at once or in the frame that programs follow."""
        client, base = self.bench.browser().client, self.bench.member.origins["ecf"]
        answer = client.get(address, base_url=base, buffered=True)
        framed = re.search(rb'<iframe[^>]* src="([^"]+)"', answer.data)
        if framed is not None:
            answer = client.get(html.unescape(framed[1].decode()), base_url=base, buffered=True)
        return bool(answer.data[:5] == b"%PDF-")


def read_docket(found: dict[str, Any]) -> str:
    """Return the case of the first docket that a program read in a mail."""
    return str(found["dockets"][0]["docket_entries"][0]["pacer_case_id"])


def _apart(
    session: Session, *dockets: tuple[Case, EntryView]
) -> tuple[tuple[Case, EntryView], ...]:
    """Return cases and entries as they are kept, free of the session that is about to end."""
    session.flush()
    for case, view in dockets:
        session.refresh(case)
        for row in (view.entry, *view.documents):
            session.refresh(row)
    session.expunge_all()
    return dockets
