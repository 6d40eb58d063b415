"""The task in Python: a thread per client, a semaphore for the places, a generator for the lines."""

import argparse
import errno
import socket
import sys
import threading
import time

LONGEST = 65_536


class TooLong(Exception):
    pass


def listen(addr):
    host, _, port = addr.rpartition(":")
    last = None
    for family, kind, proto, _, where in socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM):
        listener = socket.socket(family, kind, proto)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen(128)
            return listener
        except OSError as error:
            listener.close()
            last = error
    raise last


def lines(client):
    """Whole lines, and at the end of the data what is left."""
    here = bytearray()
    while True:
        end = here.find(b"\n") + 1
        if max(end, 0 if end else len(here)) > LONGEST:
            raise TooLong
        if end:
            yield bytes(here[:end])
            del here[:end]
            continue
        piece = client.recv(4096)
        if not piece:
            yield bytes(here)
            return
        here += piece


def talk(client, timeout, places):
    try:
        with client:
            client.settimeout(timeout)
            try:
                for line in lines(client):
                    client.sendall(line)
            except TooLong:
                client.sendall(b"too long\n")
                client.shutdown(socket.SHUT_WR)
                end = time.monotonic() + 0.6
                while (left := end - time.monotonic()) > 0:
                    client.settimeout(left)
                    if not client.recv(8192):
                        break
    except OSError as error:
        print(f"a client went wrong: {error}", file=sys.stderr)
    finally:
        places.release()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addr")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--timeout", type=int, default=60_000)
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
    places = threading.Semaphore(args.clients)
    while True:
        client, _ = listener.accept()
        if places.acquire(blocking=False):
            threading.Thread(target=talk, args=(client, args.timeout / 1000, places), daemon=True).start()
            continue
        with client:
            try:
                client.sendall(b"full\n")
            except OSError:
                pass


if __name__ == "__main__":
    main()
