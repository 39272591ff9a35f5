// The chosen claim: its answer, its fields, how it came about, and its series.

/** Show a claim; null shows that none is chosen. */
function showClaim(row) {
  const pane = byId("claim");
  if (row === null) {
    pane.replaceChildren(element("p", { class: "hint" }, word("choose")));
    return;
  }
  pane.replaceChildren(
    steps(row),
    element("h2", {}, nameText(row)),
    element("p", { class: `figure ${claims.kind(row)}` }, figureText(row), " ", element("small", {}, word(claims.kind(row)))),
    buttons(row),
    evidence(row),
    ...flags(row),
    fields(row),
    element("h3", {}, word("how")),
    history(row),
    element("h3", {}, word("series")),
    seriesTable(row) ?? element("p", { class: "hint" }, word("alone")),
  );
  pane.scrollTop = 0;
}

function steps(row) {
  const at = shown.indexOf(row);
  const step = (key, keys, by, sign) =>
    element("button", { class: "step", onclick: () => move(by), "aria-label": word(key), title: `${word(key)} (${keys})`, "aria-keyshortcuts": keys }, sign);
  return element(
    "p",
    { class: "steps" },
    step("previous", "k", -1, "‹"),
    element("span", {}, at < 0 ? "–" : `${numberText(at + 1)} / ${numberText(shown.length)}`),
    step("next", "j", 1, "›"),
  );
}

function buttons(row) {
  const given = answerName(row);
  const button = (name, key, keys) =>
    element(
      "button",
      {
        class: `answer ${name}`,
        "data-answer": name,
        "aria-pressed": String(given === name),
        "aria-keyshortcuts": keys,
        onclick: () => (name === "correct" ? showForm(row) : give(row, given === name ? null : name)),
      },
      word(key),
      " ",
      element("kbd", { "aria-hidden": "true" }, keys),
    );
  return element(
    "div",
    { class: "answers", role: "group", "aria-label": word("answer") },
    button("accept", "accept", "a"),
    button("reject", "reject", "r"),
    button("correct", "correct", "c"),
    given !== "open" && element("button", { "aria-keyshortcuts": "u", onclick: () => give(row, null) }, word("undo")),
  );
}

/** Keep an answer and show it everywhere. */
function give(row, name, fix = null) {
  answer(row, name, fix);
  speak(word(ANSWER_WORDS[name ?? "open"]));
  refresh();
}

function evidence(row) {
  const { text, at } = evidenceOf(row);
  const quantity = claims.text(row);
  const parts = at < 0 ? [text] : [text.slice(0, at), element("mark", { class: claims.kind(row) }, quantity), text.slice(at + quantity.length)];
  return element("blockquote", {}, ...parts);
}

function flags(row) {
  return claims.flags(row).map((flag) => {
    const others = flagClaims(flag).filter((id) => rowOf.has(id));
    return element(
      "div",
      { class: "flag" },
      element("strong", {}, `⚑ ${flagMeaning(flagName(flag))}`),
      others.length > 0 &&
        element(
          "ul",
          { "aria-label": word("compared") },
          ...others.map((id) => element("li", {}, claimLink(id))),
        ),
    );
  });
}

function claimLink(id) {
  const row = rowOf.get(id);
  return row === undefined ? id : element("a", { href: `#${id}` }, `${nameText(row)}: ${figureText(row)}, ${placeText(row)} ${claims.year(row)}`);
}

/** What the claim says; where a correction differs, the old value is struck out. */
function fields(row) {
  const now = reviewed(row);
  const show = (name, text = (value) => String(value ?? "–")) => {
    const before = claims[name](row);
    return now[name] === before ? text(before) : [element("del", {}, text(before)), " ", element("ins", {}, text(now[name]))];
  };
  const years = periodText(row).match(/\d{4}/g).map(Number);
  const moved = now.period[0] !== years[0] || now.period[1] !== years[years.length - 1];
  const entry = data.indicators[claims.indicator_id(row)];
  const exactness = (value) => `${value} ${word(`q${value}`)}`;
  return list([
    ["label", show("label")],
    ["part", claims.breakdown(row) === null && now.breakdown === null ? null : show("breakdown")],
    ["total", claims.parent_id(row) && claimLink(claims.parent_id(row))],
    ["value", show("value", (value) => numberText(value))],
    ["value_max", claims.value_max(row) === null && now.value_max === null ? null : show("value_max", (value) => (value === null ? "–" : numberText(value)))],
    ["unit", show("unit")],
    ["qualifier", show("qualifier", exactness)],
    ["status", show("status", word)],
    ["year", show("year")],
    ["period", moved ? [element("del", {}, periodText(row)), " ", element("ins", {}, now.period.join("–"))] : periodText(row)],
    ["indicator", claims.indicator(row)],
    ["catalogue", entry && [`${indicatorName(claims.indicator_id(row))} `, element("code", {}, claims.indicator_id(row)), `: ${definitionText(entry)}`]],
  ]);
}

function history(row) {
  const file = claims.file(row);
  const entry = documentOf.get(file);
  const rules = claims.rule(row).split(" ").filter(Boolean);
  return list([
    ["printed", `${claims.text(row)} (${word("characters", claims.char_start(row), claims.char_end(row), file)})`],
    ["section", claims.section(row)],
    ["period", `${periodText(row)}: ${sourceText("source", claims.period_source(row))}`],
    ["report_year", entry.year && `${entry.year} (${sourceText("place", entry.year_source)})`],
    ["place", `${placeText(row)} (${sourceText("place", entry.city_source)})`],
    ["rules", element("ul", { class: "rules" }, ...rules.map((id) => element("li", {}, element("code", {}, id), data.rules[id] && element("span", { lang: "en" }, ` ${data.rules[id]}`))))],
    ["id", element("code", {}, claims.claim_id(row))],
  ]);
}

/** The catalogue defines in English; for readers of Chinese, what kind of figure it is. */
const definitionText = (entry) => (language === "zh" ? word(`nature_${entry.nature}`) : entry.definition);

const sourceText = (kind, source) => (data.words[`${kind}_${source}`] ? word(`${kind}_${source}`) : (source ?? "–"));

function list(entries) {
  const kept = entries.filter(([, content]) => content !== null && content !== undefined && content !== "");
  return element(
    "dl",
    {},
    ...kept.flatMap(([key, content]) => [element("dt", {}, word(key)), element("dd", {}, ...[content].flat())]),
  );
}

const CHOICES = {
  kind: ["count", "amount", "percentage"],
  qualifier: ["=", ">", ">=", "<", "≈", "<="],
  status: ["reported", "target"],
};
const NUMBERS = ["value", "value_max", "year", "period_first", "period_last"];

/** The form of a correction below the buttons. */
function showForm(row) {
  byId("claim").querySelector(".correction")?.remove();
  const correction = correctionForm(reviewed(row), (fix) => give(row, "correct", fix));
  byId("claim").querySelector(".answers").after(correction);
  correction.elements.label.focus();
}

/** A form with these fields; what it says is saved once it can be read. */
function correctionForm(now, save) {
  const values = { ...now, period_first: now.period[0], period_last: now.period[1] };
  const input = (name, key = name) =>
    element("label", {}, word(key), CHOICES[name] ? select(name, values[name]) : text(name, values[name] ?? ""));
  const text = (name, value) =>
    element("input", { name, value: String(value), autocomplete: "off", inputmode: NUMBERS.includes(name) ? "decimal" : null });
  const select = (name, value) =>
    element("select", { name }, ...CHOICES[name].map((each) => new Option(name === "qualifier" ? `${each} ${word(`q${each}`)}` : word(each), each, false, each === value)));
  const correction = element(
    "form",
    { class: "correction", "aria-label": word("correct") },
    input("label"), input("breakdown", "part"), input("value"), input("value_max"), input("unit"), input("kind"),
    input("qualifier"), input("status"), input("year"), input("period_first"), input("period_last"),
    element("p", { class: "wrong", role: "alert" }),
    element("button", { type: "submit" }, word("save")),
  );
  correction.addEventListener("submit", (event) => {
    event.preventDefault();
    const fix = fixOf(correction);
    if (fix) save(fix);
  });
  return correction;
}

/** The fields of the form; null where one is no number, which the form then says. */
function fixOf(correction) {
  const given = Object.fromEntries([...new FormData(correction)].map(([name, value]) => [name, value.trim()]));
  for (const name of NUMBERS) {
    const empty = given[name] === "";
    const number = Number(given[name].replaceAll(",", ""));
    const whole = !name.startsWith("value");
    if ((empty && name !== "value_max") || !Number.isFinite(number) || (whole && !Number.isInteger(number))) {
      correction.querySelector(".wrong").textContent = word("bad_number");
      correction.elements[name].setAttribute("aria-invalid", "true");
      correction.elements[name].focus();
      return null;
    }
    given[name] = empty ? null : number;
  }
  const { period_first: first, period_last: last, ...fix } = given;
  return { ...fix, breakdown: fix.breakdown || null, period: [first, last] };
}
