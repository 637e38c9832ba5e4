"""The clerk's queue of e-file registrations and deactivations that arrive through PACER.

Main entry points: `protocol.HANDLERS` (messages), `service.approve`, `service.reject`.
"""
