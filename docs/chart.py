"""The chart of the README, drawn as plain SVG: the series of each topic in each report of data/raw."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from unionstats.core.indicator import Topic
from unionstats.output.frames import Frames

LEFT, TOP, CELL, ROW = 450, 70, 118, 30
"""Pixels: the width of the names, the height of the head, and of each column and row."""
REST = Topic("", "目录以外", "not in the catalogue")

STYLE = (
    "text{font:13px system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;fill:#1f2933}"
    ".light{fill:#52606d;font-size:12px}.bar{fill:#2f6f9f}.rest{fill:#9aa5b1}.line{stroke:#d9dee3}"
)


def draw(tables: Frames, topics: Sequence[Topic]) -> str:
    """A bar for each topic and report, as long as the report has series of the topic; the number stands beside it."""
    places = sorted(zip(tables.documents["city"], tables.documents["year"], tables.documents["file"], strict=True))
    metrics = tables.metrics
    counts = Counter(zip(metrics["topic"].fillna(""), metrics["file"], strict=True))
    lines = [*topics, REST]
    longest = max(counts.values())
    width, height = LEFT + CELL * len(places) + 10, TOP + ROW * len(lines) + 14
    title = "How many series each sample report gives, by topic of the catalogue (各样例报告按主题的指标数)"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _text(10, 24, title),
    ]
    parts += [_text(LEFT + CELL * number, TOP - 10, f"{city} {year}") for number, (city, year, _) in enumerate(places)]
    for row, topic in enumerate(lines):
        y = TOP + ROW * row
        parts += [
            f'<path class="line" d="M10 {y}H{width - 10}"/>',
            _text(10, y + 20, topic.name),
            _text(132, y + 20, topic.name_en, "light"),
        ]
        for number, (_, _, file) in enumerate(places):
            count = counts[topic.id, file]
            if count:
                parts += _bar(LEFT + CELL * number, y, count, longest, "bar" if topic.id else "rest")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(x: int, y: int, count: int, longest: int, kind: str) -> list[str]:
    length = round((CELL - 40) * count / longest, 1)
    return [
        f'<rect class="{kind}" x="{x}" y="{y + 8}" width="{length}" height="14"/>',
        _text(round(x + length + 5, 1), y + 20, str(count), "light"),
    ]


def _text(x: float, y: int, words: str, kind: str = "") -> str:
    chosen = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{chosen}>{escape(words)}</text>'
