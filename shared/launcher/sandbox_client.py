"""Talking to the sandbox's API: what `moot kit` and the pytest plugin stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import requests

from shared.errors import Refusal

BASE: Final = "/sandbox/v1"
#: Drawing tasks makes papers that nobody has read yet.
TIMEOUT: Final = (5.0, 60.0)
_NO_CONTENT: Final = 204


@dataclass(frozen=True, slots=True)
class SandboxClient:
    """The API of one federation.

    :param origin: PACER's public address; the session knows the way there.
    """

    session: requests.Session
    origin: str
    key: str

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Ask a route and return what it says; None for an answer without a body.

        :raises Refusal: what the API refuses, with its code and its sentence; `nobody` if nobody
            answers.
        """
        response = self.response(method, path, **more)
        if response.status_code == _NO_CONTENT:
            return None
        return response.json()

    def response(self, method: str, path: str, **more: Any) -> requests.Response:
        """Ask a route and return the whole answer, which is good."""
        url = f"{self.origin}{BASE}{path}"
        heads = {"Authorization": f"Bearer {self.key}"}
        try:
            found = self.session.request(method, url, headers=heads, timeout=TIMEOUT, **more)
        except requests.RequestException:
            raise Refusal(
                "nobody", f"{self.origin} does not answer. Start the federation with `moot up`."
            ) from None
        if not found.ok:
            raise _refusal(found)
        return found


def _refusal(answer: requests.Response) -> Refusal:
    try:
        told = answer.json()
        return Refusal(str(told["code"]), str(told["detail"]))
    except (ValueError, KeyError):
        return Refusal(
            "sandbox", f"{answer.url} answered {answer.status_code}: there is no sandbox there."
        )
