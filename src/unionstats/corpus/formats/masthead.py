"""What a page says of itself: its title, its day of publication and its source.

The day is taken from the page's `<meta>`, else from a visible line below the title; dates of the text are never taken
for it.
"""

import re

from unionstats.corpus.formats.markup import bare, lines_of_markup

_META = re.compile(r"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z:._-]{0,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^<>]*>(.{1,2000}?)</h1", re.IGNORECASE | re.DOTALL)
_SITE = re.compile(r"\s*(?:[-_|–—]{1,2}|>>?|»)\s*[^-_|–—>»]*$")
# 国办发〔2017〕47号 names the first of each for the pages of authorities; the others are what newspapers write.
_TITLE_NAMES = ("articletitle", "og:title", "twitter:title")
_DATE_NAMES = ("pubdate", "article:published_time", "publishdate", "publish_date", "firstpublishedtime")
_SOURCE_NAMES = ("contentsource", "source")
_DATE = re.compile(r"(?:19|20)[0-9]{2}\s?[-年./]\s?[0-9]{1,2}\s?[-月./]\s?[0-9]{1,2}(?![0-9])")
_DAY = re.compile(r"((?:19|20)[0-9]{2})\D{0,2}([01]?[0-9])\D{0,2}([0-3]?[0-9])")
LINES_OF_HEAD = 12
"""Lines below the title among which date and source are looked for."""


def _metas(source: str) -> dict[str, str]:
    """The page's own statements about itself, by lower-case name; the first of each."""
    found: dict[str, str] = {}
    for meta in _META.finditer(source, 0, 200_000):
        values = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(meta[1])}
        name = (values.get("name") or values.get("property") or "").lower()
        content = " ".join(lines_of_markup(values.get("content", "")))
        if name and content:
            found.setdefault(name, content)
    return found


def title_of(source: str, shown: str, every: list[str]) -> str:
    """The page's title, without the name of the site where it stands behind the title of the article."""
    metas = _metas(source)
    for name in _TITLE_NAMES:
        if len(metas.get(name, "")) >= 6:
            return metas[name]
    for found in _HEADING.finditer(shown):
        heading = " ".join(lines_of_markup(found[1]))
        if 6 <= len(heading) <= 120:
            return heading
    told = _TITLE.search(source)
    title = " ".join(lines_of_markup(told[1])) if told else ""
    lines = {bare(line) for line in every}
    # Cut from the right until what is left stands on the page.
    shorter = title
    while shorter and bare(shorter) not in lines:
        shorter = cut if (cut := _SITE.sub("", shorter)) != shorter else ""
    return shorter or (_SITE.sub("", title) or title)


def head_of(source: str, every: list[str], title: str, main: list[str]) -> list[str]:
    """Title, and a line of date and source, as far as the text does not begin with them."""
    begins = [bare(line) for line in main[:4]]
    head = [title] if title and bare(title) not in begins else []
    metas = _metas(source)
    dated = [_day(found[0]) for line in main[:3] if len(line) < 90 and (found := _DATE.search(line))]
    day = next((day for name in _DATE_NAMES if (day := _day(metas.get(name, "")))), "")
    origin = next((metas[name] for name in _SOURCE_NAMES if 0 < len(metas.get(name, "")) <= 30), "")
    if day in dated:
        return head
    if day:
        return [*head, f"发布时间：{day}" + (f" 来源：{origin}" if origin else "")]
    at = next((at for at, line in enumerate(every) if title and bare(line) == bare(title)), None)
    if at is not None:
        for line in every[at + 1 : at + 1 + LINES_OF_HEAD]:
            if bare(line) in begins:
                break
            if len(line) <= 90 and _DATE.search(line):
                return [*head, line]
    return head


def _day(text: str) -> str:
    found = _DAY.match(text.strip())
    if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        return ""
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
