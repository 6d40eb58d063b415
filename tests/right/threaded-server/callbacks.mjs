// Node: nobody waits for anybody. Each client is a few callbacks, and what they remember.

import { lookup } from "node:dns/promises";
import { createServer } from "node:net";
import { parseArgs } from "node:util";

const LONGEST = 65_536;
const LINE_END = 10;

function echo(client) {
    let held = []; // the pieces of a line that has not ended yet
    let length = 0; // and their bytes

    const say = (bytes) => {
        if (client.write(bytes) || client.isPaused()) return;
        // What has not left yet is not added to: the client is heard again when it has taken everything.
        client.pause();
        client.once("drain", () => client.resume());
    };

    const refuse = () => {
        // What else is on its way is not read: a flood would fill the memory faster than it is tidied up. A connection that
        // is closed over unread bytes is reset, so the last words get some time to arrive before.
        client.off("data", hear);
        client.pause();
        client.end("too long\n", () => setTimeout(() => client.destroy(), 600));
    };

    const hear = (piece) => {
        for (let from = 0; from < piece.length; ) {
            const end = piece.indexOf(LINE_END, from) + 1 || piece.length;
            const part = piece.subarray(from, end);
            held.push(part);
            length += part.length;
            if (length > LONGEST) return refuse();
            if (part.at(-1) === LINE_END) {
                say(Buffer.concat(held));
                held = [];
                length = 0;
            }
            from = end;
        }
    };

    client.on("data", hear);
    client.on("end", () => client.writable && client.end(Buffer.concat(held)));
}

async function listen(server, addr) {
    const [, host, port] = /^(.*):(\d+)$/.exec(addr);
    const bare = host.replace(/^\[|\]$/g, "");
    let last;
    for (const { address } of await lookup(bare, { all: true, verbatim: true })) {
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

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { clients: { type: "string", default: "64" }, timeout: { type: "string", default: "60000" } },
});
let places = Number(values.clients);

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on("error", (error) => console.error(`a client went wrong: ${error.code}`));
    client.setTimeout(Number(values.timeout), () => client.destroy());
    if (places === 0) {
        client.end("full\n", () => client.destroy());
        return;
    }
    places -= 1;
    client.on("close", () => (places += 1));
    echo(client);
});

try {
    await listen(server, positionals[0]);
    const { address, family, port } = server.address();
    console.log(`listening on ${family === "IPv6" ? `[${address}]` : address}:${port}`);
} catch (error) {
    const words = { getaddrinfo: "unknown name", listen: error.code === "EADDRINUSE" ? "address in use" : undefined };
    console.error(`${positionals[0]}: ${words[error.syscall] ?? error.message}`);
    process.exit(1);
}
