"""Python, with a socket that is not connected and a deadline for each try."""

import argparse
import os
import socket
import sys
import time


def answer(asking, server, wait):
    """The datagram from `server`, or None when `wait` seconds have passed."""
    deadline = time.monotonic() + wait
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        asking.settimeout(left)
        try:
            data, sender = asking.recvfrom(65536)
        except OSError:
            continue
        if sender == server:
            return data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addr")
    parser.add_argument("text")
    parser.add_argument("--timeout", type=int, default=2000)
    parser.add_argument("--tries", type=int, default=4)
    options = parser.parse_args()
    host, _, port = options.addr.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)
    except (socket.gaierror, UnicodeError) as error:
        sys.exit(f"unknown name: {error}")
    family, kind, protocol, _, server = found[0]
    # The bytes that were typed, in whatever letters this locale takes them for.
    text = os.fsencode(options.text)
    if len(text) > 65507:
        sys.exit(f"too long: {len(text)} bytes")
    with socket.socket(family, kind, protocol) as asking:
        for number in range(options.tries):
            asking.sendto(text, server)
            data = answer(asking, server, options.timeout / 1000 * 2**number)
            if data is not None:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
                return
    sys.exit("timed out")


if __name__ == "__main__":
    main()
