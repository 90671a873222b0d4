# SPDX-License-Identifier: GPL-3.0-or-later
"""echo_client.py PORT bulk BYTES | many CONNECTIONS | bytewise BYTES

Python's own asyncio as a client of an echo server: exits 0 where every byte came back as it was sent."""

import asyncio
import os
import sys


async def bulk(port, size):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    block = os.urandom(1 << 20)

    async def send():
        left = size
        while left:
            part = block[:left]
            writer.write(part)
            await writer.drain()
            left -= len(part)
        writer.write_eof()

    sending = asyncio.ensure_future(send())
    received = 0
    while data := await reader.read(1 << 18):
        at = received % len(block)
        expected = block[at:at + len(data)]
        expected += block[:len(data) - len(expected)]
        assert data == expected, f"other bytes than sent near {received}"
        received += len(data)
    await sending
    assert received == size, f"{received} of {size} bytes came back"
    writer.close()


async def many(port, count):
    gate = asyncio.Semaphore(200)

    async def connect():
        async with gate:
            return await asyncio.open_connection("127.0.0.1", port)

    streams = await asyncio.gather(*(connect() for _ in range(count)))

    async def talk(number, reader, writer):
        for turn in range(3):
            message = b"%d:%d;" % (number, turn) * 10
            writer.write(message)
            assert await reader.readexactly(len(message)) == message
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()

    await asyncio.gather(*(talk(number, *pair) for number, pair in enumerate(streams)))


async def bytewise(port, size):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(size):
        byte = bytes([number % 256])
        writer.write(byte)
        assert await reader.readexactly(1) == byte
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()


async def main():
    port, what, amount = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    await {"bulk": bulk, "many": many, "bytewise": bytewise}[what](port, amount)


asyncio.run(main())
