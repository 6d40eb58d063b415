"""The task in Python: a generator of payloads, and struct for the four bytes."""

import struct
import sys

LIMIT = 65_536
HEADER = struct.Struct("!I")


class Broken(Exception):
    pass


def payloads(stream):
    # A buffered stream's `read` waits until it has that many bytes, or the end has come.
    while header := stream.read(HEADER.size):
        if len(header) < HEADER.size:
            raise Broken("closed early")
        (length,) = HEADER.unpack(header)
        if length > LIMIT:
            raise Broken("too long")
        payload = stream.read(length)
        if len(payload) < length:
            raise Broken("closed early")
        yield payload


def main():
    out = sys.stdout.buffer
    try:
        for payload in payloads(sys.stdin.buffer):
            out.write(HEADER.pack(len(payload)) + payload[::-1])
            out.flush()
    except Broken as problem:
        sys.exit(f"framing: {problem}")


if __name__ == "__main__":
    main()
