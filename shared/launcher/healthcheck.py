"""The health checks of containers: small, because they run every few seconds.

    moot-healthy serve     GET /readyz of the member answers 200
    moot-healthy worker    the worker reached its database lately

Run as a file and without site-packages; it imports nothing of the project.
"""

import os
import socket
import sys

HEARTBEAT = os.path.join(os.sep, "tmp", "moot-worker")
OLDEST = 30.0


def serves(port: int = 8000) -> bool:
    """Say whether the member is ready."""
    with socket.create_connection(("127.0.0.1", port), timeout=4) as connection:
        line = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        connection.sendall(line)
        return b" 200 " in connection.recv(64)


def works() -> bool:
    """Say whether the heartbeat is young, measured against a file written now."""
    beat = os.stat(HEARTBEAT).st_mtime
    with open(HEARTBEAT + "-check", "w", encoding="ascii") as stream:
        stream.write("now")
    return os.stat(HEARTBEAT + "-check").st_mtime - beat < OLDEST


def main() -> int:
    """Return 0 if all is well."""
    try:
        return 0 if {"serve": serves, "worker": works}[sys.argv[1]]() else 1
    except OSError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
