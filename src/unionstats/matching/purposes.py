"""What a figure is told of where the words beside it name nothing: the clause behind it, or all of its own."""

import re
from bisect import bisect_right
from operator import attrgetter

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.draft import Draft
from unionstats.matching.lengths import shorten
from unionstats.matching.phrases import strip_front

AROUND = 200
"""Characters beside a figure that its clause's own words are taken from: no clause of a sentence is longer."""
_FIGURES = re.compile(r"[0-9][0-9.,]*|\s+")
_PURPOSE = ("为", "用于", "专项用于", "全部用于", "给", "对", "帮助", "支持", "购买", "采购")
_IN_PLACE = re.compile("在[^,]{2,8}?(?:建成|新建|建设|建立|设立|打造)|慰问|走访|看望|救助|资助|帮扶|补助")
"""Deeds that a sum is spent on."""
SPENT = re.compile("[^,]{0,4}(?:拿出|投入|出资|拨款|拨出|投资|筹资|耗资|斥资)")
"""All of a label that tells only that a sum was spent, and by whom."""
LONGEST_CARD = 16
"""Characters of a figure with its measure word, and some more."""
_BELOW = re.compile("\n+[ \t\u3000]*(?:这?[是为]|，|,)?([^\n,，。；;：:0-9]{2,30})")
_START = attrgetter("start")


def purpose(text: str, draft: Draft, lexicon: Lexicon) -> str:
    """What a sum named by no more than 投入 was for: what the clause behind it says, without its figures."""
    clauses = draft.paragraph.clauses
    behind = bisect_right(clauses, draft.quantity.end, key=_START)
    if behind == len(clauses) or draft.clause.close != "," or draft.quantity is not draft.clause.quantities[-1]:
        return ""
    after = clauses[behind]
    told, last = "", after.start
    for quantity in after.quantities:
        told += text[last : quantity.before]
        last = quantity.after
    told += text[last : after.end]
    opens = told.startswith(_PURPOSE) or lexicon.creates.end(told) or _IN_PLACE.match(told)
    return told if opens else ""


def stands_alone(text: str, draft: Draft) -> bool:
    """Whether a figure is all that its line holds: the head of a card, told of in the line below."""
    first, last = draft.paragraph.start, draft.paragraph.end
    return last - first <= LONGEST_CARD and text[first:last].strip() == text[draft.quantity.start : draft.quantity.end]


def told_below(text: str, draft: Draft, lexicon: Lexicon) -> str:
    """What a card tells below its figure: 2.14万人⏎这是全年新发展的会员数."""
    below = _BELOW.match(text, draft.paragraph.end) if stands_alone(text, draft) else None
    return shorten(strip_front(below[1], lexicon), lexicon) if below else ""


def last_resort(text: str, draft: Draft, lexicon: Lexicon) -> str:
    """All words of the figure's clause, where nothing else names it."""
    clause, quantity = draft.clause, draft.quantity
    first, last = max(clause.start, quantity.start - AROUND), min(clause.end, quantity.end + AROUND)
    words = _FIGURES.sub("", text[first:last].replace(text[quantity.start : quantity.end], ""))
    return shorten(words.strip("，,、。；;：: 的了"), lexicon) or quantity.unit
