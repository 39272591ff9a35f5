"""Reports as web pages, made for tests: five ways in which Chinese pages are built, with what stands around a text.

Each takes title, paragraphs and day of publication and gives the page as a browser saves it. The numbers of the furniture are no figures
of the report.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from html import escape

_OTHER_NEWS = (
    "全市职工篮球赛落幕 32支队伍参赛",
    "市总工会走访慰问一线职工500人",
    "职工书屋再添12家",
    "“春送岗位”招聘会提供岗位3200个",
)


def authority(title: str, paragraphs: Sequence[str], day: date) -> str:
    """A page of an authority, out of a content management system: statements in meta, the text in one division."""
    news = "".join(
        f'<li><a href="./t{at}.shtml">{one}</a><span>2021-0{at}-11</span></li>' for at, one in enumerate(_OTHER_NEWS, 1)
    )
    body = "".join(f'<p style="text-indent: 2em;">\u3000\u3000{escape(one)}</p>\n' for one in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}_某市总工会</title>
<meta name="SiteName" content="某市总工会"><meta name="ColumnName" content="工作报告"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day} 10:24"><meta name="ContentSource" content="市总工会办公室">
<style>.nav a {{ color: #c00 }}</style><script>var hits = 10086; if (hits < 20000) {{ document.write("1234人"); }}</script></head>
<body><div class="header"><a href="/">首页</a> | <a href="/gk/">工会概况</a> | <a href="/fw/">服务大厅12351</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/bg/">工作报告</a></div>
<div class="article"><h1>{title}</h1>
<div class="info"><span>发布时间：{day} 10:24</span> <span>来源：市总工会办公室</span> <span>浏览次数：<i>1027</i></span>
<span>字号：[ <a href="#">大</a> <a href="#">中</a> <a href="#">小</a> ]</span></div>
<div id="zoom" class="content"><!--分页开始--><div class="view TRS_UEDITOR">
{body}</div></div>
<div class="pages">上一篇：<a href="t8.shtml">关于表彰26名先进个人的通报</a><br>下一篇：<a href="t9.shtml">工会经费收支公告</a></div></div>
<div class="side"><h3>热点新闻</h3><ul>{news}</ul></div>
<div class="footer">主办：某市总工会 电话：0123-3030123 邮编：230001<br>某ICP备05001234号 访问量：3456789</div></body></html>"""


def newspaper(title: str, paragraphs: Sequence[str], day: date) -> str:
    """A newspaper's page: dateline, pictures with captions, lists of other news, counters, a form for comments."""
    news = "".join(f'<li><a href="/n/{at}.html" target="_blank">{one}</a></li>' for at, one in enumerate(_OTHER_NEWS))
    body = "".join(f"<p>　　{escape(one)}</p>\n" for one in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{title} - 某地新闻网</title><meta property="og:title" content="{title}"></head><body>
<div id="top"><ul><li><a href="/">新闻</a></li><li><a href="/yl">娱乐</a></li><li><a href="/ty">体育</a></li></ul>
<div class="search"><form action="/s"><input name="q"><button>搜索</button></form></div></div>
<div class="main"><div class="left"><h1 class="title">{title}</h1>
<p class="source">{day.year}年{day.month:02}月{day.day:02}日08:46 | 来源：某地日报 | <span>阅读 2.3万</span></p>
<div class="text">{body}<p class="editor">(责任编辑：某某)</p></div>
<div class="share"><span>分享到：</span><a>微信</a><a>微博</a><a>赞 86</a></div>
<div class="related"><h4>相关新闻</h4><ul>{news}</ul></div>
<div class="comments"><h4>评论 15</h4><textarea></textarea></div></div>
<div class="right"><h4>24小时排行</h4><ol>{news}</ol></div></div>
<div class="foot"><p>某地日报社版权所有 违法举报电话：0123-4567890</p></div></body></html>"""


def pasted(title: str, paragraphs: Sequence[str], _day: date) -> str:
    """Text pasted out of Word: a span for each few characters, so that numbers are split, and tags of its own."""

    def spans(text: str) -> str:
        return "".join(
            f'<span lang="EN-US" style="font-family:仿宋_GB2312;mso-bidi-font-size:16.0pt">{escape(text[at : at + 3])}</span>'
            for at in range(0, len(text), 3)
        )

    body = "".join(
        f'<p class="MsoNormal" style="text-indent:32.0pt;line-height:28.0pt"><b style="mso-bidi-font-weight:normal">'
        f"{spans(one[:8])}</b>{spans(one[8:])}<o:p></o:p></p>\r\n"
        for one in paragraphs
    )
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 11">
<title>{title}</title><!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>100</w:Zoom></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {{margin:0cm; font-size:10.5pt}} --></style></head>
<body lang=ZH-CN><div class="Section1"><p class="MsoNormal" align="center"><b>{spans(title)}<o:p></o:p></b></p>
{body}</div></body></html>"""


def laid_out(title: str, paragraphs: Sequence[str], day: date) -> str:
    """A page of 2006 laid out by tables, tags in capitals and not closed, lines broken by BR, to be saved as GB2312."""
    menu = "".join(
        f"<TR><TD height=24><A href='list{at}.asp'>{one}</A>"
        for at, one in enumerate(("工会概况", "工作动态", "政策法规"))
    )
    body = "<BR><BR>\n".join(f"&nbsp;&nbsp;&nbsp; {escape(one)}" for one in paragraphs)
    return f"""<HTML><HEAD><TITLE>{title}</TITLE><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD>
<BODY bgColor=#ffffff><TABLE width=776 align=center border=0 cellSpacing=0><TR><TD colSpan=2><IMG src="top.gif"></TD></TR>
<TR><TD width=160 vAlign=top><TABLE width="100%">{menu}</TABLE><BR>今日访问：132 总访问：98765</TD>
<TD vAlign=top><TABLE width="98%" border=0><TR><TD align=center><FONT size=4><B>{title}</B></FONT></TD></TR>
<TR><TD align=center>作者：办公室　发布日期：{day.year}-{day.month}-{day.day}　点击数：458</TD></TR>
<TR><TD><FONT style="FONT-SIZE: 14px">{body}</FONT></TD></TR>
<TR><TD align=right>【<A href="javascript:window.print()">打印</A>】【<A href="javascript:window.close()">关闭</A>】</TD></TR></TABLE></TD></TR>
<TR><TD colSpan=2 align=center>版权所有：某市总工会 ICP备05012345号 电话：0123-3030123</TD></TR></TABLE></BODY></HTML>"""


def messenger(title: str, paragraphs: Sequence[str], day: date) -> str:
    """An article of a messenger's public account: the text hidden until a script runs, sections within sections."""
    body = "".join(
        f'<section style="margin: 0 8px;"><section><p style="line-height: 1.75em;"><span style="font-size: 15px;">'
        f'{escape(one[: len(one) // 2])}</span><span style="font-size: 15px;">{escape(one[len(one) // 2 :])}</span></p></section></section>'
        f"<section><p><br></p></section>"
        for one in paragraphs
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta property="og:title" content="{title}">
<meta property="og:site_name" content="公众平台"><title></title><script>var ct = "1737167040"; var read_num = 4096;</script></head>
<body id="activity-detail"><div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content">
<h1 class="rich_media_title" id="activity-name">
{title}
</h1><div id="meta_content"><span id="js_name">某市总工会</span> <em id="publish_time">{day.year}年{day.month:02}月{day.day:02}日 10:24</em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{body}
<p style="text-align: center;">END</p></div></div></div>
<div class="rich_media_tool"><span>阅读 4096</span> <span>赞 128</span> <span>在看 64</span></div></div>
<div class="qr"><p>微信扫一扫 关注该公众号</p></div></body></html>"""


Template = Callable[[str, Sequence[str], date], str]

TEMPLATES: dict[str, Template] = {one.__name__: one for one in (authority, newspaper, pasted, laid_out, messenger)}


def page(template: Template, text: str, day: date) -> bytes:
    """A report as a page: its first line is the title. In the encoding that the page names."""
    title, *paragraphs = (line.strip() for line in text.splitlines() if line.strip())
    source = template(title, paragraphs, day)
    charset = re.search('charset="?([a-z0-9-]+)', source)
    encoding = charset[1] if charset else "utf-8"
    return source.encode("gb18030" if encoding == "gb2312" else encoding)
