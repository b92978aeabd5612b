"""What a question asks: whose words, about what, which kind of thing, and which names it holds.

It reads the question's own words, in English and Chinese; it knows nothing of articles or of answers found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.people import names_in, plain
from assistant.quotations import is_cjk
from assistant.words import DEMONYMS, DOCUMENTS, FUNCTION_WORDS, ORGANISATIONS, PLACES, ROLES


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read; `speaker` is None where nobody's words are asked for, and `asks_for` where it is not plain.

    `asks_who_said` is true of "Who said ...?": words are asked for and their speaker is the answer.
    """

    text: str
    speaker: str | None
    topic: str
    asks_for: str | None
    names: tuple[str, ...]
    wants_list: bool
    language: str
    asks_who_said: bool = False


def read_question(text: str) -> Question:
    """Read a question; one that names no speaker has itself as its topic."""
    language = "zh" if is_cjk(text) else "en"
    flat = " ".join(text.split())
    speaker, topic = (_chinese_speaker if language == "zh" else _english_speaker)(flat)
    names = tuple(dict.fromkeys(name.text for name in names_in(flat) if name.text and _is_name(flat, name.start)))
    wants_list = bool((_CHINESE_LIST if language == "zh" else _LIST).search(flat))
    asks_for = _asks_for(flat, language) or ("list" if wants_list else None)
    who_said = bool((_CHINESE_WHO_SAID if language == "zh" else _WHO_SAID).search(flat))
    return Question(text, speaker, topic or text, asks_for, names, wants_list, language, who_said)


def _is_name(text: str, start: int) -> bool:
    """Whether a capitalised word is more than the first word of its sentence."""
    first = not text[:start].strip(" \"'“‘") or bool(re.search(r"[.?!:]\W*$", text[:start]))
    return not first or bool(re.match(r"[\w’'.-]+ [A-Z]|[\w.-]+['’]s ", text[start:])) and not _LIST.match(text)


# What is said, in the forms a question uses: base form, and past or participle.
_SAY = (
    r"say|said|stated?|claim(?:ed)?|think|thought|believed?|call(?:ed)? (?:for|on)|warn(?:ed)?|promised?|pledged?|vow(?:ed)?|"
    r"tell|told|argued?|suggest(?:ed)?|proposed?|announced?|mention(?:ed)?|comment(?:ed)?|remark(?:ed)?|reiterated?|"
    r"stress(?:ed)?|emphasi[sz]ed?|underlined?|urged?|demand(?:ed)?|insist(?:ed)?|predict(?:ed)?|express(?:ed)?|"
    r"quoted?|cited?|declared?|den(?:y|ied)|admit(?:ted)?|acknowledged?|explain(?:ed)?|asked|ask(?: for)?|advised?|"
    r"recommend(?:ed)?|noted?|repl(?:y|ied)|answer(?:ed)?|speak|spoken|talk(?:ed)?|criticis?z?ed?|condemn(?:ed)?|"
    r"praised?|assert(?:ed)?|advocated?|appeal(?:ed)? for|caution(?:ed)?|confirm(?:ed)?|wr(?:ite|itten) (?:about|of|on|that)|"
    r"accused?|rejected?|reject|complain(?:ed)?|object(?:ed)? to|refer(?:red)? to|put it|boast(?:ed)?"
)
_HOW = (
    r"describe|respond(?:ed)? to|react(?:ed)? to|view|see|characteri[sz]e|explain|justify|defend|assess|evaluate|judge|"
    r"interpret|comment on|put it|feel about|answer|reply to|rate|word"
)
_OPINION = (
    r"position|views?|stance|opinions?|comments?|remarks?|statements?|reaction|response|attitude|take|thoughts|words|"
    r"assessment|warning|promise|pledge|message|argument|criticism|explanation|verdict|claims?|call"
)
_AUX = r"(?:did|does|do|has|have|had|will|would|is|was|are|were|might|could|can)"
_WH = r"(?:what(?:ever)?|which|how|why|when|where|who|whom|whose)\b"
_ADVERB = r"(?:(?:\w+ly|ever|also|then|first|later|once|again|just|not|to have|been|have)\s+)*"
_ABOUT = r"(?:about|on|of|regarding|concerning|over|to|as to|with regard to|with respect to|towards?|against|in regard to|for|that)"

_FRAMES = [
    re.compile(rf"^(?P<before>.*?)\b{_AUX}\s+(?P<who>[^?]+?)\s+{_ADVERB}(?P<verb>{_SAY})\b(?P<after>.*)$", re.I),
    re.compile(rf"^(?P<before>.*?\bhow\b.*?)\b{_AUX}\s+(?P<who>[^?]+?)\s+{_ADVERB}(?:{_HOW})\b(?P<after>.*)$", re.I),
    re.compile(rf"^(?P<before>.*?)\b(?:said|stated|claimed|mentioned|argued|quoted|written) by\s+(?P<who>.+?)(?P<after>(?:\s+{_ABOUT}\b.*)?)$", re.I),
    re.compile(rf"^(?P<before>.*?\b)according to\s+(?P<who>[^,?]+?)(?P<after>(?:,.*)?)$", re.I),
    re.compile(rf"^(?P<before>(?:.*?\b(?:is|was|are|were|had been|summari[sz]e|about)\s+)?)(?P<who>(?:(?!\b(?:is|was|are|were)\b).)+?)['’]s?\s+(?:\w+\s+)?(?:{_OPINION})(?P<after>\s+{_ABOUT}\b.*)$", re.I),
    re.compile(rf"^(?P<before>.*?)\bthe (?:{_OPINION}) of\s+(?P<who>.+?)(?P<after>\s+{_ABOUT}\b.*)$", re.I),
    re.compile(rf"^(?P<before>(?:.*\b)?)what\s+(?P<who>[^?]+?)\s+(?:has\s+|had\s+)?(?:said|says|thinks|told \w+)\b(?P<after>.*)$", re.I),
]  # fmt: skip
_FRAME_WORDS = re.compile(
    rf"^(?:(?:please|can you|could you|tell me|do you know|so|and|but|in|on|at|to|from|for|by|about|of)\s+)*{_WH}\s*|"
    rf"^(?:{_AUX}|please|tell me|summari[sz]e)\s*$",
    re.I,
)
_WHO_SAID = re.compile(
    r"^\W*(?:and |but )?who(?: was it that| has| had| also| first| once| publicly)* "
    r"(?:said|says|argued|argues|warned|warns|called (?:for|on)|claimed that|claims that|insisted|predicted|promised|"
    r"pledged|vowed|urged|denied that|suggested that|remarked|commented|told|stated|stressed|reiterated|cautioned|"
    r"described .+ as|spoke (?:of|about)|complained|asserted|criticized|criticised|condemned)\b|"
    r"\b(?:by whom|whose (?:words|remark|quote|statement|warning))\b.*\b(?:said|quoted|words|remark|statement|warning|quote)\b",
    re.I,
)
_LIST = re.compile(
    r"^\W*(?:and |but )?(?:list|name|enumerate|give (?:me )?(?:all|some|the))\b|\bwhat (?:are|were) (?:the|some|all|\w+ of the)\b|"
    r"\b(?:which|what) (?:(?!is\b|was\b|does\b|has\b|this\b)[\w-]+ ){0,3}(?!is\b|was\b|does\b|has\b|this\b|series\b|species\b)"
    r"(?:[a-z]{2,}[^su\W]s|people|men|women|children|countries) (?:\w+ed|are|were|have|did|do|can|make|took|came|\w+)\b|\bwhich (?:two|three|four|five|of the)\b",
    re.I,
)
_ENGLISH_KINDS = [
    ("number", re.compile(r"\bhow (?:many|much|old)\b|\bwhat (?:number|percent\w*|proportion|fraction|share) (?:of|did|do|does|is|was|were|are)\b|\bwhat (?:is|was|were|are) the (?:\w+ )?(?:number|percentage|population|total number|price|cost|phone number) of\b", re.I)),
    ("date", re.compile(rf"^(?:\W*|.*[,;] ?|.*\b(?:and|since|until|by) )when (?:{_AUX}|and\b)|\b(?:what|which) (?:year|day|date|month|century|decade|weekday)\b|^\W*when\b(?! .*, )", re.I)),
    ("place", re.compile(rf"^(?:\W*|.*[,;] ?|.*\band )where (?:{_AUX}|and\b)|^\W*where\b|\b(?:in|to|from|at|near) (?:what|which) (?:city|country|town|place|state|county|village|region|continent|province|building|river|island|location|area|neighborhood)\b|\b(?:what|which) (?:city|country|town|continent|province|village|county)\b", re.I)),
    ("person", re.compile(rf"^(?:\W*|.*[,;] ?|.*\b(?:and|with|by|to|for|from|of) )(?:who|whom|whose)\b(?! (?:is|are) it\b)|\b(?:what|which) (?:\w+ )?(?:person|man|woman|president|minister|leader|king|queen|emperor|actor|actress|singer|author|scientist|politician)s?\b", re.I)),
]  # fmt: skip
_CHINESE_KINDS = [
    ("number", re.compile(r"多少|几(?!乎)(?:[个名位次年天种部座支条人家岁届代场所万亿]|分之)|百分之几|多大年纪")),
    ("date", re.compile(r"什么时候|何时|哪[一]?[年天月日]|几[月号]|什么时间|哪个(?:年代|世纪|月份)|何年|星期几|哪个?年份")),
    ("place", re.compile(r"哪里|哪儿|何处|什么地方|哪个?(?:城市|国家|省|州|地区|地方|国)|何地")),
    ("person", re.compile(r"谁|哪[一]?位|什么人|哪个人|何人")),
]
_CHINESE_LIST = re.compile(r"哪些|有什么(?=[^？?]*[？?]?$)|列出|列举|哪几|分别")
_CHINESE_WHO_SAID = re.compile(r"(?:谁|哪位[^，？]{0,6})[^，？]{0,12}?(?:说过?|表示|指出|强调|警告|呼吁|认为|声称|宣称|称)")


def _asks_for(text: str, language: str) -> str | None:
    kinds = _CHINESE_KINDS if language == "zh" else _ENGLISH_KINDS
    return next((kind for kind, pattern in kinds if pattern.search(text)), None)


def _english_speaker(text: str) -> tuple[str | None, str]:
    bare = re.sub(r"[\s?.!]+$", "", text)
    for frame in _FRAMES:
        match = frame.match(bare)
        speaker = _speaker(match["who"], bare) if match else None
        if match and speaker:
            return speaker, _topic(match["before"], match["after"], text)
    return None, text


def _speaker(phrase: str, question: str) -> str | None:
    """The phrase as a speaker's name without its article, or None where it names no one who speaks."""
    phrase = re.sub(r"^(?:the|a|an)\s+|\s*,.*$|['’]s$", "", phrase.strip(), flags=re.I).strip()
    words = [plain(word) for word in phrase.split()]
    head = re.split(r"\s(?:of|from|in|at|for|who|that)\s", phrase, maxsplit=1)[0].split()
    if not words or len(words) > 8 or plain(head[-1]) in DOCUMENTS or words[-1] in DOCUMENTS | FUNCTION_WORDS:
        return None
    if re.search(r"[\"“”]", phrase) or words[0] in FUNCTION_WORDS | {"article", "chapter", "section"}:
        return None
    role = plain(head[-1]) in ROLES | ORGANISATIONS or words[-1] in ROLES | ORGANISATIONS
    if role or any(word[0].isupper() for word in phrase.split()):
        return phrase
    # All typed in lower case: one to three bare words are taken for a name, as in "what did xi say".
    shouted = re.sub(r"^\W*\w|\bI\b", "", question)
    bare = f" {phrase}".casefold() in question.casefold() and not re.search(rf"\b(?:the|an?) {re.escape(phrase)}", question)
    return phrase if shouted.islower() and bare and len(words) < 4 and not _common(words) else None


def _common(words: list[str]) -> bool:
    """Whether words in lower case look like ordinary nouns and not like a name."""
    if set(words) & (FUNCTION_WORDS - {"and"}) or "'" in " ".join(words):
        return True
    return bool(re.search(r"(?:tion|ment|ness|ity|ics|ism|ing|ists|ers|ology|ry)$", words[-1]))


def _topic(before: str, after: str, text: str) -> str:
    before = _FRAME_WORDS.sub("", before.strip(" ,")).strip(" ,")
    after = re.sub(rf"^[\s,]*(?:(?:to|with) (?:reporters|journalists|the (?:press|media)|\w+)\s+(?={_ABOUT}\b))?", "", after)
    after = re.sub(rf"^(?:{_ABOUT})\b\s*", "", after.strip(), flags=re.I)
    after = re.sub(rf"^{_WH}\s+{_AUX}?\b\s*", "", after, flags=re.I)
    return " ".join(part for part in (before, after.strip(" ,")) if part) or text


_CHINESE_NAME = r"[^\s，。、？“”《》：的]{1,14}?"
_CHINESE_SAY = (
    r"说|表示|指出|强调|称|认为|评价|评论|回应|呼吁|警告|承诺|重申|声称|宣称|宣布|谈到|谈及|提到|解释|描述|看待|主张|怎么看|如何看|反驳|否认|提出"
)
_CHINESE_FRAMES = [
    re.compile(rf"^(?:据|根据|按照|依据)(?P<who>{_CHINESE_NAME})(?:所)?(?:说|称|言|表示|介绍|的说法|的话|的看法)[，,]?(?P<topic>.*)$"),
    re.compile(rf"^(?:关于|对于?|就|针对)(?P<topic>.+?)[，,](?P<who>{_CHINESE_NAME})(?:曾|还|又|是|都|到底|究竟)?(?:怎么|如何|怎样)?(?:{_CHINESE_SAY})"),
    re.compile(rf"^(?P<who>{_CHINESE_NAME})(?:曾经?|还|又|是|都)?(?:对于?|就|关于|针对|在)(?P<topic>.+?)(?:问题)?上?(?:有|是|都|曾|还|到底)?(?:什么|哪些|怎么|怎样|如何|作出|做出|发表)*(?:了|何)?(?:{_CHINESE_SAY}|(?:的)?(?:看法|立场|态度|观点|意见|评论|言论|表态|反应))"),
    re.compile(rf"^(?P<who>{_CHINESE_NAME})(?:是|曾|都|还|又)*(?:如何|怎么|怎样|怎麽)(?:评价|评论|回应|看待|看|描述|形容|解释|谈论?|说)(?P<topic>.*)$"),
    re.compile(rf"^(?P<who>{_CHINESE_NAME})(?:曾|都|还|又)*(?:说|表示|指出|强调|呼吁|警告|承诺|重申|提到|谈到|主张|宣称|声称)(?:过|了)?(?:什么|哪些|啥|何)(?P<topic>.*)$"),
    re.compile(rf"^(?P<who>{_CHINESE_NAME})(?:认为|表示|声称|宣称|指出|强调|说)(?:过|了)?(?P<topic>.+)$"),
    re.compile(rf"^(?P<who>{_CHINESE_NAME})(?:关于|对|就)(?P<topic>.+?)的(?:看法|立场|态度|观点|评论|言论|表态|讲话)"),
]  # fmt: skip
_CHINESE_NOBODY = re.compile(
    r"什么|哪|谁|何|多少|几|为什么|怎|如果|文章|作者|本文|文中|报告|报道|法律|宪法|圣经|条约|协议|合同|课文|语怎么|语$|人们|我|你|他|她|它|大家|"
    r"有人|时|被|可以|能|中$|里$|用|是|在|于|和平时"
)


def _chinese_speaker(text: str) -> tuple[str | None, str]:
    bare = re.sub(r"^(?:请问|那么?|那|而)?[，,]?", "", text).rstrip("？?。！ ")
    for frame in _CHINESE_FRAMES:
        match = frame.match(bare)
        if match and not _CHINESE_NOBODY.search(match["who"]):
            topic = re.sub(r"^(?:关于|对|就)|(?:说|做)?(?:了|过)?(?:些)?什么$|怎么样$|的$", "", match["topic"]).strip("，, ")
            return match["who"], topic or text
    return None, text


def speaker_names(speaker: str) -> tuple[str, ...]:
    """The single speakers of "Xi and Trump" or 习近平和特朗普."""
    parts = re.split(r"\s*(?:,|\band\b|&|、|(?<=[\u3400-\u9fff]{2})[和与及](?=[\u3400-\u9fff]{2}))\s*", speaker)
    return tuple(part for part in parts if part)


# ---- answers_kind is in kinds.py
_ = (PLACES, DEMONYMS)
