// Keyboard and live figures for the roll. Without this file the same keys are plain submit buttons.
const region = document.getElementById("roll");
const form = document.getElementById("roll-form");
const search = document.getElementById("q");
const rows = [...form.querySelectorAll("[data-person]")];
const groups = [...form.querySelectorAll("[data-done]")];
const undoButton = region.querySelector("[data-undo]");
const trouble = region.querySelector("[data-trouble]");
const LETTERS = { c: "present", m: "late", p: "excused", v: "absent" };
const waiting = [];
// Each step back with its words, the last one at the end.
const steps = undoButton.value ? [[undoButton.value, region.querySelector("[data-last-words]").textContent]] : [];
let current = null;
let sending = false;

const fold = (text) =>
  text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
const shown = () => rows.filter((row) => !row.hidden);

function choose(row, focus = true) {
  current?.classList.remove("next");
  current = row;
  if (!row) return;
  row.classList.add("next");
  if (focus) {
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}

function step(by) {
  const list = shown();
  const place = list.indexOf(current);
  choose(list[Math.min(Math.max(place + by, 0), list.length - 1)] ?? null);
}

function paint(row, standing, note) {
  row.dataset.standing = standing;
  const template = region.querySelector(`[data-standing-of="${standing}"]`);
  row.querySelector("[data-state]").replaceChildren(template.content.cloneNode(true));
  row.querySelector("[data-note]").textContent = note;
  for (const key of row.querySelectorAll(".key")) {
    key.setAttribute("aria-pressed", String(key.value.endsWith(`:${standing}`)));
  }
}

function paintBar(counts, total) {
  const svg = region.querySelector(".panel .bar");
  const parts = [["present", counts.present + counts.late], ["excused", counts.excused], ["absent", counts.absent]];
  let x = 0;
  svg.replaceChildren(
    ...parts.filter(([, number]) => number).map(([tone, number]) => {
      const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const width = (1000 * number) / total;
      const values = { class: tone, x, width: Math.max(width - 3, 1), height: 10 };
      for (const [name, value] of Object.entries(values)) part.setAttribute(name, value);
      x += width;
      return part;
    }),
  );
}

function take(figures) {
  const pending = new Set(waiting.map(([, value]) => value.split(":")[0]));
  const byId = new Map(figures.rows.map(([id, standing, note]) => [String(id), [standing, note]]));
  for (const row of rows) {
    const news = byId.get(row.dataset.person);
    if (!news || pending.has(row.dataset.person)) continue;
    paint(row, ...news);
  }
  if (groups.length === figures.groups.length) groups.forEach((cell, at) => (cell.textContent = figures.groups[at]));
  for (const [name, number] of Object.entries(figures.counts)) {
    region.querySelector(`[data-count="${name}"]`).textContent = number;
  }
  region.querySelector("[data-total-done]").textContent = figures.done;
  const rest = region.querySelector("[data-rest]");
  rest.textContent = figures.rest;
  rest.hidden = figures.done === figures.total;
  paintBar(figures.counts, figures.total);
}

function tell(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

function showStep() {
  const [token, words] = steps.at(-1) ?? ["", ""];
  region.querySelector("[data-last]").hidden = !token;
  region.querySelector("[data-last-words]").textContent = words;
  undoButton.value = token;
}

async function ask(body) {
  const answer = await fetch(location.pathname, {
    method: body ? "POST" : "GET",
    body,
    headers: { Accept: "application/json" },
  });
  // Signed out, or closed meanwhile: the page itself says what to do.
  if (!answer.headers.get("Content-Type")?.includes("json")) return location.reload();
  return answer.json();
}

async function pump() {
  if (sending) return;
  sending = true;
  try {
    while (waiting.length) {
      const [name, value] = waiting[0];
      const body = new FormData();
      body.set("csrf_token", form.elements.csrf_token.value);
      body.set(name, value);
      const figures = await ask(body);
      if (!figures) return;
      waiting.shift();
      if (name === "undo") steps.splice(steps.findLastIndex(([token]) => token === value), 1);
      if (figures.error) {
        tell(figures.error);
      } else {
        tell("");
        if (figures.undo) steps.push([figures.undo, figures.last]);
        take(figures);
      }
      showStep();
    }
  } catch {
    tell(region.dataset.unsaved.replace("#", waiting.length));
    setTimeout(pump, 3000);
  } finally {
    sending = false;
  }
}

function send(name, value) {
  waiting.push([name, value]);
  pump();
}

function mark(row, standing) {
  paint(row, standing, "");
  send("mark", `${row.dataset.person}:${standing}`);
}

function undo() {
  if (steps.length && !waiting.some(([name]) => name === "undo")) send("undo", steps.at(-1)[0]);
}

function find() {
  const wanted = fold(search.value);
  for (const row of rows) row.hidden = !row.dataset.name.includes(wanted);
  for (const cell of groups) {
    const body = cell.closest("tbody");
    body.hidden = !body.querySelector("[data-person]:not([hidden])");
  }
}

function leaveSearch() {
  search.value = "";
  find();
}

form.addEventListener("submit", (event) => {
  const key = event.submitter;
  if (!key?.name) return;
  event.preventDefault();
  if (key.name === "undo") return undo();
  if (key.name !== "mark") return send(key.name, key.value);
  const row = key.closest("[data-person]");
  choose(row, false);
  mark(row, key.value.split(":")[1]);
});

search.addEventListener("input", find);
search.form.addEventListener("submit", (event) => event.preventDefault());
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    leaveSearch();
    choose(current ?? rows[0]);
  } else if (event.key === "Enter" || event.key === "ArrowDown") {
    event.preventDefault();
    if (shown().length) choose(shown()[0]);
  }
});

// Only while the focus is on the roll, so that no letter surprises anybody elsewhere on the page.
region.addEventListener("keydown", (event) => {
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
  const letter = event.key.toLowerCase();
  const standing = LETTERS[letter];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
  else if (standing && current) {
    const row = current;
    mark(row, standing);
    if (search.value) leaveSearch();
    choose(row);
    step(1);
  } else if (letter === "z") undo();
  else if (letter === "r") region.querySelector("[data-rest]").click();
  else if (event.key === "/") search.select();
  else return;
  event.preventDefault();
});
rows.forEach((row) => row.addEventListener("focusin", () => choose(row, false)));

if (search.value) find();
const first = rows.find((row) => row.dataset.standing === "unmarked") ?? rows[0];
choose(rows.find((row) => `#${row.id}` === location.hash) ?? first, matchMedia("(pointer: fine)").matches);
setInterval(async () => {
  if (document.hidden || waiting.length || sending) return;
  try {
    const figures = await ask();
    if (figures && !waiting.length) take(figures);
  } catch {
    // The next turn asks again; marks that wait say so themselves.
  }
}, 4000);
