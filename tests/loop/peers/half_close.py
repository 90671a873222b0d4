# SPDX-License-Identifier: GPL-3.0-or-later
# Sends "echo" and EOF, prints what comes back, and says whether the server then closes, too.
import select
import socket
import sys

peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
peer.sendall(b'echo')
peer.shutdown(socket.SHUT_WR)
print(peer.recv(100).decode())
closed, _, _ = select.select([peer], [], [], 0.2)
print('closed' if closed else 'still open')
