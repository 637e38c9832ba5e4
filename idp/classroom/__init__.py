"""The classroom: who is a trainer. Main entry points: `queries.is_trainer`."""
