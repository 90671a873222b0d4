# SPDX-License-Identifier: GPL-3.0-or-later
"""An echo server over tls or udp that says where it serves and whom it talks to, a line each on stdout.

tls CERTIFICATE [CLIENT_CA [ALPN]] | udp
"""
import socket
import ssl
import sys
import threading


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def echo(listener, context):
    client, _ = listener.accept()
    threading.Thread(target=echo, args=(listener, context), daemon=True).start()
    try:
        with context.wrap_socket(client, server_side=True) as tls:
            names = [value for part in (tls.getpeercert() or {}).get("subject", ()) for _, value in part]
            say("client", tls.version(), "alpn", tls.selected_alpn_protocol(), "names", *names)
            while data := tls.recv(65536):
                tls.sendall(data)
    except OSError as error:
        say("failed", error)
    threading.Event().wait()


def main():
    if sys.argv[1] == "udp":
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
            peer.bind(("127.0.0.1", 0))
            say("ready", peer.getsockname()[1])
            while True:
                data, sender = peer.recvfrom(65536)
                peer.sendto(data, sender)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    if len(sys.argv) > 3:
        context.load_verify_locations(sys.argv[3])
        context.verify_mode = ssl.CERT_REQUIRED
    if len(sys.argv) > 4:
        context.set_alpn_protocols(sys.argv[4].split(","))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        say("ready", listener.getsockname()[1])
        echo(listener, context)


main()
