"""Court time of the federation, of a class and of a seat: what it says, and how it is moved.

Owns the clock pages, the named moments and what falls due between two of them. Not the calendars
themselves: those are rows of every member (shared/timekeeping.py, shared/seats.py) and of a class
(idp/teaching). Entry points: `moments.moments`, `moments.between`, `protocol.turn_federation`,
`protocol.turn_class`.
"""
