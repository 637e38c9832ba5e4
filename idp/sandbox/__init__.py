"""The sandbox for programs: an API with keys, described by OpenAPI, and the conformance kit.

Training only. Every route says in its declaration what it takes and gives (`declared`), and the
document is made of the declarations. Main entry points: `api`, `views`, `service.make_key`.
"""
