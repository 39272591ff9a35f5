"""No change may read the reports worse than they were read before; tests/floors.json pins how well."""

import pytest

from pin_floors import CORPORA, Corpus, Floor, fallen, measure, pin, raised, read_floors, told_of

REPIN = "`make floors` (.venv/bin/python tests/pin_floors.py) pins them anew."


@pytest.mark.parametrize("name", CORPORA)
def test_no_measure_is_below_its_floor(name: str) -> None:
    corpus = CORPORA[name]
    if not corpus.is_there():
        pytest.skip(f"there is no {corpus.reports}: its reports are not part of the repository")
    floors = read_floors()
    assert name in floors, f"{name} has no floors. {REPIN}"
    now = measure(corpus)
    below = fallen(floors[name], now)
    told = "; ".join(f"{which} is {reached:.4f}, its floor {least:.4f}" for which, (least, reached) in below.items())
    assert not below, (
        f"The reports of {name} are read worse than before: {told}. `unionstats score` with --errors shows where. "
        "Where the fall is meant: `tests/pin_floors.py --lower`, and an entry in CHANGELOG.md."
    )
    assert now.digest == floors[name].digest, f"The reports or the gold of {name} changed since it was pinned. {REPIN}"


FLOOR = Floor("old", {"value": 0.9, "label": 0.8})
BETTER = Floor("old", {"value": 0.95, "label": 0.7996})
WORSE = Floor("new", {"value": 0.9, "label": 0.7994})
TOLD = "## [Unreleased]\n\n- The floor of\n  `label` is lower, since 80 of the labels were luck.\n\n## [0.1.0]\n"


def test_floors_rise_and_do_not_sink_by_rounding() -> None:
    assert fallen(FLOOR, BETTER) == {}
    assert raised(FLOOR, BETTER) == Floor("old", {"value": 0.95, "label": 0.8})
    assert pin({"raw": FLOOR}, {"raw": BETTER}, "", lower=False) == ({"raw": raised(FLOOR, BETTER)}, [])
    assert raised(None, WORSE) == WORSE


def test_a_floor_is_lowered_only_where_readers_are_told() -> None:
    assert fallen(FLOOR, WORSE) == {"label": (0.8, 0.7994)}
    for changelog, lower in (("", False), (TOLD, False), ("", True), (TOLD.replace("label", "value"), True)):
        _, (refusal,) = pin({"raw": FLOOR}, {"raw": WORSE}, changelog, lower=lower)
        assert refusal.startswith("raw: label fell from 0.8000 to 0.7994. ")
    assert pin({"raw": FLOOR}, {"raw": WORSE}, TOLD, lower=True) == ({"raw": WORSE}, [])


def test_a_corpus_that_is_not_there_keeps_its_floors() -> None:
    floors, refusals = pin({"raw": FLOOR, "unseen": FLOOR}, {"raw": BETTER}, "", lower=False)
    assert (floors["unseen"], refusals) == (FLOOR, [])


def test_what_the_changelog_tells() -> None:
    other = "- `value` has a new column.\n"
    assert "label" in told_of(TOLD)
    assert told_of(f"## [Unreleased]\n\n{other}\n## [0.1.0]\n\n- The floor of `label` is lower.\n") == set()
    assert "value" not in told_of(TOLD.replace("- The", other + "- The"))


def test_every_measure_of_every_corpus_is_pinned() -> None:
    floors = read_floors()
    assert list(floors) == list(CORPORA)
    assert len({tuple(floor.measures) for floor in floors.values()}) == 1
    missing = Corpus(CORPORA["raw"].reports / "nowhere", CORPORA["raw"].gold)
    assert not missing.is_there()
