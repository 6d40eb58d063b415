// Where a stream is cut: by who writes, on the way, and by who reads, each without asking the others.
"use strict";

(() => {
  const { choice, escape, field, group } = Explorables;

  /** How many bytes one write may have, so that all fit on a phone. */
  const LONGEST = 8;

  const WORDS = {
    en: {
      first: "The program writes three times. Make the reader's buffer bigger and smaller: how many reads does it "
        + "take? Then let the bytes come slowly.",
      write: (n) => `Write ${n}`, segment: "Most bytes in a segment", buffer: "Bytes in the reader's buffer",
      pace: "The bytes come", once: "all at once", slowly: "slowly",
      onceMeans: "The reader begins to read when everything is there.",
      slowlyMeans: "There is a pause after each write, and the reader reads as soon as a segment is there.",
      writes: "Written", segments: "On the way, in segments", reads: "Read",
      sizes: (sizes) => `${sizes} bytes`,
      nothing: "Nothing was written: the first read gives 0 bytes, the end.",
      status: (writes, segments, reads, same, cuts) => `${count(writes, "write", "writes")}, `
        + `${count(segments, "segment", "segments")}, ${count(reads, "read", "reads")}. `
        + `Cuts between writes that are also cuts between reads: ${same} of ${cuts}.`,
      leftOut: "A real segment carries about 1,460 bytes. How the system cuts is its own affair: here the first write "
        + "leaves at once, and what is written meanwhile waits and leaves together.",
    },
    es: {
      first: "El programa escribe tres veces. Agranda y achica el buffer de quien lee: ¿cuántas lecturas hacen falta? "
        + "Después deja que los bytes lleguen de a poco.",
      write: (n) => `Escritura ${n}`, segment: "Máximo de bytes por segmento", buffer: "Bytes del buffer de quien lee",
      pace: "Los bytes llegan", once: "todos de una vez", slowly: "de a poco",
      onceMeans: "Quien lee empieza a leer cuando ya llegó todo.",
      slowlyMeans: "Hay una pausa después de cada escritura, y quien lee lo hace apenas llega un segmento.",
      writes: "Se escribió", segments: "En el camino, en segmentos", reads: "Se leyó",
      sizes: (sizes) => `${sizes} bytes`,
      nothing: "No se escribió nada: la primera lectura da 0 bytes, el fin.",
      status: (writes, segments, reads, same, cuts) => `${count(writes, "escritura", "escrituras")}, `
        + `${count(segments, "segmento", "segmentos")}, ${count(reads, "lectura", "lecturas")}. `
        + `Cortes entre escrituras que también son cortes entre lecturas: ${same} de ${cuts}.`,
      leftOut: "Un segmento de verdad lleva unos 1.460 bytes. Cómo corta el sistema es asunto suyo: aquí la primera "
        + "escritura sale de inmediato, y lo que se escribe entretanto espera y sale junto.",
    },
  };

  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

  // ─── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────

  const encode = (text) => [...new TextEncoder().encode(text)];

  /** As many whole letters as fit into one write. */
  function shortened(text) {
    let letters = [...text];
    while (encode(letters.join("")).length > LONGEST) letters = letters.slice(0, -1);
    return letters.join("");
  }

  /** `total` bytes in parts of `size`; the last may be smaller. */
  function chop(total, size) {
    const parts = [];
    for (let left = total; left > 0; left -= size) parts.push(Math.min(size, left));
    return parts;
  }

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  const start = () => ({ writes: ["Hola", "Ana", "y Beto"], segment: 9, buffer: 5, pace: "once" });

  function step(state, event) {
    const isNumber = /^\d{1,2}$/.test(event.value) && event.value >= 1 && event.value <= 24;
    switch (event.type) {
      case "write":
        return { ...state, writes: state.writes.map((one, at) => at === event.at ? shortened(event.value) : one) };
      case "segment":
        return isNumber ? { ...state, segment: Number(event.value) } : state;
      case "buffer":
        return isNumber ? { ...state, buffer: Number(event.value) } : state;
      case "pace":
        return { ...state, pace: event.pace };
    }
  }

  function facts({ writes: texts, segment, buffer, pace }) {
    // An empty write writes nothing.
    const writes = texts.map((text) => encode(text).length).filter((size) => size > 0);
    // Slowly: nothing waits for anything. At once: while the first write is on its way, the rest gathers.
    const leaves = pace === "slowly" ? writes : [...writes.slice(0, 1), sum(writes.slice(1))];
    const segments = leaves.flatMap((size) => chop(size, segment));
    // A read gives what is there, at most a buffer full.
    const there = pace === "slowly" ? segments : [sum(writes)];
    const reads = there.flatMap((size) => chop(size, buffer));
    const cuts = (sizes) => sizes.slice(0, -1).map((_, at) => sum(sizes.slice(0, at + 1)));
    const same = cuts(reads).filter((cut) => cuts(writes).includes(cut)).length;
    return { writes, segments, reads, same };
  }

  // ─── The view ──────────────────────────────────────────────────────────────────────────────────────────────────────

  function controls(state, words) {
    const texts = state.writes.map((text, at) => field(words.write(at + 1), { type: "write", at }, text,
      `type="text" maxlength="${LONGEST}" size="${LONGEST}" spellcheck="false"`));
    const slider = (name) => field(`${words[name]}: ${state[name]}`, { type: name }, state[name],
      `type="range" min="1" max="24"`);
    const pace = ["once", "slowly"].map((pace) => choice(words[pace], { type: "pace", pace }, state.pace === pace));
    return texts.join("") + slider("buffer") + slider("segment") + group(words.pace, pace.join(""));
  }

  function drawing(state, words) {
    const bytes = state.writes.flatMap((text, write) => encode(text).map((byte) => ({ byte, write })));
    const known = facts(state);
    const row = (name) => {
      let at = 0;
      const pieces = known[name].map((size) => piece(bytes.slice(at, at += size)));
      const sizes = known[name].length ? words.sizes(summed(known[name])) : "–";
      return `<div class="stream"><div class="name"><b>${words[name]}</b> <span>${sizes}</span></div>`
        + `<div class="pieces" aria-hidden="true">${pieces.join("")}</div></div>`;
    };
    return `${["writes", "segments", "reads"].map(row).join("")}<p class="key">${words[`${state.pace}Means`]}</p>`;
  }

  /** `4 + 3 + 6`, and `24 × 1` where many of the same size follow each other. */
  function summed(sizes) {
    const runs = [];
    for (const size of sizes) {
      if (runs.at(-1)?.size === size) runs.at(-1).times += 1;
      else runs.push({ size, times: 1 });
    }
    const run = ({ size, times }) => times > 3 ? `${times} × ${size}` : Array(times).fill(size).join(" + ");
    return runs.map(run).join(" + ");
  }

  /** Each byte keeps the pattern of the write that it comes from. */
  function piece(bytes) {
    const cell = ({ byte, write }) => {
      const text = letter(byte);
      return `<span class="cell write-${write + 1}${text.length > 1 ? " hex" : ""}">${escape(text)}</span>`;
    };
    return `<span class="piece" style="flex-grow:${bytes.length}">${bytes.map(cell).join("")}</span>`;
  }

  /** A byte as a letter if it is one, else in hexadecimal: of `ñ` a reader can get the half. */
  function letter(byte) {
    if (byte === 32) return "␣";
    return byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(16).padStart(2, "0");
  }

  function status(state, words) {
    const { writes, segments, reads, same } = facts(state);
    if (writes.length === 0) return words.nothing;
    return words.status(writes.length, segments.length, reads.length, same, writes.length - 1);
  }

  Explorables.define("stream-cuts", { words: WORDS, start, step, facts, controls, drawing, status, still: [] });
})();
