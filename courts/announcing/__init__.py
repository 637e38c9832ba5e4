"""The clerk's announcements to those who have an account in the court.

Owns the clerk's page. Addresses, and the announcements that were sent, belong to ``notices``.
"""
