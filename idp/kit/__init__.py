"""The conformance kit: runs of tasks for client programs, and what became of the answers.

Courts draw the questions about themselves; those about the service center are drawn here. Main
entry points: `protocol.draw_run`, `service.judge_run`.
"""
