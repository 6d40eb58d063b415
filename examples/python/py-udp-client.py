"""Sends one datagram and waits for one answer: py-udp-client.py HOST PORT TEXT"""

import socket
import sys


# ANCHOR: ask
def ask(host, port, text):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        # Sends nothing: from here on the system passes on only what comes from there.
        sock.connect((host, port))
        sock.settimeout(1)
        sock.send(text.encode())
        return sock.recv(65_535)
# ANCHOR_END: ask


def main():
    host, port, text = sys.argv[1:]
    try:
        print(ask(host, int(port), text).decode())
    except TimeoutError:
        sys.exit(f"{host}:{port}: silence")
    except OSError as error:
        sys.exit(f"{host}:{port}: {error}")
    except UnicodeError as error:
        # The answer is no text, or `host` cannot be a name. This is no OSError.
        sys.exit(f"{host}:{port}: {error}")


if __name__ == "__main__":
    main()
