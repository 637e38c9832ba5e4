"""The audit trail as pages: a person's recent activity, and all of it for trainers."""
