"""Python, with struct for the header and select for the waiting."""

import errno
import os
import select
import socket
import struct
import sys
import time

HEADER = struct.Struct("!IBBHI")
MAGIC = 0x454E4348
DATA, ACKNOWLEDGEMENT, END = 1, 2, 3


def pack(kind, number, payload=b""):
    return HEADER.pack(MAGIC, kind, 0, len(payload), number) + payload


def unpack(data):
    if len(data) < HEADER.size:
        return None
    magic, kind, zero, length, number = HEADER.unpack_from(data)
    payload = data[HEADER.size:]
    most = {DATA: 1024, ACKNOWLEDGEMENT: 0, END: 0}.get(kind, -1)
    if magic != MAGIC or zero != 0 or length != len(payload) or length > most:
        return None
    return kind, number, payload


def hear(sock, until):
    """The next datagram and its sender, or None when the time is up. Without a time it waits for ever."""
    while True:
        left = None if until is None else until - time.monotonic()
        if left is not None and left <= 0:
            return None
        if select.select([sock], [], [], left)[0]:
            try:
                return sock.recvfrom(65536)
            except OSError:
                pass


def find(text):
    host, _, port = text.rpartition(":")
    return socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)[0]


def send(path, addr, ms, tries, first):
    family, _, _, _, peer = find(addr)
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sent, total, number = 0, 0, first
    numbers = 0
    with open(path, "rb") as file:
        while True:
            payload = file.read(1024)
            kind = DATA if payload else END
            numbers += 1
            for turn in range(tries):
                sock.sendto(pack(kind, number, payload), peer)
                sent += 1
                until = time.monotonic() + min(2 ** turn, 8) * ms
                if wait_for(sock, peer, number, until):
                    break
            else:
                raise TimeoutError("timed out")
            total += len(payload)
            number = (number + 1) % 2 ** 32
            if kind == END:
                return total, sent, sent - numbers


def wait_for(sock, peer, number, until):
    while True:
        heard = hear(sock, until)
        if heard is None:
            return False
        data, sender = heard
        if sender == peer and unpack(data) == (ACKNOWLEDGEMENT, number, b""):
            return True


def receive(addr, path, ms, first):
    family, _, _, _, here = find(addr)
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.bind(here)
    host, port = sock.getsockname()[:2]
    print("listening on [%s]:%d" % (host, port) if ":" in host else "listening on %s:%d" % (host, port), flush=True)

    beside = "%s.%d" % (path, os.getpid())
    partner, until, over = None, None, False
    had, total, datagrams, repeated = 0, 0, 0, 0
    try:
        with open(beside, "wb") as file:
            while True:
                heard = hear(sock, until)
                if heard is None:
                    if over:
                        return total, datagrams, repeated
                    raise TimeoutError("timed out")
                data, sender = heard
                message = unpack(data)
                if message is None or message[0] == ACKNOWLEDGEMENT:
                    continue
                partner = partner or sender
                kind, number, payload = message
                place = (number - first) % 2 ** 32
                if sender != partner or place > had or (over and place == had):
                    continue
                datagrams += 1
                if place < had:
                    repeated += 1
                else:
                    had += 1
                    total += len(payload)
                    file.write(payload)
                if kind == END and not over:
                    over = True
                    file.flush()
                    os.replace(beside, path)
                    until = time.monotonic() + 2 * ms
                elif not over:
                    until = time.monotonic() + 30 * ms
                sock.sendto(pack(ACKNOWLEDGEMENT, number), partner)
    finally:
        if not over:
            os.unlink(beside)


def main():
    words, options = [], {"--timeout": 2000, "--tries": 10, "--first": 0}
    arguments = iter(sys.argv[1:])
    for argument in arguments:
        if argument in options:
            options[argument] = int(next(arguments))
        else:
            words.append(argument)
    ms, tries, first = options["--timeout"] / 1000, options["--tries"], options["--first"]
    try:
        if words[0] == "send":
            counts = send(words[1], words[2], ms, tries, first)
        else:
            counts = receive(words[1], words[2], ms, first)
    except TimeoutError:
        sys.exit("timed out")
    except (socket.gaierror, UnicodeError) as error:
        sys.exit("unknown name: %s" % error)
    except OSError as error:
        sys.exit("%s: %s" % ("address in use" if error.errno == errno.EADDRINUSE else "failed", error))
    print("%d bytes, %d datagrams, %d repeated" % counts, file=sys.stderr)


if __name__ == "__main__":
    main()
