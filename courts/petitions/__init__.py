"""Cases of a bankruptcy court: petitions, Case Upload, adversaries, creditors, judge and trustee.

Owns the mailing matrix as filers send it and the files of petition software. Does not own the
screens that all openings share (``openings``), cases or entries (``cases``, ``filing``).
Entry points: ``protocol.install``, ``service.file_petition``, ``service.assign``.
"""
