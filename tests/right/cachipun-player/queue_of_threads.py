"""Python, threads: each reads or writes one thing, a queue brings it all together, and os._exit waits for nobody."""

import json
import os
import queue
import socket
import sys
import threading
import time

CHOICES = ("piedra", "papel", "tijera")


def keyboard(news):
    for line in sys.stdin.buffer:
        news.put(("line", line.decode("utf-8", "replace").strip()))
    news.put(("end of input", None))


def exactly(file, count):
    data = file.read(count)
    if len(data) < count:
        raise EOFError
    return data


def network(addr, timeout, outbox, news):
    try:
        conn = connect(addr, timeout)
    except socket.gaierror:
        return news.put(("lost", "unknown name"))
    except socket.timeout:
        return news.put(("lost", "timed out"))
    except ConnectionRefusedError:
        return news.put(("lost", "connection refused"))
    except OSError as error:
        return news.put(("lost", str(error)))
    threading.Thread(target=write, args=(conn, outbox), daemon=True).start()
    file = conn.makefile("rb")
    try:
        while True:
            length = int.from_bytes(exactly(file, 4), "big")
            message = json.loads(exactly(file, length))
            if not isinstance(message, dict):
                raise ValueError
            news.put(("said", message))
    except EOFError:
        news.put(("lost", "closed early"))
    except ValueError:
        news.put(("lost", "bad reply"))
    except OSError:
        news.put(("lost", "connection reset"))


def connect(addr, timeout):
    host, _, port = addr.rpartition(":")
    until, pause = time.monotonic() + timeout, 0.02
    while True:
        try:
            conn = socket.create_connection((host.strip("[]"), int(port)), timeout)
            conn.settimeout(None)
            return conn
        except ConnectionRefusedError:
            if time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause *= 2


def write(conn, outbox):
    try:
        while True:
            payload = json.dumps(outbox.get(), ensure_ascii=False).encode()
            conn.sendall(len(payload).to_bytes(4, "big") + payload)
    except OSError:
        pass


def describe(status, data):
    if status == "comienza":
        return f"comienza {data['oponente']}"
    if status == "aceptada":
        return f"aceptada {data['ronda']}"
    if status == "error":
        return f"error {data['codigo']}"
    if status == "result":
        line = f"resultado {data['eleccion_1']} {data['eleccion_2']} {data['res'].lower()}"
        return line + (" {}-{}".format(*data["marcador"]) if "marcador" in data else "")
    return status if status in ("espera", "abandono", "cierre") else None


def play(addr, name, old, timeout):
    """Plays to the end, and returns None or the words for an error."""
    news, outbox = queue.Queue(), queue.Queue()
    threading.Thread(target=keyboard, args=(news,), daemon=True).start()
    threading.Thread(target=network, args=(addr, timeout, outbox, news), daemon=True).start()
    if not old:
        outbox.put({"status": "hola", "data": {"version": 2, "nombre": name}})
    waiting, is_open, ended = [], False, False
    while True:
        kind, what = news.get()
        if kind == "line" and what == "salir":
            return None
        elif kind == "line" and what in CHOICES:
            waiting.append(what)
        elif kind == "line" and what in ("1", "2", "3"):
            waiting.append(CHOICES[int(what) - 1])
        elif kind == "line":
            print("no es una jugada:", ascii(what), file=sys.stderr, flush=True)
        elif kind == "end of input":
            ended = True
        elif kind == "lost":
            return what
        else:
            status, data = what.get("status"), what.get("data")
            line = describe(status, data)
            if line is None:
                continue
            print(line, flush=True)
            if status == "cierre":
                return None
            if status in ("result", "abandono") or status == "error" and line != "error jugada-repetida":
                is_open = False
        while waiting and not (old and is_open):
            outbox.put({"status": "eleccion", "data": waiting.pop(0)})
            is_open = True
        if ended and not is_open:
            return None


def main():
    options = {"--name": "hilo", "--timeout": "2000"}
    addr, old, words = "127.0.0.1:1238", False, iter(sys.argv[1:])
    for word in words:
        if word in options:
            options[word] = next(words)
        elif word == "--wire-2019":
            old = True
        else:
            addr = word
    # Names are UTF-8 here as on the wire, whatever this locale says.
    sys.stdout.reconfigure(encoding="utf-8")
    name = os.fsencode(options["--name"]).decode()
    error = play(addr, name, old, int(options["--timeout"]) / 1000)
    if error is not None:
        print(f"{addr}: {error}", file=sys.stderr, flush=True)
    # The other threads wait for what may never come.
    os._exit(0 if error is None else 1)


if __name__ == "__main__":
    main()
