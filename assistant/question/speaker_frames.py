"""Whose words a question asks for, and about what: "What did X say about Y?" in its many forms.

It knows the frames of such questions, in English and Chinese; any other question has no speaker.
"""

from __future__ import annotations

import re

from index.language.names import plain
from index.language.opposites import wider
from index.language.roles import is_role
from index.language.tokens import dictionary_form
from index.language.word_lists import DOCUMENTS, FUNCTION_WORDS, ORGANISATIONS, word_set
from index.reading.cue_verbs import SAYING

LONGEST = 1000  # characters of a question
LONGEST_SPEAKER = 80
TWEETING = word_set("tweet retweet")
PERSONAL = word_set("he she they him her them")  # as speakers, they mean people of an earlier question
_BASE = (
    r"say|state|claim|think|believe|call (?:for|on)|warn|promise|pledge|vow|tell|argue|suggest|propose|announce|"
    r"report(?= (?:about|on|that)\b|\W*$)|mention|comment|remark|reiterate|stress|emphasi[sz]e|underline|urge|demand|"
    r"insist|predict|express|quote|cite|declare|deny|admit|acknowledge|explain|ask|advise|recommend|note|reply|answer|"
    r"speak|talk|criticise|criticize|condemn|praise|assert|advocate|appeal for|caution|confirm|"
    r"write (?:about|of|on|that)|accuse|reject|complain|object to|refer to|put it|boast|recall|remember|recount|"
    r"(?:have|had) (?:(?:anything|something|much|a word) )?to say|give (?:an?|any|the) (?:comment|statement|quote)s?"
)
PARTICIPLE = (
    r"said|stated|claimed|called (?:for|on)|warned|promised|pledged|vowed|told|argued|suggested|proposed|announced|"
    r"reported|mentioned|commented|remarked|reiterated|stressed|urged|demanded|insisted|predicted|expressed|quoted|"
    r"declared|denied|admitted|explained|advised|recommended|replied|answered|spoken|talked|criticised|criticized|"
    r"condemned|praised|written (?:about|of|on|that)|(?:got|had) (?:(?:anything|something|much|a word) )?to say"
)
_ONGOING = (
    r"saying|claiming|calling for|warning|promising|pledging|telling|arguing|suggesting|proposing|demanding|"
    r"insisting|urging"
)
_HOW = (
    r"describe|respond(?:ed)?(?: to| on)?|react(?:ed)?(?: to)?|view|see|characteri[sz]e|explain|justify|defend|assess|"
    r"evaluate|judge|interpret|comment on|feel about|answer|reply to|rate"
)
OPINION = (
    r"position|views?|stance|opinions?|comments?|remarks?|statements?|reaction|response|attitude|take|thoughts|words|"
    r"assessment|warning|promise|pledge|message|argument|criticism|explanation|verdict|claims?|call|line|quotes?|"
    r"version|complaints?|demands?|concerns?|fears?|hopes?|arguments|objections?|criticisms|worries|doubts"
)
# Verbs that go with these nouns: "what argument does Roe make", "which view did the union take".
_HOLDING = (
    r"make|made|give|given|have|had|hold|held|take|taken|raise|raised|voice|voiced|express|expressed|offer|offered|put"
    r"(?: forward)?|level|levelled|issue|issued|share|shared|bring up|use|used"
)
_BE = r"(?:is|was|are|were)"
_DO = r"(?:did|does|do|will|would|might|could|can)"
_HAVE = r"(?:has|have|had)"
_WH = r"(?:what(?:ever)?|which|how|why|when|where|who|whom|whose)\b"
_ADVERB = (
    r"(?:(?:\w+ly|ever|also|then|first|later|once|again|just|not|been|have|(?:quoted|cited|reported) as|reported to)"
    r"\s+)*"
)
ABOUT = (
    r"(?:about|on|of|re|regarding|concerning|over|to|as to|with (?:regard|respect) to|towards?|against|"
    r"in regard to|for|that)"
)
_SUBJECT = r"(?:about|on|re|regarding|concerning|over|to|as to|towards?|against)"
# "Which view does", "what main argument did": a noun for what is thought or said, before its holder.
_HELD = rf"(?:what|which)\s+(?:\w+\s+)?(?:{OPINION}|points?)\s+(?:{_DO}|{_HAVE})\s+"
# The same with any noun that WordNet puts under one of `_SPOKEN_NOUNS`: "what excuse did Roe give".
_HELD_NOUN = rf"(?:what|which)\s+(?:\w+\s+)?(?P<noun>[a-z]+)\s+(?:{_DO}|{_HAVE})\s+"
_SPOKEN_NOUNS = word_set(
    "statement message communication declaration assertion explanation information opinion thought"
)
_WHOSE = rf"(?P<who>(?:(?!\b{_BE}\b).)+?)"

_FRAMES = [
    re.compile(pattern, re.I)
    for pattern in (
        r"^(?P<before>.*?\b)according to\s+(?P<who>[^,?]+?)(?P<after>(?:,.*)?)$",
        r"^(?P<before>.*?\b)in (?P<who>(?:(?!\bin\b)[^,?])+?)['’]s? (?:view|opinion|eyes|words)\b(?P<after>.*)$",
        rf"^(?P<before>.*?)\b{_HELD}(?P<who>[^?]+?)\s+{_ADVERB}(?:{_HOLDING})\b(?P<after>\s+{ABOUT}\b.*)$",
        rf"^(?P<before>.*?)\b{_HELD_NOUN}(?P<who>[^?]+?)\s+{_ADVERB}(?:{_HOLDING})\b(?P<after>\s+{ABOUT}\b.*)$",
        rf"^(?P<before>.*?)\b{_DO}\s+(?P<who>[^?]+?)\s+{_ADVERB}(?:{_BASE})\b(?P<after>.*)$",
        rf"^(?P<before>.*?)\b{_HAVE}\s+(?P<who>[^?]+?)\s+{_ADVERB}(?:{PARTICIPLE})\b(?P<after>.*)$",
        rf"^(?P<before>.*?)\b{_BE}\s+(?P<who>[^?]+?)\s+{_ADVERB}(?:{_ONGOING})\b(?P<after>.*)$",
        rf"^(?P<before>)where\s+{_DO}\s+(?P<who>[^?]+?)\s+stand\b(?P<after>\s+{ABOUT}\b.*)$",
        rf"^(?P<before>.*?\bhow\b.*?)\b(?:{_DO}|{_HAVE})\s+(?P<who>[^?]+?)\s+{_ADVERB}(?:{_HOW})\b(?P<after>.*)$",
        rf"^(?P<before>(?:.*?\b(?:{_BE}|summari[sz]e|"
        rf"about|me|need|want|find|get)\s+)?){_WHOSE}['’]s?\s+(?:\w+\s+)?(?:{OPINION})(?P<after>\s+{ABOUT}\b.*)$",
        rf"^(?P<before>.*?)(?:^|\b(?:the|an?|any|all|some|me)\s+)(?:(?:{OPINION}) (?:of|from|by)"
        r"|(?:any|some|every)thing(?: else)? from)\s+"
        rf"(?P<who>.+?)(?P<after>(?:\s+{_SUBJECT}\b.*)?)$",
        rf"^(?P<before>(?:.*\b)?)(?:what|everything|anything|all(?: that)?)\s+(?P<who>[^?]+?)\s+"
        rf"(?:{_HAVE}\s+)?(?:said|says|thinks|told \w+)\b(?P<after>.*)$",
    )
]
_LEADING = re.compile(
    rf"^(?:(?:please|tell me|summari[sz]e|can you|could you|do you know|so|and|but|in|on|at|to|from|"
    rf"for|by|about|of|regarding|concerning|as for|(?:with|in) regard to|"
    rf"(?:give|show|find|get) me|i (?:need|want)|need|{_BE}|{_DO}|{_HAVE}|been)\b\s*|{_WH}\s*)+",
    re.I,
)
_PRESS = r"(?:(?:to|with)\s+)?(?:reporters|journalists|the (?:press|media)|lawmakers|delegates|him|her|them|us|people)"
WHO_SAID = re.compile(
    r"^\W*(?:and |but )?(?:who|which (?:people|persons?))(?: (?:at|in|from|of|for|on) (?:\S+ ){1,4}?)?"
    r"(?: was it that| has| had| also| first| once| publicly)*\s*"
    r"(?:said|says|argued|argues|warned|warns|called (?:for|on)|claimed that|claims that|insisted|predicted|promised|"
    r"pledged|vowed|urged|denied that|suggested that|remarked|commented|told|stated|stressed|reiterated|cautioned|"
    r"described .+ as|spoke (?:of|about)|complained|asserted|criticized|criticised|condemned|thinks|thought|believes|"
    r"believed|admitted|announced|explained|added|noted|joked|claimed|claims|hopes|hoped|fears|feared)\b|"
    r"^\W*according to whom\b|^\W*who (?:is|was|are|were) (?:quoted|cited)\b|^\W*whose words\b",
    re.I,
)


def asks_for_words(text: str) -> bool:
    """Whether it asks which view, argument or the like somebody has or gives."""
    found = re.search(rf"\b{_HELD_NOUN}[^?]+?\s(?:{_HOLDING})\b", text[:LONGEST], re.I)
    return bool(re.search(rf"\b{_HELD}", text, re.I)) or bool(found and _is_spoken(found["noun"]))


def _is_spoken(noun: str) -> bool:
    return bool(wider(dictionary_form(noun), "N") & _SPOKEN_NOUNS)


def asks_who_said(text: str, *, language: str) -> bool:
    """Whether it asks for the speaker, as in "Who said ...?"."""
    return bool((WHO_SAID if language == "en" else _CHINESE_WHO_SAID).search(text))


def asked_speaker(text: str, *, language: str) -> tuple[str | None, str]:
    """Whose words are asked for and about what; (None, the text) for any other question, and in other languages."""
    frames = {"en": _english, "zh": _chinese}.get(language)
    return frames(text) if frames else (None, text)


def speaker_names(speaker: str) -> tuple[str, ...]:
    """The individual speakers in "Xi and Trump" or 习近平和特朗普."""
    parts = re.split(r"\s*(?:,|\band\b|&|、|(?<=[\u3400-\u9fff]{2})[和与及](?=[\u3400-\u9fff]{2}))\s*", speaker)
    return tuple(part for part in parts if part)


def _english(text: str) -> tuple[str | None, str]:
    bare = re.sub(r"[\s?.!]+$", "", text)
    bare = re.sub(r"^(\W*(?:and |but )?(?:what|who|how|where|when))['’]s\b", r"\1 is", bare, flags=re.I)
    for frame in _FRAMES:
        match = frame.match(bare)
        noun = match and match.groupdict().get("noun")
        speaker = _speaker(match["who"], bare) if match and (not noun or _is_spoken(noun)) else None
        if match and speaker:
            about = match["after"] or ""
            about = without_hearer(bare[: match.start("after")], about)
            return speaker, _topic(match["before"], about) or text
    return _with_any_verb(bare, text) or (None, text)


_ASKED_TO = re.compile(rf"^(?P<before>.*?)\b{_DO}\s+", re.I)
_ABOUT_IT = re.compile(rf"\s+{ABOUT}\b|\W*$", re.I)


def _with_any_verb(bare: str, text: str) -> tuple[str, str] | None:
    """The speaker and topic of "What did Roe tweet about it?", for any verb of saying that is not also a noun."""
    if not (found := _ASKED_TO.match(bare)):
        return None
    for verb in re.finditer(r"(?<= )[a-z]+", bare[: found.end() + LONGEST_SPEAKER]):
        is_saying = verb.start() > found.end() and verb[0] in SAYING | TWEETING and not wider(verb[0], "N")
        if is_saying and _ABOUT_IT.match(bare, verb.end()):
            speaker = _speaker(bare[found.end() : verb.start()].strip(), bare)
            return (speaker, _topic(found["before"], bare[verb.end() :]) or text) if speaker else None
    return None


_TOLD = re.compile(r"\b(?:tell|told|telling|remind\w*|inform\w*|assure\w*)(?: (?:about|on|of|that))?$", re.I)
_SPOKEN_TO = re.compile(r"\b(?:say|said|write|wrote|written|speak|spoken|talk(?:ed)?|explain(?:ed)?|announced?)$", re.I)
_HEARER = rf"(?:\s+(?!(?:{ABOUT}|{_WH})\b)[\w’'-]+){{1,5}}"
_NAMED_HEARER = re.compile(r"^\s*(?:the )?(?:[A-Z][\w’'-]+ ){1,3}(?=(?:about|on|that)\b)")


def without_hearer(before: str, about: str) -> str:
    """The topic of what was said; an addressee without a topic is dropped: "tell the jury", "write to the staff".

    A name after "tell" and the like is also dropped from before its topic. Any other addressee stays, since it shows
    which statement is meant.
    """
    if _TOLD.search(before):
        return re.sub(rf"^{_HEARER}\W*$", "", _NAMED_HEARER.sub("", about), flags=re.I)
    return re.sub(rf"^\s+to{_HEARER}\W*$", "", about, flags=re.I) if _SPOKEN_TO.search(before) else about


def _speaker(phrase: str, question: str) -> str | None:
    """The phrase as a speaker's name without its article, or None if it names no speaker."""
    apposed = re.fullmatch(r"[a-z' -]+,\s*((?:[A-Z][\w.'’-]+ )*[A-Z][\w.'’-]+),?", phrase.strip())
    phrase = apposed[1] if apposed else phrase  # "the minister, Anna Berg,"
    phrase = re.sub(r"^(?:the|a|an)\s+|\s*,.*$|['’]s$", "", phrase.strip(), flags=re.I).strip()
    words = [plain(word) for word in phrase.split()]
    head = re.split(r"\s(?:of|from|in|at|for|on|about|by|who|that)\s", phrase, maxsplit=1)[0].split()
    if not words or len(words) > 8 or words[0] in FUNCTION_WORDS | {"article", "chapter", "section"}:
        return None
    if plain(head[-1]) in DOCUMENTS or words[-1] in DOCUMENTS | FUNCTION_WORDS or re.search(r"[\"“”]", phrase):
        return None
    # "What does the author Jane Roe say" names a person, "What does the author say" names nobody.
    ends = {plain(head[-1]), words[-1]}
    if ends & ORGANISATIONS or any(map(is_role, ends)) or any(word[0].isupper() for word in phrase.split()):
        return phrase
    return phrase if _typed_in_lower_case(phrase, question) and not _common(words) else None


def _typed_in_lower_case(phrase: str, question: str) -> bool:
    """Whether the whole question is in lower case and the phrase has no article: "what did xi say"."""
    lower = re.sub(r"^\W*\w|\bI\b", "", question).islower()
    return lower and not re.search(rf"\b(?:the|an?) {re.escape(phrase)}", question, re.I)


def _common(words: list[str]) -> bool:
    """Whether words in lower case look like ordinary nouns, not like one to three words of a name."""
    if len(words) > 3 or set(words) & (FUNCTION_WORDS - {"and"}) or "'" in " ".join(words):
        return True
    return bool(re.search(r"(?:tion|ment|ness|ity|ics|ism|ing|ists|ers|ology|ry)$| \w+ed$", " ".join(words)))


def _topic(before: str, after: str) -> str:
    before = re.sub(rf"[\s,]+{_WH}$", "", _LEADING.sub("", before.strip(" ,")).strip(" ,"), flags=re.I)
    after = re.sub(rf"^[\s,]*(?:{_PRESS}\b\s*|(?:anything|something|much|a word)\b\s*)?", "", after)
    after = re.sub(r"^(?:(?:most )?recently|lately|so far|publicly|exactly|last|first)\b\s*", "", after)
    after = re.sub(r"^when (?:he|she|they) (?:was|were) asked\b\s*", "", after)
    after = re.sub(rf"^{ABOUT}\b\s*", "", after, flags=re.I)
    after = re.sub(rf"^{_WH}(?:['’]s\b)?\s*(?:{_BE}|{_DO}|{_HAVE})?\b\s*", "", after, flags=re.I)
    topic = " ".join(part for part in (before, after.strip(" ,")) if part)
    return "" if topic.casefold() in ("else", "more", "else more", "anything", "anything else") else topic


_NAME = r"(?:[A-Za-z][\w.’'-]*(?: [A-Za-z][\w.’'-]*){0,4}|[^\s，。、？“”《》：的]{1,14}?)"
_SPOKEN = r"(?<![假小学传据来是])说"
_SAY = (
    rf"{_SPOKEN}|表示|指出|强调|(?<!名)称|(?<!被)认为|评价|评论|回应|呼吁|"
    r"警告|承诺|重申|宣布|谈到|谈及|提到|解释|描述|看待|主张|怎么看|如何看|反驳|否认"
)
_STANCE = r"看法|立场|态度|观点|意见|评论|言论|表态|反应|讲话|回应"
_CHINESE_FRAMES = [
    re.compile(pattern)
    for pattern in (
        rf"^(?:据|根据|按照|依据)(?P<who>{_NAME})(?:所)?(?:说|称|言|表示|介绍|的说法|的话|的看法)[，,]?(?P<topic>.*)$",
        rf"^(?:关于|对于?|就|针对)(?P<topic>.+?)[，,](?P<who>{_NAME})(?:曾|还|又|是|都|到底|究竟)*(?:怎么|如何|怎样|有什么)?(?:{_SAY}|{_STANCE})",
        rf"^(?P<who>{_NAME})(?:曾经?|还|又|是|都)?(?:对于?|就|关于|针对)(?P<topic>.+?)(?:问题)?上?(?:有|是|都|曾|还|持|抱|"
        rf"到底)*(?:什么|哪些|怎么|怎样|如何|作出|做出|发表)*(?:了|何)?(?:{_SAY}|的?(?:{_STANCE}))",
        rf"^(?P<who>{_NAME})(?:有没有|是否|可曾)(?:曾经?)?(?:{_SAY}|说|表态)(?:过|了)?(?P<topic>.+?)(?:问题)?$",
        rf"^(?P<who>{_NAME})的(?:{_STANCE})(?:是什么|如何|怎样)?(?P<topic>)$",
        rf"^(?P<who>{_NAME})(?:是|曾|都|还|又)*(?:如何|怎么|怎样)(?:评价|评论|回应|看待|看|描述|形容|解释|谈论?|说)(?P<topic>.*)$",
        rf"^(?P<who>{_NAME})(?:曾|都|还|又)*(?:{_SPOKEN}|表示|指出|强调|呼吁|警告|承诺|重申|提到|谈到|主张|宣称|声称)(?:过|了)?(?:什么|"
        rf"哪些|啥|何)(?P<topic>.*)$",
        rf"^(?P<who>{_NAME})(?:(?<!被)认为|表示|声称|宣称|指出|强调|{_SPOKEN})(?:过|了)?(?P<topic>.+)$",
    )
]
_NOBODY = re.compile(
    r"什么|哪|谁|何|多少|几|怎|如果|文章|作者|本文|文中|报告|报道|法律|宪法|圣经|条约|协议|合同|课文|语$|人们|我|你|他|她|它|大家|"
    r"有人|时|被|可以|能|中$|里$|用|是|在|于|认为|表示|提出|所谓"
)
_CHINESE_WHO_SAID = re.compile(
    rf"^(?:据|根据|按照)谁|(?:谁|哪位[^，？]{{0,6}})[^，？]{{0,8}}?(?:{_SPOKEN}过?|表示|指出|强调|警告|呼吁|(?<!被)认为|声称|宣称)"
)


def _chinese(text: str) -> tuple[str | None, str]:
    bare = re.sub(r"^(?:请问|那么?|那|而)?[，,]?", "", text).rstrip("？?。！ ")
    for frame in _CHINESE_FRAMES:
        match = frame.match(bare)
        if match and not _NOBODY.search(match["who"]):
            topic = re.sub(r"^(?:关于|对于?|就)|(?:说|做)?(?:了|过)?(?:些)?什么$|怎么样$|的$|吗$", "", match["topic"])
            return match["who"], topic.strip("，, ") or text
    return None, text
