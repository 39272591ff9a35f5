"""What can be said of one figure and the text beside it: the features that the label shapes ask for."""

import re

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.dependence import EXTREME, RELATIVE, is_dependent
from unionstats.matching.discourse import Discourse
from unionstats.matching.part_names import LEVEL_WORD
from unionstats.matching.phrases import (
    content_length,
    front_verb,
)
from unionstats.matching.seen import (
    ACTIVITY,
    ADJACENT,
    AFTER_EVENT,
    CARRIES,
    DEPENDENT,
    HEADLESS,
    LEFT,
    LIST,
    MEASURE,
    OF_THESE,
    PEOPLE,
    PER_HEAD,
    PREDICATE,
    PREVIOUS,
    RATE,
    RESPECTIVELY,
    RIGHT,
    SAME_UNIT,
    SHARE_OF,
    VERB_ONLY,
    Look,
)
from unionstats.matching.sides import Sides

_DONE_TO = re.compile(
    "(?:改|成|胜|[办收发装修查考拿领退缴付补销签交拆跑谈搬换招留讨赔花借打做](?:[上掉完成好到过出下走回起住]|[出下上回进过][来去])"
    "|[剩差欠缺漏]|实[到发收缴签检])"
)
"""Verbs of one character, or with what came of them, that tell how those just counted ended: 调解52件，成49件;
空调答应装100台，只装上62台."""
_EACH = r"一人|一户|人均|户均|次均|件均|每人|每户|每名|日均|月均|年均|每家|每笔|单笔"
_PER_HEAD = re.compile(
    rf"^(?:{_EACH}|每个|平均|每位|每场|每天|每件|每单|每[车台辆班站]|[^,]{{0,6}}每人|[^,]{{0,4}}人均)|(?:{_EACH}|均)$"
)
_NO_NOUN = re.compile(r"(?<=..)的(?:已?有|就有|达到?|共|约|近|超过?|不足|只有|仅有?)*$")
"""What ends the text before a figure whose noun is left out."""
_EARNED = re.compile("收入|工资|薪酬|[均每]")
"""Sums of each, which are told of one sort of people after the other: 在职劳模月收入1386元，离退休的1072元."""
_RATE = re.compile(r"(?:率|占比|比例|比重|覆盖面|公开面|满意度)$")
_SHARE = re.compile(r"(?:占|占比|占[^,]{1,8}的?)$")
_SHARE_FILLERS = "到达为了近约超过去据"
_PREDICATE = re.compile(r"^(?:被|获|荣获|获得|入选|通过|已|为全?[省国市]|成为|达到|符合|跻身|拿[了下到]|当选|进入|晋)")
_NOT_YET = re.compile(
    "没|未|不|留[到给待]|仍|还|尚|待|正在|已|因[^,，。；;]{2,12}[取停未没]|无人|转[入到交下]|退[出档会回]"
)
"""Behind some of those just counted, what did not become of them: 实事12件，办成10件，2件没办成."""


def features_of(sides: Sides, seen: Look, discourse: Discourse) -> int:
    lexicon = discourse.lexicon
    quantity, left, core, right = sides.quantity, sides.left, seen.core, seen.right
    label = seen.label = core + right if right else core
    own = content_length(label, lexicon) if label else 0
    verb = seen.verb = front_verb(label, lexicon)
    named = lexicon.activity.first(label[len(verb) :])
    active = named is not None or "”" in label
    rate = quantity.kind == "percentage"
    done = discourse.done
    found = (LEFT if core else 0) | (RIGHT if right else 0) | (ACTIVITY if active else 0)
    if "分别" in left or sides.shared_next:
        found |= RESPECTIVELY
    if done:
        found |= PREVIOUS | SAME_UNIT if done[-1].quantity.unit == quantity.unit else PREVIOUS
    if not label or label in lexicon.measure:
        found |= MEASURE
    if rate and _RATE.search(label):
        found |= RATE
    if ("占" in left and _SHARE.search(left.rstrip(_SHARE_FILLERS))) or (rate and left.endswith("其中的")):
        found |= SHARE_OF
    if ("均" in label or "每" in label or "单笔" in label or label.endswith(("一人", "一户"))) and (
        _PER_HEAD.search(label) or (right and _PER_HEAD.search(core))
    ):
        found |= PER_HEAD
    if "最" in label and EXTREME.fullmatch(label):
        found |= PER_HEAD
    if (
        named is None
        and label
        and ((quantity.kind == "count" and _DONE_TO.fullmatch(label)) or (not own and _only_verbs(label, lexicon)))
    ):
        found |= VERB_ONLY
    if right and not core and (_PREDICATE.match(right) or (rate and not sides.right.startswith("的"))):
        found |= PREDICATE
    link = sides.link
    if link == "list" or link == "right_list":
        found |= LIST
    elif link == "adjacent":
        found |= ADJACENT
    if quantity.counts == "people":
        found |= PEOPLE
    if discourse.event:
        found |= AFTER_EVENT
    if right and not core and link in {"first", "within"} and _of_these(sides, discourse):
        found |= OF_THESE
    bare = core and not right and "的" in left and link in {"first", "shared"} and not LEVEL_WORD.fullmatch(core)
    if bare and _headless(sides, discourse):
        found |= HEADLESS
    if verb in lexicon.carries and not rate and len(label) <= 12:
        found |= CARRIES
    if is_dependent(sides, seen, own, found, active, discourse):
        found |= DEPENDENT
    return found


def _of_these(sides: Sides, discourse: Discourse) -> bool:
    """Whether the figure tells of some of those just counted what they did: 评出成果118项，23项获得专利."""
    before = discourse.claims[-1] if discourse.claims else None
    right = sides.right
    return (
        before is not None
        and before.quantity.unit == sides.quantity.unit
        and before.quantity.value >= sides.quantity.value
        and not RELATIVE.search(right)
        and (_PREDICATE.match(right) or _NOT_YET.match(right) or front_verb(right, discourse.lexicon)) not in (None, "")
    )


def _headless(sides: Sides, discourse: Discourse) -> bool:
    """Whether the noun of a figure is left out, since the one before has it: 征上来9536条，真正用上的3108条."""
    before = discourse.claims[-1] if discourse.claims else None
    return (
        before is not None
        and before.quantity.unit == sides.quantity.unit
        and before.quantity.value >= sides.quantity.value
        and (sides.quantity.kind == "count" or _EARNED.search(before.label) is not None)
        and not before.growth
        and _NO_NOUN.search(sides.left) is not None
    )


def _only_verbs(text: str, lexicon: Lexicon) -> bool:
    at = 0
    while at < len(text):
        end = lexicon.verb.end(text, at)
        if end <= at:
            return False
        at = end
    return True
