
// Sorts and filters the table, and opens what a link leads into. Without it everything can be read.
(() => {
  const table = document.querySelector("#table");
  const body = table.tBodies[0];
  const students = [...document.querySelectorAll(".student")];
  const rows = [...body.rows].map((row, place) => ({
    row,
    place,
    name: row.cells[0].querySelector("a").textContent,
    values: [...row.cells].map((cell) => Number(cell.dataset.v)),
  }));

  const written = document.querySelector("#written");
  const date = new Date(document.lastModified);
  if (!Number.isNaN(date.getTime())) {
    written.textContent = `${written.dataset.said} ${date.toLocaleString(document.documentElement.lang)}`;
    written.hidden = false;
  }

  const heads = [...table.tHead.rows[0].cells];
  const sort = (column) => {
    const was = heads[column].getAttribute("aria-sort");
    // Names begin with A, points with the most.
    const first = column === 0 ? "ascending" : "descending";
    const other = column === 0 ? "descending" : "ascending";
    const order = was === first ? other : first;
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const lang = document.documentElement.lang;
    const compare = (a, b) =>
      column === 0 ? a.name.localeCompare(b.name, lang) : a.values[column] - b.values[column];
    rows.sort((a, b) => sign * compare(a, b) || a.place - b.place);
    body.append(...rows.map((one) => one.row));
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });

  const form = document.querySelector("#filter");
  const [name, which, shown] = ["#name", "#which", "#shown"].map((id) => document.querySelector(id));
  // An `n` finds an `ñ` too.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const filter = () => {
    const wanted = plain(name.value);
    const column = which.selectedIndex;
    let count = 0;
    for (const one of rows) {
      const fits =
        column === 0 || (column === 1 ? "person" in one.row.dataset : !("s" in one.row.cells[column].dataset));
      one.row.hidden = !(fits && plain(one.name).includes(wanted));
      students[one.place].hidden = one.row.hidden;
      count += one.row.hidden ? 0 : 1;
    }
    shown.textContent = shown.dataset.of.replace("{0}", count).replace("{1}", rows.length);
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let around = target.closest("details");
    if (around) around.hidden = false;
    for (; around; around = around.parentElement.closest("details")) around.open = true;
    target.scrollIntoView();
    if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", open);
  open();
})();
