"""Cut a stretch of a clause down to the words that name what is counted."""

import re
from typing import NamedTuple

from unionstats.grammar.lexicon import Lexicon

_NAMED_YEARS = (
    r"(?:自|从|到|至|截至|截止|于)?(?:19|20)[0-9]{2}(?:[-—–~～至到年和](?:19|20)[0-9]{2})*年"
    r"(?:以来|至今|起|(?:底|末)?前?|初|度|全年|上半年|下半年)?"
)
_SPOKEN_YEARS = (
    r"(?:截至|截止到?|到|至)?(?:今年|去年|上年|当年|本年|明年|次年|来年|目前|全年|年内|同年|是年|年初|年底|岁末|年末)"
    r"(?:以来|来(?![访信电])|内|底前?|前|末|度|全年|上半年|下半年|年底|初)?"
)
_MONTHS = (
    r"[0-9]{1,2}(?:月份?)?(?:[-—–~～至到]+[0-9]{1,2})?月份?(?:底|末|初|起|份|中旬|上旬|下旬)?|[0-9]{1,2}日"
    r"|(?:上|下)半年|前?第?[一二三四]季度|[0-9]{1,2}个?工作日内|(?:20|19)世纪[0-9]{2}年代"
)
_SPANS = (
    r"(?:近|过去|最近)?[0-9一二两三四五六七八九十]{1,2}年(?:多来|来|间|以来|中|里|累计|[^,]{0,3}下来)"
    r"|(?:到|截至|截止)?(?:上|这|本)个?(?:周|星期|礼拜|月)[一二三四五六日末底初]?(?!末班|刊|报)|[一两三]年(?=[就便])"
    r"|[二两三四五六七八九十]年(?=共[^同产青建享]|累计|总计|合计|净增|增加)|近年来|历年来|一年来|这一年|以来|其间|期间|截至目前|截止目前|截至|日前|近日"
)
_SAME_TIME = r"(?:与|和|同|比|较)?(?:去年|上年)同期(?:相比)?"
TIME_FRONT = re.compile(f"(?:(?:{_SAME_TIME}|{_NAMED_YEARS}|{_SPOKEN_YEARS}|{_MONTHS}|{_SPANS})+[,、]?)+")
"""Times at the front of a clause: when, not what. Looser than rules/periods.toml, for nothing is resolved here."""
TIME_FIRSTS = frozenset(
    "0123456789自从到至截于今去上当本明次来目全年同是岁与和比较近过最一二两三四五六七八九十第下前历这以其期日"
)
"""What such a time begins with: most clauses begin with none of these and need no look at the pattern."""

_UNION = re.compile(
    r"[一-鿿]{2,8}?[市县区州盟旗](?:各级工会组织|各级工会|总工会|工会)"
    r"|(?:(?:省|市|区县|县区|县|区|旗|州|乡镇?|街道|企业|基层)[、和]?){2,5}[两三四]级工会(?:组织)?"
)
_QUOTE_BALANCE = {"“": "”", "《": "》", "(": ")"}
# 比上年同期, 与去年同期相比 at the front of a label are the basis of a growth: they stay.
_TIME_START = TIME_FIRSTS - frozenset("与和比较")
_FROM = re.compile(
    r"(?:由|从|首批的?|原来的?|最初的?|年初的?|(?:上|去)年(?:末|底|同期)?的?|(?:19|20)[0-9]{2}年[初底末]?的?|当初的?|起初的?|原先的?|期初的?|建会前的?|[0-9]{1,2}年前的?|五年前的?)+$"
    r"|[由从](?<!自[由从])[^,、业事]{1,6}[期届前时]的?$|[由从](?=(?:每[人户名家个]|[人户]均)$)"
)
FROM_LAST = frozenset("由从来的初年批末底期届前时人户名家个均")
"""What such a beginning ends with."""


class Growth(NamedTuple):
    """A growth phrase at the end of a text: what stands before it and the phrase itself (同比增长)."""

    head: str
    phrase: str


def strip_end(text: str, lexicon: Lexicon) -> str:
    """`text` without the words of no meaning at its end (共计达): changes only what ends in `approximators_last`."""
    while text and text[-1] in lexicon.approximators_last:
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
        text = _ITEM.sub("", text)
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
    """Whether a verb, an adverb or a time follows, so that what stood before was the subject."""
    return bool(
        rest
        and (
            lexicon.verb.end(rest)
            or lexicon.light.end(rest)
            or (rest[0] in lexicon.front_firsts and lexicon.front.match(rest))
            or TIME_FRONT.match(rest)
        )
    )


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


def first_of_list(name: str, lexicon: Lexicon) -> str:
    """`name` with the first only of the things that end it, where it is long: 公益课开设书法、声乐 lends its first."""
    first = name.find("、")
    if len(name) <= LONG_BESIDE or first < LEAST:
        return name
    last = name[name.rfind("、") :]
    told = lexicon.any_verb.first(last) or lexicon.activity.first(last) or len(last) > LONGEST_LISTED
    return name if told or "”" in last or "》" in last else name[:first]


def without_role(name: str, lexicon: Lexicon) -> str:
    """`name` up to its activity where only a role follows: “安康杯”竞赛参赛企业 lends “安康杯”竞赛."""
    active = lexicon.activity.last(name)
    end = max(active[1] if active else 0, name.rfind("”") + 1)
    role = name[end:]
    if end >= 3 and front_verb(role, lexicon) in lexicon.roles and not content_length(role, lexicon):
        return name[:end]
    return name


def without_list(text: str, rest: str, lexicon: Lexicon) -> str:
    """`text` without a list of examples at its end, where `rest` names what they are.

    竞赛设数控车工、电焊工等19个工种 counts 工种, whichever are named first.
    """
    first = text.find("、")
    if first < 0 or text[-1] != "等":
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
    return found[0] if found is not None and found.end() >= 2 else ""


def finished(label: str) -> str:
    """`label` as it is told: without 了, 先后 and such inside or a trailing 等, and no quotation mark alone.

    The number of the paragraph (5、对口支援) and a full stop of ASCII are not part of it.
    """
    if label[-1:] == ".":
        label = label.rstrip(".")
    if label[:1].isdigit():
        label = _ITEM.sub("", label)
    return _balanced(_DONE.sub("", label)) if _UNFINISHED.search(label) else label


def _balanced(text: str) -> str:
    """`text` with a lone quotation mark or bracket closed, or cut where that is better."""
    if text[:1] == "“" and "”" not in text:
        text = text[1:]
    for opening, closing in _QUOTE_BALANCE.items():
        if opening not in text and closing not in text:
            continue
        depth = text.count(opening) - text.count(closing)
        if depth > 0:
            at = text.rfind(opening)
            text = text + closing if len(text) - at <= 12 and len(text) < LONGEST else text[:at] + text[at + 1 :]
        elif depth < 0:
            text = text.replace(closing, "", 1)
    return text


LONGEST = 24
"""Characters of a label beyond which a reader no longer takes it in at a glance."""

_THINGS = re.compile(r"[^、和的”》(]{2,12}(?:、[^、和的”》(]{2,12})*(?=[、和][^、和的”》(]{2,12}$)")
"""All but the last of the things that end a label: 困难职工、一线医护和环卫工人."""
LONG_BESIDE = 18
"""Characters of a name that leave little room for what another figure adds to it."""
LONGEST_LISTED = 12
"""Characters of one thing in a list of examples."""
_EXAMPLES = re.compile(r"^([^、”》(]{1,12})、(?:[^、”》(]{1,12}、){0,4}[^、”》(]{1,12}?等(?=[一-鿿]{4})")
"""A list of examples that opens a label, before what they are examples of: the first is enough."""
LEAST = 4
"""Characters of a name that are worth borrowing."""
_LEADS_LIST = re.compile(r"了|.{0,20}(?:[设含]|(?<!职)在|包括|涵盖|覆盖了?)(?=[^、]{2,})")
"""What stands before the first example, if no verb that is known does."""
_CUTS = re.compile(r"的|、|和|及|与|,|”|》")
LONG_QUOTE = re.compile(r"“([^”]{9,})”")
"""A name in quotation marks that is longer than a label can hold beside anything else."""
_UNFINISHED = re.compile(r"了|于|先后|累计|总共|一共|分别|共有|现有|等$|中$|“|”|《|》|\(|\)")
"""Asked for first, in one search: most labels hold nothing of the kind. Each way, here and below, begins with a
character and looks back behind it, since `re` then looks for the characters before it tries a way."""
_DONE = re.compile(
    r"了(?<=[一-鿿]了)(?![解结])|(?:先后|累计|总共|一共|分别|共有|现有)(?<=.{3})(?=[一-鿿])|等$|中$(?<=[手员工人]中)"
    r"|于(?:19|20)[0-9]{2}年(?:底|末|初)?前?(?:全部)?"
)
_ITEM = re.compile(
    r"^(?:[0-9]{1,2}[、.．](?=[^0-9])|[(（][一二三四五六七八九十0-9]{1,3}[)）]|[①-⑳▶►◆◇●○★☆■□▲△※✓✔→•·]+)"
)
_ITEM_FIRSTS = frozenset("0123456789(（①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳▶►◆◇●○★☆■□▲△※✓✔→•·")
LIMB = re.compile(r"[、,\s;]")
"""What parts the limbs of such a name; the first says enough."""


def shorten(label: str, lexicon: Lexicon, *, keep_head: bool = False) -> str:
    """`label` cut at a boundary so that it holds at most LONGEST characters: before a verb, else at a mark."""
    if len(label) <= LONGEST:
        return label
    name = LONG_QUOTE.search(label)
    if name:
        limb = LIMB.split(name[1])[0]
        if 2 <= len(limb) < len(name[1]):
            label = label[: name.start(1)] + limb + label[name.end(1) :]
            if len(label) <= LONGEST:
                return label
    label = _EXAMPLES.sub(r"\1等", label)
    if LEAST <= len(label) <= LONGEST:
        return label
    verb = front_verb(label, lexicon)
    if verb and (things := _THINGS.match(label, len(verb))) and things.end() < len(label):
        # 走访慰问困难职工、一线医护、社区值守人员和环卫工人: the first of them and what was done stay.
        return label[: things.end()] + "等"
    if keep_head:
        ends = [found.start() for found in _CUTS.finditer(label) if LONGEST * 0.5 <= found.start() <= LONGEST]
        return label[: ends[-1]] if ends else label[:LONGEST]
    verbs = (start for start, _ in lexicon.any_verb.spans(label))
    deed = next((start for start in verbs if LONGEST / 2 <= len(label) - start <= LONGEST), None)
    for found in _CUTS.finditer(label):
        if deed is not None and deed < found.start():
            # 依托职校免费培训缝纫、茶叶加工等工种农民工: what was done stays.
            return label[deed:]
        if found.group() not in "”》" and 4 <= len(label) - found.end() <= LONGEST:
            return label[found.end() :]
    return label[-LONGEST:]


def beside(name: str, own: str) -> str:
    """`name` before `own`, cut from its front at a boundary so that both together are a label; left out if too thin."""
    room = LONGEST - len(own)
    name = _EXAMPLES.sub(r"\1等", name)
    fits = [name[found.end() :] for found in _CUTS.finditer(name) if len(name) - found.end() <= room]
    kept = name if len(name) <= room else fits[0] if fits else name[-room:]
    return kept + own if room >= LEAST and len(kept) >= LEAST else own
