// The 32 bits of an IPv4 address and its prefix. The scopes are those of the exercise `addresses`.
"use strict";

(() => {
  const { escape, field } = Explorables;

  // First address, how many bits count, scope. What is in none of them is global.
  const PREFIXES = [
    ["0.0.0.0", 32, "unspecified"],
    ["127.0.0.0", 8, "loopback"],
    ["10.0.0.0", 8, "private"],
    ["172.16.0.0", 12, "private"],
    ["192.168.0.0", 16, "private"],
    ["169.254.0.0", 16, "link-local"],
    ["192.0.2.0", 24, "documentation"],
    ["198.51.100.0", 24, "documentation"],
    ["203.0.113.0", 24, "documentation"],
    ["224.0.0.0", 4, "multicast"],
    ["255.255.255.255", 32, "broadcast"],
  ];

  const WORDS = {
    en: {
      first: "Press the last bit of the address: which number changes? Then make the prefix longer and shorter, and "
        + "see how many addresses are left.",
      address: "Address", length: "Prefix length", bits: "The 32 bits, from the first to the last",
      byte: (n, value) => `Byte ${n}: ${value}`,
      bit: (n, worth, isNetwork) => `Bit ${n}, worth ${worth}, ${isNetwork ? "of the network" : "free"}`,
      key: "Underlined: the bits of the network, the same in all its addresses. The others are free.",
      network: "Network", range: "From … to", count: "Addresses", scope: "Scope of this address", number: "As a number",
      from: (prefix) => `fits ${prefix}`, fitsNone: "fits none of the prefixes",
      notAnAddress: (text) => `“${text}” is no address: four numbers from 0 to 255 with a dot between them, without `
        + "zeros in front.",
      status: (address, length, count, scope) => `${address}/${length}: ${count} `
        + `${count === "1" ? "address" : "addresses"} with the same first ${length} bits. ${address} is ${scope}.`,
      leftOut: "This is IPv4. IPv6 does the same with 128 bits.",
    },
    es: {
      first: "Aprieta el último bit de la dirección: ¿qué número cambia? Después alarga y acorta el prefijo, y mira "
        + "cuántas direcciones quedan.",
      address: "Dirección", length: "Largo del prefijo", bits: "Los 32 bits, del primero al último",
      byte: (n, value) => `Byte ${n}: ${value}`,
      bit: (n, worth, isNetwork) => `Bit ${n}, vale ${worth}, ${isNetwork ? "de la red" : "libre"}`,
      key: "Subrayados: los bits de la red, iguales en todas sus direcciones. Los demás son libres.",
      network: "Red", range: "Desde … hasta", count: "Direcciones", scope: "Alcance de esta dirección",
      number: "Como número",
      from: (prefix) => `calza con ${prefix}`, fitsNone: "no calza con ninguno de los prefijos",
      notAnAddress: (text) => `«${text}» no es una dirección: son cuatro números de 0 a 255 separados por puntos, sin `
        + "ceros por delante.",
      status: (address, length, count, scope) => `${address}/${length}: ${count} `
        + `${count === "1" ? "dirección" : "direcciones"} con los mismos primeros ${length} bits. ${address} es `
        + `${scope}.`,
      leftOut: "Esto es IPv4. IPv6 hace lo mismo con 128 bits.",
    },
  };

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The number that a text stands for, or null. Like `Ipv4Addr` of std: no blanks, no zeros in front. */
  function parse(text) {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1) ?? [];
    const isByte = (part) => Number(part) <= 255 && String(Number(part)) === part;
    if (parts.length !== 4 || !parts.every(isByte)) return null;
    return parts.reduce((number, part) => number * 256 + Number(part), 0);
  }

  const dotted = (number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");

  /** `length` ones, then zeros. Shifted by 32 a number of JavaScript stays what it was, so 0 is a case of its own. */
  const mask = (length) => length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0;

  const start = () => ({ address: parse("192.168.1.20"), length: 24, wrong: null });

  function step(state, event) {
    switch (event.type) {
      case "toggle":
        return { ...state, address: (state.address ^ (1 << (31 - event.bit))) >>> 0, wrong: null };
      case "address": {
        const address = parse(event.value);
        return address === null ? { ...state, wrong: event.value } : { ...state, address, wrong: null };
      }
      case "length": {
        const isLength = /^\d{1,2}$/.test(event.value) && Number(event.value) <= 32;
        return isLength ? { ...state, length: Number(event.value) } : state;
      }
    }
  }

  function facts({ address, length }) {
    const network = (address & mask(length)) >>> 0;
    const fits = ([first, bits]) => (address & mask(bits)) >>> 0 === parse(first);
    const prefix = PREFIXES.find(fits);
    return {
      text: dotted(address),
      number: `0x${address.toString(16).padStart(8, "0")}`,
      first: dotted(network),
      last: dotted((network | ~mask(length)) >>> 0),
      count: 2 ** (32 - length),
      scope: prefix ? prefix[2] : "global",
      prefix: prefix ? `${prefix[0]}/${prefix[1]}` : null,
    };
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A number with its thousands apart, by a space that does not break: the same in both languages. */
  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

  function controls(state, words) {
    const text = state.wrong ?? dotted(state.address);
    return field(words.address, { type: "address" }, text, `type="text" inputmode="decimal" maxlength="15" size="15"`
      + ` spellcheck="false" aria-invalid="${state.wrong !== null}"`)
      + field(`${words.length}: /${state.length}`, { type: "length" }, state.length, `type="range" min="0" max="32"`);
  }

  function drawing(state, words) {
    const bytes = [0, 1, 2, 3].map((byte) => {
      const value = (state.address >>> (24 - 8 * byte)) & 255;
      const bits = [0, 1, 2, 3, 4, 5, 6, 7].map((place) => bit(state, words, 8 * byte + place)).join("");
      return `<div><div class="bits">${bits}</div><div class="value">${words.byte(byte + 1, value)}</div></div>`;
    });
    const known = facts(state);
    const rows = [
      [words.network, `${known.first}/${state.length}`],
      [words.range, `${known.first} … ${known.last}`],
      [words.count, `2<sup>${32 - state.length}</sup> = ${grouped(known.count)}`],
      [words.scope, `<b>${known.scope}</b> (${known.prefix ? words.from(known.prefix) : words.fitsNone})`],
      [words.number, `<code>${known.number}</code>`],
    ];
    return `<div class="bytes" data-row role="group" aria-label="${escape(words.bits)}">${bytes.join("")}</div>`
      + `<p class="key">${words.key}</p>`
      + `<dl>${rows.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
  }

  function bit({ address, length }, words, place) {
    const isOne = (address >>> (31 - place)) & 1;
    // Who speaks to the machine says what is seen: the name begins with it.
    const label = `${isOne}: ${words.bit(place + 1, 2 ** (7 - place % 8), place < length)}`;
    return `<button type="button" class="bit ${place < length ? "network" : "free"}" aria-pressed="${isOne === 1}"`
      + ` aria-label="${label}" ${Explorables.act({ type: "toggle", bit: place })}>${isOne}</button>`;
  }

  function status(state, words) {
    if (state.wrong !== null) return words.notAnAddress(state.wrong);
    const { text, count, scope } = facts(state);
    return words.status(text, state.length, grouped(count), scope);
  }

  Explorables.define("address-bits", { words: WORDS, start, step, facts, controls, drawing, status, still: [] });
})();
