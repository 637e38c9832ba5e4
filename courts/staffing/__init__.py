"""The clerk's desk for accounts: find one, see its state, void, rename, disable, correct, create.

Main entry points: `service.void_login`, `service.rename`, `service.set_status`,
`service.correct_email`, `service.create`.
"""
