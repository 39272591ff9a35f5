// What the page holds: the tables, the words of the interface, and elements made from text alone.

const parse = (id) => JSON.parse(document.getElementById(id).textContent);
const data = parse("data");
let language = data.language;

/** A word of the interface; {0}, {1} are replaced. */
function word(key, ...values) {
  const [english, chinese] = data.words[key] ?? [key, key];
  return (language === "zh" ? chinese : english).replace(/\{(\d)\}/g, (_, at) => String(values[at]));
}

/** Functions from a row to its value, by name of the column. */
function columnsOf(table) {
  const columns = {};
  for (const [name, column] of Object.entries(table)) {
    columns[name] = column.all ? (row) => column.all[row] : (row) => column.of[column.at[row]];
  }
  return columns;
}

const claims = columnsOf(data.claims);
const nClaims = (data.claims.claim_id.all ?? data.claims.claim_id.at).length;
const metrics = columnsOf(data.metrics);
const nMetrics = (data.metrics.claim_id.all ?? data.metrics.claim_id.at).length;

const rowOf = new Map(); // claim_id → row of claims
const rowsOfFile = new Map(); // file → rows in text order
for (let row = 0; row < nClaims; row++) {
  rowOf.set(claims.claim_id(row), row);
  const file = claims.file(row);
  if (!rowsOfFile.has(file)) rowsOfFile.set(file, []);
  rowsOfFile.get(file).push(row);
}
const documentOf = new Map(data.documents.map((entry, at) => [entry.file, { ...entry, at }]));

const reports = new Map();

/** The report of a file as { text, dropped, slice }; taken up when first asked for. Offsets count code points. */
function reportOf(file) {
  if (!reports.has(file)) {
    const report = parse(`report-${documentOf.get(file).at}`);
    const points = /[\ud800-\udbff]/.test(report.text ?? "") ? [...report.text] : null;
    report.slice = (start, end) => (points ? points.slice(start, end).join("") : report.text.slice(start, end));
    report.length = points ? points.length : (report.text ?? "").length;
    reports.set(file, report);
  }
  return reports.get(file);
}

/** The sentence of a claim, and where in it the quantity stands (-1 where that is not known). */
function evidenceOf(row) {
  const place = claims.evidence_start(row);
  if (!place) {
    const text = data.evidence[claims.claim_id(row)];
    return { text, at: text.indexOf(claims.text(row)) };
  }
  const report = reportOf(claims.file(row));
  return {
    text: report.slice(place[0], place[1]),
    at: report.slice(place[0], claims.char_start(row)).length,
  };
}

const flagName = (flag) => flag.split(":", 1)[0];
const flagClaims = (flag) => (flag.includes(":") ? flag.slice(flag.indexOf(":") + 1).split(",") : []);
const flagMeaning = (name) => (data.words[`flag_${name}`] ? word(`flag_${name}`) : name);

/** A number with groups of three digits, as exact as it is stored. */
const numberText = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 12 });

function valueText(value, upper, qualifier) {
  const sign = { "=": "", ">=": "≥", "<=": "≤" }[qualifier] ?? qualifier;
  return sign + numberText(value) + (upper === null ? "" : `–${numberText(upper)}`);
}

const placeText = (row) => claims.city(row) + (claims.county(row) ?? "");
/** Label and part; a part that the label is says nothing more. */
const labelText = (label, part) => (part && part !== label ? `${label} · ${part}` : label);
const nameText = (row) => labelText(claims.label(row), claims.breakdown(row));
const figureText = (row) =>
  `${valueText(claims.value(row), claims.value_max(row), claims.qualifier(row))} ${claims.unit(row)}`;

/** An element. Children are elements or text; a name that starts with "on" is a listener; null and false are left out. */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

const byId = (id) => document.getElementById(id);

/** Tell a screen reader. */
function speak(text) {
  byId("spoken").textContent = text;
}
