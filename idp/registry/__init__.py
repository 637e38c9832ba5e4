"""What PACER knows of a person's e-file accounts in the courts ("Display Registered Courts").

Fed by messages from the courts; the courts stay the masters. Main entry points:
`service.note_link`, `queries.registered_courts`, `queries.is_filer`.
"""
