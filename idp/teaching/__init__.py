"""What a trainer does with a class: makes it, lets people join, sets seats back, moves calendars.

The classroom below keeps what is so; the courts do their part by message. Main entry points:
`service.make_class`, `service.plant_batch`, `service.reset_seats`, `service.ask_checkpoint`,
`service.restore_seats`, `service.set_calendars`, `service.join`.
"""
