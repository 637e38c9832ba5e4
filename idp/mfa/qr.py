"""QR codes as SVG."""

from __future__ import annotations

import io

import segno


def as_svg(text: str) -> bytes:
    """Return the QR code of a text as an SVG document that scales."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000000", light="#ffffff", omitsize=True, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return out.getvalue()
