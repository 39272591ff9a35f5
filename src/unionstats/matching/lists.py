"""Whether a clause goes on with the list that a verb leads (推选劳动模范320名，五一劳动奖章180名), or adds it up."""

import re

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.join import common_end
from unionstats.matching.phrases import front_verb, strip_front
from unionstats.matching.seen import PER_HEAD, Look
from unionstats.matching.sides import Sides
from unionstats.matching.sums import SEVERAL

HONOURS = frozenset(("名", "个", "人", "位", "家", "项", "件"))
"""Measure words that a list of honours mixes: 奖章237名，奖状65个，优秀组织奖6家."""
_NEW = ("总数", "总量", "人数", "次数")
"""What ends a name that begins something of its own."""
THIN = 4
"""Characters of a name that says less than what stands before the colon of its list."""
_HEAD = 6
"""Characters of a noun before a colon that heads a list."""
_ASKS = frozenset(
    ("任务", "目标", "完成", "结果", "问题", "其中", "情况", "时间", "地点", "实际", "包括", "措施", "做法")
)
"""What a form asks or a list opens with, and no noun that anything is of."""
_SUMS_UP = frozenset(("合计", "共", "共计", "总共", "一共", "总计", "加起来", "合起来", "统共", "小计"))
_SUM_OF = re.compile(f"(?:{'|'.join(sorted(_SUMS_UP, reverse=True))})(?:有|在)?(?P<of>.{{2,10}})?")
"""Before the sum of a list, with what all of the list is of: 合计在场819人."""
_FESTIVAL = re.compile(
    "(?:元旦|春节|“?两节”?|中秋|国庆|“?五一”?|端午|重阳|暑期|冬季|夏季|高温)(?:、春节)?(?:期间|前夕|前后)?"
)
_ITEM = 8
"""Characters of the name of an item whose list a sum explains."""
_MANY = 12
"""Figures of a list that a sum adds up, no more."""


def continues_list(sides: Sides, seen: Look, discourse: Discourse) -> bool:
    """Whether a bare noun and its figure go on with the list: nothing but a comma between, nothing cut off.

    What a verb of taking part covers is of one kind: 覆盖企业200家，会员8万人 are two things.
    """
    if not discourse.claims or sides.link != "first":
        return False
    previous, lexicon = discourse.claims[-1], discourse.lexicon
    same = previous.quantity.counts == sides.quantity.counts
    return (
        not discourse.memory.unclaimed
        and seen.core == sides.left
        and not seen.right
        and not seen.bits & PER_HEAD
        and not lexicon.verb.end(seen.core)
        and previous.clause.close == ","
        and not previous.right
        and previous.quantity.kind == "count"
        and sides.quantity.kind == "count"
        and (same or discourse.verb not in lexicon.roles)
        and (same or {previous.quantity.unit, sides.quantity.unit} <= HONOURS or share_a_word(previous.noun, seen.core))
        and not seen.core.endswith(_NEW)
    )


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have two neighbouring characters in common (劳动模范 and 五一劳动奖章)."""
    return any(other[at : at + 2] in one for at in range(len(other) - 1))


def grew_too(before: Draft, draft: Draft) -> bool:
    """Whether the figure after a growth or change tells that of another thing: 会员73.6万人，净增1263个、14.8万人."""
    moved = before.growth or before.shape == "shape.change"
    return bool(moved) and draft.quantity.kind == "count" and before.quantity.unit != draft.quantity.unit


def sum_of_list(draft: Draft, discourse: Discourse) -> str:
    """What the list before is of whose figures a sum adds up: 走访劳模5户、困难职工22户，合计27户."""
    if draft.left not in _SUMS_UP:
        return ""
    items = [item.label for item in _making_up(draft, discourse)]
    if not items:
        return ""
    verb = discourse.verb if len(items) > 1 else ""
    draft.context, draft.context_why = verb, "verb of the list"
    shared = min(common_end(items[0], item) for item in items)
    return verb and f"{verb}{items[0][len(items[0]) - shared :]}合计"


def items_of_sum(draft: Draft, discourse: Discourse) -> tuple[str, list[Draft]]:
    """What a sum says that it is of, and the three items or more before it that make it up.

    总包管理58人，钢筋173人，木工211人，合计在场442人: each of them is some of those in the place; and so are those of
    a list that a noun heads, 助学：本科5人，专科6人，高中3人，共14人.
    """
    told = _SUM_OF.fullmatch(draft.left)
    of_all = (told["of"] or discourse.list_head) if told is not None else ""
    if not of_all or draft.quantity.kind != "count":
        return "", []
    items = _making_up(draft, discourse)
    bare = all(0 < len(item.left) <= _ITEM and not item.breakdown for item in items)
    if len(items) < SEVERAL or not bare or any(front_verb(item.left, discourse.lexicon) for item in items):
        return "", []
    return of_all, items


def _making_up(whole: Draft, discourse: Discourse) -> list[Draft]:
    """The figures straight before one of their unit that add up to just that, the last first; empty where none do."""
    left, items = whole.quantity.value, list[Draft]()
    for item in reversed(discourse.claims[-_MANY:]):
        if item.quantity.unit != whole.quantity.unit or item.quantity.value > left:
            break
        left -= item.quantity.value
        items.append(item)
        if not left:
            return items
    return []


def list_head(told: str, lexicon: Lexicon) -> str:
    """The noun that a clause before a colon gives the list behind it: 慰问, 金秋助学; empty where it is none."""
    name = told.strip()
    if name in _ASKS:
        return ""
    active = len(name) <= _HEAD and lexicon.activity.first(name) is not None
    return name if (len(name) == 2 or active) and name.isalpha() and strip_front(name, lexicon) == name else ""


def verb_behind_festival(label: str, lexicon: Lexicon) -> str:
    """春节走访 of 春节走访劳模5户、困难职工22户: when and what was done, for all of the list."""
    festival = _FESTIVAL.match(label)
    verb = front_verb(label[festival.end() :], lexicon) if festival else ""
    return festival[0] + verb if festival and verb else ""
