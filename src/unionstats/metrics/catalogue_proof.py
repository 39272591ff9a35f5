"""Run the examples and counterexamples that every entry of the catalogue carries."""

from collections.abc import Iterable

from unionstats.core.document import Place
from unionstats.core.indicator import Indicator, Sample
from unionstats.corpus.read import document_of
from unionstats.grammar.catalogue import Catalogue
from unionstats.grammar.rulebook import Rulebook
from unionstats.matching.proof import Failure
from unionstats.matching.settle import read_report
from unionstats.metrics.cataloguing import Cataloguer
from unionstats.metrics.series import series_of_report

SAMPLE_PLACE = Place("保定市", "130600", "河北省", None, "text")
"""Whose report the sentences are: 保定市五一劳动奖章 is the city's own."""

SAMPLE_YEAR = 2024


def prove_catalogue(catalogue: Catalogue, rules: Rulebook, only: Iterable[Indicator] | None = None) -> list[Failure]:
    """Every sentence that does not hold, in the order of the entries."""
    cataloguer = Cataloguer(catalogue, rules.lexicon.holds_verb)
    failures = []
    for entry in catalogue.indicators if only is None else only:
        for kind, samples in (("example", entry.examples), ("counterexample", entry.counterexamples)):
            for sample in samples:
                what = _prove_one(cataloguer, rules, entry, sample, counter=kind == "counterexample")
                if what:
                    failures.append(Failure(entry.id, entry.file, kind, sample.text, what))
    return failures


def _prove_one(cataloguer: Cataloguer, rules: Rulebook, entry: Indicator, sample: Sample, *, counter: bool) -> str:
    reading = read_report(document_of(sample.text), rules, year=SAMPLE_YEAR)
    found = series_of_report(reading.drafts, reading.periods, SAMPLE_PLACE, cataloguer)
    shown = "; ".join(
        f"{draft.label} {draft.quantity.unit} → {series.indicator_id or 'no entry'} {series.indicator}"
        for draft, series in zip(reading.drafts, found, strict=True)
    )
    hit = any(series.indicator_id == entry.id for series in found)
    if counter:
        return f"a figure belongs to it: {shown}" if hit else ""
    if not hit:
        return f"no figure belongs to it: {shown or 'no figure found'}"
    if sample.series and all(series.indicator != sample.series for series in found):
        return f"expected the series {sample.series}, found {shown}"
    return ""
