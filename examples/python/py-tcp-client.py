"""Sends a text over TCP, and shows all that comes back: py-tcp-client.py HOST PORT TEXT"""

import socket
import sys


# ANCHOR: talk
def talk(host, port, text):
    # Tries each address of the name, and gives up on one after two seconds.
    # From here on each recv() may wait so long too.
    with socket.create_connection((host, port), timeout=2) as sock:
        sock.sendall(text.encode())
        # "That was all." Reading stays open.
        sock.shutdown(socket.SHUT_WR)
        pieces = []
        # One recv() gives what has come so far. b"" is the end of the stream.
        while piece := sock.recv(4096):
            pieces.append(piece)
    # Whole, and only now: a piece may end inside a letter.
    return b"".join(pieces).decode()
# ANCHOR_END: talk


def main():
    host, port, text = sys.argv[1:]
    try:
        print(talk(host, int(port), text), end="")
    # ANCHOR: errors
    except socket.gaierror as error:
        sys.exit(f"{host}: no such name: {error}")
    except TimeoutError:
        sys.exit(f"{host}:{port}: timed out")
    except OSError as error:
        sys.exit(f"{host}:{port}: {error}")
    except UnicodeError as error:
        # The answer is no text, or `host` cannot be a name. This is no OSError.
        sys.exit(f"{host}:{port}: {error}")
    # ANCHOR_END: errors


if __name__ == "__main__":
    main()
