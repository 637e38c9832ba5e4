"""Filing fees: what is due, paid, waived or refunded, and the payment page with test cards.

Owns the fee rows. Does not own what PACER charges for looking (``access``, the IdP's ledger).
Entry points: ``service.owe_fee``, ``protocol.take_fee`` and ``protocol.settle``.
"""
