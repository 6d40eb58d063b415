"""Python, with a blocking socket and nothing around it."""

import errno
import socket
import sys


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--greet"]
    greet = "--greet" in sys.argv[1:]
    host, _, port = arguments[0].rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_DGRAM)
    except socket.gaierror as error:
        sys.exit(f"unknown name: {error}")
    problem = None
    for family, kind, protocol, _, address in found:
        server = socket.socket(family, kind, protocol)
        try:
            server.bind(address)
            break
        except OSError as error:
            server.close()
            problem = error
    else:
        taken = problem is not None and problem.errno == errno.EADDRINUSE
        sys.exit("address in use" if taken else f"failed: {problem}")

    host, port = server.getsockname()[:2]
    print(f"listening on [{host}]:{port}" if ":" in host else f"listening on {host}:{port}", flush=True)
    while True:
        try:
            data, sender = server.recvfrom(65536)
            if greet:
                data = f"Aquí va mi respuesta para {sender[0]}.".encode("utf-8")
            server.sendto(data, sender)
        except OSError as error:
            print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
