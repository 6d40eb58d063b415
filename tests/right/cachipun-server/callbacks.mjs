// Node: one thread, and a callback for whatever happens. A table says what each kind of message does.

import { lookup } from "node:dns/promises";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

const LIMIT = 65_536;
const BEATS = { piedra: "tijera", tijera: "papel", papel: "piedra" };

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "max-players": { type: "string", default: "200" }, "move-timeout": { type: "string", default: "30000" } },
});
const maxPlayers = Number(values["max-players"]);
const moveTimeout = Number(values["move-timeout"]);

const clients = new Set();
const players = new Set(); // in the order in which they came

class TooBig extends Error {}

// Takes what has come, in pieces of any size, and gives the frames that are whole.
function* frames(state, piece) {
    state.pieces.push(piece);
    state.length += piece.length;
    while (state.length >= state.wanted) {
        const all = state.pieces.length === 1 ? state.pieces[0] : Buffer.concat(state.pieces);
        const part = all.subarray(0, state.wanted);
        state.pieces = [all.subarray(state.wanted)];
        state.length -= state.wanted;
        if (state.inside) {
            Object.assign(state, { inside: false, wanted: 4 });
            yield part;
            continue;
        }
        const length = part.readUInt32BE();
        if (length > LIMIT) throw new TooBig();
        Object.assign(state, { inside: true, wanted: length });
    }
}

function tell(client, status, data = null) {
    if ((client.version !== 2 && status !== "result") || !client.socket.writable) return;
    const body = Buffer.from(JSON.stringify({ status, data }));
    const frame = Buffer.alloc(4 + body.length);
    frame.writeUInt32BE(body.length);
    body.copy(frame, 4);
    client.socket.write(frame);
    if (client.socket.writableLength > 100_000) client.socket.destroy();
}

function complain(client, codigo) {
    tell(client, "error", { codigo, mensaje: codigo.replaceAll("-", " ") });
}

function hangUp(client) {
    clients.delete(client);
    client.socket.removeAllListeners("data").resume();
    // What is still on its way here must not turn the end into a reset.
    client.socket.end(() => setTimeout(() => client.socket.destroy(), 500).unref());
}

function dismiss(client, codigo) {
    complain(client, codigo);
    forget(client);
    hangUp(client);
}

function forget(client) {
    if (!players.delete(client)) return;
    const { room } = client;
    if (!room) return;
    clearTimeout(room.clock);
    const left = otherOf(room, client);
    client.room = left.room = null;
    if (left.version === 2019) left.kept = room.moves.get(left);
    tell(left, "abandono");
    if (!pair()) tell(left, "espera");
}

function otherOf(room, player) {
    return room.players[0] === player ? room.players[1] : room.players[0];
}

function enter(client) {
    players.add(client);
    if (!pair()) tell(client, "espera");
}

// Whether two were waiting, who play now.
function pair() {
    const [first, second] = [...players].filter((player) => !player.room);
    if (!second) return false;
    const room = { players: [first, second], moves: new Map(), score: new Map([[first, 0], [second, 0]]), round: 1 };
    first.room = second.room = room;
    tell(first, "comienza", { oponente: second.name });
    tell(second, "comienza", { oponente: first.name });
    for (const player of room.players) {
        if (player.kept) room.moves.set(player, player.kept);
        player.kept = null;
    }
    goOn(room);
    return true;
}

function goOn(room) {
    clearTimeout(room.clock);
    if (room.moves.size === 1) {
        const late = room.players.find((player) => !room.moves.has(player));
        room.clock = setTimeout(() => dismiss(late, "tiempo"), moveTimeout);
    }
    if (room.moves.size < 2) return;
    const { moves, round, score } = room;
    Object.assign(room, { moves: new Map(), round: round + 1 });
    const wins = (player) => BEATS[moves.get(player)] === moves.get(otherOf(room, player));
    room.players.filter(wins).forEach((player) => score.set(player, score.get(player) + 1));
    for (const player of room.players) {
        const other = otherOf(room, player);
        const res = wins(player) ? "Gana" : wins(other) ? "Pierde" : "Empate";
        const data = { eleccion_1: moves.get(player), eleccion_2: moves.get(other), res };
        if (player.version === 2) Object.assign(data, { ronda: round, marcador: [score.get(player), score.get(other)] });
        tell(player, "result", data);
    }
}

const ON = {
    hola(client, data) {
        if (client.version === 2019) return;
        if (players.has(client) || !Number.isInteger(data?.version)) return complain(client, "mensaje-invalido");
        client.version = 2;
        if (data.version !== 2) return dismiss(client, "version");
        const name = data.nombre;
        if (typeof name !== "string") return complain(client, "mensaje-invalido");
        const letters = [...name].length;
        if (letters < 1 || letters > 20 || /\p{Cc}/u.test(name)) return complain(client, "nombre-invalido");
        if ([...players].some((player) => player.name === name)) return complain(client, "nombre-ocupado");
        if (players.size >= maxPlayers) return dismiss(client, "lleno");
        client.name = name;
        enter(client);
    },
    eleccion(client, move) {
        if (typeof move !== "string") return complain(client, "mensaje-invalido");
        if (!Object.hasOwn(BEATS, move)) return complain(client, "jugada-invalida");
        if (client.version === null) {
            if (players.size >= maxPlayers) return dismiss(client, "lleno");
            Object.assign(client, { version: 2019, kept: move });
            return enter(client);
        }
        const { room } = client;
        if (!room && client.version === 2019) client.kept ??= move;
        else if (!room) complain(client, "sin-oponente");
        else if (room.moves.has(client)) complain(client, "jugada-repetida");
        else {
            room.moves.set(client, move);
            tell(client, "aceptada", { ronda: room.round });
            goOn(room);
        }
    },
};

function understood(body) {
    try {
        const message = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
        return Object.hasOwn(message, "data") && Object.hasOwn(ON, message.status) ? message : null;
    } catch {
        return null;
    }
}

function serve(socket) {
    const client = { socket, version: null, name: null, room: null, kept: null };
    const state = { pieces: [], length: 0, wanted: 4, inside: false };
    clients.add(client);
    const gone = () => {
        clients.delete(client);
        forget(client);
    };
    socket.on("error", (error) => console.error(`a client went wrong: ${error.code}`));
    socket.on("end", gone).on("close", gone);
    socket.on("data", (piece) => {
        try {
            for (const body of frames(state, piece)) {
                const message = understood(body);
                if (message) ON[message.status](client, message.data);
                else complain(client, "mensaje-invalido");
                if (!clients.has(client)) break;
            }
        } catch (error) {
            if (!(error instanceof TooBig)) throw error;
            dismiss(client, "marco-muy-grande");
        }
    });
}

function stop() {
    let open = clients.size;
    if (open === 0) process.exit(0);
    for (const client of clients) {
        client.socket.on("finish", () => --open || process.exit(0));
        tell(client, "cierre");
        hangUp(client);
    }
    // A client that takes nothing keeps nobody.
    setTimeout(() => process.exit(0), 500);
}

async function listen(server, addr) {
    const [, host, port] = /^(.*):(\d+)$/.exec(addr);
    let last;
    for (const { address } of await lookup(host.replace(/^\[|\]$/g, ""), { all: true, verbatim: true })) {
        try {
            return await new Promise((listening, failed) => {
                server.once("error", failed);
                server.listen({ host: address, port: Number(port) }, listening);
            });
        } catch (error) {
            last = error;
        }
    }
    throw last;
}

const addr = positionals[0] ?? "127.0.0.1:1238";
const server = createServer({ noDelay: true }, serve);
try {
    await listen(server, addr);
    const { address, family, port } = server.address();
    console.log(`listening on ${family === "IPv6" ? `[${address}]` : address}:${port}`);
} catch (error) {
    const words = { getaddrinfo: "unknown name", listen: error.code === "EADDRINUSE" ? "address in use" : undefined };
    console.error(`${addr}: ${words[error.syscall] ?? error.message}`);
    process.exit(1);
}
createInterface({ input: process.stdin }).on("line", (line) => line.trim() === "cerrar" && stop());
