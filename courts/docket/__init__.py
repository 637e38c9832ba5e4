"""The docket: entries and their papers, the docket sheet, history, feeds and document pages.

Owns entries, documents and free looks. It does not own the case (`cases`), the bytes of papers
(`documents`) or who may see what and what that costs (`access`). Entry points: `queries`,
`service.plant_entries`, the views at the real addresses.
"""
