"""Parts of a report that a heading makes a plan."""

import re

from unionstats.grammar.rulebook import Plan

_REVIEW = re.compile(r"总结|情况|回顾|回眸|综述|成效|问题|不足|短板|欠缺|差距")
_KIND = re.compile(
    r"([一二三四五六七八九十]+、)|([(（][一二三四五六七八九十]+[)）])|([0-9]+[.、])|(【)|(第[一二三四五六七八九十]+部分)|(问[:：])"
)
_BULLET = re.compile(r"[^\w“《【(（〈]|—")
"""The mark of an item, which is no heading: □ 新建驿站30个."""
_HEAD_END = re.compile("[。，；：,;:]")
OPENING = 14
"""Characters from the start of a line within which a plan word makes the rest of the report a plan."""


def plan_sections(text: str, headings: list[tuple[int, Plan]]) -> list[tuple[int, int, str]]:
    """Stretches that a heading makes a plan: to the next heading of its kind, else to the end."""
    found: list[tuple[int, int, str]] = []
    lines: list[tuple[int, int]] = []
    start = 0
    for told in text.split("\n"):
        lines.append((start, start + len(told)))
        start += len(told) + 1
    for at, plan in headings:
        line = next(((first, last) for first, last in lines if first <= at < last), None)
        if line is None:
            continue
        whole = text[line[0] : line[1]].strip()
        head = whole if len(whole) <= 40 else _HEAD_END.split(whole, maxsplit=1)[0]
        if _REVIEW.search(head) and len(head) <= 40:
            # It names both: 2024年工作总结和2025年工作安排; 四、存在问题和明年打算。一是….
            continue
        before = text[line[0] : at]
        if before.count("《") > before.count("》"):
            # 按照《关于报送年度目标任务自评材料的通知》: the name of a document.
            continue
        if at - line[0] > OPENING:
            # 完成年度工作目标的120%: in the middle of a line the words speak of a plan, they open none.
            continue
        kind = _heading_kind(whole) if len(whole) <= 40 or whole[0] in "问【" else ""
        later = (first for first, last in lines if first > line[1] and _heading_kind(text[first:last].strip()) == kind)
        found.append((line[0], next(later, len(text)) if kind else len(text), plan.rule))
    return found


def _heading_kind(line: str) -> str:
    """The style of numbering of a heading, so that a section ends at the next of its kind."""
    found = _KIND.match(line)
    if found:
        return str(found.lastindex)
    return "plain" if 2 <= len(line) <= 30 and line[-1] not in "。,，;；" and not _BULLET.match(line) else ""
