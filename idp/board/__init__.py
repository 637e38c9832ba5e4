"""The board of a class: where each seat is, what it is at, and where the class lost time.

Owns no table: what happened is in the trails, where seats are is what members have seen
(shared/web/sightings.py). A class is shown to its own trainer alone. Main entry points: `views`,
`protocol.Board`, `grid.row`, `results.taken`.
"""
