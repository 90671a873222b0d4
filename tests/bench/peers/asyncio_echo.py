# SPDX-License-Identifier: GPL-3.0-or-later
"""An echo server on asyncio. Usage: asyncio_echo.py protocol|streams [uvloop]

asyncio and uvloop set TCP_NODELAY themselves and receive up to 256 KiB at once.
"""
import asyncio
import resource
import sys

BACKLOG = 4096


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


async def echo(reader, writer):
    try:
        while data := await reader.read(256 * 1024):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def main(kind):
    if kind == "streams":
        server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=BACKLOG)
    else:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Echo, "127.0.0.1", 0, backlog=BACKLOG)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if "uvloop" in sys.argv:
        import uvloop
        uvloop.install()
    asyncio.run(main(sys.argv[1]))
