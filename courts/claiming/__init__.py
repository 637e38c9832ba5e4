"""Filing claims: by creditors with an account, by anybody through ePOC, and what becomes of claims.

Owns the screens. The register itself belongs to ``claims``, entries to ``docket``. Entry points:
``protocol.install`` (the wizards of a bankruptcy court), ``views`` (ePOC).
"""
