"""Whose report it is. Sentences are made up; the places in them are real."""

import json
import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from unionstats.core.errors import RuleError
from unionstats.corpus.gazetteer import Gazetteer, load_gazetteer
from unionstats.corpus.place import find_place
from unionstats.corpus.places_table import LISTS

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "rules" / "places.csv"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(PLACES)


class Case(NamedTuple):
    """A report's title and text, the year, and whose it is: city, code, county (city None: not to be said)."""

    title: str | None
    text: str
    year: int | None
    city: str | None
    code: str = ""
    county: str | None = None


CITY = "今年以来,全市各级工会新建会员之家12个,市总工会筹集资金80万元。"
COUNTY = "今年以来,全县新建基层工会15家,县总工会走访职工230户。"
DISTRICT = "一年来,全区发展会员1200人,区总工会开展培训20场次。"

CASES = [
    # A city's union in the title, one from every province.
    Case("石家庄市总工会2021年工作总结", CITY, 2021, "石家庄市", "130100"),
    Case("大同市总工会召开全委会", CITY, 2021, "大同市", "140200"),
    Case("包头市总工会:服务职工不打烊", CITY, 2020, "包头市", "150200"),
    Case("大连市工会五年工作综述", CITY, 2018, "大连市", "210200"),
    Case("长春市总工会2019年工作要点", CITY, 2019, "长春市", "220100"),
    Case("齐齐哈尔市总工会晒出成绩单", CITY, 2022, "齐齐哈尔市", "230200"),
    Case("南通市总工会2023年工作报告", CITY, 2023, "南通市", "320600"),
    Case("宁波工会:让职工更有获得感", CITY, 2022, "宁波市", "330200"),
    Case("安庆市总工会为职工办实事", CITY, 2022, "安庆市", "340800"),
    Case("厦门市总工会2017年工作总结", CITY, 2017, "厦门市", "350200"),
    Case("赣州市总工会:红土地上的娘家人", CITY, 2021, "赣州市", "360700"),
    Case("潍坊市总工会工作回眸", CITY, 2024, "潍坊市", "370700"),
    Case("洛阳市总工会第十七次代表大会报告", CITY, 2021, "洛阳市", "410300"),
    Case("宜昌市总工会2020年工作情况", CITY, 2020, "宜昌市", "420500"),
    Case("株洲工会这五年", CITY, 2022, "株洲市", "430200"),
    Case("东莞市总工会2019年工作总结", CITY, 2019, "东莞市", "441900"),
    Case("柳州市总工会深化产改", CITY, 2023, "柳州市", "450200"),
    Case("三亚市总工会2022年总结", CITY, 2022, "三亚市", "460200"),
    Case("绵阳市总工会工作纪实", CITY, 2016, "绵阳市", "510700"),
    Case("遵义市总工会助力脱贫攻坚", CITY, 2019, "遵义市", "520300"),
    Case("玉溪市总工会2018年工作总结", CITY, 2018, "玉溪市", "530400"),
    Case("日喀则市总工会2020年工作总结", CITY, 2020, "日喀则市", "540200"),
    Case("宝鸡市总工会2021年工作总结", CITY, 2021, "宝鸡市", "610300"),
    Case("天水市总工会维权工作综述", CITY, 2015, "天水市", "620500"),
    Case("西宁市总工会:高原上的暖流", CITY, 2022, "西宁市", "630100"),
    Case("银川市总工会2023年工作总结", CITY, 2023, "银川市", "640100"),
    Case("乌鲁木齐市总工会2019年工作总结", CITY, 2019, "乌鲁木齐市", "650100"),
    # A firm's union, where no other place is named: a firm's name begins with the place where it is registered.
    Case(
        "贵阳某磷化集团公司工会主席2012年述职报告", "各位代表：本人联系工会工作，会员9386人。", 2012, "贵阳市", "520100"
    ),
    # The only place that is named, if barely: in the text, in a firm's or a school's name, in a paper's.
    Case(
        "重建路上的娘家人", "地震使江油市的工会受损。一年来，市总工会办招聘会5场。", 2009, "绵阳市", "510700", "江油市"
    ),
    Case("技能竞赛小结", "遂溪县某某糖厂工会\n厂工会组织竞赛，486人参加。", 2018, "湛江市", "440800", "遂溪县"),
    Case("“金点子”超市开张", "大庆油田某采油厂工会收到点子1136条。", 2021, "大庆市", "230600"),
    Case("师傅带徒弟", "在洛阳涧西，公司工会组织师徒结对602对。", 2006, "洛阳市", "410300", "涧西区"),
    Case("校工会工作报告", "南昌某某大学工会征集提案84件。\n地址:南昌市红谷滩区", 2022, "南昌市", "360100"),
    Case(None, "中山日报记者 某某\n新建工会130家，发展会员2.1万人。", 2015, "中山市", "442000"),
    Case(None, "新建工会130家。去北京、天津学习后，发展会员2.1万人。", 2015, None),
    Case("鼓楼区总工会送清凉", "来源：开封日报\n" + DISTRICT, 2019, "开封市", "410200", "鼓楼区"),
    Case("尤溪年鉴2012", "县总工会辖基层工会687个。三明市总工会下拨6万元。", 2011, "三明市", "350400", "尤溪县"),
    Case("提案办理的通报", "攀枝花市第二人民医院八届二次职代会收到提案47件。\n院工会", 2012, "攀枝花市", "510400"),
    Case("琴声里的娘家", "走进开封市兰考县堌阳镇,村工会开办培训21期。", 2018, "开封市", "410200", "兰考县"),
    # A donor from elsewhere reports nothing here.
    Case(
        "援建实训点开班",
        "由宁波市总工会援建的库车县实训点开班。库车县总工会推荐就业1890人。",
        2016,
        "阿克苏地区",
        "652900",
        "库车县",
    ),
    Case(
        "州总工会全委会召开",
        "来源：恩施日报\n发展会员9千人。杭州市总工会对口帮扶考察团列席。",
        2018,
        "恩施土家族苗族自治州",
        "422800",
    ),
    # A zone's own union says no more than 新区; a guest's page is the host's; an old district is part of a word.
    Case("新区总工会举办比赛", "兰州新区总工会办公室\n新区总工会办合唱比赛。", 2019, "兰州市", "620100", "兰州新区"),
    Case("湖州市总工会来连考察", "来源：连云港市总工会\n今年全市新建基地9个。", 2023, "连云港市", "320700"),
    Case("我市货车司机有了家", "诸暨日报\n在五金园区建起司机之家4个。", 2021, "绍兴市", "330600", "诸暨市"),
    Case("培育行动评估", "云和县工会培育工匠。县财政和县总工会投入415万元。", 2023, "丽水市", "331100", "云和县"),
    # A county-level city and its prefecture, each named once: who is named first reports.
    Case("驿站里的笑声", "东兴市总工会设驿站6处。防城港市总工会将推广。", 2024, "防城港市", "450600", "东兴市"),
    # Municipalities and their districts.
    Case("北京市总工会2022年工作报告", CITY, 2022, "北京市", "110000"),
    Case("上海工会2021年十件实事", CITY, 2021, "上海市", "310000"),
    Case("重庆市总工会工作综述", CITY, 2020, "重庆市", "500000"),
    Case("天津市滨海新区总工会2022年总结", DISTRICT, 2022, "天津市", "120000", "滨海新区"),
    Case("上海市青浦区总工会2019年工作总结", DISTRICT, 2019, "上海市", "310000", "青浦区"),
    Case("重庆市巫山县总工会工作总结", COUNTY, 2018, "重庆市", "500000", "巫山县"),
    # Autonomous prefectures, leagues, 地区, by the names people use.
    Case("延边州总工会2021年工作总结", "今年以来,全州各级工会发展会员3000人。", 2021, "延边朝鲜族自治州", "222400"),
    Case("凉山州工会扎实推进集体协商", "今年以来,全州发展会员3000人。", 2022, "凉山彝族自治州", "513400"),
    Case("伊犁州总工会工作总结", "一年来慰问职工230户。", 2020, "伊犁哈萨克自治州", "654000"),
    Case("黔东南州总工会深化产改", "全州技能竞赛12场次。", 2023, "黔东南苗族侗族自治州", "522600"),
    Case("恩施土家族苗族自治州总工会报告", "全州技能竞赛12场次。", 2019, "恩施土家族苗族自治州", "422800"),
    Case("大理州总工会2022年总结", "全州技能竞赛12场次。", 2022, "大理白族自治州", "532900"),
    Case("海南州总工会走访慰问", "全州走访职工120户。", 2021, "海南藏族自治州", "632500"),
    Case("锡林郭勒盟工会:草原上的娘家人", "全盟建成驿站40个。", 2023, "锡林郭勒盟", "152500"),
    Case("阿拉善盟总工会2020年总结", "全盟建成驿站40个。", 2020, "阿拉善盟", "152900"),
    Case("喀什地区总工会2018年总结", "全地区发展会员2万人。", 2018, "喀什地区", "653100"),
    Case("大兴安岭地区工会工作综述", "全区发展会员2千人。", 2016, "大兴安岭地区", "232700"),
    # Counties, districts, banners and county-level cities.
    Case("定远县总工会2022年工作总结", COUNTY, 2022, "滁州市", "341100", "定远县"),
    Case("寿县总工会工作总结", COUNTY, 2012, "六安市", "341500", "寿县"),
    Case("寿县总工会工作总结", COUNTY, 2019, "淮南市", "340400", "寿县"),
    Case("昆山市总工会2021年工作总结", CITY, 2021, "苏州市", "320500", "昆山市"),
    Case("义乌工会探索社会化维权", CITY, 2008, "金华市", "330700", "义乌市"),
    Case("东胜区总工会2021年总结", DISTRICT, 2021, "鄂尔多斯市", "150600", "东胜区"),
    Case("准格尔旗总工会2021年总结", "全旗发展会员900人。", 2021, "鄂尔多斯市", "150600", "准格尔旗"),
    Case("围场县总工会工作总结", COUNTY, 2020, "承德市", "130800", "围场满族蒙古族自治县"),
    Case("浙江省嘉善县总工会综述", COUNTY, 2020, "嘉兴市", "330400", "嘉善县"),
    Case("和县总工会2020年工作总结", COUNTY, 2020, "马鞍山市", "340500", "和县"),
    Case("吴江市总工会2010年工作总结", CITY, 2010, "苏州市", "320500", "吴江市"),
    Case(
        None,
        "2019年,西湖区总工会在区委和杭州市总工会的领导下,全区建会340家。\n" + DISTRICT,
        2019,
        "杭州市",
        "330100",
        "西湖区",
    ),
    Case(
        None,
        "泾县总工会2016年工作总结\n县总工会在县委和宣城市总工会的正确领导下,全县建会80家。",
        2016,
        "宣城市",
        "341800",
        "泾县",
    ),
    Case(
        "2019年工作总结",
        COUNTY + "在泾县各乡镇,县总工会慰问320人,全县覆盖。\n泾县总工会\n2019年12月",
        2019,
        "宣城市",
        "341800",
        "泾县",
    ),
    # Development zones report on their own.
    Case("苏州工业园区总工会2021年总结", "园区发展会员900人。", 2021, "苏州市", "320500", "苏州工业园区"),
    Case("合肥市高新区总工会服务职工", "高新区发展会员900人。", 2021, "合肥市", "340100", "合肥高新区"),
    Case("大连金普新区总工会2021年总结", "新区职工入会4万人。", 2021, "大连市", "210200", "大连金普新区"),
    Case("西安曲江新区总工会:服务文旅职工", "新区职工入会4万人。", 2021, "西安市", "610100", "西安曲江新区"),
    Case("合肥市各级开发区工会工作综述", CITY, 2021, "合肥市", "340100"),
    Case("河北雄安新区总工会2021年总结", "新区职工入会4万人。", 2021, None),
    # Same-named districts: settled by province, by city, or not at all.
    Case("辽宁省沈阳市和平区总工会综述", DISTRICT, 2020, "沈阳市", "210100", "和平区"),
    Case("鼓楼区总工会2020年工作总结", DISTRICT + "在南京市总工会评比中列第三。", 2020, "南京市", "320100", "鼓楼区"),
    Case("鼓楼区总工会2020年工作总结", "福州工人报记者了解到," + DISTRICT, 2020, "福州市", "350100", "鼓楼区"),
    Case("鼓楼区总工会2020年工作总结", DISTRICT, 2020, None),
    Case("朝阳区总工会2018年工作总结", DISTRICT, 2018, None),
    Case("市中区总工会2018年工作总结", DISTRICT, 2018, None),
    Case("四川省乐山市市中区总工会总结", DISTRICT, 2018, "乐山市", "511100", "市中区"),
    Case("乐山市中区总工会总结", DISTRICT, 2018, "乐山市", "511100", "市中区"),
    Case("晋城市城区总工会总结", DISTRICT, 2018, "晋城市", "140500", "城区"),
    # Run by the province, and the divisions of the 兵团.
    Case("仙桃市总工会2022年总结", CITY, 2022, "仙桃市", "429004"),
    Case("济源市总工会工作综述", CITY, 2020, "济源市", "419001"),
    Case("神农架林区总工会总结", "林区发展会员900人。", 2020, "神农架林区", "429021"),
    Case("石河子市总工会总结", CITY, 2019, "石河子市", "659001"),
    Case("兵团第八师总工会工作综述", "师市发展会员900人。", 2021, "石河子市", "659001"),
    Case("新疆生产建设兵团第一师阿拉尔市总工会", "师市发展会员900人。", 2021, "阿拉尔市", "659002"),
    Case("澄迈县总工会2021年总结", COUNTY, 2021, "澄迈县", "469023"),
    # Former names and codes by year.
    Case("莱芜市总工会2010年总结", CITY, 2010, "莱芜市", "371200"),
    Case("莱芜区总工会2021年总结", DISTRICT, 2021, "济南市", "370100", "莱芜区"),
    Case("襄樊市总工会2008年总结", CITY, 2008, "襄樊市", "420600"),
    Case("襄樊市总工会旧闻一则", CITY, 2016, "襄阳市", "420600"),
    Case("思茅市总工会2005年总结", CITY, 2005, "思茅市", "530800"),
    Case("普洱市总工会2012年总结", CITY, 2012, "普洱市", "530800"),
    Case("巢湖市总工会2006年总结", CITY, 2006, "巢湖市", "341400"),
    Case("巢湖市总工会2018年总结", CITY, 2018, "合肥市", "340100", "巢湖市"),
    Case("毕节地区工会2009年总结", "全地区发展会员900人。", 2009, "毕节地区", "522400"),
    # No place in the title: the text says it.
    Case("奋进新征程 建功新时代", "衢州市总工会坚持服务大局。" + CITY, 2022, "衢州市", "330800"),
    Case(
        "在市总工会全委会上的讲话",
        "同志们:\n2020年,遂宁市总工会在市委和省总工会领导下,工作再上台阶。",
        2020,
        "遂宁市",
        "510900",
    ),
    Case("把温暖送到一线", "本网讯 榆林市各级工会走进工地。" + CITY, 2023, "榆林市", "610800"),
    Case("工会工作亮点", CITY * 3 + "\n主办:漳州市总工会 电话:12351", 2021, "漳州市", "350600"),
    Case("年终盘点", CITY + "\n(通讯员 王某)\n(汕头市总工会)", 2021, "汕头市", "440500"),
    Case("职工的新期待——来自盐城工会的调查", "记者走访时了解到,驿站建到了路口。", 2014, "盐城市", "320900"),
    Case("衡水职工有了新课堂", CITY, 2012, "衡水市", "131100"),
    Case("写好中国式现代化孝感篇章", "近年来,市总工会围绕孝感实际开展竞赛40场次。" + CITY, 2023, "孝感市", "420900"),
    Case(None, "鄂州日报 2017-03-02\n" + CITY + "鄂州的企业家们说,鄂州变了。", 2017, "鄂州市", "420700"),
    # Others named beside it: partners, comparisons, destinations, companies, the union above, page furniture.
    Case("丽水市总工会2021年总结", "与杭州、宁波等兄弟市相比仍有差距。" + CITY, 2021, "丽水市", "331100"),
    Case(
        "一份答卷",
        "咸阳市总工会晒出答卷。" + CITY + "赴西安市总工会学习,与渭南市总工会签订协议,对接榆林市总工会。",
        2021,
        "咸阳市",
        "610400",
    ),
    Case("劳模疗休养", "芜湖市总工会组织劳模前往黄山市、赴福建泉州疗休养。" + CITY, 2019, "芜湖市", "340200"),
    Case(
        "技能比武", "走进长安汽车、浙江晨光机电有限公司、北京现代,六安工会办赛12场。" + CITY, 2019, "六安市", "341500"
    ),
    Case("抱团发展", "商洛市总工会与上海市奉贤区总工会签订协议。" + CITY, 2019, "商洛市", "611000"),
    Case(
        "旗区联动",
        "乌海市总工会拨付补助。" + CITY + "其中海勃湾区总工会80万元,乌达区总工会60万元。",
        2023,
        "乌海市",
        "150300",
    ),
    Case("工作掠影", "新华区总工会先行先试,平顶山市总工会随后推广。" + CITY * 2, 2015, "平顶山市", "410400"),
    Case(
        "清凉行动",
        "本网讯 萍乡市各级工会走访工地。"
        + CITY * 2
        + "\n上一篇:芦溪县总工会办赛\n下一篇:安源区总工会送岗位\n相关新闻\n· 上栗县总工会:凉茶飘香",
        2024,
        "萍乡市",
        "360300",
    ),
    Case("株洲市轨道交通产业工会工作汇报", "本产业所属企业工会47家。", 2016, "株洲市", "430200"),
    Case("一年来的工作", "邢台市教育工会在市总工会的领导下走访教师320人。" + CITY, 2016, "邢台市", "130500"),
    Case("郑州大学工会工作总结", "校工会举办比赛12场次。", 2016, None),
    Case("【四川工会这10年】攀枝花:阳光暖人心", "攀枝花市总工会五年来成绩喜人。" + CITY, 2022, "攀枝花市", "510400"),
    Case("黄石市总工会与襄阳市总工会结对共建", CITY, 2022, "黄石市", "420200"),
    Case(
        "福清:建好职工之家",
        "福清市总工会投入500万元,全市建家120家。福州市总工会给予补助50万元。",
        2020,
        "福州市",
        "350100",
        "福清市",
    ),
    Case("天津市总工会到兰州调研", "兰州市总工会介绍,全市建会300家。" + CITY, 2020, "兰州市", "620100"),
    # Words that hold a place's name and are none.
    Case(
        "推广安全文化 创新乡村工会", "“安康杯”竞赛推广安全知识,集中卫生力量,建成县级工人文化宫3个。" + CITY, 2022, None
    ),
    Case("市总工会工作总结", CITY * 3, 2022, None),
    Case("县总工会工作总结", COUNTY * 3, 2022, None),
    Case("打造现代化新城区", "会同公安工会、互助会新建工会214家,提高县区工会水平,来宾人数过千。" + CITY, 2022, None),
    Case("公安县总工会2020年总结", COUNTY, 2020, "荆州市", "421000", "公安县"),
    Case("安康市总工会:“安康杯”竞赛再创佳绩", CITY, 2020, "安康市", "610900"),
    Case("来宾市总工会2020年总结", CITY, 2020, "来宾市", "451300"),
    # A province's report is no city's.
    Case("安徽省总工会2022年工作总结", "全省各级工会建会3万家,合肥、芜湖走在前列,阜阳也有进步。", 2022, None),
    Case("广西壮族自治区总工会工作综述", "全区各级工会建会3万家,南宁、柳州走在前列。", 2022, None),
    Case("关于表彰先进的通报", "全市、各县都要学习。", 2022, None),
    # Two cities alike.
    Case("南通、盐城工会共建", "南通市总工会和盐城市总工会分别办赛。", 2022, None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.title or case.text[:12]}-{case.year}")
def test_whose_report(case: Case, gazetteer: Gazetteer) -> None:
    finding = find_place(case.text, case.title, gazetteer, case.year)
    if case.city is None:
        assert finding.place is None, finding
        assert finding.how
        return
    assert finding.place is not None, finding
    assert (finding.place.city, finding.place.city_code, finding.place.county) == (case.city, case.code, case.county)
    assert finding.candidates == ()


@pytest.mark.parametrize("case", [case for case in CASES if case.city and case.title], ids=lambda case: str(case.title))
def test_title_may_stand_in_the_text(case: Case, gazetteer: Gazetteer) -> None:
    """A caller who does not know the title gives the page as it is."""
    finding = find_place(f"{case.title}\n\n{case.text}", None, gazetteer, case.year)
    assert finding.place is not None, finding
    assert (finding.place.city_code, finding.place.county) == (case.code, case.county), finding


def test_full_width_punctuation_reads_alike(gazetteer: Gazetteer) -> None:
    wide = str.maketrans(",:()", "\uff0c\uff1a\uff08\uff09")
    for case in CASES:
        plain = find_place(case.text, case.title, gazetteer, case.year)
        title = case.title.translate(wide) if case.title else None
        assert find_place(case.text.translate(wide), title, gazetteer, case.year).place == plain.place, case


def test_sources_and_reasons(gazetteer: Gazetteer) -> None:
    titled = find_place(CITY, "常州市总工会2020年总结", gazetteer)
    assert titled.place is not None and titled.place.source == "title" and "常州市总工会" in titled.how
    signed = find_place("年终盘点\n" + CITY * 9 + "\n常州市总工会\n2020年1月", "年终盘点", gazetteer)
    assert signed.place is not None and signed.place.source == "union"
    named = find_place(CITY + "常州的企业说,常州变了。", None, gazetteer)
    assert named.place is not None and named.place.source == "text"
    assert named.place.province == "江苏省"


def test_candidates_are_given(gazetteer: Gazetteer) -> None:
    finding = find_place(DISTRICT, "朝阳区总工会2018年工作总结", gazetteer, 2018)
    assert {place.city for place in finding.candidates} == {"北京市", "长春市"}
    assert all(place.county == "朝阳区" for place in finding.candidates)
    assert "北京市" in finding.how
    narrowed = find_place("河北省新华区总工会发展会员300人。", "新华区总工会2018年工作总结", gazetteer, 2018)
    assert {place.city for place in narrowed.candidates} == {"石家庄市", "沧州市"}


def test_every_city_and_county_of_today_is_found_by_its_union(gazetteer: Gazetteer) -> None:
    wrong = []
    for unit in gazetteer.units:
        home = gazetteer.home(unit)
        if unit.last or (unit.level == "province" and unit.code[:2] not in ("11", "12", "31", "50")):
            continue
        above = "" if unit.level != "county" else home.name if home is not unit else gazetteer.province(unit).name
        place = find_place("", f"{above}{unit.name}总工会2022年工作总结", gazetteer, 2022).place
        county = unit.name if home is not unit else None
        found_as = (place.city_code, place.county) if place else None
        if found_as != (home.code, county) and (unit.first or 0) <= 2022:
            wrong.append((unit, place))
    assert not wrong


def test_find_gives_spans(gazetteer: Gazetteer) -> None:
    text = "在江苏省苏州市吴江区,工会"
    [name] = gazetteer.find(text, 2020)
    assert text[name.start : name.end] == "江苏省苏州市吴江区"
    assert text[name.name_start : name.end] == "吴江区"
    assert [unit.code for unit in name.units] == ["320509"]


def test_nothing_and_noise(gazetteer: Gazetteer) -> None:
    for text in ("", "\n\n", "\ufffd?12", "工会" * 1000, "、".join(["北京市"] * 50)):
        find_place(text, None, gazetteer, 2020)
        find_place("", text, gazetteer, None)


def _copy(tmp_path: Path, line: str | None = None, words: str | None = None) -> Path:
    rows = "code,name,level,from,to,now,also\n340000,安徽省,province,,,,\n341600,亳州市,prefecture,2000,,,\n"
    (tmp_path / "places.csv").write_text(rows + (line or ""), encoding="utf-8")
    (tmp_path / "places.toml").write_text(
        words or (ROOT / "rules" / "places.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return tmp_path / "places.csv"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("34162,涡阳县,county,,,,\n", "six digits"),
        ("341621,涡阳县,prefecture,,,,\n", "county"),
        ("341621,涡阳县,county,2010,2000,,\n", "ends"),
        ("341621,涡阳县,county,二零,,,\n", "years"),
        ("341621,涡阳县,county\n", "cells"),
        ("341621,县,county,,,,\n", "two characters"),
        ("991621,涡阳县,county,,,,\n", "no province"),
    ],
)
def test_broken_table_says_where(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(RuleError, match=says) as caught:
        load_gazetteer(_copy(tmp_path, line))
    assert "places.csv" in str(caught.value) and "\n" not in str(caught.value)
    assert "places.csv:4" in str(caught.value) or says == "no province"


def test_broken_words_say_where(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="lists missing"):
        load_gazetteer(_copy(tmp_path, words='[issuer]\nsays = "x"\nwords = []\n'))
    good = "".join(f'[{name}]\nsays = "x"\nwords = []\n' for name in sorted(LISTS))
    with pytest.raises(RuleError, match=r"places.toml \[.*exactly"):
        load_gazetteer(_copy(tmp_path, words=good.replace("words = []", "word = []", 1)))


def test_missing_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        load_gazetteer(tmp_path / "places.csv")


def test_table_is_tidy() -> None:
    data = PLACES.read_bytes()
    assert len(data) <= 300_000 and b"\r" not in data and not data.startswith(b"\xef\xbb\xbf")
    rows = [line.split(",") for line in data.decode().splitlines() if not line.startswith("#")][1:]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    today = {row[0] for row in rows if not row[4]}
    assert len(today) == sum(not row[4] for row in rows)
    assert all(row[5] in today for row in rows if row[5])
    assert all(row[4] for row in rows if row[5])


def test_fast_enough(gazetteer: Gazetteer) -> None:
    """Generous bounds: a regression of kind, not of percent, on a loaded machine."""
    text = (CITY + "与徐州市总工会相比,常州的职工说,在武进区、金坛区建成驿站。") * 60
    gazetteer.find(text)
    start = time.perf_counter()
    for _ in range(10):
        gazetteer.find(text[:3500], 2022)
    assert (time.perf_counter() - start) / 10 < 0.003
    load_gazetteer.cache_clear()
    start = time.perf_counter()
    load_gazetteer(PLACES)
    assert time.perf_counter() - start < 0.4


@pytest.mark.skipif(not (SHARED / "gold" / "index.json").exists(), reason="the shared sample reports are not here")
@pytest.mark.parametrize("dated", [True, False])
def test_sample_reports(gazetteer: Gazetteer, dated: bool) -> None:
    from opencc import OpenCC

    simplify = OpenCC("t2s").convert
    wrong = []
    for name, gold in json.loads((SHARED / "gold" / "index.json").read_text(encoding="utf-8")).items():
        page = (SHARED / "reports" / f"{name}.txt").read_text(encoding="utf-8")
        text = re.sub(r"\([a-zü\u00e0-\u01dcɑɡ]+\)", "", simplify(page))
        place = find_place(text, None, gazetteer, gold["year"] if dated else None).place
        found_as = (place.city, place.city_code, place.province, place.county) if place else None
        if found_as != (gold["city"], gold["city_code"], gold["province"], gold.get("county")):
            wrong.append((name, place))
    assert not wrong
