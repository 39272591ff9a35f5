"""The catalogue of indicators as rules/indicators has it: files to entries, and the words that find them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from unionstats.core.errors import RuleError
from unionstats.core.indicator import Indicator, Sample, Topic
from unionstats.core.rules_folder import rules_folder
from unionstats.grammar.folder import INDICATORS, read_toml
from unionstats.grammar.schema import INDICATOR, LABEL_WORDS, TOPIC, check_keys


@dataclass(frozen=True, slots=True)
class LabelWords:
    """How labels are read for the catalogue (rules/indicators/words.toml says what each list is for)."""

    measures: Mapping[str, str]
    levels: Mapping[str, str]
    new: tuple[str, ...]
    never: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    kinds: tuple[str, ...]
    whole: tuple[str, ...]
    edges: str

    def unit(self, measure: str) -> str:
        """The unit of the series that a measure word is counted into: 个 for 家."""
        return self.measures.get(measure, measure)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, in the order of their files.

    Attributes:
        within: of entries that are a subset of another, the other's id.
    """

    indicators: tuple[Indicator, ...]
    words: LabelWords
    within: Mapping[str, str]

    @property
    def topics(self) -> list[Topic]:
        """The topics in order, each once."""
        return list(dict.fromkeys(entry.topic for entry in self.indicators))


@cache
def default_catalogue() -> Catalogue:
    """The catalogue that came with the program."""
    return read_catalogue(None)


def read_catalogue(overlay: Path | None) -> Catalogue:
    """The program's catalogue with that of `overlay`, a folder of rules: new entries are added, known ids replaced.

    Raises:
        RuleError: for the first thing that is wrong.
    """
    folders = [rules_folder(), *([overlay] if overlay else [])]
    entries: dict[str, Indicator] = {}
    words: dict[str, Any] = {}
    topics: dict[str, Topic] = {}
    for folder in folders:
        here: dict[str, Indicator] = {}
        for path in sorted((folder / INDICATORS).glob("*.toml")):
            name = path.relative_to(folder).as_posix()
            table = read_toml(path, name)
            if path.name == "words.toml":
                _add_words(words, table, name)
                continue
            for entry in _entries(table, name, topics):
                if entry.id in here:
                    raise RuleError(_at(entry), f"the id is taken in {here[entry.id].file}", "Give it another id.")
                here[entry.id] = entry
        entries.update(here)
    for entry in entries.values():
        if entry.within is not None and entry.within not in entries:
            raise RuleError(_at(entry), f"'within' names {entry.within}, which is no entry", "Name an id.")
    within = {entry.id: entry.within for entry in entries.values() if entry.within is not None}
    return Catalogue(tuple(entries.values()), _words(words), within)


def _entries(table: Mapping[str, Any], name: str, topics: dict[str, Topic]) -> Iterable[Indicator]:
    check_keys(table, TOPIC, name)
    # A file that only adds entries to a topic need not repeat the topic's names.
    known = topics.get(table["topic"])
    if known is None and not {"name", "name_en"} <= table.keys():
        raise RuleError(name, f"the topic {table['topic']} is new and has no name", "Add name and name_en.")
    topic = known or Topic(table["topic"], table["name"], table["name_en"])
    topics[topic.id] = topic
    for number, body in enumerate(table.get("indicator", []), 1):
        at = f"{name} indicator {body.get('id', f'number {number}')}"
        check_keys(body, INDICATOR, at)
        yield _entry(body, topic, name, at)


def _entry(body: Mapping[str, Any], topic: Topic, file: str, at: str) -> Indicator:
    if not body["id"].startswith(f"{topic.id}.") or not body["id"].replace(".", "_").isidentifier():
        raise RuleError(at, f"the id is not of the form {topic.id}.name", "Write it in English snake_case.")
    if not set(body["name"]).isdisjoint("·（）()"):
        raise RuleError(at, "the name holds · or brackets, which parts and units are written with", "Leave them out.")
    for key in ("units", "words", "examples", "counterexamples"):
        if not body[key]:
            raise RuleError(at, f"'{key}' is empty", "Give at least one.")
    groups = tuple(tuple(group) for group in body["words"] if isinstance(group, list))
    words = [word for group in groups for word in group]
    if (
        len(groups) != len(body["words"])
        or not all(groups)
        or not all(isinstance(word, str) and word for word in words)
    ):
        raise RuleError(at, "'words' is no list of groups of words", 'Write it like [["驿站"], ["服务", "接待"]].')
    return Indicator(
        body["id"],
        topic,
        body["name"],
        body["name_en"],
        body["definition"],
        body["nature"],
        tuple(body["units"]),
        groups,
        tuple(body.get("also", ())),
        tuple(body.get("without", ())),
        body.get("new", False),
        body.get("conferred", False),
        body.get("within"),
        file,
        tuple(_sample(entry, at) for entry in body["examples"]),
        tuple(_sample(entry, at) for entry in body["counterexamples"]),
    )


def _sample(entry: object, at: str) -> Sample:
    if isinstance(entry, str):
        return Sample(entry, "")
    if isinstance(entry, dict) and entry.keys() == {"text", "series"}:
        return Sample(entry["text"], entry["series"])
    raise RuleError(at, f"an example is {entry!r}", 'Write "…" or { text = "…", series = "…" }.')


def _add_words(words: dict[str, Any], table: Mapping[str, Any], name: str) -> None:
    check_keys(table, LABEL_WORDS, name)
    for key, body in table.items():
        mine = words.setdefault(key, {})
        for entry, values in body.items():
            if isinstance(values, list):
                mine[entry] = [*mine.get(entry, []), *values]
            else:
                mine[entry] = values


def _words(words: Mapping[str, Any]) -> LabelWords:
    def listed(key: str) -> tuple[str, ...]:
        return tuple(words.get(key, {}).get("words", ()))

    return LabelWords(
        {word: unit for unit, measures in words.get("measures", {}).items() for word in measures},
        {word: level for level, names in words.get("levels", {}).items() for word in names},
        listed("new"),
        listed("never"),
        listed("before"),
        listed("after"),
        listed("kinds"),
        listed("whole"),
        words.get("edges", {}).get("characters", ""),
    )


def _at(entry: Indicator) -> str:
    return f"{entry.file} indicator {entry.id}"
