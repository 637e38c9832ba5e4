"""Claims and creditors of a bankruptcy court: register, activity, matrix.

Owns claims, their history and the mailing matrix. The papers of claims are documents of the docket.
"""
