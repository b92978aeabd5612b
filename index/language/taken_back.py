"""Removes from notices what they take back, and puts a notice's new words into texts in place of the old ones.

The old words that a notice repeats must not support any claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.language.corrections import Pair, other_values
from index.language.notice_words import label_end, names_own_text, owns, titles_in
from index.language.numbers import quantities_in
from index.language.quotations import is_cjk
from index.language.sentences import sentences

_MARKS = re.compile(r"\S")
# "not 14", "rather than 14", up to the end of the clause; ", who said so" after it belongs to the new words.
_INSTEAD = (
    r",? ?(?:and |but )?\b(?:not|rather than|instead of)\b[^.;,]{{0,40}}?{was}"
    r"[^.;,]*(?:,(?! (?:who|which|that|and|but)\b)[^.;]*)?"
)
# What introduces the words that a text was changed to: "This story has been corrected to show that".
_FRAME = re.compile(
    r"^.*?\b(?:to (?:correct|reflect|show|say|state|clarify|indicate|make clear|note)|should have (?:said|read|been)"
    r"|we accept|(?:asks|asked) us to make clear|point(?:s|ed|ing)? out)(?: the fact)?(?: that)?\s+",
    re.I | re.S,
)
# The subject of a clause, and a pronoun for it in the next.
_WHO = re.compile(
    r"(?:(?:the |an? )?[\w.’'-]+(?: [\w.’'-]+){0,5}?(?= (?:is|are|was|were|has|have|had|will|would|could|can|may|might"
    r"|do|does|did|should|must)\b)"
    r"|(?:[\w.]+ ){0,2}?(?-i:[A-Z](?:[\w-]|['’](?!s\b))+(?: [A-Z](?:[\w-]|['’](?!s\b))+)*)\b(?!['’]))",
    re.I,
)
_PRONOUN = re.compile(r"(?:in fact,? |actually,? )?(?:she|he|they|it)\b(?!['’])", re.I)
# Verbs followed by what was said, unlike in "misstated how many" and "reported how many".
_SAYING = re.compile(
    r"\b(?:said|say|stated|wrote|written|reported|suggested|implied|indicated)(?: that)? (?!wh|how\b)", re.I
)
_COUNTED = re.compile(r"(\d[\d.,]*[万亿億]?)[人名位]")
_CJK_CLAUSE = re.compile(r"[^，；。,;]+[，；。,;]?")
_CJK_TAKEN = re.compile(r"误|早前|此前|原文|原报道|首发|当初|誤|致歉|おわび|お詫び")
_CJK_INSTEAD = r"(?:并非|不是|而非)(?:因为?)?{was}(?:[，,]?而是)?"


def without_old(text: str, start: int, end: int, pairs: Sequence[Pair]) -> str:
    """The text with spaces in place of what the notice `text[start:end]` takes back, so that offsets stay the same.

    `pairs` are the old and new words of everything that the notice corrects.
    """
    marks = list(text)
    for first, last in _taken(text[start:end], pairs):
        marks[start + first : start + last] = _MARKS.sub(" ", text[start + first : start + last])
    return "".join(marks)


def unreported(text: str, start: int, end: int, was: str) -> str:
    """The text with spaces in place of its notice's "this story originally stated that", before the old words."""
    marks = list(text)
    for first, last in sentences(text[start:end]):
        first, last = start + first, start + last
        if (saying := _SAYING.search(text, first, last)) and was.casefold() in text[saying.end() : last].casefold():
            marks[first : saying.end()] = _MARKS.sub(" ", text[first : saying.end()])
    return "".join(marks)


def as_corrected(text: str, was: str | None, now: str | None) -> str:
    """The text with `now` in place of `was` or, if that is None, of the only other value of the kind; else as is."""
    if not now:
        return text
    if (
        was
        and (instead := re.search(_INSTEAD.format(was=re.escape(was)), text, re.I))
        and now in text[: instead.start()]
    ):
        text = text[: instead.start()] + text[instead.end() :]
    others = [was] if was else other_values(text, now)
    if len(others) == 1:
        for first, last in reversed(_spans(text, others[0])):
            text = text[:first] + _between(text[:first], now, text[last:]) + text[last:]
    return text


def about_same(was: str | None, now: str | None) -> str | None:
    """The new words with the old ones' subject: "Roe abstained." from "Roe voted" and "She abstained"."""
    if not (was and now and (who := _WHO.match(was)) and (goes_on := _PRONOUN.match(now))):
        return None
    return f"{who[0][:1].upper()}{who[0][1:]}{now[goes_on.end() :]}."


def _between(before: str, now: str, rest: str) -> str:
    """The new words without those already around their place: "24 million" for "24 million euros" before " euros"."""
    words = now.split(" ")
    for count in range(len(words) - 1, 0, -1):
        if before.endswith(f"{' '.join(words[:count])} "):
            words = words[count:]
            break
    for count in range(1, len(words)):
        if rest.startswith(f" {' '.join(words[-count:])}"):
            return " ".join(words[:-count])
    return " ".join(words)


def persons(old: str) -> re.Pattern[str] | None:
    """A pattern for a Chinese number of people with any measure word; None if the old words are not one."""
    counted = _COUNTED.fullmatch(old)
    return re.compile(rf"(?<![\d.,]){re.escape(counted[1])}[人名位]") if counted else None


def _spans(text: str, old: str) -> list[tuple[int, int]]:
    """Where the old words occur, verbatim or as the same number written differently."""
    if counted := persons(old):
        return [one.span() for one in counted.finditer(text)]
    edge = "{}" if is_cjk(old) else r"(?<![\w.,]){}(?![\w%]|[.,]\d)"
    found = [one.span() for one in re.finditer(edge.format(re.escape(old)), text, re.I)]
    amounts = quantities_in(old)
    if found or len(amounts) != 1 or amounts[0].end - amounts[0].start < len(old.strip()):
        return found
    same = (amounts[0].value, amounts[0].unit)
    return [(one.start, one.end) for one in quantities_in(text) if (one.value, one.unit) == same]


def _taken(notice: str, pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """The parts of a notice that it takes back, or that only introduce what it says."""
    # In a notice without old or new words, a title names what was withdrawn.
    has_words = any(was or now for was, now in pairs)
    found = [(0, label_end(notice)), *(() if has_words else titles_in(notice))]
    for first, last in sentences(notice):
        first = max(first, found[0][1])
        if first < last:
            parts = _of_eastern if is_cjk(notice) else _of_sentence
            found += [(first + begin, first + end) for begin, end in parts(notice[first:last], pairs)]
    return found


def _of_sentence(words: str, pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    denied = (re.search(_INSTEAD.format(was=re.escape(was)), words, re.I) for was, _ in pairs if was)
    found = [instead.span() for instead in denied if instead]
    if frame := _FRAME.match(words):
        return [frame.span(), *found]
    lead, mark, rest = words.partition(": ")  # "This item has been amended: ..."
    if mark and names_own_text(lead) and not names_own_text(rest):
        return [(0, len(lead) + len(mark)), *found]
    held = [tuple(bool(one) and (one or "").casefold() in words.casefold() for one in pair) for pair in pairs]
    if any(new for _, new in held):
        return found
    replaced = any(old and now for (old, _), (_, now) in zip(held, pairs, strict=True))
    return [(0, len(words))] if names_own_text(words) or replaced else found


def _of_eastern(words: str, pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    denied = (re.search(_CJK_INSTEAD.format(was=re.escape(was)), words) for was, _ in pairs if was)
    if found := [instead.span() for instead in denied if instead]:
        return found

    def has_new(text: str) -> bool:
        return any(now and now in text for _, now in pairs)

    if owns(words) and not has_new(words):
        return [(0, len(words))]
    return [
        one.span()
        for one in _CJK_CLAUSE.finditer(words)
        if not has_new(one[0]) and (any(was and was in one[0] for was, _ in pairs) or _CJK_TAKEN.search(one[0]))
    ]
