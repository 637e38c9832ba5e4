"""The creditor service of the federation: a court's mailing matrix as text (clients.md 5.18)."""
