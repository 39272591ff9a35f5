"""A claims table, from a dataset or alone, to the rows that are held against a gold set."""

from pathlib import Path

import pyarrow as pa

from unionstats.core.errors import UsageError
from unionstats.metrics.comparison import FoundClaim
from unionstats.output.columns import CLAIMS
from unionstats.output.tables import arrow_schema, read_parquet

FILE_NAME = f"{CLAIMS.name}.parquet"
_REMEDY = f"Give {FILE_NAME} or the folder that unionstats extract wrote."


def read_claims(path: Path) -> list[FoundClaim]:
    """The rows of claims.parquet, or of the one in the folder `path`.

    Other columns may be missing, so that claims that another program found can be scored as well.

    Raises:
        UsageError: there is no such file, it is no Parquet, or a column is missing or of another kind.
    """
    file = path / FILE_NAME if path.is_dir() else path
    try:
        table = read_parquet(file)
    except FileNotFoundError:
        raise UsageError(str(file), "there is no such file", _REMEDY) from None
    except (OSError, pa.ArrowException) as error:
        raise UsageError(str(file), f"cannot be read as Parquet ({_first_line(error)})", _REMEDY) from None
    if missing := [name for name in FoundClaim._fields if name not in table.column_names]:
        raise UsageError(str(file), f"lacks the columns {', '.join(missing)}", _REMEDY)
    try:
        return found_claims(table)
    except (ValueError, pa.ArrowException) as error:
        raise UsageError(str(file), f"is no claims table ({_first_line(error)})", _REMEDY) from None


def found_claims(table: pa.Table) -> list[FoundClaim]:
    """The rows of a claims table.

    Raises:
        ValueError, ArrowException: a column is of another kind, or empty where it may not be.
    """
    schema = arrow_schema(CLAIMS)
    fields = [schema.field(name) for name in FoundClaim._fields]
    columns = []
    for field in fields:
        column = table.column(field.name)
        if column.null_count and not field.nullable:
            raise ValueError(f"{field.name} is empty in {column.null_count} rows")
        columns.append(column.cast(field.type).to_pylist())
    return [FoundClaim(*row) for row in zip(*columns, strict=True)]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
