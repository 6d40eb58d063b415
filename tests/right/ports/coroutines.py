"""asyncio: a coroutine for each port, a hundred at a time, and lines as soon as all before them are known."""

import argparse
import asyncio
import socket
import sys


def shown(address):
    return ("[{}]:{}" if ":" in address[0] else "{}:{}").format(*address[:2])


async def look(addresses, port, timeout, places):
    loop = asyncio.get_running_loop()
    verdict = "closed"
    async with places:
        for family, host in addresses:
            conn = socket.socket(family, socket.SOCK_STREAM)
            conn.setblocking(False)
            try:
                await asyncio.wait_for(loop.sock_connect(conn, (host, port)), timeout)
                return "open", f"{port}\t{shown(conn.getsockname())}\t{shown((host, port))}"
            except asyncio.TimeoutError:
                verdict = "silent"
            except OSError as error:
                if isinstance(error, TimeoutError):
                    verdict = "silent"
            finally:
                conn.close()
    return verdict, ""


async def scan(addresses, ports, timeout):
    places = asyncio.Semaphore(100)
    tasks = [asyncio.ensure_future(look(addresses, port, timeout, places)) for port in ports]
    counts = {"open": 0, "closed": 0, "silent": 0}
    for task in tasks:
        verdict, line = await task
        counts[verdict] += 1
        if line:
            print(line, flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()), file=sys.stderr)


def port(text):
    return int(text) if text.isascii() and text.isdigit() else 0


def main():
    # A range such as -80 is no option.
    words = [word if word.startswith("--") else f" {word}" for word in sys.argv[1:]]
    parser = argparse.ArgumentParser(prog="ports")
    parser.add_argument("host")
    parser.add_argument("range")
    parser.add_argument("--timeout", type=int, default=2000)
    wanted = parser.parse_args(words)
    ends = [port(end) for end in wanted.range[1:].split("-")]
    if len(ends) != 2 or not 1 <= ends[0] <= ends[1] <= 65535:
        sys.stderr.write("bad range\n")
        return 2
    try:
        found = socket.getaddrinfo(wanted.host[1:].strip("[]"), None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        sys.stderr.write("unknown name\n")
        return 1
    addresses = [(entry[0], entry[4][0]) for entry in found]
    asyncio.run(scan(addresses, range(ends[0], ends[1] + 1), wanted.timeout / 1000))
    return 0


if __name__ == "__main__":
    sys.exit(main())
