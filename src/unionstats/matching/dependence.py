"""Whether a label says too little without what the paragraph has spoken of before."""

import re

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.context import ACTIVE
from unionstats.matching.discourse import Discourse
from unionstats.matching.part_names import LEVEL_WORD
from unionstats.matching.phrases import content, front_verb
from unionstats.matching.seen import HEAD, PER_HEAD, Look
from unionstats.matching.sides import Sides

_HELD_AGAINST = re.compile(r"(?:超额)?完成(?!率)|相当于|达到.{2,}的|为.{2,}(?:指标|任务|计划|目标)$")
"""What opens a rate that is held against something: 完成全年任务的112%."""
_GOAL = re.compile(r"(?:超额)?完成(?:全?年|年度|年初|省总|市总|上级|省|市|县|区|下达)*(?:计划|任务|目标|目标任务|指标)")
"""What a figure before has come to, not what it is: 新建工会19家，完成年计划30家的63%."""
_OF_WHOM = frozenset(("所属", "下属", "下辖", "所辖"))
_ANY_UNION = re.compile(r"基层工会组织|基层工会|工会组织|工会|独立|全[市县区]|联合")
_ACCOUNT = re.compile("(?:年初|全年|调整|追加)?(?:收入|支出)?[预决]算数?(?:收入|支出)?")
"""A column of accounts, but not of what: 行政运行。年初预算为612.5万元，支出决算为598.3万元."""
_ACCOUNT_LAST = frozenset("算数入出")
_EVERY = re.compile(r"平均每[^,]{2,8}")
"""For each of what, but not what: 平均每个工作站10名."""
EXTREME = re.compile(
    r"(?:其中)?(?:单[笔户次家]|个人|一次性)?最[多高大少小低长]的?(?:一[人户家个笔名次场件位])?[^的、]{0,4}"
    r"|[多少高低](?:的|则)"
)
"""The most that one of those before got: 最多的一人得到8000元."""
_FROM_EACH = re.compile(rf"[由从](?:每{HAN}|[人户]均)$")
_OF_TERM = re.compile(
    "(?:第[一二三四五六七八九十]{1,3}|本|上|首|这一|今年这一)[期届轮](?:参加|参保|参与)?(?:单位|职工|会员|企业|人数)?(?:参加|参保|参与)?"
)
"""Of which term, but not of what: 第一期只有412个单位."""
_ORDINAL_FIRSTS = frozenset("第本上首这今")
_RATE_TOLD = re.compile("率|占比|比例|比重|面|度|幅|占")
_PLACE_NAME = re.compile(f"(?!全){HAN}{{1,8}}(?:自治[县州旗]|[市县旗州盟镇乡]|(?<![社园校小库厂街景矿])区)")
PLACE_ENDS = frozenset("市县区旗州盟镇乡")
_PLACE = re.compile(f"{HAN}{{2,4}}(?:[市县区旗镇乡]|街道)")
_OF_ALL = re.compile(
    rf"(?:全[市县区州盟旗]|[辖境]区?内|我[市县区州])(?:现|共|目前|已|总共|一共|登记)*(?:拥有|有){HAN}{{2,6}}$"
)
"""Someone or something of the whole place, told without what was spoken of: 全市共有职工."""
_ACTORS = frozenset(("people", "body"))
RELATIVE = re.compile(r"的(?:职工|会员|工友|员工|人|群众|劳动者|工人|选手|学员)$")
"""Someone who is told by what they did: 1200名取得证书的职工."""


def is_place(label: str, lexicon: Lexicon) -> bool:
    """Whether a label is a place and no more, which by itself is no rate: 最低的木垒哈萨克自治县为84.6%."""
    return label[-1:] in PLACE_ENDS and _PLACE_NAME.fullmatch(label) is not None and not lexicon.holds_verb(label)


def is_dependent(sides: Sides, seen: Look, own: int, found: int, active: bool, discourse: Discourse) -> bool:
    """Whether the label says too little without what was spoken of before.

    `own` is the length of what is left of it without verbs and nouns that any activity may have; the lengths below
    were measured on the reports at hand (three characters name a thing, two do behind a verb of their own).
    """
    label, lexicon = seen.label, discourse.lexicon
    quantity, link = sides.quantity, sides.link
    people = quantity.counts == "people"
    verb = seen.verb
    if label[:2] in _OF_WHOM or label[:1] == "占" or (quantity.kind == "percentage" and _HELD_AGAINST.match(label)):
        return True
    if quantity.kind == "amount" and label[-1:] in _ACCOUNT_LAST and _ACCOUNT.fullmatch(label):
        return True
    if _GOAL.fullmatch(label) or (label[:1] in _ORDINAL_FIRSTS and _OF_TERM.fullmatch(label)):
        return True
    if (
        label[-1:] in lexicon.whole_last
        and lexicon.whole_end.match(label[::-1])
        and not (link == "first" and verb in lexicon.roles)
    ):
        return people and len(label) <= 6 and label.endswith("会员") and _follows_special_body(discourse)
    if people and not seen.core and front_verb(sides.right, lexicon) and verb not in {"获得", "荣获", "获", "入选"}:
        return True
    if link == "list" and own >= 2 and quantity.kind != "percentage":
        # A noun of its own; it borrows only where the item before it had to.
        return bool(discourse.done and discourse.done[-1].context and not discourse.verb)
    if people and not seen.core and RELATIVE.search(label) and discourse.memory.has_activity():
        return True
    if (
        quantity.counts in _ACTORS
        and link == "first"
        and not seen.core
        and not active
        and _takes_part(sides, discourse)
    ):
        return True
    if quantity.kind == "percentage":
        if is_place(label, lexicon) or label.endswith("其中"):
            return True
        if quantity.unit == "百分点" and found & HEAD and not _RATE_TOLD.search(seen.head):
            # 入会率54.9%，外卖送餐员比快递员低16.3个百分点
            before = discourse.claims[-1] if discourse.claims else None
            if before is not None and before.quantity.kind == "percentage" and not before.growth:
                return True
        return len(label) <= 4 or (own < 3 and not (len(label) >= 5 and lexicon.whole_rate.first(label)))
    if found & PER_HEAD:
        if _FROM_EACH.search(sides.left):
            # 体检标准由每人600元提高到800元: what is told of is named.
            return own < 2
        return own < 4 or _EVERY.fullmatch(label) is not None or EXTREME.fullmatch(label) is not None
    if link == "first" and (
        (discourse.memory.unclaimed and (_PLACE.fullmatch(label) or discourse.memory.shows_one()))
        or (_PLACE.fullmatch(label) and _follows_place(sides, discourse))
    ):
        # 像这样的站点，开福区有86个: where, not what. 建会方面，土门镇6家，大靖镇5家: nor there.
        return True
    if verb and label[-1] == "级" and LEVEL_WORD.fullmatch(label, len(verb)):
        # 创新工作室。新命名市级12家，获评自治区级4家: of which level, but not what.
        return True
    if "其中" in label:
        # 1126家单位投身其中: in what was named before.
        return True
    stands = (
        own >= 3
        or (not people and len(label) - len(verb) >= 4 and lexicon.creates.end(label) == len(verb) > 0)
        or (active and own >= 2 and not people)
        or (active and len(label) >= 6)
        or (own == 2 and bool(verb) and (not people or len(label) >= 6))
    )
    if not stands:
        return not (own == 0 and link == "first" and _OF_ALL.search(sides.left))
    role = discourse.event and quantity.counts in {"people", "body"} and len(label) <= 9 and not active
    return role and (own < 3 or verb in lexicon.roles)


def _follows_place(sides: Sides, discourse: Discourse) -> bool:
    """Whether the figure before is told of a place that borrowed what it counts."""
    before = discourse.claims[-1] if discourse.claims else None
    return (
        before is not None
        and before.quantity.unit == sides.quantity.unit
        and bool(before.context)
        and _PLACE.fullmatch(before.noun) is not None
    )


def _takes_part(sides: Sides, discourse: Discourse) -> bool:
    """Whether someone of no name does something within the activity just named: 举办招聘会，58家企业进场设点."""
    memory = discourse.memory
    if not discourse.lexicon.fillers.opens(sides.right):
        return False
    if not memory.unclaimed:
        return memory.has_activity()
    named = memory.since_figure()
    return named is not None and named[0] >= ACTIVE


def _follows_special_body(discourse: Discourse) -> bool:
    """Whether this sentence has just counted unions of a special kind, whose members come next.

    新组建外卖行业工会联合会31家，吸收会员2.2万人: the members are theirs. After 新建基层工会1390家 they are the city's.
    """
    previous = discourse.claims[-1] if discourse.claims else None
    if previous is None or previous.growth or previous.quantity.counts != "body" or discourse.memory.unclaimed:
        return False
    return len(_ANY_UNION.sub("", content(previous.label, discourse.lexicon))) >= 3
