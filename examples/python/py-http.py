"""Asks a web server for its first page, and shows the head of the reply: py-http.py HOST PORT"""

import socket
import sys

# No head is longer than this; one that is comes from somebody who means no good.
LONGEST = 65_536


# ANCHOR: head
def head(host, port):
    with socket.create_connection((host, port), timeout=2) as sock:
        # The port stands in Host unless it is 80. Every line ends with \r\n,
        # and one empty line ends the head.
        name = host if port == 80 else f"{host}:{port}"
        request = f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
        sock.sendall(request.encode("ascii"))
        # HTTP is read as bytes, line by line: makefile() does the reading in pieces.
        with sock.makefile("rb") as reply:
            lines, left = [], LONGEST
            while left > 0:
                line = reply.readline(left)
                left -= len(line)
                if not line.endswith(b"\n"):
                    raise ConnectionError("the head is cut off")
                if not line.strip():
                    return lines
                lines.append(line.strip())
            raise ConnectionError("the head is too long")
# ANCHOR_END: head


def main():
    host, port = sys.argv[1:]
    try:
        for line in head(host, int(port)):
            # Each byte is some letter in this encoding, so this cannot fail.
            print(line.decode("latin-1"))
    except (OSError, UnicodeError) as error:
        # UnicodeError: `host` cannot be a name.
        sys.exit(f"{host}:{port}: {error}")


if __name__ == "__main__":
    main()
