"""Signing in: password, redaction notice, single sign-on session, `cso-auth`, lock-out, log-out.

Owns the session behind both ways into a court; does not own accounts or OpenID tokens.
Main entry points: `service.check_password`, `service.open_session`, `service.close_session`.
"""
