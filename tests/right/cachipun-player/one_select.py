"""Python, one thread: select over the keyboard and a socket that never blocks, and the clock for the next attempt."""

import errno
import json
import os
import select
import socket
import sys
import time

WORDS = {errno.ECONNREFUSED: "connection refused", errno.ECONNRESET: "connection reset", errno.ETIMEDOUT: "timed out"}
MOVES = {b"piedra": "piedra", b"papel": "papel", b"tijera": "tijera", b"1": "piedra", b"2": "papel", b"3": "tijera"}


class Failure(Exception):
    pass


class Done(Exception):
    pass


def frame(status, data):
    payload = json.dumps({"status": status, "data": data}).encode()
    return len(payload).to_bytes(4, "big") + payload


class Player:
    def __init__(self, addr, name, old, timeout):
        host, _, port = addr.rpartition(":")
        try:
            found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        except OSError:
            raise Failure("unknown name")
        self.addresses = [(family, where) for family, _, _, _, where in found]
        self.old, self.timeout = old, timeout
        self.give_up = time.monotonic() + timeout
        self.next, self.pause, self.wake = 0, 0.01, time.monotonic()
        self.sock, self.connected = None, False
        self.incoming, self.typed = b"", b""
        self.outgoing = b"" if old else frame("hola", {"version": 2, "nombre": name})
        self.moves, self.open, self.keyboard, self.goodbye = [], False, True, False

    def try_to_connect(self):
        family, where = self.addresses[self.next]
        self.sock = socket.socket(family, socket.SOCK_STREAM)
        self.sock.setblocking(False)
        number = self.sock.connect_ex(where)
        self.wake = time.monotonic() + self.timeout
        if number not in (0, errno.EINPROGRESS):
            self.failed(number)

    def failed(self, number):
        self.sock.close()
        self.sock = None
        self.next = (self.next + 1) % len(self.addresses)
        if time.monotonic() >= self.give_up:
            raise Failure(WORDS.get(number, os.strerror(number)))
        self.wake = time.monotonic() + (self.pause if self.next == 0 else 0)
        self.pause *= 1.7

    def read_keyboard(self):
        piece = os.read(0, 4096)
        self.typed += piece
        *lines, self.typed = self.typed.split(b"\n")
        if not piece:
            self.keyboard = False
            lines += [self.typed] if self.typed else []
        for line in map(bytes.strip, lines):
            if line == b"salir":
                raise Done
            if line in MOVES:
                self.moves.append(MOVES[line])
            else:
                print("no es una jugada:", line, file=sys.stderr, flush=True)

    def read_server(self):
        try:
            piece = self.sock.recv(4096)
        except BlockingIOError:
            return
        except OSError as error:
            if self.goodbye:
                raise Done
            raise Failure(WORDS.get(error.errno, str(error)))
        self.incoming += piece
        while len(self.incoming) >= 4:
            end = 4 + int.from_bytes(self.incoming[:4], "big")
            if len(self.incoming) < end:
                break
            payload, self.incoming = self.incoming[4:end], self.incoming[end:]
            self.hear(payload)
        if not piece:
            if self.goodbye:
                raise Done
            raise Failure("closed early")

    def hear(self, payload):
        try:
            message = json.loads(payload)
            line = self.line(message["status"], message["data"])
        except (ValueError, TypeError, KeyError, IndexError):
            raise Failure("bad reply")
        # A message without a line is newer than this program.
        if line is not None:
            os.write(1, (line + "\n").encode())

    def line(self, status, data):
        if status == "comienza":
            return "comienza " + (data["oponente"] or "-")
        if status == "aceptada":
            return f"aceptada {data['ronda']}"
        if status == "result":
            self.open = False
            words = ["resultado", data["eleccion_1"], data["eleccion_2"], data["res"].lower()]
            if "marcador" in data:
                words.append("%d-%d" % tuple(data["marcador"]))
            return " ".join(words)
        if status == "error":
            self.open = self.open and data["codigo"] == "jugada-repetida"
            return "error " + data["codigo"]
        if status not in ("espera", "abandono", "cierre"):
            return None
        if status == "abandono":
            self.open = False
        self.goodbye = self.goodbye or status == "cierre"
        return status

    def turn(self):
        while self.moves and not (self.old and self.open):
            self.outgoing += frame("eleccion", self.moves.pop(0))
            self.open = True
        if not self.keyboard and not self.open:
            raise Done
        now = time.monotonic()
        if self.sock is None and now >= self.wake:
            self.try_to_connect()
        reads = [0] if self.keyboard else []
        writes = []
        if self.connected:
            reads.append(self.sock)
        if self.sock and (self.outgoing or not self.connected):
            writes.append(self.sock)
        left = None if self.connected else max(0, self.wake - time.monotonic())
        readable, writable, _ = select.select(reads, writes, [], left)
        if 0 in readable:
            self.read_keyboard()
        if self.sock in readable:
            self.read_server()
        if self.sock in writable and not self.connected:
            number = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            self.connected = number == 0
            if number:
                self.failed(number)
        elif self.sock in writable:
            try:
                self.outgoing = self.outgoing[self.sock.send(self.outgoing):]
            except BlockingIOError:
                pass
            except OSError:
                self.outgoing = b""
        elif self.sock and not self.connected and time.monotonic() >= self.wake:
            self.failed(errno.ETIMEDOUT)


def main(args):
    addr, name, old, timeout = "127.0.0.1:1238", "python", False, 2.0
    while args:
        word = args.pop(0)
        if word == "--wire-2019":
            old = True
        elif word == "--name":
            # Typed in UTF-8, in whatever letters this locale takes it for.
            name = os.fsencode(args.pop(0)).decode()
        elif word == "--timeout":
            timeout = int(args.pop(0)) / 1000
        else:
            addr = word
    try:
        player = Player(addr, name, old, timeout)
        while True:
            player.turn()
    except Done:
        return 0
    except Failure as failure:
        print(f"{addr}: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
