"""Page furniture is told from sentences that look like it. The lines are our own; each is read in both widths."""

import pytest

from unionstats.core.claim import Claim, Dropped
from unionstats.core.document import NOWHERE
from unionstats.corpus.read import document_of
from unionstats.grammar.rulebook import Rulebook, read_rulebook
from unionstats.matching.compose import claims_of, dropped_of
from unionstats.matching.settle import read_report

REASON = "page furniture"

LINES = """\
来源：工人日报客户端 3小时前 阅读 2.3万次
信息来源：市总工会办公室 点击数：356次
发布时间：2023-04-18 10:22 浏览次数：1204次 【字体：大 中 小】
时间：2022-08-03 来源：本站 点击：89次
日期：2021年5月6日　　访问次数：2311次
作者：办公室　阅读人数：782人
编辑：小李　　审核：老王　　浏览量：3400人次
责任编辑：张敏（共12篇稿件）
[责任编辑：赵亮] 已有36人评论
（责编：孙悦） 点赞 45个
点击量:5678次 打印 关闭
阅读量：1.3万次　点赞：120个　评论：18条
浏览：345人次
已阅读 1208 次
阅读 3421次 · 评论 12条 · 收藏 8次
您是本站第123456位访客 今日访问 320人次
今日访问：812人次 总访问量：1203456人次
当前位置：首页 > 工会要闻 > 共320条
您现在的位置：首页 >> 职工之家 >> 第3页 共15页
首页 上一页 1 2 3 下一页 尾页 共35条记录 每页12条
共 128 条 1/11 页 下一页
网友评论（共6条）
评论(23条) 收藏(12次) 举报
参与评论 26人参与 3条评论
全文共3200字，阅读大约需要8分钟
字数：1856字 预计阅读时间：5分钟
扫一扫关注我们 已有2.6万人关注
分享到：微信 微博 QQ空间 已分享36次
点击查看全文 阅读原文 10万+人已看
图为市总工会向120名快递员发放清凉包
图为：市总工会为60名环卫工人送上体检卡 李强 摄
▲120名职工参加健步走活动 （王磊 摄）
图1：劳模工匠宣讲团走进企业，320名职工聆听宣讲
图①：技能竞赛现场，56名选手同台比武
上图：市总工会为80名职工义诊。 通讯员 刘洋 摄
左图为竞赛现场，45名选手参赛
图片说明：市总工会举办集体婚礼，66对新人参加
50名职工参加插花培训。 王明 摄
职工趣味运动会现场，200名职工参赛（张强/摄）
100名劳模登上山顶。（本报记者 周兰 供图）
版权所有：亳州市总工会 皖ICP备12003456号 您是第98765位访客
Copyright © 2019-2024 某市总工会 访问量 2345678人次
主办单位：市总工会 技术支持：某科技公司 访问人数：45678人
地址：人民路118号 邮编：236800 电话：0558-5120000 服务职工12万人
投稿邮箱：gh@example.cn 本期4版
本版责编：周密 美编：李丽 版式：12个
打印本页 关闭窗口 浏览 234次
字体：大 中 小 浏览 567次
来源：市总工会　｜　浏览：233次　｜　分享
记者 张华 通讯员 李明 点击 345次
文/记者 王芳 图/通讯员 赵刚 浏览 125次
本文共有 3页
热门标签：工会 职工 12条
收藏本文 打印 共2页
一审：张三 二审：李四 三审：王五 阅读：432次
发布日期：2024.01.18 文章字数：2100字
来源: 亳州晚报   时间: 2020-01-08   浏览: 302次
稿源：人民网－安徽频道 2016年05月12日 12条评论
摄影：王五 点赞：13个
文章来源：市总工会宣教部 发布人：admin 点击率：1203次
2019年07月23日 09:15:32 | 来源：晨报 | 作者：陈晨 | 已有12条评论
发布人：管理员 发布日期：2020/3/4 阅读：560次
（来源：新华社客户端 12小时前 3.4万人看过）
来自：工会官网 浏览 1203次
撰稿：李雷　摄影：韩梅　编排：12版
编辑｜小周 阅读 2341次
供稿单位：组织部 审核人：王主任 阅读次数：78次
阅读人次：3452人次
人气：2345次
点击：【1234】次
浏览次数: 1,204 次
总浏览量 56789 次
在线人数：56人
赞(36个) 踩(2个)
36人点赞
共有8条评论 查看全部
首页 » 工作动态 » 列表共45条
当前第1页/共20页
[第1页] [第2页] 共2页
【字号：大 中 小】【打印】【关闭】浏览：678次
关闭 打印 转发 12次
二维码 扫一扫手机打开当前页 3人在看
图为职工在驿站休息。全市已有120个驿站。
▼工会干部为56名司机量血压 新华社记者 李明 摄
120名职工参加“安康杯”知识竞赛。李明摄
（图片由市总工会提供，320名职工参赛）
©2021 某某市总工会 累计访问 1234567人次
蜀ICP备05001234号-1 网站访问 23456人次
主办：市总工会 承办：信息中心 访问：34567次
联系地址：人民中路8号 邮政编码：236000 值班 2人
""".splitlines()
"""Lines of a page with figures, none of which is the report's."""

HEADINGS = """\
相关新闻
相关文章：
【相关阅读】
新闻推荐
推荐阅读：
热门文章
热点排行
延伸阅读
精彩推荐
为您推荐
上一篇：某县总工会慰问100人
下一篇：劳模宣讲20场
上一条：职工运动会 下一条：招聘会
网友评论
友情链接
相关链接：
最新文章
点击排行
【上一篇】某区总工会送岗位500个
猜你想看
大家都在看
往期回顾
""".splitlines()
"""What opens the list of other news: nothing below it is the report."""

SENTENCES = """\
来源渠道不断拓宽，全年筹集帮扶资金320万元
资金来源：财政补助200万元、会费留成80万元
经费来源:上级补助42万元,自筹12万元
来源于12个行业的86名选手参加决赛
记者站建成12个，聘请通讯员320名
记者从市总工会获悉，全市新建驿站35家
记者节期间慰问记者86名
编辑出版职工读本3册
编辑《劳模风采》画册2册，印发3000份
编辑印发简报46期
作者队伍发展到120人
作者见面会举办12场次，吸引读者860人
阅读活动吸引职工2800人次
阅读之星评选表彰50名职工
读书活动阅读图书3.2万册
微信公众号阅读量突破120万人次
公众号推送文章320篇，阅读量达56万人次，点赞1.2万个
工会网站访问量达35万人次
网站点击量突破100万次
网上展厅浏览人数12万人次
视频点击率高，播放80万次
电话回访职工560人
电话慰问独居职工120名
热线电话接听3200个
主办职工运动会2届，参赛选手1400人
主办大型招聘会12场，提供岗位3400个
承办省级竞赛3项，参赛选手260人
地址变更后新增服务点12个
版权保护培训班举办3期，培训职工180人
图书角建成120个
图书馆向职工开放，办理借书证2300张
图为媒、歌为声，职工书画展征集作品320件，评选获奖作品60件
摄影协会发展会员230人
摄影比赛征集作品420幅
职工书画摄影展展出作品320幅
上图书馆读书的职工有500人次
分享会举办24场，覆盖职工1800人
分享劳模故事36个
评论文章刊发12篇
网评员队伍发展到86人
打印宣传册5000份
打印店、快递点等建立工会小联合会32个
收藏品展览吸引职工600人次
首页推送工会新闻120条
推荐阅读书目60种
相关新闻宣传稿件被省级媒体采用86篇
相关链接企业120家，形成产业链工会联盟
上一篇章写满收获，新的一年建会300家
最新文章中推介的经验12条被采用
热点难点问题解决86件
更多职工受益，全年帮扶2300人
友情帮扶企业46家
往期学员回访320人
字体设计大赛征集作品80件
日期确定后，组织职工体检860人
发布时间表，公开招聘会信息36条
发布招聘信息1200条
网友提问解答320条
关注新就业形态，建会26家
扫码入会职工1.2万人
扫一扫就能入会，吸纳会员3600人
您身边的工会驿站已建成56个
当前位置数据显示，驿站覆盖街道18个
责任编辑培训班举办2期，培训86人
审核把关救助档案1200份
共12篇论文获奖，其中一等奖3篇
全文共征集意见36条
本版权益保障专栏刊登案例24个
▲新增会员1200人
△建成职工书屋12家
图1列出全市驿站56个
来自基层的86名职工代表参加大会
来自12个县区的选手280人同台竞技
发布人才需求信息1200条
文章来源多样，采用稿件320篇
供稿320篇，被采用86篇
审核通过救助申请860份
校对、录入会员信息12万条
图书阅览室建成12个
图强职工书屋新增图书3000册
图说工会栏目推送86期
点赞职工代表评选20名
点赞活动吸引网友3.2万人
评论员队伍86人
留言板回复职工诉求320件
人气最旺的驿站日均接待120人次
在线培训职工3.2万人次
在线答题人数12万人
阅读分享会举办36场
阅读 写作 演讲三项比赛吸引职工860人
浏览器插件培训班培训86人
打印机、复印机等设备捐赠36台
关闭高耗能企业12家，安置职工860人
返回岗位职工320人
收藏劳模实物320件
扫描件归档3200份
共有12个县区86家企业参赛
第3页至第5页列举典型案例12个
全文背诵比赛吸引职工120人
供图书室使用的图书3000册
全市有320名职工学习摄影
职工摄影、书法、绘画班开班36期，学员860人学摄影
12名劳模入选市级榜单，均由王师傅拍摄
时间：2023年5月，地点：工人文化宫，参加人数320人
地址：人民路8号，新建驿站面积200平方米
主办单位：市总工会；参赛选手320人
主管部门：市总工会，培训职工860人
电话：拨打12351热线的职工有3200人次
标签：职工满意的驿站评出12个，其中市级5个
作者：入选职工作家86人，出版作品36部
记者：请问今年建会多少？答：建会320家
编辑：年鉴3册，志书2册
""".splitlines()
"""Lines of a report without a full stop, as headings and lists have them; all their figures are its own."""

NARROW = str.maketrans("：，（）；？｜", ":,();?|")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(None)


def read(text: str, book: Rulebook) -> tuple[list[Claim], list[Dropped]]:
    reading = read_report(document_of(text), book, year=2023)
    return claims_of(reading, NOWHERE), dropped_of(reading)


def widths(line: str) -> list[str]:
    return list(dict.fromkeys([line, line.translate(NARROW)]))


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_page_gives_no_claim(line: str, book: Rulebook) -> None:
    for form in widths(line):
        for text in (f"{form}\n慰问职工300人。", f"慰问职工300人。\n  {form}　\n"):
            claims, _ = read(text, book)
            assert [claim.text for claim in claims] == ["300人"], text


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_no_furniture(line: str, book: Rulebook) -> None:
    for form in (*widths(line), f"{line}；", f"{line}。"):
        claims, dropped = read(f"慰问职工300人。\n{form}\n走访工会35家。", book)
        assert not [entry for entry in dropped if entry.reason == REASON], form
        assert claims[-1].text == "35家", form


@pytest.mark.parametrize("line", HEADINGS)
def test_below_a_list_of_other_news_is_nothing(line: str, book: Rulebook) -> None:
    for form in widths(line):
        claims, dropped = read(f"慰问职工300人。\n{form}\n市总举办招聘会30场", book)
        assert [claim.text for claim in claims] == ["300人"], form
        assert ("30场", REASON) in [(entry.text, entry.reason) for entry in dropped], form


@pytest.mark.parametrize("line", HEADINGS)
def test_above_the_report_it_is_navigation(line: str, book: Rulebook) -> None:
    """A page may begin with its navigation, and a counter beside it: the report must not get lost."""
    claims, _ = read(f"{line}\n浏览次数：458次\n{line}\n市总举办招聘会30场", book)
    assert [claim.text for claim in claims] == ["30场"]
