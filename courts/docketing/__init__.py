"""The wizard of events in existing cases, the search for events, and the dry run.

Owns the screens between the filing menu and the Notice of Electronic Filing. Does not own the
running of wizards nor the commit (`filing`), nor papers that open a case. Entry points:
``protocol.EVENTS``, ``views.blueprint``; wizards above may take single pages of ``protocol``.
"""
