// Cachipún: two players, the server between them, and every message on the wire. The server is that of the exercise
// `cachipun-server`, for two clients and without its clock.
"use strict";

(() => {
  const { button, escape, group } = Explorables;

  const MOVES = ["piedra", "papel", "tijera"];
  const BEATS = { piedra: "tijera", papel: "piedra", tijera: "papel" };
  const NAMES = { a: "Ana", b: "Beto" };
  /** How many messages are shown. */
  const SHOWN = 9;

  const ERRORS = {
    "jugada-repetida": "ya jugaste en esta ronda",
    "sin-oponente": "todavía no tienes oponente",
  };

  const WORDS = {
    en: {
      first: "Press “piedra” for Ana. What does Beto learn of it? Then press “tijera” for Beto.",
      enter: (version) => version === 2 ? "enter" : "enter as in 2019", leave: "salir",
      absent: "not connected", is: (version) => version === 2 ? "version 2" : "wire of 2019",
      unknown: "connected; nobody yet, it has said nothing",
      server: "What the server knows", room: (a, b) => `In a room: ${a} and ${b}`,
      waits: (who) => `${who} waits for somebody`, nobody: "Nobody plays, nobody waits.",
      round: (n) => `Round ${n}`, score: (a, b) => `score ${a} – ${b}`,
      stored: (who, move) => `stored move of ${who}: ${move}`, none: "no move stored",
      wire: "On the wire", from: (who) => `${who} → server`, to: (who) => `server → ${who}`,
      size: (n) => `4 + ${n} bytes`, earlier: (n) => `Before these there ${n === 1 ? "is 1" : `are ${n}`} not shown.`,
      connects: (who) => `${who} connects`, closes: (who) => `${who} closes the connection`,
      said: (who, what) => `${who} says ${what}.`, told: (who, what) => `The server tells ${who}: ${what}.`,
      silence: "The server says nothing.",
      begin: "Ana and Beto are in a room, round 1 is open.",
      leftOut: "Two players only, and no clock: the real server sends away who does not move in time. Other errors "
        + "(a name that is taken, a message that is none) cannot happen here.",
    },
    es: {
      first: "Aprieta «piedra» de Ana. ¿De qué se entera Beto? Después aprieta «tijera» de Beto.",
      enter: (version) => version === 2 ? "entrar" : "entrar como en 2019", leave: "salir",
      absent: "no hay conexión", is: (version) => version === 2 ? "versión 2" : "como en 2019",
      unknown: "hay conexión; todavía no es nadie, no ha dicho nada",
      server: "Lo que sabe el servidor", room: (a, b) => `En una sala: ${a} y ${b}`,
      waits: (who) => `${who} espera a alguien`, nobody: "Nadie juega, nadie espera.",
      round: (n) => `Ronda ${n}`, score: (a, b) => `marcador ${a} – ${b}`,
      stored: (who, move) => `jugada guardada de ${who}: ${move}`, none: "ninguna jugada guardada",
      wire: "En el cable", from: (who) => `${who} → servidor`, to: (who) => `servidor → ${who}`,
      size: (n) => `4 + ${n} bytes`,
      earlier: (n) => `Más arriba hay ${n} que no se ${n === 1 ? "muestra" : "muestran"}.`,
      connects: (who) => `${who} se conecta`, closes: (who) => `${who} cierra la conexión`,
      said: (who, what) => `${who} dice ${what}.`, told: (who, what) => `El servidor le dice a ${who}: ${what}.`,
      silence: "El servidor no dice nada.",
      begin: "Ana y Beto están en una sala, la ronda 1 está abierta.",
      leftOut: "Solo hay dos personas y no hay reloj: el servidor de verdad echa a quien no juega a tiempo. Otros "
        + "errores (un nombre ocupado, un mensaje que no es mensaje) aquí no pueden pasar.",
    },
  };

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  const nobody = () => ({ clients: { a: null, b: null }, waiting: null, log: [], steps: 0 });
  const start = () => ["a", "b"].reduce((state, who) => step(state, { type: "join", who, version: 2 }), nobody());

  const other = (who) => who === "a" ? "b" : "a";

  const against = (own, theirs) => own === theirs ? "Empate" : BEATS[own] === theirs ? "Gana" : "Pierde";

  /** What happens in one event. It works on a copy, so that the state before stays what it was. */
  function step(before, event) {
    const state = structuredClone(before);
    const { clients, log } = state;
    const { who } = event;
    if (event.type === "nobody") return nobody();
    if (event.type === "join" ? clients[who] : !clients[who]) return before;
    state.steps += 1;

    const note = (entry) => log.push({ step: state.steps, who, ...entry });

    /** A client says something: its frame crosses the wire whatever the server makes of it. */
    const says = (status, data) => note({ kind: "from", text: JSON.stringify({ status, data }) });

    /** The server says something. Who never said hello hears of results and of nothing else. */
    function tell(to, status, data = null) {
      if (clients[to].saidHello || status === "result") {
        note({ kind: "to", who: to, text: JSON.stringify({ status, data }) });
      }
    }

    const fail = (to, codigo) => tell(to, "error", { codigo, mensaje: ERRORS[codigo] });

    function findOpponent(id) {
      const first = state.waiting;
      state.waiting = null;
      if (first === null) {
        state.waiting = id;
        return tell(id, "espera");
      }
      for (const one of [first, id]) {
        Object.assign(clients[one], { paired: true, round: 1, wins: 0 });
        tell(one, "comienza", { oponente: clients[other(one)].saidHello ? NAMES[other(one)] : null });
      }
      settle(id, first);
    }

    /** Ends the round if both moves are in. */
    function settle(one, two) {
      const moves = { [one]: clients[one].open, [two]: clients[two].open };
      if (!moves[one] || !moves[two]) return;
      for (const id of [one, two]) clients[id].wins += against(moves[id], moves[other(id)]) === "Gana" ? 1 : 0;
      for (const id of [one, two]) {
        const client = clients[id];
        // The keys in the order of the alphabet, as the server writes them. Who plays as in 2019 gets the keys of 2019.
        const data = { eleccion_1: moves[id], eleccion_2: moves[other(id)] };
        if (client.saidHello) data.marcador = [client.wins, clients[other(id)].wins];
        data.res = against(moves[id], moves[other(id)]);
        if (client.saidHello) data.ronda = client.round;
        Object.assign(client, { open: null, round: client.round + 1 });
        tell(id, "result", data);
      }
    }

    function move() {
      const client = clients[who];
      says("eleccion", event.move);
      if (!client.plays) {
        // Who plays as in 2019 does not introduce itself: it moves.
        Object.assign(client, { plays: true, open: event.move });
        return findOpponent(who);
      }
      if (client.open) return fail(who, "jugada-repetida");
      // Without an opponent, a move of 2019 waits for the next one.
      if (!client.paired && client.saidHello) return fail(who, "sin-oponente");
      client.open = event.move;
      tell(who, "aceptada", { ronda: client.round });
      if (client.paired) settle(who, other(who));
    }

    function leave() {
      const gone = clients[who];
      note({ kind: "closes" });
      clients[who] = null;
      if (state.waiting === who) state.waiting = null;
      if (!gone.paired) return;
      const left = clients[other(who)];
      left.paired = false;
      if (left.saidHello) left.open = null;
      tell(other(who), "abandono");
      findOpponent(other(who));
    }

    switch (event.type) {
      case "join": {
        const saidHello = event.version === 2;
        clients[who] = { saidHello, plays: saidHello, paired: false, round: 1, wins: 0, open: null };
        note({ kind: "connects" });
        if (saidHello) {
          says("hola", { version: 2, nombre: NAMES[who] });
          findOpponent(who);
        }
        break;
      }
      case "move":
        move();
        break;
      case "leave":
        leave();
        break;
    }
    return state;
  }

  /** What each player has been told so far, byte for byte. */
  function facts({ log }) {
    const told = (who) => log.filter((entry) => entry.kind === "to" && entry.who === who).map(({ text }) => text);
    return { a: told("a"), b: told("b") };
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  function controls(state, words) {
    return ["a", "b"].map((who) => {
      const client = state.clients[who];
      const buttons = client
        ? MOVES.map((move) => button(move, { type: "move", who, move })).join("")
          + button(words.leave, { type: "leave", who })
        : [2, 2019].map((version) => button(words.enter(version), { type: "join", who, version })).join("");
      return group(NAMES[who], buttons);
    }).join("");
  }

  function drawing(state, words) {
    const { clients, log } = state;
    const players = ["a", "b"].map((who) =>
      `<div class="player"><b>${NAMES[who]}</b><span>${is(clients[who], words)}</span></div>`);
    const rows = log.slice(-SHOWN).map((entry) => row(entry, state.steps, words));
    const earlier = log.length - SHOWN;
    const title = (text) => `<div class="title">${text}</div>`;
    const server = `<div class="server">${title(words.server)}${known(state, words)}</div>`;
    return `<div class="table">${players[0]}${server}${players[1]}</div>${title(words.wire)}`
      + `${earlier > 0 ? `<p>${words.earlier(earlier)}</p>` : ""}<ol class="wire">${rows.join("")}</ol>`;
  }

  function is(client, words) {
    if (!client) return words.absent;
    return client.plays ? words.is(client.saidHello ? 2 : 2019) : words.unknown;
  }

  function known({ clients, waiting }, words) {
    const { a, b } = clients;
    const moves = ["a", "b"].filter((who) => clients[who]?.open);
    const lines = [moves.map((who) => words.stored(NAMES[who], clients[who].open)).join("; ") || words.none];
    if (a?.paired) lines.unshift(`${words.round(a.round)}, ${words.score(a.wins, b.wins)}`);
    lines.unshift(a?.paired ? words.room(NAMES.a, NAMES.b) : waiting ? words.waits(NAMES[waiting]) : words.nobody);
    return lines.map((line) => `<p>${line}</p>`).join("");
  }

  /** One message, or the beginning or the end of a connection. What the last press caused has a bar beside it. */
  function row({ step, kind, who, text }, last, words) {
    const title = words[kind](NAMES[who]);
    const size = text ? ` <small>${words.size(new TextEncoder().encode(text).length)}</small>` : "";
    return `<li class="${kind} player-${who}${step === last ? " new" : ""}"><span>${title}${size}</span>`
      + `${text ? `<code>${escape(text)}</code>` : ""}</li>`;
  }

  function status({ log, steps }, words) {
    if (steps === 2) return words.begin;
    const now = log.filter(({ step }) => step === steps);
    const lines = now.map((entry) => {
      if (entry.kind === "from") return words.said(NAMES[entry.who], gist(entry));
      if (entry.kind === "to") return words.told(NAMES[entry.who], gist(entry));
      return `${words[entry.kind](NAMES[entry.who])}.`;
    });
    if (now.every(({ kind }) => kind !== "to")) lines.push(words.silence);
    return lines.join(" ");
  }

  /** What a message says, in a word or two. */
  function gist({ text }) {
    const { status, data } = JSON.parse(text);
    return { eleccion: data, result: data?.res, error: data?.codigo }[status] ?? status;
  }

  Explorables.define("cachipun-game", {
    words: WORDS, start, step, facts, controls, drawing, status,
    still: [{ type: "move", who: "a", move: "piedra" }, { type: "move", who: "b", move: "tijera" }],
  });
})();
