// A report as it was printed, with its claims underlined; or their sentences, where the text is not at hand.

let shownFile = null;
let withDropped = false;

/** Show the report of a file; `row` is the chosen claim. */
function showText(file, row) {
  const pane = byId("text");
  if (file === null) {
    pane.replaceChildren(element("p", { class: "hint" }, word("choose")));
    shownFile = null;
    return;
  }
  const turned = file !== shownFile;
  shownFile = file;
  const report = reportOf(file);
  const rows = rowsOfFile.get(file) ?? [];
  pane.replaceChildren(head(file), ...(report.text === null ? sentences(rows, row) : paragraphs(report, rows, row)));
  const mark = pane.querySelector("[aria-current]");
  if (mark) mark.scrollIntoView({ block: turned ? "center" : "nearest" });
  else if (turned) pane.scrollTop = 0;
}

function head(file) {
  const entry = documentOf.get(file);
  const place = `${entry.city ?? ""}${entry.county ?? ""} ${entry.year ?? ""}`;
  const facts = [place, file, entry.script && word(`script_${entry.script}`)];
  if (entry.repairs) facts.push(word("repaired_places", entry.repairs));
  const lost = entry.state === "absent" || entry.state === "changed";
  return element(
    "header",
    {},
    element("h2", {}, entry.title ?? file),
    element("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    lost && element("p", { class: "notice" }, word(entry.state)),
    entry.warning && element("p", { class: "notice" }, entry.warning),
    entry.dropped &&
      element(
        "label",
        { class: "switch" },
        element("input", { type: "checkbox", id: "dropped", checked: withDropped, onchange: toggleDropped }),
        `${word("dropped")} (${entry.n_dropped})`,
      ),
    !lost && element("button", { class: "add", "aria-keyshortcuts": "m", onclick: addMissed }, word("add_missed"), " ", element("kbd", { "aria-hidden": "true" }, "m")),
  );
}

function toggleDropped() {
  withDropped = !withDropped;
  byId("text").classList.toggle("with-dropped", withDropped);
  if (byId("dropped")) byId("dropped").checked = withDropped;
}

/** The text line by line, cut at the marks. A mark that another one covers keeps what is left of it, or a sign. */
function paragraphs(report, rows, current) {
  const marks = rows.map((row) => ({ start: claims.char_start(row), end: claims.char_end(row), row }));
  const missed = missedOf(shownFile).map((entry) => ({ start: entry.start, end: entry.end, missed: entry }));
  marks.push(...missed);
  for (const [start, end, reason, rule] of report.dropped) {
    const taken = missed.some((mark) => mark.start < end && start < mark.end); // the reviewer knows better
    if (!taken) marks.push({ start, end, reason, rule });
  }
  marks.sort((a, b) => a.start - b.start || a.end - b.end);
  const nodes = [];
  let at = 0;
  const body = element("div", { class: "body" });
  let here = 0; // where the next character stands in the report
  let line = element("p", { "data-start": "0" });
  const end = () => {
    if (!line.textContent.trim() && !line.firstElementChild) line.className = "blank";
    body.append(line);
  };
  const add = (text, wrap) => {
    text.split(/(\r\n|[\n\r])/).forEach((piece, number) => {
      here += [...piece].length;
      if (number % 2) {
        end();
        line = element("p", { "data-start": String(here) });
      } else if (piece) {
        line.append(wrap ? wrap(piece) : piece);
      }
    });
  };
  for (const mark of marks) {
    const start = Math.max(mark.start, at);
    add(report.slice(at, start), null);
    const wrap = (piece) => {
      if (mark.missed) return missedMark(piece, mark.missed);
      return mark.row === undefined ? turnedDown(piece, mark) : claimMark(piece, mark.row, mark.row === current);
    };
    if (mark.end > start) add(report.slice(start, mark.end), wrap);
    else if (mark.row !== undefined) line.append(claimMark("", mark.row, mark.row === current));
    at = Math.max(at, mark.end);
  }
  add(report.slice(at, report.length), null);
  end();
  nodes.push(body);
  return nodes;
}

function claimMark(text, row, current) {
  const flagged = claims.flags(row).length > 0;
  const says = `${nameText(row)}: ${figureText(row)}${flagged ? ` (${word("flagged")})` : ""}`;
  return element(
    "a",
    {
      href: `#${claims.claim_id(row)}`,
      class: `mark ${claims.kind(row)} ${flagged ? "flagged" : ""} ${ANSWER_WORDS[answerName(row)]}`,
      title: says,
      "aria-label": `${text}, ${says}`,
      "aria-current": current && "true",
    },
    text,
  );
}

function turnedDown(text, mark) {
  return element("span", { class: "turned-down", title: `${mark.reason} (${mark.rule})` }, text);
}

/** The sentences of a report's claims, each once. */
function sentences(rows, current) {
  const groups = new Map();
  for (const row of rows) {
    const { text } = evidenceOf(row);
    if (!groups.has(text)) groups.set(text, []);
    groups.get(text).push(row);
  }
  return [...groups].map(([text, ofText]) => element("p", { class: "sentence" }, ...sentence(text, ofText, current)));
}

/** A sentence with the quantities of these claims marked, in the order in which they stand in it. */
function sentence(text, rows, current) {
  const nodes = [];
  let at = 0;
  for (const row of rows) {
    const found = text.indexOf(claims.text(row), at);
    if (found < 0) {
      nodes.push(" ", claimMark(claims.text(row), row, row === current));
      continue;
    }
    nodes.push(text.slice(at, found), claimMark(claims.text(row), row, row === current));
    at = found + claims.text(row).length;
  }
  nodes.push(text.slice(at));
  return nodes;
}
