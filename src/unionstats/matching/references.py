"""Words beside a figure that only refer to what was named before: 后者, 里, a noun left out."""

import re

from unionstats.matching.discourse import Discourse
from unionstats.matching.draft import Draft
from unionstats.matching.phrases import ITEM, lent
from unionstats.matching.sides import Sides

_OF_JUST_COUNTED = re.compile("(?:当中|之中|里[头面]?)(?:目前)?(?:已经?)?有?(?=[^的有程]{2})")
REFERS = frozenset("这前后当之里")
"""What such a word at the front begins with, for those who ask: 这 may stand at the end as well."""
_LATTER = re.compile("这?(?:前|后)者(?=.)")
_THESE = re.compile("(?:仅|光|单|在)?这$")
_WITHOUT_NOUN = re.compile("的(?:已?有|就有|达到?|共有?|约|近|超过?|只有)?$")
"""What ends the text before a figure whose noun the clause before has told, one of these."""
_MEMBERS = frozenset(("企业", "单位", "工会", "机关", "学校", "职工", "会员"))


def name_in_full(sides: Sides, group: list[Draft], discourse: Discourse) -> None:
    """Put names in the place of what only refers to them, and open the parts that 里 tells.

    `group` are the figures before this one in its clause.
    """
    latter = _LATTER.match(sides.left)
    if latter and len(discourse.done) > (latter[0][-2] == "前"):
        told = discourse.done[-2 if latter[0][-2] == "前" else -1]
        sides.left = lent(told.base, discourse.lexicon) + sides.left[latter.end() :]
    among = _OF_JUST_COUNTED.match(sides.left) if group else None
    if among and discourse.parts.open(group[-1:], sides.quantity, bracket=discourse.parts.bracket):
        # 新建的74个里非公企业51个
        sides.left = sides.left[among.end() :]
    if sides.left[-1:] == "这":
        # 零就业家庭减为3户，这3户均已安排公益岗
        sides.left = _THESE.sub("", ITEM.sub("", sides.left))
    if discourse.whole[-2:] in _MEMBERS and not sides.right and _WITHOUT_NOUN.search(sides.left):
        # 在已建工会的企业里，开展集体协商的有11386家
        sides.right = discourse.whole[-2:] if sides.quantity.kind == "count" else ""
