"""The small public web site of a court: pages, dated notices, quick links, help desk.

Owns the texts (`texts/*.toml`, read by `texts.load`) and their dates. Does not own `ShowIndex.pl`,
sign-in or linking, to which it only leads. Entry points: `texts.load`, `texts.pages_at`,
`texts.notices_at`.
"""
