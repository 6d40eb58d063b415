"""Counts the bytes that each client sends over TCP, and tells it: py-tcp-server.py HOST PORT"""

import socket
import sys


# ANCHOR: serve
def serve(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # Without this, a second start within a minute can fail with "address already
        # in use". Not on Windows: there it would let another program take the port.
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Once, for any number of clients.
        listener.listen()
        address, port = listener.getsockname()
        print(f"listening on {address}:{port}", flush=True)
        while True:
            try:
                connection, client = listener.accept()
                # However this client ends, its connection is closed here.
                with connection:
                    answer(connection)
            except OSError as error:
                # The trouble of one client is not the end of the service.
                print(f"a client: {error}", file=sys.stderr)
# ANCHOR_END: serve


# ANCHOR: answer
def answer(connection):
    # One client after the other: so a silent one may not hold up the rest for ever.
    connection.settimeout(2)
    count = 0
    while piece := connection.recv(4096):
        count += len(piece)
    connection.sendall(f"Conté {count} bytes.\n".encode())
# ANCHOR_END: answer


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
