"""Python with blocking sockets and a pool of threads, which gives its results back in order."""

import concurrent.futures
import re
import socket
import sys


def endpoint(address):
    host, port = address[0], address[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def look(addresses, port, timeout):
    verdict = "closed"
    for family, host in addresses:
        with socket.socket(family, socket.SOCK_STREAM) as conn:
            conn.settimeout(timeout)
            try:
                conn.connect((host, port))
                return "open", f"{port}\t{endpoint(conn.getsockname())}\t{endpoint(conn.getpeername())}"
            except socket.timeout:
                verdict = "silent"
            except OSError:
                pass
    return verdict, None


def main(args):
    timeout = 2.0
    if len(args) == 4 and args[2] == "--timeout":
        timeout = int(args[3]) / 1000
    elif len(args) != 2:
        print("usage: ports HOST FIRST-LAST [--timeout MS]", file=sys.stderr)
        return 2
    host = args[0].strip("[]")
    numbers = re.fullmatch("([0-9]+)-([0-9]+)", args[1])
    first, last = map(int, numbers.groups()) if numbers else (0, 0)
    if not 1 <= first <= last <= 65535:
        print(f"{args[1]}: bad range", file=sys.stderr)
        return 2
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        print(f"unknown name ({error})", file=sys.stderr)
        return 1
    addresses = [(entry[0], entry[4][0]) for entry in found]
    with concurrent.futures.ThreadPoolExecutor(max_workers=64) as pool:
        results = list(pool.map(lambda port: look(addresses, port, timeout), range(first, last + 1)))
    for verdict, line in results:
        if verdict == "open":
            print(line)
    counts = [sum(1 for verdict, _ in results if verdict == kind) for kind in ("open", "closed", "silent")]
    print("{} open, {} closed, {} silent".format(*counts), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
