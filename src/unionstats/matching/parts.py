"""Parts of a total: 其中, 包括, brackets and lists of levels, as long as unit and sum allow."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from operator import attrgetter

from unionstats.grammar.lexicon import Lexicon
from unionstats.matching.draft import Draft
from unionstats.matching.lengths import finished, shorten
from unionstats.matching.part_names import LEVEL, part_label
from unionstats.matching.phrases import front_verb
from unionstats.matching.quantity import Quantity

OPENS = re.compile(
    r"^(?:[、,\s]*)(?:其中|其余|当中|这?里[头面](?!的)|这其中|这当中)|(?:^|的)(?:包括(?!.{1,20}在内)|内?含|包含|内有(?!口)|里面有)|^(?:分别是|分别为)"
)
OPENS_CUE = re.compile("[其当包含分内里]")
"""A character that every opening word holds, asked for first."""
OPENS_BARE = frozenset(word + mark for word in ("其中", "包括", "其中包括", "当中") for mark in ("", ":", ","))
"""The whole of a clause that opens parts."""
OPENS_BY = re.compile(r"(?:按|从|就|分)[^,。:;]{1,12}(?:分|看|来说|统计|计)$|^(?:分别|具体)(?:是|为)$")
"""The whole of a clause that says by what a total is parted: 按保障计划分."""
WITHIN = re.compile(r"^(?:在|从)?([^,。:;]{2,14}?)(?:当?中|里面?|之中)$")
"""The whole of a clause that names the total of what follows: 给付金额中."""
NAMES_LASTS = frozenset("中里面分看说计是为")
"""What these two end in: most clauses end in none of them."""
_NAME = 14
"""Characters of a part's name that is told without 其中 of its own."""
LOOK_BACK = 60
"""Figures back to which a total, or what a rate or verb speaks of, is looked for: more in a sentence are a table."""
ROUNDED, TEN_TIMES = Decimal("0.06"), 10
"""How far a share of one decimal may lie from the exact one, and how much further one without."""
FEW = 3
"""Figures back to which one is looked for that someone makes up so much of."""
NOTHING = Decimal(0)
GOAL = re.compile("(?:目标|计划|任务|应[缴收查检训建])[^,]{0,4}$")
"""Before a goal: what was reached of it and what is wanting are no parts (目标1000人，实训870人，欠130人)."""
_OF_ACCOUNTS = frozenset(("支出", "结余", "结存", "滚存", "滚存结余", "余额", "节余", "盈余", "赤字"))
"""What an income is set against: no parts of it, though they add up to it (收入38万元，支出36万元，结余2万元)."""
_CASES = frozenset(("件", "次", "人次", "起", "批", "批次"))
"""What 件（次）, which counts letters and visits alike, may be made of."""
_PERSON_UNITS = frozenset(("人", "名", "位"))


class Parts:
    """Whether parts are open, of which total, and how much of it they have taken.

    `overlap`: they may share members; `measures`: the measure words of the clause that told the first.
    """

    __slots__ = (
        "bracket",
        "explicit",
        "fresh",
        "lexicon",
        "measures",
        "outer",
        "overlap",
        "rate",
        "sentence",
        "sum",
        "text",
        "total",
    )

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.lexicon, self.text = lexicon, text
        self.outer: tuple[Draft, Decimal, int, bool] | None = None
        self.forget()

    def forget(self) -> None:
        """No total is open."""
        self.total: Draft | None = None
        self.sum, self.sentence = NOTHING, 0
        self.measures: list[str] = []
        self.bracket = self.explicit = self.fresh = self.overlap = self.rate = False

    def close(self) -> None:
        """No total is open, and none was before a bracket."""
        self.forget()
        self.outer = None

    def close_bracket(self) -> None:
        """The parts in a bracket are over; those around it go on: 其中A 8家（B 2家）、C 5家."""
        outer = self.outer
        self.close()
        if outer is not None:
            self.total, self.sum, self.sentence, self.explicit = outer
            self.rate = self.total.quantity.kind == "percentage"

    def open(self, candidates: list[Draft], first: Quantity, *, bracket: bool) -> bool:
        """Open parts of the latest of `candidates` that can be the total of `first`. False where there is none.

        One that is less than its part is taken only where none is more: then the report's sum is wrong.
        """
        latest = [
            draft
            for draft in islice(reversed(candidates), LOOK_BACK)
            if _is_total(draft) and same_kind(draft.quantity.unit, first.unit)
        ]
        if not latest:
            return False
        total = next((draft for draft in latest if draft.quantity.value >= first.value), latest[0])
        if bracket and not self.bracket and self.total is not None:
            self.outer = (self.total, self.sum, self.sentence, self.explicit)
        self.total, self.sum, self.measures = total, NOTHING, []
        self.bracket, self.explicit, self.fresh = bracket, True, True
        self.rate = total.quantity.kind == "percentage"
        return True

    def open_rest(self, claims: Sequence[Draft], rest: Quantity) -> bool:
        """Open parts of the claim that the figures after it and `rest` make whole: 查出327条，整改289条，其余38条."""
        taken = rest.value
        for total in islice(reversed(claims), LOOK_BACK):
            if not same_kind(total.quantity.unit, rest.unit) or total.quantity.kind != rest.kind:
                continue
            if taken == total.quantity.value and taken > rest.value:
                self.total, self.sum, self.explicit = total, taken - rest.value, True
                return True
            taken += total.quantity.value
        return False

    def open_above(self, claims: Sequence[Draft], part: Quantity) -> bool:
        """Open parts of the latest of the few claims before that has the unit of `part` and is more.

        发展会员2.4万人，农民工就占了1.8万人; 新建工会230家。城关区一家就建了71家，西区建了58家.
        """
        for claim in islice(reversed(claims), FEW if part.kind == "count" else 1):
            total = claim.parent or claim
            if total.quantity.unit == part.unit and total.quantity.value >= part.value:
                self.total, self.sum, self.explicit, self.fresh = total, NOTHING, True, True
                return True
        return False

    def open_again(self, claims: Sequence[Draft], other: Quantity) -> bool:
        """Open parts of the latest claim with the unit of `other`, a second measure of the part before it."""
        latest = (claim for claim in islice(reversed(claims), LOOK_BACK) if claim.clause is not claims[-1].clause)
        total = next((claim for claim in latest if not claim.breakdown and claim.quantity.unit == other.unit), None)
        if total is None:
            return False
        self.total, self.sum, self.explicit, self.fresh = total, NOTHING, True, True
        return True

    def takes(self, draft: Draft, name: str, right: str, *, listed: bool) -> bool:
        """Whether a figure named `name` is the next part of the open total.

        `listed`: nothing but 、 or 和 stands between it and the figure before.
        """
        total = self.total
        if total is None or total is draft:
            return False
        quantity = draft.quantity
        if not same_kind(total.quantity.unit, quantity.unit) or quantity.kind != total.quantity.kind:
            return False
        if self.rate:
            return self.fresh
        if name in _OF_ACCOUNTS:
            return False
        value = quantity.value
        completes = self.sum + value == total.quantity.value
        share = self._has_its_share(draft)
        alike = len(self.measures) > 1 and self.measures == [quantity.unit for quantity in draft.clause.quantities]
        if self.sum and draft.sentence != self.sentence and not (completes or self.overlap or alike or share):
            # Over a semicolon: 其中本科52名，每人4000元；专科24名.
            return False
        if not (self.fresh or self.bracket or completes or share):
            plain = len(name) <= _NAME and (listed or self.overlap or not self._new_verb(name))
            if (right and not self.explicit) or not plain:
                return False
        # More than the whole is something else, unless the report says or names it as a part: then its sum is wrong.
        # Parts of one list may overlap (其中一线职工780名、女选手320名; 按险种分): each is at most the whole.
        taken = NOTHING if (listed and self.explicit) or self.overlap or share else self.sum
        exceeds = taken + value > total.quantity.value * Decimal("1.001")
        if exceeds and not (self.fresh and self.explicit) and not LEVEL.fullmatch(name):
            return False
        return bool(name)

    def _has_its_share(self, draft: Draft) -> bool:
        """Whether the clause behind a figure tells just its share of the total: 少数民族会员7.46万人，占23.6%."""
        clauses = draft.paragraph.clauses
        at = bisect_right(clauses, draft.clause.start, key=attrgetter("start"))
        share = clauses[at].quantities[0] if at < len(clauses) and clauses[at].quantities else None
        if share is None or share.kind != "percentage" or self.total is None or not self.total.quantity.value:
            return False
        if self.text[clauses[at].start] != "占":
            return False
        exact = draft.quantity.value * 100 / self.total.quantity.value
        return abs(exact - share.value) <= (ROUNDED if share.value % 1 else TEN_TIMES * ROUNDED)

    def _new_verb(self, name: str) -> bool:
        verb = front_verb(name, self.lexicon)
        return bool(verb) and not (self.total and self.total.label.startswith(verb))

    def name(self, draft: Draft, whole: Draft, name: str) -> None:
        """Make `draft` the part of `whole` called `name`: its breakdown, its total and a label of its own."""
        draft.breakdown, draft.parent = name, whole
        draft.noun = part_label(whole.label, name, self.lexicon)
        draft.label, draft.shape = finished(shorten(draft.noun, self.lexicon)), "shape.part"

    def take(self, draft: Draft, name: str) -> None:
        """Make `draft` a part of the open total."""
        assert self.total is not None
        self.name(draft, self.total, name)
        self.sum += draft.quantity.value
        self.sentence = draft.sentence
        self.measures = self.measures or [quantity.unit for quantity in draft.clause.quantities]
        self.fresh = False


def parts_of_people(total: Quantity, part: Quantity) -> bool:
    """Whether people in a bracket must be some of those before it: 1.8万名女职工参加筛查（农民工3200名）."""
    return total.unit in _PERSON_UNITS and part.unit in _PERSON_UNITS and part.value < total.value


def _is_total(draft: Draft) -> bool:
    """Whether a figure can have parts: no growth and no rate per head has."""
    return not draft.growth and draft.shape != "shape.per_head"


def same_kind(total: str, part: str | None) -> bool:
    """Whether something counted by the measure word `part` may be among what `total` counts."""
    if part is None:
        return True
    return (
        total == part
        or (total in _PERSON_UNITS and part in _PERSON_UNITS)
        or {total, part} in ({"家", "个"}, {"人", "人次"})
        or (total == "件次" and part in _CASES)
    )
