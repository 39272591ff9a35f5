"""The names of parts: told beside a figure, and put into the label of its total."""

import re

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.lengths import beside
from unionstats.matching.phrases import TIME_FRONT, content_length, front_verb

LEVEL = re.compile(r"国家级|全国|省部级|省级|市级|县级|区级|镇级|旗级|州级|自治区级|地市级|基层|企业级|省|市|县")
LEVEL_WORD = re.compile(r"(?:国家|全国|省部?|地?市|县|区|乡?镇|街道|社区|村|企业|旗|州|盟|自治区)级|全国")
_ALL_LEVELS = re.compile(r"各级各类|各级|各类|不同级别的?")
_NAMED = re.compile(r"(?:命名为|评为|授予|认定为|称为)([^,]{2,})$")
_FRONT = re.compile(
    r"^(?:内有|里面有|这?里[头面]|这其中|这当中|其中|其余|当中|包括|包含|内?含有?|有|又|的|,|、|:|属于?|来自|分别[是为]?|均?为|均?是|都是|用于)+"
)
LONGEST_PAIR = 22
"""Characters of a total and a part that one label tells beside a verb."""
NAMED = 4
"""Characters beside verbs and nouns of any activity that name a thing without doubt."""
_MAKES_UP_LAST = frozenset("占到了有建办开")
_MAKES_UP = re.compile(
    rf"(?<=..)(?<!的)(?:就占|占到|占了|占|就有)[了到]?$|(?<={HAN}[市县区旗])(?:一[家地县区])?(?:就|便|也|又)?(?:建|办|开)了?$"
)
_OWN_PLACE = re.compile("(?:其中)?[,、:]?([本我][省市县区州盟旗地])(?:籍|的)?有?")
_REST = frozenset(("其余", "余下", "剩余", "剩下", "其他"))
IS_SOMETHING = re.compile("(?:均|都|全部)?(?:为|是|系|属|用于|由)")
"""Behind what is left, what says that it is something: 余下的1203人均为高级工, 其余41万元用于职业介绍."""


def makes_up(left: str) -> str:
    """Who it is that makes up so many of those before: 农民工 of 农民工就占了; empty where nothing is told so."""
    found = _MAKES_UP.search(left) if left[-1:] in _MAKES_UP_LAST else None
    name = left[: found.start()].lstrip("仅单光") if found else ""
    # 仅第三季度就有1905人 is of a time, not of someone.
    return "" if TIME_FRONT.fullmatch(name) else name


def own_place(left: str) -> str:
    """The place of the report, where it names a part: 本市 of 其中本市7.5万人，外来4.3万人."""
    found = _OWN_PLACE.fullmatch(left)
    return found[1] if found else ""


def rest_of(core: str) -> bool:
    """Whether a figure is told to be what is left: 其余38条."""
    return core.rstrip("的有") in _REST


def part_name(core: str, right: str = "") -> str:
    """The part's name in what stands beside its figure: before it, and behind it for what is left."""
    if right and rest_of(core):
        core = right
    named = _NAMED.search(core)
    if named:
        return named[1]
    name = _FRONT.sub("", core).strip("、,的")
    # 500元/户: for each of them.
    return "" if name.startswith("/") else name


def part_label(total: str, name: str, lexicon: Lexicon) -> str:
    """The total's label with the part in it: 推荐各级最美工会驿站 and 国家级 make 推荐国家级最美工会驿站."""
    verb = front_verb(total, lexicon)
    noun = total[len(verb) :]
    if name in total:
        return total
    if verb and name.startswith(verb):
        verb = ""
    if _ALL_LEVELS.search(noun):
        return verb + _ALL_LEVELS.sub(name, noun, count=1)
    if LEVEL.fullmatch(name) or name.endswith("级"):
        return verb + name + noun
    if _overlap(noun, name):
        of_what = noun[:-2]
        told = lexicon.activity.first(of_what) is not None and of_what[-2:] not in name
        # 筹集帮扶资金, 中央财政专项资金: what the money is for is not in the part's name.
        return total + name if told and len(total) + len(name) <= LONGEST_PAIR else verb + name
    if len(noun) + len(name) > LONGEST_PAIR:
        ends = [end for _, end in lexicon.any_verb.spans(noun) if noun[end : end + 1] != "值"]
        core = noun[ends[-1] :] if ends else ""
        if len(core) <= LONGEST_PAIR - len(name) and content_length(core, lexicon) >= NAMED:
            # 沈鼓集团等单位拿下攻关课题, 达到国内领先水平: the thing itself is told with the part.
            return core + name
        if len(name) >= 4:
            return core + name if core else beside(total, name)
        return verb + name + noun[-10:]
    if len(name) >= 4 or not verb or lexicon.any_verb.first(noun):
        return total + name
    return verb + name + noun


def _overlap(noun: str, name: str) -> bool:
    """Whether the part's name ends in the total's noun already (农民工会员 of 工会会员)."""
    return len(noun) >= 2 and name[-2:] == noun[-2:]
