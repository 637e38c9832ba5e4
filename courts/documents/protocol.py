"""The gate as requests see it: this court's rules today, and the reader of its app."""

from __future__ import annotations

from typing import Final, cast

from flask import Flask, current_app
from werkzeug.datastructures import FileStorage

from courts import edge as court_edge
from courts.documents import checks, service
from courts.documents.checks import MEGABYTE, PdfRules
from courts.documents.redaction import Setting
from courts.documents.service import Examined, Reader, Received
from courts.edge import Court
from shared.web import edge

_READER: Final = "moot_reader"
#: What a request may hold besides one file of the largest size.
_BESIDES: Final = 8 * MEGABYTE


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


def reader() -> Reader:
    """Return what reads PDF for this court."""
    return cast(Reader, current_app.extensions[_READER])


def rules() -> PdfRules:
    """Return what this court takes at the request's court time."""
    zone = court_edge.court().policy.zone
    return checks.rules_of(court_edge.rules(), edge.now().astimezone(zone).date())


def receive(upload: FileStorage, setting: Setting) -> Received:
    """Take in an upload by the rules of this court (`service.receive`).

    Closes the request's transaction first: reading may take seconds.
    """
    edge.split()
    return service.receive(
        court_edge.documents(),
        upload.stream,
        filename=upload.filename or "",
        rules=rules(),
        reader=reader(),
        training=edge.runtime().settings.training,
        setting=setting,
    )


def examine(upload: FileStorage, setting: Setting) -> Examined:
    """Say what this court would say of an upload, without keeping it (`service.examine`)."""
    edge.split()
    return service.examine(
        court_edge.documents(),
        upload.stream,
        filename=upload.filename or "",
        rules=rules(),
        reader=reader(),
        training=edge.runtime().settings.training,
        setting=setting,
    )
