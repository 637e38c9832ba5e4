"""The papers of a filing and its fee, on screens that many wizards share.

Main entry points: `protocol.PAPERS`, `protocol.FEE`, `protocol.settle`.
"""
