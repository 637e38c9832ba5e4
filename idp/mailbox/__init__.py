"""The federation's mailbox: every mail that any member sent, and letters to the courts.

Mails are open to their recipient; letters go to the help desk or seminar address of a court
(training only). Main entry points: `service.deposit`, `service.send_letter`, `queries.mails_of`.
"""
