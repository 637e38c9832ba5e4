"""Asking other members from inside a request; it ends the request's transaction first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from shared.errors import Refusal
from shared.federation import Member
from shared.web import edge


class SilentError(Refusal):
    """Members that do not answer, or not with what was asked of them."""

    def __init__(self, silent: str) -> None:
        super().__init__("silent", f"Not answered by {silent}. Mend that and ask again.")


def call(to: Member, path: str, payload: Mapping[str, Any] | None = None) -> requests.Response:
    """Ask a service address of a member; a payload makes it a POST."""
    edge.split()
    return edge.runtime().backchannel.call_service(to, path, payload, wall=edge.wall())


def told(to: Member, path: str, payload: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a member answers.

    :raises SilentError: if it does not, or refuses.
    """
    try:
        response = call(to, path, payload)
        if response.ok:
            answer: dict[str, Any] = response.json()
            return answer
    except requests.RequestException:
        raise SilentError(f"{to.id} (does not answer)") from None
    raise SilentError(f"{to.id} (answered {response.status_code})")
