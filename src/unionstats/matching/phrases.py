"""Cut a stretch of a clause down to the words that name what is counted."""

import re
from typing import NamedTuple

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon

_NAMED_YEARS = (
    r"(?:自|从|到|至|截至|截止|于)?(?:19|20)[0-9]{2}(?:[-—–~～至到年和、及与]{1,2}(?:19|20)[0-9]{2})*(?:年|两个?年度)"
    r"(?:以来|至今|起|初|度|内|全年|上半年|下半年|(?:底|末)?前?)?"
)
_SPOKEN_YEARS = (
    r"(?:截至|截止到?|到|至)?(?:今年|去年|前年(?!度)|上年|当年|本年|明年|次年|来年|目前|全年|年内|同年|是年|(?:年初|年底|岁末|年末|月底|月末|季末|期末|今天)(?!(?:累计|滚存)?(?:结余|结存|结转|余额)))"
    r"(?:以来|来(?![访信电])|内|底前?|前(?![0-9一二三四五六七八九十]{1,2}个)|末|度|全年|上半年|下半年|年底|初)?"
)
_MONTHS = (
    r"(?:到|至|截至|截止)?[0-9]{1,2}(?:月份?)?(?:[-—–~～至到]+[0-9]{1,2})?月份?(?:底|末|初|起|份|中旬|上旬|下旬)?前?|(?:五一|十一|七一|八一)前(?=[^夕后往]{2})|[0-9]{1,2}日"
    r"|(?:上|下)半年|前?第?[一二三四]季度|前(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})个月|[0-9]{1,2}个?工作日内|(?:20|19)世纪[0-9]{2}年代"
)
_SPANS = (
    r"(?:过去的?)?[一本这上]个?学[年期](?:来|里|间|以来)?|(?:入[春夏秋冬汛]|开[春学]|复工|节后)以来|[自从]?[0-9]{1,2}月份?[^0-9,]{1,6}以来|本期内|期内|全期|"
    r"(?:近|过去|最近)?[0-9一二两三四五六七八九十]{1,2}年(?:多来|来|间|内|以来|中|里|累计|[^,]{0,3}下来)"
    r"|(?:近|过去的?|最近|[前头后这])?(?:整整)?(?:[0-9一二两三四五六七八九十]{1,2}[多余几]?|[多几数])年[多半]?(?:时间|光景)?(?:以?来|间|[内中里]?(?=,|$))|(?:此?前|后)[两三四]年(?![级制期])"
    r"|(?:到|截至|截止)?(?:上|这|本)个?(?:周|星期|礼拜|月)[一二三四五六日末底初]?(?!末班|刊|报)|[一两三]年(?=[就便])"
    r"|[二两三四五六七八九十]年(?=共[^同产青建享]|累计|总计|合计|净增|增加)|近年来|历年来|一年来|这一年|半年(?:多来|来|间)|(?:一|这一|大)?半年(?=[^度报内以工多来间])|此后(?:[0-9一二两三四五六七八九十]{1,2}年)?(?=[依逐每共分累合]|$)|本季度?(?=[收共新实])|以来|其间|期间|截至目前|截止目前|截至|日前|近日"
)
_SAME_TIME = r"(?:与|和|同|跟|比|较)?(?:去年|上年)同期(?:相比)?"
TIME_FRONT = re.compile(f"(?:(?:{_SAME_TIME}|{_NAMED_YEARS}|{_SPOKEN_YEARS}|{_MONTHS}|{_SPANS})+[,、]?)+")
"""Times at the front of a clause: when, not what. Looser than rules/periods.toml, for nothing is resolved here."""
TIME_FIRSTS = frozenset(
    "0123456789自从到至截于今去上当本明次来目全年同是岁与和跟比较近过最一二两三四五六七八九十第下前历这此以其期"
    "日半大入复开节多几数头后整月季期"
)
"""What such a time begins with: most clauses begin with none of these and need no look at the pattern."""

_TIME_WITHIN = re.compile(
    rf"(?:(?<={HAN})|(?<=[”)]))(?<![比较与同和到至超占由从于在自年第前一二两三四五六七八九十])(?:[自从于在](?<!现[自从于在]))?"
    r"(?:今年|(?:今年|(?:19|20)[0-9]{2}年)?(?:[上下]半年|前?第?[一二三四]季度|[0-9]{1,2}月份?(?:[0-9]{1,2}日)?)|(?:19|20)[0-9]{2}年|全年|年内"
    r"|(?:近|过去)?[两二三四五六七八九十多几]年(?:多?来|间|下来))"
    rf"(?:以来|至今|起)?|(?<=(?:{HAN}|[”)]){{2}})(?<![公社党中年月日])(?:共|已经?|现已|总共|又)(?!有|建会)"
)
"""A time or 共 and the like between who does something and what is done: 市职校上半年培训, “送岗直播”共带岗."""
LONG = 80
"""Characters of the words beside a figure beyond which they are no clause that a person wrote."""
_UNION = re.compile(
    rf"{HAN}{{2,8}}?[市县区州盟旗](?:各级工会组织|各级工会|总工会|工会)"
    r"|(?:(?:省|市|区县|县区|县|区|旗|州|乡镇?|街道|企业|基层)[、和]?){2,5}[两三四]级工会(?:组织)?"
)
# 比上年同期, 与去年同期相比 at the front of a label are the basis of a growth: they stay.
_TIME_START = TIME_FIRSTS - frozenset("与和跟比较")
_FROM = re.compile(
    r"(?:由|从|首批的?|原来的?|最初的?|年初的?|(?:上|去|前)年年?(?:末|底|同期)?的?|(?<![-—–~～至到])(?:19|20)[0-9]{2}年[初底末]?的?|当初的?|起初的?|原先的?|期初的?|建会前的?|[0-9]{1,2}年前的?|五年前的?)+$"
    r"|[由从](?<!自[由从])[^,、业事]{1,6}[期届前时]的?$|[由从](?=(?:每[人户名家个]|[人户]均)$)"
)
FROM_LAST = frozenset("由从来的初年批末底期届前时人户名家个均")
"""What such a beginning ends with."""
BULLETS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳▶►◆◇●○★☆■□▲△※✓✔✅☑❖❇✨⭐→•·"
"""Signs that items of a list begin with."""
ITEM = re.compile(rf"^(?:[0-9]{{1,2}}[、.．](?=[^0-9])|[(（][一二三四五六七八九十0-9]{{1,3}}[)）]|[{BULLETS}]+)")
_ITEM_FIRSTS = frozenset("0123456789(（" + BULLETS)
LONGEST_LISTED = 12
"""Characters of one thing in a list of examples."""
_LEADS_LIST = re.compile(r"了|.{0,20}(?:[设含]|(?<!职)在|包括|涵盖|覆盖了?)(?=[^、]{2,})")
"""What stands before the first example, if no verb that is known does."""


class Growth(NamedTuple):
    """A growth phrase at the end of a text: what stands before it and the phrase itself (同比增长)."""

    head: str
    phrase: str


def strip_end(text: str, lexicon: Lexicon) -> str:
    """`text` without the words of no meaning at its end (共计达): changes only what ends in `approximators_last`."""
    while text and text[-1] in lexicon.approximators_last and text not in lexicon.measure:
        if text[-1] in "、,(（:“":
            text = text[:-1]
            continue
        found = lexicon.approximators_end.match(text[::-1])
        if not found:
            return text
        text = text[: -found.end()]
    return text


def strip_from(text: str) -> str:
    """`text` without the beginning of a from-to at its end (工会驿站由 → 工会驿站)."""
    return _FROM.sub("", text) if text[-1:] in FROM_LAST else text


def strip_front(text: str, lexicon: Lexicon) -> str:
    """`text` without the number of an item, times, adverbs and the acting union at its front."""
    if text[:1] in _ITEM_FIRSTS:
        text = ITEM.sub("", text)
    while text:
        end, first = 0, text[0]
        if first in lexicon.front_firsts:
            found = lexicon.front.match(text)
            if found is not None:
                end = found.end()
                first = text[end : end + 1]
        if first in _TIME_START:
            time = TIME_FRONT.match(text, end)
            if time:
                text = text[time.end() :]
                continue
        if end:
            text = text[end:]
            if not text:
                return text
        end = lexicon.subject.end(text) if text[0] in lexicon.subject.firsts else 0
        if not end and "工会" in text:
            union = _UNION.match(text)
            end = union.end() if union else 0
        if not end or not _acts(text[end:], lexicon):
            return text
        text = text[end:]
    return text


def _acts(rest: str, lexicon: Lexicon) -> bool:
    """Whether a verb, an adverb or a time follows, so that what stood before was the subject: not in 全县工会组织."""
    return rest != "组织" and bool(
        rest
        and (
            lexicon.verb.end(rest)
            or lexicon.light.end(rest)
            or (rest[0] in lexicon.front_firsts and lexicon.front.match(rest))
            or TIME_FRONT.match(rest)
        )
    )


def without_aside(text: str, lexicon: Lexicon) -> str:
    """`text` without a time or 共 between a subject and its verb (法援中心今年办理 → 法援中心办理)."""
    for found in _TIME_WITHIN.finditer(text) if len(text) <= LONG else ():
        head, rest = text[: found.start()], text[found.end() :]
        if _acts(rest, lexicon) and head.count("“") == head.count("”") and head.count("《") == head.count("》"):
            return head + rest
    return text


def strip_circumstance(text: str, lexicon: Lexicon) -> str:
    """`text` without a circumstance at its front (依托职业院校等建设工匠学院 → 建设工匠学院)."""
    if text[:1] not in lexicon.circumstance.firsts:
        return text
    opened = lexicon.circumstance.end(text)
    if not opened:
        return text
    for start, end in reversed(lexicon.deed.spans(text)):
        if start < opened + 2:
            break
        if len(text) - end >= 3:
            return text[start:]
    return text


def lent(label: str, lexicon: Lexicon) -> str:
    """The name that a label lends to the figures after it: what stands behind its last creating verb."""
    cut = lexicon.creates.end(label)
    active = lexicon.activity.last(label)
    for _, end in lexicon.deed.spans(label):
        if active and cut <= end <= active[0]:
            cut = end
    rest = label[cut:].lstrip("了的")
    if len(rest) < 3 or rest[0] in "、率成":
        rest = label
    return without_role(rest, lexicon)


def without_role(name: str, lexicon: Lexicon) -> str:
    """`name` up to its activity where only a role follows: “安康杯”竞赛参赛企业 lends “安康杯”竞赛."""
    active = lexicon.activity.last(name)
    end = max(active[1] if active else 0, name.rfind("”") + 1)
    role = name[end:]
    if end >= 3 and front_verb(role, lexicon) in lexicon.roles and not content_length(role, lexicon):
        return name[:end]
    return name


def without_list(text: str, rest: str, lexicon: Lexicon) -> str:
    """`text`, which ends with 等, without a list of examples at its end, where `rest` names what they are.

    竞赛设数控车工、电焊工等19个工种 counts 工种, whichever are named first.
    """
    first = text.find("、")
    if first < 0:
        return text
    head = text[:first]
    spans = lexicon.any_verb.spans(head)
    cut = spans[-1][1] if spans else 0
    led = _LEADS_LIST.match(head, cut)
    cut = led.end() if led else cut
    if first - cut < 2 or first - cut > LONGEST_LISTED or "”" in text[cut:] or "》" in text[cut:]:
        return text
    if len(rest) >= 2 and (lexicon.fillers.opens(rest, least=2) if not cut else not lexicon.verb.end(rest)):
        return text[:cut]
    return text


def strip_light(text: str, lexicon: Lexicon) -> str:
    """`text` without a light verb at its front, where at least two characters stay."""
    if text[:1] not in lexicon.light.firsts:
        return text
    end = lexicon.light.end(text)
    while end and len(text) - end >= 2 and text[end] not in "的了过率成":
        text = text[end:].lstrip("了过")
        text = strip_front(text, lexicon) or text
        end = lexicon.light.end(text)
    return text


def growth_of(text: str, lexicon: Lexicon) -> Growth | None:
    """The growth phrase that ends `text`, or None."""
    if text[-1:] not in lexicon.growth_last:
        return None
    found = lexicon.growth_end.match(text[::-1])
    if not found:
        return None
    cut = len(text) - found.end()
    return Growth(text[:cut], text[cut:])


def change_of(text: str, lexicon: Lexicon) -> str | None:
    """What stands before a change phrase (增至) that ends `text`, or None where there is none."""
    if text[-1:] not in lexicon.change_last:
        return None
    found = lexicon.change_end.match(text[::-1])
    return text[: len(text) - found.end()] if found else None


def content(text: str, lexicon: Lexicon) -> str:
    """`text` without verbs and nouns that any activity may have: what is left says what the label is about."""
    return lexicon.fillers.without(text)


def content_length(text: str, lexicon: Lexicon) -> int:
    """How long the content of `text` is: most of its readers ask for no more."""
    return lexicon.fillers.length_without(text)


def front_verb(text: str, lexicon: Lexicon) -> str:
    """The verb of two characters or more that `text` begins with, or an empty string."""
    if text[:1] not in lexicon.verb.firsts:
        return ""
    found = lexicon.verb.pattern.match(text)
    # 增加值 is a name.
    return found[0] if found is not None and found.end() >= 2 and text[found.end() : found.end() + 1] != "值" else ""
