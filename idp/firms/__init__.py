"""Firms: a PACER Administrative Account (PAA) and the accounts that it pays for (facts.md 1.7).

For others: `queries.membership_of`, `queries.invitations`, `service.leave`.
"""
