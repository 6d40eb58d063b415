"""Python without blocking: one socket in a selector, os.write for the output, the clock looked at by hand."""

import errno
import os
import selectors
import socket
import sys
import time

WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "connection reset",
    errno.ETIMEDOUT: "timed out",
}


class Failure(Exception):
    pass


def ready(sock, what, deadline):
    """Sleeps until the socket is ready, and fails at the deadline."""
    with selectors.DefaultSelector() as selector:
        selector.register(sock, what)
        while not selector.select(max(0.0, deadline - time.monotonic())):
            if time.monotonic() >= deadline:
                raise Failure("timed out")


def explain(number):
    return WORDS.get(number, os.strerror(number))


def connect(where, family, timeout):
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setblocking(False)
    number = sock.connect_ex(where)
    if number == errno.EINPROGRESS:
        try:
            ready(sock, selectors.EVENT_WRITE, time.monotonic() + timeout)
        except Failure:
            sock.close()
            raise
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if number:
        sock.close()
        raise Failure(explain(number))
    return sock


def connect_to_any(addr, timeout):
    host, _, port = addr.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise Failure("unknown name")
    failure = Failure("unknown name")
    for family, _, _, _, where in found:
        try:
            return connect(where, family, timeout)
        except Failure as this:
            failure = this
    raise failure


def copy(sock, timeout):
    while True:
        ready(sock, selectors.EVENT_READ, time.monotonic() + timeout)
        try:
            piece = sock.recv(16384)
        except BlockingIOError:
            continue
        except OSError as error:
            raise Failure(explain(error.errno))
        if not piece:
            return
        while piece:
            piece = piece[os.write(1, piece):]


def main(args):
    timeout = 2.0
    if "--timeout" in args[:-1]:
        at = args.index("--timeout")
        timeout = int(args[at + 1]) / 1000 if args[at + 1].isdigit() else 0
        args = args[:at] + args[at + 2:]
    if len(args) != 1 or args[0].startswith("--") or timeout == 0:
        print("usage: tcp-client ADDR [--timeout MS]", file=sys.stderr)
        return 2
    try:
        copy(connect_to_any(args[0], timeout), timeout)
    except Failure as failure:
        print(f"tcp-client: {args[0]}: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
