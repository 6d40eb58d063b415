// Node: a callback for every datagram. Its memory is tidied up when it has grown, not after each of them.

import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";

async function listen(addr) {
    const [, host, port] = /^(.*):(\d+)$/.exec(addr);
    const bare = host.replace(/^\[|\]$/g, "");
    let last;
    for (const { address, family } of await lookup(bare, { all: true, verbatim: true })) {
        const socket = createSocket(`udp${family}`);
        try {
            return await new Promise((listening, failed) => {
                socket.once("error", failed);
                socket.bind(Number(port), address, () => listening(socket));
            });
        } catch (error) {
            socket.close();
            last = error;
        }
    }
    throw last;
}

const args = process.argv.slice(2);
const greets = args.includes("--greet");
const addr = args.find((arg) => arg !== "--greet");

try {
    const socket = await listen(addr);
    // What goes wrong is about one datagram: it is told, and the next one is served.
    const tell = (error) => error && console.error(`udp-echo: ${error.message}`);
    socket.on("error", tell);
    socket.on("message", (bytes, sender) => {
        const answer = greets ? `Aquí va mi respuesta para ${sender.address}.` : bytes;
        socket.send(answer, sender.port, sender.address, tell);
    });
    const { address, family, port } = socket.address();
    console.log(`listening on ${family === "IPv6" ? `[${address}]` : address}:${port}`);
} catch (error) {
    const words = { getaddrinfo: "unknown name", bind: error.code === "EADDRINUSE" ? "address in use" : undefined };
    console.error(`${addr}: ${words[error.syscall] ?? error.message}`);
    process.exit(1);
}
