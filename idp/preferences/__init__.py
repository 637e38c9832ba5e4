"""The Settings tab of Manage My Account, and the sessions that somebody is signed in with."""
