"""Opening a PACER account and upgrading a legacy one: the wizards (facts.md 1.3 and 1.4).

What was typed is kept on the server, page by page (`accounts.models.WizardDraft`).
"""
