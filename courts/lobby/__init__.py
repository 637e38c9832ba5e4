"""The way in and the menus of a court: landing page, blue bar, Utilities, Help, court information.

Owns the snapshot of the menu and the list of pages that are not built. Does not own sign-in
(`signin`) nor the account screens (`accounts`), to which it leads. Entry points: `views.frame`,
`not_built.PAGES`.
"""
