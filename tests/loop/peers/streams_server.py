# SPDX-License-Identifier: GPL-3.0-or-later
# X-05's server, as the source has it.
import asyncio
import sys


async def handle(reader, writer):
    address = writer.get_extra_info('peername')
    print('Connected from', address)
    while True:
        data = await reader.read(1024)
        if not data:
            break
        s = data.decode()
        print('Recv:', s)
        writer.write(data)
        await writer.drain()
        print('Echo:', s)
    writer.close()
    print('Disconnected from', address)


async def serve():
    return await asyncio.start_server(handle, '127.0.0.1', int(sys.argv[1]))

sys.stdout.reconfigure(encoding='utf-8', line_buffering=True)
loop = asyncio.new_event_loop()
server = loop.run_until_complete(serve())
print('Serving on {}'.format(server.sockets[0].getsockname()))
loop.run_forever()
