"""The columns of the tables, written once.

From here come the Arrow and Parquet schema, the Table Schema of datapackage.json and the documentation.
The order is the field order of the row types in `core.claim`; a test compares the two.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

ColumnType = Literal["string", "int16", "int32", "int64", "float64", "date32", "bool", "list<string>"]

Header = Literal["en", "zh"]
"""The language of the heads of CSV files and of a workbook: the names of the columns, or their Chinese titles."""

HEADERS: tuple[Header, ...] = ("en", "zh")

FLAG_SEPARATOR = ";"

_TABLE_SCHEMA_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "int16": "integer",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "date32": "date",
    "bool": "boolean",
    "list<string>": "any",  # readers hand over a list, a tuple or an array
}


class Column(NamedTuple):
    """One column.

    Attributes:
        name: English, snake_case.
        type: the Arrow type.
        nullable: whether the value may be missing. A list is never missing, it is empty.
        meaning: one sentence, with the unit where there is one.
        title_zh: the heading for readers of Chinese.
        choices: every value the column may hold, where they are few and fixed.
    """

    name: str
    type: ColumnType
    nullable: bool
    meaning: str
    title_zh: str
    choices: tuple[str, ...] = ()

    def head(self, header: Header) -> str:
        """What stands above the column for a reader of that language."""
        return self.title_zh if header == "zh" else self.name


class TableColumns(NamedTuple):
    """One table: its name, what a row is, its columns and the columns that tell rows apart."""

    name: str
    row: str
    title_zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def heads(self, names: Iterable[str], header: Header) -> list[str]:
        """The heads of some of its columns."""
        heads = {column.name: column.head(header) for column in self.columns}
        return [heads[name] for name in names]


_KIND = Column("kind", "string", False, "What the number is.", "数值类型", ("count", "amount", "percentage"))
_QUALIFIER = Column(
    "qualifier",
    "string",
    False,
    "How exact the figure claims to be: = exact; > for 余 多 超 逾 突破; >= for 以上 不低于 至少; < for 近 将近 不足; "
    "≈ for 约 左右; <= for 以下 以内 不超过.",
    "精确程度",
    ("=", ">", ">=", "<", "≈", "<="),
)
_PLACE = (
    Column("city", "string", False, "The prefecture-level city; for a municipality, the municipality.", "城市"),
    Column("city_code", "string", False, "The city's six digits in GB/T 2260.", "行政区划代码"),
    Column("province", "string", False, "The province, autonomous region or municipality.", "省份"),
    Column("county", "string", True, "The county or district, only where the report is a county's.", "区县"),
)
_PERIOD = (
    Column("period_start", "date32", False, "First day of the period that the figure covers.", "统计期起"),
    Column(
        "period_end",
        "date32",
        False,
        "Last day of the period that the figure covers; equal to period_start for a state on one day.",
        "统计期止",
    ),
)
_VALUE_MAX = Column("value_max", "float64", True, "The upper end, where the report gives a range.", "数值上限")

CLAIMS = TableColumns(
    name="claims",
    row="numeric claim found in a report, with its evidence",
    title_zh="报告中的数据及出处",
    key=("claim_id",),
    columns=(
        Column("claim_id", "string", False, "Stable over runs: from the file's content and the span.", "数据编号"),
        Column("file", "string", False, "Path of the report below the input folder.", "文件"),
        *_PLACE,
        Column("year", "int16", False, "The last year of the period that the figure covers.", "年份"),
        Column("indicator", "string", False, "The series, as in metrics: name, part and years, unit.", "指标"),
        Column("indicator_id", "string", True, "The catalogue's entry, where one matches.", "指标编号"),
        Column("topic", "string", True, "The catalogue's topic, where an entry matches.", "主题"),
        Column("label", "string", False, "What is counted, in the report's own words, simplified.", "原文指标"),
        Column("breakdown", "string", True, "The part, where the figure is a part of a total.", "分项"),
        Column("parent_id", "string", True, "The claim_id of the claim that holds the total.", "总数编号"),
        Column("value", "float64", False, "The number, in `unit`.", "数值"),
        _VALUE_MAX,
        Column(
            "unit",
            "string",
            False,
            "The measure word as printed, without 万 and 亿; 万元 for money; % for percentages, 百分点 for points.",
            "单位",
        ),
        _KIND,
        _QUALIFIER,
        Column(
            "status",
            "string",
            False,
            "Whether the figure was reached (reported) or is a plan or goal (target).",
            "状态",
            ("reported", "target"),
        ),
        *_PERIOD,
        Column(
            "period_source",
            "string",
            False,
            "Where the period was found.",
            "统计期来源",
            ("claim", "sentence", "paragraph", "section", "document", "metadata"),
        ),
        Column("text", "string", False, "The quantity exactly as printed.", "原文数量"),
        Column(
            "char_start",
            "int64",
            False,
            "Where `text` starts in the decoded file or text_file, in code points.",
            "起始位置",
        ),
        Column(
            "char_end", "int64", False, "Where `text` ends in the decoded file or text_file, not included.", "结束位置"
        ),
        Column("evidence", "string", False, "The sentence as printed.", "原句"),
        Column("section", "string", True, "The nearest heading above.", "章节"),
        Column("rule", "string", False, "The rule or rules that made the claim, by id.", "规则"),
        Column("flags", "list<string>", False, "What looks wrong with the figure; nothing is corrected.", "存疑"),
    ),
)

METRICS = TableColumns(
    name="metrics",
    row="city, year and indicator",
    title_zh="指标表",
    key=("city", "year", "indicator"),
    columns=(
        *_PLACE,
        Column("year", "int16", False, "The last year of the period that the figure covers.", "年份"),
        Column(
            "indicator",
            "string",
            False,
            "The series: name, then the part and the years of a longer flow after ·, then the unit in brackets; "
            "a county's series starts with the county.",
            "指标",
        ),
        Column("indicator_id", "string", True, "The catalogue's entry, where one matches.", "指标编号"),
        Column("name", "string", False, "The indicator's name without place, part, years and unit.", "指标名称"),
        Column("topic", "string", True, "The catalogue's topic, where an entry matches.", "主题"),
        Column("breakdown", "string", True, "The part, where the figure is a part of a total.", "分项"),
        Column("unit", "string", False, "The unit of the series; the catalogue's, where an entry matches.", "单位"),
        _KIND,
        Column("value", "float64", False, "The number, in `unit`.", "数值"),
        _VALUE_MAX,
        _QUALIFIER,
        *_PERIOD,
        Column("n_claims", "int32", False, "How many claims share city, year and indicator.", "来源数"),
        Column("values_seen", "string", False, "Their distinct values, chosen one first, joined by '; '.", "各来源值"),
        Column("conflict", "bool", False, "Whether they disagree beyond their rounding.", "是否冲突"),
        Column("flags", "list<string>", False, "What looks wrong with the chosen figure.", "存疑"),
        Column("claim_id", "string", False, "The chosen claim.", "数据编号"),
        Column("file", "string", False, "The report of the chosen claim.", "文件"),
    ),
)

DOCUMENTS = TableColumns(
    name="documents",
    row="input file, read or failed",
    title_zh="输入文件",
    key=("file",),
    columns=(
        Column("file", "string", False, "Path of the report below the input folder.", "文件"),
        Column("sha256", "string", True, "Of the file's bytes, in hexadecimal.", "文件校验值"),
        Column("bytes", "int64", True, "The file's size in bytes.", "字节数"),
        Column("encoding", "string", True, "How the bytes were decoded.", "编码"),
        Column("script", "string", True, "Its characters.", "字体", ("simplified", "traditional", "mixed")),
        Column("format", "string", True, "What it is by its content: txt, md, html, docx or pdf.", "格式"),
        Column("title", "string", True, "The report's title.", "标题"),
        *(place._replace(nullable=True) for place in _PLACE),
        Column("city_source", "string", True, "Where the city was found.", "城市来源"),
        Column("year", "int16", True, "The year the report reports on.", "报告年份"),
        Column("year_source", "string", True, "Where the year was found.", "年份来源"),
        Column("published", "date32", True, "When it was published, where it says so.", "发布日期"),
        Column("repairs", "int32", False, "How many places of page damage were mended.", "修复处数"),
        Column("unrepaired", "int32", False, "How many places of page damage were left as they are.", "未修复处数"),
        Column(
            "replaced",
            "int32",
            False,
            "How many places could not be decoded and stand as U+FFFD in the text.",
            "乱码处数",
        ),
        Column("n_claims", "int32", False, "How many claims were found.", "数据条数"),
        Column("n_dropped", "int32", False, "How many numbers were turned down.", "排除条数"),
        Column("status", "string", False, "What became of the file.", "处理结果", ("ok", "failed", "skipped")),
        Column("error", "string", True, "What is wrong and what to do, where it was not read.", "错误"),
        Column(
            "text_file",
            "string",
            True,
            "Where the text is kept that `char_start` and `char_end` point into, where the file itself is not text.",
            "提取文本",
        ),
        Column("warning", "string", True, "What may be missing from the text, or too much in it.", "提示"),
    ),
)

INDICATORS = TableColumns(
    name="indicators",
    row="entry of the catalogue, with what the dataset holds of it",
    title_zh="指标目录",
    key=("indicator_id",),
    columns=(
        Column("indicator_id", "string", False, "The entry's id: topic.name.", "指标编号"),
        Column("name", "string", False, "As a statistical yearbook has it; series begin with it.", "指标名称"),
        Column("name_en", "string", False, "The name in English.", "英文名称"),
        Column("topic", "string", False, "The catalogue's topic.", "主题"),
        Column("topic_name", "string", False, "The topic's name.", "主题名称"),
        Column("definition", "string", False, "What is counted, in one sentence.", "定义"),
        _KIND,
        Column(
            "nature",
            "string",
            False,
            "stock: how many there are on the last day; flow: how many the period came to; rate: a share.",
            "性质",
            ("stock", "flow", "rate"),
        ),
        Column("unit", "string", False, "The unit of its series; the usual one where it has several.", "单位"),
        Column("n_claims", "int32", False, "How many claims of the dataset belong to it.", "数据条数"),
        Column("n_cities", "int32", False, "From how many cities.", "城市数"),
        Column("n_years", "int32", False, "From how many years.", "年份数"),
    ),
)

TABLES = (METRICS, CLAIMS, DOCUMENTS, INDICATORS)


def table_schema(table: TableColumns, *, in_csv: bool, header: Header = "en") -> dict[str, object]:
    """The Frictionless Table Schema of one table, in CSV or in Parquet.

    Its fields are named as the heads are, and bear the other language as title. In CSV a list is one cell, joined by
    `FLAG_SEPARATOR`. Parquet is validated by way of pandas, which turns
    integers with gaps into floats; there they are called numbers.
    """
    fields: list[dict[str, object]] = []
    for column in table.columns:
        joined = column.type == "list<string>" and in_csv
        kind = _TABLE_SCHEMA_TYPES[column.type]
        if joined:
            kind = "string"
        elif kind == "integer" and column.nullable and not in_csv:
            kind = "number"
        field: dict[str, object] = {
            "name": column.head(header),
            "type": kind,
            "title": column.head("en" if header == "zh" else "zh"),
            "description": column.meaning + (f" Joined by '{FLAG_SEPARATOR}'." if joined else ""),
        }
        constraints: dict[str, object] = {}
        # An empty list is an empty cell, which Table Schema takes for a missing value.
        if not column.nullable and not joined:
            constraints["required"] = True
        if column.choices:
            constraints["enum"] = list(column.choices)
        if constraints:
            field["constraints"] = constraints
        fields.append(field)
    return {"fields": fields, "missingValues": [""], "primaryKey": table.heads(table.key, header)}
