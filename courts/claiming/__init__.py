"""Claims filed with an account: proof, transfer and withdrawal, and what becomes of transfers.

The register itself belongs to ``claims``, entries to ``docket``. Entry points:
``protocol.install`` (the wizards of a bankruptcy court), ``protocol.enter`` and ``tell`` for
whoever else brings something to the register.
"""
