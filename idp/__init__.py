"""The identity provider: who people are (a simulated PACER Service Center)."""
