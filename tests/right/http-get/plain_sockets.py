"""A correct client in Python: a socket, a buffer, and a function for each way in which a body can end."""

import re
import socket
import sys

MAX_HEAD = 64 * 1024
MAX_BODY = 16 * 1024 * 1024


class Failure(Exception):
    """Its text is one of the workbook's words."""


class Source:
    """The bytes of a connection, in order."""

    def __init__(self, conn):
        self.conn = conn
        self.ahead = b""

    def more(self):
        """Reads once more. False: the server has closed."""
        piece = self.conn.recv(65536)
        self.ahead += piece
        return bool(piece)

    def some(self, most):
        """At least one byte, at most `most`; nothing at the end of the stream."""
        if not self.ahead:
            self.more()
        piece, self.ahead = self.ahead[:most], self.ahead[most:]
        return piece

    def line(self, room):
        """The next line without its end, and how many bytes it took."""
        while b"\n" not in self.ahead:
            if len(self.ahead) > room:
                raise Failure("too long")
            if not self.more():
                raise Failure("closed early")
        line, self.ahead = self.ahead.split(b"\n", 1)
        if len(line) >= room:
            raise Failure("too long")
        return (line[:-1] if line.endswith(b"\r") else line), len(line) + 1


class Body:
    """Standard output, with a limit."""

    def __init__(self):
        self.room = MAX_BODY

    def take(self, source, count):
        while count:
            if not self.room:
                raise Failure("too long")
            piece = source.some(min(count, self.room))
            if not piece:
                raise Failure("closed early")
            write(piece)
            count -= len(piece)
            self.room -= len(piece)

    def take_all(self, source):
        while True:
            piece = source.some(max(self.room, 1))
            if not piece:
                return
            if not self.room:
                raise Failure("too long")
            write(piece)
            self.room -= len(piece)


def write(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def number(text, pattern, base):
    if not re.fullmatch(pattern, text):
        raise Failure("bad reply")
    return int(text, base)


def read_head(source):
    while len(source.ahead) < 5 and b"HTTP/".startswith(source.ahead):
        if not source.more():
            raise Failure("closed early")
    if not source.ahead.startswith(b"HTTP/"):
        raise Failure("bad reply")
    room, lines = MAX_HEAD, []
    while True:
        line, taken = source.line(room)
        room -= taken
        if not lines and not re.match(rb"HTTP/[^ ]* [0-9]{3}( |$)", line):
            raise Failure("bad reply")
        if not line:
            return int(lines[0].split(b" ")[1]), lines
        lines.append(line)


def values(lines, name):
    fields = (line.partition(b":") for line in lines[1:])
    return [value.strip().decode("latin-1") for key, colon, value in fields if colon and key.lower() == name]


def read_body(source, status, lines):
    body = Body()
    if status in (204, 304):
        return
    lengths = values(lines, b"content-length")
    if any(coding.lower() == "chunked" for coding in values(lines, b"transfer-encoding")):
        while True:
            line, _ = source.line(MAX_HEAD)
            size = number(line.decode("latin-1").split(";")[0].strip(), "[0-9a-fA-F]+", 16)
            if not size:
                break
            body.take(source, size)
            if source.line(MAX_HEAD)[0]:
                raise Failure("bad reply")
        room = MAX_HEAD
        while True:
            line, taken = source.line(room)
            room -= taken
            if not line:
                return
    elif lengths:
        if len(set(lengths)) > 1:
            raise Failure("bad reply")
        body.take(source, number(lengths[0], "[0-9]+", 10))
    else:
        body.take_all(source)


def get(host, path, target, timeout):
    # create_connection tries each address of a name, and its timeout then holds for each read as well.
    with socket.create_connection(target, timeout) as conn:
        conn.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii"))
        source = Source(conn)
        status = 100
        while 100 <= status < 200:
            status, lines = read_head(source)
        write(b"\n".join(lines) + b"\n\n")
        read_body(source, status, lines)
    if status in (301, 302, 303, 307, 308):
        for place in values(lines, b"location")[:1]:
            print("redirect to", place + (" (needs TLS)" if place.startswith("https:") else ""), file=sys.stderr)


def main():
    args, options = [], {"--timeout": "2000", "--connect": None}
    rest = iter(sys.argv[1:])
    for arg in rest:
        if arg in options:
            options[arg] = next(rest)
        else:
            args.append(arg)
    host, slash, path = args[0].partition("/")
    connect = options["--connect"] or (host if re.search(r":\d+$", host) else host + ":80")
    name, _, port = connect.rpartition(":")
    try:
        get(host, slash + path or "/", (name.strip("[]"), int(port)), int(options["--timeout"]) / 1000)
    except Failure as failure:
        print(f"http-get: {failure}", file=sys.stderr)
        return 1
    except socket.gaierror:
        print("http-get: unknown name", file=sys.stderr)
        return 1
    except socket.timeout:
        print("http-get: timed out", file=sys.stderr)
        return 1
    except ConnectionRefusedError:
        print("http-get: connection refused", file=sys.stderr)
        return 1
    except (ConnectionResetError, BrokenPipeError):
        print("http-get: connection reset", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
