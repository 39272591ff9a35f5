"""Tables in text lines: which lines are heads and rows, and what each cell is."""

import pytest

from unionstats.pipeline import extract

TITLE = "金华市总工会2021年统计\n"


def cells(table: str) -> list[tuple[str, float, str, int]]:
    """Label, value, unit and year of every claim."""
    return [(claim.label, claim.value, claim.unit, claim.year) for claim in extract(TITLE + table)]


def test_the_unit_in_brackets_behind_the_name() -> None:
    table = "指标名称 2016年 2015年\n职工书屋(家) 142 118\n专职工会干部（万人） 1.2 1.1\n"
    assert cells(table) == [
        ("职工书屋", 142, "家", 2016),
        ("职工书屋", 118, "家", 2015),
        ("专职工会干部", 12000, "人", 2016),
        ("专职工会干部", 11000, "人", 2015),
    ]


def test_the_unit_in_a_column_of_its_own() -> None:
    table = "项目\t单位\t2020年\t2021年\n经费收入\t万元\t1,250\t1,380.5\n签订率\t%\t88.1\t90.3\n"
    assert cells(table) == [
        ("经费收入", 1250, "万元", 2020),
        ("经费收入", 1380.5, "万元", 2021),
        ("签订率", 88.1, "%", 2020),
        ("签订率", 90.3, "%", 2021),
    ]


def test_the_unit_above_the_table_and_a_column_of_growth() -> None:
    table = (
        "单位：家\n| 项目 | 2020年 | 2021年 | 增长(%) |\n|---|---|---|---|\n"
        "| 职工书屋 | 118 | 142 | 20.3 |\n| 母婴室 | — | 12 | — |\n"
    )
    assert cells(table) == [
        ("职工书屋", 118, "家", 2020),
        ("职工书屋", 142, "家", 2021),
        ("职工书屋同比增长", 20.3, "%", 2021),
        ("母婴室", 12, "家", 2021),
    ]


def test_a_cell_may_hold_its_per_cent_and_a_growth_its_sign() -> None:
    table = "项目 2020年 2021年 增长(%)\n职工书屋(家) 142 118 -16.9\n签订率(%) 88.1% 90.3％ 2.5%\n母婴室(家) -4 12 3\n"
    assert cells(table) == [
        ("职工书屋", 142, "家", 2020),
        ("职工书屋", 118, "家", 2021),
        ("职工书屋同比增长", -16.9, "%", 2021),
        ("签订率", 88.1, "%", 2020),
        ("签订率", 90.3, "%", 2021),
        ("签订率同比增长", 2.5, "%", 2021),
    ]


def test_a_year_a_unit_and_what_it_grew_against_the_year_before() -> None:
    table = "指标\t单位\t2016年\t比上年增长（%）\n筹集助学金\t万元\t310.5\t6.2\n慰问职工\t人次\t2900\t-1.8\n"
    assert cells(table) == [
        ("筹集助学金", 310.5, "万元", 2016),
        ("筹集助学金同比增长", 6.2, "%", 2016),
        ("慰问职工", 2900, "人次", 2016),
        ("慰问职工同比增长", -1.8, "%", 2016),
    ]


def test_goals_results_and_rates_behind_a_number() -> None:
    table = "序号 指标名称 单位 年度目标 上半年完成 完成率(%)\n1 新建工会 家 260 149 57.3\n2 参保 万人 20 18.6 93.0\n"
    assert [(*cell[:3], claim.status) for cell, claim in zip(cells(table), extract(TITLE + table), strict=True)] == [
        ("新建工会", 260, "家", "target"),
        ("新建工会", 149, "家", "reported"),
        ("新建工会完成率", 57.3, "%", "reported"),
        ("参保", 200000, "人", "target"),
        ("参保", 186000, "人", "reported"),
        ("参保完成率", 93, "%", "reported"),
    ]


def test_a_blank_may_part_thousands() -> None:
    table = "支出（单位：万元）\n科目 2020年 2021年\n维权支出 1 105.20 986.40\n活动支出 812.36 1 745.10\n"
    assert [cell[1] for cell in cells(table)] == [1105.2, 986.4, 812.36, 1745.1]


def test_columns_named_by_what_is_counted() -> None:
    table = "类别 基层工会(个) 会员(万人) 建会率(%)\n国有企业 214 3.2 100\n个体 1140 2.7 61.5\n合计 1354 5.9 —\n"
    assert cells(table) == [
        ("国有企业基层工会", 214, "个", 2021),
        ("国有企业会员", 32000, "人", 2021),
        ("国有企业建会率", 100, "%", 2021),
        ("个体基层工会", 1140, "个", 2021),
        ("个体会员", 27000, "人", 2021),
        ("个体建会率", 61.5, "%", 2021),
        ("基层工会", 1354, "个", 2021),
        ("会员", 59000, "人", 2021),
    ]


def test_a_column_s_name_may_end_in_its_unit() -> None:
    table = "地区 参保人数（人） 给付人次 给付金额（万元）\n东港市 38,214 4,903 271.35\n"
    assert cells(table) == [
        ("东港市参保人数", 38214, "人", 2021),
        ("东港市给付人次", 4903, "人次", 2021),
        ("东港市给付金额", 271.35, "万元", 2021),
    ]


def test_goals_and_what_came_of_them_under_the_names_of_groups() -> None:
    table = "绩效指标 年度指标值 实际完成值\n数量指标\n生活救助职工(户次) 1800 1926\n质量指标\n建档准确率(%) 98 99.2\n"
    assert cells(table) == [
        ("生活救助职工", 1800, "户次", 2021),
        ("生活救助职工", 1926, "户次", 2021),
        ("建档准确率", 98, "%", 2021),
        ("建档准确率", 99.2, "%", 2021),
    ]


def test_columns_named_by_the_report_s_own_year() -> None:
    assert cells("项目 单位 本年 上年\n工匠学院 所 9 6\n") == [
        ("工匠学院", 9, "所", 2021),
        ("工匠学院", 6, "所", 2020),
    ]


def test_prose_after_the_table_is_read_as_prose() -> None:
    table = "指标名称 2016年 2015年\n职工书屋(家) 142 118\n2016年新建驿站30座。\n"
    assert cells(table)[2:] == [("新建驿站", 30, "座", 2016)]


@pytest.mark.parametrize(
    "line",
    [
        "2016年 2017年 2018年",
        "首页 | 工会概况 | 政务公开",
        "发布时间 2024-09-12 16:08",
        "项目 单位",
        "职工书屋 142 118",
    ],
)
def test_what_is_no_table(line: str) -> None:
    assert cells(line + "\n其他 5 6\n") == []


def test_every_cell_points_at_its_figure() -> None:
    text = TITLE + "项目 单位 2020年 2021年\n经费收入 万元 1,250 1,380.5\n"
    for claim in extract(text):
        assert text[claim.char_start : claim.char_end] == claim.text
        assert claim.text in claim.evidence


def test_a_column_of_months_and_the_plan_of_the_year() -> None:
    table = "指标名称 8月 1—8月 全年任务\n新建基层工会(家) 7 43 65\n"
    claims = extract(TITLE + table)
    assert [(claim.value, claim.status) for claim in claims] == [(7, "reported"), (43, "reported"), (65, "target")]
    assert [(claim.period_start.month, claim.period_end.month) for claim in claims] == [(8, 8), (1, 8), (1, 12)]


def test_rows_of_years() -> None:
    table = "年份 参赛职工（人） 技术革新（项）\n2014 30180 402\n2015年 32760 431\n"
    assert cells(table) == [
        ("参赛职工", 30180, "人", 2014),
        ("技术革新", 402, "项", 2014),
        ("参赛职工", 32760, "人", 2015),
        ("技术革新", 431, "项", 2015),
    ]


def test_rows_that_are_numbered_and_a_column_of_tasks() -> None:
    table = "批次 线路 人数(人) 费用(元)\n1 遂昌 36 64,800\n2 开化 38 68,400\n合计 74 133,200\n"
    assert [value for _, value, _, _ in cells(table)][:2] == [36, 6.48]
    read = extract(TITLE + "单位 任务(人) 入会(人)\n范镇 200 166\n南义镇 180 131\n")
    assert [(claim.value, claim.status) for claim in read][:2] == [(200, "target"), (166, "reported")]


def test_a_month_in_a_row_is_no_head() -> None:
    assert cells("走访 8月 1—8月\n走访慰问困难职工12户。\n") == [("走访慰问困难职工", 12, "户", 2021)]
