"""Which figures are parts of which total. The sentences are made up."""

import pytest

from unionstats import extract

PARTS = (
    ("said", "新建工会310家，其中非公企业240家。", {"240家": "非公企业"}),
    ("in a bracket", "新建工会310家（非公企业240家、社会组织31家）。", {"240家": "非公企业", "31家": "社会组织"}),
    (
        "a bracket within",
        "筹资900万元，其中省级500万元（较上年追加60万元），市级400万元。",
        {"500万元": "省级", "400万元": "市级"},
    ),
    (
        "in a bracket behind what became of them",
        "征集成果740项，60项获奖（一等5项、二等15项、三等40项）。",
        {"5项": "一等", "15项": "二等", "40项": "三等"},
    ),
    (
        "bare numbers that make up the figure before",
        "剧场使用46场次——职工演出19，会议14，电影13。",
        {"19": "职工演出", "14": "会议", "13": "电影"},
    ),
    (
        "a share in a bracket",
        "发展会员900人，其中农民工500人（占56%）、女职工340人。",
        {"500人": "农民工", "340人": "女职工"},
    ),
    (
        "over another unit",
        "受理咨询960件，涉及职工4100人。其中来电610件，来访350件。",
        {"610件": "来电", "350件": "来访"},
    ),
    (
        "not said, but they add up",
        "建有工作室64家，国家级1家、省级9家、市级54家。",
        {"1家": "国家级", "9家": "省级", "54家": "市级"},
    ),
    (
        "not said, but clause by clause they add up",
        "拨付救灾款52万元，市总工会20万元，县级工会32万元，慰问受灾职工900人。",
        {"20万元": "市总工会", "32万元": "县级工会"},
    ),
    (
        "not said, beside a rest without a figure",
        "创新工作室有31个，省级的4个，市级15个，剩下都是县级。",
        {"4个": "省级", "15个": "市级"},
    ),
    (
        "behind a colon, before a rest without a figure",
        "新建工会41家：单独建会30家，联合建会7家，剩下的挂在商会名下。",
        {"30家": "单独建会", "7家": "联合建会"},
    ),
    ("who paid, before a rest", "花了2万元，镇里出8千元，其余县总补。", {"8千元": "镇里出"}),
    (
        "two of what a clause names, of a total told sentences before",
        "互助有27310名职工参加，单位数增加。参加人员中，在职职工23800人，退休职工3510人。",
        {"23800人": "在职职工", "3510人": "退休职工"},
    ),
    (
        "without measure words behind 其中",
        "工会全县238个，其中机关事业142、企业84、其他12。",
        {"142": "机关事业", "84": "企业", "12": "其他"},
    ),
    (
        "in two measures, over a semicolon",
        "救助职工3278人次，支出241万元。其中：生活救助2106人次、112万元；医疗救助385人次、69万元。",
        {"2106人次": "生活救助", "112万元": "生活救助", "385人次": "医疗救助", "69万元": "医疗救助"},
    ),
    (
        "in two measures, with a noun each",
        "签订合同6318份，覆盖职工63万人，其中：单独签订的4907份、职工38万人，行业性的205份、职工4万人。",
        {"4907份": "单独签订", "38万人": "单独签订", "205份": "行业性", "4万人": "行业性"},
    ),
    (
        "by a kind, and by another",
        "在档困难职工64户。按类别分，深度困难9户，相对困难55户；按原因分，因病46户，助学18户。",
        {"9户": "深度困难", "55户": "相对困难", "46户": "因病", "18户": "助学"},
    ),
    (
        "not said, but they add up beside another measure",
        "发放救助金225万元：生活救助1120户、112万元，医疗救助86人、61万元，其余52万元用于职业介绍。",
        {"112万元": "生活救助", "61万元": "医疗救助", "52万元": "职业介绍"},
    ),
    (
        "behind a dash",
        "独立基层工会46家——机关事业7家、国企5家、非公34家。",
        {"7家": "机关事业", "5家": "国企", "34家": "非公"},
    ),
    (
        "they add up, each with a second measure that has no total",
        "困难帮扶16户：厂里11户2.2万元、市总5户1.5万元。",
        {"11户": "厂里", "5户": "市总"},
    ),
    (
        "they add up beside two totals",
        "困难帮扶16户、3.7万元：厂里11户2.2万元、市总5户1.5万元。",
        {"11户": "厂里", "2.2万元": "厂里", "5户": "市总", "1.5万元": "市总"},
    ),
    (
        "of a sum told behind them",
        "管理人员58人，钢筋工173人，木工211人，合计在场442人。",
        {"58人": "管理人员", "173人": "钢筋工", "211人": "木工"},
    ),
    (
        "of a noun that heads them",
        "助学：本科5人，专科6人，高中3人，共14人。",
        {"5人": "本科", "6人": "专科", "3人": "高中"},
    ),
    (
        "letters and visits",
        "受理来信来访1264件(次)，其中来信107件、来访533人次。",
        {"107件": "来信", "533人次": "来访"},
    ),
    ("of the report's own place", "全市有农民工11万人，其中本市7万人，外来4万人。", {"7万人": "本市", "4万人": "外来"}),
    (
        "of the figure that is more",
        "驿站196个，司机之家6个，其中海港区71个、山海关区28个。",
        {"71个": "海港区", "28个": "山海关区"},
    ),
    ("in a bracket, behind another measure", "接待来访1340人次（集体来访7批158人次）。", {"158人次": "集体来访"}),
    ("within", "建成职工书屋47家，内有全国级2家、省级6家。", {"2家": "全国级", "6家": "省级"}),
    ("they overlap", "910名选手进入决赛，其中一线职工780名、女选手320名。", {"780名": "一线职工", "320名": "女选手"}),
    (
        "by a kind",
        "参保职工8万人，按险种分：住院医疗7万人，意外伤害3万人。",
        {"7万人": "住院医疗", "3万人": "意外伤害"},
    ),
    ("of what was named", "新增会员800人，补贴6万元。新增会员中，骑手有300人。", {"300人": "骑手"}),
    (
        "with a verb of its own",
        "支出210万元，包括维权60万元、建会奖补40万元。",
        {"60万元": "维权", "40万元": "建会奖补"},
    ),
    (
        "the last makes it whole",
        "投入86万元，其中购置物资32万元，慰问医护54万元。",
        {"32万元": "购置物资", "54万元": "慰问医护"},
    ),
    ("how much of it someone is", "发展会员900人，农民工就占了510人。", {"510人": "农民工"}),
    (
        "clause by clause, each with a verb",
        "筹款42万元，其中县财政拨款20万元，市总工会下拨8万元，企业捐助14万元。",
        {"20万元": "县财政拨款", "8万元": "市总工会下拨", "14万元": "企业捐助"},
    ),
    (
        "of the sum told last",
        "用于职工的620万元。这笔钱里，帮扶210万元，普惠180万元。",
        {"210万元": "帮扶", "180万元": "普惠"},
    ),
    (
        "of the figure before the last, which began them",
        "36项任务已办结15项，达到进度18项，滞后3项。",
        {"18项": "达到进度", "3项": "滞后"},
    ),
    ("of a figure told again", "186名同志获奖。这186人里头，一线工人97位。", {"97位": "一线工人"}),
    ("as it is spoken", "新组建工会386家，里头非公企业291家。", {"291家": "非公企业"}),
    ("places that did so much of it", "新建工会230家。城关区一家就建了71家。", {"71家": "城关区"}),
    ("bare 占 of people", "新发展会员900人，农民工占510人。", {"510人": "农民工"}),
    (
        "levels told by 分别",
        "建有工作室64家，国家级、省级、市级分别为1家、9家和54家。",
        {"1家": "国家级", "9家": "省级", "54家": "市级"},
    ),
    (
        "a bracket of another unit than the last",
        "签订集体合同90份，覆盖企业140家（区域性合同9份）。",
        {"9份": "区域性合同"},
    ),
    ("people in a bracket behind what they did", "组织840名女职工参加筛查（农民工300余名）。", {"300余名": "农民工"}),
    (
        "what is left",
        "培训技师90人，其中高级技师20人，其余70人均为初级技师。",
        {"20人": "高级技师", "70人": "初级技师"},
    ),
    (
        "two measures of one part",
        "资助学生315名、发放助学金94万元，其中农民工子女104名、31万元。",
        {"104名": "农民工子女", "31万元": "农民工子女"},
    ),
)
WHOLES = (
    ("a rate per head", "发放慰问金31万元（户均500元）。"),
    ("another verb", "新建工会310家，其中非公企业240家，培育示范点20家。"),
    ("what is left is no member", "在档困难职工年初43户，年底还剩17户，脱困26户。"),
    ("one figure alone makes up nothing", "拨付救灾款52万元，救助金52万元。"),
    ("what became of the rest", "查出隐患327条，整改289条，其余38条挂牌督办。"),
    ("nothing adds up", "建有工作室64家，书屋1家、驿站9家。"),
    ("when, not of what", "投入60万元，疫情防控工作中，救助职工40人。"),
)


@pytest.mark.parametrize(("text", "parts"), [entry[1:] for entry in PARTS], ids=[entry[0] for entry in PARTS])
def test_parts_are_of_their_total(text: str, parts: dict[str, str]) -> None:
    claims = extract(text, city="金华市", year=2021)
    assert {claim.text: claim.breakdown for claim in claims if claim.breakdown} == parts


@pytest.mark.parametrize("text", [entry[1] for entry in WHOLES], ids=[entry[0] for entry in WHOLES])
def test_what_is_no_part_stays_whole(text: str) -> None:
    last = extract(text, city="金华市", year=2021)[-1]
    assert last.breakdown is None
