"""A still of a page: what somebody saw, with nothing in it that could act or lead away.

For a trainer who looks over a shoulder. Scripts, frames and addresses are gone, fields are shown
but disabled, hidden ones and passwords left out; what is left is shown in a sandbox all the same.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Final

#: Gone with all that is in them.
_GONE: Final = frozenset(
    {"script", "noscript", "template", "object", "iframe", "frameset", "applet", "audio", "video"}
)
#: Gone by themselves.
_SINGLE: Final = frozenset({"meta", "base", "embed", "frame", "source", "track", "param"})
_FIELDS: Final = frozenset({"input", "select", "textarea", "button", "fieldset"})
_LEADS: Final = frozenset(
    {"action", "method", "formaction", "target", "ping", "srcdoc", "srcset", "style", "autofocus"}
    | {"href", "xlink:href", "nonce", "http-equiv", "background", "data", "download", "manifest"}
)
_NAME: Final = re.compile(r"[A-Za-z][\w:.-]*")
#: Every member has the same ones; a picture may be in the page itself.
_OURS: Final = ("/static/moot/", "data:image/")
Attributes = list[tuple[str, str | None]]


def still(html: str) -> str:
    """Return a page as a still."""
    drawer = _Drawer()
    drawer.feed(html)
    drawer.close()
    return "".join(drawer.parts)


class _Drawer(HTMLParser):
    """Writes a page anew, without what acts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._inside = ""
        self._depth = 0

    # ----------------------------------------------------------------- tags

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Write a tag with what may stay of it."""
        if self._inside:
            self._depth += tag == self._inside
            return
        if tag in _GONE:
            self._inside, self._depth = tag, 1
            return
        if tag in _SINGLE or not _NAME.fullmatch(tag) or _is_left_out(tag, attrs):
            return
        kept = "".join(_written(name, value) for name, value in _kept(tag, attrs))
        self.parts.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """Write a tag that closes itself; one of those that go has nothing in it."""
        if not self._inside and tag not in _GONE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Write the end of a tag that was written."""
        if self._inside:
            self._depth -= tag == self._inside
            if not self._depth:
                self._inside = ""
        elif tag not in _SINGLE and tag not in _GONE and _NAME.fullmatch(tag):
            self.parts.append(f"</{tag}>")

    # ----------------------------------------------------------------- text

    def handle_data(self, data: str) -> None:
        """Write text as it stood."""
        if not self._inside:
            self.parts.append(data.replace("<", "&lt;"))

    def handle_entityref(self, name: str) -> None:
        """Write a named character as it stood."""
        if not self._inside:
            self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Write a numbered character as it stood."""
        if not self._inside:
            self.parts.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        """Write what kind of document it is."""
        if decl.lower().startswith("doctype"):
            self.parts.append("<!DOCTYPE html>")


def _is_left_out(tag: str, attrs: Attributes) -> bool:
    told = dict(attrs)
    if tag == "link":
        sheet = (told.get("rel") or "").lower() == "stylesheet"
        return not sheet or not (told.get("href") or "").startswith(_OURS[0])
    return tag == "input" and (told.get("type") or "").lower() == "hidden"


def _kept(tag: str, attrs: Attributes) -> Attributes:
    secret = tag == "input" and (dict(attrs).get("type") or "").lower() == "password"
    kept = []
    for name, value in attrs:
        sheet = tag == "link" and name == "href"
        if (name in _LEADS and not sheet) or name.startswith("on") or name == "disabled":
            continue
        if not _NAME.fullmatch(name):
            continue
        if (name == "src" and not (value or "").startswith(_OURS)) or (secret and name == "value"):
            continue
        kept.append((name, value))
    return [*kept, ("disabled", None)] if tag in _FIELDS else kept


def _written(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
