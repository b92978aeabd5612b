"""The role of each paragraph: what the article says, and what the page says around it.

It goes by general signs (labels, contact details, address to the reader, credits, shape and position) and knows
nothing of any one page. Where the signs are weak a paragraph stays `body`: furniture that is searched costs
a little, an article's own sentence that is not searched is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.articles import Role

MENU_LENGTH = 4  # fewer short lines in a row may be a poem, a list or a heading
LONGEST_FURNITURE = 700

_EMAIL = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_LINK = r"(?:https?://|www\.)\S+"
_TELEPHONE = r"[+(]?\d[\d\s().+/–-]{5,}\d"
_PLATFORM = (
    r"(?:facebook|twitter|instagram|youtube|linkedin|tiktok|threads|bluesky|mastodon|telegram|whatsapp|"
    r"pinterest|reddit|wechat|weibo|snapchat|flipboard|google news|apple news|rss|social media|x)\b"
)


def _signs(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE)


# What the editors say about the article rather than in it.
_NOTE = _signs(
    r"(?:the )?editors?['’]?s?['’]? note\b",
    r"(?:a )?note (?:to|from|for) (?:the |our )?(?:readers?|editors?)\b",
    r"(?:correction|clarification|disclaimer)(?: \([^)]*\))?\s*[:：—–]",
    r"[\[【（(]?\s*(?:编者按|编者注|编者的话|编辑按|按语|更正|勘误|免责声明)\s*[\]】）):：,，—]",
    r"[(\[]?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|translated) by [A-Z][^.]{2,}\.?[)\]]?$",
    r"[(\[]?(?:additional )?reporting by .{3,200}(?:editing|writing|reporting) by ",
    r"[^.。]{3,90} contributed (?:to|reporting to) this (?:report|article|story)\b",
    r"this (?:article|story|post|piece|column|essay) (?:was|has been|is|first|originally) "
    r"[^.]{0,30}\b(?:published|adapted|updated|corrected|republished|translated|syndicated|produced|sponsored)\b",
    r"(?:the )?(?:views|opinions) expressed (?:in|here|herein|by|are)\b[^.]{0,120}\b(?:author|writer|own|reflect)",
    r"(?:本文|文章)(?:仅|只)?代表作者",
    r"(?:updated?|last updated|last modified|published|posted|更新(?:时间|于)|发布(?:时间|于)|发表于)\s*(?:at|on)?\s*[:：]?\s*"
    r"[^.。]{0,40}\d[^.。]{0,25}(?:[ap]\.?m\.?\W*)?$",
)

# A photograph's line: it opens as one, or it closes with who took it.
_CAPTION_OPENING = _signs(
    r"[\[(]?(?:file |stock |archive |courtesy |handout )?(?:photos?|pictures?|images?|illustrations?|graphics?)"
    r"(?: credits?| by| courtesy(?: of)?)?\s*[:：/]",
    r"[\[(]?(?:file|stock|archive|handout) (?:photo|picture|image|pic)\b",
    r"[（(\[【]?(?:资料图|资料照片|图为|图片来源|图源|配图|插图|供图|图[/／]|摄影\s*[:：/／])",
    r"(?:photograph|photo|picture|image|illustration)s? by [A-Z]",
)
_CAPTION_CLOSING = re.compile(
    r"(?:^|[\s.。”\"'’])[/／]\s?[^\W\d_][\w .&'’-]{1,40}$"  # ... Taiwan. /Agency
    r"|[\[(（【][^\[\](（）)]{0,60}(?:[Pp]hoto|PHOTO|[Pp]icture|[Ii]mage|[Cc]redit|[Cc]ourtesy|图片|摄影|供图|摄|图[/／])"
    r"[^\[\](（）)]{0,60}[\])）】]\W{0,2}$"
    r"|\b(?:[Pp]hotos?|[Pp]hotographs?|[Pp]ictures?|[Ii]mages?|[Ii]llustrations?)(?: credits?)?\s*(?:[:：©]|by [A-Z])[^.!?]{1,60}$"
    r"|\b[A-Z]{2,}/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}\W?$"  # AGENCY/Jane Doe
    r"|\b(?:[A-Z][\w.'’-]+ ){1,3}/ ?(?:[A-Z][\w.'’-]+ ?){1,3}(?:via [A-Z]\w+)?\)$"
    r"|(?:^|[\s。，、）)])(?:[\w·]{2,12}\s?[/／]?\s?)?(?:记者|通讯员|摄影)?\s?[\w·]{2,8}\s?(?:摄影|摄|供图|制图)\W{0,2}$"
    r"|\b[A-Z]{2,6} [Pp]hoto(?: by [^.]{2,40})?$"
)
LONGEST_CAPTION = 400

# What a page says of itself or to its reader, wherever in a sentence's beginning it stands.
_FURNITURE = _signs(
    r"(?:please )?(?:subscribe|sign[ -]?up)\b(?:\W*$| (?:to|for|now|here|today|and|with|free)\b.{0,160}$)",
    r"(?:please )?(?:log|sign) ?in (?:to|with|or|here)\b",
    r"already (?:a |have an? )?(?:subscriber|member|account|subscribed)\b",
    r"(?:please )?(?:click|tap|press|swipe) (?:here|below|on the|the (?:link|button|image))\b",
    r"(?:please )?(?:download|get|install) (?:the|our) (?:[\w'’-]+ ){0,4}apps?\b",
    r"get (?:the|our|your|all|more|breaking|daily|weekly|a)\b.{0,80}\b(?:newsletters?|inbox|e-?mail alerts?|notifications)\b",
    r"(?:please )?enter (?:your|a valid) e-?mail",
    rf"(?:please )?(?:follow|like|find|join|friend|watch) (?:us|me|him|her|them|our|@\w+|\S+ \(@\w+\)|.{{2,60}} on {_PLATFORM})",
    rf"(?:please )?share (?:this|on|via|with|to|the (?:article|story|post))\b.{{0,80}}$",
    rf"(?:please )?share your (?:thoughts|story|stories|views|opinions?|comments?)\b.{{0,80}}\b(?:below|comments?|us|{_PLATFORM})",
    r"(?:please )?(?:contact|e-?mail|write to|call|reach|message|text) (?:us|me|our|the (?:author|editors?|newsroom|reporter|writer))\b",
    rf"(?:please )?(?:send|submit|e-?mail) .{{0,60}}\b(?:us|{_EMAIL})",
    r"(?:if you|do you|would you|have you|want to|got)\b.{0,120}"
    rf"(?:\b(?:contact|e-?mail|write to|tell|let|call|join|subscribe to|support|follow) (?:us|our)\b|{_EMAIL}|\bnewsletters?\b"
    r"|\bpropos\w+ for you\b)",
    r"(?:the|this|our|we) .{0,60}\bletters to the editor\b",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b.{0,60}$",
    r"we(?:['’]d| would) (?:like|love) to hear\b",
    r"here are some tips\b|and here['’]s our e-?mail",
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site|our partners)\b.{0,40}\b(?:uses?|stores?)\b.{0,40}\bcookies\b",
    r"by (?:continuing|clicking|using|subscribing|signing|browsing|submitting)\b.{0,120}\byou (?:agree|accept|consent|acknowledge)\b",
    r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences)\b",
    r"(?:you can )?unsubscribe at any time\b",
    r"this (?:material|article|content|story|site|page|report)\b.{0,40}\b(?:may|must|can) not be "
    r"(?:published|reproduced|republished|copied|broadcast|rewritten)",
    r"(?:no part of|reproduction|republication) .{0,80}(?:permission|prohibited|consent)",
    r"(?:©|ⓒ|\(c\)|copyright\b\W*(?:©|ⓒ|\(c\)|\d{4}|[A-Z][\w.]+.{0,40}\d{4}|by\b))",
    r".{0,120}\ball rights reserved\W*$",
    r".{0,160}\bclick to tweet\W*$",
    r"(?:advertise(?:ment)?|sponsored(?: content)?|promoted(?: content)?|story continues below.{0,30}|loading\W*|skip to .{0,20})\W*$",
    r"\(?(?:reuters|ap|afp|xinhua|upi|dpa|新华社|中新社)\)?\W*$",
    r"(?:请)?(?:扫描?|长按|识别).{0,12}(?:二维码|码)",
    r"(?:请|欢迎|敬请)?(?:关注|订阅|添加|搜索).{0,20}(?:公众号|微信|微博|客户端|频道|抖音|我们)",
    r"(?:请)?(?:点击|点选).{0,16}(?:阅读|查看|下载|关注|订阅|原文|链接|观看|进入|这里|此处)",
    r"(?:请)?下载.{0,16}(?:客户端|app|应用)",
    r"分享(?:到|至|本文|给)|(?:返回|回到)(?:首页|顶部|搜狐)|查看更多|加载更多|展开全文|收起全文",
    r"(?:投稿|联系|客服|举报|新闻热线|广告|商务)(?:邮箱|电话|热线|方式|我们|合作)?.{0,10}[:：]",
    r"本(?:网|站|网站).{0,20}(?:使用|采用).{0,6}cookie",
    r"(?:.{0,40}(?:版权所有|保留所有权利|未经(?:书面)?(?:授权|许可|允许).{0,30}(?:转载|使用|复制)|(?:严禁|禁止|谢绝)转载).{0,60}$)",
    r".{0,30}(?:icp\s?[备证]|公网安备|(?:许可|登记|备案)证?(?:编?号)?\W{0,3}\d|无断|무단 ?전재)",
    r"(?:.{0,24}[(\[（]?\s*)?(?:责任编辑|责编|编辑|校对|审核|监制|编审|值班主任|来源|稿源|原标题|关键词|标签|作者|记者|文|文[/／]图|图文)\s*[:：]"
    r"[^。！？]{1,40}$",
    r"(?:source|tags?|topics?|filed under|categor(?:y|ies)|keywords?|author|byline|posted in|share|print|email)\s*[:：][^.!?]{1,80}$",
)

# Lines that point to other articles: what follows them in the same breath belongs to them.
_POINTER = _signs(
    r"(?:read|see|watch|learn|find out|view) (?:more|also|next|now|this|all)\s*(?:[:：»›>→…-]|$|on this|about this)",
    r"also (?:read|see|on|watch)\s*[:：]",
    r"(?:related|recommended|further reading|more (?:from|on|in)|most (?:read|popular|viewed)|trending|latest|top|popular"
    r"|editors?['’]? picks?|you (?:may|might) (?:also )?(?:like|be interested)|don['’]t miss|up next|explore further|what to read next"
    r"|in case you missed it)(?: [\w'’&]+){0,3}\s*(?:[:：»›>]|$)",
    r"(?:相关|延伸|推荐|拓展|扩展|热门|精彩|更多|猜你)(?:阅读|新闻|推荐|文章|报道|链接|内容|喜欢)\s*(?:[:：>»]|$)",
    r"阅读(?:原文|全文|更多)\W*$",
)
LONGEST_POINTER = 160

# A label and a contact, with no sentence about it.
_CONTACT_LINE = re.compile(
    rf"^(?:[^.!?。！？]{{0,60}}[:：]|(?:[^\s.!?。！？]+\s+){{0,3}})\s*(?:{_EMAIL}|{_LINK})\W*$"
    rf"|^(?=[^.!?。！？]*(?:hotline|tel|phone|fax|call|contact|whatsapp|热线|电话|传真|举报|投诉|客服))"
    rf"[^.!?。！？]{{0,60}}?[:：.]?\s*{_TELEPHONE}(?:[\s,;/、]+{_TELEPHONE})*\W*$",
    re.IGNORECASE,
)

_MENU_WORDS = re.compile(
    r"^(?:home(?:page)?|menu|search|log ?in|sign ?(?:in|up|out)|register|subscribe|newsletters?|about(?: us)?|contact(?: us)?|"
    r"privacy(?: policy| notice)?|terms(?: of (?:use|service)| (?:and|&) conditions)?|cookie (?:policy|settings|preferences)|"
    r"advertise(?: with us)?|careers|jobs|sitemap|site map|help|faqs?|feedback|my account|accessibility|rss|podcasts?|"
    r"archives?|share|tweet|print|e-?mail|comments?|save|copy link|more|close|next|previous|back to top|"
    r"facebook|twitter|instagram|youtube|linkedin|tiktok|wechat|weibo|whatsapp|telegram|pinterest|reddit|"
    r"world|business|politics|sports?|opinion|culture|video|photos?|weather|entertainment|technology|lifestyle|"
    r"english|français|español|deutsch|português|italiano|русский|العربية|中文|简体中文|繁體中文|日本語|한국어|"
    r"首页|登录|注册|关于我们|联系我们|网站地图|帮助|意见反馈|加入我们|广告服务|版权声明|隐私政策|法律声明|"
    r"新闻|国际|国内|财经|体育|娱乐|视频|图片|评论|时政|军事|科技|社会|更多|分享|收藏|打印|微信|微博|客户端)$",
    re.IGNORECASE,
)
# Of those, the ones that are a button or a footer link even when they stand alone at the edge of a text.
_BUTTON = re.compile(
    r"^(?:log ?in|sign ?(?:in|up|out)|subscribe(?: now)?|privacy(?: policy| notice)|terms (?:of (?:use|service)|(?:and|&) conditions)|"
    r"cookie (?:policy|settings|preferences)|about us|contact us|back to top|copy link|share|tweet|print|comments?|\d+ comments?|"
    r"\d+ min(?:ute)?s? read|关于我们|联系我们|隐私政策|版权声明|网站地图|登录|注册|分享|打印|广告)$",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:your?|us|our|here|now|click|choose|select|subscribe|download|follow|share|sign)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?][\"'”’)])\s+|(?<=[.!?])\s+|(?<=[。！？])")
_MENU_SEPARATORS = re.compile(r"\s*[|｜·•›»]\s*|\s{3,}|\s+/\s+")
_BYLINE = re.compile(r"^(?:by|von|par|por) (?:[A-Z][\w.'’-]+,?(?: and | & | |$)){2,8}[^.!?]{0,40}$", re.IGNORECASE)


def roles(paragraphs: Sequence[str]) -> list[Role]:
    """Give each paragraph of one article, in reading order, its role."""
    found = [_own_role(paragraph) for paragraph in paragraphs]
    prose = [number for number, paragraph in enumerate(paragraphs) if _is_prose(paragraph) and found[number] == "body"]
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
    inner = text.strip("()[]（）【】*•-–—>»| \t")
    if _NOTE.match(text) and len(text) <= LONGEST_FURNITURE:
        return "note"
    if _POINTER.match(inner) and len(inner) <= LONGEST_POINTER and not _is_told(inner):
        return "boilerplate"
    if _is_furniture(inner) or _is_menu_line(inner) or _CONTACT_LINE.match(inner):
        return "boilerplate"
    if len(text) <= LONGEST_CAPTION and (_CAPTION_OPENING.match(text) or _CAPTION_CLOSING.search(text)):
        return "caption"
    return "body"


def _is_furniture(text: str) -> bool:
    """True where every sentence speaks of the page or to its reader; one sentence that tells something saves the rest."""
    if not text or len(text) > LONGEST_FURNITURE or text[0] in "\"“‘«「『":
        return False
    sentences = [sentence for sentence in _BETWEEN_SENTENCES.split(text) if sentence.strip()]
    opening = bool(_FURNITURE.match(sentences[0]))
    speaking = sum(bool(_FURNITURE.match(sentence.strip())) or _addresses_reader(sentence) for sentence in sentences)
    return opening and speaking >= len(sentences) - (len(sentences) > 3)


def _addresses_reader(sentence: str) -> bool:
    """A sentence that only goes on with the address: "It takes a minute of your time." """
    return len(sentence.split()) <= 25 and bool(_READER.search(sentence)) or len(sentence.split()) <= 2


def _is_told(text: str) -> bool:
    """A whole sentence, such as "Related companies fell as well.", rather than a label with a title behind it."""
    return bool(_SENTENCE_END.search(text)) and not re.search(r"[:：]", text)


def _is_menu_line(text: str) -> bool:
    fragments = [fragment for fragment in _MENU_SEPARATORS.split(text) if fragment]
    return len(fragments) >= 3 and _are_a_menu(fragments)


def _are_a_menu(fragments: Sequence[str]) -> bool:
    """Menu words alone decide: a list of ingredients or a stanza has the same shape but other words."""
    known = sum(bool(_MENU_WORDS.match(fragment.strip())) for fragment in fragments)
    return known >= 2 and known * 3 >= len(fragments)


def _is_fragment(text: str) -> bool:
    return len(text) <= 60 and len(text.split()) <= 7 and not _SENTENCE_END.search(text)


def _is_prose(text: str) -> bool:
    return len(text) >= (25 if re.search(r"[\u3040-\u9fff\uac00-\ud7af]", text) else 60) and bool(_SENTENCE_END.search(text))


def _mark_what_follows_pointers(paragraphs: Sequence[str], found: list[Role]) -> None:
    """After a bare "Related stories" come titles: short lines that are no sentences, up to the next prose."""
    following = False
    for number, paragraph in enumerate(paragraphs):
        bare = paragraph.strip("()[]（）【】*•-–—>»| \t:：")
        if found[number] == "boilerplate" and _POINTER.match(bare) and len(bare) <= 40:
            following = True
        elif following and found[number] == "body":
            following = len(paragraph) <= LONGEST_POINTER and not _SENTENCE_END.search(paragraph)
            found[number] = "boilerplate" if following else "body"


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
    """Lines that are furniture only at the edge of a text: buttons, bylines, calls in capitals."""
    for number in edge:
        text = paragraphs[number].strip()
        if found[number] == "body" and (_BUTTON.match(text) or _BYLINE.match(text) or _is_call_in_capitals(text)):
            found[number] = "boilerplate"


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
