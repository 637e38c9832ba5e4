"""Rule 9037(h): papers that show what they should not, hidden until the court replaces them.

Owns motion and desk. The papers themselves belong to ``docket``. Entry point:
``protocol.install``.
"""
