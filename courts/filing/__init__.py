"""Filing by e-filers: transactions of several screens, and the one function that dockets.

Owns the state of open transactions and the log of committed ones. Does not own what is filed where
no docket entry comes of it, nor the clerk's own entries. Entry points: ``protocol.Flow`` (a wizard
as data), ``service.submit_filing`` (the only way of an e-filer's paper to a docket).
"""
