// The first screen: what the dataset holds, and where to begin.

const CHARTS = 12;
const TOP = 20;

function showOverview() {
  const sections = [totals(), coverage(), doubts(), frequent(), charts(), unread()];
  byId("overview").replaceChildren(...sections.filter(Boolean));
}

/** A link that opens the review with these filters. */
function reviewLink(text, filters, attributes = {}) {
  const open = (event) => {
    event.preventDefault();
    review(filters);
  };
  return element("a", { href: "#review", onclick: open, ...attributes }, text);
}

function totals() {
  const ok = data.documents.filter((entry) => entry.status === "ok");
  const flagged = Array.from({ length: nClaims }, (_, row) => row).filter((row) => claims.flags(row).length);
  const numbers = [
    [ok.length, "n_reports"],
    [new Set(ok.map((entry) => entry.city)).size, "n_cities"],
    [nClaims, "n_claims"],
    [nMetrics, "n_series"],
    [flagged.length, "n_flagged"],
  ];
  const failed = data.documents.filter((entry) => entry.status === "failed").length;
  if (failed) numbers.push([failed, "n_unread"]);
  return element(
    "div",
    { class: "totals" },
    ...numbers.map(([count, key]) => element("p", {}, element("strong", {}, numberText(count)), " ", word(key))),
    element("p", { class: "facts" }, word("version", data.version, data.rules_version.slice(0, 12))),
  );
}

function block(key, content, says = null) {
  return element("section", { class: `block ${key}` }, element("h2", {}, word(key)), says && element("p", { class: "hint" }, word(says)), content);
}

function table(heads, rows) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": heads[0] },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row))),
    ),
  );
}

const rowHead = (...content) => element("th", { scope: "row" }, ...content);

function coverage() {
  const cells = new Map();
  for (let row = 0; row < nClaims; row++) {
    const city = claims.city(row);
    if (!cells.has(city)) cells.set(city, new Map());
    const years = cells.get(city);
    years.set(claims.year(row), (years.get(claims.year(row)) ?? 0) + 1);
  }
  const codes = new Map(data.documents.map((entry) => [entry.city, entry.city_code ?? ""]));
  const cities = [...cells.keys()].sort((a, b) => (codes.get(a) ?? "").localeCompare(codes.get(b) ?? ""));
  const years = [...new Set([...cells.values()].flatMap((ofCity) => [...ofCity.keys()]))].sort((a, b) => b - a);
  const most = Math.max(...[...cells.values()].flatMap((ofCity) => [...ofCity.values()]), 1);
  const cell = (city, year) => {
    const count = cells.get(city).get(year);
    if (!count) return element("td", { class: "empty" });
    const shade = `shade-${Math.ceil(Math.sqrt(count / most) * 5)}`;
    const says = `${city} ${year}: ${count}`;
    return element("td", { class: shade }, reviewLink(numberText(count), { city, year: String(year) }, { "aria-label": says }));
  };
  const rows = cities.map((city) => [
    rowHead(reviewLink(city, { city })),
    ...years.map((year) => cell(city, year)),
  ]);
  return block("coverage", table([word("city"), ...years.map(String)], rows), "coverage_says");
}

function charts() {
  const shared = sharedSeries().slice(0, CHARTS);
  if (!shared.length) return block("shared", element("p", { class: "hint" }, word("no_shared")));
  const figures = shared.map((series) => {
    const { svg, rest } = chart(series);
    const more = rest ? ` +${rest}` : "";
    const first = series.points[0].row;
    const filters = { indicator: claims.indicator_id(first) ?? claims.indicator(first) };
    return element("figure", {}, element("figcaption", {}, reviewLink(series.name, filters), more), svg);
  });
  return block("shared", element("div", { class: "charts" }, ...figures), "shared_says");
}

function frequent() {
  const rows = [...pointsOfSeries.values()]
    .filter((points) => points.length > 1)
    .map((points) => ({
      points,
      cities: new Set(points.map(({ row }) => claims.city(row))).size,
      years: new Set(points.map(({ row }) => claims.year(row))).size,
    }))
    .sort((a, b) => b.cities - a.cities || b.points.length - a.points.length)
    .slice(0, TOP)
    .map(({ points, cities, years }) => {
      const { row } = points[0];
      const id = claims.indicator_id(row);
      const name = id ? indicatorName(id) + (claims.breakdown(row) ? ` · ${claims.breakdown(row)}` : "") : withoutCounty(row);
      const number = (count) => element("td", { class: "number" }, numberText(count));
      return [rowHead(reviewLink(name, { indicator: id ?? claims.indicator(row) })), number(cities), number(years), number(points.length)];
    });
  if (!rows.length) return block("frequent", element("p", { class: "hint" }, word("no_frequent")));
  return block("frequent", table(["indicator", "cities", "years", "figures"].map((key) => word(key)), rows));
}

function doubts() {
  const counts = [...countedFlags()].sort((a, b) => b[1] - a[1]);
  if (!counts.length) return block("flags", element("p", { class: "hint" }, word("no_flags")));
  const rows = counts.map(([name, count]) => [
    rowHead(reviewLink(flagMeaning(name), { flag: name })),
    element("td", { class: "number" }, numberText(count)),
    element("td", {}, element("code", {}, name)),
  ]);
  return block("flags", table(["flag", "figures", "flag_name"].map((key) => word(key)), rows), "flags_says");
}

function unread() {
  const failed = data.documents.filter((entry) => entry.status !== "ok");
  if (!failed.length) return null;
  return block("unread", element("ul", {}, ...failed.slice(0, 200).map((entry) => element("li", {}, element("code", {}, entry.file), ` ${entry.error ?? ""}`))));
}
