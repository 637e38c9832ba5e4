"""Letters to the court, and seats in its seminars: the clerk's inbox and booking lists.

A letter comes from a mailbox by message; the clerk reads it, answers it by mail, and books a seat
from it. Which seminars there are is `courts.website.seminars`. Entry points: `protocol.HANDLERS`,
`protocol.seats_taken`, `service.book`.
"""
