"""The classroom: who is a trainer, their classes, and the seats with their runs and checkpoints.

It keeps what is so; what a trainer does with it is the room `teaching`. Main entry points:
`queries.is_trainer`, `queries.seats_of`, `queries.seat_of_world`.
"""
