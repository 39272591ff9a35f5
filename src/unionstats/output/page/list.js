// The claims that the filters let through, a page of them at a time.

const PAGE = 100;
let page = 0;

/** Show the page; `row` is the chosen claim, which decides the page where `follow` says so. */
function showList(row, follow = true) {
  const at = shown.indexOf(row);
  if (follow) page = at < 0 ? Math.min(page, lastPage()) : Math.floor(at / PAGE);
  const start = page * PAGE;
  const rows = shown.slice(start, start + PAGE);
  byId("found").textContent = shown.length
    ? word("found", numberText(shown.length), numberText(nClaims))
    : word("nothing");
  const list = byId("list").querySelector("ol");
  list.replaceChildren(...rows.map((each) => element("li", {}, listEntry(each, each === row))));
  byId("list").querySelector(".paging").hidden = shown.length <= PAGE;
  byId("page-at").textContent = word("page_of", start + 1, Math.min(start + PAGE, shown.length), shown.length);
  byId("page-back").disabled = page === 0;
  byId("page-on").disabled = page >= lastPage();
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

const lastPage = () => Math.max(0, Math.ceil(shown.length / PAGE) - 1);

function turnPage(by, row) {
  page = Math.max(0, Math.min(lastPage(), page + by));
  showList(row, false);
  byId("list").querySelector("ol").scrollTop = 0;
}

function listEntry(row, current) {
  const name = answerName(row);
  const flagged = claims.flags(row).length > 0;
  return element(
    "a",
    { href: `#${claims.claim_id(row)}`, class: `entry ${claims.kind(row)}`, "aria-current": current && "true" },
    element("span", { class: "entry-name" }, nameText(row)),
    element(
      "span",
      { class: "entry-value" },
      figureText(row),
      flagged && element("span", { class: "flag-sign", title: word("flagged"), role: "img", "aria-label": word("flagged") }, "⚑"),
      claims.status(row) === "target" && element("span", { class: "answer-sign plan" }, word("plan")),
      name !== "open" && element("span", { class: `answer-sign ${name}` }, word(ANSWER_WORDS[name])),
    ),
    element("span", { class: "entry-place" }, `${placeText(row)} ${claims.year(row)}`),
  );
}
