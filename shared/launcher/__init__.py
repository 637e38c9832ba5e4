"""Starting and keeping a federation: the `moot` command.

Knows every part of `shared` and no app: the apps are found by the factory names of the federation
file. Entry points: `cli.main`, `embedded.create` (all members in one process) and
`hosted.create` (one member from the environment).
"""
