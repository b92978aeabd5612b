"""The role of each paragraph: what the article says, and what the page says around it.

It goes by general signs (labels, contact details, address to the reader, credits, shape and position) and
knows nothing of any one page. Where the signs are weak a paragraph stays `body`: furniture that
is searched costs a little, an article's own sentence that is not searched is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.articles import Role

LONGEST_FURNITURE = 700  # characters; longer paragraphs are body, whatever they begin with
LONGEST_CAPTION = 400
LONGEST_POINTER = 160
MENU_LENGTH = 4  # fewer short lines in a row may be a poem, a list or a heading
MOST_TITLES = 8  # that one "Related stories" may draw after it

_EMAIL = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
_LINK = r"(?:https?://|www\.)\S+"
_TELEPHONE = r"[+(]?\d(?:[\s().+/–-]{0,3}\d){6,}+"  # possessive, as below: what was tried is not tried again
_PLATFORM = (
    r"(?:facebook|twitter|instagram|youtube|linkedin|tiktok|threads|bluesky|mastodon|telegram|whatsapp"
    r"|pinterest"
    r"|reddit|wechat|weibo|snapchat|flipboard|google news|apple news|social media|x)\b"
)
_DATE_WORDS = (
    r"(?:[\d\s:/.,|年月日时分()-]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\d(?:st|nd|rd|th)\b|[ap]\.?m\b|at\b"
    r"|on\b"
    r"|(?:minutes?|hours?|days?) ago\b|utc\b|gmt\b|[a-z]{1,3}t\b)++"
)


def _signs(*alternatives: str, case: bool = False) -> re.Pattern[str]:
    joined = "|".join(f"(?:{alternative})" for alternative in alternatives)
    return re.compile(joined, 0 if case else re.IGNORECASE)


# What the editors say about the article rather than in it.
_NOTE = _signs(
    r"(?:the )?editors?['’]?s?['’]? note\b",
    r"(?:a )?note (?:to|from|for) (?:the |our )?(?:readers?|editors?)\b",
    r"(?:correction|clarification|disclaimer)(?: \([^)]*\))?\s*[:：—–]",
    r"[\[【（(]?\s*(?:编者按|编者注|编者的话|编辑按|按语|更正|勘误|免责声明)\s*[\]】）):：,，—]",
    r"[^.。]{3,90} contributed (?:to|reporting to) this (?:report|article|story)\b",
    r"this (?:article|post|piece|column|essay|report) (?:was|has been|is|first|originally|originally was) "
    r"[^.]{0,30}\b(?:published|produced|sponsored)\b[^.]{0,80}\W*$",
    r"this (?:article|story|post|piece|column|essay|report) (?:was|has been|is) "
    r"[^.]{0,30}\b(?:adapted|updated|corrected|amended|republished|translated|syndicated)\b",
    r"(?:the )?(?:views|opinions) expressed (?:in this|here|herein|are|by the (?:author|writer|columnist))\b",
    r"(?:this|the) (?:article|piece|column|commentary) (?:only )?(?:reflects|represents"
    r"|expresses) .{0,60}\b(?:author|writer)",
    r"(?=.{0,400}\b(?:author|writer|columnist|contributor)).{0,400}\bnot necessarily (?:reflect |represent "
    r"|the |those )",
    r"[(\[]?(?:except for the headline, )?this (?:story|article|report) has not been edited\b",
    r"声明\s*[:：]\s*(?:本[文网站]|以上|凡|转载|部分)",
    r"(?:本文|文章|以上内容)(?:观点)?(?:仅|只)?代表作者",
    rf"(?:[^|.]{{2,40}}\|\s*)?(?:first |last )?(?:updated?|modified|published|posted|更新(?:时间|于)?"
    rf"|发布(?:时间|于)?"
    rf"|发表于)\s*[:：]?{_DATE_WORDS}\W*$",
)
_CREDIT = _signs(
    r"[(\[]?(?:(?:Additional|Further) )?(?:[Rr]eporting|Writing|Editing|Compiled|Edited|Translated|Written"
    r"|Reported) by "
    r"(?:(?:[A-Z][\w.'’-]*|and|in|with|by|for|reporting|editing|writing|additional|&)(?:[\s,;]+|\W*$))++$",
    r"[(\[]?[Ww]ith (?:additional )?(?:inputs?|contributions?|files|reporting) from "
    r"(?:(?:[A-Z][\w.'’-]*|agencies|and|the|our)(?:[\s,;]+|\W*$))++$",
    case=True,
)

# A photograph's line: it opens as one, or it closes with who took it.
_CAPTION_OPENING = _signs(
    r"[\[(]?(?:(?:file|stock|archive|courtesy|handout) )?(?:photos?|pictures?|images?|illustrations?"
    r"|graphics?)"
    r"(?: credits?| by| courtesy(?: of)?)?\s*[:：/]",
    r"[\[(]?(?:cover|image|photo|picture|illustration|graphic)(?: image| photo)? (?:via|source|caption"
    r"|courtesy of)\b",
    r"[\[(]?(?:file|stock|archive|handout) (?:photo|picture|image|pic)\b",
    r"(?:photograph|photo|picture|image|illustration)s? by ",
    r"[（(\[【]?(?:资料图|资料照片|图为|图片来源|图源|配图|插图|供图|图[/／:：]|摄影\s*[:：/／])",
)
_CAPTION_CLOSING = _signs(
    # ... a bridge in the city. /Agency
    r"(?:^|[\s.。”\"'’])[/／]\s?(?:[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3}|[\u4e00-\u9fff]{2,10})$",
    r"[\[(（【][^\[\](（）)]{0,60}(?:[Pp]hoto|PHOTO|[Pp]icture|[Ii]mage|[Cc]redit|[Cc]ourtesy|图片|摄影|供图"
    r"|摄|图[/／])"
    r"[^\[\](（）)]{0,60}[\])）】]\W{0,2}$",
    r"\b(?:[Pp]hotos?|[Pp]hotographs?|[Pp]ictures?|[Ii]mages?|[Ii]llustrations?)(?: credits?)?\s*"
    r"(?:[:：©]|by [A-Z])[^.!?]{1,60}$",
    r"\b[A-Z]{2,}/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}[)\]]?$",  # AGENCY/Jane Doe
    r"\b[A-Z]{2,6} [Pp]hoto(?: by [^.]{2,40})?$",
    r"(?:^|[\s。，、）)])(?:记者|通讯员)?\s?[\w·]{2,12}\s?(?:摄影|摄|供图|制图)\W{0,2}$",
    case=True,
)

# How a page opens when it speaks of itself or to its reader.
_FURNITURE = _signs(
    r"(?:please )?(?:subscribe|sign[ -]?up)\b(?:\W*$| (?:to|for|now|here|today|and|with|free)\b.{0,160}$)",
    r"(?:please )?(?:log|sign) ?in (?:to (?:your|comment|read|continue|view)|with|or|here)\b",
    r"already (?:a |have an? )?(?:subscriber|member|account|subscribed|registered)\s*(?:\?|\W*$"
    r"|.{0,20}(?:log|sign) in)",
    r"(?:please )?(?:click|tap|press|swipe) (?:here|below|on the (?:link|button|image)|the (?:link|button"
    r"|image))\b",
    r"(?:please )?(?:download|get|install) (?:the|our) (?:[\w'’-]+ ){0,4}apps?\b",
    r"get (?:the|our|your|all|more|breaking|daily|weekly|a)\b.{0,80}\b(?:newsletters?|inbox"
    r"|e-?mail alerts?)\b",
    r"(?:please )?enter (?:your|a valid) e-?mail",
    rf"(?:please )?(?:follow|find|join|like|watch) us\b(?:\W*$| on {_PLATFORM}| @| at {_LINK})",
    rf"(?:please )?follow (?:@\w+|the author\b|.{{2,60}} (?:on|@) ?{_PLATFORM}|.{{2,40}}\(@\w+\))",
    r"(?:please )?join (?:our|the) .{0,30}\b(?:newsletter|community|conversation|channel|group|mailing list"
    r"|discussion)\b",
    r"(?:please )?share (?:this (?:article|story|post|page|video)\b|this\W*$|this (?:on|via|with)\b|(?:on"
    r"|via) )",
    r"(?:please )?share your (?:thoughts|story|stories|views|opinions?|comments?"
    r"|experiences?)\b.{0,60}\b(?:below|us|comments?)\b",
    r"(?:please )?(?:contact|e-?mail|write to|message) (?:us|our|the (?:authors?|editors?|newsroom|reporters?"
    r"|writers?))\b",
    r"(?:please )?(?:call|reach) us (?:at|on|now|today)\b",
    rf"(?:please )?(?:send|submit|e-?mail) .{{0,60}}\bto (?:us\b|our\b|{_EMAIL})",
    r"(?:if you|do you|would you|have you|want to|got)\b.{0,120}"
    rf"(?:\b(?:contact|e-?mail|write (?:to|for)|tell|let|join|subscribe to|support|follow) (?:us|our)\b"
    rf"|{_EMAIL})",
    rf"for more (?:information|details|stories|news|opinion|help|on|about|from)\b.{{0,60}}\b(?:visit|go to"
    rf"|follow|contact|e-?mail|call)\b.{{0,40}}(?:\bus\b|{_LINK}"
    rf"|{_EMAIL})",
    r"(?:like|enjoy(?:ed|ing)?) (?:what you|this (?:article|story|post))\b.{0,40}\?$",
    r"(?:thanks|thank you) for (?:signing up|subscribing|reading|your (?:interest|support|feedback))\W*$",
    r"get e-?mail notifications\b|your e-?mail address will not be\b|required fields are marked\b"
    r"|comments are closed",
    r".{0,40}\bnot responsible for the content of (?:external|other|linked)",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b.{0,40}$",
    r"we(?:['’]d| would) (?:like|love) to hear (?:from you|what you|your)\b",
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? (?:also )?(?:uses?"
    r"|stores?)\b.{0,40}\bcookies\b",
    r"by (?:continuing|clicking|using|subscribing|signing|browsing|submitting)\b.{0,120}\byou (?:agree"
    r"|accept|consent)\b",
    r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences)\b",
    r"(?:you can )?unsubscribe at any time\b",
    r"this (?:material|article|content|story|site|page)\b.{0,60}\b(?:may|must|can) not be .{0,40}"
    r"(?:reproduced|republished|copied|rewritten|redistributed)",
    r"(?:no part of|reproduction|republication|unauthori[sz]ed) .{0,80}\bwithout .{0,40}(?:permission"
    r"|consent)",
    r"(?:©|ⓒ|\(c\) ?\d|copyright\W*(?:©|ⓒ|\(c\)|\d{4}\b|by [A-Z]|[A-Z][\w.]+[\w\s.]{0,40}\d{4}))",
    r"all rights reserved\b.{0,80}$|(?=.{0,120}(?:©|ⓒ|copyright|\d{4})).{0,120}\ball rights reserved\W*$",
    r".{0,160}\bclick to tweet\W*$",
    r"(?:advertise(?:ment)?|sponsored(?: content)?|promoted(?: content)?|story continues below.{0,30}"
    r"|loading\W*)\W*$",
    r"(?:reuters|ap|afp|xinhua|upi|dpa|新华社|中新社)\W*$",
    r"(?:source|tags?|topics?|editors?|filed under|categor(?:y|ies)|keywords?|author|byline|posted in"
    r"|share)\s*[:：][^.!?]{1,80}$",
    r"(?:请)?(?:用|使用)?(?:微信|手机)?(?:扫[一描码]|长按|识别)[^。]{0,12}(?:二维码|码|手机"
    r"|微信)[^。]{0,30}\W*$",
    r"欢迎(?:投稿|来稿)\W*$|违法和不良信息举报[^。]{0,20}$|版权声明[:：]|(?:新华社|中新社"
    r"|中新网)[^。，]{2,20}电\W*$",
    r"(?:请|欢迎|敬请)(?:关注|订阅|添加|搜索)[^。]{0,20}(?:公众号|微信|微博|客户端|频道|抖音"
    r"|我们)[^。]{0,12}\W*$",
    r"(?:请)?(?:点击|点选)[^。]{0,16}(?:阅读|查看|下载|关注|订阅|原文|链接|观看|进入|这里"
    r"|此处)[^。]{0,12}\W*$",
    r"(?:关注|订阅|搜索)[^。]{0,20}(?:公众号|官方微信|官方微博|视频号|我们)\W*$",
    r"(?:请)?下载[^。]{0,16}(?:客户端|app|应用)[^。]{0,12}\W*$",
    r"(?:分享(?:到|至|本文|给)|(?:返回|回到)(?:首页|顶部)|查看更多|加载更多|展开全文|收起全文)[^。]{0,16}$",
    r"(?:投稿|联系|客服|举报|新闻热线|广告|商务)(?:邮箱|电话|热线|方式|我们"
    r"|合作)?[^。]{0,10}[:：][^。！？]{0,60}$",
    r"本(?:网|站|网站)[^。]{0,20}(?:使用|采用)[^。]{0,6}cookie",
    r"[^。！？]{0,40}版权所有(?![者人权])[^。！？]{0,60}\W*$",
    r".{0,24}未经.{0,12}(?:授权|许可|允许|同意).{0,20}(?:不得|禁止|严禁|请勿).{0,12}(?:转载|复制|摘编|使用"
    r"|传播|镜像)",
    r"[^。！？]{0,30}(?:严禁|禁止|谢绝|请勿)转载\W*$|[^.]{0,30}무단\s?전재.{0,30}$",
    r"[^。！？]{0,30}(?:icp\s?[备证]|icp\b[^。]{0,20}no|公网安备|(?:许可|登记"
    r"|备案)证?(?:编?号)?)\W{0,3}[a-z-]*\d{5,}[^。！？]{0,20}$",
    r"(?:[^。！？]{0,24}[\s(\[（])?(?:责任编辑|责编|编辑|校对|审核|监制|编审|值班主任|来源|稿源|原标题"
    r"|关键词|标签)\s*[:：]"
    r"[^。！？]{1,40}$",
    r"(?:作者|记者|文|文[/／]图|图文|通讯员)\s*[:：][^。！？，]{1,12}$",
)

# Lines that point to other articles.
_POINTER = _signs(
    r"(?:read|see|watch|view|learn|find out) more\s*(?:[:：»›>→…–—-]|$|on this\b|about this\b)",
    r"(?:read next|explore more|listen to this article)\s*$|(?:watch|listen|video|gallery"
    r"|in pictures)\s*[:：]",
    r"(?:read|see|watch) (?:also|next|this|now)\s*[:：»›>→]|(?:also|now) (?:read|see|watch)\s*[:：]"
    r"|see also\s*$",
    r"(?:related|recommended|popular|trending|top|latest|more) "
    r"(?:stor(?:y|ies)|news|articles?|posts?|reading|coverage|content|(?:internet )?links?|topics|tags"
    r"|videos?"
    r"|headlines)\s*(?:[:：»›>]|$)",
    r"related\s*[:：]|further reading\s*(?:[:：]|$)|more (?:from|on) (?:this|us|the author"
    r"|[\w\s]{2,30})\s*(?:[:：»›>]|$)",
    r"(?:most (?:read|popular|viewed)|trending now|editors?['’]? picks?|you (?:may|might) (?:also )?(?:like"
    r"|be interested in)"
    r"|don['’]t miss|up next|explore further|what to read next|in case you missed it)\s*(?:[:：»›>]|$)",
    r"(?:相关|延伸|推荐|拓展|扩展|热门|热点|精彩|更多|猜你)(?:阅读|新闻|推荐|文章|报道|链接|内容"
    r"|喜欢)\s*(?:[:：>»]|$)",
    r"阅读(?:原文|全文|更多)\W*$|[上下]一篇\s*[:：]",
)

# A label and a contact, with no sentence about it.
_CONTACT_LINE = _signs(
    rf"(?:[^.!?。！？]{{0,60}}[:：]|(?:[^\s.!?。！？]+\s+){{0,3}})\s*(?:{_EMAIL}|{_LINK})\W*$",
    r"(?=[^.!?。！？]*(?:hotline|tel|phone|fax|call|contact|whatsapp|热线|电话|传真|举报|投诉|客服))"
    r"(?:[^.!?。！？]{0,60}[:：]|(?:[^\s.!?。！？]+\.?\s+){0,3})\s*"
    rf"{_TELEPHONE}(?:[\s,;/、]+{_TELEPHONE})*[^\w.。]*$",
)

_MENU_WORDS = re.compile(
    r"(?:home(?:page)?|menu|search|log ?in|sign ?(?:in|up|out)|register|subscribe|newsletters?|about(?: us)?"
    r"|contact(?: us)?|privacy(?: policy| notice)?|terms(?: of (?:use|service)| (?:and|&) conditions)?"
    r"|cookie (?:policy|settings|preferences)|advertise(?: with us)?|careers|jobs|site ?map|help|faqs?"
    r"|feedback"
    r"|my account|accessibility|rss|podcasts?|archives?|share|tweet|print|e-?mail|comments?|save|copy link"
    r"|more|close"
    r"|next|previous|back to top|facebook|twitter|instagram|youtube|linkedin|tiktok|wechat|weibo|whatsapp"
    r"|telegram"
    r"|pinterest|reddit|world|business|politics|sports?|opinion|culture|video|photos?|weather|entertainment"
    r"|technology|lifestyle|english|français|español|deutsch|português|italiano|русский|العربية|中文"
    r"|简体中文|繁體中文"
    r"|日本語|한국어|首页|登录|注册|关于我们|联系我们|网站地图|帮助|意见反馈|加入我们|广告服务|版权声明"
    r"|隐私政策|法律声明"
    r"|新闻|国际|国内|财经|体育|娱乐|视频|图片|评论|时政|军事|科技|社会|更多|分享|收藏|打印|微信|微博"
    r"|客户端)",
    re.IGNORECASE,
)
# Of those, the buttons and footer links that are nothing else even alone, at the edge of a text.
_BUTTON = re.compile(
    r"(?:log ?in|sign ?(?:in|up|out)|subscribe(?: now)?|privacy (?:policy|notice)|terms (?:of (?:use|service)"
    r"|(?:and|&) conditions)|cookie (?:policy|settings|preferences)|about us|contact us|back to top"
    r"|copy link|share"
    r"|tweet|print(?: this page)?|site ?map|(?:\d+ )?comments?|\d+ min(?:ute)?s? read|关于我们|联系我们"
    r"|隐私政策|版权声明|网站地图"
    r"|登录|注册|分享|打印(?:本页)?|纠错|【纠错】)",
    re.IGNORECASE,
)
_DATELINE = re.compile(_DATE_WORDS + r"\W*", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\d:\d\d")
_BYLINE = re.compile(r"(?:By|BY|by) (?:[A-Z][\w.'’-]+,?(?: and | & | |$)){2,8}[^.!?]{0,40}")
_READER = re.compile(
    r"\b(?:your?|us|our|here|now|click|choose|select|subscribe|download|follow|share|sign)\b|[您你]|我们"
    r"|本[网站]",
    re.IGNORECASE,
)
_CONTACT = re.compile(rf"{_EMAIL}|(?<!\w)@\w+|{_LINK}")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?][\"'”’)])\s+|(?<=[.!?])\s+|(?<=[。！？])")
_MENU_SEPARATORS = re.compile(r"\s*[|｜·•›»]\s*|\s+/\s+")
_EASTERN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_MARKS = "()[]（）【】*•-–—>»| \t"


def roles(paragraphs: Sequence[str]) -> list[Role]:
    """Give each paragraph of one article, in reading order, its role."""
    found = [_own_role(paragraph) for paragraph in paragraphs]
    prose = [number for number, paragraph in enumerate(paragraphs) if _is_prose(paragraph, found[number])]
    if not prose:
        return found
    first, last = prose[0], prose[-1]
    _mark_what_follows_pointers(paragraphs, found)
    for edge in (range(first), range(last + 1, len(paragraphs))):
        _mark_menus(paragraphs, found, edge)
        _mark_edge_lines(paragraphs, found, edge)
        _mark_enclosed(paragraphs, found, edge)
    return found


def _own_role(paragraph: str) -> Role:
    """The role that a paragraph's own words show, whatever stands around it."""
    text = paragraph.strip()
    if len(text) > LONGEST_FURNITURE:
        return "body"
    if _NOTE.match(text) or _CREDIT.match(text):
        return "note"
    inner = text.strip(_MARKS)
    if _is_pointer(inner) or _is_furniture(inner) or _is_menu_line(inner) or _CONTACT_LINE.match(inner):
        return "boilerplate"
    if len(text) <= LONGEST_CAPTION and (_CAPTION_OPENING.match(text) or _CAPTION_CLOSING.search(text)):
        return "caption"
    return "body"


def _is_pointer(text: str) -> bool:
    """A label with a title behind it, and not a whole sentence such as "Related companies fell as well."."""
    told = bool(_SENTENCE_END.search(text)) and not re.search(r"[:：]", text)
    return bool(_POINTER.match(text)) and len(text) <= LONGEST_POINTER and not told


def _is_furniture(text: str) -> bool:
    """True where every sentence (of four or more, all but one) speaks of the page or to its reader."""
    sentences = [sentence.strip() for sentence in _BETWEEN_SENTENCES.split(text) if sentence.strip()]
    if not sentences or text[0] in '"“‘«「『':
        return False
    plain = [_speaks_plainly(sentence) for sentence in sentences]
    speaking = sum(clear or _goes_on(sentence) for clear, sentence in zip(plain, sentences, strict=True))
    leading = plain[0] or (
        (sum(plain) > 1 or sentences[0].endswith(("?", "？"))) and sum(plain) * 2 >= len(sentences)
    )
    return leading and speaking >= len(sentences) - (len(sentences) > 3)


def _speaks_plainly(sentence: str) -> bool:
    """A sentence that is the page's own: by how it opens, or by giving "us" and an address in one breath."""
    address = bool(re.search(r"\b(?:us|our)\b", sentence, re.IGNORECASE) and _CONTACT.search(sentence))
    return bool(_FURNITURE.match(sentence)) or (address and len(sentence) <= LONGEST_POINTER)


def _goes_on(sentence: str) -> bool:
    """A sentence that could follow such a one: "It takes a minute of your time." """
    words = len(sentence.split())
    return words <= 2 or (words <= 25 and bool(_READER.search(sentence)))


def _is_menu_line(text: str) -> bool:
    fragments = [fragment for fragment in _MENU_SEPARATORS.split(text) if fragment]
    return len(fragments) >= 3 and _are_a_menu(fragments)


def _are_a_menu(fragments: Sequence[str]) -> bool:
    """Menu words decide: a list of ingredients or a stanza has the same shape but other words."""
    known = sum(bool(_MENU_WORDS.fullmatch(fragment.strip())) for fragment in fragments)
    return known >= 2 and known * 3 >= len(fragments)


def _is_fragment(text: str) -> bool:
    return len(text) <= 60 and len(text.split()) <= 7 and not _SENTENCE_END.search(text)


def _is_prose(text: str, role: Role) -> bool:
    long_enough = len(text) >= (25 if _EASTERN.search(text) else 60)
    return role == "body" and long_enough and bool(_SENTENCE_END.search(text))


def _mark_what_follows_pointers(paragraphs: Sequence[str], found: list[Role]) -> None:
    """After a bare "Related stories" come titles: short lines that are no sentences, up to the next prose."""
    left = 0
    for number, paragraph in enumerate(paragraphs):
        bare = paragraph.strip(_MARKS + ":：")
        if found[number] == "boilerplate" and len(bare) <= 40 and _is_pointer(bare):
            left = MOST_TITLES
        elif left and found[number] == "body":
            is_title = len(paragraph) <= LONGEST_POINTER and not _SENTENCE_END.search(paragraph)
            left = left - 1 if is_title else 0
            found[number] = "boilerplate" if is_title else "body"


def _mark_menus(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """Before the first and after the last prose, a run of short lines with menu words in it is a menu."""
    run: list[int] = []
    for number in [*edge, -1]:
        if number >= 0 and _is_fragment(paragraphs[number]) and len(paragraphs[number].split()) <= 4:
            run.append(number)
            continue
        if len(run) >= MENU_LENGTH and _are_a_menu([paragraphs[member] for member in run]):
            for member in run:
                found[member] = "boilerplate"
        run = []


def _mark_edge_lines(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """What is furniture only at the edge of a text: buttons, bylines, timestamps, calls in capitals."""
    for number in edge:
        if found[number] == "body" and _is_edge_line(paragraphs[number].strip()):
            found[number] = "boilerplate"


def _is_edge_line(text: str) -> bool:
    if len(text) > LONGEST_POINTER:
        return False
    dated = _DATELINE.fullmatch(text) and _TIME_OF_DAY.search(text)
    return bool(dated or _BUTTON.fullmatch(text) or _BYLINE.fullmatch(text)) or _is_call_in_capitals(text)


def _is_call_in_capitals(text: str) -> bool:
    return _is_fragment(text) and text.isupper() and len(text.split()) >= 2 and bool(_READER.search(text))


def _mark_enclosed(paragraphs: Sequence[str], found: list[Role], edge: range) -> None:
    """A short line between two lines of furniture is furniture too."""
    sure = [number for number in edge if found[number] == "boilerplate"]
    for before, after in zip(sure, sure[1:], strict=False):
        between = range(before + 1, after)
        if len(between) <= 3 and all(_is_fragment(paragraphs[number]) for number in between):
            for number in between:
                found[number] = "boilerplate"
