"""Everything open to view, in training mode: the sign-on as it happened, sessions, charges, audit.

Owns no table: it collects what members have recorded (shared/web/recorder.py), for a person what is
theirs, for a trainer that of anybody. Main entry points: `views`, `flows.join`,
`drawing.draw`.
"""
