"""How outlets word notices: their labels, and mentions of a text that they published.

English, Chinese and Japanese. corrections.py finds the old and the new words.
"""

from __future__ import annotations

import re

from index.language.closed_lists import ORDINALS
from index.language.quotations import is_cjk, masked, quotations
from index.language.sentences import sentences

LONGEST = 1500  # characters of a notice
LONGEST_HEADING = 60  # characters of a line that announces one
_PIECE = (
    r"(?:article|story|headline|caption|obituary|editorial|essay|op-?ed|newsletter|report|piece|column|post|review"
    r"|interview|graphic|profile|recipe|podcast|blog|account|coverage|item|version|edition|paragraph|feature|picture"
    r"|photo(?:graph)?|chart|table|map|page)"
)
_OWN = re.compile(rf"\b(?:this|our)\s+(?:[\w'’-]+\s+){{0,2}}?(?:{_PIECE}s?|stories|obituaries)\b", re.I)
# Words for an error, or for what was done about it.
_ERROR = re.compile(
    r"\b(?:correct\w*|errors?|mistak\w*|incorrect\w*|wrong\w*|inaccura\w*|clarif\w*|amend\w*|retract\w*|withdr\w*"
    r"|apolog\w*|regret\w*|removed|should have|mis(?:stat|spel|identif|quot|attribut|report|represent|describ|label|dat"
    r"|nam)\w*)\b",
    re.I,
)
_PUT_RIGHT = r"(?:corrected|amended|clarified|rectified|fixed)"
_CHANGED = r"(?:changed|edited|updated|revised|modified|altered|replaced|reworded|refiled|reissued)"
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
    rf" (?:[\w-]+ ){{0,2}}?(?:version|edition)s?\b|\bat this address\b|本文|此文|该文|この記事|本記事",
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
_MENDED = re.compile(
    r"^[\W_]*corrects\b|\b(?:this|that|it|text|paragraph|article|story|number|figure|name|headline|error"
    r"|mistake)\b[^.]{0,60}?"
    r"\b(?:has|have) (?:now |since )?been (?:corrected|amended|fixed|changed|updated|put right)\b"
    r"|(?:现已|已经?)(?:改正|更正|修改|修正)|訂正しました",
    re.I,
)


def titles_in(words: str) -> list[tuple[int, int]]:
    """The spans of a notice that give the title of an article it is about."""
    return [found.span(found.lastindex or 0) for found in _TITLE.finditer(words)]


def is_about_this(words: str, beside: str = "") -> bool:
    """Whether a notice, or the words `beside` it, names the text in which it stands: "this article"."""
    return _HERE.search(f"{outside(words)} {beside}") is not None


def is_of_headline(words: str) -> bool:
    """Whether a notice corrects an article's headline."""
    return re.search(r"\bheadlines?\b|标题|標題|見出し", words, re.I) is not None


def paragraph_named(words: str) -> int | None:
    """The number of the paragraph that a notice says it corrects: "in second paragraph", "in paragraph 2"."""
    found = _PARAGRAPH.search(words)
    return None if found is None else int(found[2]) if found[2] else 1 + ORDINALS.index(found[1].casefold())


def is_mended(words: str) -> bool:
    """Whether a notice says that the text has already been put right."""
    return bool(_MENDED.search(words))


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
    """Where the label of a notice ends, such as "Correction (3 May):"; 0 if it has none."""
    found = labelled(text)
    return found.end() if found else 0


def labelled(text: str) -> re.Match[str] | None:
    return _LABEL.match(text) or _VERB_LABEL.match(text) or _DECLARED.match(text) or _CJK_LABEL.match(text)


def unlabelled(text: str) -> str:
    return text[label_end(text) :][:LONGEST]


def names_own_text(words: str) -> bool:
    """Whether words in English name a text of their outlet: "this article", "our report"."""
    return _OWN.search(words) is not None


def may_be_notice(text: str) -> bool:
    """Whether a text has a notice's label, or names a text of its outlet and speaks of an error.

    The label "Editor's note:" is not enough.
    """
    label = labelled(text)
    if label and label.lastgroup != "note":
        return True
    return owns(text) if is_cjk(text) else names_own_text(text) and _ERROR.search(text) is not None


def owns(words: str) -> bool:
    """Whether words in Chinese or Japanese admit an error in a published text, or that it was withdrawn."""
    return any(_owns(words[start:end]) for start, end in sentences(words))


def _owns(sentence: str) -> bool:
    return any(
        (found := sign.search(script)) and not _CJK_IF.search(script, 0, found.end())
        for script in {sentence, sentence.translate(SIMPLIFIED)}
        for sign in (_CJK_OWNS, CJK_GONE)
    )


def outside(words: str) -> str:
    """The words with spaces for quotations, so that a rival's quoted admission is not taken for a notice."""
    return masked(words, quotations(words), " ")
