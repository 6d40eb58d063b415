// A buffer that takes frames out of a stream, fed in pieces of any size. Beside it a reader that takes each piece for a
// message, and goes wrong. The frames are those of the exercise `framing`.
"use strict";

(() => {
  const { button, choice, escape, group } = Explorables;

  const LIMIT = 65536;
  const PIECES = [1, 4, 7];

  const encode = (text) => [...new TextEncoder().encode(text)];
  const frame = (text) => [0, 0, 0, encode(text).length, ...encode(text)];

  const STREAMS = {
    three: ["hola", "sí", "chao"].flatMap(frame),
    // A length of 65,537: one more than is allowed.
    long: [...frame("hola"), 0, 1, 0, 1, ...encode("xxxxxxxx")],
  };

  const WORDS = {
    en: {
      first: "Let 7 bytes arrive, then 7 more. Which of the two readers has understood what was sent?",
      stream: "What is sent", three: "three frames", long: "a frame that is too long",
      rest: "the rest", give: "Let arrive", close: "close the stream",
      coming: "Still to come", buffer: "In the buffer", empty: "nothing",
      frames: "Messages taken out", framesMeans: "It waits until a whole frame is in the buffer.",
      naive: "A wrong reader: one read is one message",
      right: "right", wrong: "wrong",
      naiveMeans: "It takes four bytes off each read and believes that the rest is the message.",
      length: (n) => `Of the length there are ${n} of 4 bytes. How long the message is, nobody knows yet.`,
      payload: (length, n) => `The length says ${length}. Of the message there are ${n} of ${length} bytes.`,
      between: "Between two frames: nothing is begun.",
      clean: "The stream ended between two frames: an ordinary end.",
      inside: "The stream ended inside a frame: an error, “closed early”.",
      tooLong: (length) => `The length says ${length}, more than 65536: an error, “too long”. Nothing further is read.`,
      taken: (n) => n === 1 ? "1 message was taken out. " : `${n} messages were taken out. `,
      bytes: (n) => n === 1 ? "1 byte" : `${n} bytes`,
      quoted: (text) => `“${text}”`,
      leftOut: "Each piece that arrives is one read. A read of a real program gives what is there, at most a buffer "
        + "full.",
    },
    es: {
      first: "Deja llegar 7 bytes, y después 7 más. ¿Cuál de los dos lectores entendió lo que se mandó?",
      stream: "Lo que se manda", three: "tres marcos", long: "un marco demasiado largo",
      rest: "el resto", give: "Deja llegar", close: "cerrar el flujo",
      coming: "Falta por llegar", buffer: "En el buffer", empty: "nada",
      frames: "Mensajes sacados", framesMeans: "Espera hasta que en el buffer haya un marco completo.",
      naive: "Un lector equivocado: una lectura es un mensaje",
      right: "bien", wrong: "mal",
      naiveMeans: "A cada lectura le quita cuatro bytes y cree que lo demás es el mensaje.",
      length: (n) => `Del largo hay ${n} de 4 bytes. Cuánto mide el mensaje, todavía nadie lo sabe.`,
      payload: (length, n) => `El largo dice ${length}. Del mensaje hay ${n} de ${length} bytes.`,
      between: "Entre dos marcos: no hay nada empezado.",
      clean: "El flujo terminó entre dos marcos: un fin normal.",
      inside: "El flujo terminó dentro de un marco: un error, «closed early».",
      tooLong: (length) => `El largo dice ${length}, más que 65536: un error, «too long». No se lee nada más.`,
      taken: (n) => n === 1 ? "Se sacó 1 mensaje. " : `Se sacaron ${n} mensajes. `,
      bytes: (n) => n === 1 ? "1 byte" : `${n} bytes`,
      quoted: (text) => `«${text}»`,
      leftOut: "Cada pedazo que llega es una lectura. La lectura de un programa de verdad da lo que hay, a lo más un "
        + "buffer lleno.",
    },
  };

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  const begin = (name, stream) => ({ name, stream, at: 0, buffer: [], frames: [], reads: [], over: null });
  const start = () => begin("three", STREAMS.three);

  function step(state, event) {
    switch (event.type) {
      case "stream":
        return begin(event.name, STREAMS[event.name]);
      case "bytes":
        return begin("other", event.bytes);
      case "feed": {
        const piece = state.stream.slice(state.at, state.at + event.count);
        return state.over || piece.length === 0 ? state : feed(state, piece);
      }
      case "close":
        return state.over ? state : { ...state, over: state.buffer.length === 0 ? "clean" : "inside" };
    }
  }

  /** A piece comes: it goes to the end of the buffer, and every frame that is whole now is taken out in front. */
  function feed(state, piece) {
    let [buffer, frames, over] = [[...state.buffer, ...piece], [...state.frames], null];
    while (over === null && buffer.length >= 4) {
      const length = lengthIn(buffer);
      // The length is a stranger's word: it is looked at before anything is kept for it.
      if (length > LIMIT) over = "too-long";
      else if (buffer.length < 4 + length) break;
      else {
        frames.push(buffer.slice(4, 4 + length));
        buffer = buffer.slice(4 + length);
      }
    }
    return { ...state, at: state.at + piece.length, buffer, frames, reads: [...state.reads, piece], over };
  }

  /** Four bytes as a number, the most significant first. Multiplied: a shift would take the first bit for a sign. */
  const lengthIn = (bytes) => bytes.slice(0, 4).reduce((number, byte) => number * 256 + byte, 0);

  function facts({ buffer, frames, over }) {
    const length = buffer.length >= 4 ? lengthIn(buffer) : null;
    return { frames, over, here: buffer.length, length };
  }

  /** What the wrong reader makes of each read, and whether it happens to be what was sent. */
  function believed({ stream, reads }) {
    const ends = [];
    for (let at = 0; at + 4 <= stream.length; at += 4 + lengthIn(stream.slice(at))) ends.push(at);
    let at = 0;
    return reads.map((piece) => {
      const begins = ends.includes(at);
      at += piece.length;
      const isRight = begins && piece.length >= 4 && piece.length === 4 + lengthIn(piece);
      return { bytes: piece.slice(4), isRight };
    });
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  function controls(state, words) {
    const streams = ["three", "long"].map((name) => choice(words[name], { type: "stream", name }, state.name === name));
    const isOver = state.over !== null;
    const isDone = isOver || state.at === state.stream.length;
    const off = (is) => `aria-disabled="${is}"`;
    const pieces = PIECES.map((count) => button(words.bytes(count), { type: "feed", count }, off(isDone)));
    const rest = button(words.rest, { type: "feed", count: state.stream.length }, off(isDone));
    const close = button(words.close, { type: "close" }, off(isOver));
    return group(words.stream, streams.join("")) + group(words.give, pieces.join("") + rest + close);
  }

  function drawing(state, words) {
    const { stream, at, buffer, frames } = state;
    const messages = frames.map((bytes) =>
      `<li>${words.quoted(escape(decode(bytes)))} <small>${words.bytes(bytes.length)}</small></li>`);
    const guesses = believed(state).map(({ bytes, isRight }) => `<li class="${isRight ? "right" : "wrong"}">`
      + `<span>${words.quoted(escape(decode(bytes)))}</span> <small>${isRight ? words.right : words.wrong}</small></li>`);
    return strip(words.coming, stream.slice(at), 0, words)
      + strip(words.buffer, buffer, 4, words)
      + `<div class="beside">${list(words.frames, words.framesMeans, messages, words)}`
      + `${list(words.naive, words.naiveMeans, guesses, words)}</div>`;
  }

  const list = (title, note, items, words) => `<div class="panel"><div class="title">${title}</div><p>${note}</p>`
    + (items.length ? `<ol>${items.join("")}</ol>` : `<p class="none">${words.empty}</p>`) + "</div>";

  /** Bytes with the letter that each stands for. In the buffer the first four are the length. */
  function strip(title, bytes, lengthBytes, words) {
    const cells = bytes.map((byte, at) => `<span class="byte-cell${at < lengthBytes ? " length" : ""}">`
      + `<span>${byte.toString(16).padStart(2, "0")}</span><span>${letter(byte)}</span></span>`);
    return `<div class="strip"><div class="name"><b>${title}</b> <span>${words.bytes(bytes.length)}</span></div>`
      + `<div class="byte-cells">${cells.join("") || `<span class="none">${words.empty}</span>`}</div></div>`;
  }

  const letter = (byte) => byte > 32 && byte < 127 ? escape(String.fromCharCode(byte)) : "·";

  /** Text, with the usual sign where bytes are none, and visible where they are not. */
  const decode = (bytes) => new TextDecoder().decode(new Uint8Array(bytes)).replace(/[\0-\x1f]/g, "·");

  function known(state, words) {
    const { over, here, length } = facts(state);
    if (over === "clean") return words.clean;
    if (over === "inside") return words.inside;
    if (over === "too-long") return words.tooLong(length);
    if (here === 0) return words.between;
    return length === null ? words.length(here) : words.payload(length, here - 4);
  }

  const status = (state, words) => words.taken(state.frames.length) + known(state, words);

  Explorables.define("framing-buffer", {
    words: WORDS, start, step, facts, controls, drawing, status,
    still: [{ type: "feed", count: 7 }, { type: "feed", count: 7 }],
  });
})();
