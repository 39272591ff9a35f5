"""An entry of the indicator catalogue, and the series that a figure belongs to."""

from dataclasses import dataclass
from typing import NamedTuple


class Topic(NamedTuple):
    """One chapter of the catalogue: organisation, rights and so on."""

    id: str
    name: str
    name_en: str


class Sample(NamedTuple):
    """A sentence, and the series that one of its figures must get; empty where only the entry matters."""

    text: str
    series: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What unions count, whatever their reports call it.

    Attributes:
        id: topic.name in English snake_case.
        name, name_en, definition: as a yearbook would have it.
        nature: stock (a state on the last day), flow (what took place in the period) or rate.
        units: of its series, the usual one first. The same thing told in 人 and in 人次 makes two series.
        words: groups of words; the label must hold one of each group. The first group names the thing.
        also: words that may be there too and narrow nothing.
        without: words that the label must not hold.
        new: whether the label must speak of what was added in the period (新建, 新增).
        conferred: whether it is a title, which each level confers: the place in its name is its level.
        within: the id of the indicator that holds this one: adopted suggestions within those made.
        examples, counterexamples: sentences in which a figure, or no figure, belongs to it.
    """

    id: str
    topic: Topic
    name: str
    name_en: str
    definition: str
    nature: str
    units: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    also: tuple[str, ...]
    without: tuple[str, ...]
    new: bool
    conferred: bool
    within: str | None
    file: str
    examples: tuple[Sample, ...]
    counterexamples: tuple[Sample, ...]

    @property
    def kind(self) -> str:
        """count, amount or percentage: what its unit says."""
        return {"万元": "amount", "%": "percentage", "百分点": "percentage"}.get(self.units[0], "count")


class Series(NamedTuple):
    """The series of a figure: `indicator` as in the tables; id and topic where the catalogue knows it."""

    indicator: str
    indicator_id: str | None = None
    topic: str | None = None


class IndicatorRow(NamedTuple):
    """One row of the indicators table: an entry of the catalogue, and how much of it a dataset holds."""

    indicator_id: str
    name: str
    name_en: str
    topic: str
    topic_name: str
    definition: str
    kind: str
    nature: str
    unit: str
    n_claims: int
    n_cities: int
    n_years: int
