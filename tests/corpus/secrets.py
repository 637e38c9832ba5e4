"""Papers with secrets that should have been blacked out, and papers that only look like it.

Every person and number is invented; each paper says what stands in it, and where.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pikepdf
import reportlab
from pikepdf import Array, Dictionary, Name, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.pdf import Specimen, changed, paper

SSN: Final = "123-45-6789"
_BOX: Final = (140, 700, 120, 18)


def secrets() -> tuple[Specimen, ...]:
    """Return the papers of the redaction checker."""
    return (*_numbers(), *_people(), *_accounts(), *_homes(), *_harmless(), *_boxes(), *_shapes())


def _says(
    name: str,
    *lines: str,
    kind: str = "",
    secrets: tuple[str, ...] = (),
    **more: Any,
) -> Specimen:
    found = tuple((kind, 1) for _ in secrets) if kind else ()
    return Specimen(name, paper(lines), redactions=found, secrets=secrets, **more)


def _numbers() -> tuple[Specimen, ...]:
    nine = "987654321"
    return (
        _says("ssn", f"Plaintiff's SSN is {SSN}.", kind="ssn", secrets=(SSN,)),
        _says("ssn without a word", f"John Sample {SSN} Hartford", kind="ssn", secrets=(SSN,)),
        _says(
            "ssn with spaces", "Social Security No. 123 45 6789", kind="ssn",
            secrets=("123 45 6789",),
        ),
        _says("ssn in one", f"Social Security number: {nine}", kind="ssn", secrets=(nine,)),
        _says(
            "ssn with long dashes", "His number: 123\u201345\u20136789.", kind="ssn",
            secrets=("123\u201345\u20136789",),
        ),
        _says(
            "two ssns", f"The debtor, {SSN}, and", "the joint debtor, 234-56-7890.", kind="ssn",
            secrets=(SSN, "234-56-7890"), case="bankruptcy",
        ),
        _says("training ssn", "SSN 000-12-3456", kind="ssn", secrets=("000-12-3456",)),
        _says("itin", "ITIN: 912-70-1234", kind="ssn", secrets=("912-70-1234",)),
        _says("ein", "EIN: 12-3456789", kind="tin", secrets=("12-3456789",)),
        _says(
            "tax id", "Taxpayer Identification Number 98-7654321", kind="tin",
            secrets=("98-7654321",),
        ),
        _says(
            "fein behind", "Sample Trading Company, 45-1234567 (FEIN)", kind="tin",
            secrets=("45-1234567",),
        ),
        _says("employer id", "Employer ID No.: 123456789", kind="tin", secrets=("123456789",)),
        Specimen(
            "ssn on the third page", paper(["One"], ["Two"], ["SSN 321-54-9876"], ["Four"]),
            redactions=(("ssn", 3),), secrets=("321-54-9876",),
        ),
        _says(
            "preparer's ssn", f"Petition preparer's SSN: {SSN}",
            case="bankruptcy", exempt=frozenset({"petition_preparer"}),
        ),
        _says("agency record", f"SSN {SSN}, DOB 01/02/1980",
              exempt=frozenset({"administrative_record"})),
    )  # fmt: skip


def _people() -> tuple[Specimen, ...]:
    return (
        _says("dob", "DOB: 01/02/1980", kind="birth_date", secrets=("01/02/1980",)),
        _says("d.o.b.", "D.O.B. 1-2-80", kind="birth_date", secrets=("1-2-80",)),
        _says(
            "date of birth", "Date of Birth: March 5, 1975", kind="birth_date",
            secrets=("March 5, 1975",),
        ),
        _says(
            "born on", "Mr. Sample was born on 7 June 1969 in Denver.", kind="birth_date",
            secrets=("7 June 1969",),
        ),
        _says(
            "birth date, iso", "Birthdate 1980-11-30", kind="birth_date", secrets=("1980-11-30",),
        ),
        _says(
            "dob behind", "Taylor Sample, 04/05/1991 (DOB)", kind="birth_date",
            secrets=("04/05/1991",),
        ),
        _says(
            "minor child", "on behalf of her minor child, Robin Sample, who was hurt",
            kind="minor", secrets=("Robin Sample",),
        ),
        _says(
            "a minor", "Robin Q. Sample, a minor, by his mother", kind="minor",
            secrets=("Robin Q. Sample",),
        ),
        _says(
            "minor children", "their minor children, Robin Sample and Kim Sample, live here",
            kind="minor", secrets=("Robin Sample", "Kim Sample"),
        ),
        _says("age", "Robin Sample (age 9) saw the accident", kind="minor",
              secrets=("Robin Sample",)),
        _says("years old", "the 12-year-old Robin Sample ran", kind="minor",
              secrets=("Robin Sample",)),
        _says(
            "who is nine", "Robin Sample, who is 9 years old, testified", kind="minor",
            secrets=("Robin Sample",),
        ),
        _says(
            "next friend", "Pat Sample, as next friend of Robin Sample", kind="minor",
            secrets=("Robin Sample",),
        ),
        _says(
            "the minor is the debtor", "Robin Sample, a minor, debtor", case="bankruptcy",
            exempt=frozenset({"minor_debtor"}),
        ),
    )  # fmt: skip


def _accounts() -> tuple[Specimen, ...]:
    return (
        _says("account", "Account No. 123456789012", kind="account", secrets=("123456789012",)),
        _says(
            "bank account", "from his checking account number 00987 65432 to hers",
            kind="account", secrets=("00987 65432",),
        ),
        _says("acct", "Acct # 5544-332211", kind="account", secrets=("5544-332211",)),
        _says("loan", "Loan No.: 7788990011", kind="account", secrets=("7788990011",),
              case="bankruptcy"),
        _says("card", "paid with 4111 1111 1111 1111 on Monday", kind="account",
              secrets=("4111 1111 1111 1111",)),
        _says("iban", "IBAN DE89 3704 0044 0532 0130 00", kind="account",
              secrets=("DE89 3704 0044 0532 0130 00",)),
        _says(
            "forfeiture", "the funds in account number 123456789012 are forfeited",
            case="criminal", exempt=frozenset({"forfeiture_account"}),
        ),
    )  # fmt: skip


def _homes() -> tuple[Specimen, ...]:
    street = "123 Maple Street, Apt. 4"
    return (
        _says(
            "home in a criminal case", f"The defendant resides at {street}, Denver, Colorado",
            kind="home_address", secrets=(street,), case="criminal",
        ),
        _says(
            "home address", "Home address: 77 North Oak Avenue", kind="home_address",
            secrets=("77 North Oak Avenue",), case="criminal",
        ),
        _says("home in a civil case", f"The defendant resides at {street}, Denver, Colorado"),
        _says(
            "office in a criminal case", "Counsel for the defendant", "1801 California Street",
            "Denver, Colorado 80202", case="criminal",
        ),
        _says("home city", "The defendant resides in Denver, Colorado.", case="criminal"),
    )  # fmt: skip


def _harmless() -> tuple[Specimen, ...]:
    return (
        _says("masked ssn", "SSN: xxx-xx-6789, or ***-**-6789"),
        _says("last four", "Social Security number ending in 6789"),
        _says("case numbers", "Case 3:21-cv-00123-AWT, 21-20001 (JJT), No. 21-1234"),
        _says("telephones", "Call (860) 555-0101 or 303-555-0102."),
        _says("postal codes", "Hartford, Connecticut 06103-1234"),
        _says("dates", "Filed 01/02/2021, heard on March 5, 2021, at 10:00"),
        _says("year of birth", "Born in 1980; year of birth: 1980"),
        _says("masked account", "account ending in 1234; Account No. xxxx1234"),
        _says("money", "The account shows $1,234,567.89 for 2020."),
        _says("bar numbers", "Bar No. ct12345, Juris No. 405678"),
        _says("bates", "Exhibit SAMPLE-0012345 to SAMPLE-0012399"),
        _says("invoices", "Invoice number 12345678, order 87654321"),
        _says("initials", "R.S., a minor, by her mother; minor child K.S."),
        _says("minor matters", "a Minor League Baseball game; Minor Repairs; a minor Offense"),
        _says("adults", "Robin Sample, age 45, and the 33-year-old Kim Sample"),
        _says("minor plaintiff's motion", "The Minor Plaintiff Motion to Compel was denied"),
        _says("rules", "Fed. R. Civ. P. 5.2(a)(1), 28 U.S.C. 1331-1332, 11 U.S.C. 110"),
        _says("docket header", "Case 3:17-cv-12090-MGM  Document 1  Filed 10/25/17  Page 1 of 10"),
        _says("receipts", "Receipt number ACTDC-1234567, fee $402"),
        _says("vehicle", "VIN 1HGCM82633A004352, plate 123-ABC"),
        _says("patents", "U.S. Patent No. 9,876,543 and Reg. No. 1,234,567"),
        _says("on account of", "on account of 12 deliveries in 2019"),
        _says("a picture alone", ""),
    )


# --------------------------------------------------------------------------- dark boxes


def _drawn(draw: Callable[[Canvas], None]) -> bytes:
    return paper([""], draw=lambda canvas, _number: draw(canvas))


def _covered(canvas: Canvas) -> None:
    canvas.drawString(72, 704, "The witness Robin Quentin saw it")
    canvas.rect(*_BOX, stroke=0, fill=1)


def _highlighted(canvas: Canvas) -> None:
    canvas.rect(*_BOX, stroke=0, fill=1)
    canvas.drawString(144, 704, "Robin Quentin")


def _number_only(canvas: Canvas) -> None:
    canvas.drawString(72, 704, f"Number: {SSN}")
    canvas.rect(115, 700, 120, 18, stroke=0, fill=1)


def _polygon(canvas: Canvas) -> None:
    canvas.drawString(144, 704, "Robin Quentin")
    path = canvas.beginPath()
    for place, corner in enumerate([(140, 700), (260, 700), (260, 718), (140, 718)]):
        (path.lineTo if place else path.moveTo)(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _navy(canvas: Canvas) -> None:
    canvas.drawString(144, 704, "Robin Quentin")
    canvas.setFillColorRGB(0.05, 0.05, 0.2)
    canvas.rect(*_BOX, stroke=0, fill=1)


def _inked(canvas: Canvas) -> None:
    canvas.drawString(144, 704, "Robin Quentin")
    canvas.setFillColorCMYK(0, 0, 0, 1)
    canvas.rect(*_BOX, stroke=0, fill=1)


def _scaled(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(100, 100)
    canvas.scale(2, 2)
    canvas.drawString(10, 300, "Robin Quentin")
    canvas.rect(5, 295, 120, 20, stroke=0, fill=1)
    canvas.restoreState()


def _true_box(canvas: Canvas) -> None:
    canvas.drawString(72, 704, "The")
    canvas.rect(*_BOX, stroke=0, fill=1)
    canvas.drawString(270, 704, "saw it")


def _heading(canvas: Canvas) -> None:
    canvas.rect(60, 695, 300, 24, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(72, 704, "SUMMARY OF PAYMENTS")


def _marker(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 0.4)
    canvas.rect(*_BOX, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(144, 704, "Robin Quentin")


def _rule(canvas: Canvas) -> None:
    canvas.drawString(72, 704, "The witness saw it")
    canvas.rect(72, 702, 120, 1, stroke=0, fill=1)


def _outline(canvas: Canvas) -> None:
    canvas.drawString(144, 704, "Robin Quentin")
    canvas.rect(*_BOX, stroke=1, fill=0)


def _veil(canvas: Canvas) -> None:
    canvas.drawString(144, 704, "Robin Quentin")
    canvas.setFillAlpha(0.3)
    canvas.rect(*_BOX, stroke=0, fill=1)


def _white_above(canvas: Canvas) -> None:
    canvas.rect(60, 690, 300, 40, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(65, 695, 290, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(72, 704, "In a frame")


def _noted(**more: Any) -> bytes:
    def add(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([140, 700, 260, 718]), **more)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    drawn = _drawn(lambda canvas: canvas.drawString(144, 704, "Robin Quentin"))
    return changed(add, drawn)


def _boxes() -> tuple[Specimen, ...]:
    once = (("covered", 1),)
    black, hidden = Array([0, 0, 0]), ("Quentin",)
    return (
        Specimen("box painted over", _drawn(_covered), redactions=once, secrets=hidden),
        Specimen("black highlighting", _drawn(_highlighted), redactions=once, secrets=hidden),
        Specimen(
            "box over a number", _drawn(_number_only), secrets=(SSN,),
            redactions=(("covered", 1), ("ssn", 1)),
        ),
        Specimen("box of lines", _drawn(_polygon), redactions=once, secrets=hidden),
        Specimen("dark blue box", _drawn(_navy), redactions=once, secrets=hidden),
        Specimen("box in black ink", _drawn(_inked), redactions=once, secrets=hidden),
        Specimen("scaled box", _drawn(_scaled), redactions=once, secrets=hidden),
        Specimen(
            "square note", _noted(Subtype=Name.Square, IC=black), redactions=once, secrets=hidden
        ),
        Specimen("redaction not applied", _noted(Subtype=Name.Redact), redactions=once,
                 secrets=hidden),
        Specimen("black marker note", _noted(Subtype=Name.Highlight, C=black), redactions=once,
                 secrets=hidden),
        Specimen("yellow marker note", _noted(Subtype=Name.Highlight, C=Array([1, 1, 0]))),
        Specimen("truly blacked out", _drawn(_true_box)),
        Specimen("white on black", _drawn(_heading)),
        Specimen("yellow marker", _drawn(_marker)),
        Specimen("underlined", _drawn(_rule)),
        Specimen("framed", _drawn(_outline)),
        Specimen("behind a veil", _drawn(_veil)),
        Specimen("a black frame", _drawn(_white_above)),
    )  # fmt: skip


# --------------------------------------------------------------------------- shapes of text


def _shapes() -> tuple[Specimen, ...]:
    once, told = (("ssn", 1),), (SSN,)

    def font(name: str) -> str:
        if name not in pdfmetrics.getRegisteredFontNames():
            folder = Path(reportlab.__file__).parent / "fonts"
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
        return name

    def pieces(canvas: Canvas) -> None:
        text = canvas.beginText(72, 704)
        for piece in ("SSN 123-", "45", "-67", "89"):
            text.textOut(piece)
        canvas.drawText(text)

    def spread(canvas: Canvas) -> None:
        text = canvas.beginText(72, 704)
        text.setCharSpace(1.5)
        text.textOut(f"SSN {SSN}")
        canvas.drawText(text)

    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -200, f"SSN {SSN}")

    def unseen(canvas: Canvas) -> None:
        text = canvas.beginText(72, 704)
        text.setTextRenderMode(3)
        text.textOut(f"SSN {SSN}")
        canvas.drawText(text)

    def in_form(canvas: Canvas) -> None:
        canvas.beginForm("exhibit")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 704, f"SSN {SSN}")
        canvas.endForm()
        canvas.doForm("exhibit")

    def kerned(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.obj.Contents = pdf.make_stream(
            b"BT /F1 12 Tf 72 704 Td [(SS) 40 (N 1) -20 (23-) 15 (45-67) 30 (89)] TJ ET"
        )

    def words_apart(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(
            b"BT /F1 12 Tf 72 704 Td [(Date) -300 (of) -300 (birth:) -300 (01/02/1980)] TJ ET"
        )

    def named_glyphs(pdf: Pdf) -> None:
        names = ["/one", "/two", "/three", "/four", "/five", "/six", "/seven", "/eight", "/nine"]
        codes: list[Any] = [1, *map(Name, names), Name.hyphen]
        encoding = Dictionary(Type=Name.Encoding, Differences=Array(codes))
        pdf.pages[0].obj.Resources.Font.F9 = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Times"), Encoding=encoding
        )
        digits = bytes([1, 2, 3, 10, 4, 5, 10, 6, 7, 8, 9])
        pdf.pages[0].obj.Contents = pdf.make_stream(
            b"BT /F9 12 Tf 72 704 Td <" + digits.hex().encode() + b"> Tj ET"
        )

    packed = pikepdf.ObjectStreamMode.generate
    return (
        Specimen(
            "embedded font", paper([f"SSN {SSN}"], font=font("Vera")), redactions=once,
            secrets=told,
        ),
        Specimen("in pieces", _drawn(pieces), redactions=once, secrets=told),
        Specimen("spread", _drawn(spread), redactions=once, secrets=told),
        Specimen("turned", _drawn(turned), redactions=once, secrets=told),
        Specimen("text behind a scan", _drawn(unseen), redactions=once, secrets=told),
        Specimen("in a form", _drawn(in_form), redactions=once, secrets=told),
        Specimen("kerned", changed(kerned), redactions=once, secrets=told),
        Specimen("glyphs by name", changed(named_glyphs), redactions=once, secrets=told),
        Specimen(
            "words set apart", changed(words_apart), redactions=(("birth_date", 1),),
            secrets=("01/02/1980",),
        ),
        Specimen(
            "in object streams",
            changed(lambda _p: None, paper([f"SSN {SSN}"]), object_stream_mode=packed),
            redactions=once,
            secrets=told,
        ),
        Specimen(
            "over two lines", paper(["his date of birth is", "January 2, 1980"]),
            redactions=(("birth_date", 1),), secrets=("January 2, 1980",),
        ),
    )  # fmt: skip
