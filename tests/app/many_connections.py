# SPDX-License-Identifier: GPL-3.0-or-later
"""many_connections.py PORT COUNT

Opens COUNT connections to an echo server and keeps them all; then each sends a line and gets it back.
Exits 77, saying why, where the system does not allow a process so many."""

import resource
import socket
import sys

port, count = int(sys.argv[1]), int(sys.argv[2])
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
if hard != resource.RLIM_INFINITY and hard < count + 100:
    print(f"the hard limit of open files is {hard}; {count + 100} are needed")
    sys.exit(77)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

connections = []
for _ in range(count):
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connections.append(connection)
for number, connection in enumerate(connections):
    connection.sendall(b"%d\n" % number)
for number, connection in enumerate(connections):
    expected = b"%d\n" % number
    received = b""
    while len(received) < len(expected):
        data = connection.recv(100)
        assert data, f"connection {number} was closed"
        received += data
    assert received == expected, f"connection {number} got {received!r}"
print("all", flush=True)
sys.stdin.readline()  # keeps them until it is told
