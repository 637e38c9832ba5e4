"""The deterministic world: a docket grammar over the event catalogue, and planting it.

Pure modules write drafts from a seed; `service` stores them in bulk through `cases.service`.
"""
