# SPDX-License-Identifier: GPL-3.0-or-later
"""Python asyncio as the other side of InteropTest: InteropPeer.py ROLE PORT [NUMBER]. Prints "ok" at the end."""
import asyncio
import hashlib
import os
import random
import socket
import struct
import sys

HOST = "127.0.0.1"


async def bulk(port, megabytes):
    """Sends that many MB, half-closes, and reads them back meanwhile."""
    reader, writer = await asyncio.open_connection(HOST, port)
    block = os.urandom(1 << 20)
    sent, received = hashlib.sha256(), hashlib.sha256()

    async def send():
        for _ in range(megabytes):
            sent.update(block)
            writer.write(block)
            await writer.drain()
        writer.write_eof()

    sender = asyncio.create_task(send())
    while data := await reader.read(1 << 18):
        received.update(data)
    await sender
    assert sent.digest() == received.digest()
    writer.close()
    await writer.wait_closed()


async def many(port, count):
    """All connected at once before the first of them speaks."""
    pairs = await asyncio.gather(*(asyncio.open_connection(HOST, port) for _ in range(count)))

    async def talk(number, reader, writer):
        line = b"client %d\n" % number
        writer.write(line)
        assert await reader.readline() == line
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(talk(i, *pair) for i, pair in enumerate(pairs)))


async def single_bytes(port, count):
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    data = bytes(random.randrange(256) for _ in range(count))
    for i in range(count):
        writer.write(data[i:i + 1])
        await asyncio.sleep(0)
    assert await reader.readexactly(count) == data
    writer.close()


def reset(port, _):
    """Ends with RST instead of FIN."""
    with socket.create_connection((HOST, port)) as sock:
        sock.sendall(b"to be reset")
        sock.recv(11)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def half_close(port, _):
    """Goes on reading long after its own end."""
    with socket.create_connection((HOST, port)) as sock:
        sock.sendall(b"question")
        sock.shutdown(socket.SHUT_WR)
        received = b""
        while data := sock.recv(7):
            received += data
    assert received == b"question" * 1000, len(received)


async def echo_server(_, connections):
    """Prints its port, echoes that many connections to their ends, and ends."""
    done = asyncio.Semaphore(0)

    async def echo(reader, writer):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
        writer.close()
        done.release()

    server = await asyncio.start_server(echo, HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    for _ in range(connections):
        await done.acquire()
    server.close()


role, port, number = globals()[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
if asyncio.iscoroutinefunction(role):
    asyncio.run(role(port, number))
else:
    role(port, number)
print("ok")
