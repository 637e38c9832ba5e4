"""The clerk's own pages: a front page on which every room with work for staff has its desk.

Main entry point: `protocol.add_desk`, called by a room when it joins the app.
"""
