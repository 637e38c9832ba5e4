"""Opening cases: civil, miscellaneous, criminal; and the screens that all openings share.

Owns the wizards that open a case and the desk of new cases. Does not own cases or entries
(``cases``, ``filing``), nor what only a bankruptcy court opens (``petitions``).
Entry points: ``protocol.install``, ``service.open_shell``, ``service.submit``.
"""
