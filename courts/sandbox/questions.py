"""The tasks of the conformance kit that a court knows the answers of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courts.kinds import doc_ids
from courts.worlds.targets import Candidate, Paper, Place
from shared.kit import Question, Shape, Task


@dataclass(frozen=True, slots=True)
class Mailed:
    """A notice as it goes over the wire, and what stands in it."""

    message: str
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks about the cases of one court; `origin` is its address under the real name."""

    place: Place
    origin: str

    def entries(self, case: Candidate, count: int) -> Question:
        """Ask how many entries a docket has."""
        return self._question(
            "entries",
            f"Count the entries of {self._number(case)}",
            "Fetch the docket report of the case, in full. How many entries does it have? Entries "
            "without a number count, too.",
            shape="integer",
            given=self._case(case),
            accepted=(count,),
            hint="An entry without a document number is an entry; a report limited by dates or "
            "numbers has fewer.",
        )

    def paper(self, case: Candidate, paper: Paper, digests: Sequence[str]) -> Question:
        """Ask for the digest of a paper as it is handed out."""
        given = {
            **self._case(case),
            "pacer_doc_id": doc_ids.written(self.place.prefix, paper.main, doc_ids.MENU),
            "document_number": str(paper.number),
        }
        return self._question(
            "paper",
            f"Download document {paper.number} of {self._number(case)}",
            "Download the PDF of the document and give the SHA-256 of its bytes in hexadecimal "
            "digits, with or without the court's header line.",
            shape="text",
            given=given,
            accepted=tuple(digests),
            hint="Hash the bytes of the PDF itself: neither the page around it nor the receipt.",
        )

    def attachments(self, case: Candidate, paper: Paper) -> Question:
        """Ask how many attachments a document has."""
        given = {
            **self._case(case),
            "pacer_doc_id": doc_ids.written(self.place.prefix, paper.main, doc_ids.MENU),
            "document_number": str(paper.number),
        }
        return self._question(
            "attachments",
            f"Count the attachments of document {paper.number} of {self._number(case)}",
            "Open the attachment menu of the document. How many attachments does it list, the main "
            "document left out?",
            shape="integer",
            given=given,
            accepted=(paper.count - 1,),
            hint="The main document is not an attachment.",
        )

    def parties(self, case: Candidate) -> Question:
        """Ask for the names of the parties."""
        return self._question(
            "parties",
            f"Name the parties of {self._number(case)}",
            "Fetch the docket report of the case with its parties, terminated ones included. Give "
            "the name of each party, once.",
            shape="texts",
            given=self._case(case),
            accepted=(sorted({name for name, _last in case.parties}),),
            hint="Names stand as on the docket, without the party's role, aliases or address.",
        )

    def claims(self, case: Candidate) -> Question:
        """Ask how many claims the register has."""
        return self._question(
            "claims",
            f"Count the claims in {self._number(case)}",
            "Fetch the claims register of the case. How many claims does it have? An amended claim "
            "counts once.",
            shape="integer",
            given=self._case(case),
            accepted=(len(case.claimants),),
            hint="An amendment is not a claim of its own.",
        )

    def notice(self, mail: Mailed) -> Question:
        """Ask what a notice by mail says."""
        fields = tuple(mail.told)
        return self._question(
            "notice",
            "Read a Notice of Electronic Filing",
            "The message is a mail as it goes over the wire (RFC 5322). What are "
            + ", ".join(fields)
            + "? The case number without judges' initials, the document id with a 0 as its fourth "
            "digit.",
            shape="fields",
            given={"message": mail.message},
            accepted=(dict(mail.told),),
            hint="The ids stand in the links of the notice.",
            fields=fields,
        )

    def _question(
        self,
        kind: str,
        title: str,
        prompt: str,
        *,
        shape: Shape,
        given: Mapping[str, str],
        accepted: tuple[object, ...],
        hint: str,
        fields: tuple[str, ...] = (),
    ) -> Question:
        told = {"court": self.place.court, "origin": self.origin, **given}
        task = Task("", kind, title, prompt, self.place.court, shape, told, fields)
        return Question(task, accepted, hint=hint)

    def _number(self, case: Candidate) -> str:
        return f"{self.place.court} {self.place.style.bare(case.number)}"

    def _case(self, case: Candidate) -> dict[str, str]:
        return {
            "pacer_case_id": str(case.case_id),
            "docket_number": self.place.style.bare(case.number),
            "case_name": case.caption,
        }
