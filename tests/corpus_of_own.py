"""A corpus of as many short reports as a test needs, of many cities and years, which now and then disagree."""

import random
from pathlib import Path

CITIES = (
    *("亳州", "滁州", "淮北", "广安", "济南", "青岛", "苏州", "无锡"),
    *("宁波", "温州", "长沙", "株洲", "武汉", "宜昌", "南昌", "赣州"),
)

_SENTENCES = (
    "新建工会驿站{}家，服务户外劳动者{}人次。",
    "发展工会会员{}人，其中女会员{}人。",
    "走访慰问困难职工{}户，发放慰问金{}万元。",
    "举办职工技能竞赛{}场，参赛职工{}人次。",
    "开展法律援助{}件，挽回经济损失{}万元。",
)


def write_reports(folder: Path, count: int, seed: int = 1) -> None:
    """Write `count` reports into the new folder. The same seed gives the same reports."""
    dice = random.Random(seed)
    folder.mkdir(parents=True)
    for number in range(count):
        city, year = dice.choice(CITIES), dice.randrange(2021, 2025)
        sentences = [
            sentence.format(dice.randrange(20, 90), dice.randrange(300, 900))
            for sentence in dice.sample(_SENTENCES, dice.randrange(2, 6))
        ]
        if number % 50 == 7:
            sentences.append("全市新建工会驿站98000家。")
        text = f"{city}市总工会{year}年工作总结\n\n{year}年，{''.join(sentences)}\n"
        (folder / f"{number:05d}.txt").write_text(text, encoding="utf-8")
    (folder / "zz_again.txt").write_bytes((folder / "00003.txt").read_bytes())  # a report that comes twice
    (folder / "leer.txt").write_bytes(b"")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8")


def files_of(folder: Path) -> dict[str, bytes]:
    """The files of a dataset by their paths in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
