"""The small public web site of a court: pages, dated notices, quick links, help desk.

Owns the texts (`texts/*.toml`, read by `texts.load`) and their dates, the document shelf
(`documents/*.toml`) and the seminars (`programmes/*.toml`, read by `seminars.load`). Does not own
`ShowIndex.pl`, sign-in or linking, to which it only leads, nor who has a seat (`letters`). Entry
points: `texts.load`, `texts.pages_at`, `texts.notices_at`, `seminars.upcoming`.
"""
