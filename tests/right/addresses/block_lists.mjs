// Node: block lists of its standard library for the scopes, a URL's host for the canonical text, and big integers.

import { BlockList, isIPv4, isIPv6 } from "node:net";

const SCOPES = Object.entries({
    unspecified: ["0.0.0.0/32", "::/128"],
    loopback: ["127.0.0.0/8", "::1/128"],
    private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
    "link-local": ["169.254.0.0/16", "fe80::/10"],
    documentation: ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"],
    multicast: ["224.0.0.0/4", "ff00::/8"],
    broadcast: ["255.255.255.255/32"],
}).map(([scope, networks]) => [scope, listOf(networks)]);

function listOf(networks) {
    const list = new BlockList();
    for (const network of networks) {
        const [address, bits] = network.split("/");
        list.addSubnet(address, Number(bits), familyOf(address));
    }
    return list;
}

function familyOf(address) {
    return isIPv4(address) ? "ipv4" : "ipv6";
}

function scopeOf(address) {
    const found = SCOPES.find(([, list]) => list.check(address, familyOf(address)));
    return found ? found[0] : "global";
}

function describeV4(address) {
    const number = address.split(".").reduce((number, byte) => number * 256n + BigInt(byte), 0n);
    return ["IPv4", 32, address, "0x" + number.toString(16).padStart(8, "0"), scopeOf(address)];
}

function describeV6(address) {
    // A URL writes it as RFC 5952 asks, but for a mapped address, whose last two groups it leaves in hexadecimal.
    const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    const [left, right] = canonical.split("::").map((half) => (half ? half.split(":") : []));
    const missing = right ? Array(8 - left.length - right.length).fill("0") : [];
    const groups = [...left, ...missing, ...(right ?? [])].map((group) => group.padStart(4, "0"));
    const isMapped = groups.slice(0, 6).join("") === "00000000000000000000ffff";
    const inside = Buffer.from(groups.slice(6).join(""), "hex").join(".");
    const text = isMapped ? `::ffff:${inside}` : canonical;
    return ["IPv6", 128, text, "0x" + groups.join(""), scopeOf(isMapped ? inside : canonical)];
}

for (const argument of process.argv.slice(2)) {
    if (isIPv4(argument)) {
        console.log(describeV4(argument).join("\t"));
    } else if (isIPv6(argument) && !argument.includes("%")) {
        console.log(describeV6(argument).join("\t"));
    } else {
        console.error(`${argument}: neither IPv4 nor IPv6`);
        process.exitCode = 1;
    }
}
