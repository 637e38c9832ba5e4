"""The fault switchboard: which faults are on, for whom, and how often each has bitten.

Owns the list and its pages at `/faults`; what a fault does lies where it bites (shared/faults.py).
Main entry points: `service.set_fault`, `service.clear_fault`, `queries.standing`.
"""
