"""Notices in which an outlet corrects, clarifies, updates or withdraws what it published.

It decides which paragraphs are notices, and which of their words are the old and which the new ones, in English,
Chinese and Japanese, by their wording, which notice_words.py has. index/reading/notices.py also finds those in English
that no wording shows; index/store/corrections.py links notices to what they correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.language.alignment import alignment
from index.language.closed_lists import CJK_NUMERALS, ORDINALS, WEEKDAYS
from index.language.kept import kept
from index.language.names import names_in
from index.language.notice_words import (
    ASKS,
    CJK_GONE,
    CONFESSES,
    GONE,
    LONGEST,
    MENDED,
    MISSAID,
    OF_OURS,
    OF_PIECE,
    OWNS,
    OWNS_BACK,
    SAID_BEFORE,
    SIMPLIFIED,
    TAKES_UP,
    WRONGLY,
    as_we,
    is_confession,
    labelled,
    outside,
    owns,
    part,
    titles_in,
    unlabelled,
)
from index.language.numbers import dates_at, quantities_in
from index.language.quotations import is_cjk, quotations
from index.language.sentences import sentences
from index.language.tokens import FUNCTION_WORDS, content_words

NoticeKind = Literal["correction", "clarification", "update", "withdrawal"]
Correcting = NoticeKind | Literal["change"]  # or a later version, which corrects without a notice
VALUE = 160  # characters of old or new words
_Pair = tuple[str | None, str | None]
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
    """The notice `text[start:end]` with its old words `was` and new ones `now`, None where it does not give them."""

    kind: NoticeKind
    start: int
    end: int
    was: str | None = None
    now: str | None = None


def notices_in(text: str, *, among_notices: bool = False, outlet: str | None = None) -> list[Notice]:
    """The notices that make up a paragraph or end it; empty if it corrects nothing.

    A notice that corrects several things is listed once for each, with the same span.
    A paragraph `among_notices`, in a column of corrections, need not say that it is a notice.
    """
    plain = as_we(text, outlet)
    if (whole := notice_in(plain, among_notices=among_notices)) is None or whole.kind == "withdrawal":
        return [whole] if whole else []
    found, start = list[Notice](), whole.start
    spans = [(whole.start + first, whole.start + last) for first, last in sentences(text[whole.start : whole.end])]
    for at, (_, last) in enumerate(spans):
        rest = spans[at + 1] if at + 1 < len(spans) else None
        own = unlabelled(text[start:last])
        follows = plain[rest[0] : rest[1]] if rest else ""
        if rest is not None and (TAKES_UP.match(follows) or _MANNERS.match(follows) or not owns(follows)):
            continue
        pairs = _every(whole.kind, own)
        if rest is None or pairs[0] != (None, None):
            found += [Notice(whole.kind, start, last, *pair) for pair in pairs]
            start = rest[0] if rest else last
    return found


def holds(text: str, words: str) -> bool:
    """Whether a text has these words verbatim, not as part of a longer word or number."""
    return re.search(rf"(?<![\w.,]){re.escape(words)}(?![\w%]|[.,]\d)", text, re.I) is not None


def is_newer_only(words: str) -> bool:
    """Whether a notice gives a newer value and admits no error: without an older one in its text it is no notice."""
    found = labelled(words)
    return bool(found and _KINDS[found.lastgroup or ""] == "update") and not owns(unlabelled(words))


def other_values(text: str, now: str) -> list[str]:
    """The values of a text that are of the same kind and unit as a new one and differ from it."""
    if is_cjk(now):
        told = [found[0] for found in _CJK_NUMBER.finditer(text)]
        return [one for one in told if one != now and same_measure(one, now)]
    wanted = _measures(now)
    others = ((kind, value) for kind, value, _ in _told(text) if value.casefold() != now.casefold())
    return [value for kind, value in others if (kind, _unit(value)) in wanted]


def same_measure(one: str, other: str) -> bool:
    """Whether two numbers in Chinese or Japanese count the same kind of thing by their measure words."""
    mine, theirs = (_CJK_VALUE.sub("", value, count=1)[:1] for value in (one, other))
    return bool(mine) and (mine == theirs or {mine, theirs} <= _PEOPLE)


@lru_cache(64)
def _measures(words: str) -> frozenset[tuple[str, object]]:
    """The kinds and units of the values in new words, which are compared with those of many paragraphs."""
    return frozenset((kind, _unit(value)) for kind, value in values(f"in {words}"))


@lru_cache(4096)
def _unit(value: str) -> object:
    return next((one.unit for one in quantities_in(value)), None)


def value_of(words: str) -> str | None:
    """The only figure, date or name in new words that are a clause, None if there are more; shorter words unchanged."""
    if is_cjk(words) or len(words.split()) < CLAUSE_WORDS:
        return words
    found = [value for _, value in values(words)]
    return found[0] if len(found) == 1 else None


def notice_in(text: str, *, among_notices: bool = False) -> Notice | None:
    """The first notice of a paragraph, with everything after it, or None."""
    found = labelled(text)
    label = found.lastgroup if found else None
    start, end = part(text, found.end() if found else 0, label is not None or among_notices)
    words = text[start:end][:LONGEST]
    if not words.strip():
        return None
    kind = _kind(words, label)
    was, now = _both(kind, words)
    if kind is None and among_notices and (was or now or OF_PIECE.search(outside(words))):
        kind = "correction"
    if kind is None:
        return None
    return Notice(kind, 0 if label else start, end, was, now)


def _kind(words: str, label: str | None) -> NoticeKind | None:
    plain = words if is_cjk(words) else outside(words)
    gone = (CJK_GONE if is_cjk(words) else GONE).search(plain)
    if gone or label == "withdrawal":
        return "withdrawal"
    owned = owns(words) or is_confession(words) or (label is not None and bool(OWNS_BACK.search(plain)))
    if label in ("correction", "clarification"):
        if not owned and ASKS.match(plain):
            return None
        return _KINDS[label]
    if label in ("update", "updated") and not owned:  # may give a newer value without the older one
        return "update" if _newer(words) else None
    if label == "note":
        return _KINDS[label] if owned or None not in old_and_new(words) and OF_PIECE.search(plain) else None
    return "correction" if owned else None


def _both(kind: NoticeKind | None, words: str) -> tuple[str | None, str | None]:
    """The old and the new words; for an update that admits no error, the newer value."""
    if kind == "withdrawal":
        return None, None
    if kind != "update" or owns(words):
        return old_and_new(words)
    return _older_and_newer(words) or (None, _newer(words))


def _every(kind: NoticeKind, words: str) -> list[_Pair]:
    """The old and new words of all that a notice corrects, at least one pair."""
    if kind == "update" and not owns(words):
        return [_both(kind, words)]
    if listed := _in_order(words):
        return listed
    found: list[_Pair] = [_both(kind, words)]
    for pair in _eastern_pairs(words) if is_cjk(words) else _western_pairs(words):
        if all(_differ(one, other) for known in found for one, other in zip(known, pair, strict=True)):
            found.append(pair)
    return found


def _differ(one: str | None, other: str | None) -> bool:
    return not one or not other or (one not in other and other not in one)


def _older_and_newer(words: str) -> tuple[str, str] | None:
    """The value that an update says was given first, and the one that replaced it; None if it gives only one."""
    if is_cjk(words):
        numbers = [found[0] for found in _CJK_NUMBER.finditer(words)] if _CJK_FIRST.search(words) else []
        pair = numbers[:1] + numbers[-1:]
        return (pair[0], pair[1]) if len(numbers) > 1 and pair[0] != pair[1] and same_measure(*pair) else None
    first = next((words[start:end] for start, end in sentences(words)), words)
    newer, since, older = first.partition(found[0]) if (found := _UP_FROM.search(first)) else ("", "", "")
    if since:
        return _alike(values(older), values(newer))
    parts = _SINCE.split(first, maxsplit=1) if _FIRST.search(first) else [first]
    return _alike(values(parts[0]), values(parts[1])) if len(parts) > 1 else None


def _newer(words: str) -> str | None:
    """The value in the first sentence of an update, if there is one."""
    if is_cjk(words):
        numbers = _CJK_NUMBER.findall(words)
        return str(numbers[-1]) if numbers else None
    first = next((words[start:end] for start, end in sentences(words)), words)
    told = list(values(_INCREASE.sub("", first)))
    return next((value for wanted in ("number", "date") for kind, value in reversed(told) if kind == wanted), None)


_FIRST = re.compile(r"\b(?:originally|initially|at first|previously|earlier)\b", re.I)
_UP_FROM = re.compile(r"\b(?:up|down|compared with|instead of) (?:from )?(?=(?:the |an? )?(?:[a-z]+ )?\d)", re.I)
_SINCE = re.compile(r",? but |; ", re.I)
_CJK_FIRST = re.compile(r"此前|早前|先前|最初|当初")
CLAUSE_WORDS = 4  # from which on new words may be a clause with one value in it
_INCREASE = re.compile(r"\b[\w.,]+ (?:more|fewer|less|higher|lower) than\b", re.I)
# Wordings that show which words are old and which are new.
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
        r"(?=$|[.;](?:\s|$)|, (?!\d)|\s*\(|,? (?:as|which) (?:an?|was|we|the|stated|reported|previously|first"
        r"|initially"
        r"|originally|it|mentioned)\b)",
    )
)
# "Our report that the bill had failed was wrong: it passed."
_STATED = re.compile(
    rf"\b(?:report|story|article|statement|claim|assertion)(?: \w+)? that (?P<was>[^:;]{{3,160}}?) (?:was|were|is|are)"
    rf" (?:\w+ly )?{WRONGLY}(?:[.;:](?: (?P<now>[^.;:]+))?|$)",
    re.I,
)
_SHOULD = re.compile(
    r"\b(?:should have (?:said|read|been|stated)(?: that)?|should (?:be|read)"
    r"|the correct \w+(?: \w+){0,3} (?:is|are|was|were)"
    r"|in fact,?|actually|has been (?:corrected|amended|changed|updated) to (?:say|show|reflect|state|read"
    r"|make clear|indicate)"
    r"(?: that)?|(?<!\bwrong )to (?:reflect|show|say|state|clarify|indicate|make clear|note)(?: that)?"
    r"|has been corrected to)\s*"
    r"(?P<now>[^;]{1,200}?)(?=$|[.;](?:\s|$))",
    re.I,
)
_TO_CORRECT = re.compile(r"\bto (?:correct|fix)\b([^;]{1,200})", re.I)
_TOLD = re.compile(
    r"\b(?:(?:said|(?<=wrong to )say|stated|reported|wrote|misstated|misreported|impression)(?: (?:in|on|about"
    r"|at)\b[^;]{0,120}?)? that"
    r"|said|stated|reported|described|gave|listed|put|placed|called|named|quoted|wrote|written|suggested|implied"
    r"|called for|attributed|as|remove an?|(?:had|got)(?= (?:the|an?) wrong))\b"
    r"(?: (?:that|as|incorrectly|wrongly|mistakenly|it|[\w ]{0,40}? as\b))*\s*(?P<was>[^;]{3,160}?)[.;]?$",
    re.I,
)
_Q, _UNQUOTED = '[“「『"]?', '[^，。；“”「」『』"]'
_CJK_PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[“「『\"](?P<was>[^“”「」『』\"]{1,40})[”」』\"](?:と(?:ある|した|し)のは|として(?:いました"
        r"|いた)?が?[、，]?(?:正しくは)?"
        r"|[，]?(?:有误|系?笔误)，应(?:为|是)|[，,]?应为|应更正为|应改为|一句误作|と[^。「」]{0,16}(?:が[、，]"
        r"|[、，]正しくは))[、，]?[“「『\"](?P<now>[^“”「」『』\"]{1,40})",
        rf"(?:误(?:写|将|把|称|报|植|作|记)?(?:作|成|为)?|写[作成为]"
        rf"|(?:报[道导]|版本)[称指])[^“”，。]{{0,12}}?{_Q}(?P<was>{_UNQUOTED}{{1,30}}?)[”」』\"]?"
        rf"(?:，[^，。]{{0,16}})?[，,；;、。]\s*(?:实际|正确)?[^，。]{{0,8}}?(?:应为|应是|实为|实际为|更正为|改为"
        rf"|(?:正确|实际)\w{{0,4}}[为是]|正しくは)[：:]?{_Q}"
        rf"(?P<now>{_UNQUOTED}{{1,30}})",
        rf"(?:应为|应是|实为|正しくは|[为是])[：:]?{_Q}(?P<now>{_UNQUOTED}{{1,30}})[”」』\"]?[，,]?\s*(?:而非"
        rf"|而不是|不是|并非|ではなく"
        rf"|[^，。]{{0,12}}(?:误(?:写|报|称|作|记|植)?(?:为|成|作)?|写[为成作])){_Q}(?P<was>{_UNQUOTED}{{1,30}})",
        rf"[将把][“「『](?P<now>{_UNQUOTED}{{1,30}})[”」』]误(?:写|记|称|报|作|植)?(?:为|成"
        rf"|作)?[“「『](?P<was>{_UNQUOTED}{{1,30}})",
        rf"(?:由|从){_Q}(?P<was>{_UNQUOTED}{{1,30}}?)[”」』\"]?(?:更正为|改为|修正为){_Q}(?P<now>{_UNQUOTED}{{1,30}})",
        rf"(?:并非|不是)(?:因为)?(?P<was>{_UNQUOTED}{{1,30}})，而是(?P<now>{_UNQUOTED}{{1,30}})",
        rf"误(?:写|记|称|报|作|植)?(?:为|成|作){_Q}(?P<was>{_UNQUOTED}{{1,30}})",
        rf"(?:报道|称|写道)[^“”，。]{{0,12}}“(?P<was>{_UNQUOTED}{{1,30}})”",
        rf"(?:应为|应是|实为|正しくは|增至|改为){_Q}(?P<now>{_UNQUOTED}{{1,30}})",
    )
)
# Where the corrected article appeared: "(Crews wanted, 3 August, page 9)".
_REFERENCE = re.compile(r"\s\([^()]*\b(?:pages?|p\.?) ?\d[^()]*\)", re.I)
_CONFESSION = re.compile(rf"(?:{CONFESSES.pattern})[:;,]\s+", re.I)
# Regrets, and statements that the text has been put right: neither says anything about the error.
_MANNERS = re.compile(
    r"^(?:we|the (?:editors?|[A-Z]\w+)) (?:(?:are )?(?:very )?happy to|(?:\w+ly )?(?:apologi[sz]e|regret)|are sorry)\b"
    r"|^the (?:error|mistake)s? (?:was|were|is|has been|have been) (?:ours|made|introduced|corrected)\b",
    re.I,
)
_LETTERED = re.compile(r"(?:an? |the )?[A-Z]\w+ (?:[A-Z]|\d)")  # "Series A"
_CHANGED_ON = re.compile(
    r"\b(?:published|posted|ran|issued|updated|amended|corrected|edited|changed|revised)(?: on)? $", re.I
)
_NO_WORD = re.compile(r"[^\w'’ -]")
_IT_IS = re.compile(r"(?:It|He|She|They) (?:is|are|was|were) ")
_ASIDE = re.compile(r", (?:which|whose|who|where)\b", re.I)
_LIKE_IT = re.compile(r"^(?:the ones?|that|those) (?=(?:at|by|from|in|of|on)\b)", re.I)  # "not the one in Hull"
_GOES_ON = re.compile(r"(?:in fact,? )?(?:He|She|They|It (?:is|was) (?:the|an?))\b", re.I)
_THAT_IS = re.compile(r"That(?:['’]s| is| was) (?!not?\b)", re.I)
# Names what was wrong without the old value: "misreported where it was built".
_OF_WHAT = re.compile(rf"\b{MISSAID} (?:where|when|who|whom|which|what|how|why|whether)\b", re.I)
_IS = re.compile(r"\b(?:is|are|was|were|been|be)\b", re.I)  # what is corrected follows it
_LEAD = re.compile(r"^(?:in fact|instead|actually|rather),? ", re.I)
_ARTICLE = re.compile(r"^(?:the|an?|his|her|its|their) (?=\w)", re.I)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)})\b", re.I)
_WITH_OBJECT = re.compile(r"([a-z]+(?:ed|ing)) (?:it|them|him|her|so)")
_VERBAL = re.compile(r"(?<=[a-z]{2})(?:ed|ing)$")
_TITLES = frozenset("Mr Ms Mrs Miss Dr Sir Dame Prof Cllr Sen Rep Mr. Ms. Mrs. Dr. Prof. Cllr. Sen. Rep.".split())
_IN_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z]")  # "the Three Creeks Water Board"
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.I)
_LEADING = re.compile(r"^(?:in|since|until|by|from|of|about|around|some|early|late|mid|nearly|almost|over)\s+", re.I)
_BEGINS = re.compile(r"[.!?:]\s+")
_AUXILIARY = frozenset("is are was were do does did has have had can could will would may might should must".split())
# "Roe did not vote for it; she abstained": the text had said what is denied.
_DENIED = re.compile(
    r"(?P<who>[^;,:]{2,60}?) (?:did|does|do|will|would|has|have|had|was|were) not (?P<was>[^;.,]{3,80})"
    r"(?:, as [^;.]*)?(?:; ?(?P<now>[^;.]{3,80}))?",
    re.I,
)
_WRONG = re.compile(rf"\b(?:{WRONGLY}|{MISSAID}|(?:over|under)stated)\b", re.I)
_CJK_SAID = re.compile(r"所[言说述]$")
_PEOPLE = frozenset("人名位")  # measure words
_CJK_COUNT = rf"0-9{CJK_NUMERALS}萬億"
# With its measure word.
_CJK_NUMBER = re.compile(rf"[{_CJK_COUNT}][{_CJK_COUNT}.,]*[^\W\d_年月日号时時点分{CJK_NUMERALS}萬億]")
_CJK_VALUE = re.compile(rf"[{_CJK_COUNT}.,约]+")
_GAVE_WRONG = re.compile(r"\s*(?:an?|the) (?:wrong|incorrect|inaccurate|mistaken)\b", re.I)
LONGEST_READ = 10_000  # characters of a paragraph in which values are looked for
BEFORE, MOST_BEFORE = 80, 6  # characters and words before a value that may show what it measures
KEPT = 1000  # changed paragraphs whose values are not looked for again: each takes some 2 ms
# The share of their words, apart from the values that differ, that makes one sentence a later form of another.
SAME = 0.7
FEW = 6  # the most words that may be replaced by equally many
COVERED = 0.6  # of the old words, the share that a value must make up to stand for them


def old_and_new(words: str) -> tuple[str | None, str | None]:
    """The old and the new words of a notice: a figure, a date, a name, quoted words, or a clause."""
    return _eastern(words) if is_cjk(words) else _with_things(words, *_western(words))


def _with_things(words: str, was: str | None, now: str | None) -> _Pair:
    """Old and new numbers with what they count, where that differs."""
    if was and now and (things := [counted(words, one) for one in (was, now)]) and None not in things:
        return (was, now) if things[0] == things[1] else (f"{was} {things[0]}", f"{now} {things[1]}")
    return was, now


def counted(words: str, number: str) -> str | None:
    """What a number counts: "weeks" for "four" in "four weeks"."""
    found = re.search(rf"(?<![\w.,]){re.escape(number)} ([a-z]+s)\b", words) if quantities_in(number) else None
    return found[1] if found and found[1] not in FUNCTION_WORDS else None


def _told_in(words: str) -> list[str]:
    """The sentences of a notice, without its references to the text that it is about."""
    for start, end in titles_in(words):  # their words may be old ones, but a title as a whole is not
        words = f"{words[: start - 1]} {words[start:end]} {words[end + 1 :]}"
    words = _REFERENCE.sub(" ", words)
    for start, end in reversed(dates_at(words)):  # the day a text was published or changed is none of its values
        if _CHANGED_ON.search(words, max(0, start - 20), start):
            words = words[:start] + words[end:]
    return [words[start:end] for start, end in sentences(words)]


def _western_pairs(words: str) -> Iterator[_Pair]:
    """The pairs that a notice sets against each other: "six, not nine, and paid for by the county, not the state"."""
    for sentence in _told_in(words):
        for pattern in () if _MANNERS.search(sentence) else _PAIRS:
            for found in pattern.finditer(sentence):
                if pair := _typed(found["was"], found["now"]) or _as_many(found["was"], found["now"]):
                    yield _with_things(words, *pair)


def _in_order(words: str) -> list[_Pair]:
    """The values of what was said, each with its counterpart in another sentence with equally many: "We said that it is
    40 metres long and was built in 1889. It is 14 metres long and was built in 1898." Empty if these differ in kind.
    """
    told = [] if is_cjk(words) else _told_in(words)
    for at, sentence in enumerate(told):
        if not SAID_BEFORE.search(sentence):
            continue
        for other in told[:at] + told[at + 1 :]:
            old, new = _measured(sentence), _measured(other)
            pairs = [(one, another) for one, another in zip(old, new, strict=False) if one[0] == another[0]]
            if len(old) == len(new) == len(pairs) > 1 and all(was != now for was, now in pairs):
                return [_with_things(words, was, now) for (_, was), (_, now) in pairs]
    return []


def _measured(text: str) -> list[tuple[str, str]]:
    return [one for one in values(text) if one[0] not in ("quoted", "name")]


def _western(words: str) -> _Pair:
    told = _told_in(words)
    if told and (stated := _STATED.search(told[0])):
        return _cut(stated["was"]), _cut(stated["now"] or " ".join(told[1:2]))
    pairs = [found for sentence in told for pattern in _PAIRS for found in pattern.finditer(sentence)]
    for found in pairs:
        if pair := _typed(found["was"], found["now"]):
            return pair
    whole, told = (
        told,
        [part for one in told for part in re.split(r"[;:]\s", _CONFESSION.sub("", one)) if not _MANNERS.search(part)],
    )
    said = [at for at, one in enumerate(told) if SAID_BEFORE.search(one)]
    owned = [at for at, one in enumerate(told) if OWNS.search(one) or OWNS_BACK.search(one)]
    said = said or [at for at in owned if not _SHOULD.search(told[at])]
    said = said or [at for at, one in enumerate(told) if OF_OURS.search(one) or OF_PIECE.search(one)]
    for at in said or [at - 1 for at, one in enumerate(told) if at and _LEAD.match(one)]:
        others = [*told[at + 1 :], *(one for one in told[:at] if not owns(one))]
        alike = (pair for one in others if (pair := behind_same_words(told[at], one)))
        if pair := next(alike, None) or _over(told[at], others):
            return pair
    is_told = any(SAID_BEFORE.search(told[at]) and _TOLD.search(told[at]) for at in said)
    for sentence, follows in () if is_told else zip(whole, [*whole[1:], ""], strict=True):
        if found_not := _DENIED.search(sentence):
            who = found_not["who"].rpartition(" that ")[2]
            instead = found_not["now"] or (follows if _GOES_ON.match(follows) else "")
            return _cut(f"{who} {found_not['was']}"), _cut(instead)
    for found in pairs:
        denied = found["now"].split()[-1:] and found["now"].split()[-1] in _AUXILIARY
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
            return _cut(found_old["was"]), None if MENDED.search(other) else _cut(other)
    for sentence in told:
        if (found_new := _TO_CORRECT.search(sentence)) and (right := [one for _, one in values(found_new[1])]):
            return None, right[-1]
        if found_new := _SHOULD.search(sentence):
            told_new = list(values(found_new["now"]))
            few = len(found_new["now"].split()) <= FEW or found_new["now"].startswith(
                told_new[-1][1] if told_new else ""
            )
            return None, _cut(found_new["now"]) if few else told_new[-1][1]
    for at in range(len(told) - 1):
        if (_WRONG.search(told[at]) or _IT_IS.match(told[at + 1])) and (
            right := [value for _, value in values(_ASIDE.split(told[at + 1])[0])]
        ):
            return None, right[-1]
    if len(told) == 1 and (OWNS.search(words) or SAID_BEFORE.search(words)) and (found_old := _TOLD.search(words)):
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
    """The one value of a sentence that was replaced, and its replacement, if the rest says the same; else None."""
    pair = _alike(_plain_values(before), _plain_values(after))
    if pair is None:
        return None
    rest = content_words(before.replace(pair[0], " ")), content_words(after.replace(pair[1], " "))
    return pair if len(rest[0] & rest[1]) >= SAME * max(1, *map(len, rest)) else None


def _plain_values(text: str) -> Iterator[tuple[str, str]]:
    return (one for one in values(text) if one[0] != "quoted")


def _eastern(words: str) -> tuple[str | None, str | None]:
    for told in dict.fromkeys((words, words.translate(SIMPLIFIED))):
        for pattern in _CJK_PAIRS:
            if found := pattern.search(told):
                return _found(words, found)
    return None, None


def _eastern_pairs(words: str) -> Iterator[_Pair]:
    """The pairs that a notice in Chinese or Japanese gives one after another."""
    for told in dict.fromkeys((words, words.translate(SIMPLIFIED))):
        for pattern in _CJK_PAIRS:
            pairs = (_found(words, found) for found in pattern.finditer(told))
            yield from (pair for pair in pairs if None not in pair)


def _found(words: str, found: re.Match[str]) -> _Pair:
    parts = {name: words[slice(*found.span(name))] if one else "" for name, one in found.groupdict().items()}
    return _alone(_cut(parts.get("was", "")), _cut(parts.get("now", "")))


def _alone(was: str | None, now: str | None) -> tuple[str | None, str | None]:
    """The values without words that surround only one of them: "the head is", "said by", the year."""
    was, now = (_CJK_SAID.sub("", one) if one else one for one in (was, now))
    counted = [_CJK_NUMBER.findall(one or "") for one in (was, now)]
    if was and now and all(len(one) == 1 for one in counted):
        (old,), (new,) = counted
        if was.replace(old, "") == now.replace(new, ""):
            return was[was.index(old) :], now[now.index(new) :]
    if was and now:
        for mark, text, other in (("为", was, now), ("為", was, now), ("年", now, was)):
            head, _, rest = text.partition(mark)
            if rest and mark not in other and (mark != "年" or head.isdigit()):
                was, now = (was, rest) if mark == "年" else (rest, now)
    return was, now


def _cut(words: str) -> str | None:
    words = _LEAD.sub("", words.strip(" ,.;:“”\"'" if "(" in words else " ,.;:“”\"')"))
    if len(words) > VALUE:
        words = words[: words.rfind(" ", 0, VALUE)] if " " in words[:VALUE] else words[:VALUE]
    return words.strip(" ,;:") or None


def _typed(was: str, now: str) -> tuple[str, str] | None:
    """The old value, if it makes up most of the old words, with the new one of its kind."""
    was = _LIKE_IT.sub("", was.strip())
    old = list(values(was, opens=False))
    pair = _alike(old, values(_IS.split(now)[-1], opens=False)) or _alike(old, values(now))
    if pair and _LETTERED.fullmatch(was.strip()):
        return _as_many(was, now)
    if pair is None:
        return None
    whole = f"{pair[0]} {counted(was, pair[0]) or ''}".strip()
    return pair if len(whole) >= COVERED * len(was) or SAID_BEFORE.search(was) else None


def _as_many(was: str, now: str) -> tuple[str, str] | None:
    """A few old words, with as many of the words before them."""
    old = _ARTICLE.sub("", _cut(was) or "")
    count = len(old.split())
    old, count = (verb[1], 1) if (verb := _WITH_OBJECT.fullmatch(old)) else (old, count)
    ranked = _ORDINAL.findall(now) if _ORDINAL.fullmatch(old) else []
    if count == 1 and (ending := _VERBAL.search(old)):  # a verb is paired with the last one of the same form
        ranked = re.findall(rf"\b[a-z]+{ending[0]}\b", now)
    if count == 1 and re.search(r"\d", old):  # "14GB"
        ranked = re.findall(r"(?<![\w.,])[^\s\w]?\d\S*\w", now)
    new = ranked[-1] if ranked else _ARTICLE.sub("", _cut(" ".join(now.split()[-count:])) or "")
    return (old, new) if old and new and count <= FEW else None


def _over(sentence: str, after: Sequence[str]) -> tuple[str, str] | None:
    """The old value in the sentence that reports what was said, and the new one of its kind in those `after` it."""
    found = _TOLD.search(sentence)
    if not found and _OF_WHAT.search(sentence):
        return None
    if found and _GAVE_WRONG.match(found["was"]):  # a title may give it: "“Meals for 40 pupils” gave the wrong number"
        old = [one for one in _placed(sentence[: found.start("was")]) if one[0] != "name"]
    else:
        old = (list(_placed(found["was"], opens=False)) if found else []) or list(_placed(sentence))
    for one in after:
        # "She ..." keeps the subject of the old words and corrects the rest; "That is ..." corrects the subject.
        wrong = [(kind, value) for kind, value, start in old if kind != "name" or start or not _GOES_ON.match(one)]
        if pair := _alike(wrong[:1] if _THAT_IS.match(one) else wrong, values(one)):
            return pair
        ranks = [_ORDINAL.findall(text) for text in (found["was"] if found else "", one)]
        if all(len(ranked) == 1 for ranked in ranks) and ranks[0] != ranks[1]:
            return ranks[0][0], ranks[1][0]
    return None


def behind_same_words(before: str, after: str) -> tuple[str, str] | None:
    """The last value of a text that differs from one of its kind after the same words in another text, and that one.

    Those words run from the nearest content word to the value: "born in Leeds" and "born in Hull".
    """
    there = {(kind, words): value for kind, value, words in _behind(after)}
    pairs = [(value, there[kind, words]) for kind, value, words in _behind(before) if (kind, words) in there]
    return next(((was, now) for was, now in reversed(pairs) if was.casefold() != now.casefold()), None)


@kept(4_000_000)
def _behind(text: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The kinds and values of a text, each with the words before it from the nearest content word of its clause."""
    return tuple(_with_words_before(text))


def _with_words_before(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for kind, value, start in _told(text):
        before = _NO_WORD.split(text[max(0, start - BEFORE) : start])[-1]
        words = [] if kind == "quoted" else before.casefold().split()[-MOST_BEFORE:]
        first = next((at for at in range(len(words) - 1, -1, -1) if words[at] not in FUNCTION_WORDS), None)
        if first is not None and first < len(words) - 1:
            yield kind, value, tuple(one for one in words[first:] if one not in ("the", "a", "an"))


def _alike(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The last old value for which there is a new one of the same kind, and that new one."""
    olds, news = list(old), list(new)
    known = {value.casefold() for _, value in news}
    said = {value.casefold() for _, value in olds}
    named = [value.split() for kind, value in olds if kind == "name"]
    news = [one for one in news if one[0] != "name" or not any(_is_short_for(one[1].split(), name) for name in named)]
    for kind, was in reversed(olds):
        if was.casefold() not in known:
            # A sentence with several names introduces the first one: "It was Bevan Kitto, a grower from Yarrum Flat".
            for other, now in news if kind == "name" else reversed(news):
                if other == kind and now.casefold() not in said:
                    return was, now
    return None


def _is_short_for(short: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a name adds nothing but a title to another's last name: "Mr Lee" for "Ann Lee"."""
    return short[-1] == name[-1] and set(short) - set(name) <= _TITLES


def values(text: str, *, opens: bool = True) -> Iterator[tuple[str, str]]:
    """The kinds and values in part of a notice: quoted words, then dates, weekdays, numbers and names in order.

    A single capitalised word that opens a sentence is no name; the text itself opens one unless `opens` is false.
    """
    return ((kind, value) for kind, value, _ in _placed(text, opens=opens))


@kept(4_000_000)  # each notice about an article asks for those of its paragraphs
def _told(text: str) -> tuple[tuple[str, str, int], ...]:
    return tuple(_placed(text[:LONGEST_READ]))


def _placed(text: str, *, opens: bool = True) -> Iterator[tuple[str, str, int]]:
    """The `values` of a text, each with its start."""
    quotes = quotations(text)
    yield from (("quoted", text[one.start + 1 : one.end - 1].strip(" ,.;:"), one.start) for one in quotes)
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
            yield kind, _LEADING.sub("", text[start:end]).strip(" ,.;:“”\"'"), start
            taken = end
