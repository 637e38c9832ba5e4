"""PACER accounts: who a person is. Owns the account row and its checks, not sign-in sessions.

Main entry points: `queries.by_user_name`, `service.create_account`, `service.change_password`.
"""
