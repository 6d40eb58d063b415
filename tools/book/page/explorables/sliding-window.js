// One datagram at a time against several: the same path, the same losses, and how much arrives in the same time.
//
// With a window of one it does what the exercise `reliable-udp` asks for: repeat what is not acknowledged, acknowledge
// again what is there already. With a larger one it does the same with each datagram. Times are in milliseconds.
"use strict";

(() => {
  const { button, choice, escape, field, group } = Explorables;

  /** For how long we look, and how long the line is busy with one datagram. */
  const [UNTIL, BUSY] = [600, 15];
  const LOSSES = [0, 5, 10, 20];

  const WORDS = {
    en: {
      first: "Make the window bigger: 1, 2, 4, 8. How much more arrives? Then double the round trip: which of the two "
        + "suffers?",
      window: "Window", rtt: "Round trip", loss: "Lost", luck: "Other luck",
      percent: (n) => `${n} %`, ms: (n) => `${n} ms`,
      sender: "sender", receiver: "receiver",
      stop: "Stop and wait", wide: (n) => `Window of ${n}`,
      arrived: (n, rate) => `${n} in 600 ms: ${rate} per second`,
      drawing: (title, n, sent) => `${title}: ${sent} datagrams sent, ${n} arrived in order within 600 ms.`,
      key: "Straight: data. Dashed: acknowledgements. Thick: sent again. A cross: lost.",
      status: (one, many, window) => `In 600 ms, one at a time: ${one}. With a window of ${window}: ${many}.`,
      leftOut: "The line takes 15 ms for each datagram, nobody else uses it, and the window never changes: TCP makes "
        + "its own bigger while all goes well, and smaller when something is lost. After two round trips without an "
        + "acknowledgement a datagram is sent again, then after four, then after eight.",
    },
    es: {
      first: "Agranda la ventana: 1, 2, 4, 8. ¿Cuánto más llega? Después duplica la ida y vuelta: ¿cuál de los dos lo "
        + "sufre?",
      window: "Ventana", rtt: "Ida y vuelta", loss: "Se pierde", luck: "Otra suerte",
      percent: (n) => `${n} %`, ms: (n) => `${n} ms`,
      sender: "emisor", receiver: "receptor",
      stop: "De a uno", wide: (n) => `Ventana de ${n}`,
      arrived: (n, rate) => `${n} en 600 ms: ${rate} por segundo`,
      drawing: (title, n, sent) => `${title}: ${sent} datagramas enviados, ${n} llegaron en orden dentro de 600 ms.`,
      key: "Línea continua: datos. Cortada: confirmaciones. Gruesa: se manda otra vez. Una cruz: se perdió.",
      status: (one, many, window) => `En 600 ms, de a uno: ${one}. Con una ventana de ${window}: ${many}.`,
      leftOut: "La línea se demora 15 ms en cada datagrama, nadie más la usa, y la ventana no cambia nunca: TCP "
        + "agranda la suya mientras todo va bien y la achica cuando algo se pierde. Después de dos idas y vueltas sin "
        + "confirmación un datagrama se manda otra vez, después de otras cuatro, y después de ocho.",
    },
  };

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A number that looks like chance, always the same for the same seed: splitmix64, as in the relay of the tests. */
  function draw(seed) {
    const bits = (number) => BigInt.asUintN(64, number);
    let mixed = bits(BigInt(seed) + 0x9e3779b97f4a7c15n);
    mixed = bits((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = bits((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  }

  /** Whether the path loses the datagram with this index of its direction, whatever is in it. */
  const chance = (percent, seed) => (direction, index) =>
    percent > 0 && draw(BigInt(seed) ^ draw(2 * index + (direction === "back" ? 1 : 0))) % 100n < BigInt(percent);

  /** Everything that is sent until `until`, or until `packets` are acknowledged, in the order in which it is sent. */
  function run({ window, rtt, lost, until = Infinity, packets = Infinity }) {
    const sent = [];
    const agenda = [];
    const count = { there: 0, back: 0 };
    const tries = new Map();
    const [acknowledged, received] = [new Set(), new Set()];
    let [next, base, inOrder, free] = [0, 0, 0, 0];

    const at = (time, what, number) => agenda.push({ time, what, number });

    function send(direction, number, time, isRepeated) {
      const index = count[direction]++;
      const isLost = lost(direction, index);
      sent.push({ direction, index, number, from: time, to: time + rtt / 2, isLost, isRepeated });
      if (!isLost) at(time + rtt / 2, direction === "there" ? "data" : "acknowledgement", number);
    }

    function transmit(number, time) {
      // One datagram after the other: the line is busy with each for a while.
      const from = Math.max(time, free);
      free = from + BUSY;
      const tried = tries.get(number) ?? 0;
      tries.set(number, tried + 1);
      send("there", number, from, tried > 0);
      at(from + 2 * rtt * Math.min(2 ** tried, 8), "silence", number);
    }

    function fill(time) {
      while (next < base + window && next < packets) transmit(next++, time);
    }

    fill(0);
    while (agenda.length > 0 && base < packets) {
      // The earliest; of several, the one that was noted first.
      const first = agenda.reduce((best, one, place) => one.time < agenda[best].time ? place : best, 0);
      const [{ time, what, number }] = agenda.splice(first, 1);
      if (time >= until) break;
      if (what === "data") {
        received.add(number);
        while (received.has(inOrder)) inOrder += 1;
        send("back", number, time, false);
      } else if (what === "acknowledgement") {
        acknowledged.add(number);
        while (acknowledged.has(base)) base += 1;
        fill(time);
      } else if (!acknowledged.has(number)) {
        transmit(number, time);
      }
    }
    return { sent: sent.filter(({ from }) => from < until), inOrder };
  }

  const start = () => ({ window: 4, rtt: 100, percent: 0, seed: 1 });

  function step(state, event) {
    const number = Number(event.value);
    switch (event.type) {
      case "window":
        return number >= 1 && number <= 8 ? { ...state, window: Math.round(number) } : state;
      case "rtt":
        return number >= 40 && number <= 240 ? { ...state, rtt: number } : state;
      case "loss":
        return { ...state, percent: event.percent };
      case "luck":
        return { ...state, seed: state.seed + 1 };
    }
  }

  function facts({ window, rtt, percent, seed }) {
    const lost = chance(percent, seed);
    return { one: run({ window: 1, rtt, lost, until: UNTIL }), many: run({ window, rtt, lost, until: UNTIL }) };
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const [LEFT, RIGHT, WIDTH, TOP] = [48, 272, 340, 30];
  const y = (time) => TOP + time * 0.72;

  function controls(state, words) {
    const { window, rtt } = state;
    const losses = LOSSES.map((percent) =>
      choice(words.percent(percent), { type: "loss", percent }, percent === state.percent));
    return field(`${words.window}: ${window}`, { type: "window" }, window, `type="range" min="1" max="8"`)
      + field(`${words.rtt}: ${words.ms(rtt)}`, { type: "rtt" }, rtt, `type="range" min="40" max="240" step="20"`)
      + group(words.loss, losses.join(""))
      // Without losses luck changes nothing.
      + button(words.luck, { type: "luck" }, `aria-disabled="${state.percent === 0}"`);
  }

  function drawing(state, words) {
    const { one, many } = facts(state);
    return `<div class="beside">${panel(words.stop, one, words)}${panel(words.wide(state.window), many, words)}</div>`
      + `<p class="key">${words.key}</p>`;
  }

  function panel(title, { sent, inOrder }, words) {
    const height = y(UNTIL) + 8;
    const pole = (x) => `<line class="pole" x1="${x}" y1="${TOP - 6}" x2="${x}" y2="${height}"/>`;
    const ticks = [0, 200, 400, 600].map((time) =>
      `<text x="${WIDTH}" y="${y(time) + 3}" class="small end">${time} ms</text>`);
    // A number stands where there is room for it.
    let free = 0;
    const data = sent.filter(({ direction }) => direction === "there").sort((a, b) => a.from - b.from);
    const numbers = data.map((one) => {
      if (y(one.from) < free) return "";
      free = y(one.from) + 10;
      return `<text x="${LEFT - 6}" y="${y(one.from) + 4}" class="end small">${one.number + 1}</text>`;
    });
    return `<div class="panel"><div class="title">${title}</div><svg viewBox="0 0 ${WIDTH} ${height}" role="img"`
      + ` aria-label="${escape(words.drawing(title, inOrder, data.length))}">`
      + `<text x="${LEFT}" y="14" class="head middle">${words.sender}</text>`
      + `<text x="${RIGHT}" y="14" class="head middle">${words.receiver}</text>`
      + pole(LEFT) + pole(RIGHT) + ticks.join("") + sent.map(arrow).join("") + numbers.join("")
      + `</svg><p>${words.arrived(`<b>${inOrder}</b>`, Math.round(inOrder * 1000 / UNTIL))}</p></div>`;
  }

  /** What is sent, until it arrives, is lost half way, or our time is over. */
  function arrow({ direction, from, to, isLost, isRepeated }) {
    const share = Math.min(isLost ? 0.5 : 1, (UNTIL - from) / (to - from));
    const [x1, towards] = direction === "there" ? [LEFT, RIGHT - LEFT] : [RIGHT, LEFT - RIGHT];
    const [x2, y2] = [x1 + towards * share, y(from + (to - from) * share)];
    const short = (number) => Number(number.toFixed(1));
    const cross = isLost && share === 0.5 ? `<path d="M${short(x2 - 4)} ${short(y2 - 4)}l8 8m0 -8l-8 8"/>` : "";
    return `<g class="copy ${direction}${isLost ? " lost" : ""}${isRepeated ? " repeated" : ""}">`
      + `<line x1="${x1}" y1="${short(y(from))}" x2="${short(x2)}" y2="${short(y2)}"/>${cross}</g>`;
  }

  function status(state, words) {
    const { one, many } = facts(state);
    return words.status(one.inOrder, many.inOrder, state.window);
  }

  Explorables.define("sliding-window", {
    words: WORDS, start, step, facts, controls, drawing, status, run, chance,
    still: [{ type: "loss", percent: 5 }],
  });
})();
