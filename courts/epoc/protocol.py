"""What comes in through ePOC, put into the register with the form that the court has made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from courts import edge as court_edge
from courts.cases.models import Case
from courts.claiming import protocol as claiming
from courts.claiming.statement import CLASSES, address, sums, written
from courts.claims import service as register
from courts.claims.models import Claim
from courts.claims.service import Registered, Statement
from courts.epoc import form410, forms
from courts.epoc.form410 import Form
from courts.epoc.supplements import SUPPLEMENTS
from courts.filing import mistakes
from courts.filing import protocol as filing
from courts.filing.mistakes import ClaimSeen, Seen
from courts.kinds.filings import Filer, Paper
from shared.errors import Refusal
from shared.web import edge

#: How the register names whoever files here.
FILER: Final = "EPOC Filer"
_WHO: Final = Filer(name=FILER, signature=FILER)
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        forms.CLAIM: "Proof of Claim",
        forms.WITHDRAWAL: "Withdrawal of Claim",
        **{key: each.title for key, each in SUPPLEMENTS.items()},
    }
)


def enter(case: Case, what: str, form: Any) -> Registered:
    """Put a form into the register, and tell the case of it.

    :param case: locked.
    :param what: one of `TITLES`; `form` is its form, valid.
    :raises Refusal: at the field, if the register has no such claim of this creditor.
    """
    if what == forms.CLAIM:
        return _claim(case, form)
    return _withdrawal(case, form) if what == forms.WITHDRAWAL else _supplement(case, what, form)


def _claim(case: Case, form: Any) -> Registered:
    amounts = sums({name: form[name].data for name, _ in CLASSES})
    lines = address(form.address.data)
    paper = _paper(
        case,
        "Official Form 410: Proof of Claim",
        (
            ("1. Who is the current creditor?", (form.name.data,)),
            ("3. Where should notices be sent?", lines),
            ("4. Does this claim amend one already filed?", (_amends(form.amends.data),)),
            ("6. Last 4 digits of the debtor's account", (form.last4.data or "none",)),
            *((f"7. {label}", (shown,)) for label, shown in written(amounts)),
            ("8. What is the basis of the claim?", (form.basis.data,)),
            ("The person who signs is", (form.role.data,)),
        ),
        form.signer.data,
    )
    creditor = register.add_creditor(edge.session(), case, form.name.data, lines)
    statement = Statement(
        creditor=form.name.data,
        address=lines,
        amounts=amounts,
        filed_by="CR",
        entered_by=FILER,
        signature=FILER,
        creditor_id=creditor.id,
        description=form.basis.data,
        remarks=f"Account ending {form.last4.data}" if form.last4.data else "",
    )
    try:
        found = _mistakes(case, statement) if not form.amends.data else ()
        return claiming.enter(
            case, statement, paper, amends=form.amends.data, who=_WHO, found=found
        )
    except Refusal as refusal:
        field = "amends" if refusal.field == "claim" else refusal.field
        raise Refusal(refusal.code, refusal.message, field=field) from None


def _mistakes(case: Case, statement: Statement) -> Sequence[str]:
    """Return the codes of the mistakes in a new claim, in training: the court has made its paper,
    so that only the register can tell.
    """
    if not edge.runtime().settings.training:
        return ()
    event = filing.bench().catalogue.event(claiming.PROOF)
    whole = statement.amounts[0][1]
    seen = Seen(
        (event,),
        claim=ClaimSeen(0, statement.creditor, whole),
        claims=claiming.claims_seen(case.id, statement.creditor),
    )
    return [each.code for each in mistakes.found(seen)]


def _amends(number: str) -> str:
    return f"yes, claim {number}" if number else "no"


def _withdrawal(case: Case, form: Any) -> Registered:
    claim = _claim_of(case, form)
    rows = (("Claim number", (form.number.data,)), ("Creditor", (form.name.data,)))
    paper = _paper(case, TITLES[forms.WITHDRAWAL], rows, form.signer.data)
    text = f"Withdrawal of Claim #{claim.number} filed by {claim.creditor} ({FILER} )"
    done = register.withdraw_claim(edge.session(), claim, text, paper, today=court_edge.today())
    claiming.tell(case, done, f"Withdrawal of Claim {claim.number}", who=_WHO)
    edge.audit("claim:withdrawn", f"case:{case.id}", claim=str(claim.number), filer=FILER)
    return done


def _supplement(case: Case, what: str, form: Any) -> Registered:
    supplement, claim = SUPPLEMENTS[what], _claim_of(case, form)
    answers = forms.answers(form, supplement)
    rows = (
        ("Claim number", (form.number.data,)),
        ("Name of creditor", (claim.creditor,)),
        *supplement.rows(answers),
    )
    paper = _paper(case, supplement.form, rows, form.signer.data)
    text = (
        f"{supplement.title} (Claim #{claim.number}) filed by {claim.creditor}, "
        f"{supplement.told(answers)} ({FILER} )"
    )
    done = register.supplement_claim(edge.session(), claim, text, paper, today=court_edge.today())
    lines = tuple((ask, said) for ask, (said,) in supplement.rows(answers) if said)
    claiming.tell(case, done, f"{supplement.title} {done.label}", lines, who=_WHO)
    edge.audit("claim:supplemented", f"case:{case.id}", claim=done.label, filer=FILER)
    return done


def _claim_of(case: Case, form: Any) -> Claim:
    """Return the claim that a form names by its number and its creditor.

    :raises Refusal: at the field, if the register has no such claim of this creditor.
    """
    try:
        claim = claiming.named(case.id, form.number.data)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="number") from None
    if claim.creditor_key != form.name.data.lower():
        raise Refusal("creditor", "The register names another creditor for it.", field="name")
    return claim


def _paper(case: Case, title: str, rows: Sequence[tuple[str, Sequence[str]]], signer: str) -> Paper:
    data, pages = form410.pdf(
        Form(
            court=court_edge.court().member.full_name,
            number=claiming.number_of(case),
            debtor=case.caption,
            title=title,
            rows=rows,
            signer=signer,
            signed_on=court_edge.today(),
        )
    )
    stored = court_edge.documents().put(data)
    return Paper(stored.digest, stored.size, pages, filename="epoc.pdf")
