"""What a route of the identity provider may ask of a person."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """Names for the guards."""

    ACCOUNT = "account"
    TRAIN = "train"


def permits(*, signed_in: bool, trainer: bool, permission: str) -> bool:
    """Say whether somebody has a permission: an account for all, training for trainers."""
    if permission == Permission.TRAIN:
        return signed_in and trainer
    return signed_in and permission == Permission.ACCOUNT
