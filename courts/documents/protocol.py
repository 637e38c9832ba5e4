"""The gate as requests see it: this court's rules today, and its uploads read in good time.

Reading a PDF takes up to seconds, and a transaction that may write keeps every other writer of a
SQLite database waiting. So uploads are read when a request arrives, before anybody has a
transaction; `receive` then only says what came of it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final, cast

from flask import Flask, current_app, g, request
from werkzeug.datastructures import FileStorage

from courts import edge as court_edge
from courts.documents import checks, redaction, service
from courts.documents.checks import MEGABYTE, PdfRules
from courts.documents.redaction import Setting
from courts.documents.service import Examined, Reader, Received
from courts.edge import Court
from shared.web import edge

_READER: Final = "moot_reader"
#: What a request may hold besides one file of the largest size.
_BESIDES: Final = 8 * MEGABYTE
#: The room whose own page looks at files without keeping them.
_OWN: Final = "documents"


def install(app: Flask) -> None:
    """Give an app its reader, and let requests be as large as its largest paper.

    A request that is larger than that is turned down before anybody looks at it.
    """
    app.extensions[_READER] = Reader()
    limits = cast(Court, app.extensions["moot_court"]).policy.values["pdf_max_mb"]
    largest = max(cast(int, dated.value) for dated in limits)
    app.config["MAX_CONTENT_LENGTH"] = max(
        app.config["MAX_CONTENT_LENGTH"], largest * MEGABYTE + _BESIDES
    )
    app.before_request(_take_in)


def reader() -> Reader:
    """Return what reads PDF for this court."""
    return cast(Reader, current_app.extensions[_READER])


def rules() -> PdfRules:
    """Return what this court takes at the request's court time."""
    return checks.rules_of(court_edge.rules(), court_edge.today())


def receive(upload: FileStorage, setting: Setting | None = None) -> Received:
    """Return what came of an upload by the rules of this court (`service.receive`).

    Lets go of the database session if it was not read when the request arrived.

    :param setting: in what kind of case; by default what is usual in this kind of court.
    """
    received = _received().get(id(upload))
    if received is None:
        # Out of an archive, or of somebody unknown: nobody read it when the request arrived.
        edge.split()
        received = _gated(upload)
    fitting = redaction.fitting(received.redactions, setting or _usual())
    told = {
        "name": upload.filename or "",
        "findings": [asdict(each) for each in received.findings],
        "redactions": [asdict(each) for each in fitting],
    }
    if received.paper is not None and (received.findings or fitting) and _training():
        g.setdefault("moot_paper_advice", []).append(told)
    return Received(received.paper, received.findings, fitting)


def advice() -> list[dict[str, Any]]:
    """Return what there is to say of the uploads that this request received, as plain values.

    Empty outside the training mode: a court gives no advice. Shown by `documents/_advice.html`.
    """
    return list(g.get("moot_paper_advice", []))


def examine(upload: FileStorage) -> Examined:
    """Say what this court would say of an upload, without keeping it (`service.examine`)."""
    edge.split()
    return service.examine(
        court_edge.documents(),
        upload.stream,
        filename=upload.filename or "",
        rules=rules(),
        reader=reader(),
        training=_training(),
        setting=_usual(),
    )


def _take_in() -> None:
    """Read the PDF of a request before its view begins a transaction."""
    if request.method != "POST" or request.blueprint in (None, _OWN) or "moot_person" not in g:
        return
    if request.mimetype != "multipart/form-data" or not court_edge.person().is_authenticated:
        return
    edge.split()
    for upload in (each for _, each in request.files.items(multi=True)):
        if (upload.filename or "").lower().endswith(".pdf"):
            _received()[id(upload)] = _gated(upload)


def _received() -> dict[int, Received]:
    # Uploads live as long as their request: their identity is their name.
    return cast("dict[int, Received]", g.setdefault("moot_received", {}))


def _gated(upload: FileStorage) -> Received:
    found = service.receive(
        court_edge.documents(),
        upload.stream,
        filename=upload.filename or "",
        rules=rules(),
        reader=reader(),
        training=_training(),
        setting=redaction.WIDEST,
    )
    upload.stream.seek(0)
    return found


def _usual() -> Setting:
    return redaction.of_court(court_edge.court().profile.kind)


def _training() -> bool:
    return edge.runtime().settings.training
