"""Python, with a socket that is told when an answer could not be delivered, as it is on Windows.

Such a report comes with the next call in place of its result, so the call is made again.
"""

import errno
import socket
import sys

IP_RECVERR, IPV6_RECVERR = 11, 25  # of Linux


def bind(text):
    host, _, port = text.rpartition(":")
    problem = OSError("no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM):
        server = socket.socket(family, kind, protocol)
        if sys.platform == "linux":
            if family == socket.AF_INET:
                server.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)
            else:
                server.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
        try:
            server.bind(address)
            return server
        except OSError as error:
            server.close()
            problem = error
    raise problem


def answer(server, greet):
    try:
        data, sender = server.recvfrom(1 << 16)
    except OSError as error:
        print("receiving:", error, file=sys.stderr)
        return
    if greet:
        data = "Aquí va mi respuesta para {}.".format(sender[0]).encode()
    for _ in range(8):
        try:
            server.sendto(data, sender)
            return
        except ConnectionError:
            continue  # it was about an older answer
        except OSError as error:
            print("answering:", error, file=sys.stderr)
            return


def main():
    try:
        server = bind([argument for argument in sys.argv[1:] if not argument.startswith("--")][0])
    except socket.gaierror:
        print("unknown name", file=sys.stderr)
        return 1
    except OSError as error:
        print("address in use" if error.errno == errno.EADDRINUSE else error, file=sys.stderr)
        return 1
    host, port = server.getsockname()[:2]
    sys.stdout.write("listening on {}:{}\n".format("[" + host + "]" if ":" in host else host, port))
    sys.stdout.flush()
    while True:
        answer(server, "--greet" in sys.argv)


sys.exit(main())
