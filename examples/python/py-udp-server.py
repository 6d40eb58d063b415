"""Counts the bytes of each datagram, and tells its sender: py-udp-server.py HOST PORT"""

import socket
import sys


# ANCHOR: serve
def serve(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        # Exactly this address. An empty string would be every address of this computer.
        sock.bind((host, port))
        address, port = sock.getsockname()
        print(f"listening on {address}:{port}", flush=True)
        while True:
            try:
                data, sender = sock.recvfrom(65_535)
                # The bytes are counted, not read as text: no byte can end this server.
                sock.sendto(f"Conté {len(data)} bytes.".encode(), sender)
            except OSError as error:
                print(f"a client: {error}", file=sys.stderr)
# ANCHOR_END: serve


def main():
    host, port = sys.argv[1:]
    try:
        serve(host, int(port))
    except OSError as error:
        sys.exit(f"{host}:{port}: {error}")
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
