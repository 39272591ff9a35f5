"""Cut down what stands beside one figure to the words that name it."""

import re

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.dependence import PLACE_ENDS
from unionstats.matching.discourse import Discourse
from unionstats.matching.features import features_of
from unionstats.matching.phrases import (
    FROM_LAST,
    LONG,
    Growth,
    change_of,
    content_length,
    front_verb,
    growth_of,
    strip_circumstance,
    strip_end,
    strip_from,
    strip_front,
    strip_light,
    without_list,
)
from unionstats.matching.seen import (
    CHANGE,
    GROWTH,
    HEAD,
    KINDS,
    Look,
)
from unionstats.matching.sides import STATE_TIME, Sides

_BASIS = re.compile(
    r"同比|环比|[比较与和同跟](?:上|去|前|年初|五年前|第[一二三四五六七八九十]{1,3}[期届轮]|预算|“?十[一二三四五]?五|(?:19|20)[0-9]{2})|年均|幅"
)
_VERSUS = re.compile(r"^[比较](?![赛武例重])[^,]{2,8}$")
"""A basis of comparison of any other kind, with nothing before it: 较改版前净增."""
_BASIS_VALUE = re.compile(r"(?:比|较|与)(?:上年|去年|前年|上届|年初|(?:19|20)[0-9]{2}年)(?:同期)?(?:末|底)?的")
_AGAINST = re.compile(r"(?:增幅|涨幅|降幅|增速)?(?:高出|高于|低于|优于|领先|超出|超过)[^,]{2,12}")
"""How far a rate lies from another one, which stands behind the word: 高出全省平均水平1.6个百分点."""
_OVER_GOAL = re.compile(r"(?:(?:超|超出|超过|超额|短|差|欠|缺)[^,]{0,4}|比[^,]{2,10})(?:目标|计划|任务|指标)数?")
"""By how much a goal was passed or missed: 超目标867人."""
_GOAL_LAST = frozenset("标划务数")
_SUCH_FIGURES = re.compile("这[一两三几]?[个项组]?(?:数字|指标|数据|比例|比率|数)")
_LISTED = re.compile(f"(.{{2,}}(?:设置|设有|分设|开设|设(?![施备计立])|包括|涵盖))[^、]{{1,12}}、.*等({HAN}{{2,4}})$")
"""Examples before a noun: 大赛设焊工、化验工等工种12个."""
_MADE_OF = re.compile("[^,的]{0,4}(?:组成|参加|参与|构成)的")
_BY_WHOM = re.compile(r"(?<=..)由[^由]*$")
_FROM_WHERE = re.compile(r"来自[^,]{2,16}的$")
"""Where people come from, not what they are counted as: 来自各油田的132名选手."""
_INCLUDING = re.compile(r"包括[^,]{1,24}在内的?$")
"""Some of those counted are named, no more: 包括《守望》在内的28件获奖."""
_HANDLED = re.compile(r"(?:均|全部|统一)?(?:由|按|从|自)|(?:全部|统一|全额|一次性)(?:用于|发|上缴|拨)")
"""Behind a sum, how it was dealt with: 每人48元由工会承担, 结余33万元按规定结转."""
_HERE = re.compile(r"(?:全|我|本)[市县区州旗盟镇乡]")
"""A place by itself says where, not what: 目前全区有31个."""
_EXTREME_PLACE = re.compile("^最[高低好差多少大小]的")
_BECAME = re.compile(
    rf"(?<={HAN}{{2}})(?:也|均|都|皆|全部|已经?|如期|按期|顺利)+(?:建成|投入使用|投用|启用|完工|竣工|开工|(?:通过)?验收|运行){HAN}*$"
)
"""Behind those counted, that they are there: no more is told of them."""
_REACHED = re.compile(r"[^的]{0,3}(?:到|至)了?")
_STATE_LAST = frozenset("末底初前在今年的度月份")
_WHERE = frozenset("在到赴往前")
_RANKED = re.compile("(?:位居|排名|位列|名列|居|领先)")
"""Behind a rate, how it compares: 凤城市88.7%居前两位."""
_NEARLY = frozenset("了近约")


def look(sides: Sides, discourse: Discourse) -> Look:
    """Cut down the text beside one figure and find its features.

    Most cuts begin or end at one of a few characters, which are looked at here, before anything is called: this runs
    for every figure.
    """
    lexicon = discourse.lexicon
    kind, text, right = sides.quantity.kind, sides.left, sides.right.lstrip("的")
    if kind == "amount" and text and _HANDLED.match(right):
        right = ""
    if kind == "percentage" and right and _RANKED.match(right):
        right = ""
    if "在内" in text:
        text = sides.left = _INCLUDING.sub("", text)
    if text[-1:] == "分" and right[:1] in _WHERE and sides.quantity.counts == "event":
        # 疗休养分28批在两个基地安排
        text, right = text[:-1], ""
    last = text[-1:]
    left = strip_end(text, lexicon) if last in lexicon.approximators_last else text
    change = _change(sides, lexicon)
    growth = growth_of(left, lexicon) if change is None and left[-1:] in lexicon.growth_last else None
    features = KINDS[kind]
    head = phrase = ""
    if change is not None:
        core = head = strip_front(strip_end(strip_from(change), lexicon), lexicon)
        if len(head) == 1 or _SUCH_FIGURES.fullmatch(head):
            # 由310户核减到87户: what is left of the verb is no thing; nor are 这两个数字.
            core = head = ""
        features |= CHANGE | (HEAD if len(head) >= 3 or content_length(head, lexicon) else 0)
        right = "" if len(right) <= 6 and change_of(right, lexicon) is not None else right
        head = strip_light(head, lexicon)
    elif growth and (
        kind == "percentage"
        or _BASIS.search(growth.phrase)
        or _BASIS.search(growth.head[-12:])
        or _VERSUS.search(growth.head)
        or (len(growth.phrase) > 1 and _of_the_same(sides, discourse) and not strip_front(growth.head, lexicon))
    ):
        head = strip_front(strip_end(growth.head, lexicon), lexicon)
        if head[:1] in "比较" and head[:2] not in {"比赛", "比武", "比例", "比重"}:
            # 比全省平均水平高3100元: what stands before the growth word is its basis, not what grew.
            growth = Growth("", head + growth.phrase)
            head = ""
        features |= GROWTH | (HEAD if len(head) >= 2 else 0)
        core, phrase = head, growth.phrase.replace("分别", "")
        head = strip_light(head, lexicon)
    elif text == "超" and not sides.quantity.sign.strip("="):
        core, phrase = "", "超目标"
        features |= GROWTH
    elif (kind == "percentage" and _AGAINST.fullmatch(left)) or (
        left[-1:] in _GOAL_LAST and _OVER_GOAL.fullmatch(left)
    ):
        core, phrase = "", text if text[-1] == "超" else left
        features |= GROWTH
    else:
        if left[-1:] in FROM_LAST and (stripped := strip_from(left)) != left:
            left = strip_end(stripped, lexicon)
        core = strip_front(left, lexicon) if left else left
        if right and core[-1:] == "的" and _FROM_WHERE.fullmatch(core):
            core = ""
        if right and (before := change_of(right, lexicon)) is not None and len(before) <= 2:
            right = ""
    if core[-1:] in PLACE_ENDS:
        core = "" if _HERE.fullmatch(core) else _EXTREME_PLACE.sub("", core)
    if (
        right
        and core
        and len(right) <= LONG
        and (became := _BECAME.search(right))
        and (text[-1:] == "的" or front_verb(core, lexicon))
    ):
        # 合作共建的50个驿站也全部建成.
        right = right[: became.start()]
    if core[:1] in lexicon.circumstance.firsts:
        core = strip_circumstance(core, lexicon)
    if core[:1] in lexicon.light.firsts:
        core = strip_light(core, lexicon)
    if "由" in core and _MADE_OF.match(right):
        # 组建由劳模、老职工等52名成员参加的宣讲队: who they are is told before 由 and behind 的.
        core = _BY_WHOM.sub("", core)
    if "等" in core and "、" in core and len(core) <= LONG:
        core = _LISTED.sub(r"\1\2", core)
    if core[-1:] == "等":
        core = without_list(core, right, lexicon)
    found = Look(core, right if core or not right else _noun_last(right, lexicon), head, phrase, features)
    found.bits |= features_of(sides, found, discourse)
    return found


def _of_the_same(sides: Sides, discourse: Discourse) -> bool:
    """Whether the figure before, in the same sentence, has the same unit: 会员达71万人，五年净增9万人."""
    return bool(discourse.claims) and discourse.claims[-1].quantity.unit == sides.quantity.unit


def _change(sides: Sides, lexicon: Lexicon) -> str | None:
    """What stands before the change that leads to this figure; None where there is none."""
    text = sides.left
    last = text[-1:]
    # A change is looked for before the words of no meaning go: 到 in 提高到 is one of them.
    reached = STATE_TIME.sub("", text) if last in _STATE_LAST else text
    if last in _NEARLY or reached is not text:
        reached = reached.rstrip("了近约")
    if reached[-1:] in lexicon.change_last and (change := change_of(reached, lexicon)) is not None:
        return change
    if sides.link == "shared" and _REACHED.fullmatch(text):
        return ""
    if last == "的" and _BASIS_VALUE.fullmatch(text):
        # 比上年的38件增加7件: the value that was there before, of the same thing.
        return ""
    return None


def _noun_last(right: str, lexicon: Lexicon) -> str:
    """单位参加“安康杯”竞赛 → 参加“安康杯”竞赛单位: who did it goes behind what was done, where who is a bare noun."""
    verb = lexicon.any_verb.first(right)
    if not verb or not 2 <= verb[0] <= 8 or "的" in right or len(right) - verb[1] < 2:
        return right
    noun = right[: verb[0]].removesuffix("分别")
    if noun[-1] in "都共各均全被获已" or content_length(noun, lexicon):
        return right
    return right[verb[0] :].replace("了", "", 1) + noun
