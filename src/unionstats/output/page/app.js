// What happens when: addresses, keys, filters, the language.

let current = null; // the row of the chosen claim
let followed = null; // the address that is shown

/** Follow the address: #overview, #review or #CLAIM_ID. */
function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id === "main") return;
  followed = location.hash;
  const row = rowOf.get(id);
  const reviewing = id === "review" || row !== undefined;
  byId("overview").hidden = reviewing;
  byId("review").hidden = !reviewing;
  byId("to-overview").setAttribute("aria-current", String(!reviewing));
  byId("to-review").setAttribute("aria-current", String(reviewing));
  if (!reviewing) return;
  if (row !== undefined) {
    current = row;
    if (byId("panes").dataset.pane === "list") showPane(narrow() ? "claim" : "text");
    speak(`${nameText(row)}: ${figureText(row)}`);
  } else if (current === null || !shown.includes(current)) {
    current = shown[0] ?? null;
  }
  refresh();
}

/** Show a place of the page at once: the browser tells of a new address only later, and the next key may be faster. */
function go(id) {
  location.hash = `#${id}`;
  follow();
}

const narrow = () => matchMedia("(max-width: 799px)").matches;

function refresh() {
  showProgress();
  showList(current);
  showText(current === null ? null : claims.file(current), current);
  showClaim(current);
}

function showProgress() {
  const rows = Array.from({ length: nClaims }, (_, row) => row);
  byId("progress").textContent = word("progress", numberText(answered(rows)), numberText(nClaims));
}

/** Open the review with these filters only. */
function review(filters) {
  setFilters(filters);
  applyFilters();
  current = null;
  page = 0;
  showPane("list");
  go("review");
}

/** The next or previous claim that the filters let through; with `open`, one without an answer. */
function move(by, open = false) {
  let at = shown.indexOf(current);
  do at += by;
  while (open && at >= 0 && at < shown.length && answerOf(shown[at]));
  if (at < 0 || at >= shown.length) return;
  go(claims.claim_id(shown[at]));
}

function answerAndMove(name) {
  if (current === null) return;
  const at = shown.indexOf(current);
  give(current, name);
  if (at + 1 < shown.length) move(1);
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  n: () => move(1, true),
  a: () => answerAndMove("accept"),
  r: () => answerAndMove("reject"),
  c: () => current !== null && showForm(current),
  u: () => current !== null && give(current, null),
  d: toggleDropped,
  m: addMissed,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest?.("input, select, textarea");
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || byId("help").open) return;
  const reviewing = !byId("review").hidden;
  if (event.key === "?") byId("help").showModal();
  else if (event.key === "o") go(reviewing ? "overview" : "review");
  else if (event.key === "/") {
    if (!reviewing) go("review");
    showPane("list");
    setTimeout(() => form.elements.search.focus());
  } else if (reviewing && KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

function refilter() {
  applyFilters();
  page = 0;
  if (current === null || !shown.includes(current)) current = shown[0] ?? null;
  refresh();
}

let waiting = 0;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", refilter);
form.addEventListener("reset", () => setTimeout(() => location.hash !== "" && refilter()));
form.elements.search.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refilter, 150);
});

/** One pane at a time where the screen is narrow. */
function showPane(name) {
  byId("panes").dataset.pane = name;
  for (const button of byId("panes").querySelectorAll(".tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === name));
  }
}

for (const button of byId("panes").querySelectorAll(".tabs button")) {
  button.addEventListener("click", () => {
    showPane(button.dataset.pane);
    showText(current === null ? null : claims.file(current), current);
  });
}
byId("page-back").addEventListener("click", () => turnPage(-1, current));
byId("page-on").addEventListener("click", () => turnPage(1, current));
byId("export").addEventListener("click", exportAnswers);
byId("import").addEventListener("click", () => byId("import-file").click());
byId("import-file").addEventListener("change", importChosen);
byId("to-help").addEventListener("click", () => byId("help").showModal());
byId("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  translate();
});

/** Put the interface into the language chosen. */
function translate() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = word("title");
  byId("language").lang = language === "zh" ? "en" : "zh-Hans";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", word(node.dataset.wordLabel));
  for (const node of document.querySelectorAll("[data-word-placeholder]")) node.placeholder = word(node.dataset.wordPlaceholder);
  fillFilters();
  showOverview();
  showNotice();
  showTold();
  refresh();
}

if (narrow()) form.querySelector("details").open = false;
fillFilters();
applyFilters();
showNotice();
showProgress();
showOverview();
follow();
addEventListener("hashchange", () => location.hash !== followed && follow());
