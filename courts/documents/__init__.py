"""The bytes of papers: making generated ones, keeping them, stamping and joining them.

Owns the store's use and the header stamp; it knows no case table.
"""
