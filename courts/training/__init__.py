"""A court's part of a class: the people and cases of its seats, their states, their calendars.

It does what the identity provider asks by message and never says what a seat is to be: that is
decided there (idp/teaching). Main entry points: `protocol.HANDLERS`, `service.plant_people`.
"""
