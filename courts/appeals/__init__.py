"""The pages of a court of appeals at the servlet address (facts 5).

Owns the presentation of appeals; cases, entries and papers are those of `cases` and `docket`.
"""
