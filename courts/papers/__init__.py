"""Papers at doc1: attachment menus, receipts, delivery, several at once, free looks, verification.

Owns the pages that lead to a PDF. Rows of papers are the docket's, bytes those of `documents`.
"""
