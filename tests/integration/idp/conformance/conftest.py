"""The provider of the OpenID room's tests, asked from outside only."""

from __future__ import annotations

from tests.integration.idp.oidc.conftest import browser, court, database_with_keys, provider

__all__ = ["browser", "court", "database_with_keys", "provider"]
