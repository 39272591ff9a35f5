"""The tables of a dataset as pandas data frames, and what an analyst asks of them first."""

from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from unionstats.core.errors import UsageError
from unionstats.output.columns import TABLES
from unionstats.output.notebook import Html, claim_html

if TYPE_CHECKING:
    import pandas as pd

_WHOLE = {"int16": "Int16", "int32": "Int32", "int64": "Int64"}


class Frames(NamedTuple):
    """The tables as pandas data frames.

    Dates are datetime64, flags arrays of texts, whole numbers whole even where some are missing (Int16, Int64).
    """

    claims: "pd.DataFrame"
    metrics: "pd.DataFrame"
    documents: "pd.DataFrame"
    indicators: "pd.DataFrame"

    def pivot(self, indicator: str, *, parts: bool = False) -> "pd.DataFrame":
        """One indicator over cities and years: a row for each place, series and unit, a column for each year.

        Args:
            indicator: an id, a name of the catalogue, Chinese or English, or a name that metrics has without entry.
            parts: the parts of the indicator too.

        Raises:
            UsageError: the dataset has no such indicator.
        """
        rows = self.metrics[self._are(indicator)]
        if not parts:
            rows = rows[rows["breakdown"].isna()]
        county = rows["county"].fillna("")
        heads = zip(rows["indicator"], county, strict=True)
        names = [name.removeprefix(f"{own}·").rpartition("（")[0] for name, own in heads]
        rows = rows.assign(city=rows["city"] + county, series=names)
        return rows.pivot(index=["city", "series", "unit"], columns="year", values="value")

    def show(self, claim_id: str) -> Html:
        """One claim with its sentence, the quantity marked, as HTML.

        Raises:
            UsageError: the dataset has no such claim.
        """
        found = self.claims[self.claims["claim_id"] == claim_id]
        if found.empty:
            raise UsageError(claim_id, "the dataset has no such claim", "Take a claim_id of claims or metrics.")
        claim: dict[str, Any] = {str(name): value for name, value in found.iloc[0].items()}
        for name in ("county", "breakdown", "section"):
            claim[name] = claim[name] if isinstance(claim[name], str) else None
        same = self.claims[(self.claims["file"] == claim["file"]) & (self.claims["evidence"] == claim["evidence"])]
        before = same[same["char_start"] < claim["char_start"]].sort_values("char_start")
        return claim_html(claim, before["text"].tolist())

    def _are(self, indicator: str) -> "pd.Series[bool]":
        """Which rows of metrics are of the indicator."""
        entries = self.indicators
        known = entries[(entries[["indicator_id", "name", "name_en"]] == indicator).any(axis=1)]
        if not known.empty:
            ids: pd.Series[bool] = self.metrics["indicator_id"] == known["indicator_id"].iloc[0]
            return ids
        named: pd.Series[bool] = self.metrics["name"] == indicator
        if named.any():
            return named
        holds = entries["name"].str.contains(indicator, regex=False)
        near = entries[holds].sort_values("n_claims", ascending=False)["name"].head(3)
        remedy = f"Did you mean {', '.join(near)}?" if holds.any() else "See its indicators."
        raise UsageError(indicator, "the dataset has no such indicator", remedy)

    def _repr_html_(self) -> str:
        places = self.documents["city"].nunique()
        years = self.metrics["year"]
        span = f", {years.min()}–{years.max()}" if len(years) else ""
        return (
            f"<p><b>unionstats</b>: {len(self.documents):,} documents, {places:,} cities{span}; "
            f"{len(self.claims):,} claims, {len(self.metrics):,} metrics. "
            "<code>claims</code>, <code>metrics</code>, <code>documents</code>, <code>indicators</code>, "
            "<code>pivot(indicator)</code>, <code>show(claim_id)</code></p>"
        )


def frames_of(tables: dict[str, pa.Table]) -> Frames:
    """The data frames of a dataset's tables, by name.

    Raises:
        UsageError: when pandas is not installed.
    """
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise UsageError("pandas", "it is not installed", "Run pip install pandas.") from None
    frames = {}
    for columns in TABLES:
        gaps = {
            column.name: _WHOLE[column.type] for column in columns.columns if column.nullable and column.type in _WHOLE
        }
        frames[columns.name] = tables[columns.name].to_pandas(date_as_object=False).astype(gaps)
    return Frames(**frames)
