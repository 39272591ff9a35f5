"""The items that 分别 speaks of, each with the figure at its place: 外资企业建会率、女工入会率分别达到81%和84%."""

import re
from itertools import islice

from unionstats.core.script import HAN
from unionstats.matching.dependence import PLACE_ENDS
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.join import joined
from unionstats.matching.parts import LOOK_BACK
from unionstats.matching.phrases import content_length, front_verb, lent
from unionstats.matching.sides import RATE_END

_ITEMS = re.compile(r"[、和与及]|(?<=[”》])(?=[“《])")
_RATE_TAIL = re.compile(r"[^、和与及]{0,2}率$")
_EACH_TAIL = re.compile(r"(?:每[人户家名]|[人户]均)?(?:每[月年])?(?:标准)?$")
_WHOSE = re.compile("企业|单位|机关|学校|医院|职工|会员|农民工|行业|园区|县区|[市县区省]级")
_SO_MANY_LEVELS = re.compile(r"^[两二三四五]级")
_LEAD = re.compile(r"(.*?)(?:按照?|分为|分成|分|包括|设|有)(?=[^、和与及]+$)")
_KINDS = re.compile(r"(?:等)?[两二三四五六七八九十][个层级类种档].*$")
_GIVEN = re.compile("(?:的|予以|给予)?(?:补助|奖励|奖补|补贴|资助|慰问|扶持)金?")
_TITLES = re.compile("(?:资格)?证书|称号|职称|资格|等级$")
_WIDER = frozenset(("全国", "国家", "全省", "省部", "全区"))
_PLACE = re.compile(f"(?!全){HAN}{{2,4}}?(?:省|自治区|市|州|县|区)")
_HELD = re.compile("占|按?每[人户家名个]|按?[人户]均|为?[^、和及]{0,6}(?:目标|任务|计划|预算|指标)(?:数|值)?的?$")
"""What is told of those before, not one of them: 分别按每人2000元和1000元, 分别为目标的123%和114%."""
SHORT = 4
"""Characters of a noun that all of several figures count: 补贴."""
MANY = 24
"""Figures of one clause beyond which 分别 can no longer be told apart."""


def item(draft: Draft, label: str, group: list[Draft], discourse: Discourse) -> str:
    """The j-th of the things that 分别 speaks of: of a list in the head, else of the figures before.

    `label` is what stands beside the figure; `group` are the figures before it in its clause.
    """
    if len(draft.clause.quantities) > MANY:
        return ""
    kind = draft.quantity.kind
    before = [other for other in group if other.quantity.kind == kind]
    after = [quantity for quantity in draft.clause.quantities if quantity.start > draft.quantity.start]
    position, count = len(before), len(before) + 1 + sum(quantity.kind == kind for quantity in after)
    if not position:
        discourse.told_before = discourse.memory.latest_clause()
        discourse.respective = label or _listed(discourse.memory.latest_clause(), count)
    things, respectively, shared = discourse.respective.partition("分别")
    told = _HELD.match(things) or front_verb(things, discourse.lexicon)
    if told and not respectively and not _ITEMS.search(things):
        # 新建工会46家、发展会员2700人，分别完成计划的115%和108%: no things here, but what is told of those before.
        things, shared = "", things.removeprefix("按")
    head = _ITEMS.split(things)
    if len(head) >= count > 1:
        items = head[-count:]
        name = _shared_front(items, position, discourse) + items[position] + _shared_tail(items, position) + shared
        return joined(_of_what(draft, name, discourse), name)
    told_behind = _one_of(discourse.behind, count, position, discourse)
    if told_behind:
        return told_behind
    clause = discourse.told_before
    _, is_told, named = clause.rpartition("的是")
    if is_told and RATE_END.search(things or shared) and len(listed := _ITEMS.split(named)) == count:
        # 完成较好的是武江区、曲江区和仁化县，完成率分别为126%、119%和115%
        return joined(listed[position], things or shared)
    if clause.endswith("的") and (told := _one_of(clause, count, position, discourse)):
        # 考取中级工、高级工、技师证书的，分别给予800元、1500元和3000元的补贴
        behind = discourse.behind.removeprefix("的")
        return joined(told, things) + (behind if len(behind) <= SHORT else "")
    if not shared and RATE_END.search(things):
        # 检出高血压96人、血脂异常72人，检出率分别为14%和10%: the rate of each of those before.
        shared = things
    if (not shared or shared[0] == "每") and _GIVEN.fullmatch(discourse.behind):
        shared += discourse.behind
    basis = _figure_before(before, kind, count, position, discourse)
    if basis is None:
        return ""
    draft.context, draft.context_why = basis.base, "figure before, in the same order"
    if kind == "count" and any(other.left.startswith("总数") for other in [draft, *before]):
        # 净增工会237个、会员3万人，总数分别为4862个和58万人: how many there are, not how many came.
        return joined(basis.base[len(front_verb(basis.base, discourse.lexicon)) :], "总数")
    return joined(basis.base, shared)


def _one_of(told: str, count: int, position: int, discourse: Discourse) -> str:
    """The thing at `position` of a list behind its verb: 分别有57名、203名选手取得技师和高级工证书."""
    items = _ITEMS.split(told.removesuffix("的"))
    if len(items) != count or count < 2:
        return ""
    spans = discourse.lexicon.any_verb.spans(items[0])
    lead = items[0][: spans[-1][1]] if spans else ""
    items[0] = items[0][len(lead) :]
    tail = _TITLES.search(items[-1])
    if not lead or not all(items):
        return ""
    return lead + items[position] + (tail[0] if tail and position < count - 1 else "")


def _shared_front(items: list[str], position: int, discourse: Discourse) -> str:
    """What the first item has before a word of the same kind: 全国五一劳动 of 全国五一劳动奖状、奖章.

    Before nouns without a verb of their own, its verb: 参赛 of 参赛单位、班组、职工.
    """
    name, first = items[position], items[0]
    verb = front_verb(first, discourse.lexicon) if position and len(name) <= 3 else ""
    if verb and len(first) - len(verb) == 2 and not discourse.lexicon.holds_verb(name):
        return verb
    spans = discourse.lexicon.any_verb.spans(first) if position and len(name) > 3 else []
    if spans and first[spans[-1][1] :][-2:] == name[-2:] and not discourse.lexicon.holds_verb(name):
        # 晋升技师、高级技师的分别有63人和18人: both were promoted.
        return first[: spans[-1][1]]
    kind = first[-len(name) :]
    return first[: -len(name)] if len(name) <= 3 < len(first) and kind != name and kind[0] == name[0] else ""


def _shared_tail(items: list[str], position: int) -> str:
    """What stands behind the last item and belongs to all: 率 of 企业、机关建会率, 行业工会 of 煤炭、化工行业工会."""
    name, last = items[position], items[-1]
    if name is last:
        return ""
    each = _EACH_TAIL.search(last)
    if each and each[0] and each.start():
        # 高级工、技师、高级技师每人每月: of all of them.
        return each[0]
    rate = _RATE_TAIL.search(last)
    if rate and not RATE_END.search(name):
        # 国有企业和事业单位职代会建制率: all that stands behind whose it is.
        whose = list(_WHOSE.finditer(last, 1, len(last) - 3))
        return last[whose[-1].end() :] if whose else rate.group()[-3:]
    if name in _WIDER and (place := _PLACE.match(last)):
        # 全国和重庆市工人先锋号
        return last[place.end() :]
    if name[-1:] in PLACE_ENDS and (place := _PLACE.match(last)):
        # 安仁县、桂东县只完成任务的86.2%和79.5%
        return last[place.end() :]
    length = len(name)
    if length > 2 or len(last) < length + 2 or any(len(other) != length for other in items[:-1]):
        return ""
    return _SO_MANY_LEVELS.sub("级", last[length:])


def _figure_before(before: list[Draft], kind: str, count: int, position: int, discourse: Discourse) -> Draft | None:
    """The figure at `position` of the last `count`; a part stands among them only beside other parts."""
    others = [other for other in discourse.claims[-2 * MANY :] if other not in before]
    if (alike := [other for other in others if other.quantity.kind == kind]) and len(alike) >= count:
        # 受理1152件，调解成功864件，成功率75%，去年同期分别为976件、683件和70%: each of its own kind.
        others = alike
    last = others[-count:]
    if 0 < sum(other.parent is not None for other in last) < count:
        others = [other for other in discourse.done[-2 * MANY :] if other.parent is None and other not in before]
        last = others[-count:] if others and others[-1].sentence >= discourse.sentence - 1 else []
    return last[position] if len(last) == count else None


def _listed(clause: str, count: int) -> str:
    """The things of a list in the clause before: 工匠学院按市级、县级、企业三层来建，分别有3家、4家和2家."""
    names = _ITEMS.split(clause)
    lead = _LEAD.match(names[0])
    if len(names) != count or count < 2 or not lead:
        return ""
    names[0], names[-1] = names[0][lead.end() :], _KINDS.sub("", names[-1])
    return "、".join(joined(lead[1], name) for name in names) if all(names) else ""


def _of_what(draft: Draft, rate: str, discourse: Discourse) -> str:
    """What a bare rate is of: the thing counted before in its sentence (签订率 of 工资专项集体合同)."""
    lexicon = discourse.lexicon
    if not RATE_END.search(rate) or content_length(rate, lexicon) >= 3 or lexicon.whole_rate.first(rate):
        return ""
    for basis in islice(reversed(discourse.claims), LOOK_BACK):
        if basis.quantity.kind == "count" and not basis.context:
            draft.context, draft.context_why = lent(basis.label, lexicon), "figure before"
            return draft.context
    return ""
