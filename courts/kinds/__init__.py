"""What makes a court district, bankruptcy or appellate: data first, functions where needed.

Owns profiles, menus, eras and policies. Owns no page and no table.
Entry points: ``profiles.profile``, ``menus.top_menu``, ``eras.generation`` and
``policies.policy_for``.
"""
