"""Python: a thread for the keyboard, the main thread for the wire."""

import argparse
import os
import socket
import sys
import threading


def connect(addr, limit):
    host, _, port = addr.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        sys.exit(f"unknown name: {error}")
    last = None
    for family, kind, protocol, _, where in found:
        wire = socket.socket(family, kind, protocol)
        wire.settimeout(limit)
        try:
            wire.connect(where)
            wire.settimeout(None)
            return wire
        except OSError as error:
            wire.close()
            last = error
    sys.exit(f"{word(last)}: {last}")


def word(error):
    known = {
        ConnectionRefusedError: "connection refused",
        ConnectionResetError: "connection reset",
        BrokenPipeError: "connection reset",
        TimeoutError: "timed out",
        socket.timeout: "timed out",
    }
    return known.get(type(error), "failed")


def type_on(wire):
    try:
        while True:
            typed = os.read(0, 65536)
            if not typed:
                wire.shutdown(socket.SHUT_WR)
                return
            wire.sendall(typed)
    except OSError:
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addr")
    parser.add_argument("--timeout", type=int, default=2000)
    args = parser.parse_args()
    wire = connect(args.addr, args.timeout / 1000)
    threading.Thread(target=type_on, args=(wire,), daemon=True).start()
    code = 0
    try:
        while True:
            heard = wire.recv(65536)
            if not heard:
                break
            while heard:
                heard = heard[os.write(1, heard):]
    except OSError as error:
        print(f"{word(error)}: {error}", file=sys.stderr)
        code = 1
    sys.stderr.flush()
    # The other thread may hold standard input for ever.
    os._exit(code)


main()
