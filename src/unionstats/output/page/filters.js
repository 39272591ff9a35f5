// Which claims are shown: the filters above the panes, and the search.

const FILTERS = ["city", "year", "topic", "indicator", "kind", "flag", "answer", "report"];
const form = byId("filters");
let shown = []; // rows of claims, by report and place in it
let haystack = null; // what the search looks through, a line for each claim, made when first needed

const filter = (name) => form.elements[name].value;

/** The value of a claim under a filter; several for flags. */
function facet(name, row) {
  switch (name) {
    case "year":
      return String(claims.year(row));
    case "topic":
      return claims.topic(row) ?? "-";
    case "indicator":
      return claims.indicator_id(row) ?? claims.indicator(row);
    case "answer":
      return answerName(row);
    case "report":
      return claims.file(row);
    default:
      return claims[name](row);
  }
}

function fits(name, wanted, row) {
  if (name !== "flag") return facet(name, row) === wanted;
  const names = claims.flags(row).map(flagName);
  return wanted === "*" ? names.length > 0 : names.includes(wanted);
}

/** Work out `shown`. */
function applyFilters() {
  const wanted = FILTERS.map((name) => [name, filter(name)]).filter(([, value]) => value !== "");
  const words = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length && !haystack) haystack = Array.from({ length: nClaims }, (_, row) => searchable(row));
  shown = [];
  for (let row = 0; row < nClaims; row++) {
    if (!wanted.every(([name, value]) => fits(name, value, row))) continue;
    if (words.every((each) => haystack[row].includes(each))) shown.push(row);
  }
}

function searchable(row) {
  const fields = ["label", "breakdown", "indicator", "text", "city", "county", "claim_id"];
  return [...fields.map((name) => claims[name](row) ?? ""), evidenceOf(row).text].join("\n").toLowerCase();
}

/** Set the filters to these and no others. */
function setFilters(values) {
  form.reset();
  for (const [name, value] of Object.entries(values)) choose(form.elements[name], value);
}

/** Choose a value, which need not be among those offered. */
function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
  select.value = value;
}

/** Fill the choices, in the language of the interface; what is chosen stays chosen. */
function fillFilters() {
  const cityOrder = new Map(data.documents.map((entry) => [entry.city, entry.city_code ?? ""]));
  const byCode = (a, b) => (cityOrder.get(a) ?? "").localeCompare(cityOrder.get(b) ?? "");
  fill("city", counted("city"), { sort: byCode });
  fill("year", counted("year"), { sort: (a, b) => b - a });
  fill("topic", counted("topic"), { name: topicName });
  fill("indicator", counted("indicator", (row) => claims.indicator_id(row) !== null), { name: indicatorName });
  fill("kind", counted("kind"), { name: word });
  fill("flag", countedFlags(), { name: flagMeaning, first: [["*", word("any_flag")]] });
  fill("answer", new Map(Object.keys(ANSWER_WORDS).map((name) => [name, null])), {
    name: (name) => word(ANSWER_WORDS[name]),
    sort: () => 0,
  });
  fill("report", counted("report"), {
    name: (file) => `${documentOf.get(file).title ?? ""} (${file})`,
    sort: (a, b) => a.localeCompare(b),
  });
}

/** How many claims have each value of a filter. */
function counted(name, holds = () => true) {
  const counts = new Map();
  for (let row = 0; row < nClaims; row++) {
    if (!holds(row)) continue;
    const value = facet(name, row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function countedFlags() {
  const counts = new Map();
  for (let row = 0; row < nClaims; row++) {
    for (const name of new Set(claims.flags(row).map(flagName))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function fill(name, counts, { name: naming = (value) => value, sort = null, first = [] } = {}) {
  const select = form.elements[name];
  const chosen = select.value;
  const values = [...counts.keys()].sort(sort ?? ((a, b) => counts.get(b) - counts.get(a)));
  const options = values.map((value) => {
    const count = counts.get(value);
    return new Option(count === null ? naming(value) : `${naming(value)} (${count})`, value);
  });
  select.replaceChildren(
    new Option(word("all"), ""),
    ...first.map(([value, text]) => new Option(text, value)),
    ...options,
  );
  if (chosen) choose(select, chosen);
}

function topicName(topic) {
  if (topic === "-") return word("uncatalogued");
  const entry = Object.values(data.indicators).find((each) => each.topic === topic);
  return language === "zh" ? (entry?.topic_name ?? topic) : topic;
}

function indicatorName(id) {
  const entry = data.indicators[id];
  return entry ? (language === "zh" ? entry.name : `${entry.name_en} ${entry.name}`) : id;
}
