"""The floors: how well the reports of each corpus are read, below which no change may bring them.

    python tests/pin_floors.py [--lower]        (or: make floors)

measures every corpus that is there and raises its floors to what was reached. A floor is lowered by `--lower` only,
and only where the section Unreleased of CHANGELOG.md has an entry that speaks of a floor and names the measure in
backticks: a fall is then a decision that readers are told of. A corpus that is not there keeps its floors.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from unionstats.metrics.gold import INDEX, read_gold
from unionstats.metrics.scoring import LIKE, score
from unionstats.output.read_claims import found_claims
from unionstats.pipeline import extract_files

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.json"
CHANGELOG = ROOT / "CHANGELOG.md"
TOLERANCE = 0.0005
"""By how much a measure may fall short of its floor: the floors are rounded."""


class Corpus(NamedTuple):
    """Reports with their gold.

    Attributes:
        reports, gold: the folders.
        real: only the reports whose `origin` is real, or only the others; all when None.
    """

    reports: Path
    gold: Path
    real: bool | None = None

    def is_there(self) -> bool:
        """The corpora outside the repository may be missing."""
        return self.reports.is_dir() and (self.gold / INDEX).is_file()

    def stems(self) -> list[str]:
        """The reports of the corpus, sorted."""
        index = json.loads((self.gold / INDEX).read_text(encoding="utf-8"))
        return sorted(
            stem for stem, facts in index.items() if self.real is None or self.real == (facts["origin"] == "real")
        )


class Floor(NamedTuple):
    """What is pinned of a corpus: which reports and gold were measured, and what was reached."""

    digest: str
    measures: dict[str, float]


_OUTSIDE = ROOT.parent / "shared"  # kept outside the repository
CORPORA = {
    "raw": Corpus(ROOT / "data" / "raw", ROOT / "tests" / "gold"),
    "development": Corpus(ROOT / "tests" / "development" / "reports", ROOT / "tests" / "development" / "gold"),
    "unseen": Corpus(ROOT / "tests" / "unseen" / "reports", ROOT / "tests" / "unseen" / "gold"),
    "outside-real": Corpus(_OUTSIDE / "reports", _OUTSIDE / "gold", real=True),
    "outside-written": Corpus(_OUTSIDE / "reports", _OUTSIDE / "gold", real=False),
}


def measure(corpus: Corpus) -> Floor:
    """Read the reports of a corpus and score them, to four decimals."""
    stems = corpus.stems()
    reports = [corpus.reports / f"{stem}.txt" for stem in stems]
    dataset = extract_files(reports)
    total = score(found_claims(dataset.claims), read_gold(corpus.gold, stems)).total
    shares = {name: figure.f1 for name, figure in total.figures.items()} | {LIKE: total.like}
    golds = [corpus.gold / f"{stem}.jsonl" for stem in stems]
    return Floor(digest_of([*reports, *golds]), {name: round(share, 4) for name, share in shares.items()})


def digest_of(files: Sequence[Path]) -> str:
    """One hash over the names and the lines of the files; how their lines end does not matter."""
    digest = hashlib.sha256()
    for path in files:
        lines = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(lines)}\n".encode())
        digest.update(lines)
    return digest.hexdigest()


def read_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """The pinned floors; none where there is no file."""
    if not path.exists():
        return {}
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: Floor(**entry) for name, entry in entries.items()}


def write_floors(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """Write them in the order of CORPORA, so that a change shows as the lines that it is."""
    entries = {name: floors[name]._asdict() for name in sorted(floors, key=list(CORPORA).index)}
    path.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8", newline="\n")


def fallen(floor: Floor, now: Floor) -> dict[str, tuple[float, float]]:
    """The measures below their floors: floor and what was reached."""
    return {
        name: (least, now.measures.get(name, 0.0))
        for name, least in floor.measures.items()
        if now.measures.get(name, 0.0) < least - TOLERANCE
    }


def raised(floor: Floor | None, now: Floor, lowered: Sequence[str] = ()) -> Floor:
    """The floor after a measurement: the higher of the two, save for the measures that may be lowered."""
    old = floor.measures if floor else {}
    return Floor(
        now.digest,
        {name: share if name in lowered else max(share, old.get(name, 0.0)) for name, share in now.measures.items()},
    )


def told_of(changelog: str) -> set[str]:
    """What those entries of the section Unreleased name, in backticks, that speak of a floor."""
    section = re.search(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    entries = re.split(r"^[-*] ", section[1], flags=re.MULTILINE) if section else []
    return {
        word
        for entry in entries
        if re.search(r"\bfloors?\b", entry, re.IGNORECASE)
        for word in re.findall(r"`([^`]+)`", entry.split("\n\n")[0])
    }


def pin(
    floors: Mapping[str, Floor], measured: Mapping[str, Floor], changelog: str, *, lower: bool
) -> tuple[dict[str, Floor], list[str]]:
    """The new floors, and what stands against writing them."""
    told = told_of(changelog) if lower else set()
    refusals, result = [], dict(floors)
    for name, now in measured.items():
        below = fallen(floors[name], now) if name in floors else {}
        for which, (least, reached) in below.items():
            if which not in told:
                remedy = (
                    f"Tell it in CHANGELOG.md: an entry under Unreleased with the word floor and `{which}`."
                    if lower
                    else "Find what lost it; or lower the floor with --lower and an entry in CHANGELOG.md."
                )
                refusals.append(f"{name}: {which} fell from {least:.4f} to {reached:.4f}. {remedy}")
        result[name] = raised(floors.get(name), now, list(below))
    return result, refusals


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write the floors or say why not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true", help="lower the floors of measures that CHANGELOG.md names")
    options = parser.parse_args(arguments)
    floors = read_floors()
    measured = {name: measure(corpus) for name, corpus in CORPORA.items() if corpus.is_there()}
    result, refusals = pin(floors, measured, CHANGELOG.read_text(encoding="utf-8"), lower=options.lower)
    if refusals:
        print("\n".join(refusals), "No floor was changed.", sep="\n", file=sys.stderr)
        return 1
    write_floors(result)
    changes = 0
    for name, floor in result.items():
        before = floors[name].measures if name in floors else {}
        for which, share in floor.measures.items():
            if share != before.get(which):
                changes += 1
                print(f"{name}: {which} {before.get(which, 0.0):.4f} -> {share:.4f}")
    print(f"{changes} floors changed, {len(measured)} of {len(CORPORA)} corpora measured")
    return 0


if __name__ == "__main__":
    sys.exit(main())
