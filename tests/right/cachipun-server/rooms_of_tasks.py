"""asyncio: a task per client, everything else in plain functions that never wait."""

import asyncio
import errno
import json
import os
import sys
import threading

BEATS = {("piedra", "tijera"), ("tijera", "papel"), ("papel", "piedra")}
LIMIT = 65536


class Client:
    def __init__(self, writer):
        self.writer = writer
        self.version = None  # 2, 2019, or not known yet
        self.name = None
        self.plays = False
        self.room = None
        self.kept = None  # a move of 2019 without an opponent

    def tell(self, status, data=None):
        if self.version != 2 and status != "result":
            return
        body = json.dumps({"status": status, "data": data}).encode()
        self.writer.write(len(body).to_bytes(4, "big") + body)
        if self.writer.transport.get_write_buffer_size() > 100_000:
            self.writer.transport.abort()

    def error(self, code):
        self.tell("error", {"codigo": code, "mensaje": code.replace("-", " ")})


class Room:
    def __init__(self, first, second):
        self.players = [first, second]
        self.moves = {}
        self.score = {first: 0, second: 0}
        self.round = 1
        self.timer = None

    def other(self, player):
        return self.players[1 - self.players.index(player)]


class Game:
    def __init__(self, max_players, move_timeout):
        self.max_players = max_players
        self.move_timeout = move_timeout
        self.players = []  # in order of arrival
        self.clients = set()

    def count(self):
        return len(self.players)

    def enter(self, client):
        client.plays = True
        self.players.append(client)
        if not self.pair():
            client.tell("espera")

    def pair(self):
        free = [player for player in self.players if player.room is None]
        if len(free) < 2:
            return False
        first, second = free[:2]
        room = first.room = second.room = Room(first, second)
        first.tell("comienza", {"oponente": second.name})
        second.tell("comienza", {"oponente": first.name})
        for player in (first, second):
            if player.kept:
                room.moves[player], player.kept = player.kept, None
        self.judge(room)
        return True

    def judge(self, room):
        if room.timer:
            room.timer.cancel()
            room.timer = None
        if len(room.moves) == 1:
            late = next(player for player in room.players if player not in room.moves)
            loop = asyncio.get_running_loop()
            room.timer = loop.call_later(self.move_timeout, self.dismiss, late, "tiempo")
        if len(room.moves) < 2:
            return
        texts = {}
        for player in room.players:
            own, other = room.moves[player], room.moves[room.other(player)]
            won, lost = (own, other) in BEATS, (other, own) in BEATS
            room.score[player] += won
            texts[player] = {"eleccion_1": own, "eleccion_2": other,
                             "res": "Gana" if won else "Pierde" if lost else "Empate"}
        for player in room.players:
            data = texts[player]
            if player.version == 2:
                data["ronda"] = room.round
                data["marcador"] = [room.score[player], room.score[room.other(player)]]
            player.tell("result", data)
        room.moves = {}
        room.round += 1

    def move(self, client, choice):
        room = client.room
        if room is None:
            if client.version == 2:
                client.error("sin-oponente")
            elif client.kept is None:
                client.kept = choice
        elif client in room.moves:
            client.error("jugada-repetida")
        else:
            room.moves[client] = choice
            client.tell("aceptada", {"ronda": room.round})
            self.judge(room)

    def hello(self, client, data):
        if client.plays:
            return client.error("mensaje-invalido")
        version = data.get("version") if isinstance(data, dict) else None
        if type(version) is not int:
            return client.error("mensaje-invalido")
        client.version = 2
        if version != 2:
            return self.dismiss(client, "version")
        name = data.get("nombre")
        if not isinstance(name, str):
            return client.error("mensaje-invalido")
        if not 1 <= len(name) <= 20 or not name.isprintable():
            return client.error("nombre-invalido")
        if any(player.name == name for player in self.players):
            return client.error("nombre-ocupado")
        if self.count() >= self.max_players:
            return self.dismiss(client, "lleno")
        client.name = name
        self.enter(client)

    def heard(self, client, body):
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return client.error("mensaje-invalido")
        if not isinstance(message, dict) or "data" not in message:
            return client.error("mensaje-invalido")
        status, data = message.get("status"), message["data"]
        if status == "hola":
            if client.version == 2019:
                return
            return self.hello(client, data)
        if status != "eleccion" or not isinstance(data, str):
            return client.error("mensaje-invalido")
        if data not in ("piedra", "papel", "tijera"):
            return client.error("jugada-invalida")
        if client.version is None:
            if self.count() >= self.max_players:
                return self.dismiss(client, "lleno")
            client.version, client.kept = 2019, data
            return self.enter(client)
        self.move(client, data)

    def dismiss(self, client, code):
        client.error(code)
        self.forget(client)
        client.writer.close()

    def forget(self, client):
        self.clients.discard(client)
        if client not in self.players:
            return
        self.players.remove(client)
        room, client.room = client.room, None
        if room is None:
            return
        if room.timer:
            room.timer.cancel()
        left = room.other(client)
        left.room = None
        if left.version == 2019:
            left.kept = room.moves.get(left)
        left.tell("abandono")
        if not self.pair():
            left.tell("espera")

    async def serve(self, reader, writer):
        client = Client(writer)
        self.clients.add(client)
        try:
            while client in self.clients:
                length = int.from_bytes(await reader.readexactly(4), "big")
                if length > LIMIT:
                    self.dismiss(client, "marco-muy-grande")
                    break
                body = await reader.readexactly(length)
                if client in self.clients:
                    self.heard(client, body)
        except (OSError, EOFError):
            pass
        self.forget(client)
        writer.close()

    def stop(self):
        for client in list(self.clients):
            client.tell("cierre")
            client.writer.close()


def watch_keyboard(loop, stop):
    for line in sys.stdin.buffer:
        if line.strip() == b"cerrar":
            loop.call_soon_threadsafe(stop.set)


async def main():
    addr, options = "127.0.0.1:1238", {"--max-players": 200, "--move-timeout": 30000}
    args = iter(sys.argv[1:])
    for arg in args:
        if arg in options:
            options[arg] = int(next(args))
        else:
            addr = arg
    host, port = addr.rsplit(":", 1)
    game = Game(options["--max-players"], options["--move-timeout"] / 1000)
    try:
        server = await asyncio.start_server(game.serve, host.strip("[]"), int(port), backlog=500)
    except OSError as error:
        sys.exit("address in use" if error.errno == errno.EADDRINUSE else "unknown name")
    print("listening on %s:%d" % server.sockets[0].getsockname()[:2], flush=True)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=watch_keyboard, args=(loop, stop), daemon=True).start()
    await stop.wait()
    game.stop()
    await asyncio.sleep(0.1)
    sys.stdout.flush()
    os._exit(0)


asyncio.run(main())
