"""The parties of a filing: who files, for whom somebody appears, whom the paper is against.

Main entry points: `protocol.view_of`, `protocol.PAGES`.
"""
