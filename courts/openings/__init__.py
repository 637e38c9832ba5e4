"""Opening cases: civil, criminal by information, bankruptcy, adversary, miscellaneous.

Owns the wizards that open a case, the mailing matrix as filers send it, the assignment of judge and
trustee, and the desk of new cases. Does not own cases or entries (``cases``, ``filing``).
Entry points: ``protocol.install``, ``service.open_shell``, ``service.assign``.
"""
