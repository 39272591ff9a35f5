// Answers out of a file that a review page exported: another reviewer's, or one's own from before.

const MOST_MB = 64;
let told = null; // what the last import came to, as a function that makes its nodes in the language of the interface

/** Take over the file that was chosen, all of it or nothing. */
async function importChosen(event) {
  const [file] = event.target.files;
  if (!file) return;
  try {
    tell(file.size > MOST_MB * 1e6 ? () => [word("import_large", file.name, MOST_MB)] : takeOver(file.name, await file.text()));
  } catch {
    tell(() => [word("import_unread", file.name)]);
  }
  event.target.value = ""; // so that the same file can be chosen again
}

/** Merge the answers of an export with those here, and return what to tell. */
function takeOver(name, text) {
  const answered = [];
  for (const [at, line] of text.replace(/^\ufeff/, "").split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    const entry = parsed(line);
    if (entry === null) return () => [word("import_bad", name, at + 1)];
    if (entry.answer !== "open") answered.push(entry);
  }
  if (!answered.length) return () => [word("import_empty", name)];
  const found = answered.map(placed).filter(Boolean);
  if (!found.length) return () => [word("import_foreign", name)];
  const given = new Map(found.map(({ key, kept, row }) => [key, { kept, row }])); // of two lines of one claim, the last
  const fresh = [];
  const differing = [];
  for (const [key, { kept, row }] of given) {
    const mine = row === null ? answers[key] : answerOf(row);
    if (!mine) fresh.push([key, kept]);
    else if (saying(mine) !== saying(kept)) differing.push(row);
  }
  keepAll(fresh);
  refresh();
  const same = given.size - fresh.length - differing.length;
  const aside = answered.length - found.length;
  return () => [
    word("imported", name, numberText(fresh.length)),
    ...(same ? [" ", word("import_same", numberText(same))] : []),
    ...(aside ? [" ", word("import_aside", numberText(aside))] : []),
    ...(differing.length ? [" ", word("import_differ", numberText(differing.length)), ...links(differing)] : []),
  ];
}

/** The claims to look at; of the missed figures only how many there are is told. */
function links(rows) {
  const shownRows = rows.filter((row) => row !== null).slice(0, 12);
  return shownRows.flatMap((row) => [" ", claimLink(claims.claim_id(row)), ";"]);
}

/** What an answer says, whenever it was given and whatever else is kept with it. */
function saying({ answer: name, fix = {} }) {
  return JSON.stringify([name, ...[...CORRECTED, "period"].map((field) => fix[field] ?? null)]);
}

/** One line of an export as { answer, claim_id, file's stem, span, fix }; null where it is none. */
function parsed(line) {
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return null;
  const { answer: name, claim_id: id, report, start, end, text } = entry;
  if (![...Object.keys(ANSWER_WORDS), "missed"].includes(name)) return null;
  if (![id, report, text].every((each) => typeof each === "string")) return null;
  if (!Number.isInteger(start) || !Number.isInteger(end) || !(0 <= start && start < end)) return null;
  const fix = fieldsOf(entry);
  return fix && { answer: name, id, report, start, end, text, fix };
}

/** The fields of a figure as a line of gold has them, checked; null where one is not what it should be. */
function fieldsOf({ indicator: label, breakdown, value, value_max: upper = null, unit, kind, qualifier, status, years_ok: years, period }) {
  const isText = (each) => typeof each === "string" && each.length <= 10_000;
  const areYears = (each, count) => Array.isArray(each) && each.length === count && each.every(Number.isInteger);
  if (![label, breakdown, unit].every(isText)) return null;
  if (!Number.isFinite(value) || !(upper === null || Number.isFinite(upper))) return null;
  if (!CHOICES.kind.includes(kind) || !CHOICES.qualifier.includes(qualifier) || !CHOICES.status.includes(status)) return null;
  if (!areYears(years, 1) || !areYears(period, 2)) return null;
  return { label, breakdown: breakdown || null, value, value_max: upper, unit, kind, qualifier, status, year: years[0], period: [...period] };
}

/** Where an answer belongs, as { key, kept, row }; null where its figure is not here or reads otherwise now. */
function placed({ answer: name, id, report, start, end, text, fix }) {
  if (name === "missed") {
    const entry = data.documents.find((each) => each.status === "ok" && stemOf(each.file) === report && standsIn(each.file, start, end, text));
    return entry ? { key: `${missedPrefix(entry.file)}${start}-${end}`, kept: { answer: name, start, end, text, fix }, row: null } : null;
  }
  const row = rowOf.get(id);
  if (row === undefined) return null;
  if (name === "correct") return { key: id, kept: { answer: name, seen: seenOf(row), fix }, row };
  const now = asRead(row);
  const reads = [...CORRECTED, "period"].every((field) => JSON.stringify(now[field]) === JSON.stringify(fix[field]));
  return reads ? { key: id, kept: { answer: name, seen: seenOf(row) }, row } : null;
}

function standsIn(file, start, end, text) {
  const report = reportOf(file);
  return report.text !== null && end <= report.length && report.slice(start, end) === text;
}

/** Show what an import came to, until it is put away. */
function tell(nodes) {
  told = nodes;
  showTold();
}

function showTold() {
  const area = byId("told");
  area.hidden = told === null;
  if (told === null) return;
  area.replaceChildren(element("span", {}, ...told()), element("button", { "aria-label": word("close"), onclick: () => tell(null) }, "×"));
}
