"""Mails: a folder of templates each, promised through the outbox, kept in the mailbox."""
