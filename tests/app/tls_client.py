# SPDX-License-Identifier: GPL-3.0-or-later
"""tls_client.py PORT CA COUNT BYTES

Python's asyncio and ssl as COUNT clients at once of an echo server whose certificate is verified: exits
0 where every byte came back as it was sent."""

import asyncio
import os
import ssl
import sys

port, ca, count, size = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


async def client(context):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    data = os.urandom(size)

    async def send():
        for at in range(0, size, 65536):
            writer.write(data[at:at + 65536])
            await writer.drain()

    sending = asyncio.ensure_future(send())
    assert await reader.readexactly(size) == data
    await sending
    writer.close()
    await writer.wait_closed()


async def main():
    context = ssl.create_default_context(cafile=ca)
    await asyncio.wait_for(asyncio.gather(*(client(context) for _ in range(count))), 30)


asyncio.run(main())
