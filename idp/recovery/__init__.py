"""Forgotten passwords and user names: one-time links by mail (facts.md 1.12).

Nobody is signed in here, and nobody learns whether an account exists.
"""
