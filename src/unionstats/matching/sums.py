"""Parts that no word announces: figures that make up the one before them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import attrgetter

from unionstats.core.script import HAN
from unionstats.matching.clauses import Clause
from unionstats.matching.draft import Draft
from unionstats.matching.parts import same_kind
from unionstats.matching.quantity import Quantity

MANY = 24
"""Clauses that make up a total one by one, no more: a list of more is a table."""
SEVERAL = 3
"""Clauses that make up a total without doubt, whatever follows the last figure."""
LARGE = 100
"""What only chance would make equal to a sum of three."""
MEASURES = 2
"""Figures that tell one part of a total."""
NAME = 18
"""Characters before a figure that name a part, no more."""
REST_IS = re.compile(
    rf"(?:其余|余下|剩下|余)的?(?:(?:均|都|全部|多|全)?(?:为|是|系|属|由)|{HAN}{{2,5}}[补出拿贴配筹担][,，。；;])"
)
REST_LEFT = re.compile("其余|余下|剩下|其他|剩余|余")
"""What says without a figure what is left: 余为工会经费列支, 其余县总补."""


def clause_adds_up(total: Draft, clause: Clause) -> bool:
    """Whether a clause's figures, two or more of the unit of the figure before them, make up just that figure.

    建有劳模创新工作室113家，国家级2家、省级15家、市级96家: no word says that these are parts, the sum does.
    Each may have its second measure beside it: 困难帮扶16户：厂里11户2.2万元、市总5户1.5万元.
    """
    quantities, unit = clause.quantities, total.quantity.unit
    if len(quantities) < 2 or total.clause.close not in ",:(" or total.quantity.kind == "percentage":
        return False
    own = [quantity.value for quantity in quantities if same_kind(unit, quantity.unit)]
    return (
        len(own) >= 2
        and (len(own) == len(quantities) or (len(quantities) <= MEASURES * len(own) and quantities[0].unit == unit))
        and sum(own) == total.quantity.value
    )


def clause_adds_up_beside(claims: Sequence[Draft], clause: Clause) -> bool:
    """Whether a clause makes up the figure before the last, a second measure: 帮扶16户、3.7万元：厂里11户，市总5户."""
    if len(claims) < 2 or claims[-1].quantity.unit == claims[-2].quantity.unit or claims[-2].breakdown:
        return False
    return clause.quantities[0].unit == claims[-2].quantity.unit and clause_adds_up(claims[-2], clause)


def clauses_add_up(total: Draft, clause: Clause, clauses: list[Clause]) -> bool:
    """Whether this clause and those straight after it, each with one figure, make up the figure before them.

    下拨防疫资金386万元，市总工会150万元，县级工会236万元.
    """
    whole = total.quantity
    first = next((figure for figure in clause.quantities if figure.unit == whole.unit), None)
    if whole.kind == "percentage" or first is None or first.value >= whole.value:
        return False
    return adds_up_to(whole.value, whole.unit, total.clause.close, clause, clauses)


def _from(clause: Clause, clauses: list[Clause]) -> list[Clause]:
    """A clause and those behind it, as many as a list may take."""
    first = bisect_left(clauses, clause.start, key=attrgetter("start"))
    return clauses[first : first + MANY]


def _goes_on(unit: str, clause: Clause, clauses: list[Clause]) -> bool:
    """Whether the clause behind may tell the next figure of the unit: most sentences end or turn to something else."""
    behind = _from(clause, clauses)[1:2] if clause.close in ",:" else []
    figures = behind[0].quantities if behind else ()
    return bool(figures) and figures[0].unit == unit


def told_before(earlier: Iterable[Draft], clause: Clause, clauses: list[Clause], least: int = SEVERAL) -> Draft | None:
    """The figure, some way before, that this clause and all after it in its sentence make up, `least` or more of them.

    受理案件1086件，涉及职工3720人。窗口来访612件，热线转办198件，法院委托241件，网上申请35件.
    """
    if clause.quantities[0].kind == "percentage":
        return None
    unit = clause.quantities[0].unit
    if len(clause.quantities) < least and not _goes_on(unit, clause, clauses):
        return None
    taken, told = Decimal(0), 0
    for part in _from(clause, clauses):
        figures = part.quantities
        if figures:
            own = [figure.value for figure in figures if figure.unit == unit]
            if not own or len(own) < len(figures) > MEASURES or figures[0].start - part.start > NAME:
                break
            taken, told = sum(own, taken), told + len(own)
        if part.close not in ",:":
            break
    if told < least or taken < LARGE:
        return None
    alike = (other for other in earlier if same_kind(other.quantity.unit, unit) and other.parent is None)
    return next((other for other in alike if other.quantity.value == taken), None)


def adds_up_to(left: Decimal, unit: str, close: str, clause: Clause, clauses: list[Clause]) -> bool:
    """Whether this clause and those straight after it, two or more, each with one figure of the unit, come to `left`.

    `close`: the boundary before the clause.
    """
    taken = Decimal(0)
    told = 0
    for part in _from(clause, clauses):
        figures = part.quantities
        # 生活救助1120户、112万元，医疗救助86人、60万元: what makes up the sum may stand behind another measure.
        own = [figure for figure in figures if figure.unit == unit]
        if close not in ",:" or not own or (len(own) < len(figures) and len(figures) > MEASURES):
            return False
        taken, close, told = taken + sum(figure.value for figure in own), part.close, told + len(own)
        # Behind the last of several, what became of it may follow: 其余41万元用于职业介绍.
        ends = taken == left and told >= SEVERAL
        if figures[0].start - part.start > NAME or (part.end > figures[-1].after and not ends):
            return False
        if taken >= left:
            return part is not clause and taken == left
    return False


def rest_is_told(text: str, whole: Quantity, clause: Clause, clauses: list[Clause]) -> bool:
    """Whether this clause and those after it tell of less than `whole`, and then what the rest is.

    创新工作室34个，省级的5个，市级16个，剩下都是县级
    """
    if clause.open not in (",", ":"):
        return False
    taken = Decimal(0)
    for part in _from(clause, clauses):
        figures = part.quantities
        if not figures:
            rest = REST_LEFT if clause.open == ":" else REST_IS
            return taken > 0 and rest.match(text, part.start) is not None
        if any(figure.unit != whole.unit for figure in figures) or figures[0].start - part.start > NAME:
            return False
        taken += sum(figure.value for figure in figures)
        if taken >= whole.value or part.close != ",":
            return False
    return False
