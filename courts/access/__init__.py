"""Who may see what, and what looking costs: one decision and one meter for every channel.

Owns the page charges of this court. It knows no case table: facts come as values.
Entry points: `deciding.decide`, `service.bill`, `views.receipt`.
"""
