"""Coming into a court: by OpenID Connect, by the CSO cookies, or by the court's old login page.

Owns the court session, as a row; does not own accounts. Main entry points:
`protocol.load_person`, `service.open_session`, `service.close_by_sid`, `views.turn_away`,
`views.log_out`.
"""
