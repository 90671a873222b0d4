# SPDX-License-Identifier: GPL-3.0-or-later
# What nc does, for machines without it: standard input to a socket, the socket to standard output.
import os
import select
import socket
import sys

peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
waiting = [0, peer]
while peer in waiting:
    for ready in select.select(waiting, [], [])[0]:
        data = peer.recv(65536) if ready is peer else os.read(0, 65536)
        if not data:
            waiting.remove(ready)
        elif ready is peer:
            os.write(1, data)
        else:
            peer.sendall(data)
