"""What a session in this court is charged to: client code, and exempt use (facts.md 1.8, 1.9).

Main entry points: `views.change_exemption`, `views.change_client_code`.
"""
