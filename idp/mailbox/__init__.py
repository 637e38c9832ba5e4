"""The federation's mailbox: every mail that any member sent, open to its recipient.

Main entry points: `service.deposit`, `queries.mails_of`.
"""
