"""How outlets word notices: mentions of a text that they published, and admissions of an error in it.

English, Chinese and Japanese. corrections.py finds the old and the new words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.language.closed_lists import ORDINALS, WEEKDAYS
from index.language.quotations import is_cjk, quotations
from index.language.sentences import sentences

BESIDE = 2  # sentences between what was said and the admission that it was wrong
LONGEST = 1500  # characters of a notice
LONGEST_HEADING = 60  # characters of a line that announces one
# What only outlets publish; others also have reports (a ministry) and columns (of tanks).
_OUTLETS = r"(?:article|story|headline|caption|obituary|editorial|essay|op-?ed|newsletter)"
_DAYS_OF_WEEK = rf"(?:yesterday|{'|'.join(WEEKDAYS)})"
_OF_A_DAY = rf"(?:(?:last )?{_DAYS_OF_WEEK}|last (?:week|month))['’]s"
_PIECE = rf"(?:{_OUTLETS}|report|piece|column|post|review|interview|graphic|copy|profile|recipe|podcast|blog"
_PIECE += r"|account|coverage|reporting|item)"
_VERSION = (
    rf"(?:version|(?<!first )(?<!original )edition)s?\b(?! of (?!(?:this|the|our|an?) (?:[\w-]+ ){{0,2}}{_PIECE}))"
)
# Mentions of a published text: "an earlier version of this article", "a story published on 12 February", "we".
_ITSELF = (
    rf"\b(?:(?:an?|the|our|this|in) (?:[\w-]+ ){{0,3}}?(?:earlier|previous|original|first|initial|print(?:ed)?|online"
    rf"|prior|recent) (?:[\w-]+ ){{0,2}}?(?:{_VERSION}|{_OUTLETS})\b|(?:this|our"
    rf"|the above) (?:[\w-]+ ){{0,2}}?{_PIECE}s?\b(?<!this article(?= of (?:the|an?)\b))"
    r"|the (?:first|second|third|\w+th|last|opening|final) (?:paragraph|sentence)\b(?! of (?:the|an?)\b)"
    rf"|(?:an?|the) (?:[\w-]+ ){{0,3}}?{_OUTLETS} (?:\([^)]*\) )?(?:published|headlined|in|on|about"
    rf"|that (?:appeared|ran)|posted|from|which (?:appeared|ran))\b|\bin our (?:[\w-]+ ){{0,2}}{_PIECE}\b"
    rf"|\b(?:this|our) (?:[\w-]+ )?version\b|\bthe (?:{_PIECE}|table|chart|map|picture"
    rf"|photo(?:graph)?) (?:above|below)\b|\bthe (?:[\w-]+ )?(?:headline|caption"
    rf"|standfirst|byline)s?\b"
    r"|\bafter publication\b|\b(?:quoted|named|pictured|described) here\b"
    rf"|\bwe (?:[\w-]+ )?(?:said|reported|wrote|stated|gave|published|misstated"
    rf"|misspel\w+|misidentified|named|described|quoted|attributed|apologi[sz]e|retract|withdr[ae]w|regret)\b)"
)
_WE = r"(?:\bwe|_{3,})"  # or the outlet's own name, masked
WRONGLY = r"(?:incorrect(?:ly)?|wrong(?:ly)?|mistaken(?:ly)?|erroneous(?:ly)?|inaccurate(?:ly)?|in error|by mistake)"
MISSAID = (
    r"(?:mis(?:stated|spel\w+|identified|quoted|attributed|named|reported|represented|described|labell?ed"
    r"|dated))"
)
# Verbs of the first group by themselves say that a text was put right; the others need a reason about what it says.
_PUT_RIGHT = r"(?:corrected|amended|clarified|rectified|fixed)"
_CHANGED = r"(?:changed|edited|updated|revised|modified|altered|replaced|reworded|refiled|reissued)"
_TO_SAY = (
    r"(?:to (?:correct|reflect|show|say|state|read|clarify|make (?:it )?clear|indicate|identify|attribute"
    r"|remove|delete"
    r"|fix|rectify|note)\b|because\b|with (?:the |an? )?(?:correct|right|accurate)\b)"
)
# Words between a text and its error: none that introduce somebody else's error, which the text reports.
_STILL = (
    r"(?:(?!\b(?:I|me|that|what|who|whom|why|how|whether|where|(?:is|are|was) about|shows?|finds?|says?|argues?"
    r"|asks?|explores?|explains?"
    r"|examines?|describes?|tells?|lists?|reports?|looks?)\b).)"
)
# Admissions: the text was wrong, or was changed for that.
OWNS = re.compile(
    rf"{_ITSELF}{_STILL}{{0,160}}?\b(?:{WRONGLY}|{MISSAID}|errors?|mistakes?|typos?|inaccurac(?:y|ies)"
    rf"|should have (?:said|read|been|stated)|apologi[sz]e"
    rf"|regrets?|(?:ha(?:s|ve) been|w(?:as|ere)) (?:later |since )?(?:{_PUT_RIGHT}"
    rf"|{_CHANGED}(?=.{{0,60}}?(?:[:：]|{_TO_SAY})))"
    r"|is not (?:correct|accurate)|(?:over|under)stated|in fact)\b"
    rf"|\b(?:in(?:correct|accurate)|wrong|mistaken) (?:[\w-]+ ){{1,6}}?(?:appeared|w(?:as|ere) (?:given"
    rf"|published|printed|shown)|ran) (?:[\w-]+ ){{0,3}}?in {_ITSELF}"
    rf"|\b(?:was|were|is|are|been) (?:\w+ly )?(?:\w+ {WRONGLY}|{WRONGLY} \w+|{MISSAID})\b.{{0,100}}?\b(?:in"
    rf"|by)\b.{{0,40}}?{_ITSELF}"
    rf"|\bthe {_PIECE} should have (?:said|read|been|stated|noted|made|identified)\b"
    r"|\b(?:th(?:is|ese)|the (?:error|mistake|text|figure|name|spelling)s?) ha(?:s|ve) (?:now "
    r"|since )?been (?:corrected|amended|fixed)\b"
    rf"|\breaders? .{{0,80}}?\b(?:point(?:s|ed|ing) out|spott(?:ed|ing)|notic(?:ed|ing)|alert(?:ed|ing) us"
    rf"|told us)\b.*\b(?:not|{WRONGLY}|errors?|mistakes?)\b"
    rf"|\badded (?:\w+ )?(?:context|clarification)\b.{{0,40}}?{_ITSELF}"
    rf"|_{{3,}} (?:\w+ )?(?:regrets?|apologi[sz]es?)\b.{{0,80}}?\b(?:{_PIECE}|errors?|mistakes?)\b"
    rf"|\bthis (?:[\w-]+ )?(?:{_PIECE}|version)(?: of (?:this|the) {_PIECE})? (?:corrects|rectifies|clarifies|fixes)\b"
    rf"|{_WE}(?: have|['’]ve)? (?:now |since )?(?:{_PUT_RIGHT}|{_CHANGED}|removed|deleted"
    rf"|withdrawn) (?:\w+ ){{0,6}}?(?:(?:in|of|from|to) )?"
    rf"(?:this|our|the) (?:[\w-]+ )?(?:{_PIECE}|paragraph|sentence|quotation|figures?)\b"
    rf"|\bnot\b.{{0,90}}?\bas (?:[\w-]+ ){{0,3}}?{_ITSELF}"
    r"|\b(?:an?|the) (?:editing|reporting|production|typographical|typing|transcription|translation"
    r"|printing) (?:error|mistake)\b"
    rf"|\bour (?:[\w-]+ ){{0,3}}?{_PIECE}(?: \w+)? that\b[^.]{{0,120}}?\b(?:was|were|is) (?:\w+ly )?{WRONGLY}\b"
    rf"|\b(?:ha(?:s|ve) (?:now |since )?been|w(?:as|ere)) {_PUT_RIGHT} (?:here|above|below|online)\b"
    r"|\b(?:mis)?spelling of .{1,60}? ha(?:s|ve) (?:now |since )?been (?:corrected|fixed|amended)\b",
    re.I | re.S,
)
OWNS_BACK = re.compile(
    rf"\b(?:due to|because of|owing to) an? (?:[\w-]+ ){{0,3}}?(?:error|mistake)\b|\b(?:we|the (?:editors?|[A-Z]\w+)) "
    rf"(?:apologi[sz]e|regret)|\b{WRONGLY} (?:[\w-]+ ){{0,6}}?in {_ITSELF}|\bas (?:was |we )?(?:{WRONGLY} )?(?:stated"
    rf"|reported|said|published|an? (?:earlier|previous|original) version)|\b(?:the|this) error (?:has been"
    rf"|was) corrected"
    rf"|\b(?:not|and not)\b[^.]{{0,90}}\b(?:as|which) (?:an? |the |was |we |{_ITSELF})"
    r"|\b(?:it|that|this|which) should have (?:said|read|been|stated)\b",
    re.I,
)
SAID_BEFORE = re.compile(
    rf"(?:an?|the|our) (?:[\w-]+ ){{0,2}}?(?:earlier|previous|original|first|initial|print(?:ed)?|online|prior) "
    rf"(?:[\w-]+ ){{0,2}}?(?:{_VERSION}|{_OUTLETS})\b(?:(?!\bI\b)[^.]){{0,80}}?\b(?:said|stated|gave|reported"
    rf"|described|named"
    rf"|listed|put"
    rf"|quoted|referred|attributed|suggested|implied|indicated|omitted|failed|did not|called)\b"
    rf"|\b(?:earlier|previous|original|first|initial|prior) (?:[\w-]+ )?(?:{_VERSION}|{_PIECE}) of (?:this|our)"
    rf" (?:[\w-]+ )?{_PIECE} (?:\w+ly )?\w+ed\b"
    rf"|\b(?:this|our) (?:[\w-]+ )?{_PIECE} (?:originally|first|initially|at first|previously) "
    r"(?!(?:appear|publish|post|air|print|carri|featur|syndicat)ed\b)(?:\w+ed|said|gave|wrote|put)\b"
    rf"|{_WE} (?:[\w-]+ )?{MISSAID}\b|{_WE} (?:[\w-]+ )?{WRONGLY} (?:\w+ed|said|wrote|gave)\b"
    r"|\bwe had (?:said|reported|written|stated|given)\b"
    rf"|{_WE} (?:were|are) (?:wrong|mistaken) to (?:say|state|report|write|suggest)\b"
    r"|\bwe (?:originally|initially|first|previously|at first) (?:said|reported|wrote|stated|gave)\b"
    rf"|\b(?:this|our) (?:[\w-]+ ){{0,2}}?{_PIECE}\b[^.]{{0,120}}?\b(?:suggested|implied"
    r"|(?:given|gave|left|created) (?:readers )?(?:the|an?) (?:[\w-]+ )?impression)\b",
    re.I,
)
# Mentions of any published text, in a paragraph known to correct one: "the story said", "a report about".
OF_PIECE = re.compile(
    rf"\b(?:the|an?|our|this|{_OF_A_DAY}) (?:[\w-]+ ){{0,3}}?{_PIECE}\b(?: and (?:the|an?) (?:[\w-]+ )?{_PIECE})?"
    r" (?:\([^)]*\) )?(?:said|stated|gave|put|named|called|described|about|on|in|of|for|published)\b",
    re.I,
)
# Mentions of the outlet's own text, and admissions in a sentence near one.
OF_OURS = re.compile(
    rf"\bwe (?:[\w-]+ )?(?:said|reported|wrote|stated|gave|published|named|described|quoted)\b"
    rf"|\b(?:our|{_OF_A_DAY}|this newspaper['’]s) (?:[\w-]+ ){{0,2}}?{_PIECE}\b",
    re.I,
)
CONFESSES = re.compile(
    r"^(?:in fact,? )?(?:this|that|it|which) (?:was|is) (?:wrong|incorrect|untrue|false|inaccurate|mistaken"
    r"|an error|a mistake|not (?:so|true|correct|right|the case)|the \w+ (?:for|of))\b"
    r"|\b(?:the|this) (?:error|mistake)s? (?:was|were|is) ours\b"
    r"|\bwe (?:got|had) (?:it|this|that) wrong\b|\bwe (?:were|are) (?:wrong|mistaken|sorry)\b|\bour (?:error"
    r"|mistake)\b"
    r"|\b(?:set|put) the record straight\b|\bwe (?:are )?(?:very )?happy to (?:make|clarify|correct|point)\b"
    rf"|{_WE} (?:\w+ly )?(?:apologi[sz]e|regret)s?\b",
    re.I,
)
# Requests to report errors admit none.
ASKS = re.compile(
    r"\b(?:if you|should you|please|you can|readers (?:can|may|should)|to (?:report|request|submit"
    r"|suggest) an?)\b(?! note)",
    re.I,
)
# What "It" in the next sentence refers to: "This story was published on 3 June. It was updated to correct".
_OPENS = re.compile(rf"(?:{_ITSELF})", re.I)
_IT = re.compile(r"It\b")
# "The piece said so. In fact, ...", and a text that "this" may refer to.
_FACT = re.compile(rf"{_ITSELF}[^.]*\. (?:In fact|Actually)\b", re.I)
_THIS = re.compile(rf"\bthis ({_PIECE})\b", re.I)
# Whose "we" it is: ", said the union's head".
SOMEBODYS = re.compile(r",[”\"’']? (?:(?!we\b)[\w.'’-]+ ){0,4}(?:said|says|told|admitted|added|wrote)\b", re.I)
GONE = re.compile(
    rf"(?:{_ITSELF}|\b(?:the|an?) (?:[\w-]+ ){{0,3}}?{_OUTLETS}s?\b)[^.]{{0,120}}?\b(?:(?:has|have) been"
    rf"|was|were|is|are) (?:[\w-]+ )?(?:retracted|withdrawn|unpublished|taken (?:down|offline)"
    rf"|removed from (?:publication|our|this|[^.]{{0,40}}?(?:website|site|archive))\b)"
    rf"|\b(?:this|our) {_PIECE} (?:has been|was) (?:removed|deleted|pulled)\b"
    rf"|\b(?:has|have) (?:retracted|withdrawn|unpublished) (?:this|our) (?:[\w-]+ )?{_PIECE}\b"
    rf"|{_WE} (?:have |has )?(?:now |since )?(?:removed|deleted|pulled) (?:the (?:whole )?text of )?(?:this|our|its)"
    rf" (?:[\w-]+ ){{0,2}}?{_PIECE}\b(?!['’-])"
    rf"|{_WE} (?:have|has) taken (?:this|the|our|its) (?:[\w-]+ )?{_PIECE} (?:down|offline)\b"
    rf"|\b(?:has|have) (?:removed|taken down|deleted) (?:this|its|our) (?:[\w-]+ ){{0,2}}?{_PIECE}\b[^.]{{0,60}}?"
    r" from (?:this|our|the) (?:page|(?:web ?)?site|archive)\b"
    rf"|{_WE} (?:[\w-]+ ){{0,2}}?(?:retract|withdr[ae]w|unpublish)\w*\b[^.]{{0,60}}\b(?:{_PIECE}s?|it)\b"
    rf"|\bno longer (?:stand|vouch|ha[sv]e? (?:\w+ )?(?:confidence|faith|trust))\w* .{{0,60}}?\bth(?:is"
    rf"|e) (?:[\w-]+ )?{_PIECE}\b"
    rf"|\b(?:this|our) (?:[\w-]+ )?{_PIECE}\b.{{0,60}}? not meet (?:our|the \w+['’]s) (?:[\w-]+ )?standards\b"
    rf"|\b(?:has (?:retracted|withdrawn|unpublished|taken down)|is (?:withdrawing|retracting)"
    rf"|withdraws|retracts|withdrew|retracted) (?:an?|the|its|this)"
    rf" (?:[\w-]+ ){{0,3}}?{_PIECE}\b(?= in full| [“\"‘]|[^.]*\b(?:headlined|published|carried|appeared|posted)\b)",
    re.I,
)
_DAY = (
    r"(?:(?:\s*[^\w\s:：]|\s+(?=(?-i:[A-Z\d])|(?:at|on|of|for|from|to|appended|added|issued|posted)\b))"
    r"(?:[^:：.\n]|[.:](?=\d)|(?<=[ap])\.|(?<=[ap]\.m)\.|\.(?= \d)|\.(?=[)\]:：])){0,40}?[)\]]?)?"
)
_LABEL = re.compile(
    rf"(?:(?![“\"‘'«])[\W_])*(?:{_PIECE} )?(?:(?P<correction>corrections?(?: (?:and|&) \w+)?"
    rf"|corrected|amended|errat(?:um|a)|corrigendum|amendment)"
    rf"|(?P<clarification>clarifications?(?: (?:and|&) \w+)?)|(?P<withdrawal>retractions?|retracted|withdrawn"
    rf"|withdrawal)"
    rf"|(?P<update>updates?|updated)|(?P<note>editors?['’]?s?['’]? note|note to (?:our )?readers"
    rf"|publisher['’]s note|note|apology|edit|for the record))(?: notice)?"
    rf"\b{_DAY}\s*(?:[:：](?!\d\d)|\s[—–-]\s|[—–])\s*(?:\d{{1,2}}[:.]\d\d ?[ap]\.?m\.?,? [^:：\n]{{3,24}}[:：]\s)?",
    re.I,
)
# The same as a sentence without a subject: "(Corrects day in first paragraph)", "Updated 7 p.m. with the number of".
_VERB_LABEL = re.compile(
    rf"(?:[^—–\n]{{2,60}}\s[—–]\s)?(?:[\s(\[*_]*(?P<correction>Corrects|CORRECTS"
    rf"|(?i:(?:{_PIECE} )?(?:{_PUT_RIGHT}|{_CHANGED})\b{_DAY}(?= to (?:correct|reflect|show|say|clarify|fix"
    rf"|make clear|note that)\b)))\b[:：]?"
    rf"|[\s*_]*[(\[][\s*_]*(?P<update>Updates|Adds|UPDATES|ADDS)\b"
    rf"|[\s(\[*_]*(?P<updated>(?i:updated))\b(?i:{_DAY})\s+with\b)\s*"
)
# The same as a sentence of its own: "This is a developing story and has been updated."
_DECLARED = re.compile(
    rf"this (?:\w+ ){{0,4}}?{_PIECE} (?:and )?(?:has been|was) (?P<update>updated)(?: (?:at"
    rf"|on) [^.]{{1,30}}?(?:[ap]\.m)?)?\.\s+",
    re.I,
)
_CJK_LABEL = re.compile(
    r"[\W_]*(?:(?P<correction>更正(?:启事|声明|与说明)?|勘误(?:表|启事)?|訂正(?:とお(?:詫|わ)び)?|お(?:詫"
    r"|わ)びと訂正|정정)"
    r"|(?P<clarification>澄清|补充说明|補足)|(?P<withdrawal>撤稿(?:声明|启事)?|撤回(?:声明|のお知らせ)?|記事の?撤回)"
    r"|(?P<update>更新|追記)|(?P<note>[编編][者辑輯]部?(?:按|注|[说說]明)|編集部(?:注"
    r"|より)))(?:[^:：\n]{0,24}?[\]】）)]\s*[:：—]?|[^:：\n]{0,24}[:：—])\s*"
)
# The characters of these words that differ in traditional script.
SIMPLIFIED = str.maketrans(
    "報導該網臺號將應為誤實錯載現已刪發佈撤稱編記啟聲寫後與於據內標題圖數經訂補說澄輯準確",
    "报导该网台号将应为误实错载现已删发布撤称编记启声写后与于据内标题图数经订补说澄辑准确",
)
_CJK_OURS = (
    r"(?:本文|此文|原文|该文|[本我](?:报|刊|网|站|台|社|号|版)(?!讯|记者(?![误将把]))|(?:此|早"
    r"|先)前的?(?:报[道导]|版本"
    r"|推送|稿件)|原(?:稿|报[道导])|[此该本]稿件?)"
)
_CJK_ITSELF = rf"(?:{_CJK_OURS}|报[道导]中?|文中|文章|稿件|この記事|本記事|記事|見出し|当初(?:の)?)"
_CJK_WRONG = (
    r"(?:[将把][^，。]{1,20}写成|改正|正しくは|不符|有误|错误(?!的)|误(?:写|将|把|称|报|植|作|为)|写错|写作"
    r"|误记|误作|已于.{0,12}(?:修改|更正)|已?更新(?:正文|原文)"
    r"|应为|应是|更正|勘误|致歉|訂正|誤り|誤って|誤記|修正|お詫び)"
)
_CJK_STILL = r"(?:(?!表示|指出|认为|强调|批评|引发)[^。])"
_CJK_OWNS = re.compile(
    rf"{_CJK_OURS}{_CJK_STILL}{{0,60}}(?:失实|不实|不准确|笔误)|{_CJK_ITSELF}{_CJK_STILL}{{0,60}}{_CJK_WRONG}"
    rf"|{_CJK_WRONG}[^。]{{0,40}}(?:特此|谨此|致歉|お詫び)|特此更正"
)
_CJK_IF = re.compile(
    r"(?:^|[，。、；者户您你])(?:如果?|若|倘若?|如有|もし)[^，。]{0,16}"
)  # "should you find an error" admits none
CJK_GONE = re.compile(
    rf"{_CJK_ITSELF}[^。]{{0,40}}(?:撤[回稿销下除]|下[架线]|[删移]除|取り消|取り下げ)|(?:撤回|撤下"
    rf"|取り消し)[^。]{{0,20}}{_CJK_ITSELF}"
)
_HERE = re.compile(
    rf"\bthis (?:[\w-]+ ){{0,2}}?(?:{_PIECE}|version|page|text)\b|\b(?:earlier|previous|original|first|initial|prior)"
    rf" (?:[\w-]+ ){{0,2}}?{_VERSION}|\bat this address\b|本文|此文|该文|この記事|本記事",
    re.I,
)
# The title of the article that a notice is about.
_TITLE = re.compile(
    rf"\b(?:{_PIECE}|headlined|titled|entitled),? [“\"]([^“”\"]+)[”\"]|\bin [“\"]([^“”\"]+)[”\"] \("
    r"|《([^《》]+)》(?=一[文稿]|的?(?:报道|消息|新闻|稿件))|「([^「」]+)」(?=の記事)",
    re.I,
)
_PARAGRAPH = re.compile(rf"\b({'|'.join(ORDINALS)}) (?:paragraph|para|graf)\b|\bparagraph (\d{{1,2}})\b", re.I)
# Statements that the present text is right: "this has been corrected", "the paragraph has been fixed".
MENDED = re.compile(
    r"^[\W_]*corrects\b|\b(?:this|that|it|text|paragraph|article|story|number|figure|name|headline|error"
    r"|mistake)\b[^.]{0,60}?"
    r"\b(?:has|have) (?:now |since )?been (?:corrected|amended|fixed|changed|updated|put right)\b"
    r"|(?:现已|已经?)(?:改正|更正|修改|修正)|訂正しました",
    re.I,
)


def titles_in(words: str) -> list[tuple[int, int]]:
    """The spans of a notice that name the title of an article that it is about."""
    return [found.span(found.lastindex or 0) for found in _TITLE.finditer(words)]


def is_about_this(words: str, beside: str = "") -> bool:
    """Whether a notice, or the words `beside` it, names the text in which it stands: "this article"."""
    return _HERE.search(f"{outside(words)} {beside}") is not None


def as_we(text: str, outlet: str | None) -> str:
    """The text with each character of its outlet's name masked by an underscore, which the patterns read as "we"."""
    if not outlet or outlet.casefold().removeprefix("the ") not in text.casefold():
        return text
    named = re.compile(rf"\b(?:the )?{re.escape(outlet.casefold().removeprefix('the '))}\b", re.I)
    return named.sub(lambda found: "_" * max(3, len(found[0])) if len(found[0]) > 2 else found[0], text)


def is_of_headline(words: str) -> bool:
    """Whether a notice corrects an article's headline."""
    return re.search(r"\bheadlines?\b|标题|標題|見出し", words, re.I) is not None


def paragraph_named(words: str) -> int | None:
    """The number of the paragraph that a notice says it corrects: "in second paragraph", "in paragraph 2"."""
    found = _PARAGRAPH.search(words)
    return None if found is None else int(found[2]) if found[2] else 1 + ORDINALS.index(found[1].casefold())


def is_mended(words: str) -> bool:
    """Whether a notice says that the text has already been put right."""
    return bool(MENDED.search(words))


def is_labelled(text: str) -> bool:
    """Whether a notice begins with a label such as "Correction:"."""
    return labelled(text) is not None


def is_heading(text: str) -> bool:
    """Whether a line only announces a correction: "Correction, 3 May"."""
    if len(text) > LONGEST_HEADING:
        return False
    found = _LABEL.fullmatch(f"{text.strip(' :：')}:") or _CJK_LABEL.fullmatch(f"{text.strip(' :：')}:")
    return found is not None and found.lastgroup in ("correction", "clarification")


def label_end(text: str) -> int:
    """Where the label of a notice ends, "Correction (3 May):"; 0 without one."""
    found = labelled(text)
    return found.end() if found else 0


def labelled(text: str) -> re.Match[str] | None:
    return _LABEL.match(text) or _VERB_LABEL.match(text) or _DECLARED.match(text) or _CJK_LABEL.match(text)


def unlabelled(text: str) -> str:
    return text[label_end(text) :][:LONGEST]


def part(text: str, after: int, labelled: bool) -> tuple[int, int]:
    """The span of a notice: all after its label, else from the first sentence of an admission; (0, 0) if none."""
    if labelled:
        return after, len(text)
    spans = sentences(text[: 3 * LONGEST])
    if (confessed := _confessed([text[start:end] for start, end in spans])) is not None:
        return spans[confessed][0], len(text)
    before = 0  # start of the sentence before, which may have the right words
    for start, sentence in _sentences_of(text[: 3 * LONGEST]):
        if owns(sentence) and not _is_named_before(sentence, text[:start]):
            return before, len(text)
        before = start
    return (0, len(text)) if _FACT.search(outside(text[: 3 * LONGEST])) else (0, 0)


def _is_named_before(words: str, before: str) -> bool:
    """Whether "this article" refers to what the words before name: "Article 41 sets a limit. This article ..."."""
    found = _THIS.search(words)
    return found is not None and re.search(rf"(?<!this )\b{found[1]}\b", before, re.I) is not None


def owns(words: str) -> bool:
    """Whether words mention a published text and admit an error in it or say that it was withdrawn."""
    if not is_cjk(words) and _FACT.search(outside(words)):
        return True
    return any(_owns(sentence) for _, sentence in _sentences_of(words))


def _sentences_of(words: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its start; one that begins with "It" has the published text just named in place of "It"."""
    subject, begin = "", 0
    for start, end in sentences(words):
        goes_on = bool(subject) and _IT.match(words, start) is not None
        begin = begin if goes_on else start
        sentence = subject + words[start + len("It") : end] if goes_on else words[start:end]
        subject = found[0] if (found := _OPENS.match(sentence)) else ""
        yield begin, sentence


def _owns(sentence: str) -> bool:
    if is_cjk(sentence):
        return any(
            (found := sign.search(script)) and not _CJK_IF.search(script, 0, found.end())
            for script in {sentence, sentence.translate(SIMPLIFIED)}
            for sign in (_CJK_OWNS, CJK_GONE)
        )
    plain = outside(sentence)
    return any(sign.search(plain) for sign in (OWNS, GONE, SAID_BEFORE)) and not ASKS.search(plain)


def _confessed(all_sentences: Sequence[str]) -> int | None:
    """The number of the first of two sentences, one of which mentions the outlet's text and one admits an error."""
    plain = ["" if SOMEBODYS.search(one) else outside(one) for one in all_sentences]
    ours = [(at, found.span()) for at, one in enumerate(plain) for found in OF_OURS.finditer(one)]
    for at, one in enumerate(plain):
        for found in CONFESSES.finditer(one):
            for other, span in ours:
                if 0 < abs(at - other) <= BESIDE or (at == other and span[0] >= found.end()):
                    return min(at, other)
    return None


def is_confession(words: str) -> bool:
    return not is_cjk(words) and _confessed([words[start:end] for start, end in sentences(words)]) is not None


def outside(words: str) -> str:
    """The words with spaces for quotations, so that a rival's quoted admission is not taken for a notice."""
    pieces, at = [], 0
    for one in quotations(words):
        pieces += [words[at : one.start], " " * (one.end - one.start)]
        at = one.end
    return "".join([*pieces, words[at:]])
