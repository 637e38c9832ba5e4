"""Multi-factor authentication: authenticator apps, backup codes, security codes by mail.

Owns the second factor and the rule of who needs one; does not own sign-in, which asks for it.
Main entry points: `policy.step`, `service.use_code`, `queries.is_enrolled`.
"""
