"""Which figure before it a growth, a rate or a verb speaks of."""

import re
from itertools import islice

from unionstats.matching.dependence import is_place
from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.parts import LOOK_BACK
from unionstats.matching.seen import CHANGE, GROWTH, PER_HEAD, VERB_ONLY, Look

_HEAD = "(?:结果|完成(?:情况)?|实际(?:完成)?|落实(?:情况)?)[:：]"
"""What the paragraph or sentence that tells the result of a task begins with."""
_RESULT = re.compile("[ \u3000]*" + _HEAD)
_RESULT_HERE = re.compile(f"[。；;]{_HEAD}(?:[^。；;]{{0,20}}[0-9][^。；;]{{0,4}}[、，,])?$")
NEAR = 30
"""Characters before a result in which its sentence begins."""


def task_before(text: str, draft: Draft, discourse: Discourse) -> str:
    """The task of the sentence or paragraph before whose result a bare figure is: 任务：新建工会40家。 结果：43家."""
    if draft.left:
        return ""
    at = draft.quantity.start
    if discourse.done and _RESULT_HERE.search(text, max(draft.paragraph.start, at - NEAR), at):
        before = [task for task in discourse.done[-LOOK_BACK:] if task.sentence == draft.sentence - 1]
        tasks = [task for task in before if task.quantity.unit == draft.quantity.unit]
        return tasks[0].label if len(tasks) == 1 else ""
    if not discourse.earlier or not _RESULT.match(text, draft.paragraph.start):
        return ""
    last = discourse.earlier[-1].paragraph
    tasks = [task for task in discourse.earlier if task.paragraph is last and task.quantity.unit == draft.quantity.unit]
    told = last.end + 1 == draft.paragraph.start and len(tasks) == 1
    return tasks[0].label if told else ""


def figure_before(draft: Draft, seen: Look, discourse: Discourse) -> Draft | None:
    """The figure before that a growth, a rate or a verb speaks of."""
    features = seen.bits
    # A sum or a count grows as those before it did, no rate: 决算2.18万元，完成预算的33%，比上年减少0.47万元.
    sums, beside_sum = draft.quantity.kind != "percentage", None
    for candidate in islice(reversed(discourse.done), LOOK_BACK):
        if candidate.sentence < draft.sentence - 1:
            break
        # 与2016年初的11937户相比，净减5653户: what this year's is held against.
        against = candidate.right[:2] == "相比" and candidate.left[:1] in "与和同跟比较"
        if features & GROWTH and (against or (candidate.growth and candidate.context)):
            sums |= candidate.quantity.kind != "percentage"
            continue
        rate = candidate.quantity.kind == "percentage" and not candidate.growth
        if features & GROWTH and rate and sums and candidate.sentence == draft.sentence:
            beside_sum = beside_sum or candidate
            continue
        place = is_place(seen.label, discourse.lexicon)
        if place and is_place(candidate.noun, discourse.lexicon):
            continue
        named = seen.label and not place
        if rate and not features & (GROWTH | CHANGE) and (named or draft.quantity.kind != "percentage"):
            continue
        if candidate.parent is not None and not features & (CHANGE | GROWTH):
            # After the parts of a total, a rate or a sum is of the total again, but a bare 占 is told of the part.
            beside = draft.clause is candidate.clause
            if beside and features & PER_HEAD:
                # 其中应届大学新生534名、每人5000元
                return candidate
            bare = not seen.label and (draft.quantity.kind == "percentage") != beside
            return candidate if bare or seen.label[:1] == "占" else candidate.parent
        counted = features & (GROWTH | CHANGE) and draft.quantity.kind == "count"
        if (features & VERB_ONLY or counted) and candidate.quantity.unit != draft.quantity.unit:
            unit = draft.quantity.unit
            # A count is of the latest count of its unit; money is of money in its own sentence only.
            since = draft.sentence - (draft.quantity.kind == "count")
            near = islice(reversed(discourse.done), LOOK_BACK)
            claims = (other for other in near if other.sentence >= since)
            return next((other for other in claims if other.quantity.unit == unit), candidate)
        return candidate
    return beside_sum
