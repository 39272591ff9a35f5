// Figures that the reviewer found and the program did not: marked in the text, and exported with the answers.

const MISSED = "missed:";

const missedPrefix = (file) => `${MISSED}${documentOf.get(file).sha256}:`;

/** The missed figures of a report, in text order, with their keys. */
function missedOf(file) {
  const prefix = missedPrefix(file);
  return Object.entries(answers)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, entry]) => ({ ...entry, key }))
    .sort((a, b) => a.start - b.start);
}

/** The span of the report that is selected, without blanks at its ends; null where none is. */
function selectedSpan() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || shownFile === null) return null;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  let [start, end] = [offsetOf(startContainer, startOffset), offsetOf(endContainer, endOffset)];
  if (start === null || end === null) return null;
  const report = reportOf(shownFile);
  while (start < end && !report.slice(start, start + 1).trim()) start++;
  while (start < end && !report.slice(end - 1, end).trim()) end--;
  return start < end ? { start, end, text: report.slice(start, end) } : null;
}

/** Where a place of the page stands in the report; null outside its text. */
function offsetOf(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("#text .body p");
  if (!line) return null;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(node, offset);
  return Number(line.dataset.start) + [...before.toString()].length;
}

/** Ask for the fields of the figure that is selected. */
function addMissed() {
  const span = selectedSpan();
  const file = shownFile;
  showPane("claim");
  if (!span) {
    byId("claim").replaceChildren(element("p", { class: "hint", role: "status" }, word("select_first")));
    return;
  }
  const year = documentOf.get(file).year;
  const number = span.text.match(/[\d,.]+/)?.[0].replaceAll(",", "") ?? "";
  const unit = span.text.match(/[^\d.,余多近约]+$/)?.[0] ?? "";
  const kind = /元$/.test(unit) ? "amount" : /[%％]$/.test(unit) ? "percentage" : "count";
  const now = {
    label: "", breakdown: null, value: number, value_max: null, unit, kind, qualifier: "=", status: "reported", year, period: [year, year],
  };
  const save = (fix) => {
    keep(`${missedPrefix(file)}${span.start}-${span.end}`, { answer: "missed", ...span, fix });
    speak(word("missed"));
    refresh();
  };
  byId("claim").replaceChildren(element("h2", {}, word("add_missed")), element("blockquote", {}, span.text), correctionForm(now, save));
  byId("claim").querySelector("form").elements.label.focus();
}

/** The mark of a missed figure, which shows what was said of it. */
function missedMark(text, entry) {
  const show = (event) => {
    event.preventDefault();
    showMissed(entry);
  };
  const says = `${entry.fix.label} (${word("missed")})`;
  return element("a", { href: "#review", class: "mark missed", title: says, "aria-label": `${text}, ${says}`, onclick: show }, text);
}

function showMissed(entry) {
  const { fix } = entry;
  const withdraw = () => {
    keep(entry.key, null);
    refresh();
  };
  showPane("claim");
  byId("claim").replaceChildren(
    element("h2", {}, labelText(fix.label, fix.breakdown)),
    element("p", { class: `figure ${fix.kind}` }, `${valueText(fix.value, fix.value_max, fix.qualifier)} ${fix.unit}`, " ", element("small", {}, word("missed"))),
    element("p", {}, element("button", { onclick: withdraw }, word("undo"))),
    list([["printed", entry.text], ["period", fix.period.join("–")], ["status", word(fix.status)]]),
  );
}

/** The line of the report in which a missed figure stands. */
function lineAround(file, { start, end }) {
  const report = reportOf(file);
  const [before, after] = [report.slice(0, start), report.slice(end, report.length)];
  return before.slice(before.lastIndexOf("\n") + 1) + report.slice(start, end) + after.split("\n", 1)[0];
}
