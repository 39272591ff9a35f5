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
  const id = claims.claim_id(row);
  if (name === null) delete answers[id];
  else answers[id] = { answer: name, seen: seenOf(row), ...(fix ? { fix } : {}) };
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

/** The fields of a claim as the reviewer left them. */
function reviewed(row) {
  const fields = {
    ...Object.fromEntries(CORRECTED.map((name) => [name, claims[name](row)])),
    period: [claims.period_start(row), claims.period_end(row)].map((day) => Number(day.slice(0, 4))),
  };
  const given = answerOf(row);
  return given?.answer === "correct" ? { ...fields, ...given.fix } : fields;
}

/** One line of gold. A claim without an answer is optional: it counts neither for nor against. */
function goldOf(row) {
  const fields = reviewed(row);
  const name = answerName(row);
  return {
    report: stemOf(claims.file(row)),
    city: claims.city(row),
    claim_id: claims.claim_id(row),
    answer: name,
    start: claims.char_start(row),
    end: claims.char_end(row),
    text: claims.text(row),
    quote: evidenceOf(row).text,
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

/** All claims of every report in which something is answered, a line each. */
function exportAnswers() {
  const rows = [...rowsOfFile.values()].filter((ofFile) => answered(ofFile)).flat();
  const count = answered(rows);
  if (!count) {
    speak(word("nothing_to_export"));
    byId("progress").textContent = word("nothing_to_export");
    return;
  }
  const lines = rows.map((row) => `${JSON.stringify(goldOf(row))}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  element("a", { href: url, download: "review.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  speak(word("exported", count));
}
