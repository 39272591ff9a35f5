"""Page damage: what is mended, what is left alone, and the way back."""

import json
import random
import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from damage import HEAVY, LIGHT, damage, loses, reading
from sentences import CLEAN, SENTENCES
from unionstats.core.document import IDENTITY
from unionstats.core.rules_folder import rules_folder
from unionstats.corpus.neighbours import Neighbours
from unionstats.corpus.normalise import simplify
from unionstats.corpus.readings import load, without_tone
from unionstats.corpus.repair import Repaired, repair

TRADITIONAL = tuple(map(opencc.OpenCC("s2t").convert, SENTENCES))
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "reports"
REPORTS = (
    ROOT / "data" / "raw",
    ROOT / "tests" / "development" / "reports",
    ROOT / "tests" / "unseen" / "reports",
    SHARED,
)
texts = st.lists(st.sampled_from(SENTENCES + CLEAN + TRADITIONAL), max_size=8).map("".join)
damaged = st.builds(
    damage,
    st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=8).map("\n".join),
    heavy=st.booleans(),
    doubled=st.booleans(),
    silent=st.booleans(),
)


def assert_way_back(decoded: str, mended: Repaired) -> None:
    """Every copied stretch stands in the decoded text as it is, and the stretches cover the mended text."""
    stretches = mended.offsets.stretches
    if not stretches:
        assert mended.text in ("", decoded)
        return
    ends = [*mended.offsets.starts[1:], len(mended.text)]
    assert stretches[0].start == 0
    for stretch, end in zip(stretches, ends, strict=True):
        assert stretch.start < end
        if stretch.copied:
            assert decoded[stretch.origin : stretch.origin_end] == mended.text[stretch.start : end]
    for one, other in pairwise(stretches):
        assert one.origin_end <= other.origin or (not one.copied and one[1:] == other[1:])


@pytest.mark.parametrize(
    ("decoded", "mended"),
    [
        ("全市工會(huì)會(huì)員17.3萬(wàn)個(gè)", "全市工會會員17.3萬個"),
        ("業 (yè)務( wù )", "業務"),
        ("職業(Yè)學（xué）校", "職業學校"),
        ("綠(lǜ)色通道", "綠色通道"),
        ("業(ye\u0300)務(wù)", "業(ye\u0300)務"),
        ("獎?wù)芦@得者61名", "獎章獲得者61名"),
        ("獎\ufffdwù)芦@得者61名", "獎章獲得者61名"),
        ("五一勞動獎狀521個、獎?wù)?/span>1285名", "五一勞動獎狀521個、獎章1285名"),
        ("五一勞動獎?wù)?37名", "五一勞動獎章37名"),
        ("授“廣安市五一勞動獎?wù)隆薄?\n", "授“廣安市五一勞動獎章”。\n"),
        ("各級工會緊急下?lián)芤咔榉揽貙ｍ椯Y金1960萬元", "各級工會緊急下撥疫情防控專項資金1960萬元"),
        ("工會(huì)與市總，同志們(men)：", "工會與市總，同志們："),
        ("會員<br/>12家</span>，&nbsp;其中<p class='a'>3家", "會員\n12家， 其中\n3家"),
        ("1\u200b2\x003人\ufeff，\u202e4\ufe0f家", "123人，4家"),
        ("工会\ufe0f\u200d驿站12家", "工会驿站12家"),
        ("皖I(lǐng)CP備05006712號", "皖ICP備05006712號"),
        ("工會(huì)12家,,會員5人", "工會12家,會員5人"),
        ("一,,二,,三,,四", "一,二,三,四"),
        ("工會(huì)說：“好?!?\n", "工會說：“好。”\n"),
        ("工會(huì)多嗎?!?\n", "工會多嗎?!?\n"),
        ("們(men)我(wǒ)會(huì)區(qu)", "們我會區"),
    ],
)
def test_what_is_mended(decoded: str, mended: str) -> None:
    result = repair(decoded)
    assert result.text == mended
    assert result.repairs >= 1
    assert_way_back(decoded, result)


@pytest.mark.parametrize(
    "text",
    [
        *CLEAN,
        *SENTENCES,
        *TRADITIONAL,
        "",
        "(",
        "?",
        "業(wù)",
        "我(wo)是",
        "(yè)業",
        "?wù)",
        "12家,,5人",
        "⬆️点击",
        "1️⃣建家👩‍💻12家",
        "皖I(lí)CP",
    ],
)
def test_clean_text_stays(text: str) -> None:
    mended = repair(text)
    assert mended[:3] == (text, IDENTITY, 0)


def test_a_reading_that_does_not_fit_is_counted() -> None:
    assert repair("企業(wù)12家").unrepaired == 1
    assert repair("獎?wù)1名").unrepaired == 1
    assert repair("獎?wù)?37名").unrepaired == 1
    assert repair("獎?章1名").unrepaired == 0


@pytest.mark.parametrize("heavy", [False, True])
@pytest.mark.parametrize("silent", [False, True])
def test_damage_is_undone(heavy: bool, silent: bool) -> None:
    for text in TRADITIONAL:
        assert repair(damage(text, heavy=heavy, silent=silent)).text == text.replace("，", ",")


@given(damaged)
def test_mending_twice_is_mending_once(text: str) -> None:
    mended = repair(text)
    again = repair(mended.text)
    assert (again.text, again.repairs) == (mended.text, 0)
    assert again.unrepaired <= mended.unrepaired


@given(damaged)
def test_no_digit_is_lost_or_made(text: str) -> None:
    mended = repair(text).text
    assert [one for one in mended if one.isdigit()] == [one for one in text if one.isdigit()]


@given(damaged)
def test_the_way_back(text: str) -> None:
    assert_way_back(text, repair(text))


@pytest.mark.parametrize("folder", REPORTS[:3], ids=lambda folder: folder.parent.name)
def test_reports_without_damage_stay(folder: Path) -> None:
    gold = folder.parent.parent / "tests" / "gold" if folder.parent.name == "data" else folder.parent / "gold"
    scripts = {stem: facts["script"] for stem, facts in json.loads((gold / "index.json").read_text("utf-8")).items()}
    paths = [path for path in sorted(folder.glob("*.txt")) if "damage" not in scripts[path.stem]]
    assert paths
    for path in paths:
        decoded = path.read_bytes().decode()
        assert repair(decoded)[:2] == (decoded, IDENTITY)
        traditional = opencc.OpenCC("s2t").convert(decoded)
        assert repair(traditional)[:2] == (traditional, IDENTITY)


@given(texts)
def test_clean_reports_stay(text: str) -> None:
    assert repair(text)[:3] == (text, IDENTITY, 0)


@given(st.text("業務會(yèwùhuì)（）?\ufffd,,<br>&nbsp;\u200b芦@得獎1“”!\n", max_size=40))
def test_hostile_text_ends_well(text: str) -> None:
    mended = repair(text)
    assert_way_back(text, mended)
    assert repair(mended.text).text == mended.text
    assert Counter(filter(str.isdigit, mended.text)) == Counter(filter(str.isdigit, text))


@pytest.mark.parametrize(
    "hostile",
    [
        "(",
        "業(yè",
        "?wù)",
        "獎?wù)芦",
        "獎?wù)?",
        "獎?wù)????????????????????",
        "中?xíng)暮?hé)工",
        "\n?，A談?dòng)談?dòng)1中?xíng)?xíng)",
        "<",
        "<a ",
        "<br",
        "業(yè)",
        "們(men)",
        ",",
        "\u200b",
        "&nbsp",
    ],
)
def test_time_grows_with_length_only(hostile: str) -> None:
    """200,000 characters: at most 0.25 s where it was measured, 10 s before the search had a budget."""
    repair("獎?wù)芦@得")  # what is loaded once is not counted
    start = time.process_time()
    repair(hostile * (200_000 // len(hostile)))
    assert time.process_time() - start < 1


def test_every_reading_of_the_mirror_is_known() -> None:
    for character in LIGHT:
        assert repair(f"工{character}{reading(character)}12").text == f"工{character}12"


def test_words_of_reports_are_simplified_and_sorted() -> None:
    words = (rules_folder() / "words_of_reports.txt").read_text(encoding="utf-8").split("\n")
    assert words.pop() == ""
    assert words == sorted(set(words))
    assert [word for word in words if not re.fullmatch("[\u4e00-\u9fff]{2,}", word) or simplify(word) != word] == []


def test_a_pair_is_known_from_a_word_or_from_the_text() -> None:
    for text in ("甲子乙", "甲子乙" + "。" * 30_000):
        neighbours = Neighbours(text)
        assert neighbours.known("甲", "子") and "乙" in neighbours.after("子")
        assert neighbours.known("獎", "章") and neighbours.known("奖", "章") and "章" in neighbours.after("獎")
        assert not neighbours.known("乙", "甲")
        assert neighbours.likelihood("獎", "章") == 0 > neighbours.likelihood("章", "獎")
        assert neighbours.likelihood("獎", "務") > neighbours.likelihood("獎", "务")


def test_readings_agree_with_their_source() -> None:
    """Made from pypinyin once; a later version may add readings, but none of ours may be gone."""
    import pypinyin

    table = load()
    assert (rules_folder() / "readings.csv").stat().st_size < 60_000
    assert "業" in table.common and "务" in table.common
    sample = sorted(table.known)[::7]
    for character in sample:
        source = set(pypinyin.pinyin(character, style=pypinyin.Style.TONE, heteronym=True)[0])
        ours = {syllable for syllable, characters in table.toned.items() if character in characters}
        assert ours == source
    assert without_tone("lǜ") == "lü" and without_tone("zhuàng") == "zhuang"


def sentences_of(*folders: Path) -> list[str]:
    """The sentences of all reports in the folders, in traditional script, as far as GBK can write them."""
    convert = opencc.OpenCC("s2t").convert
    return [
        sentence
        for folder in folders
        for path in sorted(folder.glob("*.txt"))
        if path.stem != "jinan"
        for sentence in re.split("(?<=[。\n])", repair(convert(repair(path.read_bytes().decode()).text)).text)
        if sentence.strip() and sentence.encode("gbk", "ignore").decode("gbk") == sentence
    ]


def undone(sentence: str, mended: Repaired) -> bool:
    """Whether the sentence came back; the mirror shows full-width commas as ASCII ones."""
    return mended.text.replace("，", ",") == sentence.replace("，", ",")


@pytest.mark.parametrize("order", range(3))
def test_light_damage_is_undone_or_counted(order: int) -> None:
    """Sentence by sentence: 99.5 % of those that lost nothing come back, and none comes back wrong unnoticed."""
    sentences = sentences_of(*REPORTS)
    known = random.Random(order).sample(LIGHT, len(LIGHT)) if order else LIGHT
    whole = [sentence for sentence in sentences if not loses(sentence, known)]
    assert len(whole) > 0.99 * len(sentences)
    results = [(sentence, repair(damage(sentence, known=known))) for sentence in whole]
    assert sum(undone(*result) for result in results) >= 0.995 * len(whole)
    assert all(undone(*result) or result[1].unrepaired for result in results)
    for sentence in set(sentences) - set(whole):
        mended = repair(damage(sentence, known=known))
        assert mended.unrepaired, sentence


def test_heavy_damage_is_undone_or_counted() -> None:
    sentences = [sentence for sentence in sentences_of(*REPORTS) if not loses(sentence, HEAVY)]
    results = [(sentence, repair(damage(sentence, heavy=True))) for sentence in sentences]
    assert sum(undone(*result) for result in results) >= 0.99 * len(sentences)
    assert all(undone(*result) or result[1].unrepaired for result in results)


def test_damage_by_a_mirror_with_other_readings() -> None:
    """Sixty characters drawn at random: what is found holds for other mirrors than the one it was found on.

    99.3 % came back with eight seeds, 98.0 to 100 % with each.
    """
    sentences = sentences_of(*REPORTS)
    traditional = [
        one for one in sorted(load().common) if simplify(one) != one and len(one.encode("gbk", "ignore")) == 2
    ]
    right = wrong = total = 0
    for seed in range(3):
        known = random.Random(seed).sample(traditional, 60)
        for sentence in sentences:
            if loses(sentence, known):
                continue
            damaged_so = damage(sentence, known=known)
            mended = repair(damaged_so)
            total += 1
            right += undone(sentence, mended)
            # One (de) alone is no proof of damage and stays uncounted; a broken pair is.
            wrong += (
                not undone(sentence, mended) and not mended.unrepaired and damaged_so.count("?") > sentence.count("?")
            )
    assert right >= 0.985 * total
    assert wrong <= 0.0005 * total


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports for measuring are not beside this checkout")
def test_the_reports_for_measuring() -> None:
    for path in sorted(SHARED.glob("*.txt")):
        decoded = path.read_bytes().decode()
        mended = repair(decoded)
        assert_way_back(decoded, mended)
        if path.stem in ("jinan", "huhehaote2021"):
            assert mended.repairs > 70
            assert mended.unrepaired <= 4
        else:
            assert mended[:2] == (decoded, IDENTITY)
