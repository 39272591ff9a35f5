"""What stands left and right of each quantity of a clause, and which of two neighbours it belongs to.

Deleting the numeral leaves a readable label (建立53家职工书屋示范点), so a label is made of the text before and the
text after the number; the one question is to whom the text between two numbers belongs.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.clauses import Clause
from unionstats.matching.phrases import without_aside
from unionstats.matching.quantity import Quantity

_JOINER_END = re.compile(r"(?:以及|、|和|及|与|并)$")
_JOINER_START = re.compile(r"(?:以及|、|和|及|与(?!会))")
_TAIL = re.compile(r"(?:不等|之多|强|里|中|有余|左右|以上|以下|上下|内|的规模|的标准)+(?=$|[、和及与的])")
_JOINER_FIRSTS, _TAIL_FIRSTS = frozenset("以、和及与"), frozenset("不之强里中有左以上内的")
"""What these two begin with: most text behind a quantity begins with none of them."""
_OPEN_END = re.compile(
    r"(?:拿到|领到|分到|得到|获得|获|被|由|把|向|为|给|从|用|以|让|帮|替|帮助|使|每人|人均|户均|每户)$"
)
RATE_END = re.compile(r"(?:率|占比|比例|比重|面)$")
_STANDARD = "的标准"
_BY = re.compile("按照?")
_EACH = re.compile("[每均]|标准")
_THIN = 2
"""Characters before a figure, beside verbs and general nouns, that name nothing."""
_SUMS = frozenset(("共", "共计", "计", "合计", "总计", "累计", "共有", "约"))
"""Between two measures of one thing: 2笔共9万元."""
_WITHIN = re.compile(r"(?:(?<=..)|^)(?:当中|之中|中|里)(?:目前)?(?:已经?)?有?$")
STATE_TIME = re.compile(
    r"(?:年末|年底|年初|目前|现在|如今|当前|(?:今年|本年|[0-9]{4}年)?(?:[上下]半年|前?第?[一二三四]季度|前(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})个月|[0-9]{1,2}月份?[底末]?)"
    r"|今年|本年|[0-9]{4}年(?:底|末|初)?)的?$"
)
_SPACES = re.compile(r"\s+(?![^“”]*”)|\n+")
_WHOM = frozenset("为对向给")
_OWN_NOUN = re.compile("[^到至为每的比由从又再共占已中,]{2,8}")
"""A noun between two figures that may be the second one's own."""
_HAS = 4
"""Characters of a thing and 有 between two figures: 4个工种技术比武有212人."""
BRACKET = 40
"""Characters of a bracket over which a sentence goes on."""
_CLAUSE_END = re.compile("[,，。;；:(\n]|$")
_FIGURE = re.compile("[0-9]")
_ASIDES = re.compile("[年月季共已又](?<=...)")
"""One of these in every time or word that may stand between a subject and its verb, not at the front."""
_TIMED = re.compile(r"\((?=[^()]*[0-9])[^()]*[年月日][^()]*\)")
_FROM_START = re.compile(r"(?:增加|减少|提高|上升|下降|扩展|扩大|发展|精简|降|升|增|减|缩减|压减)?(?:到|至|为)$")


@dataclass(slots=True)
class Sides:
    """One quantity with its text. link: first, adjacent, list, right_list, within or shared."""

    quantity: Quantity
    left: str
    right: str
    link: str
    shared_next: bool = False


def sides_of(text: str, clause: Clause, lexicon: Lexicon) -> list[Sides]:
    """Allocate the text of a clause to its quantities, in order."""
    found = _sides(text, clause, lexicon)
    for at, sides in enumerate(found):
        if text.startswith(_STANDARD, sides.quantity.after):
            _name_standards(found[: at + 1])
            if at + 1 < len(found):
                found[at + 1].left = found[at + 1].left.removeprefix(_STANDARD)
    return found


def _name_standards(found: list[Sides]) -> None:
    """按照本科新生5000元、专科新生3000元的标准: what each gets."""
    for sides in found:
        if sides.left and sides.quantity.kind == "amount" and not _EACH.search(sides.left):
            sides.left = _BY.sub("", sides.left) + "标准"
            sides.right = sides.right.removeprefix("的").removeprefix("标准")


def _sides(text: str, clause: Clause, lexicon: Lexicon) -> list[Sides]:
    quantities = clause.quantities
    first, last = quantities[0], quantities[-1]
    rest = _without_tail(_piece(text, last.after, clause.end, lexicon)) if clause.end > last.after else ""
    if rest and rest[0] in _JOINER_FIRSTS and _JOINER_START.match(rest):
        rest = ""
    if rest[:1] == "(":
        # 疗休养210人(今年因疫情停办): what a bracket says in passing.
        rest = rest.partition(")")[2]
    left = _piece(text, clause.start, first.before, lexicon)
    if clause.close == "(" and left[-1:] in _WHOM:
        rest += _behind_bracket(text, clause.end, lexicon)
    if first is last:
        return [Sides(first, left, rest, "first")]
    found = [Sides(first, left, "", "first")]
    for here, after in pairwise(quantities):
        between = _without_tail(_piece(text, here.after, after.before, lexicon))
        if (
            left
            and not rest
            and here.unit == after.unit
            and _OWN_NOUN.fullmatch(between)
            and _is_noun(between, lexicon)
        ):
            # 本科51名专科33名: each behind its own noun.
            found.append(Sides(after, between, "", "list"))
            continue
        found.append(_allocate(between, found[-1], after, lexicon))
    found[-1].right = rest
    _share_predicate(found, lexicon)
    for this, that in pairwise(found):
        if that.link == "right_list" and that.right and not that.left and this.left[-1:] == "的":
            # 推荐获奖的4个单位、9名同志: what describes the first describes the second.
            that.left = this.left
        # 提高1.2和0.8个百分点: the second figure has nothing of its own, so the first shares its items with it.
        if that.link == "list" and not that.left and that.quantity.unit == this.quantity.unit and this.left:
            this.shared_next = True
    return found


def _is_noun(between: str, lexicon: Lexicon) -> bool:
    """Whether what stands between two figures is a noun and no more."""
    return not (_JOINER_START.match(between) or _JOINER_END.search(between) or lexicon.any_verb.first(between))


def _behind_bracket(text: str, opens: int, lexicon: Lexicon) -> str:
    """What was done for them, behind a bracket: 为540名职工（农民工208名）追回劳动报酬."""
    closes = text.find(")", opens, opens + BRACKET)
    end = _CLAUSE_END.search(text, closes + 1) if closes >= 0 else None
    return _FIGURE.split(_piece(text, closes + 1, end.start(), lexicon))[0] if end else ""


def _without_tail(piece: str) -> str:
    """What stands behind a quantity, without what belongs to the quantity (左右)."""
    tail = _TAIL.match(piece) if piece[:1] in _TAIL_FIRSTS else None
    return piece[tail.end() :] if tail else piece


def _piece(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    """The text between two places, without blanks outside quotation marks and times in brackets or before a verb."""
    piece = text[start:end] if end > start else ""
    if "(" in piece:
        piece = _TIMED.sub("", piece)
    if not piece.isprintable() or " " in piece:
        piece = _SPACES.sub("", piece)
    return without_aside(piece, lexicon) if _ASIDES.search(piece) else piece


def _allocate(between: str, before: Sides, after: Quantity, lexicon: Lexicon) -> Sides:
    if not between or between in _SUMS:
        return Sides(after, "", "", "adjacent")
    start = _JOINER_START.match(between)
    if start:
        return Sides(after, between[start.end() :], "", "list")
    within = _WITHIN.search(between)
    if within and not lexicon.any_verb.first(between):
        # 217个在建项目中有186个开展了竞赛: the second are some of the first.
        before.right = between[: within.start()]
        return Sides(after, "", "", "within")
    reached = STATE_TIME.sub("", between)
    if _FROM_START.search(reached) and len(reached) <= 6:
        return Sides(after, between, "", "shared")
    end = _JOINER_END.search(between)
    if end:
        before.right = between[: end.start()]
        return Sides(after, "", "", "right_list")
    carries = lexicon.any_verb.first(between) or RATE_END.search(between) or between.endswith(("的", "的有"))
    carries = carries or (between[-1] == "有" and len(between) > _HAS)
    if not carries and not _OPEN_END.search(between):
        before.right = between
        return Sides(after, "", "", "right_list")
    before.right = between.removesuffix("有") if len(between) > _HAS else between
    return Sides(after, between, "", "shared")


def _predicate(right: str, lexicon: Lexicon) -> str:
    """What stands behind a figure from its first verb on."""
    verb = lexicon.any_verb.first(right)
    return right[verb[0] :] if verb else ""


def _share_predicate(found: list[Sides], lexicon: Lexicon) -> None:
    """Hand the last noun's predicate back over a list: 26家单位、12万名职工参加 counts units that take part, too.

    So does 26家单位的12万名职工参加.
    """
    last = found[-1]
    bare = last.link == "list" and not last.left and found[-2].quantity.unit != last.quantity.unit
    if (last.link == "right_list" or bare) and last.right:
        predicate = _predicate(last.right, lexicon)
        if predicate and predicate != last.right:
            at = len(found) - 2
            while at >= 0:
                if found[at].right and not lexicon.any_verb.first(found[at].right):
                    found[at].right += predicate
                elif bare and not found[at].right and lexicon.fillers.length_without(found[at].left) <= _THIN:
                    # 有67人和21个单位荣获劳动奖章: who they are is not said, what they did is.
                    found[at].right = predicate
                if found[at].link != "right_list":
                    break
                at -= 1
    for here, after in pairwise(found):
        if after.link == "adjacent" and not here.left and not here.right:
            here.right = after.right
        if after.link == "shared" and here.right:
            if _OPEN_END.search(here.right):
                here.right += after.right
            elif here.right[-1] == "的":
                here.right = here.right[:-1] + _predicate(after.right, lexicon)
    for at in range(len(found) - 2, -1, -1):
        if found[at + 1].link == "adjacent" and not found[at].left and not found[at].right:
            found[at].right = found[at + 1].right
