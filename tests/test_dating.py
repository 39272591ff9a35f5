"""When a report reports on: its year and the first year of what it covers. The texts are made up."""

import pytest

from unionstats import extract
from unionstats.matching.dating import date_report

YEARS = (
    ("the title", "某市总工会2019年工作总结\n2019年，新建工会30家。", 2019, 2019),
    (
        "a title of two years",
        "某市总工会2024年工作总结和2025年工作打算\n新建工会30家。2025年，将新建40家。",
        2024,
        2024,
    ),
    ("a title in Chinese digits", "二〇一二年女职工工作总结\n新建工会30家。", 2012, 2012),
    ("a fiscal way of speaking", "关于2016年度工会工作情况的报告\n新建工会30家。", 2016, 2016),
    ("a range", "某市总工会2016-2020年工作综述\n五年来，新建工会300家。", 2020, 2016),
    ("a yearbook's volume", "某市年鉴（2012卷）\n【工会组织】 年末有基层工会512个。", 2011, 2011),
    (
        "a yearbook that also names the year before",
        "某市年鉴（2017）\n【经审】 审计2015年经费收支，2015年预算执行良好。",
        2016,
        2016,
    ),
    ("the entry's own year beats the volume", "某市年鉴2012\n2011年末有基层工会512个。", 2011, 2011),
    ("a January review", "工会工作情况\n2014年1月16日\n一年来，新建工会30家。", 2013, 2013),
    ("a December item", "工会新闻\n2015年12月8日\n今年以来，新建工会30家。", 2015, 2015),
    (
        "the holidays of the date's year",
        "送温暖简报\n2012年1月30日\n2012年元旦、春节期间，慰问困难职工30户。",
        2012,
        2012,
    ),
    (
        "a speech held after the year",
        "在全委会上的报告\n（2021年1月20日）\n2020年，新建工会30家。2021年要新建40家。",
        2020,
        2020,
    ),
    ("half a year", "某县总工会2009年上半年工作总结\n新建工会12家。", 2009, 2009),
    ("a volume in a trail of links", "首页 > 某县年鉴 > 2004年卷\n某县总工会2003年工作\n新建工会30家。", 2003, 2003),
    (
        "news of its own days",
        "返岗专列开行\n来源：某报 2019-03-27 10:12\n去年10月以来，先后有3万农民工返乡。今年已办招聘会47场。",
        2019,
        2019,
    ),
    ("news that looks back", "年终盘点\n来源：某报 2019-01-12 10:12\n一年来，新建工会30家。", 2018, 2018),
    (
        "a committee elected anew",
        "在女职工委员会换届会议上的报告\n（2009年3月5日）\n二、五年的主要工作\n新建女工组织300个。",
        2009,
        2004,
    ),
    ("a month for a dateline", "工会工作情况\n(2015年1月)\n一年来，新建工会30家。", 2014, 2014),
    ("a month at the end", "关于骑手的调研\n2020年有骑手900人。\n（本报告完成于2022年9月）", 2022, 2022),
    ("a day by which a plan is reached", "骑手调研\n2021年走访骑手90人。2022年底前入会率达到90%。", 2021, 2021),
    ("years since a founding", "帮扶中心情况汇报\n中心2003年4月挂牌，干部6名。四年多来救助900人。", 2007, 2007),
    ("a school year", "某市某小学2022—2023学年度工会工作小结\n一学年来，征集提案34件。", 2023, 2022),
    ("a pressing season", "2017/2018年榨季劳动竞赛总结\n某县糖厂工会 2018年4月16日\n486人参赛。", 2018, 2017),
    ("two years beside each other are no season", "某市总工会2017/2019年学习考察小结\n2019年考察6次。", 2019, 2019),
    (
        "what an audit looked at",
        "经费审查结果公告\n（2019年第2号）\n我委于2019年4月对某公司工会2017年1月至2018年12月的经费收支情况进行了审查。",
        2018,
        2017,
    ),
    ("the year just gone", "在群团会上的汇报\n刚刚过去的2013年，新建工会30家。\n2014年1月9日", 2013, 2013),
    (
        "news of a meeting that looks back",
        "全委会召开\n来源：某报 2018-01-19\n会议总结2017年工作，部署2018年任务。2018年要新建40家。",
        2017,
        2017,
    ),
    (
        "from a month of last year",
        "送温暖告一段落\n发布日期：2013-04-02 点击：97\n从2012年11月到今年3月，慰问职工230人。",
        2013,
        2013,
    ),
    (
        "five years since a congress",
        "在县工会第十二次代表大会上的报告\n第十一次代表大会是2016年12月召开的。五年来，到2020年底建会90家。",
        2021,
        2017,
    ),
    ("a month that has come", "工会工作情况\n2020年新建30家。到2021年10月，建会率达到95%。", 2021, 2021),
    ("a month that is to come", "工会工作情况\n2020年新建30家。到2021年10月底前，建会率达到95%。", 2020, 2020),
    (
        "since an election, by the title",
        "市总工会换届以来工作综述\n2016年6月换届以来，交出了答卷。\n疗休养210人。\n2021年5月20日",
        2021,
        2016,
    ),
    (
        "a year of insurance",
        "第八期职工医疗互助运行情况通报\n第八期活动自2018年4月1日起至2019年3月31日止，参保1.2万人。\n2019年4月20日",
        2019,
        2018,
    ),
    ("a year of insurance told by months", "职工互助保障通报\n本期为2020年7月至2021年6月，给付90人次。", 2021, 2020),
    ("half a year of insurance", "职工互助保障通报\n2020年10月至2021年3月，给付90人次。\n2020年新建9家。", 2021, 2021),
    ("months up to the dateline", "驰援抗疫\n发布:2022-04-15\n3月以来,动用会费65万元。", 2022, 2022),
    ("months after the dateline's", "工会工作情况\n2022-04-15\n3月办班9期,10月竞赛3场。", 2021, 2021),
    (
        "a season that crosses the year",
        "旺季竞赛收官\n2023-04-12\n2022年10月1日至2023年3月31日,参赛2万人。",
        2023,
        2022,
    ),
    ("a founding a year ago", "导游之家\n某报 2019年4月12日\n联合会成立一年来,会员2100人。", 2019, 2019),
    ("a document's number", "某市总工会文件\n某工办〔2022〕9号\n关于一季度建会的通报\n新建27家。", 2022, 2022),
    ("months in the head", "代表大会以来工作综述\n(2017年10月—2022年9月)\n五年来,新建90家。", 2022, 2017),
    ("zeros for Chinese ones", "关于二00七年工作情况的汇报\n新建27家。\n二00七年十二月五日", 2007, 2007),
    ("a state at a year's end", "某县志\n1986年验收45个。至1996年底,全县有基层工会132个。", 1996, 1996),
    ("the digest of a year", "某市总工会2021年工作要情\n新建27家。", 2021, 2021),
    ("a plan of five years", "“十二五”时期工作回顾\n新建工会900家。2016年要新建80家。", 2015, 2011),
    ("a plan reviewed in its middle", "“十二五”规划中期评估\n2013年底有工会900家。", 2013, 2013),
    ("a plan's end is no year", "某县工会情况\n2018年新建工会30家，到2020年力争新建90家。", 2018, 2018),
    ("a congress", "在某市工会第五次代表大会上的报告\n（2022年12月8日）\n五年来，新建工会300家。", 2022, 2018),
    (
        "a congress in September",
        "在某市工会第五次代表大会上的报告\n（2018年9月20日）\n五年来，新建工会300家。",
        2018,
        2013,
    ),
    (
        "a heading that reviews",
        "在全委会上的报告\n（2014年1月17日）\n一、2013年工作回顾\n2014年国庆节前，新建30家。",
        2013,
        2013,
    ),
    (
        "a congress spoken of",
        "某市工会第六次代表大会以来工作回顾\n2012年11月市工会第六次代表大会召开以来的五年，新建工会300家，2015年建成12家书屋。",
        2017,
        2013,
    ),
    (
        "five years in the heads",
        "五年工作回顾\n2021年12月2日\n五年来，新建工会300家。\n五年来，慰问3万户。",
        2021,
        2017,
    ),
    ("two years", "某市总工会2018—2019年度竞赛总结\n两年来，组织竞赛310场。\n上报隐患420条。", 2019, 2018),
    ("a season over two years", "某市总工会2018—2019年度竞赛总结\n组织竞赛310场。", 2019, 2019),
    ("five years once, by the way", "某市总工会2021年工作总结\n全年新建工会30家。五年来累计新建300家。", 2021, 2021),
    (
        "news of January that opens with the year gone by",
        "县总工会：寒冬送暖\n2024年01月18日\n冰城腊月，采冰正忙。\n2023年，县总工会投入150万元。\n今年，县总工会拟投保3万份。",
        2023,
        2023,
    ),
    ("months are no dateline", "某镇总工会工作汇报\n现将2023年1-6月的情况报一下：新建工会4家。\n6月28日", 2023, 2023),
    (
        "this year behind the years before it",
        "某县解困脱困工作汇报\n2016年底建档312户，2017年新增26户，2018年新增9户，今年没有新增，至10月底在档43户。",
        2019,
        2019,
    ),
    (
        "a year from which something is to be",
        "巡察整改通报\n2022年3月至5月接受巡察，整改到位12个。\n从2023年起，每年抽查20%的工会。",
        2022,
        2022,
    ),
    (
        "a year by which something is to be",
        "女职工权益调查\n2013年5月，县总工会调查120家企业。\n到2015年,已建会企业签订率达到90%。",
        2013,
        2013,
    ),
    ("a decade's name is no year", "某市工会2010年工作\n上世纪90年代建会，2010年新建工会30家。", 2010, 2010),
)


@pytest.mark.parametrize(("text", "year", "start"), [entry[1:] for entry in YEARS], ids=[entry[0] for entry in YEARS])
def test_year_and_first_year(text: str, year: int, start: int) -> None:
    dating = date_report(text, year=None, published=None)
    assert (dating.year, dating.period_start.year) == (year, start)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("某市总工会2016年上半年工作总结", "2016-01-01", "2016-06-30"),
        ("某市总工会2016年上半年工作总结和下半年工作安排", "2016-01-01", "2016-06-30"),
        ("某市总工会2016年半年工作情况汇报", "2016-01-01", "2016-06-30"),
        ("某市总工会2016年前三季度工作总结", "2016-01-01", "2016-09-30"),
        ("某市总工会2016年1—10月工作情况", "2016-01-01", "2016-10-31"),
        ("某市总工会2016年第二季度工作小结", "2016-04-01", "2016-06-30"),
        ("某市总工会2016年工作总结", "2016-01-01", "2016-12-31"),
    ],
)
def test_a_report_from_within_a_year_covers_what_its_title_says(title: str, first: str, last: str) -> None:
    dating = date_report(f"{title}\n新建工会30家。", year=None, published=None)
    assert (dating.period_start.isoformat(), dating.period_end.isoformat()) == (first, last)


@pytest.mark.parametrize("days", ["2020年7月1日至2021年6月30日", "2020年7月1日零时至2021年6月30日24时"])
def test_a_period_from_day_to_day_is_the_report_s_and_no_dateline(days: str) -> None:
    told = f"第九期互助活动（{days}）已经结束，现将情况通报如下："
    text = f"关于互助活动的通报\n{told}\n参保3万人。\n2021年8月2日"
    dated = date_report(text, year=None, published=None)
    assert (dated.year, str(dated.published)) == (2021, "2021-08-02")
    assert (str(dated.period_start), str(dated.period_end)) == ("2020-07-01", "2021-06-30")


def test_what_is_told_as_of_now_ends_with_the_report() -> None:
    text = "某市总工会2016年上半年工作总结\n今年以来新建工会30家。去年新建90家。力争全年新建80家。"
    claims = extract(text, city="金华市")
    assert [(claim.text, claim.period_end.isoformat(), claim.status) for claim in claims] == [
        ("30家", "2016-06-30", "reported"),
        ("90家", "2015-12-31", "reported"),
        ("80家", "2016-12-31", "target"),
    ]


def test_a_review_of_january_may_call_its_year_this_year() -> None:
    report = "某市总工会2009年工作总结\n2010年1月8日\n今年新建企业工会18家，较去年多4家。{}\n二、明年打算\n{}新建30家。"
    claims = extract(report.format("新增会员700人。", "今年要"), city="金华市")
    assert [(claim.text, claim.year, claim.status) for claim in claims] == [
        ("18家", 2009, "reported"),
        ("4家", 2009, "reported"),
        ("700人", 2009, "reported"),
        ("30家", 2010, "target"),
    ]


def test_a_deadline_ahead_makes_a_plan() -> None:
    text = "某县总工会2019年一季度工作小结\n新建工会14家。实名录入完成46%，要求6月底前达到90%。3月底前建档260户。"
    claims = extract(text, city="金华市")
    assert [(claim.text, claim.year, claim.status) for claim in claims] == [
        ("14家", 2019, "reported"),
        ("46%", 2019, "reported"),
        ("90%", 2019, "target"),
        ("260户", 2019, "reported"),
    ]


def test_a_heading_of_a_year_to_come_opens_plans() -> None:
    claims = extract(
        "数说2023\n【组织】\n新建工会1127家\n【2024，我们约定】\n新建示范点10个\n", city="金华市", year=2023
    )
    assert [(claim.text, claim.year, claim.status) for claim in claims] == [
        ("1127家", 2023, "reported"),
        ("10个", 2024, "target"),
    ]


def test_the_whole_city_is_a_county_level_city_s_own() -> None:
    (claim,) = extract("义乌市总工会2016年工作总结\n全市悬挂横幅158条。")
    assert (claim.text, claim.city, claim.county) == ("158条", "金华市", "义乌市")
    assert list(extract("金华市金东区总工会2016年工作总结\n全市新建工会158家。")) == []


def test_what_is_given_wins() -> None:
    dating = date_report("某市总工会2019年工作总结\n新建工会30家。", year=2018, published=None)
    assert (dating.year, dating.year_source) == (2018, "option")


def test_a_year_that_others_are_held_against_is_not_the_report_s() -> None:
    assert date_report("职工大赛侧记\n高级技师由2010年底的310人增加到640人。", year=None, published=None).year == 0


def test_nothing_says_when() -> None:
    assert date_report("某市总工会工作总结\n新建工会30家。", year=None, published=None).year == 0


PLACED = (
    ("全年 after a year of its own", "2013年，新建工会30家；全年发展会员500人。", "500人", 2013, "reported"),
    ("全年 in a sentence of its own", "2013年，新建工会30家。全年发展会员500人。", "500人", 2015, "reported"),
    ("全年 of next year's plans", "二、明年打算\n全年发展会员500人，力争突破600人。", "600人", 2016, "target"),
    ("a time in a bracket", "互助第九期（2013年7月至2014年6月）参保800人。建成驿站12个。", "12个", 2015, "reported"),
    ("when something was founded", "文化宫建于1956年，现有书画班12个。", "12个", 2015, "reported"),
    ("a quarter of next year", "明年一季度配齐干部30名。", "30名", 2016, "target"),
    ("a quarter of the coming year", "来年一季度配齐干部30名。", "30名", 2016, "target"),
    ("half of last year", "去年上半年培训300人。", "300人", 2014, "reported"),
    ("a quarter of the year before", "上年四季度新建12家。", "12家", 2014, "reported"),
    ("the first half", "上半年培训300人。", "300人", 2015, "reported"),
    ("a month within a plan", "二、2016年计划\n9月举办运动会，参赛900人。", "900人", 2016, "target"),
    ("a plan in a bracket", "竞赛32场（年初计划30场），参赛900人。", "900人", 2015, "reported"),
    ("five years of a plan", "三、今后五年工作\n五年培训职工900人。", "900人", 2020, "target"),
    ("five years, barely told", "五年化解争议900件。", "900件", 2015, "reported"),
    ("the same time of last year, up to a semicolon", "去年同期为870件；追回工资92万元。", "92万元", 2015, "reported"),
    ("a goal referred to", "对照到2020年全部脱困的总目标，精准施策，脱困849户。", "849户", 2015, "reported"),
    ("told beside this year's", "网上申报占83%，去年只有46%；受理300件。", "300件", 2015, "reported"),
    ("a basis of so many times", "支出165万元，为去年的1.3倍，其中助学31万元。", "31万元", 2015, "reported"),
    ("a since of one thing alone", "互助金自2008年设立以来补助853人。暑期组织疗养90人。", "90人", 2015, "reported"),
    ("that year", "2009年起重心转向企业，当年新建47家。", "47家", 2009, "reported"),
    ("beyond a task", "市总下达新签任务50家，超额完成14%。", "14%", 2015, "reported"),
    ("what a meeting did", "三、今后五年工作\n新建工会80家。大会还表彰了20个先进集体。", "20个", 2015, "reported"),
    ("the whole year of a plan", "二、明年打算\n全年培训900人。", "900人", 2016, "target"),
    ("years gone by", "2012年起步时有会员48人。三年过去，会员达670人。", "670人", 2015, "reported"),
    ("a task handed down", "市总下达建站任务40个。", "40个", 2015, "target"),
    ("held against such a task", "脱困率比省总下达的目标高3个百分点，尚有90户在档。", "90户", 2015, "reported"),
    ("what was founded before", "2012年启动的互助保障，截至目前补助900人次。", "900人次", 2015, "reported"),
    ("what is put off", "举办10场，其余2场将于2016年一季度补办。", "2场", 2016, "target"),
    ("an item of what is to be done", "二要练本事。磨刀不误砍柴工。新建工作室15个。", "15个", 2016, "target"),
    ("a goal told by its first word", "集体协商。目标签订率85%，实际87%。", "85%", 2015, "target"),
    ("a goal and what came of it", "计划体检2400人，实际检查2516人。", "2400人", 2015, "target"),
    (
        "a year beside the report's",
        "法援站受理90件，2014年为80件，同比增加10件；发放救助金7万元。",
        "7万元",
        2015,
        "reported",
    ),
    ("a founding told in passing", "中心2002年10月挂牌，现有窗口9个。", "9个", 2015, "reported"),
    ("as against the year before", "跟去年同期相比，合同多了41份。", "41份", 2015, "reported"),
    ("the plan beside its result", "年度目标：新建12座。完成情况：建成10座。", "12座", 2015, "target"),
)


@pytest.mark.parametrize(
    ("text", "figure", "year", "status"), [entry[1:] for entry in PLACED], ids=[entry[0] for entry in PLACED]
)
def test_when_a_figure_is_of(text: str, figure: str, year: int, status: str) -> None:
    claims = extract(text, city="金华市", year=2015)
    assert [(claim.year, claim.status) for claim in claims if claim.text == figure] == [(year, status)]


SPOKEN = "在劳模座谈会上的讲话\n2018年4月27日\n一年来，去年新建工会300家。今年第一季度又有85户脱困。{}"


@pytest.mark.parametrize(
    ("text", "figure", "status"),
    [
        ("", "85户", "reported"),
        ("今年春运，我们设了14个服务站，接待工友8万人次。", "8万人次", "reported"),
        ("今天，向受到表彰的9名劳模致敬。", "9名", "reported"),
        ("今年，新建驿站40个。", "40个", "target"),
        ("今年以来，各级工会抢抓开局。一季度，新建工会60个。", "60个", "reported"),
        ("今天，受表彰的有9名劳模。其中一线职工6名。", "6名", "reported"),
    ],
)
def test_what_lies_behind_a_speaker_is_no_plan(text: str, figure: str, status: str) -> None:
    (claim,) = [claim for claim in extract(SPOKEN.format(text), city="金华市") if claim.text == figure]
    assert (claim.year, claim.status) == (2018, status)


def test_a_since_leads_to_the_day_behind_it() -> None:
    (claim,) = extract("工资协商从2002年试水到今年7月底，签订区域性合同235份。", city="金华市", year=2010)
    assert (claim.period_start.year, claim.period_end.isoformat()) == (2002, "2010-07-31")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截至9月20日", "2015-09-20"),
        ("截至9月底", "2015-09-30"),
        ("截至9月31日", "2015-09-30"),
        ("截至2014年2月5日", "2014-02-05"),
    ],
)
def test_a_state_is_of_the_day_that_is_told(text: str, day: str) -> None:
    (claim,) = extract(f"{text}，全市有基层工会300家。", city="金华市", year=2015)
    assert claim.period_end.isoformat() == day
