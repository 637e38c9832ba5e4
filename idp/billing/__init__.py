"""Who pays what: the ledger in cents, quarters, statements, payments and client-code rules.

Fed by messages of the courts (`protocol.HANDLERS`). Main entry points: `queries.payer_of`,
`service.set_payer`, `queries.client_code_rule`, `service.book_charge`, `service.close_quarters`.
"""
