"""Exempt use for appointed counsel (facts.md 1.9; seed 002): per court, set by the service center.

Main entry points: `queries.is_exempt`, `service.grant`, `service.merge`, `api` for the courts.
"""
