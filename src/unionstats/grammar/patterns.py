"""Many words as one pattern: a trie, so that the engine looks at each character once, with the words' guards inside."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A word of a rule and the characters or words beside which it is not meant."""

    text: str
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


def words_of(entries: Iterable[object], body: Mapping[str, Any] | None = None) -> list[Word]:
    """The entries of a rule's word list as words; guards of the whole rule (`body`) are added to each word's own."""
    after = tuple((body or {}).get("not_after", ()))
    before = tuple((body or {}).get("not_before", ()))
    words = []
    for entry in entries:
        if isinstance(entry, str):
            words.append(Word(entry, after, before))
        elif isinstance(entry, dict):
            words.append(
                Word(
                    entry["word"],
                    after + tuple(entry.get("not_after", ())),
                    before + tuple(entry.get("not_before", ())),
                )
            )
    return words


def alternatives(words: Iterable[Word], *, reverse: bool = False) -> str:
    """A pattern that matches the longest of the words; with `reverse` on text that is reversed, guards included.

    A guard that looks back must have one length per alternative, so each guard word is a look-behind of its own.
    """
    root: dict[str, Any] = {}
    for word in words:
        after, before = (word.not_before, word.not_after) if reverse else (word.not_after, word.not_before)
        node = root
        for char in word.text[::-1] if reverse else word.text:
            node = node.setdefault(char, {})
        ahead = "|".join(re.escape(text[::-1] if reverse else text) for text in before)
        guard = f"(?!{ahead})" if ahead else ""
        for text in after:
            flipped = text[::-1] if reverse else text
            guard += f"(?<!{re.escape(flipped)}{re.escape(word.text[::-1] if reverse else word.text)})"
        node.setdefault("", set()).add(guard)
    return _render(root) if root else "(?!)"


def _render(node: Mapping[str, Any]) -> str:
    branches = []
    plain: list[str] = []
    for char, child in node.items():
        if char == "":
            continue
        tail = _render(child)
        if tail:
            branches.append(re.escape(char) + tail)
        else:
            plain.append(char)
    if plain:
        branches.insert(0, re.escape(plain[0]) if len(plain) == 1 else f"[{''.join(map(re.escape, plain))}]")
    ends = node.get("")
    if ends is None:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if not branches:
        return "" if "" in ends else _one_of(sorted(ends))
    end = "" if "" in ends else _one_of(sorted(ends))
    return f"(?:{'|'.join(branches)}|{end})"


def _one_of(guards: list[str]) -> str:
    return guards[0] if len(guards) == 1 else f"(?:{'|'.join(guards)})"
