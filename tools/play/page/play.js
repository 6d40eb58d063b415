// The page: speaks the game with the server, through the bridge, and shows it.
//
// What the server says goes through one queue (`inbox`), so that nothing overtakes the 3, 2, 1. Everything that is
// shown follows from `game`, in `render`, so that the language can change at any time.
"use strict";

// ─── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const WORDS = {
  en: {
    language: "Language", game: "Game", yourMove: "Your move", frames: "Frames, oldest first",
    lead: "Rock, paper, scissors over TCP. Every tab is a player.",
    yourName: "Your name", play: "Play",
    nameHelp: "1 to 20 characters. The others see it.",
    oldWire: "Speak the wire of 2019: no greeting, no name",
    nameInvalid: "A name has 1 to 20 characters, all of them visible.",
    nameInvalidServer: (name) => `The server does not take the name “${name}”. Choose another one.`,
    nameTaken: (name) => `Somebody here is already called “${name}”. Choose another name.`,
    you: "You", opponent: "Opponent",
    piedra: "Rock", papel: "Paper", tijera: "Scissors",
    someone: "someone", someoneOf2019: "someone on the wire of 2019", nobody: "nobody yet",
    connecting: "Connecting …",
    greeting: "The server was greeted. Waiting for its answer …",
    waiting: "Waiting for somebody to play with.",
    waitingHint: "Whoever comes next plays with you.",
    left: (who) => `${who} left.`,
    choosing: "Choose!",
    choosingAgainst: (who) => `You play against ${who}. Choose!`,
    choosing2019: "Choose! The round is decided when somebody else has chosen, too.",
    sent: "Your move was sent.",
    accepted: (who) => `Your move is in. Waiting for ${who} …`,
    sent2019: "Your move was sent. Waiting for the other one …",
    soon: "Both have chosen.",
    both: (own, other) => `You: ${own}. Opponent: ${other}.`,
    Gana: "You win", Pierde: "You lose", Empate: "A tie",
    beats: { piedra: "rock crushes scissors", papel: "paper covers rock", tijera: "scissors cut paper" },
    same: "both chose the same",
    round: (n) => `Round ${n}`,
    score: (own, other) => `${own} to ${other}, your points first`,
    hint2019: "This server did not answer the greeting, so the page plays as in 2019: without names, and nobody tells "
      + "whether the other one is there. This page keeps the score.",
    hint2019Asked: "The wire of 2019: without names, and nobody tells whether the other one is there. This page keeps "
      + "the score.",
    strange: "The server said something that this page does not understand. See below, under “The wire”.",
    errors: {
      "jugada-invalida": "The server did not take the move. Choose again.",
      "jugada-repetida": "The server already has a move of yours for this round.",
      "sin-oponente": "Nobody was there to play with, so that move does not count.",
      "mensaje-invalido": "The server did not understand this page. See below, under “The wire”.",
    },
    otherError: (code, text) => `The server reports ${code}: ${text}`,
    closing: "The server says goodbye: it is stopping.",
    tooLate: "You did not choose in time, so the server ended your game.",
    noVersion: "This server does not speak version 2 of the game.",
    full: "The server is full.",
    gone: {
      refused: (server) => `Nobody listens at ${server}.`,
      timeout: (server) => `${server} does not answer.`,
      name: (server) => `The name in ${server} is unknown.`,
      other: (server) => `${server} cannot be reached.`,
      closed: "The server closed the connection.",
      inside: "The server closed the connection inside a frame.",
      tooLong: "The server announced a frame that is too long. Is the length missing, or the wrong way round?",
      failed: "The connection to the server broke.",
      notRead: "The server does not read what it is sent.",
      tooMany: "Too many windows are open already.",
      bridge: "The program that serves this page does not answer. Was it ended? Start it again: cargo lab play",
    },
    again: (s) => `Trying again in ${s} s.`,
    tryingNow: "Trying again …",
    retryNow: "Try now", playAgain: "Play again", secondTab: "Play in a second tab",
    wire: "The wire",
    tally: (n) => n === 1 ? "· 1 frame" : `· ${n} frames`,
    wireHelp: "Each frame as it crossed the TCP connection: 4 bytes of length, then so many bytes of JSON.",
    noConnection: "No TCP connection yet.",
    out: "→ to the server", in: "← from the server",
    size: (n) => `${n} bytes, 4 of them the length`,
    pieceSize: (n) => n === 1 ? "1 byte" : `${n} bytes`,
    more: (n) => ` … and ${n} more`,
    notJson: "This is not JSON.", notUnderstood: "The page does not understand this.",
    notUtf8: "This is not UTF-8.", cut: "The frame ends here, and it should not.",
    lengthTooLong: (n, text) => `As a length this is ${n}; at most 65536 is allowed. As text it is “${text}”.`,
    opened: "TCP connection opened", ended: "TCP connection ended",
    where: (server) => `This page plays at ${server}.`, keys: "Keys: 1, 2, 3.",
    title: { choosing: "Your turn", gone: "No server", waiting: "Waiting", ended: "Ended" },
  },
  es: {
    language: "Idioma", game: "Juego", yourMove: "Tu jugada", frames: "Marcos, el más antiguo primero",
    lead: "Piedra, papel o tijera sobre TCP. Cada pestaña es un jugador.",
    yourName: "Tu nombre", play: "Jugar",
    nameHelp: "De 1 a 20 caracteres. Los demás lo ven.",
    oldWire: "Hablar como en 2019: sin saludo y sin nombre",
    nameInvalid: "Un nombre tiene de 1 a 20 caracteres, todos visibles.",
    nameInvalidServer: (name) => `El servidor no acepta el nombre «${name}». Elige otro.`,
    nameTaken: (name) => `Aquí ya hay alguien que se llama «${name}». Elige otro nombre.`,
    you: "Tú", opponent: "Oponente",
    piedra: "Piedra", papel: "Papel", tijera: "Tijera",
    someone: "alguien", someoneOf2019: "alguien que habla como en 2019", nobody: "nadie todavía",
    connecting: "Conectando …",
    greeting: "El servidor recibió el saludo. Esperando su respuesta …",
    waiting: "Esperando a alguien con quien jugar.",
    waitingHint: "Juegas con quien llegue primero.",
    left: (who) => `${who} se fue.`,
    choosing: "¡Elige!",
    choosingAgainst: (who) => `Juegas contra ${who}. ¡Elige!`,
    choosing2019: "¡Elige! La ronda se decide cuando la otra persona también haya elegido.",
    sent: "Tu jugada fue enviada.",
    accepted: (who) => `Tu jugada está guardada. Esperando a ${who} …`,
    sent2019: "Tu jugada fue enviada. Esperando a la otra persona …",
    soon: "Ya eligieron los dos.",
    both: (own, other) => `Tú: ${own}. Oponente: ${other}.`,
    Gana: "Ganas", Pierde: "Pierdes", Empate: "Empate",
    beats: {
      piedra: "la piedra rompe la tijera", papel: "el papel envuelve la piedra", tijera: "la tijera corta el papel",
    },
    same: "eligieron lo mismo",
    round: (n) => `Ronda ${n}`,
    score: (own, other) => `${own} a ${other}, primero tus puntos`,
    hint2019: "Este servidor no respondió el saludo, así que la página juega como en 2019: sin nombres, y nadie dice "
      + "si la otra persona está. El marcador lo lleva esta página.",
    hint2019Asked: "Como en 2019: sin nombres, y nadie dice si la otra persona está. El marcador lo lleva esta página.",
    strange: "El servidor dijo algo que esta página no entiende. Mira abajo, en «El cable».",
    errors: {
      "jugada-invalida": "El servidor no aceptó la jugada. Elige de nuevo.",
      "jugada-repetida": "El servidor ya tiene una jugada tuya en esta ronda.",
      "sin-oponente": "No había con quien jugar, así que esa jugada no cuenta.",
      "mensaje-invalido": "El servidor no entendió a esta página. Mira abajo, en «El cable».",
    },
    otherError: (code, text) => `El servidor informa ${code}: ${text}`,
    closing: "El servidor se despide: va a cerrar.",
    tooLate: "No elegiste a tiempo, y el servidor terminó tu juego.",
    noVersion: "Este servidor no habla la versión 2 del juego.",
    full: "El servidor está lleno.",
    gone: {
      refused: (server) => `Nadie escucha en ${server}.`,
      timeout: (server) => `${server} no responde.`,
      name: (server) => `El nombre en ${server} es desconocido.`,
      other: (server) => `No se puede llegar a ${server}.`,
      closed: "El servidor cerró la conexión.",
      inside: "El servidor cerró la conexión en medio de un marco.",
      tooLong: "El servidor anunció un marco demasiado largo. ¿Falta el largo, o está al revés?",
      failed: "Se cortó la conexión con el servidor.",
      notRead: "El servidor no lee lo que se le envía.",
      tooMany: "Ya hay demasiadas ventanas abiertas.",
      bridge: "El programa que sirve esta página no responde. ¿Se terminó? Inícialo de nuevo: cargo lab play",
    },
    again: (s) => `Nuevo intento en ${s} s.`,
    tryingNow: "Intentando de nuevo …",
    retryNow: "Intentar ahora", playAgain: "Jugar de nuevo", secondTab: "Jugar en una segunda pestaña",
    wire: "El cable",
    tally: (n) => n === 1 ? "· 1 marco" : `· ${n} marcos`,
    wireHelp: "Cada marco tal como cruzó la conexión TCP: 4 bytes con el largo, y luego tantos bytes de JSON.",
    noConnection: "Aún no hay conexión TCP.",
    out: "→ al servidor", in: "← del servidor",
    size: (n) => `${n} bytes, 4 de ellos el largo`,
    pieceSize: (n) => n === 1 ? "1 byte" : `${n} bytes`,
    more: (n) => ` … y ${n} más`,
    notJson: "Esto no es JSON.", notUnderstood: "La página no entiende esto.",
    notUtf8: "Esto no es UTF-8.", cut: "El marco termina aquí, y no debería.",
    lengthTooLong: (n, text) => `Como largo es ${n}; se permite hasta 65536. Como texto es «${text}».`,
    opened: "se abrió la conexión TCP", ended: "terminó la conexión TCP",
    where: (server) => `Esta página juega en ${server}.`, keys: "Teclas: 1, 2, 3.",
    title: { choosing: "Te toca", gone: "Sin servidor", waiting: "Esperando", ended: "Terminó" },
  },
};

// ─── What is known ───────────────────────────────────────────────────────────────────────────────────────────────────

const MOVES = ["piedra", "papel", "tijera"];
const BEATEN_BY = { piedra: "tijera", papel: "piedra", tijera: "papel" };
const RESULTS = ["Gana", "Pierde", "Empate"];
const FRIENDLY_NAMES = ["Pudú", "Puma", "Zorro", "Cóndor", "Huemul", "Degú", "Loica", "Chucao", "Güiña", "Ñandú",
  "Chercán", "Coipo", "Monito", "Guanaco", "Tricahue", "Llama", "Alpaca", "Vizcacha", "Chinchilla", "Flamenco"];

/** The bridge's close codes: why the TCP connection ended. 4000 carries its reason as text. */
const ENDINGS = { 1013: "tooMany", 4001: "closed", 4002: "inside", 4003: "tooLong", 4004: "failed", 4005: "notRead" };

const ON_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"].includes(location.hostname);

/** How long a pause is, as a part of its real length. Only for trying the page. */
const TEMPO = (() => {
  const asked = Number(new URLSearchParams(location.search).get("tempo"));
  return ON_LOOPBACK && asked >= 0.01 && asked <= 10 ? asked : 1;
})();

/** A server that greets answers at once. One that is silent for so long (ms) speaks only the wire of 2019. */
const GREETING_TIME = 2000;

/** What is shown when both have chosen, and for how long (ms). */
const SHOW = [["count-3", 1000], ["count-2", 1000], ["count-1", 1000], ["reveal", 2000], ["result", 2000]];

/** The gaps (s) between attempts to reach a server that is gone. The last one is repeated. */
const GAPS = [1, 2, 4, 8, 15];

/** How many frames the pane keeps, and how many bytes of one it shows. */
const FRAMES_KEPT = 200;
const BYTES_SHOWN = 160;

const SERVER = document.documentElement.dataset.server;

const game = {
  /** start, connecting, greeting, waiting, choosing, sent, count-3, count-2, count-1, reveal, result, gone, ended */
  phase: "start",
  name: "",
  /** 2019 or 2. */
  wire: 2,
  /** Whether the player chose the wire of 2019. */
  asked2019: false,
  /** Whether there is an opponent, and the name; null where it has none. */
  paired: false,
  opponent: null,
  round: 1,
  score: [0, 0],
  own: null,
  other: null,
  result: null,
  accepted: false,
  /** Functions of the words: what is to be said beside the phase. */
  left: null,
  hint: null,
  problem: null,
  /** Why there is no connection, and when the next attempt comes (ms as in performance.now). */
  reason: null,
  next: null,
  /** Both ends of the TCP connection. */
  ends: null,
};

let words = WORDS.en;
const $ = (id) => document.getElementById(id);
const pause = (ms) => new Promise((resume) => setTimeout(resume, ms * TEMPO));

// ─── The connection ──────────────────────────────────────────────────────────────────────────────────────────────────

let socket = null;
let attempts = 0;
let attempt = 0;
let greetingTimer = 0;

/** Opens a connection. What it brings comes through the inbox. */
function connect() {
  clearTimeout(attempt);
  clearTimeout(greetingTimer);
  Object.assign(game, { phase: "connecting", problem: null, next: null, hint: null, paired: false, opponent: null });
  clearTheTable();
  render();

  const mine = new WebSocket(`ws://${location.host}/wire`);
  mine.binaryType = "arraybuffer";
  socket = mine;
  let introduced = false;
  mine.onmessage = ({ data }) => {
    if (typeof data !== "string") {
      wirePiece(new Uint8Array(data));
    } else if (!introduced) {
      introduced = true;
      game.ends = JSON.parse(data).bridge;
      wireNote("opened");
      enter({ kind: "opened" });
    } else {
      clearTimeout(greetingTimer);
      enter({ kind: "frame", value: wireFrame("in", data) });
    }
  };
  mine.onclose = ({ code, reason }) => {
    if (socket === mine) socket = null;
    clearTimeout(greetingTimer);
    if (introduced) wireNote("ended");
    enter({ kind: "ended", why: code === 4000 ? reason : ENDINGS[code] || "bridge" });
  };
}

function send(status, data) {
  if (!socket || socket.readyState !== WebSocket.OPEN) return;
  const text = JSON.stringify({ status, data });
  socket.send(text);
  wireFrame("out", text);
}

function greet() {
  game.phase = "greeting";
  send("hola", { version: 2, nombre: game.name });
  clearTimeout(greetingTimer);
  greetingTimer = setTimeout(() => enter({ kind: "silence" }), GREETING_TIME);
  render();
}

/** Whatever was chosen is not there any more. */
function clearTheTable() {
  Object.assign(game, { own: null, other: null, result: null, accepted: false });
}

/** Tries again after a gap that grows with every attempt, until a server lets somebody play. */
function tryAgainLater() {
  const gap = GAPS[Math.min(attempts, GAPS.length - 1)] * 1000 * TEMPO;
  attempts += 1;
  game.next = performance.now() + gap;
  attempt = setTimeout(connect, gap);
}

// ─── What happens, in order ──────────────────────────────────────────────────────────────────────────────────────────

const inbox = [];
let busy = false;

async function enter(event) {
  inbox.push(event);
  if (busy) return;
  busy = true;
  try {
    while (inbox.length > 0) {
      await happen(inbox.shift());
      render();
    }
  } finally {
    // Whatever went wrong with one event, the next are still heard.
    busy = false;
  }
}

async function happen(event) {
  switch (event.kind) {
    case "opened":
      if (game.asked2019) playAsIn2019((w) => w.hint2019Asked);
      else greet();
      break;
    case "silence":
      if (game.phase === "greeting") playAsIn2019((w) => w.hint2019);
      break;
    case "frame":
      await hear(event.value);
      break;
    case "ended":
      end(event.why);
      break;
  }
}

function playAsIn2019(hint) {
  Object.assign(game, { wire: 2019, phase: "choosing", paired: true, opponent: null, round: 1, score: [0, 0], hint });
}

/** What the server said. `value` is undefined where it was not JSON. */
async function hear(value) {
  const { status, data } = value ?? {};
  switch (status) {
    case "espera":
      speakVersion2();
      Object.assign(game, { phase: "waiting", paired: false });
      break;
    case "comienza": {
      const opponent = data?.oponente ?? null;
      if (opponent !== null && typeof opponent !== "string") {
        game.hint = (w) => w.strange;
        break;
      }
      speakVersion2();
      Object.assign(game, { phase: "choosing", paired: true, opponent, round: 1, score: [0, 0] });
      break;
    }
    case "aceptada":
      game.accepted = true;
      if (Number.isInteger(data?.ronda)) game.round = data.ronda;
      break;
    case "result":
      attempts = 0;
      await show(data);
      break;
    case "abandono": {
      const who = game.opponent;
      game.left = (w) => w.left(capital(who ?? w.someone));
      Object.assign(game, { phase: "waiting", paired: false, opponent: null, hint: null });
      clearTheTable();
      break;
    }
    case "cierre":
      game.problem = (w) => w.closing;
      break;
    case "error":
      hearError(data ?? {});
      break;
    default:
      game.hint = (w) => w.strange;
  }
}

function speakVersion2() {
  attempts = 0;
  Object.assign(game, { wire: 2, hint: null, problem: null });
  clearTheTable();
}

function hearError({ codigo, mensaje }) {
  switch (codigo) {
    case "nombre-ocupado":
      askForName((w) => w.nameTaken(game.name), another(game.name));
      break;
    case "nombre-invalido":
      askForName((w) => w.nameInvalidServer(game.name), game.name);
      break;
    case "tiempo":
      Object.assign(game, { problem: (w) => w.tooLate, phase: "ended" });
      break;
    case "version":
      Object.assign(game, { problem: (w) => w.noVersion, phase: "ended" });
      break;
    case "lleno":
      game.problem = (w) => w.full;
      break;
    case "sin-oponente":
      // Sent while the other one left: that they left was said already.
      if (game.left === null) game.hint = (w) => w.errors[codigo];
      break;
    default:
      game.hint = (w) => {
        if (typeof codigo !== "string") return w.strange;
        if (Object.hasOwn(w.errors, codigo)) return w.errors[codigo];
        return typeof mensaje === "string" ? w.otherError(codigo, mensaje) : w.strange;
      };
      // The move did not count, unless it is the second of its round.
      if (codigo !== "jugada-repetida" && game.phase === "sent" && !game.accepted) {
        Object.assign(game, { phase: "choosing", own: null });
      }
  }
}

/** The name with a number that is one higher. */
function another(name) {
  const [, stem, number] = /^(.*?)(?: (\d+))?$/u.exec(name);
  const next = ` ${Number(number ?? 1) + 1}`;
  return [...stem].slice(0, 20 - next.length).join("") + next;
}

/** 3, 2, 1, the moves, the result. */
async function show(data) {
  const { eleccion_1: own, eleccion_2: other, res, marcador, ronda } = data ?? {};
  // Without a score this page keeps it, as in 2019.
  const score = marcador ?? null;
  const isScore = score === null || (Array.isArray(score) && score.length === 2 && score.every(Number.isInteger));
  if (!MOVES.includes(own) || !MOVES.includes(other) || !RESULTS.includes(res) || !isScore) {
    game.hint = (w) => w.strange;
    return;
  }
  game.own = own;
  game.hint = game.wire === 2019 ? game.hint : null;
  if (Number.isInteger(ronda)) game.round = ronda;
  for (const [phase, time] of SHOW) {
    game.phase = phase;
    if (phase === "reveal") game.other = other;
    if (phase === "result") {
      game.result = res;
      if (score !== null) game.score = score;
      else if (res !== "Empate") game.score[res === "Gana" ? 0 : 1] += 1;
    }
    render();
    await pause(time);
  }
  Object.assign(game, { phase: "choosing", round: game.round + 1 });
  clearTheTable();
}

/** The connection is over. */
function end(why) {
  Object.assign(game, { paired: false, hint: null, left: null });
  clearTheTable();
  if (game.phase === "start" || game.phase === "ended") return;
  game.phase = "gone";
  game.reason = why;
  tryAgainLater();
}

// ─── What the player does ────────────────────────────────────────────────────────────────────────────────────────────

function choose(move) {
  if (game.phase !== "choosing") return;
  Object.assign(game, { phase: "sent", own: move, accepted: false, left: null });
  if (game.wire !== 2019) game.hint = null;
  send("eleccion", move);
  render();
}

function askForName(problem, suggestion) {
  Object.assign(game, { phase: "start", problem });
  render();
  $("name").value = suggestion;
  $("name").setAttribute("aria-invalid", "true");
  $("name").focus();
  $("name").select();
}

$("start").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = $("name").value.trim();
  game.asked2019 = $("old-wire").checked;
  if (!game.asked2019 && ([...name].length < 1 || [...name].length > 20 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name))) {
    askForName((w) => w.nameInvalid, name);
    return;
  }
  game.name = name;
  game.problem = null;
  $("name").removeAttribute("aria-invalid");
  sessionStorage.setItem("name", name);
  attempts = 0;
  // After a name that was refused the connection is still there, and another greeting may follow.
  if (socket && socket.readyState === WebSocket.OPEN && !game.asked2019) greet();
  else startOver();
  focusChoices();
});

function startOver() {
  if (socket) {
    const old = socket;
    socket = null;
    old.onmessage = old.onclose = null;
    old.close();
  }
  inbox.length = 0;
  connect();
}

// What had the focus is hidden now.
function focusChoices() {
  document.querySelector(".choices button").focus();
}

$("retry").addEventListener("click", () => {
  if (game.phase === "gone") connect();
});
$("again").addEventListener("click", startOver);

for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => choose(button.dataset.move));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.matches("input")) return;
  const number = ["1", "2", "3"].indexOf(event.key);
  if (number >= 0) {
    choose(MOVES[number]);
    return;
  }
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const buttons = [...document.querySelectorAll("[data-move]")];
  const at = buttons.indexOf(document.activeElement);
  if (step && (at >= 0 || document.activeElement === document.body)) {
    buttons[at < 0 ? 0 : (at + step + buttons.length) % buttons.length].focus();
    event.preventDefault();
  }
});

// ─── Showing the game ────────────────────────────────────────────────────────────────────────────────────────────────

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Text is set only where it changed: a screen reader says every change of the status. */
function say(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
}

function render() {
  const { phase } = game;
  document.body.dataset.phase = phase;
  $("start").hidden = phase !== "start";
  $("game").hidden = phase === "start";
  say("name-problem", phase === "start" && game.problem ? game.problem(words) : "");

  const who = game.opponent ?? (game.wire === 2 ? words.someoneOf2019 : words.someone);
  say("own-name", game.wire === 2019 ? "" : game.name);
  say("other-name", game.wire === 2019 ? "" : game.paired ? who : words.nobody);
  renderSide("own", game.own, game.result === "Gana", game.result === "Pierde");
  renderSide("other", game.other, game.result === "Pierde", game.result === "Gana");
  document.querySelector(".other").classList.toggle("absent", !game.paired);
  document.querySelector(".other").classList.toggle("thinking", ["waiting", "choosing", "sent"].includes(phase));

  const [own, other] = game.score;
  say("round", game.paired ? words.round(game.round) : "");
  say("score", game.paired ? `${own} – ${other}` : "");
  if (game.paired) $("score").setAttribute("aria-label", words.score(own, other));
  else $("score").removeAttribute("aria-label");
  say("count", /^count-/.test(phase) ? phase.slice(-1) : "");

  say("status", status(who));
  say("hint", hint());
  renderCountdown();
  // While one attempt follows the other the button stays, though it does nothing during one.
  const tries = phase === "connecting" && attempts > 0;
  $("retry").setAttribute("aria-disabled", String(tries));
  showOnly("retry", phase === "gone" || tries);
  showOnly("again", phase === "ended");
  showOnly("second", phase === "waiting" && game.left === null);
  for (const button of document.querySelectorAll("[data-move]")) {
    button.setAttribute("aria-disabled", String(phase !== "choosing"));
    button.classList.toggle("chosen", game.own === button.dataset.move);
  }
  const title = words.title[phase];
  document.title = title ? `${title} · Cachipún` : "Cachipún";
}

/** Shows what can be pressed, or takes it away: who has the focus on it then goes on at the moves. */
function showOnly(id, when) {
  const had = document.activeElement === $(id);
  $(id).hidden = !when;
  if (had && !when) focusChoices();
}

function renderSide(side, move, winner, loser) {
  const element = document.querySelector(`.side.${side}`);
  element.classList.toggle("winner", winner);
  element.classList.toggle("loser", loser);
  const picture = element.querySelector(".table svg");
  picture.toggleAttribute("hidden", move === null);
  if (move !== null) picture.firstElementChild.setAttribute("href", `#${move}`);
  const ask = element.querySelector(".ask");
  const mark = move !== null ? "" : game.paired ? "?" : side === "other" && game.phase === "waiting" ? "···" : "";
  if (ask.textContent !== mark) ask.textContent = mark;
  say(`${side}-move`, move === null ? "" : words[move]);
}

function status(who) {
  const first = game.left ? `${game.left(words)} ` : "";
  switch (game.phase) {
    case "connecting":
      return game.reason === null ? words.connecting : words.tryingNow;
    case "greeting":
      return words.greeting;
    case "waiting":
      return first + words.waiting;
    case "choosing":
      if (game.wire === 2019) return game.round === 1 ? words.choosing2019 : words.choosing;
      return first + (game.round === 1 ? words.choosingAgainst(who) : words.choosing);
    case "sent":
      if (game.wire === 2019) return words.sent2019;
      return game.accepted ? words.accepted(who) : words.sent;
    case "count-3":
    case "count-2":
    case "count-1":
      return words.soon;
    case "reveal":
      return words.both(words[game.own].toLowerCase(), words[game.other].toLowerCase());
    case "result": {
      const winner = game.result === "Gana" ? game.own : game.other;
      return `${words[game.result]}: ${game.result === "Empate" ? words.same : words.beats[winner]}.`;
    }
    case "gone":
      return game.problem ? game.problem(words) : gone();
    case "ended":
      return game.problem(words);
    default:
      return "";
  }
}

function gone() {
  const text = words.gone[game.reason] ?? words.gone.other;
  return typeof text === "function" ? text(SERVER) : text;
}

function hint() {
  if (game.hint) return game.hint(words);
  return game.phase === "waiting" ? words.waitingHint : "";
}

/** The seconds to the next attempt: not part of the status, since nobody wants to hear each of them. */
function renderCountdown() {
  const waits = game.phase === "gone" && game.next !== null;
  say("countdown", waits ? words.again(Math.max(1, Math.ceil((game.next - performance.now()) / 1000))) : "");
}

setInterval(renderCountdown, 1000);

// ─── Showing the wire ────────────────────────────────────────────────────────────────────────────────────────────────

const frames = [];
let crossed = 0;

/** Notes a frame whose payload is `text`, and gives its JSON. */
function wireFrame(direction, text) {
  const payload = new TextEncoder().encode(text);
  const bytes = new Uint8Array(4 + payload.length);
  new DataView(bytes.buffer).setUint32(0, payload.length);
  bytes.set(payload, 4);
  let value;
  let problem = null;
  try {
    value = JSON.parse(text);
    if (typeof value !== "object" || value === null || typeof value.status !== "string") {
      problem = (w) => w.notUnderstood;
    }
  } catch {
    problem = (w) => w.notJson;
  }
  crossed += 1;
  wireEntry({ kind: direction, bytes, text, problem });
  return value;
}

/** Notes bytes of the server that are no frame of text, as they crossed the wire. */
function wirePiece(bytes) {
  const length = bytes.length >= 4 ? new DataView(bytes.buffer).getUint32(0) : null;
  let problem = (w) => w.cut;
  if (length !== null && length > 65536) {
    const text = [...bytes].map((byte) => byte > 32 && byte < 127 ? String.fromCharCode(byte) : "·").join("");
    problem = (w) => w.lengthTooLong(length, text);
  } else if (length !== null && bytes.length === 4 + length) {
    problem = (w) => w.notUtf8;
    enter({ kind: "frame", value: undefined });
  }
  wireEntry({ kind: "in", bytes, text: null, problem });
}

function wireNote(what) {
  wireEntry({ kind: "note", what, ends: game.ends });
}

function wireEntry(entry) {
  entry.time = new Date();
  frames.push(entry);
  const list = $("frames");
  const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
  list.append(wireItem(entry));
  if (frames.length > FRAMES_KEPT) {
    frames.shift();
    list.firstElementChild.remove();
  }
  if (atEnd) scrollToTheLast();
  renderWireHead();
}

function renderWireHead() {
  say("tally", words.tally(crossed));
  say("ends", game.ends ? `${game.ends.from} → ${game.ends.to}` : words.noConnection);
}

function wireItem(entry) {
  const item = element("li", entry.kind);
  const meta = item.appendChild(element("div", "meta"));
  const clock = entry.time.toTimeString().slice(0, 8);
  const time = element("time", "", `${clock}.${String(entry.time.getMilliseconds()).padStart(3, "0")}`);
  if (entry.kind === "note") {
    meta.append(time, element("span", "", `${words[entry.what]}: ${entry.ends.from} → ${entry.ends.to}`));
    return item;
  }
  const size = entry.text === null ? words.pieceSize(entry.bytes.length) : words.size(entry.bytes.length);
  meta.append(time, element("strong", "", words[entry.kind]), element("span", "", size));
  item.append(hex(entry.bytes));
  if (entry.text !== null) item.append(element("code", "", shortened(entry.text)));
  if (entry.problem) item.append(element("p", "problem", entry.problem(words)));
  return item;
}

/** Bytes as pairs of digits, the length marked. */
function hex(bytes) {
  const digits = [...bytes.subarray(0, BYTES_SHOWN)].map((byte) => byte.toString(16).padStart(2, "0"));
  const code = element("code", "hex");
  code.append(element("b", "", digits.slice(0, 4).join(" ")), ` ${digits.slice(4).join(" ")}`);
  if (bytes.length > BYTES_SHOWN) code.append(words.more(bytes.length - BYTES_SHOWN));
  return code;
}

function shortened(text) {
  return text.length > BYTES_SHOWN ? text.slice(0, BYTES_SHOWN) + words.more(text.length - BYTES_SHOWN) : text;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function scrollToTheLast() {
  $("frames").scrollTop = $("frames").scrollHeight;
}

$("wire").addEventListener("toggle", scrollToTheLast);

// ─── Language ────────────────────────────────────────────────────────────────────────────────────────────────────────

function speak(lang) {
  words = WORDS[lang];
  document.documentElement.lang = lang;
  for (const part of document.querySelectorAll("[data-text]")) part.textContent = words[part.dataset.text];
  for (const part of document.querySelectorAll("[data-label]")) part.ariaLabel = words[part.dataset.label];
  for (const button of document.querySelectorAll(".langs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
  $("where").textContent = words.where(SERVER);
  $("frames").replaceChildren(...frames.map(wireItem));
  scrollToTheLast();
  renderWireHead();
  render();
}

for (const button of document.querySelectorAll(".langs button")) {
  button.addEventListener("click", () => {
    localStorage.setItem("lang", button.dataset.lang);
    speak(button.dataset.lang);
  });
}

/** What the player chose here before, else what the program was told, else what the browser prefers. */
function firstLanguage() {
  const known = [localStorage.getItem("lang"), document.documentElement.dataset.lang].find((lang) => lang in WORDS);
  return known ?? (navigator.language.toLowerCase().startsWith("es") ? "es" : "en");
}

// ─── Begin ───────────────────────────────────────────────────────────────────────────────────────────────────────────

$("name").value = sessionStorage.getItem("name")
  || FRIENDLY_NAMES[Math.floor(Math.random() * FRIENDLY_NAMES.length)];
$("second").href = location.pathname + location.search;
speak(firstLanguage());
