"""What somebody did here: transaction log and filing agents; and the clerk's desk of filing fees.

Owns no tables: submissions belong to ``filing``, agents to ``accounts``, fees to ``payments``.
"""
