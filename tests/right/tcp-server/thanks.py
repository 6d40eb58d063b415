"""The task in Python: an iterator over clients, a context manager for each of them."""

import argparse
import errno
import socket
import sys
import time

GREETING = "Gracias por conectarte\n".encode("ascii")


def listen(addr):
    host, _, port = addr.rpartition(":")
    last = None
    for family, kind, proto, _, where in socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM):
        listener = socket.socket(family, kind, proto)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen()
            return listener
        except OSError as error:
            listener.close()
            last = error
    raise last


def thank(client):
    with client:
        client.sendall(GREETING)
        client.shutdown(socket.SHUT_WR)
        end = time.monotonic() + 0.75
        while (left := end - time.monotonic()) > 0:
            client.settimeout(left)
            if not client.recv(4096):
                break


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addr")
    parser.add_argument("--clients", type=int, default=5)
    args = parser.parse_args()
    try:
        listener = listen(args.addr)
    except socket.gaierror as error:
        sys.exit(f"{args.addr}: unknown name ({error})")
    except OSError as error:
        words = "address in use" if error.errno == errno.EADDRINUSE else "failed"
        sys.exit(f"{args.addr}: {words}")
    host, port = listener.getsockname()[:2]
    print(f"listening on [{host}]:{port}" if ":" in host else f"listening on {host}:{port}", flush=True)
    for _ in range(args.clients):
        client, _ = listener.accept()
        try:
            thank(client)
        except OSError as error:
            print(f"a client went wrong: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
