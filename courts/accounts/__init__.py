"""Court users: old ECF logins, linking, registrations and e-mail settings of one court.

Owns who may act here under which name. Does not own sign-in (``signin``) nor who files what
(``courts.permissions``). Entry points: ``linking.decide``, ``logins``, ``maintenance.begin``.
"""
