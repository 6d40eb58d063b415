// The same five messages by UDP and by TCP over the same bad path: what each receiver's program sees, and when.
//
// All times are in milliseconds. The path does to the first copy of a message what the reader says; a repetition of
// TCP always arrives.
"use strict";

(() => {
  const { act, button, escape, group } = Explorables;

  const COUNT = 5;
  /** Between one message and the next; on the way; on the way when late: the next one overtakes it, no other does. */
  const [EVERY, WAY, LATE] = [20, 30, 60];
  /** How long TCP waits for an acknowledgement before it repeats: longer than a late one needs, there and back. */
  const PATIENCE = 100;
  const FATES = ["arrives", "lost", "late"];

  const WORDS = {
    en: {
      first: "Lose message 2: press its button, or its line in one of the drawings. What does each program get, and "
        + "when?",
      path: "On the way", message: (n, fate) => `${n}: ${fate}`,
      arrives: "arrives", lost: "lost", late: "late",
      sender: "sender", receiver: "receiver", program: "its program gets", held: "waits", again: "again",
      drawing: (how, order) => `${how}: the program gets ${order}.`,
      nothing: "nothing",
      gets: (how, order, never) => `${how}: ${order}${never.length ? `; never ${never.join(", ")}` : ""}.`,
      in: (n, at) => `${n} after ${at} ms`,
      status: (udp, tcp, udpAt, tcpAt) => `The program gets by UDP ${udp}, the last after ${udpAt} ms; by TCP ${tcp}, `
        + `the last after ${tcpAt} ms.`,
      statusNone: (tcp, tcpAt) => `The program gets nothing by UDP; by TCP ${tcp}, the last after ${tcpAt} ms.`,
      leftOut: "TCP counts bytes, not messages, and begins with a handshake. Its acknowledgements are not drawn and "
        + "never get lost, each message has a clock of its own, a repetition always arrives, and a real TCP often "
        + "notices a loss sooner. The times are made up; the order is not.",
    },
    es: {
      first: "Pierde el mensaje 2: aprieta su botón, o su línea en uno de los dibujos. ¿Qué recibe cada programa, y "
        + "cuándo?",
      path: "En el camino", message: (n, fate) => `${n}: ${fate}`,
      arrives: "llega", lost: "se pierde", late: "se atrasa",
      sender: "emisor", receiver: "receptor", program: "su programa recibe", held: "espera", again: "otra vez",
      drawing: (how, order) => `${how}: el programa recibe ${order}.`,
      nothing: "nada",
      gets: (how, order, never) => `${how}: ${order}${never.length ? `; nunca ${never.join(", ")}` : ""}.`,
      in: (n, at) => `${n} a los ${at} ms`,
      status: (udp, tcp, udpAt, tcpAt) => `El programa recibe por UDP ${udp}, el último a los ${udpAt} ms; por TCP `
        + `${tcp}, el último a los ${tcpAt} ms.`,
      statusNone: (tcp, tcpAt) => `Por UDP el programa no recibe nada; por TCP ${tcp}, el último a los ${tcpAt} ms.`,
      leftOut: "TCP cuenta bytes, no mensajes, y empieza con un saludo de tres pasos. Aquí sus confirmaciones no se "
        + "dibujan y nunca se pierden, cada mensaje tiene su propio reloj y una repetición siempre llega; un TCP de "
        + "verdad suele darse cuenta antes de una pérdida. Los tiempos son inventados; el orden no.",
    },
  };

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  const start = () => ({ fates: Array(COUNT).fill("arrives") });

  function step(state, event) {
    const change = (to) => ({ fates: state.fates.map((fate, at) => at === event.message ? to(fate) : fate) });
    switch (event.type) {
      case "next":
        return change((fate) => FATES[(FATES.indexOf(fate) + 1) % FATES.length]);
      case "fate":
        return change(() => event.fate);
    }
  }

  /** `sent`: each copy on the path, `got`: what the program gets, both in the order of time. */
  function facts({ fates }) {
    const copies = fates.map((fate, at) => {
      const from = at * EVERY;
      return { message: at + 1, from, to: from + (fate === "late" ? LATE : WAY), fate, repeated: false };
    });
    const arrivals = (sent) => sent.filter(({ fate }) => fate !== "lost").sort((a, b) => a.to - b.to);
    const repetitions = copies.filter(({ fate }) => fate === "lost").map(({ message, from }) => {
      return { message, from: from + PATIENCE, to: from + PATIENCE + WAY, fate: "arrives", repeated: true };
    });
    const sent = [...copies, ...repetitions];

    // UDP hands over what comes when it comes. TCP keeps what is ahead of its turn until the gap before it is filled.
    const udp = arrivals(copies).map(({ message, to }) => ({ message, at: to }));
    const tcp = [];
    const waiting = new Set();
    for (const { message, to } of arrivals(sent)) {
      waiting.add(message);
      while (waiting.delete(tcp.length + 1)) tcp.push({ message: tcp.length + 1, at: to });
    }
    return { udp: { sent: copies, got: udp }, tcp: { sent, got: tcp } };
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const [LEFT, RIGHT, WIDTH, TOP] = [74, 220, 356, 46];
  const y = (time) => TOP + time * 1.3;

  function controls({ fates }, words) {
    const buttons = fates.map((fate, message) =>
      button(words.message(message + 1, words[fate]), { type: "next", message }, `class="fate ${fate}"`));
    return group(words.path, buttons.join(""));
  }

  function drawing(state, words) {
    const known = facts(state);
    const end = Math.max(...[known.udp, known.tcp].flatMap(({ sent }) => sent.map(({ to }) => to)));
    return `<div class="beside">${panel("UDP", known.udp, end, words)}${panel("TCP", known.tcp, end, words)}</div>`;
  }

  const order = (got, words) => got.map(({ message }) => message).join(", ") || words.nothing;

  function panel(how, { sent, got }, end, words) {
    const never = sent.filter(({ message }) => got.every((one) => one.message !== message));
    const height = y(end) + 22;
    const pole = (x) => `<line class="pole" x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${height - 8}"/>`;
    const heard = got.map(({ message, at }) => words.in(message, at)).join(", ") || words.nothing;
    return `<div class="panel"><div class="title">${how}</div><svg viewBox="0 0 ${WIDTH} ${height}" role="img"`
      + ` aria-label="${escape(words.drawing(how, heard))}">`
      + `<text x="${LEFT}" y="16" class="head middle">${words.sender}</text>`
      + `<text x="${RIGHT}" y="16" class="head middle">${words.receiver}</text>`
      + `<text x="${WIDTH}" y="32" class="small end">${words.program}</text>`
      + pole(LEFT) + pole(RIGHT) + sent.map((copy) => arrow(copy, words)).join("") + handed(sent, got, words)
      + `</svg><p>${words.gets(how, `<b>${order(got, words)}</b>`, never.map(({ message }) => message))}</p></div>`;
  }

  /** A copy on its way: to the other side, or half the way to a cross. Whoever presses it changes its fate. */
  function arrow({ message, from, to, fate, repeated }, words) {
    const isLost = fate === "lost";
    const share = isLost ? 0.5 : 1;
    const [x2, y2] = [LEFT + (RIGHT - LEFT) * share, y(from + (to - from) * share)];
    const press = repeated ? "" : act({ type: "next", message: message - 1 });
    const line = `x1="${LEFT}" y1="${y(from)}" x2="${x2}" y2="${y2}"`;
    return `<g class="copy ${fate}${repeated ? " repeated" : ""}" ${press}><line ${line}/>`
      + (isLost ? `<path d="M${x2 - 5} ${y2 - 5}l10 10m0 -10l-10 10"/>` : head(x2, y2, (y2 - y(from)) / (x2 - LEFT)))
      + `<text x="${LEFT - 8}" y="${y(from) + 4}" class="end">${message}`
      + `${repeated ? ` <tspan class="small">${words.again}</tspan>` : ""}</text>`
      // Wide and not seen, so that a finger finds it.
      + `${repeated ? "" : `<line class="touch" ${line}/>`}</g>`;
  }

  /** The point of an arrow that comes from the left with this slope. */
  function head(x, y, slope) {
    const angle = Math.atan(slope) * 180 / Math.PI;
    return `<path class="point" d="M${x} ${y}l-9 -4v8z" transform="rotate(${angle.toFixed(1)} ${x} ${y})"/>`;
  }

  /** What the program gets, beside the moment in which it gets it. What TCP hands over together stands together. */
  function handed(sent, got, words) {
    const times = [...new Set(got.map(({ at }) => at))];
    const boxes = times.map((time) => {
      const messages = got.filter(({ at }) => at === time).map(({ message }) => message);
      return `<g class="handed"><line x1="${RIGHT}" y1="${y(time)}" x2="${RIGHT + 14}" y2="${y(time)}"/>`
        + `<text x="${RIGHT + 19}" y="${y(time) + 4}"><tspan class="strong">${messages.join(" ")}</tspan>`
        + `<tspan class="small" dx="6">${time} ms</tspan></text></g>`;
    });
    const early = sent.filter(({ message, to, fate }) =>
      fate !== "lost" && got.some((one) => one.message === message && one.at > to));
    const held = early.map(({ message, to }) => `<text x="${RIGHT + 8}" y="${y(to) + 4}" class="small">`
      + `${message} ${words.held}</text>`);
    return boxes.join("") + held.join("");
  }

  function status(state, words) {
    const { udp, tcp } = facts(state);
    const last = tcp.got.at(-1).at;
    if (udp.got.length === 0) return words.statusNone(order(tcp.got, words), last);
    return words.status(order(udp.got, words), order(tcp.got, words), udp.got.at(-1).at, last);
  }

  Explorables.define("packet-loss", {
    words: WORDS, start, step, facts, controls, drawing, status,
    still: [{ type: "fate", message: 1, fate: "lost" }],
  });
})();
