"""Splits a paragraph into sentences, as spans, and keeps each quotation with the words that attribute it.

It handles English, Chinese, Japanese and Korean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from pysbd import Segmenter
from pysbd.lang.english import English

from index.language.kept import kept
from index.language.quotations import Quotation, is_cjk, quotations

KEPT = 8_000_000  # bytes of paragraphs and their sentences that are kept
LONGEST_WHOLE_QUOTATION = 600
LONGEST_FRAGMENT = 2  # words: three may be a whole sentence, "We came early,"
# pysbd's rules look ahead to the end of their input, so its time grows faster than the length.
LONGEST_PIECE = 3000
# Text this long without a full stop is not prose: the longest sentence in 1.6 MB of development sets, a list, has 3,200
# characters. It is cut, since reading a sentence may take quadratic time.
LONGEST_SENTENCE = 4000

_APART = re.compile(r"(?<=\w) '(?=(?:s|re|ve|ll|d|m|t)\b| )")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+")
# pysbd also cuts before "1." and after a mark within a word; a cut counts only after a full stop and before a space.
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BEGINS = ' [("“‘«'
_LIST_ITEM = re.compile(r"(?<=\s)(?=(?:[-*•–·]|\d{1,2}[.)])\s)")
_CJK_STOP = re.compile(r"(?:[。！？!?；]|(?<![.\d])\.(?=[”’\"']*\s))+[”」』）)\"’》】〉]*|\n+")
_NAMED = r"(?:he|she|they|I|we|the (?:[\w-]+ ){1,3}|(?:[A-Z][\w.’'-]+ ){1,4})"
_ENGLISH_ATTRIBUTION = re.compile(
    rf"{_NAMED}\s*(?:(?:has|had|also|later|then|\w+ly) )?(?:said|says|asked|asks|added|adds|told \w+|wrote|replied)"
    r"(?: (?:again|later|then|too|instead|\w+ly))?"
    r"\s*(?:[.,;]|$|(?:in|on|at|to|during|after|before|of|when|while|as|with|from|last|this)\b)"
)
_CJK_ATTRIBUTION = re.compile(
    r"[^，。：；！？“”「」\n]{0,24}(?:说|说道|表示|指出|称|强调|认为|写道|问道|问|答道|回答|补充|补充道|坦言"
    r"|言う|(?:言|語|訴|答え|尋ね|振り返)った|(?:話|明か)した|(?:述べ|答え|尋ね)た|(?:説明|強調|指摘)した"
    r"|(?:말|설명|강조|주장|지적|전)했다|(?:밝혔|덧붙였|물었|답했)다)"
    r"(?:[。；，,.]|$)"
)
# The particle that follows a quotation in Japanese and Korean belongs to the sentence that quotes; the few words that
# begin with the same character do not.
_CJK_PARTICLE = re.compile(
    r"と(?!ても|ころ|はいえ|にかく|くに|もに|もあれ|きに|ある)|って(?=[、。言話い])|との|など|이?라(?:고|는|며|면서)|(?:하)?(?:고|며)\b"
)

# An introduction before a quotation already attributes it.
_CJK_INTRODUCED = re.compile(r"(?:[：:]|(?:说|道|表示|指出|强调|称|认为)[，,])$")
_VISIBLE = re.compile(r"\S")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) in code points, in order, covering all but white space at their ends."""
    return list(_sentences(text))


@kept(KEPT)  # reading splits each paragraph four times; a question does so for sentences, speakers and copies
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    quoted = quotations(text)
    cuts = _cjk_cuts(text) if is_cjk(text) else _english_cuts(text, quoted)
    cuts_kept = sorted(cut for cut in cuts if not _parts_a_quotation(text, cut, quoted))
    edges = [0, *cuts_kept, len(text)]
    spans = (_trimmed(text, start, end) for start, end in zip(edges, edges[1:], strict=False))
    whole = _with_fragments(text, _with_letters(text, [span for span in spans if span[0] < span[1]]), quoted)
    return tuple(part for span in whole for part in _not_too_long(text, *span))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _not_too_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, or parts of it that end before a space if there is one."""
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        part = _trimmed(text, start, space if space > 0 else start + LONGEST_SENTENCE)
        if part[0] < part[1]:
            yield part
        start = _trimmed(text, space if space > 0 else start + LONGEST_SENTENCE, end)[0]
    yield start, end


def _with_letters(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins a piece without a letter or digit, such as a lone bracket, to the one before it."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not any(character.isalnum() for character in text[start:end]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _with_fragments(text: str, spans: list[tuple[int, int]], quoted: list[Quotation]) -> list[tuple[int, int]]:
    """Joins '"Sixty crowns," she said.' to the quotation that follows: a few words and a comma say nothing alone."""
    closing = {one.start: one for one in quoted if one.closed}
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        first = closing.get(joined[-1][0]) if joined else None
        if first and start in closing and first.end < joined[-1][1] and _is_fragment(text[slice(*first.inside())]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_fragment(inside: str) -> bool:
    words = inside.split()
    return inside.rstrip().endswith((",", "，")) and len(words) <= LONGEST_FRAGMENT and not is_cjk(inside)


def _parts_a_quotation(text: str, cut: int, quoted: list[Quotation]) -> bool:
    """Whether a cut falls inside a quotation of ordinary length, or between one and its "X said"."""
    at = bisect_right(quoted, cut, key=lambda quotation: quotation.start) - 1
    if at < 0:
        return False
    quotation = quoted[at]
    if quotation.start < cut < quotation.end:
        return quotation.closed and quotation.end - quotation.start <= LONGEST_WHOLE_QUOTATION
    if _VISIBLE.search(text, quotation.end, cut):
        return False
    rest = text[cut : cut + 120].lstrip()
    if is_cjk(text[max(0, quotation.start - 20) : cut + 20]):
        if cut == quotation.end and _CJK_PARTICLE.match(text, cut):
            return True
        return bool(_CJK_ATTRIBUTION.match(rest)) and not _CJK_INTRODUCED.search(_before(text, quotation.start))
    return bool(_ENGLISH_ATTRIBUTION.match(rest))


def _cjk_cuts(text: str) -> set[int]:
    return {match.end() for match in _CJK_STOP.finditer(text)}


def _english_cuts(text: str, quoted: list[Quotation]) -> set[int]:
    cuts = {match.end() for match in _LIST_ITEM.finditer(text) if _begins_line(text, match.end())}
    for start, end in _pieces(text, 0, len(text)):
        cuts |= {start + cut for cut in _stops(text[start:end])}
    # pysbd sees no sentence end between quotation marks, so a very long quotation is cut separately.
    for quotation in quoted:
        if quotation.end - quotation.start > LONGEST_WHOLE_QUOTATION:
            inner, outer = quotation.inside()
            for start, end in _pieces(text, inner, outer):
                cuts |= {start + cut for cut in _stops(text[start:end])}
    return {cut for cut in cuts if not _goes_on(text, cut)}


def _goes_on(text: str, cut: int) -> bool:
    """Whether the words after a cut plainly continue the sentence: "p.m. on Friday", "'Why?' he asked"."""
    before, after = _before(text, cut), text[cut : cut + 40].lstrip()
    if re.search(r"\b[ap]\.m\.$", before) and re.match(r"(?:[A-Z][a-z]+ ){1,2}time\b|[A-Z]{2,5}\b", after):
        return True
    return bool(re.match(r"[a-z]{2,}|[a-z] |[,;]", after)) and bool(re.search(r"[.!?]\W*$", before[-8:]))


def _before(text: str, place: int) -> str:
    """The last 20 characters before the white space in front of an offset."""
    end = _end_before(text, place)
    return text[max(0, end - 20) : end]


def _begins_line(text: str, place: int) -> bool:
    return "\n" in text[_end_before(text, place) : place]


def _end_before(text: str, place: int) -> int:
    """Where the white space before a place begins."""
    while place and text[place - 1].isspace():
        place -= 1
    return place


def _pieces(text: str, start: int, upto: int) -> list[tuple[int, int]]:
    pieces = []
    while upto - start > LONGEST_PIECE:
        window = text[start : start + LONGEST_PIECE]
        stops = [match.end() for match in _STOP.finditer(window)]
        end = start + (stops[-1] if stops else window.rfind(" ") + 1 or LONGEST_PIECE)
        pieces.append((start, end))
        start = end
    return [*pieces, (start, upto)]


class _English(English):
    """pysbd's English, but an abbreviation is replaced throughout the text once, not once for each occurrence."""

    class AbbreviationReplacer(English.AbbreviationReplacer):
        def search_for_abbreviations_in_string(self, text: str) -> str:
            self._replaced: set[tuple[str, str]] = set()
            return str(super().search_for_abbreviations_in_string(text))

        def scan_for_replacements(self, txt: str, am: str, ind: int, char_array: list[str]) -> str:
            followed = (am, char_array[ind] if ind < len(char_array) else "")
            if followed in self._replaced:
                return txt
            self._replaced.add(followed)
            return str(super().scan_for_replacements(txt, am, ind, char_array))


@cache
def _segmenter() -> Segmenter:
    segmenter = Segmenter(language="en", clean=False)
    segmenter.language_module = _English
    return segmenter


def _stops(text: str) -> list[int]:
    """Where pysbd ends sentences; it may lose characters, so each piece is located again in the text."""
    # In tokenised text ("the town 's mayor") pysbd takes the words between two apostrophes for a quotation.
    flat = _APART.sub(" ’", re.sub(r"\s", " ", text))
    if not flat.strip():
        return []
    try:
        pieces = _segmenter().processor(flat).process()
    except Exception:  # pysbd raises IndexError and re.error on rare texts; then a plain rule is used
        return [match.end() for match in _STOP.finditer(text)]
    cuts, position = [], 0
    for piece in pieces:
        found = flat.find(piece.strip(), position, position + len(piece) + 80)
        if found >= 0 and piece.strip():
            position = found + len(piece.strip())
            cuts.append(position)
    last = len(flat.rstrip())
    return [
        cut for cut in cuts if cut + 1 < last and flat[cut] in _BEGINS and _ENDS.search(flat[max(0, cut - 12) : cut])
    ]
