"""Cases: numbers, parties, counsel, counts, ties, deadlines and hearings, and the query pages.

Owns the case tables and `views` of one case. It does not own docket entries (`docket`), claims
(`claims`) or who may see what (`access`). Entry points: `queries.find`, `queries.whole`,
`service.plant_case`.
"""
