# SPDX-License-Identifier: GPL-3.0-or-later
# X-04's client, as the source has it; its line breaks restored.
import asyncio
import sys

data = """A few lines of text
including non-ASCII characters: €£
to test the operation
of both server
and client."""


class EchoClient(asyncio.Protocol):
    def __init__(self):
        self.data_iter = iter(data.splitlines())

    def write_one(self):
        chunk = next(self.data_iter, None)
        if chunk is None:
            self.transport.write_eof()
        else:
            line = chunk.encode()
            self.transport.write(line)
            print('Sent:', chunk)

    def connection_made(self, transport):
        self.transport = transport
        print('Connected to server')
        self.write_one()

    def connection_lost(self, exc):
        loop.stop()
        print('Disconnected from server')

    def data_received(self, data):
        print('Recv:', data.decode())
        self.write_one()


sys.stdout.reconfigure(encoding='utf-8')
loop = asyncio.new_event_loop()
echo = loop.create_connection(EchoClient, 'localhost', int(sys.argv[1]))
transport, protocol = loop.run_until_complete(echo)
loop.run_forever()
loop.close()
