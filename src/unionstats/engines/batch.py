"""Reports in a record batch to claims in a record batch: the function that any engine can map over its partitions."""

from functools import cache
from pathlib import Path

import pyarrow as pa

from unionstats.core.errors import UsageError
from unionstats.output.columns import CLAIMS
from unionstats.output.tables import arrow_schema, claims_table
from unionstats.pipeline import read_contents
from unionstats.report import Tools, tools

SCHEMA = arrow_schema(CLAIMS)
"""The columns of `extract_batch`: those of claims."""


def extract_batch(batch: pa.RecordBatch, rules: str | None = None) -> pa.RecordBatch:
    """The claims of a batch of reports. The same batch gives the same claims, in any process.

    Flags that compare reports with each other (conflict, outlier) are not raised, and metrics need the claims of a
    city and year together.

    Args:
        batch: with the columns `file` (string: the report's name) and `content` (binary: its bytes).
        rules: a folder of rules to add to the program's own.

    Returns:
        The columns of claims, rows in the order of the reports and their text. A report that cannot be read, or whose
        city or year it does not tell, gives no rows.

    Raises:
        UsageError: a column is missing or of another type.
        RuleError: a rule is broken.
    """
    for name, types in (("file", (pa.string(), pa.large_string())), ("content", (pa.binary(), pa.large_binary()))):
        if name not in batch.schema.names or batch.schema.field(name).type not in types:
            raise UsageError("extract_batch", f"the batch has no column {name} of type {types[0]}", "Add it.")
    files, contents = batch.column("file").to_pylist(), batch.column("content").to_pylist()
    given = ((file, data) for file, data in zip(files, contents, strict=True) if file is not None and data is not None)
    table = claims_table(read_contents(given, _tools(rules))).combine_chunks()
    return (
        table.to_batches()[0]
        if table.num_rows
        else pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in SCHEMA], schema=SCHEMA)
    )


@cache
def _tools(rules: str | None) -> Tools:
    return tools(Path(rules) if rules else None)
