"""PACER Case Locator: an index of the cases of all courts, for people and for programs.

Courts tell it of their cases by messages (`protocol`); it holds no dockets and no documents. `api`
is the REST interface of facts.md 7.2, `views` the pages of `pcl.uscourts.gov`. What is asked for is
read by `criteria` (pure), found by `queries`, written by `rows` and `envelopes` (pure), booked in
the ledger by `service`, which also runs the batch reports.
"""
