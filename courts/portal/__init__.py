"""The Attorney Services Portal of a CurrentGen court: training declared, applications, the queue.

Owns portal accounts (which neither PACER nor CM/ECF knows), their sessions and resets, what was
declared about training, applications for e-filing, and the clerk's desk for them. Does not own
court users, which `accounts` makes. Entry points: `rules.problems`, `tracks.TRACKS`.
"""
