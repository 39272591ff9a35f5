// What the reviewer said of each claim: kept in this browser, and exported as gold.

const STORE = "unionstats.answers";
const CORRECTED = ["label", "breakdown", "value", "value_max", "unit", "kind", "qualifier", "status", "year"];
let answers = {};
let kept = true;

try {
  answers = JSON.parse(localStorage.getItem(STORE) ?? "{}");
} catch {
  kept = false;
}

/** What an answer was given to. Another reading of the same figure needs another answer. */
function seenOf(row) {
  const seen = [...CORRECTED, "period_start", "period_end"].map((name) => claims[name](row));
  return JSON.stringify(seen);
}

/** accept, reject or correct with its changed fields; null where nothing was said of this reading. */
function answerOf(row) {
  const answer = answers[claims.claim_id(row)];
  if (!answer || (answer.answer !== "correct" && answer.seen !== seenOf(row))) return null;
  return answer;
}

const answerName = (row) => answerOf(row)?.answer ?? "open";
const ANSWER_WORDS = { accept: "accepted", reject: "rejected", correct: "corrected", open: "open" };

/** Keep an answer; null withdraws it. */
function answer(row, name, fix = null) {
  keep(claims.claim_id(row), name && { answer: name, seen: seenOf(row), ...(fix ? { fix } : {}) });
}

/** Keep an entry under its key; null removes it. */
const keep = (key, entry) => keepAll([[key, entry]]);

function keepAll(entries) {
  for (const [key, entry] of entries) {
    if (entry === null) delete answers[key];
    else answers[key] = entry;
  }
  try {
    localStorage.setItem(STORE, JSON.stringify(answers));
  } catch {
    kept = false;
  }
  showNotice();
}

function showNotice() {
  byId("notice").hidden = kept;
  byId("notice").textContent = kept ? "" : word("not_kept");
}

/** How many of these rows are answered. */
const answered = (rows) => rows.reduce((count, row) => count + (answerOf(row) ? 1 : 0), 0);

/** The fields of a claim as the program read them. */
function asRead(row) {
  return {
    ...Object.fromEntries(CORRECTED.map((name) => [name, claims[name](row)])),
    period: [claims.period_start(row), claims.period_end(row)].map((day) => Number(day.slice(0, 4))),
  };
}

/** The fields of a claim as the reviewer left them. */
function reviewed(row) {
  const given = answerOf(row);
  return given?.answer === "correct" ? { ...asRead(row), ...given.fix } : asRead(row);
}

/** One line of gold. A claim without an answer is optional: it counts neither for nor against. */
function goldOf(row) {
  const file = claims.file(row);
  const span = { start: claims.char_start(row), end: claims.char_end(row), text: claims.text(row) };
  return goldLine(file, claims.claim_id(row), answerName(row), span, evidenceOf(row).text, reviewed(row));
}

function goldLine(file, claimId, name, { start, end, text }, quote, fields) {
  return {
    report: stemOf(file),
    city: documentOf.get(file).city,
    claim_id: claimId,
    answer: name,
    start,
    end,
    text,
    quote,
    value: fields.value,
    ...(fields.value_max === null ? {} : { value_max: fields.value_max }),
    unit: fields.unit,
    kind: fields.kind,
    qualifier: fields.qualifier,
    indicator: fields.label,
    must: [fields.label.replaceAll(" ", "")],
    period: fields.period,
    years_ok: [fields.year],
    breakdown: fields.breakdown ?? "",
    status: fields.status,
    ...(name === "open" ? { optional: true } : {}),
  };
}

const stemOf = (file) => file.slice(file.lastIndexOf("/") + 1).replace(/(?<=.)\.[^.]*$/, "");

/** The lines of a report in which something is answered: its claims, then what was missed. */
function goldOfReport({ file, status }) {
  const rows = rowsOfFile.get(file) ?? [];
  const missed = status === "ok" ? missedOf(file) : [];
  if (!answered(rows) && !missed.length) return [];
  return [...rows.map(goldOf), ...missed.map((entry) => goldLine(file, "", "missed", entry, lineAround(file, entry), entry.fix))];
}

/** Save what was reviewed as a file of gold. */
function exportAnswers() {
  const gold = data.documents.flatMap(goldOfReport);
  const count = gold.filter((line) => line.answer !== "open").length;
  if (!count) {
    speak(word("nothing_to_export"));
    byId("progress").textContent = word("nothing_to_export");
    return;
  }
  const lines = gold.map((line) => `${JSON.stringify(line)}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  element("a", { href: url, download: "review.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  speak(word("exported", count));
}
