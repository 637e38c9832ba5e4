"""E-file registration under Maintenance: asking a court for the right to file, and its answer.

Main entry points: `service.submit`, `service.ask_deactivation`, `protocol.HANDLERS`.
"""
