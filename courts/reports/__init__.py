"""Reports over many cases, written opinions, and the menu of reports (facts 3.4).

Owns no table. Each report is a query, a value and a page.
"""
