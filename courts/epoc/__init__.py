"""ePOC: claims, withdrawals and supplements without a login, from a form that the court fills in.

Owns the record of such filings. The register belongs to ``claims``.
"""
