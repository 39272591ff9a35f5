"""What each place name in a report says about whose report it is: the role its neighbours give it, and its weight.

A union that speaks of itself (亳州市总工会) weighs most, the place's own next, the bare name less; a partner, a
comparison or a part of a company's name nothing. The weights are the only numbers, the words are `Cues`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unionstats.core.script import HAN
from unionstats.corpus.cues import CLAUSE_CHARS, NAME_CHARS, UNION_CHARS, VISIT_CHARS, Cues
from unionstats.corpus.gazetteer import Gazetteer, Named, is_province
from unionstats.corpus.places_table import Unit

# Weight of a mention by where it stands, for the roles union, own and bare, and superior: the union above.
WEIGHTS = {
    "title": {"union": 100.0, "own": 40.0, "bare": 30.0, "superior": 2.0},
    "heading": {"union": 60.0, "own": 25.0, "bare": 15.0, "superior": 2.0},
    "signature": {"union": 60.0},
    "lead": {"union": 40.0, "own": 5.0, "bare": 3.0, "superior": 2.0},
    "text": {"union": 6.0, "own": 3.0, "bare": 2.0, "superior": 2.0},
    "foot": {"union": 1.0, "own": 0.4, "bare": 0.3, "superior": 0.0},
}
# Why a name says nothing about whose report it is. Such names are kept where someone asks for them.
PASSED_OVER = frozenset({"partner", "company", "listed", "word", "weak", "part"})
# A county named in passing says little about itself.
BARE_COUNTY = 0.25

LEAD_CHARS, HEADING_CHARS, HEADING_LINES = 300, 45, 8
# What may join two names of a list (徐州以及盐城), and its longest.
_JOINTS = frozenset({"、", "和", "与", "及", "以及"})
_LONGEST_JOINT = 2
_OPEN, _CLOSE, _COLON = "(\uff08\u3010 ", ")\uff09\u3011 ", ":\uff1a "
_COLONS = frozenset({":", "\uff1a"})
_FIRM = re.compile("集团|公司|[厂矿]")
_HAN = re.compile(HAN)
_VISITS = re.compile(f"(?:一行)?[来到赴]{HAN}{{1,6}}?(?:考察|调研|学习|交流|参观|取经)")
"""Behind a union that travels: 湖州市总工会来连考察. The page may be the host's."""


class Mention(NamedTuple):
    """One place name and what it weighs: nothing, where its role is one of `PASSED_OVER`.

    `zone` is the development zone that follows it: 高新区.
    """

    units: tuple[Unit, ...]
    role: str
    where: str
    weight: float
    quote: str
    zone: str | None


class Page(NamedTuple):
    """A report's text, where its headings stand, and where its front ends: headings and first sentences."""

    text: str
    headings: list[tuple[int, int]]
    front: int


def page_of(text: str, cues: Cues) -> Page:
    """Look at the lines of a report. The front ends with a clause, so that no name and no list is cut."""
    headings = _headings(text)
    end = cues.clause_end.search(text, max(LEAD_CHARS, headings[-1][1] if headings else 0))
    return Page(text, headings, end.start() if end else len(text))


def title_mentions(title: str, named: Sequence[Named], gazetteer: Gazetteer) -> list[Mention]:
    """The names of a title, weighed. Names that belong to somebody else are left out."""
    return _counted(weigh(title, named, ["title"] * len(named), gazetteer))


def text_mentions(page: Page, named: Sequence[Named], gazetteer: Gazetteer) -> list[Mention]:
    """The names of a report's text (all, or those of its front or of the rest), weighed.

    Names that belong to somebody else are left out.
    """
    return _counted(weigh(page.text, named, where_of(page, named, gazetteer.cues), gazetteer)) if named else []


def firm_that_opens(title: str, named: Sequence[Named], gazetteer: Gazetteer) -> Mention | None:
    """The city that a firm is named after whose union tells its year: 贵阳某某集团公司工会主席述职报告.

    A firm's full name begins with the place where it is registered, so this is asked where no other place is named.
    """
    if "工会" not in title or not _FIRM.search(title):
        return None
    first = next(iter(weigh(title, named, ["title"] * len(named), gazetteer)), None)
    opens = first is not None and first.role == "company" and title.startswith(first.quote)
    return first if opens and first and len(first.units) == 1 and not is_province(first.units[0]) else None


def firms_with_a_union(text: str, named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """The names that begin that of a firm, a school or a works whose union is spoken of: 大庆|油田第六采油厂工会."""
    cues = gazetteer.cues
    # 攀枝花市第二人民医院: the full name of its city says that it lies there.
    return [
        name
        for name in named
        if _within(cues.union, text, name.end, NAME_CHARS, cues)
        or (
            not name.weak and text[name.end - 1] in "市县旗" and _within(cues.company, text, name.end, NAME_CHARS, cues)
        )
    ]


def cities_listed(title: str, named: Sequence[Named], gazetteer: Gazetteer) -> list[Named]:
    """The cities of a list in a title, none of which is the report's own: 徐州、盐城工会."""
    return [named[index] for index in sorted(_listed(title, named, gazetteer))]


def _counted(mentions: Iterable[Mention]) -> list[Mention]:
    return [mention for mention in mentions if mention.role not in PASSED_OVER]


def where_of(page: Page, named: Sequence[Named], cues: Cues) -> list[str]:
    """Where each name stands: in a heading, the first sentences, the text, or the list of other news at its foot."""
    last = len(page.text)
    # The list of other news stands in the second half and ends the report.
    if named[-1].start >= last // 2 and (foot := cues.foot.search(page.text, max(0, last // 2 - 1))):
        last = foot.start() + 1
    where = []
    for name in named:
        start = name.start
        if start >= last:
            where.append("foot")
        elif start < page.front and any(first <= start < end for first, end in page.headings):
            where.append("heading")
        else:
            where.append("lead" if start < LEAD_CHARS else "text")
    return where


def _headings(text: str) -> list[tuple[int, int]]:
    """The short lines without a full stop among the first ones."""
    headings: list[tuple[int, int]] = []
    position = lines = 0
    while lines < HEADING_LINES and position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        if line and not line.isspace():
            lines += 1
            if len(line) <= HEADING_CHARS and "。" not in line:
                headings.append((position, end))
        position = end + 1
    return headings


def weigh(text: str, named: Sequence[Named], where: Sequence[str], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Weigh each name by its role and by where it stands; one mention for each of `named`, in their order."""
    cues = gazetteer.cues
    listed = _listed(text, named, gazetteer)
    for index, (name, place) in enumerate(zip(named, where, strict=True)):
        start, _, name_end, units, weak = name
        if index in listed or (weak and _runs_on(text, name)):
            role = "listed" if index in listed else "word"
            yield Mention(units, role, place, 0.0, text[start:name_end], None)
            continue
        follower = named[index + 1].start if index + 1 < len(named) else len(text)
        role, zone, end = _role(text, name, follower, cues)
        if role == "company" and place == "title" and _is_local(text, start, name_end, cues):
            role = "own"
        if role in PASSED_OVER:
            yield Mention(units, role, place, 0.0, text[start:end], zone)
            continue
        if role == "union":
            if place not in ("title", "foot") and _signs(text, start, end, cues):
                place = "signature"
        elif role == "bare" and place in ("title", "heading") and end == name_end and _opens(text, name):
            role = "own"
        elif weak and role != "superior" and not (_opens(text, name) or cues.press.match(text, end)):
            yield Mention(units, "weak", place, 0.0, text[start:end], zone)
            continue
        weight = WEIGHTS[place][role]
        if role != "union" and place != "title" and units[0].level == "county":
            weight *= BARE_COUNTY
        yield Mention(units, role, place, weight, text[start:end], zone)


def _is_local(text: str, start: int, name_end: int, cues: Cues) -> bool:
    """Whether the union of a company or institution in a title is one of the place that its name begins with.

    南阳市职工医院工会 and 国网衡水供电公司工会 are; 郑州大学 is a name that may lie anywhere.
    """
    opens = text[name_end - 1] in "市盟县" and not text[:start].strip()
    return "工会" in text[name_end:] and (opens or _within(cues.local, text, name_end, NAME_CHARS, cues))


def _opens(text: str, name: Named) -> bool:
    """福清:建好职工之家. A name before a colon opens a heading and says whose it is, the short ones too."""
    return text[name.end : name.end + 1] in _COLONS and not _is_han(text[name.start - 1 : name.start])


def _runs_on(text: str, name: Named) -> bool:
    """金普新区, 高新城区: an everyday word that ends in 区 and stands inside a longer word is no district."""
    return text[name.end - 1] == "区" and _is_han(text[name.start - 1 : name.start])


def _is_han(character: str) -> bool:
    return _HAN.match(character) is not None


def _listed(text: str, named: Sequence[Named], gazetteer: Gazetteer) -> set[int]:
    """Indexes of names that stand in a list with another city's: 徐州、盐城等. Neither is the report's own."""
    listed: set[int] = set()
    stop = len(text)
    for index, two in enumerate(named):
        if 0 < two.start - stop <= _LONGEST_JOINT and text[stop : two.start] in _JOINTS:
            one = named[index - 1]
            if not (is_province(one.units[0]) or is_province(two.units[0])):
                homes = [{gazetteer.home(unit).code for unit in name.units} for name in (one, two)]
                if not homes[0] & homes[1]:
                    listed |= {index - 1, index}
        stop = two.end
    return listed


def _role(text: str, name: Named, follower: int, cues: Cues) -> tuple[str, str | None, int]:
    """What the words around a name make of it (union, own, bare, superior, or passed over), its zone, the quote's end.

    `follower` is where the next place name begins.
    """
    zone, union, end = _zone_and_union(text, name, cues)
    start = name.start
    company = _within(cues.company, text, end, UNION_CHARS if union else NAME_CHARS, cues)
    if company and (union or not _within(cues.branch, text, end, NAME_CHARS, cues)):
        return "company", None, end
    # 来自泉州工会的调查 is the report's own; 来自泉州的客商 is a guest.
    if text[start - 1 : start] in cues.partner_last:
        clause = max(0, start - CLAUSE_CHARS)
        if text.endswith(cues.partner_before, clause, start) and not (union and text.endswith("来自", clause, start)):
            # 全国总工会调研组到凉山州总工会: a guest from above; the page is the host's.
            return "bare" if _visited_from_above(text, start, cues) else "partner", None, end
    if cues.partner_after.match(text, end, end + CLAUSE_CHARS):
        return "partner", None, end
    if union:
        if (follower < end + CLAUSE_CHARS and text[end:follower] in cues.visit) or _VISITS.match(text, end):
            return "bare", zone, end
        # 的坚强领导下 after a union's name: it is the one above. Not in 在省总工会领导下, where another one is.
        above = text.endswith(cues.superior_before, max(0, start - CLAUSE_CHARS), start) or cues.superior_after.match(
            text, end, end + CLAUSE_CHARS
        )
        return ("superior" if above else "union"), zone, end
    if zone:
        return "bare", None, end
    # 某市东华区总工会: the report of a district that the table does not know is not the city's.
    part = cues.part.match(text, end, follower)
    if part and not any(word in part[1] for word in cues.zone_not):
        return "part", None, part.end()
    own = cues.self.match(text, end) or _within(cues.branch, text, end, NAME_CHARS, cues)
    return ("own" if own else "bare"), None, end


def _visited_from_above(text: str, start: int, cues: Cues) -> bool:
    """Whether 到, 赴 or the like stands before `start`, and before that in its clause a union above all cities'."""
    clause = text[max(0, start - VISIT_CHARS) : start]
    clause = clause[max((end.end() for end in cues.clause_end.finditer(clause)), default=0) :]
    return clause.endswith(cues.visit) and any(word in clause for word in cues.above)


def _within(words: re.Pattern[str], text: str, end: int, reach: int, cues: Cues) -> bool:
    """Whether one of `words` stands in the `reach` characters from `end` on, with nothing but Han before it."""
    found = words.search(text, end, end + reach)
    return found is not None and cues.han.fullmatch(text, end, found.start()) is not None


def _zone_and_union(text: str, name: Named, cues: Cues) -> tuple[str | None, bool, int]:
    """The development zone straight behind a name (高新区, and 曲江新区 where a union follows), whether a union
    follows, and where both end."""
    if is_province(name.units[0]):
        # A province's zone (河北雄安新区) lies in no city's table.
        found = cues.union.match(text, name.end)
        return None, found is not None, found.end() if found else name.end
    plain = cues.zone_union.match(text, name.end)
    if plain and plain.end() > name.end:
        return plain[1], plain[2] is not None, plain.end()
    own = cues.named_zone.match(text, name.end)
    if own and not any(word in own[1] for word in cues.zone_not):
        return own[1] + own[2], True, own.end()
    return None, False, name.end


def _signs(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether a union's name is a signature: alone on its line, in brackets at a line's end, or after 主办:."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    left, right = text[line:start].rstrip(), text[end : stop if stop >= 0 else len(text)].strip()
    if not left.strip(_OPEN) and not right.strip(_CLOSE):
        return True
    if left and left[-1] in _OPEN and right and right in _CLOSE:
        return True
    return left.rstrip(_COLON).endswith(cues.signature_before) and left[-1] in _COLON
