"""Maintain Your Account of CurrentGen: what is typed counts only after the outer Submit, twice.

Seed 000, steps c-f: Maintain Your Account, More user information, Return to Account screen,
Submit, and Submit again. Leaving before loses the change. The draft belongs to the session and is
kept on the server; the new password passes through as an opaque text (the service keeps a hash).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

MASK: Final = "********"

MAINTAIN: Final = "Maintain Your Account"
MORE: Final = "More user information"
RETURN: Final = "Return to Account screen"
SUBMIT: Final = "Submit"
ONLY_THE_PASSWORD: Final = "Change only your password, not the login name."  # noqa: S105
NOT_SAVED: Final = (
    "Nothing is saved yet. Press Submit at the bottom of the account screen, and once more on "
    "the next screen."
)
LOST: Final = (
    "You left the account screen without pressing Submit twice; your changes were not saved."
)


class Stage(StrEnum):
    """On which screen the person is."""

    ACCOUNT = "account"
    MORE = "more"
    CONFIRM = "confirm"
    SAVED = "saved"
    LEFT = "left"


class OutOfOrder(ValueError):
    """A step that the present screen does not have, as a browser's Back button sends it."""


def _nothing_typed() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """What the second Submit saves: None means unchanged."""

    login: str | None = None
    password: str | None = None
    fields: Mapping[str, str] = field(default_factory=_nothing_typed)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to save."""
        return self.login is None and self.password is None and not self.fields


@dataclass(frozen=True, slots=True)
class Draft:
    """One walk through the screens, with all that was typed and is not yet saved."""

    stage: Stage
    login: str
    fields: Mapping[str, str]
    change: Change = field(default_factory=Change)

    @property
    def shown_login(self) -> str:
        """The login as the inner screen shows it: the draft's, else the present one."""
        return self.login if self.change.login is None else self.change.login

    @property
    def shown_fields(self) -> Mapping[str, str]:
        """The fields of the account screen with what was typed over them."""
        return MappingProxyType({**self.fields, **self.change.fields})

    @property
    def unsaved(self) -> bool:
        """Whether leaving now would lose something."""
        return self.stage not in (Stage.SAVED, Stage.LEFT) and not self.change.nothing


def begin(login: str, fields: Mapping[str, str] = MappingProxyType({})) -> Draft:
    """Open the account screen; whatever an earlier walk had typed is gone."""
    return Draft(stage=Stage.ACCOUNT, login=login, fields=MappingProxyType(dict(fields)))


def more_information(draft: Draft) -> Draft:
    """Open the inner screen with login and masked password.

    :raises OutOfOrder: from any screen but the account screen.
    """
    return replace(_at(draft, Stage.ACCOUNT), stage=Stage.MORE)


def return_to_account(draft: Draft, *, login: str, password: str) -> Draft:
    """Carry login and password back to the account screen; nothing is saved by it.

    Asterisks or an empty field mean the present password. A changed login name really changes.

    :raises OutOfOrder: from any screen but the inner one.
    """
    _at(draft, Stage.MORE)
    typed = login.strip()
    kept = draft.change.password if unchanged(password) else password
    change = replace(
        draft.change,
        login=typed if typed and typed != draft.login else None,
        password=kept,
    )
    return replace(draft, stage=Stage.ACCOUNT, change=change)


def unchanged(password: str) -> bool:
    """Whether what the password field holds means the present password; ask before hashing."""
    return not password or set(password) == {"*"}


def submit(
    draft: Draft, *, fields: Mapping[str, str] = MappingProxyType({})
) -> tuple[Draft, Change | None]:
    """Press Submit: the first leads to the second screen, the second gives what is to be saved.

    :raises OutOfOrder: from the inner screen, which has no Submit, and after the end.
    """
    if draft.stage is Stage.CONFIRM:
        return replace(draft, stage=Stage.SAVED), draft.change
    _at(draft, Stage.ACCOUNT)
    known = {name: value for name, value in fields.items() if name in draft.fields}
    typed = {
        name: value
        for name, value in {**draft.change.fields, **known}.items()
        if value != draft.fields[name]
    }
    change = replace(draft.change, fields=MappingProxyType(typed))
    return replace(draft, stage=Stage.CONFIRM, change=change), None


def leave(draft: Draft) -> Draft:
    """Go anywhere else: what was not submitted twice is lost."""
    if draft.stage is Stage.SAVED:
        return draft
    return replace(draft, stage=Stage.LEFT, change=Change())


def to_json(draft: Draft) -> dict[str, object]:
    """The draft as it is kept with the session."""
    return {
        "stage": draft.stage.value,
        "login": draft.login,
        "fields": dict(draft.fields),
        "new_login": draft.change.login,
        "new_password": draft.change.password,
        "new_fields": dict(draft.change.fields),
    }


def from_json(kept: Mapping[str, object]) -> Draft:
    """The draft that ``to_json`` wrote.

    :raises ValueError: when the text is not one of ours.
    """
    return Draft(
        stage=Stage(str(kept.get("stage"))),
        login=str(kept.get("login", "")),
        fields=_texts(kept.get("fields")),
        change=Change(
            login=_text(kept.get("new_login")),
            password=_text(kept.get("new_password")),
            fields=_texts(kept.get("new_fields")),
        ),
    )


def _at(draft: Draft, stage: Stage) -> Draft:
    if draft.stage is not stage:
        raise OutOfOrder(f"this step belongs to the {stage} screen, not to {draft.stage}")
    return draft


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        return MappingProxyType({})
    return MappingProxyType({str(name): str(text) for name, text in value.items()})
