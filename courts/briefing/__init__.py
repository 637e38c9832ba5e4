"""Courts above and below: filing in a court of appeals, and cases that one court opens in another.

Owns the one-screen filing, the review of appearances, and the messages by which a notice of appeal
or a withdrawal of the reference opens a case elsewhere. Does not own dockets or notices. Entry
points: ``protocol.HANDLERS``, ``protocol.install``.
"""
