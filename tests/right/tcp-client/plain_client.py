"""Python with blocking sockets: getaddrinfo, a time limit on the socket, recv until it gives nothing."""

import socket
import sys


def usage():
    print("usage: tcp-client ADDR [--timeout MS]", file=sys.stderr)
    sys.exit(2)


def arguments(args):
    addr, timeout = None, 2000
    while args:
        word = args.pop(0)
        if word == "--timeout" and args and args[0].isdigit():
            timeout = int(args.pop(0))
        elif word.startswith("--") or addr is not None:
            usage()
        else:
            addr = word
    if addr is None or timeout == 0 or ":" not in addr:
        usage()
    host, _, port = addr.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    return host, port, timeout / 1000


def connect(host, port, timeout):
    problem = socket.gaierror("no address")
    for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        conn = socket.socket(family, kind, protocol)
        conn.settimeout(timeout)
        try:
            conn.connect(where)
            return conn
        except OSError as error:
            conn.close()
            problem = error
    raise problem


def main():
    host, port, timeout = arguments(sys.argv[1:])
    try:
        with connect(host, port, timeout) as conn:
            while True:
                piece = conn.recv(65536)
                if not piece:
                    return 0
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
    except (socket.gaierror, UnicodeError) as error:
        words = f"unknown name ({error})"
    except ConnectionRefusedError:
        words = "connection refused"
    except ConnectionResetError:
        words = "connection reset"
    except socket.timeout:
        words = "timed out"
    except OSError as error:
        words = str(error)
    print(f"{host}: {words}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
