"""Notices in which an outlet corrects, clarifies, updates or withdraws what it published.

It knows how such a notice is worded in English, Chinese and Japanese, and which words of it are the old ones and which
the new. Which text it is about is for others to say. A text that owns to nothing, "correction facility", is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.language.alignment import alignment
from index.language.closed_lists import WEEKDAYS
from index.language.names import names_in
from index.language.numbers import dates_at, quantities_in
from index.language.quotations import is_cjk, quotations
from index.language.sentences import sentences
from index.language.tokens import content_words

NoticeKind = Literal["correction", "clarification", "update", "withdrawal"]
Correcting = NoticeKind | Literal["change"]  # or a later version, which does it without a notice

BESIDE = 2  # sentences from one that tells what was said to one that owns to it
LONGEST = 1500  # characters of a notice
VALUE = 160  # characters of old or new words

# What only outlets publish, and what others do as well: a report of the ministry, a column of tanks.
_OUTLETS = r"(?:article|story|headline|caption|obituary|editorial|essay|op-?ed|newsletter)"
_DAYS_OF_WEEK = rf"(?:yesterday|{'|'.join(WEEKDAYS)})"
_OF_A_DAY = rf"(?:(?:last )?{_DAYS_OF_WEEK}|last (?:week|month))['’]s"
_PIECE = rf"(?:{_OUTLETS}|report|piece|column|post|review|interview|graphic|copy|profile|recipe|podcast|blog"
_PIECE += r"|account|coverage|reporting)"
_VERSION = (
    rf"(?:version|(?<!first )(?<!original )edition)s?\b(?! of (?!(?:this|the|our|an?) (?:[\w-]+ ){{0,2}}{_PIECE}))"
)
# What speaks of a published text: "an earlier version of this article", "a story published on 12 February", "we".
_ITSELF = (
    rf"(?:(?:an?|the|our|this|in) (?:[\w-]+ ){{0,3}}?(?:earlier|previous|original|first|initial|print(?:ed)?|online"
    rf"|prior|recent) (?:[\w-]+ ){{0,2}}?(?:{_VERSION}|{_OUTLETS})\b|(?:this|our"
    rf"|the above) (?:[\w-]+ ){{0,2}}?{_PIECE}s?\b"
    r"|the (?:first|second|third|\w+th|last|opening|final) (?:paragraph|sentence)\b(?! of (?:the|an?)\b)"
    rf"|(?:an?|the) (?:[\w-]+ ){{0,3}}?{_OUTLETS} (?:\([^)]*\) )?(?:published|headlined|in|on|about"
    rf"|that (?:appeared|ran)|posted|from|which (?:appeared|ran))\b|\bin our (?:[\w-]+ ){{0,2}}{_PIECE}\b"
    rf"|\bwe (?:[\w-]+ )?(?:said|reported|wrote|stated|gave|published|misstated"
    rf"|misspel\w+|misidentified|named|described|quoted|attributed|apologi[sz]e|retract|withdr[ae]w|regret)\b)"
)
_WRONGLY = r"(?:incorrect(?:ly)?|wrong(?:ly)?|mistaken(?:ly)?|erroneous(?:ly)?|inaccurate(?:ly)?|in error|by mistake)"
_MISSAID = (
    r"(?:mis(?:stated|spel\w+|identified|quoted|attributed|named|reported|represented|described|labell?ed|dated))"
)
# Owning to it: the text was wrong, or was changed for that.
_OWNS = re.compile(
    rf"{_ITSELF}[^.]{{0,160}}?\b(?:{_WRONGLY}|{_MISSAID}|errors?|should have (?:said|read|been|stated)|apologi[sz]e"
    r"|regrets?|ha(?:s|ve) been (?:corrected|amended|clarified|changed|edited)|w(?:as|ere) (?:later "
    r"|since )?(?:corrected"
    r"|amended|clarified|changed|edited)|is not (?:correct|accurate)|(?:over|under)stated|(?:was|has been) updated"
    r"(?= [^.]{0,40}(?:[:：]|to (?:correct|reflect|show|say|remove|delete|clarify)))|in fact)\b"
    rf"|\b(?:in(?:correct|accurate)|wrong|mistaken) (?:[\w-]+ ){{1,6}}?(?:appeared|w(?:as|ere) (?:given"
    rf"|published|printed"
    rf"|shown)|ran) (?:[\w-]+ ){{0,3}}?in {_ITSELF}|{_ITSELF}[^.]*\. In fact\b",
    re.I,
)
_OWNS_BACK = re.compile(
    rf"\b(?:due to|because of|owing to) an? (?:[\w-]+ ){{0,3}}?(?:error|mistake)\b|\b(?:we|the (?:editors?|[A-Z]\w+)) "
    rf"(?:apologi[sz]e|regret)|\b{_WRONGLY} (?:[\w-]+ ){{0,6}}?in {_ITSELF}|\bas (?:was |we )?(?:{_WRONGLY} )?(?:stated"
    rf"|reported|said|published|an? (?:earlier|previous|original) version)|\b(?:the|this) error (?:has been"
    rf"|was) corrected"
    rf"|\b(?:not|and not)\b[^.]{{0,90}}\b(?:as|which) (?:an? |the |was |we |{_ITSELF})"
    r"|\b(?:it|that|this|which) should have (?:said|read|been|stated)\b",
    re.I,
)
_SAID_BEFORE = re.compile(
    rf"(?:an?|the|our) (?:[\w-]+ ){{0,2}}?(?:earlier|previous|original|first|initial|print(?:ed)?|online|prior) "
    rf"(?:[\w-]+ ){{0,2}}?(?:{_VERSION}|{_OUTLETS})\b[^.]{{0,80}}?\b(?:said|stated|gave|reported|described|named"
    rf"|listed|put"
    rf"|quoted|referred|attributed|suggested|implied|indicated|omitted|failed|did not|called)\b"
    rf"|\b(?:earlier|previous|original|first|initial|prior) (?:[\w-]+ )?(?:{_VERSION}|{_PIECE}) of (?:this|our)"
    rf" (?:[\w-]+ )?{_PIECE} (?:\w+ly )?\w+ed\b"
    rf"|\b(?:this|our) (?:[\w-]+ )?{_PIECE} (?:originally|first|initially|at first) "
    r"(?!(?:appear|publish|post|air|print|carri|featur|syndicat)ed\b)(?:\w+ed|said|gave|wrote|put)\b"
    rf"|\bwe (?:[\w-]+ )?{_MISSAID}\b|\bwe (?:[\w-]+ )?{_WRONGLY} (?:\w+ed|said|wrote|gave)\b"
    r"|\bwe had (?:said|reported|written|stated|given)\b"
    r"|\bwe (?:originally|initially|first|previously|at first) (?:said|reported|wrote|stated|gave)\b"
    rf"|\b(?:this|our) (?:[\w-]+ ){{0,2}}?{_PIECE}\b[^.]{{0,120}}?\b(?:suggested|implied"
    r"|(?:given|gave|left|created) (?:readers )?(?:the|an?) (?:[\w-]+ )?impression)\b",
    re.I,
)
# What speaks of any published text, in a paragraph that is known to correct one: "the story said", "a report about".
_OF_PIECE = re.compile(
    rf"\b(?:the|an?|our|this|{_OF_A_DAY}) (?:[\w-]+ ){{0,3}}?{_PIECE}\b(?: and (?:the|an?) (?:[\w-]+ )?{_PIECE})?"
    r" (?:\([^)]*\) )?(?:said|stated|gave|put|named|called|described|about|on|in|of|for|published)\b",
    re.I,
)
# What speaks of a text of the outlet's own, and what owns to it in a sentence beside that.
_OF_OURS = re.compile(
    rf"\bwe (?:[\w-]+ )?(?:said|reported|wrote|stated|gave|published|named|described|quoted)\b"
    rf"|\b(?:our|{_OF_A_DAY}|this newspaper['’]s) (?:[\w-]+ ){{0,2}}?{_PIECE}\b",
    re.I,
)
_CONFESSES = re.compile(
    r"^(?:in fact,? )?(?:this|that|it|which) (?:was|is) (?:wrong|incorrect|untrue|false|inaccurate|mistaken"
    r"|an error|a mistake|not (?:so|true|correct|right|the case))\b"
    r"|\b(?:the|this) (?:error|mistake)s? (?:was|were|is) ours\b"
    r"|\bwe (?:got|had) (?:it|this|that) wrong\b|\bwe (?:were|are) (?:wrong|mistaken|sorry)\b|\bour (?:error|mistake)\b"
    r"|\b(?:set|put) the record straight\b|\bwe (?:are )?(?:very )?happy to (?:make|clarify|correct|point)\b"
    r"|\bwe (?:\w+ly )?(?:apologi[sz]e|regret)\b",
    re.I,
)
# Whose "we" it is: ", said the union's head".
_SOMEBODYS = re.compile(r",[”\"’']? (?:(?!we\b)[\w.'’-]+ ){0,4}(?:said|says|told|admitted|added|wrote)\b", re.I)
_GONE = re.compile(
    rf"(?:{_ITSELF}|\b(?:the|an?) (?:[\w-]+ ){{0,3}}?{_OUTLETS}s?\b)[^.]{{0,120}}?\b(?:(?:has|have) been"
    rf"|was|were|is|are) (?:[\w-]+ )?(?:retracted|withdrawn|unpublished|taken down"
    rf"|removed from (?:publication|our|this|[^.]{{0,40}}?(?:website|site|archive))\b)"
    rf"|\b(?:has|have) (?:removed|taken down|deleted) (?:this|its|our) (?:[\w-]+ ){{0,2}}?{_PIECE}\b[^.]{{0,60}}?"
    r" from (?:this|our|the) (?:page|(?:web ?)?site|archive)\b"
    rf"|\bwe (?:[\w-]+ )?(?:retract|withdr[ae]w|unpublish)\w*\b[^.]{{0,60}}\b(?:{_PIECE}s?|it)\b"
    rf"|\b(?:has (?:retracted|withdrawn|unpublished|taken down)|is (?:withdrawing|retracting)"
    rf"|withdraws|retracts|withdrew|retracted) (?:an?|the|its|this)"
    rf" (?:[\w-]+ ){{0,3}}?{_PIECE}\b(?= in full| [“\"‘]|[^.]*\b(?:headlined|published|carried|appeared|posted)\b)",
    re.I,
)
_DAY = (
    r"(?:(?:\s*[^\w\s]|\s+(?=(?-i:[A-Z\d])|(?:at|on|of|for|from|to|appended|added|issued|posted)\b))"
    r"(?:[^:：.\n]|[.:](?=\d)|(?<=[ap])\.|(?<=[ap]\.m)\.|\.(?= \d)|\.(?=[)\]:：])){0,40}?[)\]]?)?"
)
_LABEL = re.compile(
    rf"(?:(?![“\"‘'«])[\W_])*(?:{_PIECE} )?(?:(?P<correction>corrections?(?: (?:and|&) clarifications?)?"
    rf"|corrected|amended|errat(?:um|a)|corrigendum|amendment)"
    rf"|(?P<clarification>clarifications?)|(?P<withdrawal>retractions?|retracted|withdrawn|withdrawal notice)"
    rf"|(?P<update>updates?|updated)|(?P<note>editors?['’]?s?['’]? note|note to (?:our )?readers"
    rf"|publisher['’]s note|note|for the record))"
    rf"\b{_DAY}\s*(?:[:：](?!\d\d)|\s[—–-]\s|[—–])\s*(?:\d{{1,2}}[:.]\d\d ?[ap]\.?m\.?,? [^:：\n]{{3,24}}[:：]\s)?",
    re.I,
)
# The same as a sentence without a subject: "(Corrects day in first paragraph)", "Updated 7 p.m. with the number of".
_VERB_LABEL = re.compile(
    rf"(?:[^—–\n]{{2,60}}\s[—–]\s)?(?:[\s(\[*_]*(?P<correction>Corrects|CORRECTS)\b[:：]?"
    rf"|[\s*_]*[(\[][\s*_]*(?P<update>Updates|Adds|UPDATES|ADDS)\b|[\s(\[*_]*(?P<updated>(?i:updated))\b(?i:{_DAY})\s+with\b)\s*"
)
_CJK_LABEL = re.compile(
    r"[\W_]*(?:(?P<correction>更正(?:启事|声明|与说明)?|勘误(?:表|启事)?|訂正(?:とお(?:詫|わ)び)?|お(?:詫"
    r"|わ)びと訂正|정정)"
    r"|(?P<clarification>澄清|补充说明|補足)|(?P<withdrawal>撤稿(?:声明|启事)?|撤回(?:声明|のお知らせ)?|記事の?撤回)"
    r"|(?P<update>更新|追記)|(?P<note>编者按|编者注|编辑注|編集部(?:注|より)))(?:[^:：\n]{0,24}?[\]】）)]\s*[:：—]?|[^:：\n]{0,24}[:：—])\s*"
)
_CJK_ITSELF = (
    r"(?:本文|此文|原文|该文|本报|本刊|本网|此前(?:的)?(?:报道|版本)|(?:早前|先前|原|旧)(?:版本?|文|稿|报道)"
    r"|报道中?|文中|文章|稿件|本稿|この記事|本記事|記事|見出し|当初(?:の)?)"
)
_CJK_WRONG = (
    r"(?:[将把][^，。]{1,20}写成|改正|正しくは|不符|有误|错误|误(?:写|将|把|称|报|植|作|为)|写错|写作|误记|误作|已于.{0,12}(?:修改|更正)"
    r"|应为|应是|更正|勘误|致歉|訂正|誤り|誤って|誤記|修正|お詫び)"
)
_CJK_OWNS = re.compile(
    rf"{_CJK_ITSELF}[^。]{{0,60}}{_CJK_WRONG}|{_CJK_WRONG}[^。]{{0,40}}(?:特此|谨此|致歉|お詫び)|特此更正"
)
_CJK_IF = re.compile(r"(?:如果?|若|倘若?|如有|もし)[^，。]{0,8}")  # "should you find an error" owns to none
_CJK_GONE = re.compile(
    rf"{_CJK_ITSELF}[^。]{{0,40}}(?:撤回|撤稿|撤销|撤稿|下架|删除|取り消|取り下げ)|(?:撤回|撤下"
    rf"|取り消し)[^。]{{0,20}}{_CJK_ITSELF}"
)

_KINDS: dict[str, NoticeKind] = {
    "correction": "correction",
    "clarification": "clarification",
    "withdrawal": "withdrawal",
    "update": "update",
    "updated": "update",
    "note": "correction",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice `text[start:end]`; `was` are the old words and `now` the new ones, None if it does not give them."""

    kind: NoticeKind
    start: int
    end: int
    was: str | None = None
    now: str | None = None


# What speaks of a text that stands elsewhere: "a story published on 12 February", "our article of 3 May".
_ELSEWHERE = re.compile(
    rf"\b(?:an?|the|our) (?:[\w-]+ ){{0,3}}?{_PIECE}\b[^.]{{0,60}}?\b(?:published|headlined|appeared|ran|posted"
    rf"|carried|of"
    rf"|in|on|from|page)\b|\b(?:withdraw(?:s|ing)?|retract(?:s|ing|ed)?|withdrew) (?:its|the|an?)"
    rf" (?:[\w-]+ ){{0,2}}?{_PIECE}\b|\b{_OF_A_DAY} (?:[\w-]+ ){{0,2}}?{_PIECE}\b"
    rf"|\b(?:on (?:[A-Z]\w+ \d|\d)[^.]{{0,20}}?|{_DAYS_OF_WEEK},? )we (?:[\w-]+ )?(?:said|reported|wrote)\b",
    re.I,
)
_HERE = re.compile(
    rf"\bthis (?:[\w-]+ ){{0,2}}?(?:{_PIECE}|version|page|text)\b|\b(?:earlier|previous|original|first|initial|prior)"
    rf" (?:[\w-]+ ){{0,2}}?{_VERSION}|\bat this address\b",
    re.I,
)
_CJK_ELSEWHERE = re.compile(
    r"《[^》]+》(?:一[文稿]|的?(?:报道|消息|新闻|稿件))|(?:版|日)[^，。]{0,24}(?:一文|报道)|「[^」]+」の記事|日付"
)


# The title of the article that a notice is about.
_TITLE = re.compile(
    rf"\b(?:{_PIECE}|headlined|titled|entitled),? [“\"]([^“”\"]+)[”\"]"
    r"|《([^《》]+)》(?=一[文稿]|的?(?:报道|消息|新闻|稿件))|「([^「」]+)」(?=の記事)",
    re.I,
)


def titles_in(words: str) -> list[tuple[int, int]]:
    """Where a notice names the title of an article that it is about."""
    return [found.span(found.lastindex or 0) for found in _TITLE.finditer(words)]


def is_about_another(words: str) -> bool:
    """Whether a notice is about another article than the one that contains it."""
    if is_cjk(words):
        return bool(_CJK_ELSEWHERE.search(words)) and not re.search(r"本文|此文|该文|この記事|本記事", words)
    plain = _outside(words)
    return bool(_ELSEWHERE.search(plain)) and not _HERE.search(plain)


def notices_in(text: str, *, among_notices: bool = False) -> list[Notice]:
    """The notices that a paragraph is, or that end it; none where it corrects nothing.

    A paragraph `among_notices`, in a column of corrections, need not say that it is one.
    """
    if (whole := notice_in(text, among_notices=among_notices)) is None or whole.kind == "withdrawal":
        return [whole] if whole else []
    found, start = list[Notice](), whole.start
    spans = [(whole.start + first, whole.start + last) for first, last in sentences(text[whole.start : whole.end])]
    for at, (_, last) in enumerate(spans):
        rest = spans[at + 1] if at + 1 < len(spans) else None
        own = _unlabelled(text[start:last])
        if rest is not None and not owns(text[rest[0] : rest[1]]):
            continue
        was, now = _both(whole.kind, own)
        if rest is None or was or now:
            found.append(Notice(whole.kind, start, last, was, now))
            start = rest[0] if rest else last
    return found


def is_newer_only(words: str) -> bool:
    """Whether a notice gives a newer value and owns to no error: it is one only of a text with an older value."""
    found = _labelled(words)
    return bool(found and _KINDS[found.lastgroup or ""] == "update") and not owns(_unlabelled(words))


def other_values(text: str, now: str) -> list[str]:
    """The values of a text that are of the kind of a new one and differ from it: in the same unit, days for a day."""
    if is_cjk(now):
        told = [found[0] for found in _CJK_NUMBER.finditer(text)]
        return [one for one in told if one != now and same_measure(one, now)]
    wanted = {(kind, _unit(value)) for kind, value in values(f"in {now}")}
    return [
        value for kind, value in values(text) if value.casefold() != now.casefold() and (kind, _unit(value)) in wanted
    ]


def same_measure(one: str, other: str) -> bool:
    """Whether two numbers in Chinese or Japanese count the same kind of thing by their measure words."""
    mine, theirs = (value.lstrip("0123456789.,万亿億约")[:1] for value in (one, other))
    return bool(mine) and (mine == theirs or {mine, theirs} <= _PEOPLE)


def _unit(value: str) -> object:
    return next((one.unit for one in quantities_in(value)), None)


def is_mended(words: str) -> bool:
    """Whether a notice says that the text as it stands is already right."""
    return bool(_MENDED.search(words))


def is_labelled(text: str) -> bool:
    """Whether a notice says in its first words that it is one."""
    return _labelled(text) is not None


def label_end(text: str) -> int:
    """Where the words begin behind those that say what a notice is: "Correction (3 May):"."""
    found = _labelled(text)
    return found.end() if found else 0


def _labelled(text: str) -> re.Match[str] | None:
    return _LABEL.match(text) or _VERB_LABEL.match(text) or _CJK_LABEL.match(text)


def _unlabelled(text: str) -> str:
    return text[label_end(text) :][:LONGEST]


def notice_in(text: str, *, among_notices: bool = False) -> Notice | None:
    """The first of `notices_in` with all that follows it, or None."""
    found = _labelled(text)
    label = found.lastgroup if found else None
    start, end = _part(text, found.end() if found else 0, label is not None or among_notices)
    words = text[start:end][:LONGEST]
    if not words.strip():
        return None
    kind = _kind(words, label)
    was, now = _both(kind, words)
    if kind is None and among_notices and (was or now or _OF_PIECE.search(_outside(words))):
        kind = "correction"
    if kind is None:
        return None
    return Notice(kind, 0 if label else start, end, was, now)


def _part(text: str, after: int, labelled: bool) -> tuple[int, int]:
    """The whole of a labelled paragraph, else from the first sentence that owns to something on."""
    if labelled:
        return after, len(text)
    spans = sentences(text[: 3 * LONGEST])
    if (confessed := _confessed([text[start:end] for start, end in spans])) is not None:
        return spans[confessed][0], len(text)
    for (start, _), (_, end) in zip(spans, [*spans[1:], *spans[-1:]], strict=True):
        if owns(text[start:end]):  # with the next sentence, which may give the right words
            return start, len(text)
    return 0, 0


def owns(words: str) -> bool:
    """Whether words speak of a published text and own to an error in it, or to withdrawing it."""
    if is_cjk(words):
        return bool(_CJK_OWNS.search(words) or _CJK_GONE.search(words)) and not _CJK_IF.match(words)
    plain = _outside(words)
    return any(sign.search(plain) for sign in (_OWNS, _GONE)) or bool(_SAID_BEFORE.search(plain))


def _confessed(told: Sequence[str]) -> int | None:
    """The first of two sentences near each other, one of a text of the outlet's own, the other owning to it."""
    plain = ["" if _SOMEBODYS.search(one) else _outside(one) for one in told]
    ours = [(at, found.span()) for at, one in enumerate(plain) for found in _OF_OURS.finditer(one)]
    for at, one in enumerate(plain):
        for found in _CONFESSES.finditer(one):
            for other, span in ours:
                if 0 < abs(at - other) <= BESIDE or (at == other and span[0] >= found.end()):
                    return min(at, other)
    return None


def _is_confession(words: str) -> bool:
    return not is_cjk(words) and _confessed([words[start:end] for start, end in sentences(words)]) is not None


def _outside(words: str) -> str:
    """The words without quotations, so that a mention of a rival's error is not taken for a notice."""
    pieces, at = [], 0
    for one in quotations(words):
        pieces += [words[at : one.start], " " * (one.end - one.start)]
        at = one.end
    return "".join([*pieces, words[at:]])


def _kind(words: str, label: str | None) -> NoticeKind | None:
    plain = words if is_cjk(words) else _outside(words)
    gone = (_CJK_GONE if is_cjk(words) else _GONE).search(plain)
    if gone or label == "withdrawal":
        return "withdrawal"
    owned = owns(words) or _is_confession(words) or (label is not None and bool(_OWNS_BACK.search(plain)))
    if label in ("correction", "clarification"):
        return _KINDS[label]
    if label in ("update", "updated") and not owned:  # which may give a newer value without a word of the older one
        return "update" if _newer(words) else None
    if label == "note":
        return _KINDS[label] if owned or None not in old_and_new(words) and _OF_PIECE.search(plain) else None
    return "correction" if owned else None


def _both(kind: NoticeKind | None, words: str) -> tuple[str | None, str | None]:
    """The old and the new words; of an update that owns to nothing, the newer value."""
    if kind == "withdrawal":
        return None, None
    if kind != "update" or owns(words):
        return old_and_new(words)
    return _older_and_newer(words) or (None, _newer(words))


def _older_and_newer(words: str) -> tuple[str, str] | None:
    """The value that an update says was given first, with the one since; None where it gives only one."""
    if is_cjk(words):
        numbers = [found[0] for found in _CJK_NUMBER.finditer(words)] if _CJK_FIRST.search(words) else []
        pair = numbers[:1] + numbers[-1:]
        return (pair[0], pair[1]) if len(numbers) > 1 and pair[0] != pair[1] and same_measure(*pair) else None
    first = next((words[start:end] for start, end in sentences(words)), words)
    parts = _SINCE.split(first, maxsplit=1) if _FIRST.search(first) else [first]
    return _alike(values(parts[0]), values(parts[1])) if len(parts) > 1 else None


def _newer(words: str) -> str | None:
    """The value that an update gives, where its first sentence gives one."""
    if is_cjk(words):
        numbers = _CJK_NUMBER.findall(words)
        return str(numbers[-1]) if numbers else None
    first = next((words[start:end] for start, end in sentences(words)), words)
    told = list(values(first))
    return next((value for wanted in ("number", "date") for kind, value in reversed(told) if kind == wanted), None)


_FIRST = re.compile(r"\b(?:originally|initially|at first|previously|earlier)\b", re.I)
_SINCE = re.compile(r",? but |; ", re.I)
_CJK_FIRST = re.compile(r"此前|早前|先前|最初|当初")

# Which words were old, and which are new.
_PAIRS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:changed|corrected|amended|moved|revised|raised|lowered|cut|put back"
        r"|brought forward) from (?P<was>[^;]{1,80}?) to (?P<now>[^;]{1,80}?)(?=$|[.;,](?:\s|$))",
        r"(?P<was>[^;]{1,160}?)[;,] (?:that|it|this|which) should (?:have (?:been|said|read)|be"
        r"|read) (?P<now>[^;]{1,80}?)"
        r"(?=$|[.;,](?:\s|$))",
        r"\bread (?P<now>[^,;.]{1,60}) (?:for|in place of|instead of) (?P<was>[^,;.]{1,60}?)(?= in\b|$|[.;,](?:\s|$))",
        r"\bnot (?P<was>[^,;.]{1,80}),? but (?P<now>[^;]{1,120}?)(?=$|[.;](?:\s|$))",
        r"(?P<now>[^;]{1,200}?),? (?:and )?(?:not|rather than|instead of) (?P<was>[^;]{1,120}?)"
        r"(?=$|[.;](?:\s|$)|, (?!\d)|\s*\(|,? (?:as|which) (?:an?|was|we|the|stated|reported|previously"
        r"|originally|it|mentioned)\b)",
    )
)
_SHOULD = re.compile(
    r"\b(?:should have (?:said|read|been|stated)(?: that)?|should (?:be|read)"
    r"|the correct \w+(?: \w+){0,3} (?:is|are|was|were)"
    r"|in fact,?|actually|has been (?:corrected|amended|changed|updated) to (?:say|show|reflect|state|read"
    r"|make clear|indicate)"
    r"(?: that)?|to (?:reflect|show|say|state|clarify|indicate|make clear|note)(?: that)?|has been corrected to)\s*"
    r"(?P<now>[^;]{1,200}?)(?=$|[.;](?:\s|$))",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:(?:said|stated|reported|wrote|misstated|misreported|impression)(?: (?:in|on|about|at)\b[^;]{0,120}?)? that"
    r"|said|stated|reported|described|gave|listed|put|placed|called|named|quoted|wrote|written|suggested|implied"
    r"|called for|attributed|as|remove an?)\b"
    r"(?: (?:that|as|incorrectly|wrongly|mistakenly|it|[\w ]{0,40}? as\b))*\s*(?P<was>[^;]{3,160}?)[.;]?$",
    re.I,
)
_Q, _UNQUOTED = '[“「『"]?', '[^，。；“”「」『』"]'
_CJK_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[“「『\"](?P<was>[^“”「」『』\"]{1,40})[”」』\"](?:と(?:ある|した|し)のは|として(?:いました"
        r"|いた)?が?[、，]?(?:正しくは)?"
        r"|[，]?有误，应为|应为|应更正为|应改为|一句误作|と[^。「」]{0,16}(?:が[、，]|[、，]正しくは))[、，]?[“「『\"](?P<now>[^“”「」『』\"]{1,40})",
        rf"(?:误(?:写|将|把|称|报|植|作|记)?(?:作|成|为)?|写[作成为]"
        rf"|报道称)[^“”，。]{{0,12}}?{_Q}(?P<was>{_UNQUOTED}{{1,30}}?)[”」』\"]?"
        rf"(?:，[^，。]{{0,16}})?[，,；;、]\s*(?:实际|正确)?[^，。]{{0,8}}?(?:应为|应是|实为|实际为|更正为|改为"
        rf"|正しくは)[：:]?{_Q}"
        rf"(?P<now>{_UNQUOTED}{{1,30}})",
        rf"(?:应为|应是|实为|正しくは|为)[：:]?{_Q}(?P<now>{_UNQUOTED}{{1,30}})[”」』\"]?[，,]?\s*(?:而非"
        rf"|而不是|不是|并非|ではなく"
        rf"|[^，。]{{0,12}}(?:误(?:写|报|称|作|记|植)?(?:为|成|作)?|写[为成作])){_Q}(?P<was>{_UNQUOTED}{{1,30}})",
        rf"(?:由|从){_Q}(?P<was>{_UNQUOTED}{{1,30}}?)[”」』\"]?(?:更正为|改为|修正为){_Q}(?P<now>{_UNQUOTED}{{1,30}})",
        rf"(?:并非|不是)(?:因为)?(?P<was>{_UNQUOTED}{{1,30}})，而是(?P<now>{_UNQUOTED}{{1,30}})",
        rf"误(?:写|记|称|报|作|植)?(?:为|成|作){_Q}(?P<was>{_UNQUOTED}{{1,30}})",
        rf"(?:报道|称|写道)[^“”，。]{{0,12}}“(?P<was>{_UNQUOTED}{{1,30}})”",
        rf"(?:应为|应是|实为|正しくは|增至|改为){_Q}(?P<now>{_UNQUOTED}{{1,30}})",
    )
)
# Where the corrected article stood: "(Crews wanted, 3 August, page 9)".
_REFERENCE = re.compile(r"\s\([^()]*\b(?:pages?|p\.?) ?\d[^()]*\)", re.I)
_CONFESSION = re.compile(rf"(?:{_CONFESSES.pattern})[:;,]\s+", re.I)
# What says nothing of the matter: regrets, and that the text has been put right.
_MANNERS = re.compile(
    r"^(?:we|the (?:editors?|[A-Z]\w+)) (?:(?:are )?(?:very )?happy to|(?:\w+ly )?(?:apologi[sz]e|regret)|are sorry)\b"
    r"|^the (?:error|mistake)s? (?:was|were|is|has been|have been) (?:ours|made|introduced|corrected)\b",
    re.I,
)
_IT_IS = re.compile(r"(?:It|He|She|They) (?:is|are|was|were) ")
_IS = re.compile(r"\b(?:is|are|was|were|been|be)\b", re.I)  # what is corrected stands behind it
_LEAD = re.compile(r"^(?:in fact|instead|actually|rather),? ", re.I)
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)", re.I)
_TITLES = frozenset("Mr Ms Mrs Miss Dr Sir Dame Prof Cllr Sen Rep Mr. Ms. Mrs. Dr. Prof. Cllr. Sen. Rep.".split())
_IN_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z]")  # "the Three Creeks Water Board"
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.I)
_LEADING = re.compile(r"^(?:in|since|until|by|from|of|about|around|some|early|late|mid|nearly|almost|over)\s+", re.I)
_BEGINS = re.compile(r"[.!?:]\s+")
_AUXILIARY = frozenset("is are was were do does did has have had can could will would may might should must".split())
# "Roe did not vote for it; she abstained": what is denied is what the text had said.
_DENIED = re.compile(
    r"(?P<who>[^;,:]{2,60}?) (?:did|does|do|will|would|has|have|had) not (?P<was>[^;.,]{3,80})"
    r"(?:, as [^;.]*)?(?:; ?(?P<now>[^;.]{3,80}))?",
    re.I,
)
_WRONG = re.compile(rf"\b(?:{_WRONGLY}|{_MISSAID}|(?:over|under)stated)\b", re.I)
# The text as it stands is the right one: "this has been corrected", "the paragraph has been fixed".
_MENDED = re.compile(
    r"\b(?:this|that|it|text|paragraph|article|story|number|figure|name|headline|error|mistake)\b[^.]{0,60}?"
    r"\b(?:has|have) (?:now |since )?been (?:corrected|amended|fixed|changed|updated|put right)\b"
    r"|(?:现已|已经?)(?:改正|更正|修改|修正)|訂正しました",
    re.I,
)
_CJK_SAID = re.compile(r"所[言说述]$")
_PEOPLE = frozenset("人名位")  # measure words
_CJK_NUMBER = re.compile(r"\d[\d.,]*[万亿億]?[^\W\d_年月日号时時点分]")  # with its measure word
_GAVE_WRONG = re.compile(r"\s*(?:an?|the) (?:wrong|incorrect|inaccurate|mistaken)\b", re.I)
KEPT = 1000  # changed paragraphs whose values are not looked for again: each takes some 2 ms
SAME = 0.7  # of what two sentences say besides the values that differ, the share that makes one the other's later form
FEW = 6  # words that were exchanged for as many
COVERED = 0.6  # of what stands for the old words, the share that a value must be for it to be them


def old_and_new(words: str) -> tuple[str | None, str | None]:
    """The old and the new words of a notice: a figure, a date, a name, what stood in quotation marks, or a clause."""
    if is_cjk(words):
        return _eastern(words)
    words = _REFERENCE.sub(" ", words)
    told = [words[start:end] for start, end in sentences(words)]
    pairs = [found for sentence in told for pattern in _PAIRS for found in pattern.finditer(sentence)]
    for found in pairs:
        if pair := _typed(found["was"], found["now"]):
            return pair
    whole, told = (
        told,
        [part for one in told for part in re.split(r";\s", _CONFESSION.sub("", one)) if not _MANNERS.search(part)],
    )
    said = [at for at, one in enumerate(told) if _SAID_BEFORE.search(one)]
    owned = [at for at, one in enumerate(told) if _OWNS.search(one) or _OWNS_BACK.search(one)]
    said = said or [at for at in owned if not _SHOULD.search(told[at])]
    said = said or [at for at, one in enumerate(told) if _OF_OURS.search(one) or _OF_PIECE.search(one)]
    for at in said:
        if pair := _over(told[at], [*told[at + 1 :], *(one for one in told[:at] if not owns(one))]):
            return pair
    for sentence in () if any(_SAID_BEFORE.search(told[at]) and _TOLD.search(told[at]) for at in said) else whole:
        if found_not := _DENIED.search(sentence):
            return _cut(f"{found_not['who']} {found_not['was']}"), _cut(found_not["now"] or "")
    for found in pairs:
        denied = found["now"].split()[-1:] and found["now"].split()[-1].casefold() in _AUXILIARY
        if not denied and (pair := _as_many(found["was"], found["now"])):
            return pair
    for at in said:
        found_old = _TOLD.search(told[at])
        if found_old and _GAVE_WRONG.match(found_old["was"]):
            right = [value for _, value in values(" ".join([found_old["was"], *told[at + 1 : at + 2]]))]
            return None, right[-1] if right else _cut(" ".join(told[at + 1 : at + 2]))
        marked = [value for kind, value in values(told[at]) if kind == "quoted"]
        if found_old and len(marked) == 1 and marked[0] not in " ".join(told[at + 1 :]):
            return _cut(marked[0]), _cut(told[at + 1]) if at + 1 < len(told) else None
        if len(told) > 1 and found_old:
            other = told[at + 1] if at + 1 < len(told) else told[at - 1]
            return _cut(found_old["was"]), None if _MENDED.search(other) else _cut(other)
    for sentence in told:
        if found_new := _SHOULD.search(sentence):
            told_new = list(values(found_new["now"]))
            few = len(found_new["now"].split()) <= FEW
            return None, _cut(found_new["now"]) if few or not told_new else told_new[-1][1]
    for at in range(len(told) - 1):
        if pair := _over(told[at], told[at + 1 : at + 2]):
            return pair
    for at in range(len(told) - 1):
        if (_WRONG.search(told[at]) or _IT_IS.match(told[at + 1])) and (
            right := [value for _, value in values(told[at + 1])]
        ):
            return None, right[-1]
    if len(told) == 1 and (_OWNS.search(words) or _SAID_BEFORE.search(words)) and (found_old := _TOLD.search(words)):
        return _cut(found_old["was"]), None
    return None, None


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that the sentence `after[start:end]` has in place of an old one."""

    start: int
    end: int
    was: str
    now: str


@lru_cache(KEPT)
def changed_values(before: str, after: str) -> tuple[Changed, ...]:
    """The figures, dates and names that a later version of a paragraph has in place of others, sentence by sentence."""
    old = [before[start:end] for start, end in sentences(before)]
    spans = sentences(after)
    new = [after[start:end] for start, end in spans]
    return tuple(
        Changed(*spans[at], *pair)
        for step, first, last, begin, end in alignment(old, new)
        if step == "replace" and last - first == end - begin
        for one, at in zip(old[first:last], range(begin, end), strict=True)
        if (pair := _exchanged(one, new[at]))
    )


def _exchanged(before: str, after: str) -> tuple[str, str] | None:
    """The one value of a sentence that was exchanged for another, where it says the same besides."""
    pair = _alike(_plain_values(before), _plain_values(after))
    if pair is None:
        return None
    rest = content_words(before.replace(pair[0], " ")), content_words(after.replace(pair[1], " "))
    return pair if len(rest[0] & rest[1]) >= SAME * max(1, *map(len, rest)) else None


def _plain_values(text: str) -> Iterator[tuple[str, str]]:
    return (one for one in values(text) if one[0] != "quoted")


def _eastern(words: str) -> tuple[str | None, str | None]:
    for pattern in _CJK_PAIRS:
        if found := pattern.search(words):
            parts = found.groupdict()
            return _alone(_cut(parts.get("was") or ""), _cut(parts.get("now") or ""))
    return None, None


def _alone(was: str | None, now: str | None) -> tuple[str | None, str | None]:
    """The values without what stands around one of them only: "the head is", "said by", the year."""
    was, now = (_CJK_SAID.sub("", one) if one else one for one in (was, now))
    counted = [_CJK_NUMBER.findall(one or "") for one in (was, now)]
    if was and now and all(len(one) == 1 for one in counted):
        (old,), (new,) = counted
        if was.replace(old, "") == now.replace(new, ""):
            return was[was.index(old) :], now[now.index(new) :]
    if was and now:
        for mark, text, other in (("为", was, now), ("年", now, was)):
            head, _, rest = text.partition(mark)
            if rest and mark not in other and (mark == "为" or head.isdigit()):
                was, now = (rest, now) if mark == "为" else (was, rest)
    return was, now


def _cut(words: str) -> str | None:
    words = _LEAD.sub("", words.strip(" ,.;:“”\"'"))
    if len(words) > VALUE:
        words = words[: words.rfind(" ", 0, VALUE)] if " " in words[:VALUE] else words[:VALUE]
    return words.strip(" ,;:") or None


def _typed(was: str, now: str) -> tuple[str, str] | None:
    """The old value, where that is most of the old words, with the new one of its kind."""
    old = list(values(was, opens=False))
    pair = _alike(old, values(_IS.split(now)[-1], opens=False)) or _alike(old, values(now))
    if pair and (len(pair[0]) >= COVERED * len(was.strip()) or _SAID_BEFORE.search(was)):
        return pair
    return None


def _as_many(was: str, now: str) -> tuple[str, str] | None:
    """A few old words, with as many of those that stand before them."""
    count = len(was.split())
    old, new = (_ARTICLE.sub("", _cut(one) or "") for one in (was, " ".join(now.split()[-count:])))
    return (old, new) if old and new and count <= FEW else None


def _over(sentence: str, after: Sequence[str]) -> tuple[str, str] | None:
    """The old words of what was said before, and the new ones of the same kind in what follows."""
    found = _TOLD.search(sentence)
    old = list(values(found["was"], opens=False) if found and not _GAVE_WRONG.match(found["was"]) else ())
    old = old or list(values(sentence))
    return next((pair for one in after if (pair := _alike(old, values(one)))), None)


def _alike(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The last old value that has a new one of its kind, and that one."""
    olds, news = list(old), list(new)
    known = {value.casefold() for _, value in news}
    said = {value.casefold() for _, value in olds}
    named = [value.split() for kind, value in olds if kind == "name"]
    news = [one for one in news if one[0] != "name" or not any(_is_short_for(one[1].split(), name) for name in named)]
    for kind, was in reversed(olds):
        if was.casefold() not in known:
            # Of names the first is what a sentence is about to tell: "It was Bevan Kitto, a grower from Yarrum Flat".
            for other, now in news if kind == "name" else reversed(news):
                if other == kind and now.casefold() not in said:
                    return was, now
    return None


def _is_short_for(short: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a name has nothing that another lacks but a title: "Mr Lee" for "Ann Lee"."""
    return short[-1] == name[-1] and set(short) - set(name) <= _TITLES


def values(text: str, *, opens: bool = True) -> Iterator[tuple[str, str]]:
    """What a part of a notice gives: quoted words, dates, quantities, names; each with its kind, in order.

    A single word that opens a sentence has its capital for that; a text that does not open one has none such.
    """
    yield from (("quoted", text[one.start + 1 : one.end - 1].strip(" ,.;:")) for one in quotations(text))
    found = [(start, end, "date") for start, end in dates_at(text)]
    found += [(*one.span(), "weekday") for one in _WEEKDAY.finditer(text)]
    found += [(one.start, one.end, "number") for one in quantities_in(text) if not _IN_NAME.match(text, one.start)]
    opening = {len(text) - len(text.lstrip()) if opens else -1, *(found.end() for found in _BEGINS.finditer(text))}
    found += [
        (one.start, one.end, "name")
        for one in names_in(text)
        if one.text and not (one.start in opening and " " not in one.text)
    ]
    taken = 0
    for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= taken and 0 < end - start <= VALUE:
            yield kind, _LEADING.sub("", text[start:end]).strip(" ,.;:“”\"'")
            taken = end
