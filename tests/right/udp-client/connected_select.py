"""Python, with a connected socket that never blocks, and select to wait for it."""

import os
import select
import socket
import sys
import time


def usage():
    print("usage: udp-client ADDR TEXT [--timeout MS] [--tries N]", file=sys.stderr)
    sys.exit(2)


def arguments(args):
    words, numbers = [], {"--timeout": 2000, "--tries": 4}
    while args:
        word = args.pop(0)
        if word in numbers and args and args[0].isdigit():
            numbers[word] = int(args.pop(0))
        elif word.startswith("--"):
            usage()
        else:
            words.append(word)
    if len(words) != 2:
        usage()
    # The bytes that were typed, in whatever letters this locale takes them for.
    return words[0], os.fsencode(words[1]), numbers["--timeout"] / 1000, numbers["--tries"]


def connected(addr):
    host, _, port = addr.rpartition(":")
    problem = OSError("no address")
    for family, kind, protocol, _, where in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_DGRAM):
        try:
            conn = socket.socket(family, kind, protocol)
            conn.setblocking(False)
            conn.connect(where)
            return conn
        except OSError as error:
            problem = error
    raise problem


class Asking:
    def __init__(self, conn):
        self.conn = conn
        self.refused = False

    def send(self, text):
        try:
            self.conn.send(text)
        except ConnectionRefusedError:
            self.refused = True
            self.conn.send(text)

    def wait(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            readable, _, _ = select.select([self.conn], [], [], max(0, deadline - time.monotonic()))
            if not readable:
                continue
            try:
                return self.conn.recv(65507)
            except ConnectionRefusedError:
                self.refused = True
            except BlockingIOError:
                pass
        return None


def main():
    addr, text, wait, tries = arguments(sys.argv[1:])
    try:
        asking = Asking(connected(addr))
    except (socket.gaierror, UnicodeError) as error:
        return f"unknown name ({error})"
    always_refused = True
    for _ in range(tries):
        asking.refused = False
        try:
            asking.send(text)
        except OSError as error:
            return "too long" if len(text) > 65507 else str(error)
        answer = asking.wait(wait)
        if answer is not None:
            sys.stdout.buffer.write(answer)
            return 0
        always_refused = always_refused and asking.refused
        wait *= 2
    return "connection refused" if always_refused else "timed out"


if __name__ == "__main__":
    sys.exit(main())
