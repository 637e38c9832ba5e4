"""The dry run of a filing: what Next on its last screen would do, and with which mistakes.

Main entry points: `protocol.rehearse`, and `protocol.seen_of` for wizards that know their mistakes.
"""
