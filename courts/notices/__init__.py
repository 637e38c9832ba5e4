"""Notices of what was docketed: who is told, by which mail, with which free look.

Owns the notices (NEF, NDA), their recipients and stamps, and the e-mail settings of filers. Does
not own the docket. Entry points: ``protocol.serve``, ``queries.service_list``.
"""
