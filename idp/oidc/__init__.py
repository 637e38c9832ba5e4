"""The OpenID provider: codes, tokens, keys, introspection, and log-out told to the courts.

Owns what relying parties see; does not own sessions or accounts (`signin`, `accounts`).
Main entry points: `protocol.install`, `protocol.provider`, `service.announce_logout`.
"""
