"""Notices in which an outlet corrects, clarifies, updates or withdraws what it published, and the values in them.

In Chinese and Japanese, notices and their old and new words are recognised by wording (notice_words.py), in English by
a model (index/reading/notices.py). index/store/corrections.py links notices to what they correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from index.language.alignment import alignment
from index.language.closed_lists import CJK_NUMERALS, WEEKDAYS
from index.language.kept import kept
from index.language.names import names_in
from index.language.notice_words import CJK_GONE, LONGEST, SIMPLIFIED, labelled, names_own_text, owns, unlabelled
from index.language.numbers import dates_at, quantities_in
from index.language.quotations import is_cjk, quotations
from index.language.sentences import sentences
from index.language.tokens import FUNCTION_WORDS, content_words

NoticeKind = Literal["correction", "clarification", "update", "withdrawal"]
Correcting = NoticeKind | Literal["change"]  # or a later version, which corrects without a notice
VALUE = 160  # maximum characters of old or new words
Pair = tuple[str | None, str | None]  # old words and new ones


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice `text[start:end]` with its old words `was` and new ones `now`, None where it does not give them."""

    kind: NoticeKind
    start: int
    end: int
    was: str | None = None
    now: str | None = None


def eastern_notices(text: str, *, among_notices: bool = False) -> list[Notice]:
    """The notices that make up a paragraph in Chinese or Japanese, or end it; empty if it corrects nothing.

    A notice that corrects several things is listed once for each, with the same span.
    A paragraph `among_notices`, in a column of corrections, need not say that it is a notice.
    """
    whole = _notice_in(text, among_notices)
    if whole is None or whole.kind == "withdrawal":
        return [whole] if whole else []
    found, first = list[Notice](), whole.start
    spans = [(whole.start + begin, whole.start + last) for begin, last in sentences(text[whole.start : whole.end])]
    for at, (_, last) in enumerate(spans):
        rest = spans[at + 1] if at + 1 < len(spans) else None
        if rest is not None and not owns(text[rest[0] : rest[1]]):
            continue
        pairs = _every(whole.kind, unlabelled(text[first:last]))
        if rest is None or pairs[0] != (None, None):
            found += [Notice(whole.kind, first, last, *pair) for pair in pairs]
            first = rest[0] if rest else last
    return found


def is_newer_only(words: str) -> bool:
    """Whether a notice gives a newer value and admits no error; if no text has an older value, it corrects nothing."""
    found, rest = labelled(words), unlabelled(words)
    admits = owns(rest) if is_cjk(words) else names_own_text(rest)
    return bool(found and found.lastgroup in ("update", "updated")) and not admits


def other_values(text: str, now: str) -> list[str]:
    """The values of a text that differ from the new one but have its kind and unit."""
    if is_cjk(now):
        numbers = [found[0] for found in _CJK_NUMBER.finditer(text)]
        return [one for one in numbers if one != now and same_measure(one, now)]
    wanted = _measures(now)
    others = ((kind, value) for kind, value, _ in _placed_in(text) if value.casefold() != now.casefold())
    return [value for kind, value in others if (kind, _unit(value)) in wanted]


def same_measure(one: str, other: str) -> bool:
    """Whether two numbers in Chinese or Japanese count the same kind of thing by their measure words."""
    mine, theirs = (_CJK_VALUE.sub("", value, count=1)[:1] for value in (one, other))
    return bool(mine) and (mine == theirs or {mine, theirs} <= _PEOPLE)


@lru_cache(64)
def _measures(words: str) -> frozenset[tuple[str, object]]:
    """The kinds and units of the values in new words; cached, as they are compared with those of many paragraphs."""
    return frozenset((kind, _unit(value)) for kind, value in values(f"in {words}"))


@lru_cache(4096)
def _unit(value: str) -> object:
    return next((one.unit for one in quantities_in(value)), None)


def _notice_in(text: str, among_notices: bool) -> Notice | None:
    """The notice that makes up or ends a paragraph in Chinese or Japanese, without its old and new words."""
    found = labelled(text)
    label = found.lastgroup if found else None
    start = found.end() if found else 0 if among_notices else _admission(text)
    words = text[start:][:LONGEST] if start is not None else ""
    if start is None or not words.strip():
        return None
    kind = _kind(words, label)
    if kind is None and among_notices and any(_eastern(words)):
        kind = "correction"
    return Notice(kind, 0 if label else start, len(text)) if kind else None


def _admission(text: str) -> int | None:
    """Where the sentence before the first admission of an error begins, since it may give the right words."""
    before = 0
    for start, end in sentences(text[: 3 * LONGEST]):
        if owns(text[start:end]):
            return before
        before = start
    return None


def _kind(words: str, label: str | None) -> NoticeKind | None:
    if CJK_GONE.search(words) or label == "withdrawal":
        return "withdrawal"
    if label in ("correction", "clarification"):
        return cast(NoticeKind, label)
    owned = owns(words)
    if label in ("update", "updated") and not owned:  # may give a newer value without the older one
        return "update" if _CJK_NUMBER.search(words) else None
    return "correction" if owned else None


def _every(kind: NoticeKind, words: str) -> list[Pair]:
    """A pair of old and new words for each thing that a notice corrects; at least one pair."""
    if kind == "update" and not owns(words):
        return [_older_and_newer(words)]
    found = [_eastern(words)]
    for pair in _eastern_pairs(words):
        apart = (_differ(one, other) for known in found for one, other in zip(known, pair, strict=True))
        if None not in pair and all(apart):
            found.append(pair)
    return found


def _differ(one: str | None, other: str | None) -> bool:
    return not one or not other or (one not in other and other not in one)


def _older_and_newer(words: str) -> Pair:
    """The earlier value, if an update mentions one, and the value that replaced it."""
    numbers = _CJK_NUMBER.findall(words)
    if numbers and _CJK_FIRST.search(words) and numbers[0] != numbers[-1] and same_measure(numbers[0], numbers[-1]):
        return numbers[0], numbers[-1]
    return None, numbers[-1] if numbers else None


_CJK_FIRST = re.compile(r"此前|早前|先前|最初|当初")
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
_LEAD = re.compile(r"^(?:in fact|instead|actually|rather),? ", re.I)
_TITLES = frozenset("Mr Ms Mrs Miss Dr Sir Dame Prof Cllr Sen Rep Mr. Ms. Mrs. Dr. Prof. Cllr. Sen. Rep.".split())
_IN_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+ [A-Z]")  # "the Three Creeks Water Board"
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.I)
LEADING = re.compile(
    r"^(?:(?:in|since|until|by|from|of|about|around|some|early|late|mid|nearly|almost|over|be|been|is|are|was|were)\s+)+",
    re.I,
)
_BEGINS = re.compile(r"[.!?:]\s+")
_CJK_SAID = re.compile(r"所[言说述]$")
_PEOPLE = frozenset("人名位")  # measure words
_CJK_COUNT = rf"0-9{CJK_NUMERALS}萬億"
# A number with the measure word that follows it.
_CJK_NUMBER = re.compile(rf"[{_CJK_COUNT}][{_CJK_COUNT}.,]*[^\W\d_年月日号时時点分{CJK_NUMERALS}萬億]")
_CJK_VALUE = re.compile(rf"[{_CJK_COUNT}.,约]+")
LONGEST_READ = 10_000  # characters of a paragraph searched for values
KEPT = 1000  # changed paragraphs whose values are cached: finding them takes some 2 ms each
# The share of words, apart from the differing values, that a sentence has in common with its later form.
SAME = 0.7


def counted(words: str, number: str) -> str | None:
    """What a number counts: "weeks" for "four" in "four weeks"."""
    found = re.search(rf"(?<![\w.,]){re.escape(number)} ([a-z]+s)\b", words) if quantities_in(number) else None
    return found[1] if found and found[1] not in FUNCTION_WORDS else None


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


def _eastern(words: str) -> Pair:
    return next(_eastern_pairs(words), (None, None))


def _eastern_pairs(words: str) -> Iterator[Pair]:
    """The pairs that a notice in Chinese or Japanese gives, by pattern; in some, the old or new words are missing."""
    for script in dict.fromkeys((words, words.translate(SIMPLIFIED))):
        for pattern in _CJK_PAIRS:
            yield from (_found(words, found) for found in pattern.finditer(script))


def _found(words: str, found: re.Match[str]) -> Pair:
    parts = {name: words[slice(*found.span(name))] if one else "" for name, one in found.groupdict().items()}
    return _alone(_cut(parts.get("was", "")), _cut(parts.get("now", "")))


def _alone(was: str | None, now: str | None) -> Pair:
    """The values without words that surround only one of them: "the head is", "said by", the year."""
    was, now = (_CJK_SAID.sub("", one) if one else one for one in (was, now))
    numbers = [_CJK_NUMBER.findall(one or "") for one in (was, now)]
    if was and now and all(len(one) == 1 for one in numbers):
        (old,), (new,) = numbers
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
    """Whether a name ends like another and adds at most a title to its words: "Mr Lee" for "Ann Lee"."""
    return short[-1] == name[-1] and set(short) - set(name) <= _TITLES


def values(text: str) -> Iterator[tuple[str, str]]:
    """The kinds and values in part of a notice: quoted words, then dates, weekdays, numbers and names in order.

    A single capitalised word that opens a sentence is not a name.
    """
    return ((kind, value) for kind, value, _ in _placed(text))


@kept(4_000_000)  # bytes; each notice about an article needs the values of its paragraphs
def _placed_in(text: str) -> tuple[tuple[str, str, int], ...]:
    return tuple(_placed(text[:LONGEST_READ]))


def _placed(text: str) -> Iterator[tuple[str, str, int]]:
    """The `values` of a text, each with its start."""
    quotes = quotations(text)
    yield from (("quoted", text[one.start + 1 : one.end - 1].strip(" ,.;:"), one.start) for one in quotes)
    found = [(start, end, "date") for start, end in dates_at(text)]
    found += [(*one.span(), "weekday") for one in _WEEKDAY.finditer(text)]
    found += [(one.start, one.end, "number") for one in quantities_in(text) if not _IN_NAME.match(text, one.start)]
    opening = {len(text) - len(text.lstrip()), *(found.end() for found in _BEGINS.finditer(text))}
    found += [
        (one.start, one.end, "name")
        for one in names_in(text)
        if one.text and not (one.start in opening and " " not in one.text)
    ]
    taken = 0
    for start, end, kind in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= taken and 0 < end - start <= VALUE:
            yield kind, LEADING.sub("", text[start:end]).strip(" ,.;:“”\"'"), start
            taken = end
