# SPDX-License-Identifier: GPL-3.0-or-later
"""An echo server on asyncio. Usage: asyncio_echo.py protocol|streams [uvloop] [tls]

asyncio and uvloop set TCP_NODELAY themselves and receive up to 256 KiB at once.
"""
import asyncio
import resource
import ssl
import subprocess
import sys
import tempfile

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


def context():
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = folder + "/key", folder + "/certificate"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", key, "-out", certificate, "-subj", "/CN=bench"], check=True, capture_output=True)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(certificate, key)
        return made


async def main(kind, tls):
    if kind == "streams":
        server = await asyncio.start_server(echo, "127.0.0.1", 0, backlog=BACKLOG, ssl=tls)
    else:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Echo, "127.0.0.1", 0, backlog=BACKLOG, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if "uvloop" in sys.argv:
        import uvloop
        uvloop.install()
    asyncio.run(main(sys.argv[1], context() if "tls" in sys.argv else None))
