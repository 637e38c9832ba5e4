"""What a court tells the sandbox at PACER's host: its world, targets for clients, the kit's tasks.

For other members only, and in training only. Main entry points: `protocol.world`,
`protocol.targets`, `protocol.questions`.
"""
