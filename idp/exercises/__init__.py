"""Exercises: what a seat is to do, what it did, and what that is worth.

Owns the deeds that courts tell of, enrolments of seats, hints taken, marks and certificates, the
coach's page and the procedures as pages. The files of exercises stand in `library`. Main entry
points: `format.read`, `progress.evaluate`, `service.enrol`, `service.read`, `service.move_to_run`.
"""
