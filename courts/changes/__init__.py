"""Changes that people ask of this court through PACER: the clerk's queue accepts or rejects.

Main entry points: `protocol.HANDLERS` (requests arrive), `service.decide`.
"""
