"""Whether a clause goes on with the list that a verb leads: 推选劳动模范320名，五一劳动奖章180名."""

from unionstats.matching.discourse import Discourse
from unionstats.matching.seen import PER_HEAD, Look
from unionstats.matching.sides import Sides

HONOURS = frozenset(("名", "个", "人", "位", "家", "项", "件"))
"""Measure words that a list of honours mixes: 奖章237名，奖状65个，优秀组织奖6家."""
_NEW = ("总数", "总量", "人数", "次数")
"""What ends a name that begins something of its own."""


def continues_list(sides: Sides, seen: Look, discourse: Discourse) -> bool:
    """Whether a bare noun and its figure go on with the list: nothing but a comma between, nothing cut off.

    What a verb of taking part covers is of one kind: 覆盖企业200家，会员8万人 are two things.
    """
    if not discourse.claims or sides.link != "first":
        return False
    previous, lexicon = discourse.claims[-1], discourse.lexicon
    same = previous.quantity.counts == sides.quantity.counts
    return (
        not discourse.memory.unclaimed
        and seen.core == sides.left
        and not seen.right
        and not seen.bits & PER_HEAD
        and not lexicon.verb.end(seen.core)
        and previous.clause.close == ","
        and not previous.right
        and previous.quantity.kind == "count"
        and sides.quantity.kind == "count"
        and (same or discourse.verb not in lexicon.roles)
        and (same or {previous.quantity.unit, sides.quantity.unit} <= HONOURS or share_a_word(previous.noun, seen.core))
        and not seen.core.endswith(_NEW)
    )


def share_a_word(one: str, other: str) -> bool:
    """Whether two names have two neighbouring characters in common (劳动模范 and 五一劳动奖章)."""
    return any(other[at : at + 2] in one for at in range(len(other) - 1))
