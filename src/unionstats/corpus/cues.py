"""The words around a place's name, made ready to be looked for at one position of a text.

The words are the lists of rules/places.toml; how far from the name each may stand is said here.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from unionstats.core.script import HAN

# How far behind a name, and behind a union's, a company's word makes the name a part of something else's.
NAME_CHARS, UNION_CHARS = 12, 4
# How far a clause is read before and behind a name.
CLAUSE_CHARS = 12
# How far before a name a guest from above may be named.
VISIT_CHARS = 30
# Punctuation of either width, by code point: the two widths look alike in many fonts.
_CLAUSE_ENDS = ",\uff0c\u3002;\uff1b:\uff1a!\uff01?\uff1f\n"
# 在省总工会领导下: another one looks down, not the union before.
_TURN = "在被获受由经"


class Cues(NamedTuple):
    """What may stand beside a place's name. Patterns are matched where the name (or its union) ends.

    Attributes:
        union: 总工会.
        zone_union: a zone and a union, either or both missing: 高新区总工会.
        named_zone: a zone with a name of its own, and its union: 曲江, 新区, 总工会.
        part: a county or district that is no place of the table, and its union: 梅河新区总工会 of some city.
        zone_not: what is no zone's name: 各级 in 合肥市各级开发区工会.
        company: what makes the name a company's, within `NAME_CHARS` (`UNION_CHARS` behind a union).
        branch: a union of a trade, within `NAME_CHARS`.
        local: the branch of a national company in the place, within `NAME_CHARS`.
        han: what may stand before these two.
        self: the page speaks of the place's own.
        press: the place's newspaper or news site, one of `self`.
        partner_after, partner_before: what makes the place somebody else's; `partner_last` ends the words before it.
        superior_after, superior_before: the union above.
        visit: between a union and the place where it travels.
        above: unions that are over all cities' unions.
        signature_before: 主办, before a union's name and a colon.
        foot: the line that opens the list of other news, and the line break before it.
        clause_end: punctuation that ends a clause, or a line break.
        talk: a report's word for itself; `talk_city` and `talk_province` say which are whose.
        talk_county_not_before: characters before a county's word that take it back.
    """

    union: re.Pattern[str]
    zone_union: re.Pattern[str]
    named_zone: re.Pattern[str]
    part: re.Pattern[str]
    zone_not: tuple[str, ...]
    company: re.Pattern[str]
    branch: re.Pattern[str]
    local: re.Pattern[str]
    han: re.Pattern[str]
    self: re.Pattern[str]
    press: re.Pattern[str]
    partner_after: re.Pattern[str]
    partner_before: tuple[str, ...]
    partner_last: frozenset[str]
    superior_after: re.Pattern[str]
    superior_before: tuple[str, ...]
    visit: tuple[str, ...]
    above: tuple[str, ...]
    signature_before: tuple[str, ...]
    foot: re.Pattern[str]
    clause_end: re.Pattern[str]
    talk: re.Pattern[str]
    talk_city: frozenset[str]
    talk_province: frozenset[str]
    talk_county_not_before: frozenset[str]


def cues_of(words: Mapping[str, tuple[str, ...]]) -> Cues:
    """The lists of places.toml as patterns. A list without words matches nothing."""
    zone, union = _any(words["zone"]), _any(words["issuer"])
    return Cues(
        union=re.compile(union),
        zone_union=re.compile(f"({zone})?({union})?"),
        named_zone=re.compile(f"({HAN}{{1,3}}?)((?>{zone}))({union})"),
        part=re.compile(f"({HAN}{{2,6}}?[区县旗]){union}"),
        zone_not=words["zone_not"],
        company=re.compile(_any(words["company"])),
        branch=re.compile(_any(words["branch"])),
        local=re.compile(_any(words["local"])),
        han=re.compile(f"{HAN}*"),
        self=re.compile(_any([*words["self"], *words["press"]])),
        press=re.compile(_any(words["press"])),
        partner_after=re.compile(_any(words["partner_after"])),
        partner_before=words["partner_before"],
        partner_last=frozenset(word[-1] for word in words["partner_before"]),
        superior_after=re.compile(f"[^{_CLAUSE_ENDS}{_TURN}]*?{_any(words['superior_after'])}"),
        superior_before=words["superior_before"],
        visit=words["visit"],
        above=words["above"],
        signature_before=words["signature_before"],
        foot=re.compile(rf"\n[ \t\u3000【]*{_any(words['furniture'])}"),
        clause_end=re.compile(f"[{_CLAUSE_ENDS}]"),
        talk=re.compile(_any([*words["talk_city"], *words["talk_county"], *words["talk_province"]])),
        talk_city=frozenset(words["talk_city"]),
        talk_province=frozenset(words["talk_province"]),
        talk_county_not_before=frozenset(words["talk_county_not_before"]),
    )


def _any(words: Iterable[str]) -> str:
    """The longest of `words` that stands here."""
    longest = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else "(?!)"
