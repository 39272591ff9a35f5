"""What a clause or heading without a figure names: the activity or thing that a thin label may borrow."""

import re

from unionstats.core.script import HAN
from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.lengths import LIMB, LONG_QUOTE
from unionstats.matching.phrases import BULLETS, front_verb, strip_front, strip_light

_TOPIC_STOP = re.compile(
    r"总结|报告|总工会|主要工作|目标|同志|回顾|[0-9]{2}|情况|[三四五]年来"
    r"|记者|通讯员|摄影|工作$|打算|计划|思路|安排|不足|问题$|存在|现状|状况|做法|意见|体会|几点|有力$|[>＞»›]"
)
_ITEM = re.compile(
    r"^\s*(?:(?:任务|工作|项目)[一二三四五六七八九十0-9]{1,3}[、.．:]|[(（][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[一二三四五六七八九十0-9]{1,3}[、.．)）\s]|第[一二三四五六七八九十]+[,、]|[一二三四五六七八九十]是"
    rf"|[【{BULLETS}]|[-—–]{{1,2}})+"
)
_PHRASE = re.compile(r"[的、,与在对把将]|联合|会同|共同")
_SHORT_TOPICS = frozenset(("经费", "劳模", "信访", "宣传"))
_WORK = re.compile("(?!主要|重点|今年|全年|各项|其他|日常|机关|自身|基础|下步|当前)[^的、,]{2,8}工作|经费")
"""The heading of an item that names its matter by a word before 工作, or in one of two characters: 劳模工作, 经费."""
_OF_ONE_MATTER = re.compile(
    "(?:运行|开展|进展|实施|执行|落实|完成|收支|使用|工作|活动)*(?:情况|的?(?:通报|汇报|公告|调研报告|启动)|年报)"
)
"""In a title, what tells that the report is on one matter, named before it."""
_NOT_OF_MATTER = re.compile(
    "总工会|工会|关于|[0-9]{4}年度?|[上下]半年|全?[市县区州盟旗国省](?![级直])|第[一二三四五六七八九十百]+期"
    "|在(?![职岗册编校])|开展|推进|加强|做好|实施|启动|[“”《》，, 　]"
)
_MATTERS = re.compile("[及和暨与、]")
"""Between two of them: such a title names no single matter."""
_TAIL = re.compile(r"工作室|服务站|帮扶站|工作站|服务点|服务中心|中心|基地|联盟|团队|小组|班组|资金|基金|案件|协会")
"""Nouns that an activity's word only describes: 创新工作室, 帮扶中心."""
_TIMES = re.compile(r"(?:于|自|从)?(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:正式|全面)?$")
_SINCE = re.compile(r"(?<=启动|开展|实施|推行|成立|建成|运行|启用)(?:以来|之?后|至今)$")
_LEAVES = frozenset("从在以由按分")
_NAMED = 4
"""Characters before such words that name what goes on."""
_SLOGAN_LEAD = re.compile(r"(?:以|围绕|按照|坚持|紧扣|聚焦|贯彻|落实|根据|依照|针对|本着|遵循)[^,]*$")
_GOES_ON = re.compile(
    r"(?:却|也|仍|都|正在)?(?:得到(?:了)?|有了|取得(?:了)?|实现(?:了)?|(?=[扎深有稳全不持加积顺强纵蓬大逐日更进]))?"
    r"(?:(?:扎实|深入|有序|稳步|全面|不断|持续|加快|有力|积极|顺利|强力|纵深|蓬勃|有效|大力|逐步"
    r"|长足|明显|显著|进一步|切实|较快|较大|新的?|日益|日趋|更加|可喜|重要|突破性)的?"
    r"(?:推进|开展|铺开|深化|加强|提升|发展|实施|落实|展开|推开|壮大|增强|扩大|拓展|改善|完善|推动"
    r"|提高|巩固|优化|规范|健全|活跃|丰富|发挥|彰显|激发|释放|成效|进展|成绩|突破|效果|变化|成果|进步)"
    r"|(?:不降反升|不减反增|不增反降|稳中有[升进]|[节持][节续]攀升|再创新高|居高不下|逆势[上而][扬上]|成效(?:明显|显著)|见实效|出实招))$"
)
"""How something goes, said of it in a clause without a figure: 困难职工脱困扎实推进, 涉案金额不降反升."""
SUCH = re.compile(r"(?:(?:像|诸如|类似)[^,]*|这样)的(?=[^,的]{2,}$)")
"""Before what a story has shown one of: 像这样的站点."""
_RESPECT = re.compile("(?:在|从)?([^,的]{2,10})方面")
"""In what respect: 工会组建方面，全年新建不少于30个."""
_CLASSES = re.compile(r"(?<=[.．、])[^。\n]*[(（][类款][)）](?=[^。\n]*[(（]项[)）])|[(（]项[)）]")
"""What stands before the lowest class of public accounts: 一般公共服务支出（类）群众团体事务（款）行政运行（项）."""
_HELD = re.compile(
    "(?:(?:动员|部署|推进|启动|总结|表彰|现场|座谈|交流|发放|开工|开班|揭牌){1,3}(?:会议|大会|会|仪式))?"
    "(?:正式|隆重|顺利|圆满|在[^,]{2,12}?)?(?:召开|举行|启动|开幕|闭幕|落幕|收官|竣工|完工|结束|兴起|开赛|打响)$"
    "|(?:启动|发放|表彰|颁奖|揭牌)(?:仪式|大会)$"
)
"""What became of an activity, at the end of a clause: “安康杯”竞赛动员部署会召开, 文化宫改造工程竣工."""
_NAMES = 4
"""Characters before it that name the activity."""
_WORKS = frozenset(("工程", "项目"))
_SPEAKER = re.compile(
    "[^,]{0,8}(?:记者|发布人|主持人|发言人|负责人|负责同志|提问|问|答)|[^,]{2,8}(?:副?主席|书记|主任)|(?:基本|部分)?属实"
)
"""Who speaks, before a colon, in a talk that was written down."""
_ASIDE = re.compile(
    r"(?:连同|加上|算上|剔除|扣除|除去)|把.*加(?:在一起|起来)|继[^,]*后$|从[^,]{2,14}看$|按[^,]{2,10}(?:划?分|看|计)$|[据按][^,]{2,20}(?:统计|介绍|测算|透露|了解)$"
)
"""Who says so, how it is looked at, what is among it: 据市总工会统计, 从类型看, 连同老站点."""
NAMED = "activity named in the sentence"
LONGEST = 14
"""Characters of a name that is lent."""
_SAYS = ("主席说", "负责人说", "同志说", "介绍说", "负责人表示", "主席表示", "负责人介绍", "主席介绍", "干部说")
_ASKED = re.compile("问[:：]")
_WHETHER = re.compile(f"有没有({HAN}{{2,8}})")
_OF_WHOM = re.compile("^(?:那么?|请问|今年|去年|目前|现在|全[市县区]|[我你]们|咱们?|工会|的|对|在)+")
_ASKS = re.compile(
    "一年|每年|还有|都?有(?:多少|哪)|多少|是(?:不是|怎么|什么|哪)|怎么|怎样|如何|什么|在?哪|几|管不管|多不多|难不难|能不能|吗|呢|方面|的?情况"
)
"""Where the asking begins: 医疗互助|一年交多少, 工会驿站|在哪里."""

Entry = tuple[float, str, str]
"""Something that can lend its name: how strongly, the name, and why.

Strength 3 is an activity, 2.5 a count, 2 a clause with a light verb, 1 another clause. A plain tuple, since most
entries are made and never asked for.
"""


def _without_how(text: str) -> str:
    """`text` without how it goes (扎实推进), where enough is left to name what."""
    goes_on = _GOES_ON.search(text)
    return text[: goes_on.start()] if goes_on and goes_on.start() >= _NAMED else text


def topic_of(text: str, lexicon: Lexicon, *, least: int = 3) -> str:
    """What a heading or an opening is about; empty where it says nothing in `least` characters, unless an activity."""
    if asked := _ASKED.match(text):
        text = _asked_for(text[asked.end() :])
    text = _CLASSES.sub("", text)
    numbered = _ITEM.match(text)
    text = _ITEM.sub("", text)
    text = re.split(r"[(（](?:金额)?单位|[,。:;!】|｜│]", text)[0].strip()
    if _SPEAKER.fullmatch(text):
        return ""
    text = _without_how(text)
    if numbered and _WORK.fullmatch(text):
        text, least = text.removesuffix("工作").removeprefix("关于"), 2
    if not 2 <= len(text) <= 16 or _TOPIC_STOP.search(text):
        return ""
    topic = strip_light(strip_front(text.removeprefix("抓"), lexicon), lexicon)
    if len(topic) > LONGEST:
        # 引导下岗职工和家属自办经济: the verb goes before a word is cut.
        topic = topic[len(front_verb(topic, lexicon)) :][-LONGEST:]
    # (一)调解。裁前88件，…: short, but an activity.
    one = lexicon.activity.first(topic) == (0, len(topic)) or (numbered and topic in _SHORT_TOPICS)
    short = least <= len(topic) < 3 and (one or _says_what(topic, lexicon))
    return topic if len(topic) > 2 or short else ""


def _asked_for(question: str) -> str:
    """What a question is about: 困难职工 of 困难职工还有多少？都怎么帮？, 夜校 of 想学个手艺，有没有夜校？"""
    if whether := _WHETHER.search(question):
        return whether[1]
    first = re.split(r"[,，。?？!！]", question)[0]
    return _ASKS.split(_OF_WHOM.sub("", first), maxsplit=1)[0]


def _says_what(text: str, lexicon: Lexicon) -> bool:
    """Whether two characters before a colon say what is counted: 会员：1.9万人; 工会, which elsewhere acts."""
    return text == "工会" or lexicon.whole_end.match(text[::-1]) is not None


def subject_of(title: str, lexicon: Lexicon) -> str:
    """The one activity that a report is about, by its title: 职工医疗互助 of 关于第九期职工医疗互助运行情况的通报."""
    told = _OF_ONE_MATTER.search(title)
    if told is None or _MATTERS.search(title):
        return ""
    piece = _NOT_OF_MATTER.split(title[: told.start()])[-1]
    active = lexicon.activity.last(piece)
    name = piece[: active[1]] if active else ""
    return name if 4 <= len(name) <= LONGEST else ""


def entry_of(text: str, lexicon: Lexicon, *, introduces: bool) -> Entry | None:
    """What a clause without a figure can lend; None where it names nothing. `introduces`: a colon follows."""
    text = _SINCE.sub("", strip_front(_ITEM.sub("", text), lexicon))
    respect = _RESPECT.fullmatch(text)
    if respect:
        return (2.6, respect[1], NAMED)
    shown = SUCH.match(text)
    if shown:
        return (2.6, text[shown.end() :], NAMED)
    text = _without_how(text)
    held = _HELD.search(text)
    if held and (lexicon.activity.first(text[: held.start()]) or "”" in text[: held.start()]):
        text = text[: held.start()]
    if (introduces and _SPEAKER.fullmatch(text)) or text.endswith(_SAYS):
        return None
    if len(text) < 2 or _ASIDE.match(text) or (_SLOGAN_LEAD.match(text) and not lexicon.activity.first(text)):
        return None
    light = lexicon.any_light.first(text)
    if light and text[light[1] :] in _WORKS and light[0] >= _NAMES:
        # 文化宫改造工程
        return (3, tidy_name(text), NAMED)
    if light and len(text) - light[1] < 2 < light[0]:
        # 职工医疗互助2014年启动: what it is stands before the verb.
        text, light = _TIMES.sub("", text[: light[0]]), None
    core = strip_light(text[light[0] :], lexicon) if light else text
    active = lexicon.activity.last(core)
    if not light:
        core = _after_verb(core, active[0] if active else core.rfind("“"), lexicon)
        active = lexicon.activity.last(core)
        if active and (first := lexicon.activity.first(core)) and core[first[1] : first[1] + 1] in _LEAVES:
            # 职业技能竞赛从钳工到电商直播: what stands before a preposition is the activity.
            active, core = first, core[: first[1]]
    quote_end = core.rfind("”")
    if active or quote_end > 0:
        end = max(active[1] if active else 0, quote_end + 1)
        if tail := _TAIL.match(core, end):
            end = tail.end()
        name = core[:end]
        name = name.lstrip("”和与及、")
        titled = active is not None and 0 < quote_end < active[1]
        if not light and len(name) > LONGEST and (titled or quote_end < 0):
            # …部署“建功新时代”劳动竞赛: the activity with its title; without one, its last phrase.
            name = name[name.rfind("“") :] if titled else _PHRASE.split(name)[-1]
        if len(name) >= 3 and (light or titled or len(name) <= LONGEST):
            return (3 if light else 2.6, tidy_name(name), NAMED)
    if len(core) < 3 and not (introduces and _says_what(core, lexicon)):
        return None
    strength = 2.4 if introduces else 2 if light else 1
    return (strength, tidy_name(core), "clause before")


def _after_verb(text: str, noun: int, lexicon: Lexicon) -> str:
    """What follows the last verb before the noun at `noun`, where a name of four characters or more stays."""
    cut = 0
    for _, end in lexicon.any_verb.spans(text):
        if end <= noun:
            cut = end
    return text[cut:].lstrip("了的") if cut and len(text) - cut >= 4 else text


def tidy_name(text: str) -> str:
    """A borrowed name, cut so that it leaves room for what it is put before."""
    if len(text) > LONGEST + 6:
        quoted = LONG_QUOTE.search(text)
        if quoted:
            text = text[: quoted.start(1)] + LIMB.split(quoted[1])[0] + text[quoted.end(1) :]
    if len(text) <= LONGEST + 6:
        return text
    for mark in ("的", "、", ","):
        _, found, tail = text.rpartition(mark)
        if found and 3 <= len(tail) <= LONGEST + 4:
            return tail
    return text[-LONGEST:]
