"""Claims against a gold set: which are right, in which respects, and what the others should have been.

A claim and a gold claim are a pair where their spans overlap; each is in one pair at most, and the pairs that overlap
most are made first. A claim paired with an optional gold claim counts neither for nor against. For each measure,
precision is right / claims, recall right / gold claims, and F1 2 right / (claims + gold claims). Right is a pair in

  found      that it is one
  value      value, upper end, unit and kind
  qualifier, status, year, period, label, part, city
             value and that
  all        all of them but the period, of which the year is a part

A mean stands beside them: `like`, how alike the labels of claim and gold are where the value is right. The keywords
that `label` asks for would forgive a label that rambles; its pairs of characters do not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from unionstats.core.errors import UsageError
from unionstats.metrics.comparison import Difference, FoundClaim, differ, likeness_of
from unionstats.metrics.gold import GoldClaim, GoldReport

MEASURES = ("found", "value", "qualifier", "status", "year", "period", "label", "part", "city", "all")
LIKE = "like"
_NOT_IN_ALL = frozenset({"period"})


class Error(NamedTuple):
    """A pair that is wrong somewhere; a claim that is none (no gold); or a gold claim that was missed (no claim)."""

    differences: tuple[Difference, ...]
    found: FoundClaim | None
    gold: GoldClaim | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The measures that fail, or spurious, or missed."""
        if self.gold is None:
            return ("spurious",)
        return tuple(difference.measure for difference in self.differences) if self.found else ("missed",)

    def costs(self, measure: str) -> bool:
        """Whether the measure would be higher without this error. For `like`, whether the label is wrong."""
        kinds = self.kinds
        if measure == LIKE:
            return "label" in kinds
        if self.found is None or self.gold is None:
            return True
        if "value" in kinds:
            return measure != "found"
        return measure in kinds or (measure == "all" and not _NOT_IN_ALL.issuperset(kinds))


class Figure(NamedTuple):
    """How a measure came out: pairs that are right, and their share of claims, of gold claims and of both."""

    right: int
    precision: float
    recall: float
    f1: float


class ReportScore(NamedTuple):
    """The figures of one report or of all together.

    Attributes:
        rows, gold: claims and gold claims that count.
        figures: by measure, in the order of MEASURES.
        like: how alike the labels are, 0 to 1.
        errors: in the order of the text.
    """

    rows: int
    gold: int
    figures: dict[str, Figure]
    like: float
    errors: list[Error]


class Scores(NamedTuple):
    """Each report by its stem, and all of them as if they were one."""

    reports: dict[str, ReportScore]
    total: ReportScore


class _Tally(NamedTuple):
    rows: int
    gold: int
    right: Counter[str]
    likeness: float
    errors: list[Error]


def score(found: Iterable[FoundClaim], gold: Mapping[str, GoldReport]) -> Scores:
    """Hold claims against a gold set. Claims of files that are not in it are left aside.

    Raises:
        UsageError: when the claims of two files would be held against one report.
    """
    claims: dict[str, list[FoundClaim]] = {stem: [] for stem in gold}
    files: dict[str, str] = {}
    for claim in found:
        stem = stem_of(claim)
        if stem not in claims:
            continue
        if files.setdefault(stem, claim.file) != claim.file:
            what = f"{files[stem]} and {claim.file} are both the report {stem} of the gold set"
            raise UsageError(claim.file, what, "Give the claims of one of them.")
        claims[stem].append(claim)
    tallies = {stem: _tally(claims[stem], report) for stem, report in gold.items()}
    return Scores({stem: _score(tally) for stem, tally in tallies.items()}, _score(_sum(tallies.values())))


def stem_of(claim: FoundClaim) -> str:
    """The name of the claim's report in a gold set."""
    return PurePosixPath(claim.file).stem


def _tally(found: Sequence[FoundClaim], report: GoldReport) -> _Tally:
    """Count one report."""
    gold_of = _pairs(found, report.claims)
    rows, right, likeness, errors = 0, Counter[str](), 0.0, []
    for at, claim in enumerate(found):
        if at not in gold_of:
            rows += 1
            errors.append(Error((), claim, None))
            continue
        gold = report.claims[gold_of[at]]
        if gold.optional:
            continue
        rows += 1
        differences = tuple(differ(claim, gold, report.city))
        wrong = {difference.measure for difference in differences}
        if "value" in wrong:
            right["found"] += 1
        else:
            right.update(measure for measure in MEASURES[:-1] if measure not in wrong)
            right["all"] += wrong <= _NOT_IN_ALL
            likeness += likeness_of(claim.label, gold.indicator)
        if differences:
            errors.append(Error(differences, claim, gold))
    paired = set(gold_of.values())
    errors += [Error((), None, gold) for at, gold in enumerate(report.claims) if at not in paired and not gold.optional]
    errors.sort(key=_place)
    return _Tally(rows, sum(not gold.optional for gold in report.claims), right, likeness, errors)


def _pairs(found: Sequence[FoundClaim], gold: Sequence[GoldClaim]) -> dict[int, int]:
    """The number of the gold claim for that of each claim that has one.

    The larger overlap goes first, then the nearer start; what is still equal goes to the later in the text.
    """
    candidates = []
    for row, claim in enumerate(found):
        for at, expected in enumerate(gold):
            overlap = min(claim.char_end, expected.end) - max(claim.char_start, expected.start)
            if overlap > 0:
                candidates.append((-overlap, abs(claim.char_start - expected.start), -row, -at))
    gold_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, row, at in sorted(candidates):
        if -row not in gold_of and -at not in taken:
            gold_of[-row] = -at
            taken.add(-at)
    return gold_of


def _place(error: Error) -> int:
    if error.found is not None:
        return error.found.char_start
    return error.gold.start if error.gold is not None else 0


def _sum(tallies: Iterable[_Tally]) -> _Tally:
    rows, gold, right, likeness, errors = 0, 0, Counter[str](), 0.0, list[Error]()
    for tally in tallies:
        rows += tally.rows
        gold += tally.gold
        right += tally.right
        likeness += tally.likeness
        errors += tally.errors
    return _Tally(rows, gold, right, likeness, errors)


def _score(tally: _Tally) -> ReportScore:
    figures = {
        measure: Figure(
            tally.right[measure],
            _share(tally.right[measure], tally.rows),
            _share(tally.right[measure], tally.gold),
            _share(2 * tally.right[measure], tally.rows + tally.gold),
        )
        for measure in MEASURES
    }
    return ReportScore(tally.rows, tally.gold, figures, _share(tally.likeness, tally.right["value"]), tally.errors)


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0
