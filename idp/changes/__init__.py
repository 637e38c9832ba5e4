"""Changes of a person's own data, and what each court is asked to take over of them.

The data at PACER changes at once; a court accepts or rejects (facts.md 1.6, 11.1). Main entry
points: `service.ask_courts`, `service.note_decision`, `protocol.HANDLERS`.
"""
