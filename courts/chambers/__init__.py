"""The clerk's side of the docket: quality control, corrections, orders, assignments, settings.

Owns no table: it changes cases and entries and notes who did. Does not own accounts (``staffing``)
nor registrations. Entry points: ``service.enter_event``, ``service.correct_text``.
"""
