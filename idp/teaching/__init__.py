"""What a trainer does with a class: makes it, lets people join, sets seats back, moves calendars.

The classroom below keeps what is so; the courts do their part by message. Main entry points:
`protocol.make_class`, `protocol.join`, `protocol.reset`, `protocol.restore`, `protocol.checkpoint`,
`protocol.set_calendars`, `protocol.close`, `protocol.roster_of`, `protocol.cards_of`.
"""
