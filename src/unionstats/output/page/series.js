// Series over cities and years, and their small charts.

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

const withoutCounty = (row) => {
  const county = claims.county(row);
  const name = claims.indicator(row);
  return county && name.startsWith(`${county}·`) ? name.slice(county.length + 1) : name;
};
const seriesOf = (row) =>
  claims.indicator_id(row) === null ? withoutCounty(row) : `${claims.indicator_id(row)}\n${claims.breakdown(row) ?? ""}`;

const pointsOfSeries = new Map(); // series → rows of metrics with the row of their claim
for (let at = 0; at < nMetrics; at++) {
  const row = rowOf.get(metrics.claim_id(at));
  if (row === undefined) continue;
  const series = seriesOf(row);
  if (!pointsOfSeries.has(series)) pointsOfSeries.set(series, []);
  pointsOfSeries.get(series).push({ at, row });
}

/** The figures of a claim's series, by city and year; null where it stands alone. */
function seriesTable(row) {
  const points = pointsOfSeries.get(seriesOf(row)) ?? [];
  if (points.length < 2) return null;
  const ordered = [...points].sort(
    (a, b) => placeText(a.row).localeCompare(placeText(b.row)) || claims.year(a.row) - claims.year(b.row),
  );
  const own = (each) =>
    claims.claim_id(each) === claims.claim_id(row) ||
    (claims.indicator(each) === claims.indicator(row) && placeText(each) === placeText(row) && claims.year(each) === claims.year(row));
  return element(
    "table",
    { class: "series" },
    element("thead", {}, element("tr", {}, ...["city", "year", "value", "period"].map((key) => element("th", { scope: "col" }, word(key))))),
    element(
      "tbody",
      {},
      ...ordered.map(({ at, row: each }) =>
        element(
          "tr",
          { class: own(each) && "own", "aria-current": own(each) && "true" },
          element("td", {}, placeText(each)),
          element("td", {}, String(claims.year(each))),
          element("td", { class: "number" }, element("a", { href: `#${metrics.claim_id(at)}` }, metricText(at, each)), metrics.conflict(at) && "!"),
          element("td", {}, periodText(each)),
        ),
      ),
    ),
  );
}

const metricText = (at, row) =>
  `${valueText(metrics.value(at), metrics.value_max(at), claims.qualifier(row))} ${metrics.unit(at)}`;

function periodText(row) {
  const [first, last] = [claims.period_start(row), claims.period_end(row)];
  if (first === last) return first;
  const years = [first, last].map((day) => day.slice(0, 4));
  const whole = first.endsWith("-01-01") && last.endsWith("-12-31");
  if (whole) return years[0] === years[1] ? years[0] : years.join("–");
  return `${first} – ${last}`;
}

/** Whole series in one unit that at least two cities have: name, unit and points of each, most cities first. */
function sharedSeries() {
  const groups = new Map();
  for (const points of pointsOfSeries.values()) {
    for (const point of points) {
      if (claims.county(point.row) !== null || claims.kind(point.row) === "percentage") continue;
      const key = claims.indicator(point.row);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push({ city: claims.city(point.row), year: claims.year(point.row), value: metrics.value(point.at), ...point });
    }
  }
  return [...groups]
    .map(([name, points]) => ({ name, points, cities: new Set(points.map((point) => point.city)).size }))
    .filter((series) => series.cities > 1)
    .sort((a, b) => b.cities - a.cities || b.points.length - a.points.length);
}

const BARS = 8;

/** Bars of the newest value of each city, the largest first; a city with several years has a line beside its bar. */
function chart({ name, points }) {
  const ofCity = new Map();
  for (const point of points) {
    if (!ofCity.has(point.city)) ofCity.set(point.city, []);
    ofCity.get(point.city).push(point);
  }
  const rows = [...ofCity.values()].map((ofOne) => ofOne.sort((a, b) => a.year - b.year));
  const last = (ofOne) => ofOne[ofOne.length - 1];
  rows.sort((a, b) => last(b).value - last(a).value);
  const top = rows.slice(0, BARS);
  const most = Math.max(...top.map((ofOne) => last(ofOne).value), Number.MIN_VALUE);
  const height = 26;
  const long = top.some((ofOne) => ofOne.length > 1) ? 90 : 130; // a line is drawn behind the longest bar
  const svg = drawn("svg", { viewBox: `0 0 320 ${top.length * height + 4}`, role: "img", class: "chart" });
  const spoken = top.map((ofOne) => `${last(ofOne).city} ${last(ofOne).year}: ${numberText(last(ofOne).value)}`);
  svg.append(drawn("title", {}, `${name}. ${spoken.join("; ")}`));
  top.forEach((ofOne, number) => {
    const y = number * height + 4;
    const { city, year, value } = last(ofOne);
    const width = Math.max(1, (value / most) * long);
    svg.append(
      drawn("text", { x: 92, y: y + 15, class: "chart-city" }, city),
      drawn("rect", { x: 98, y: y + 3, width, height: 16, rx: 2, class: "bar" }),
      drawn("text", { x: 102 + width, y: y + 15, class: "chart-value" }, `${shortNumber(value)}`, drawn("tspan", { class: "chart-year" }, ` ${year}`)),
    );
    if (ofOne.length > 1) svg.append(sparkline(ofOne, y + 3));
  });
  return { svg, rest: rows.length - top.length };
}

/** The values of one city over its years, 38 by 16. */
function sparkline(points, y) {
  const years = points.map((point) => point.year);
  const values = points.map((point) => point.value);
  const [first, span] = [years[0], years[years.length - 1] - years[0] || 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const spots = points.map((point) => {
    const x = 280 + ((point.year - first) / span) * 36;
    return `${x.toFixed(1)},${(y + 14 - ((point.value - low) / (high - low || 1)) * 12).toFixed(1)}`;
  });
  return drawn("polyline", { points: spots.join(" "), class: "sparkline" });
}

/** With 万 or k beyond five digits, three digits exact: for charts only. */
function shortNumber(value) {
  if (value < 100000) return numberText(Number(value.toPrecision(5)));
  const [by, sign] = language === "zh" ? (value >= 1e8 ? [1e8, "亿"] : [1e4, "万"]) : value >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return numberText(Number((value / by).toPrecision(4))) + sign;
}
