"""PDF of every kind that filers send, made here, each with what is true of it.

Every name, number and address in them is invented.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

#: Whatever a reading ends with, as long as the court turns the file down.
SOMEHOW: Final = frozenset({"*"})
NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file and the truth about it.

    :ivar blocked: codes for which release 1.8 turns it down (`SOMEHOW`: any), none if it is taken.
    :ivar blocked_16: the same for release 1.6, where it differs.
    :ivar warned: codes of the advice that it gets.
    :ivar redactions: kinds of secrets with their pages, each as often as it stands there.
    :ivar secrets: the secrets themselves, which no snippet may repeat.
    """

    name: str
    data: bytes
    blocked: frozenset[str] = NOTHING
    blocked_16: frozenset[str] | None = None
    warned: frozenset[str] = NOTHING
    redactions: tuple[tuple[str, int], ...] = ()
    secrets: tuple[str, ...] = ()
    case: str = "civil"
    exempt: frozenset[str] = NOTHING
    filename: str = "Motion to Dismiss.pdf"

    def truth(self, release: str) -> frozenset[str]:
        """Return the codes for which a release turns it down."""
        older = self.blocked_16 if release == "1.6" else None
        return self.blocked if older is None else older


# --------------------------------------------------------------------------- makers


def paper(
    *pages: Sequence[str],
    size: tuple[float, float] = letter,
    font: str = "Times-Roman",
    draw: Callable[[Canvas, int], None] | None = None,
) -> bytes:
    """Return a searchable PDF, each page a list of lines."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for number, lines in enumerate(pages or (["MOTION TO DISMISS", "The parties agree."],), 1):
        canvas.setFont(font, 12)
        for place, line in enumerate(lines):
            canvas.drawString(72, size[1] - 84 - 20 * place, line)
        if draw is not None:
            draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(change: Callable[[Pdf], None], data: bytes | None = None, **saving: Any) -> bytes:
    """Return a PDF after a change to its objects."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data or paper())) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id="encryption" not in saving, **saving)
    return out.getvalue()


def scan(pages: int = 1) -> bytes:
    """Return pages with a grey picture each, and no text."""

    def picture(pdf: Pdf) -> None:
        for page in pdf.pages:
            image = pdf.make_stream(
                bytes(range(256)) * 4,
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=32,
                Height=32,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
            )
            page.obj.Resources = Dictionary(XObject=Dictionary(Im=image))
            page.obj.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Im Do Q")

    return changed(picture, paper(*[[""] for _ in range(pages)]))


def annotated(**annotation: Any) -> bytes:
    """Return a PDF whose first page has one annotation."""

    def add(pdf: Pdf) -> None:
        made = {"Type": Name.Annot, "Rect": Array([72, 600, 200, 640]), **annotation}
        made = {key: value(pdf) if callable(value) else value for key, value in made.items()}
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(**made))])

    return changed(add)


def opening(action: Any) -> bytes:
    """Return a PDF that does something when it is opened."""

    def add(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action(pdf) if callable(action) else action

    return changed(add)


def script(**more: Any) -> Dictionary:
    """Return a harmless script."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('training')"), **more)


def file_spec(pdf: Pdf) -> Any:
    """Return a file embedded in a PDF."""
    stream = pdf.make_stream(b"a,b\n1,2\n", Type=Name.EmbeddedFile)
    return pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String("a.csv"), EF=Dictionary(F=stream))
    )


def _root(**entries: Any) -> bytes:
    def add(pdf: Pdf) -> None:
        for key, value in entries.items():
            pdf.Root[f"/{key}"] = value(pdf) if callable(value) else value

    return changed(add)


def _field(pdf: Pdf, kind: Name = Name.Tx, **more: Any) -> Any:
    made = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=kind,
            T=String("name"),
            Rect=Array([72, 500, 300, 520]),
            **more,
        )
    )
    pdf.pages[0].obj.Annots = Array([made])
    return made


def _form(pdf: Pdf, **more: Any) -> Dictionary:
    return Dictionary(Fields=Array([_field(pdf)]), **more)


def _nested_form(pdf: Pdf) -> Dictionary:
    kids = [
        pdf.make_indirect(Dictionary(T=String(f"kid{n}"), FT=Name.Tx, V=String(""))) for n in (1, 2)
    ]
    parent = pdf.make_indirect(Dictionary(T=String("parent"), Kids=Array(kids)))
    return Dictionary(Fields=Array([parent]))


def _signed(pdf: Pdf) -> Dictionary:
    value = pdf.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            SubFilter=Name("/adbe.pkcs7.detached"),
            Contents=String(b"\0" * 64),
            ByteRange=Array([0, 10, 20, 30]),
        )
    )
    return Dictionary(Fields=Array([_field(pdf, Name.Sig, V=value)]), SigFlags=3)


def encrypted(*, user: str, owner: str, legacy: bool = False) -> bytes:
    """Return a PDF under passwords."""
    how = pikepdf.Encryption(user=user, owner=owner, R=4 if legacy else 6)
    return changed(lambda _pdf: None, encryption=how)


def raw(objects: Sequence[bytes], *, root: int = 1, version: bytes = b"1.4") -> bytes:
    """Return a PDF of bodies of objects as they are written here, with a table that fits."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        table,
    )
    return bytes(out)


_FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE: Final = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>"
)
_TEXT: Final = b"BT /F1 12 Tf 72 700 Td (The parties agree.) Tj ET"


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


def plain_objects(**replaced: bytes) -> list[bytes]:
    """Return the five objects of a small PDF, some of them others."""
    objects = {
        "catalog": b"<</Type/Catalog/Pages 2 0 R>>",
        "pages": b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "page": _PAGE,
        "content": _stream(_TEXT),
        "font": _FONT,
    }
    return list({**objects, **replaced}.values())


def _incremental(data: bytes, number: int, body: bytes) -> bytes:
    """Return a PDF with an object written anew behind its end."""
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    out = bytearray(data)
    place = len(out)
    out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, table)
    return bytes(out)


def _hybrid() -> bytes:
    """Return a PDF with a table and, beside it, a stream of references for newer readers."""
    data = raw(plain_objects())
    body, start = data.split(b"xref\n", 1)[0], data.index(b"xref\n")
    hidden = _stream(b"6 0 <</Hidden true>>", b"/Type/ObjStm/N 1/First 4")
    first = len(body)
    extra = body + b"7 0 obj\n%s\nendobj\n" % hidden
    rows = b"\x02" + (7).to_bytes(3, "big") + b"\x00" + b"\x01" + first.to_bytes(3, "big") + b"\x00"
    place = len(extra)
    extra += b"8 0 obj\n%s\nendobj\n" % _stream(
        rows, b"/Type/XRef/Size 9/W[1 3 1]/Index[6 2]/Root 1 0 R"
    )
    table = data[start:].split(b"trailer", 1)[0].replace(b"0 6\n", b"0 6\n")
    end = b"trailer\n<</Size 9/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    return extra + table + end % (place, len(extra))


def _object_stream_bomb(unfolded: int) -> bytes:
    body = b"1 0 " + b" " * unfolded + b"<</Type/Catalog/Pages 2 0 R>>"
    packed = zlib.compress(body, 1)
    out = bytearray(b"%PDF-1.5\n")
    first = len(out)
    head = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"
    out += b"5 0 obj\n%s\nendobj\n" % _stream(packed, head)
    place = len(out)
    rows = b"\0" * 5 + b"\2" + (5).to_bytes(3, "big") + b"\0" + b"\0" * 15
    rows += b"\1" + first.to_bytes(3, "big") + b"\0" + b"\1" + place.to_bytes(3, "big") + b"\0"
    out += b"6 0 obj\n%s\nendobj\n" % _stream(rows, b"/Type/XRef/Size 7/Root 1 0 R/W[1 3 1]")
    out += b"startxref\n%d\n%%%%EOF\n" % place
    return bytes(out)


def _content_bomb(unfolded: int) -> bytes:
    packed = zlib.compress(b" " * unfolded, 1)
    return raw(plain_objects(content=_stream(packed, b"/Filter/FlateDecode")))


def _deep_pages(depth: int) -> bytes:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(depth):
        number = level + 2
        parent = b"/Parent %d 0 R" % (number - 1) if level else b""
        objects.append(b"<</Type/Pages/Count 1/Kids[%d 0 R]%s>>" % (number + 1, parent))
    objects.append(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]>>" % (depth + 1))
    return raw(objects)


def _many_objects(count: int) -> bytes:
    big = b"<</Type/Catalog/Pages 2 0 R/Junk[" + b"<</A[]>>" * count + b"]>>"
    return raw(plain_objects(catalog=big))


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr("word/document.xml", "<document/>")
    return out.getvalue()


# --------------------------------------------------------------------------- the gate


def gate() -> tuple[Specimen, ...]:
    """Return the files of the gate: what it lets through, and what it turns down and why."""
    return (*_good(), *_secured(), *_active(), *_carrying(), *_forms(), *_broken(), *_hostile())


def _specimen(name: str, data: bytes, *blocked: str, **more: Any) -> Specimen:
    return Specimen(name, data, frozenset(blocked), **more)


def _good() -> tuple[Specimen, ...]:
    def lonely(pdf: Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]))

    def archive(pdf: Pdf) -> None:
        with pdf.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        profile = pdf.make_stream(b"profile", N=3)
        intent = Dictionary(
            Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile,
            OutputConditionIdentifier=String("sRGB"),
        )  # fmt: skip
        pdf.Root.OutputIntents = Array([intent])

    link = Dictionary(S=Name.URI, URI=String("https://example.test/"))
    inner = {"Subtype": Name.Link, "Dest": Array([0, Name.Fit])}
    odd, bare = frozenset({"page-size"}), frozenset({"no-text"})
    versions = [
        _specimen(f"plain {version}", changed(lambda _p: None, min_version=version))
        for version in ("1.4", "1.5", "1.6", "1.7", "2.0")
    ]
    plain = raw(plain_objects())
    named = {
        "with a period": ("Exhibit A.B (final).pdf", "file-name"),
        "with a number in it": ("Exhibit 123-45-6789.pdf", "file-name-secret"),
        "with privileged in it": ("Privileged memo.pdf", "file-name-secret"),
        "with sealed in it": ("SEALED plea.pdf", "file-name-secret"),
    }
    return (
        *versions,
        _specimen("plain 1.3", paper()),
        _specimen("plain by hand", plain),
        _specimen("linearized", changed(lambda _p: None, linearize=True)),
        _specimen(
            "in object streams",
            changed(lambda _p: None, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        ),
        _specimen("updated", _incremental(plain, 4, _stream(_TEXT.replace(b"agree", b"differ")))),
        _specimen("hybrid references", _hybrid()),
        _specimen("thirty pages", paper(*[[f"Page {n}"] for n in range(30)])),
        _specimen("legal paper", paper(["Text"], size=(612, 1008))),
        _specimen("like PDF/A", changed(archive)),
        _specimen("with a link", annotated(Subtype=Name.Link, A=link)),
        _specimen("with a link inside", annotated(**inner)),
        _specimen(
            "link to another file",
            annotated(
                Subtype=Name.Link,
                A=Dictionary(S=Name.GoToR, F=String("brief.pdf"), D=Array([0, Name.Fit])),
            ),
        ),
        _specimen("opens at a page", opening(Array([0, Name.Fit]))),
        _specimen("opens by an action", opening(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))),
        _specimen("an empty form", changed(lonely)),
        _specimen("comments", annotated(Subtype=Name.Text, Contents=String("See below"))),
        _specimen("no embedded files", _root(Names=Dictionary(EmbeddedFiles=Dictionary()))),
        _specimen("bookmarks", _outlined()),
        _specimen("a scan", scan(2), warned=bare),
        _specimen("scan behind text", _half_scanned(), warned=bare),
        _specimen("a letter page turned", paper(["Text"], size=(792, 612))),
        _specimen("a poster", paper(["Text"], size=(1200, 1800)), warned=odd),
        _specimen("a stamp of a page", paper(["."], size=(72, 72)), warned=odd | bare),
        *(
            _specimen(f"a name {what}", paper(), filename=name, warned=frozenset({code, *more}))
            for what, (name, code) in named.items()
            for more in [()]
        ),
    )


def _outlined() -> bytes:
    def add(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Argument", 0))

    return changed(add)


def _half_scanned() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as whole, pikepdf.open(io.BytesIO(scan())) as second:
        whole.pages.extend(second.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _secured() -> tuple[Specimen, ...]:
    return (
        _specimen("user password", encrypted(user="a", owner="b"), "security"),
        _specimen("owner password", encrypted(user="", owner="b"), "security"),
        _specimen("empty passwords", encrypted(user="", owner=""), "security"),
        _specimen("old encryption", encrypted(user="", owner="b", legacy=True), "security"),
        _specimen("old, user password", encrypted(user="x", owner="b", legacy=True), "security"),
    )


def _active() -> tuple[Specimen, ...]:
    def names(pdf: Pdf) -> None:
        tree = Dictionary(Names=Array([String("a"), pdf.make_indirect(script())]))
        pdf.Root.Names = Dictionary(JavaScript=tree)

    def of_page(pdf: Pdf) -> None:
        pdf.pages[0].obj.AA = Dictionary(O=script())

    def chained(pdf: Pdf) -> None:
        then = pdf.make_indirect(Dictionary(S=Name.Launch, F=String("calc.exe")))
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=then)

    def in_stream(pdf: Pdf) -> None:
        code = pdf.make_stream(b"app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=code))

    def hidden(pdf: Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(script())

    submit = Dictionary(S=Name.SubmitForm, F=String("https://example.test/form"))
    away = Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit]))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    packed = pikepdf.ObjectStreamMode.generate
    return (
        _specimen("script on opening", opening(script()), "javascript"),
        _specimen("script in a stream", changed(in_stream), "javascript"),
        _specimen(
            "script in an object stream",
            changed(hidden, object_stream_mode=packed),
            "javascript",
        ),
        _specimen("script by name", changed(names), "javascript"),
        _specimen("script of a page", changed(of_page), "javascript"),
        _specimen(
            "script of the document", _root(AA=Dictionary(WC=script())), "javascript"
        ),
        _specimen("script at a click", annotated(Subtype=Name.Link, A=script()), "javascript"),
        _specimen(
            "script of an annotation",
            annotated(Subtype=Name.Text, AA=Dictionary(E=script())),
            "javascript",
        ),
        _specimen("launch on opening", opening(launch), "launch"),
        _specimen("launch at a click", annotated(Subtype=Name.Link, A=launch), "launch"),
        _specimen("launch behind another", changed(chained), "launch"),
        _specimen("another file on opening", opening(away), "action"),
        _specimen(
            "a site on opening", opening(Dictionary(S=Name.URI, URI=String("https://x.test"))),
            "action",
        ),
        _specimen("submits on opening", opening(submit), "action"),
        _specimen("submits at a click", annotated(Subtype=Name.Link, A=submit), "action"),
        _specimen(
            "imports data",
            annotated(Subtype=Name.Link, A=Dictionary(S=Name.ImportData, F=String("a.fdf"))),
            "action",
        ),
        _specimen(
            "submits on closing", _root(AA=Dictionary(WC=submit)), "action"
        ),
        _specimen("script added later", _with_script_later(), "javascript"),
        _specimen("script taken out later", _without_script_later()),
    )  # fmt: skip


_ACTING: Final = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.beep\\(\\))>>>>"


def _with_script_later() -> bytes:
    return _incremental(raw(plain_objects()), 1, _ACTING)


def _without_script_later() -> bytes:
    return _incremental(raw(plain_objects(catalog=_ACTING)), 1, plain_objects()[0])


def _carrying() -> tuple[Specimen, ...]:
    def named(pdf: Pdf) -> Dictionary:
        return Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), file_spec(pdf)])))

    def attached(pdf: Pdf) -> None:
        pdf.pages[0].obj.AF = Array([file_spec(pdf)])

    def sound(pdf: Pdf) -> Any:
        return pdf.make_stream(b"\0" * 8, Type=Name.Sound, R=8000)

    def played(pdf: Pdf) -> None:
        action = Dictionary(S=Name.Sound, Sound=sound(pdf))
        pdf.Root.OpenAction = pdf.make_indirect(action)

    rich = Dictionary(Assets=Dictionary(), Configurations=Array([]))
    movie = Dictionary(F=String("a.mov"))
    rendition = Dictionary(S=Name.Rendition, OP=0)
    return (
        _specimen("embedded by name", _root(Names=named), "attachments"),
        _specimen(
            "embedded in the document", _root(AF=lambda p: Array([file_spec(p)])), "attachments"
        ),
        _specimen("embedded in a page", changed(attached), "attachments"),
        _specimen(
            "embedded as a pin", annotated(Subtype=Name.FileAttachment, FS=file_spec),
            "attachments",
        ),
        _specimen("rich media", annotated(Subtype=Name.RichMedia, RichMediaContent=rich), "media"),
        _specimen("a screen", annotated(Subtype=Name.Screen, A=rendition), "media"),
        _specimen("a movie", annotated(Subtype=Name.Movie, Movie=movie), "media"),
        _specimen("a sound", annotated(Subtype=Name.Sound, Sound=sound), "media"),
        _specimen("a sound on opening", changed(played), "media", "action"),
        _specimen("a model", annotated(Subtype=Name("/3D")), "media"),
    )  # fmt: skip


def _forms() -> tuple[Specimen, ...]:
    older = {"blocked_16": NOTHING}
    return (
        _specimen("a form", _root(AcroForm=_form), "forms", **older),
        _specimen("a form with kids", _root(AcroForm=_nested_form), "forms", **older),
        _specimen(
            "XFA",
            _root(AcroForm=lambda p: _form(p, XFA=p.make_stream(b"<xdp/>"))),
            "forms",
            **older,
        ),
        _specimen(
            "XFA alone",
            _root(AcroForm=lambda p: Dictionary(Fields=Array([]), XFA=p.make_stream(b"<xdp/>"))),
            "forms",
            **older,
        ),
        _specimen("signed", _root(AcroForm=_signed), "forms", **older),
    )


def _broken() -> tuple[Specimen, ...]:
    plain, packed = raw(plain_objects()), paper()
    shifted = plain.replace(b"startxref\n", b"startxref\n9")
    noise = random.Random(3).randbytes(4000)
    no_page = raw([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    bad_content = raw(plain_objects(content=_stream(b"not zlib at all", b"/Filter/FlateDecode")))
    short = plain_objects(content=b"<</Length 9999>>\nstream\n%s\nendstream" % _TEXT)
    return (
        _specimen("empty", b"", "empty"),
        _specimen("a Word file", _docx(), "not-pdf", filename="motion.docx"),
        _specimen("a Word file called PDF", _docx(), "not-pdf"),
        _specimen("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "not-pdf"),
        _specimen("a page of the web", b"<!DOCTYPE html><p>%PDF</p>" * 50, "not-pdf"),
        _specimen("a PDF called Word", paper(), "not-pdf", filename="motion.doc"),
        _specimen("half of it", packed[: len(packed) // 2], "malformed"),
        _specimen("without its end", plain[:-40], "malformed"),
        _specimen("the header alone", b"%PDF-1.7\n", "malformed"),
        _specimen("header and noise", b"%PDF-1.4\n" + noise, "malformed"),
        _specimen("a wrong place", shifted, "malformed"),
        _specimen("no page", no_page, "malformed"),
        _specimen("content that is none", bad_content, "malformed"),
        _specimen("a stream too short", raw(short), "malformed"),
        _specimen("no catalog", raw(plain_objects(catalog=b"<<>>")), "malformed"),
        _specimen("a page that is a number", raw(plain_objects(page=b"17")), "malformed"),
        _specimen("brackets open", raw(plain_objects(page=b"<</Type/Page [ ( <<")), "malformed"),
    )


def crashing() -> bytes:
    """Return a file that ends the process of the reader (pikepdf 10.17)."""
    return paper().replace(b"3 0 obj", b"1 0 obj")


def _hostile() -> tuple[Specimen, ...]:
    loop = raw(plain_objects(pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>"))
    cycle = raw(
        plain_objects(
            page=b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
        )
    )
    nested = raw(plain_objects(catalog=b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 5000 + b">>"))
    again = raw(
        plain_objects(
            page=_PAGE.replace(b">>>>>>", b">>/XObject<</A 4 0 R>>>>>>"),
            content=_stream(
                b"/A Do /A Do " * 60,
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>",
            ),
        )
    )
    chain = raw(
        plain_objects(
            catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
            font=b"<</S/GoTo/D[0/Fit]/Next 5 0 R>>",
        )
    )
    length = raw(plain_objects(content=b"<</Length 4 0 R>>\nstream\n%s\nendstream" % _TEXT))
    previous = raw(plain_objects()).replace(b"<</Size 6", b"<</Prev 15/Size 6")
    claimed = raw(plain_objects(pages=b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"))
    return (
        Specimen("pages that hold themselves", loop, SOMEHOW),
        Specimen("pages in a circle", cycle, SOMEHOW),
        Specimen("brackets without end", nested, SOMEHOW),
        Specimen("forms in a circle", again, NOTHING, warned=frozenset({"no-text"})),
        Specimen("actions in a circle", chain),
        Specimen("a length that is itself", length, SOMEHOW),
        Specimen("tables in a circle", previous, SOMEHOW),
        Specimen("two billion pages, it says", claimed, NOTHING),
        Specimen("pages ever deeper", _deep_pages(30_000), SOMEHOW),
        # The library crashes over it.
        Specimen("an object under another's number", crashing(), SOMEHOW),
        Specimen("too many objects", _many_objects(420_000), frozenset({"limit-objects"})),
        Specimen("an object stream that unfolds", _object_stream_bomb(90_000_000), SOMEHOW),
        Specimen("a page that unfolds", _content_bomb(90_000_000), frozenset({"limit-memory"})),
    )
