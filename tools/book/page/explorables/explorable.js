// What the explorables share: an element whose content follows from a state, and a state that follows from events.
//
// Each explorable is a file of its own that says `Explorables.define(name, parts)`. Its parts:
//   words     {en, es}: every sentence it says, the same keys in both
//   start()   the state it begins with, always the same
//   step      (state, event) → state; pure, so that the tests can ask it without a page
//   facts     state → what follows from it; what the tests compare with the truth
//   controls  (state, words) → HTML of its buttons and inputs
//   drawing   (state, words) → HTML of the figure. With its buttons taken away it also has to say something in print
//   status    (state, words) → one sentence, for the live region
//   still     the events that lead to the state that stands in the page where no script runs
// What a button or an input does stands in the HTML as an event: see `act`.
"use strict";

window.Explorables = (() => {
  const SHARED = {
    en: { reset: "Start over", simplified: "Simplified:" },
    es: { reset: "Empezar de nuevo", simplified: "Simplificado:" },
  };
  const SPOKEN = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

  const all = {};

  /** Text as it may stand in HTML, also in an attribute. */
  const escape = (text) => String(text).replace(/[&<>"']/g, (letter) => SPOKEN[letter]);

  /** The attribute with which a button, or a shape of a drawing, sends `event`. An input adds its `value` to it. */
  const act = (event) => `data-do="${escape(JSON.stringify(event))}"`;

  const button = (text, event, attributes = "") =>
    `<button type="button" ${act(event)} ${attributes}>${escape(text)}</button>`;

  /** A button of several of which one holds. */
  const choice = (text, event, pressed) => button(text, event, `aria-pressed="${pressed}"`);

  const group = (label, content) =>
    `<div class="group" role="group" aria-label="${escape(label)}"><span class="label" aria-hidden="true">`
    + `${escape(label)}</span>${content}</div>`;

  const field = (label, event, value, attributes) =>
    `<label class="group"><span class="label">${escape(label)}</span>`
    + `<input ${act(event)} value="${escape(value)}" autocomplete="off" ${attributes}></label>`;

  /** All the events of a list, from the beginning. */
  const play = (parts, events) => events.reduce((state, event) => advance(parts, state, event), parts.start());

  const advance = (parts, state, event) => event.type === "reset" ? parts.start() : parts.step(state, event);

  /** Makes `old` the same as `fresh`, and leaves alone what is the same already: the focus stays where it is, and a
   *  live region only speaks of what changed. */
  function morph(old, fresh) {
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    after.forEach((node, at) => {
      const was = before[at];
      if (!was) old.append(node);
      else if (was.nodeName !== node.nodeName) was.replaceWith(node);
      else if (node.nodeType !== Node.ELEMENT_NODE) {
        if (was.data !== node.data) was.data = node.data;
      } else {
        morphAttributes(was, node);
        morph(was, node);
      }
    });
    before.slice(after.length).forEach((node) => node.remove());
  }

  function morphAttributes(was, node) {
    for (const { name, value } of node.attributes) {
      if (was.getAttribute(name) !== value) was.setAttribute(name, value);
    }
    for (const { name } of [...was.attributes]) {
      // `tabindex` belongs to `rove`.
      if (!node.hasAttribute(name) && name !== "tabindex") was.removeAttribute(name);
    }
    // What somebody is typing is theirs until they leave the field.
    if (was.localName === "input" && was !== document.activeElement) was.value = node.getAttribute("value");
  }

  /** Of many buttons in a row only one is a stop of the Tab key; the arrows go from one to the next. */
  function rove(row, to) {
    const buttons = [...row.querySelectorAll("button")];
    const at = to ?? Math.max(0, buttons.findIndex((one) => one.tabIndex === 0 && one.hasAttribute("tabindex")));
    buttons.forEach((one, index) => one.setAttribute("tabindex", index === at ? "0" : "-1"));
  }

  class Explorable extends HTMLElement {
    connectedCallback() {
      if (this.state) return;
      const { words } = this.parts;
      const lang = this.lang in words ? this.lang : "en";
      this.words = { ...SHARED[lang], ...words[lang] };
      this.state = this.parts.start();
      this.addEventListener("click", (event) => {
        const target = event.target.closest("[data-do]:not(input)");
        if (target && target.getAttribute("aria-disabled") !== "true") this.send(JSON.parse(target.dataset.do));
      });
      this.addEventListener("input", ({ target }) => {
        this.send({ ...JSON.parse(target.dataset.do), value: target.value });
      });
      this.addEventListener("focusout", ({ target }) => {
        if (target.localName === "input") target.value = target.getAttribute("value");
      });
      this.addEventListener("focusin", ({ target }) => {
        const row = target.closest("[data-row]");
        if (row) rove(row, [...row.querySelectorAll("button")].indexOf(target));
      });
      this.addEventListener("keydown", (event) => this.key(event));
      this.draw();
    }

    key(event) {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      // The book turns its pages with these keys, and searches with letters.
      if (step || event.target.localName === "input") event.stopPropagation();
      const row = event.target.closest("[data-row]");
      if (!step || !row) return;
      const buttons = [...row.querySelectorAll("button")];
      buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
      event.preventDefault();
    }

    send(event) {
      this.state = advance(this.parts, this.state, event);
      this.draw();
    }

    draw() {
      const { parts, state, words } = this;
      const fresh = document.createElement("template");
      fresh.innerHTML = `<p class="first">${escape(words.first)}</p>`
        + `<div class="controls">${parts.controls(state, words)}${button(words.reset, { type: "reset" })}</div>`
        + `<p class="status" role="status">${escape(parts.status(state, words))}</p>`
        + `<div class="drawing">${parts.drawing(state, words)}</div>`
        + simplified(words);
      morph(this, fresh.content);
      this.querySelectorAll("[data-row]").forEach((row) => rove(row));
    }
  }

  const simplified = (words) =>
    words.leftOut ? `<p class="left-out"><b>${words.simplified}</b> ${escape(words.leftOut)}</p>` : "";

  function define(name, parts) {
    all[name] = parts;
    customElements.define(name, class extends Explorable {
      get parts() { return parts; }
    });
  }

  /** What stands inside the element where no script runs: the drawing without anything to press. One line, since an
   *  empty line would end a block of HTML in Markdown. */
  function still(name, lang) {
    const parts = all[name];
    const words = { ...SHARED[lang], ...parts.words[lang] };
    const state = play(parts, parts.still);
    const page = document.createElement("template");
    page.innerHTML = `<p class="status">${escape(parts.status(state, words))}</p>`
      + `<div class="drawing">${parts.drawing(state, words)}</div>${simplified(words)}`;
    for (const one of page.content.querySelectorAll("[data-do]")) one.removeAttribute("data-do");
    for (const one of page.content.querySelectorAll("button")) {
      const text = document.createElement("span");
      text.className = one.className;
      text.append(...one.childNodes);
      one.replaceWith(text);
    }
    return page.innerHTML.replace(/\s*\n\s*/g, " ");
  }

  return { all, define, play, still, escape, act, button, choice, group, field };
})();
