"""The signs of text that is not an article's prose: labels, credits, contacts, menu words, words to the reader.

They are common to newspapers, above all in English and Chinese, not specific to one site. `roles.py` decides what they
mean, alone or by their place.
"""

from __future__ import annotations

import re

from index.language.closed_lists import MONTH, WEEKDAY

_EMAIL = r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
_LINK = r"(?:https?://|www\.)\S+"
_TELEPHONE = r"[+(]?\d(?:[\s().+/–-]{0,3}\d){6,}+"  # a possessive quantifier, as below, so that nothing is tried twice
_PLATFORM = (
    r"(?:facebook|twitter|instagram|youtube|linkedin|tiktok|threads|bluesky|mastodon|telegram|whatsapp"
    r"|pinterest|reddit|wechat|weibo|snapchat|flipboard|google news|apple news|social media|x)\b"
)
_DATE_WORDS = (
    r"(?:[\d\s:/.,|年月日时分()-]|" + WEEKDAY + r"\b|" + MONTH + r"(?!\w)|\d(?:st|nd|rd|th)\b|[ap]\.?m\b|at\b|on\b"
    r"|(?:minutes?|hours?|days?) ago\b|utc\b|gmt\b|[a-z]{1,3}t\b)++"
)


def _signs(*alternatives: str, case: bool = False) -> re.Pattern[str]:
    joined = "|".join(f"(?:{alternative})" for alternative in alternatives)
    return re.compile(joined, 0 if case else re.IGNORECASE)


# What the editors say about the article rather than in it.
NOTE = _signs(
    r"(?:the )?editors?['’]?s?['’]? note\b",
    r"(?:a )?note (?:to|from|for) (?:the |our )?(?:readers?|editors?)\b",
    r"(?:correction|clarification|disclaimer)(?: \([^)]*\))?\s*[:：—–]",
    r"[\[【（(]?\s*(?:编者按|编者注|编者的话|编辑按|按语|更正|勘误|免责声明)\s*[\]】）):：,，—]",
    r"[^.。]{3,90} contributed (?:to|reporting to) this (?:report|article|story)\b",
    r"(?:an? (?:\w+ )?version of )?this (?:article|story|post|piece|column|essay|report|interview) (?:was|has been|is"
    r"|first|originally|originally was) (?:[^.]{0,30}\b)?(?:published|produced|sponsored|appeared|printed|ran)\b"
    r"[^.]{0,80}\W*$",
    r"this (?:article|story|post|piece|column|essay|report) (?:was|has been|is) [^.]{0,30}\b(?:adapted"
    r"|updated|corrected|amended|republished|translated|syndicated)\b",
    r"(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,150}\bnot (?:necessarily )?"
    r"(?:reflect|represent)",
    r"(?:the )?(?:views|opinions) expressed (?:in this|here|herein|are|by the (?:author|writer"
    r"|columnist))\b",
    r"(?:this|the) (?:article|piece|column|commentary) (?:only )?(?:reflects|represents"
    r"|expresses) .{0,60}\b(?:author|writer)",
    r"(?=.{0,400}\b(?:author|writer|columnist|contributor)).{0,400}\bnot necessarily (?:reflect "
    r"|represent |the |those )",
    r"[(\[]?(?:except for the headline, )?this (?:story|article|report) has not been edited\b",
    r"声明\s*[:：]\s*(?:本[文网站]|以上|凡|转载|部分)",
    r"(?:本文|文章|以上内容)(?:观点)?(?:仅|只)?代表作者",
    r"(?:[^|.]{2,40}\|\s*)?(?:first |last )?(?:updated?|modified|published|posted|更新(?:时间|于)?"
    rf"|发布(?:时间|于)?|发表于)\s*[:：]?{_DATE_WORDS}\W*$",
    rf"(?:기사\s?)?(?:입력|등록|승인|송고|수정|최종\s?수정)(?:시간|일시)?\s*[:：]\W*{_DATE_WORDS}\W*$",
    rf"(?:公開|配信|掲載|最終更新)(?:日時?)?\s*[:：]?\s*{_DATE_WORDS}\W*$",
)
CREDIT = _signs(
    r"[(\[]?(?:(?:Additional|Further) )?(?:[Rr]eporting|Writing|Editing|Compiled|Edited|Translated|Written"
    r"|Reported) by (?:(?:[A-Z][\w.'’-]*|and|in|with|by|for|reporting|editing|writing|additional"
    r"|&)(?:[\s,;]+|\W*$))++$",
    r"[(\[]?[Ww]ith (?:additional )?(?:inputs?|contributions?|files|reporting) from (?:(?:[A-Z][\w.'’-]*"
    r"|agencies|and|the|our)(?:[\s,;]+|\W*$))++$",
    case=True,
)

# A caption: it opens as one, or closes with the photographer.
CAPTION_OPENING = _signs(
    r"[\[(]?(?:(?:file|stock|archive|courtesy|handout) )?(?:photos?|pictures?|images?|illustrations?"
    r"|graphics?)(?: credits?| by| courtesy(?: of)?)?\s*[:：/]",
    r"[\[(]?(?:cover|image|photo|picture|illustration|graphic)(?: image| photo)? (?:via|source|caption"
    r"|courtesy of)\b",
    r"[\[(]?(?:file|stock|archive|handout) (?:photo|picture|image|pic)\b",
    r"(?:photograph|photo|picture|image|illustration)s? by ",
    r"[（(\[【]?(?:资料图|资料照片|图为|图片来源|图源|配图|插图|供图|图[/／:：]|摄影\s*[:：/／])",
)
CAPTION_CLOSING = _signs(
    # ... a bridge in the city. /Agency
    r"(?:^|[\s.。”\"'’])[/／]\s?(?:[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3}|[\u4e00-\u9fff]{2,10})$",
    r"[\[(（【][^\[\](（）)]{0,60}(?:[Pp]hoto|PHOTO|[Pp]icture|[Ii]mage|[Cc]redit|[Cc]ourtesy|图片|摄影|供图|摄"
    r"|图(?:片)?[/／:：])[^\[\](（）)]{0,60}[\])）】]\W{0,2}$",
    r"\b(?:[Pp]hotos?|[Pp]hotographs?|[Pp]ictures?|[Ii]mages?|[Ii]llustrations?)(?: credits?)?\s*(?:[:：©]"
    r"|by [A-Z])[^.!?]{1,60}$",
    r"\b[A-Z]{2,}/[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}[)\]]?$",  # AGENCY/Jane Doe
    r"\b[A-Z]{2,6} [Pp]hoto(?: by [^.]{2,40})?$",
    r"(?:^|[\s。，、）)])(?:记者|通讯员)?\s?[\w·]{2,12}\s?(?:摄影|(?<!拍)摄|供图|制图)\W{0,2}$",
    # ...全景。图／某报
    r"(?:^|[\s。！？）)\]】])(?:图(?:片)?(?:来源)?|摄影?)\s?[/／|｜:：]\s?[^。！？，]{1,40}$",
    case=True,
)

# Openings of sentences in which a page speaks of itself or to its reader.
FURNITURE = _signs(
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
    r"(?:please )?join (?:our|the) .{0,30}\b(?:newsletter|community|conversation|channel|group"
    r"|mailing list|discussion)\b",
    r"(?:please )?share (?:this (?:article|story|post|page|video)\b|this\W*$|this (?:on|via|with)\b|(?:on"
    r"|via) )",
    r"(?:please )?share your (?:thoughts|story|stories|views|opinions?|comments?"
    r"|experiences?)\b.{0,60}\b(?:below|us|comments?)\b",
    r"(?:please )?(?:contact|e-?mail|write to|message) (?:us|our|the (?:authors?|editors?|newsroom"
    r"|reporters?|writers?))\b",
    r"(?:please )?(?:call|reach) us (?:at|on|now|today)\b",
    rf"(?:please )?(?:send|submit|e-?mail) .{{0,60}}\bto (?:us\b|our\b|{_EMAIL})",
    r"(?:if you|do you|would you|have you|want to|got)\b.{0,120}(?:\b(?:contact|e-?mail|write (?:to|for)"
    rf"|tell|let|join|subscribe to|support|follow) (?:us|our)\b|{_EMAIL})",
    r"for more (?:information|details|stories|news|opinion|help|on|about|from)\b.{0,60}\b(?:visit|go to"
    rf"|follow|contact|e-?mail|call|write to)\b.{{0,40}}(?:\bus\b|{_LINK}|{_EMAIL})",
    r"(?:like|enjoy(?:ed|ing)?) (?:what you|this (?:article|story|post))\b.{0,40}\?$",
    r"if you(?:['’]ve)? (?:liked?|enjoy(?:ed)?) (?:what you|this (?:article|story|post))\b",
    r"(?:note: )?we (?:are (?:\w+ )?moderating|moderate) (?:all )?comments\b"
    r"|(?:all )?comments (?:are|will be) moderated\b",
    r"(?:thanks|thank you) for (?:signing up|subscribing|reading|your (?:interest|support|feedback))\W*$",
    r"get e-?mail notifications\b|your e-?mail address will not be\b|required fields are marked\b"
    r"|comments are closed",
    r".{0,40}\bnot responsible for the content of (?:external|other|linked)",
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)\b.{0,40}$",
    r"we(?:['’]d| would) (?:like|love) to hear (?:from you|what you|your)\b",
    r"(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our (?:\d+ )?partners)? (?:also )?(?:uses?"
    r"|stores?|sets?)\b.{0,80}\bcookies\b",
    r"(?:please|you (?:need|have) to) (?:enable|turn on|allow) (?:javascript|cookies)\b"
    r"|enable (?:javascript|cookies)\b.{0,40}\bto (?:continue|run|view|use)\b"
    r"|(?:javascript|cookies) (?:is|are) (?:disabled|required|not enabled)(?: in your browser)?\W*$"
    r"|this (?:web ?)?(?:site|app|page) requires (?:javascript|cookies)\b",
    r"to (?:continue|keep) reading\b.{0,80}\b(?:subscrib|register|sign|log) ?\w*",
    r"(?:checking|verifying) (?:if the site|(?:that )?you are (?:a )?human|your browser)\b",
    r"by (?:continuing|clicking|using|subscribing|signing|browsing|submitting)\b.{0,120}\byou (?:agree"
    r"|accept|consent)\b",
    r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences)\b",
    r"(?:you can )?unsubscribe at any time\b",
    r"this (?:material|article|content|story|site|page)\b.{0,60}\b(?:may|must"
    r"|can) not be .{0,40}(?:reproduced|republished|copied|rewritten|redistributed)",
    r"(?:no part of|reproduction|republication|unauthori[sz]ed) .{0,80}\bwithout .{0,40}(?:permission"
    r"|consent)",
    r"(?:©|ⓒ|\(c\) ?\d|copyright\W*(?:©|ⓒ|\(c\)|\d{4}\b|by [A-Z]|[A-Z][\w.]+[\w\s.]{0,40}\d{4}))",
    r"all rights reserved\b.{0,80}$|(?=.{0,120}(?:©|ⓒ|copyright"
    r"|\d{4})).{0,120}\ball rights reserved\W*$",
    r".{0,160}\bclick to tweet\W*$",
    r"(?:advertise(?:ment)?|sponsored(?: content)?|promoted(?: content)?|story continues below.{0,30}"
    r"|loading\W*)\W*$",
    r"(?:reuters|ap|afp|xinhua|upi|dpa|新华社|中新社)\W*$",
    r"(?:source|tags?|topics?|editors?|filed under|categor(?:y|ies)|keywords?|author|byline|posted in"
    r"|share)\s*[:：][^.!?]{1,80}$",
    r"(?:请)?(?:用|使用)?(?:微信|手机)?(?:扫[一描码]|长按|识别)[^。]{0,12}(?:二维码|码|手机|微信)[^。]{0,30}\W*$",
    r"欢迎(?:投稿|来稿)\W*$|违法和不良信息举报[^。]{0,20}$|版权声明[:：]|(?:新华社|中新社|中新网)[^。，]{2,20}电\W*$",
    r"(?:请|欢迎|敬请)(?:关注|订阅|添加|搜索)[^。]{0,20}(?:公众号|微信|微博|客户端|频道|抖音|我们)[^。]{0,12}\W*$",
    r"(?:请)?(?:点击|点选)[^。]{0,16}(?:阅读|查看|下载|关注|订阅|原文|链接|观看|进入|这里|此处)[^。]{0,12}\W*$",
    r"(?:关注|订阅|搜索)[^。]{0,20}(?:公众号|官方微信|官方微博|视频号|我们)\W*$",
    r"(?:请)?下载[^。]{0,16}(?:客户端|app|应用)[^。]{0,12}\W*$",
    r"(?:分享(?:到|至|本文|给)|(?:返回|回到)(?:首页|顶部)|查看更多|加载更多|展开全文|收起全文)[^。]{0,16}$",
    r"(?:投稿|联系|客服|举报|新闻热线|广告|商务)(?:邮箱|电话|热线|方式|我们|合作)?[^。]{0,10}[:：][^。！？]{0,60}$",
    r"本(?:网|站|网站)[^。]{0,20}(?:使用|采用)[^。]{0,6}cookie",
    r"[^。！？]{0,40}版权所有(?![者人权])[^。！？]{0,60}\W*$",
    r".{0,24}未经.{0,12}(?:授权|许可|允许|同意).{0,20}(?:不得|禁止|严禁|请勿).{0,12}(?:转载|复制|摘编|使用|传播|镜像)",
    r"[^。！？]{0,30}(?:严禁|禁止|谢绝|请勿)转载\W*$|[^.]{0,30}무단\s?전재.{0,30}$",
    r"[^。！？]{0,30}(?:icp\s?[备证]|icp\b[^。]{0,20}no|公网安备|(?:许可|登记"
    r"|备案)证?(?:编?号)?)\W{0,3}[a-z-]*\d{5,}[^。！？]{0,20}$",
    r"(?:[^。！？]{0,24}[\s(\[（])?(?:责任编辑|责编|编辑|校对|审核|监制|编审|值班主任|来源|稿源|原标题|关键词|标签)\s*[:：][^。！？]{1,40}$",
    r"(?:作者|记者|文|文[/／]图|图文|通讯员)\s*[:：][^。！？，]{1,12}$",
)

# Lines that point to other articles.
POINTER = _signs(
    r"(?:read|see|watch|view|learn|find out) more\s*(?:[:：»›>→…–—-]|$|on this\b|about this\b)",
    r"(?:read next|explore more|listen to this article)\s*$|(?:watch|listen|video|gallery"
    r"|in pictures)\s*[:：]",
    r"(?:read|see|watch) (?:also|next|this|now)\s*[:：»›>→]|(?:also|now) (?:read|see|watch)\s*[:：]"
    r"|see also\s*$",
    r"(?:related|recommended|popular|trending|top|latest|more) (?:stor(?:y|ies)|news|articles?|posts?"
    r"|reading|coverage|content|(?:internet )?links?|topics|tags|videos?|headlines)\s*(?:[:：»›>]|$)",
    r"related\s*[:：]|further reading\s*(?:[:：]|$)|more (?:from|on) (?:this|us|the author"
    r"|[\w\s]{2,30})\s*(?:[:：»›>]|$)",
    r"(?:most (?:read|popular|viewed)|trending now|editors?['’]? picks?|you (?:may|might) (?:also )?(?:like"
    r"|be interested in)(?:\.\.\.|…)?|don['’]t miss|up next|explore further|what to read next"
    r"|in case you missed it)\s*(?:[:：»›>]|$)",
    r"(?:相关|延伸|推荐|拓展|扩展|热门|热点|精彩|更多|猜你)(?:阅读|新闻|推荐|文章|报道|链接|内容|喜欢)\s*(?:[:：>»]|$)",
    r"阅读(?:原文|全文|更多)\W*$|[上下]一篇\s*[:：]",
)

# A label and a contact, with no sentence about it.
CONTACT_LINE = _signs(
    rf"(?:[^.!?。！？]{{0,60}}[:：]|(?:[^\s.!?。！？]+\s+){{0,3}})\s*(?:{_EMAIL}|{_LINK})\W*$",
    r"(?=[^.!?。！？]*(?:hotline|tel|phone|fax|call|contact|whatsapp|热线|电话|传真|举报|投诉"
    r"|客服))(?:[^.!?。！？]{0,60}[:：]"
    rf"|(?:[^\s.!?。！？]+\.?\s+){{0,3}})\s*{_TELEPHONE}(?:[\s,;/、]+{_TELEPHONE})*[^\w.。]*$",
)

MENU_WORDS = re.compile(
    r"(?:home(?:page)?|menu|search|log ?in|sign ?(?:in|up|out)|register|subscribe|newsletters?"
    r"|about(?: us)?|contact(?: us)?|privacy(?: policy| notice)?|terms(?: of (?:use|service)| (?:and"
    r"|&) conditions)?|cookie (?:policy|settings|preferences)|advertise(?: with us)?|careers|jobs|site ?map"
    r"|help|faqs?|feedback|my account|accessibility|rss|podcasts?|archives?|share|tweet|print|e-?mail"
    r"|comments?|save|copy link|more|close|next|previous|back to top|facebook|twitter|instagram|youtube"
    r"|linkedin|tiktok|wechat|weibo|whatsapp|telegram|pinterest|reddit|world|business|politics|sports?"
    r"|opinion|culture|video|photos?|weather|entertainment|technology|lifestyle|english|français|español"
    r"|deutsch|português|italiano|русский|العربية|中文|简体中文|繁體中文|日本語|한국어|首页|登录|注册|关于我们|联系我们|网站地图|帮助|意见反馈|加入我们"
    r"|广告服务|版权声明|隐私政策|法律声明|新闻|国际|国内|财经|体育|娱乐|视频|图片|评论|时政|军事|科技|社会|更多|分享|收藏|打印|微信|微博|客户端)",
    re.IGNORECASE,
)
# Of those, the buttons and footer links that can be nothing else at the edge of a text, even alone.
BUTTON = re.compile(
    r"(?:log ?in|sign ?(?:in|up|out)|subscribe(?: now)?|privacy (?:policy|notice)|terms (?:of (?:use"
    r"|service)|(?:and|&) conditions)|cookie (?:policy|settings|preferences)|about us|contact us"
    r"|back to top|copy link|share|tweet|print(?: this page)?|site ?map|(?:\d+ )?comments?"
    r"|\d+ min(?:ute)?s? read|关于我们|联系我们|隐私政策|版权声明|网站地图"
    r"|登录|注册|分享|打印(?:本页)?|纠错|【纠错】)",
    re.IGNORECASE,
)
DATELINE = re.compile(_DATE_WORDS + r"\W*", re.IGNORECASE)
TIME_OF_DAY = re.compile(r"\d:\d\d")
BYLINE = re.compile(r"(?:By|BY|by) (?:[A-Z][\w.'’-]+,?(?: and | & | |$)){2,8}[^.!?]{0,40}")
READER = re.compile(
    r"\b(?:your?|us|our|here|now|click|choose|select|subscribe|download|follow|share|sign)\b|[您你]|我们|本[网站]",
    re.IGNORECASE,
)
CONTACT = re.compile(rf"{_EMAIL}|(?<!\w)@\w+|{_LINK}")
