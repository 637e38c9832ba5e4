"""What a court needs to trust the identity provider: the relying party of OpenID Connect.

Owns the checks of answers, ID tokens and logout tokens; owns no table and no page. Main entry
points: `relying_party.RelyingParty`, `logout_token.check_logout_token`, `identity.Identity`.
"""
