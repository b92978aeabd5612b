"""Lines as set on pages -> the paragraphs they came from, by their position and length."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from unicodedata import east_asian_width

from index.extraction.plain_text import LONGEST_TITLE, SENTENCE_END, tidy

EDGE = 2  # lines at the top and at the bottom of a page that may be a running head or a page number
LONGEST_HEAD = 80  # characters of a running head
LONGEST_WORD = 80
MOST_DROP_CAPS = 100
AROUND = 4  # lines before and after one that show where its column begins
MOST_LINES = 30  # lines; if more than one line in this many is indented, indents begin paragraphs
LARGER = 1.2  # times the size of the text; a line at least this large may be a title

_WORD = re.compile(r"[^\W\d_]{3}|[\u3040-\u9fff]{2}")
_FULL_STOP = re.compile(r"[.!?。！？][\"'”’»」』）)\]]*$")
_POINT = re.compile(r"[•▪◦‣●○■□*–—-]\s|\(?\d{1,2}[.)]\s")
_BROKEN = re.compile(r"(\w+)(?:\u00ad|(?<=[^\W\d_])[-‐])$")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|seite|第)?\s*(\d{1,4})(?:\s*(?:of|/|von|页|頁)\s*\d*)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """`left` and `height` are its start, from the page's left and bottom; both and `size` are in points."""

    text: str
    left: float
    height: float
    size: float
    page: int

    @property
    def begins(self) -> float:
        """The position of the first letter, after any spaces."""
        return self.left + 0.25 * self.size * (len(self.text) - len(self.text.lstrip()))


def paragraphs_on(pages: Sequence[Sequence[Line]]) -> tuple[list[str], list[int], str | None]:
    """The paragraphs, which may run across pages, the page of each, and the title if one is shown.

    Pages count from 1; the title is looked for on the first.
    """
    lines = _without_furniture(pages)
    if not lines:
        return [], [], None
    size = _usual_size(lines)
    lines = _with_drop_caps(lines, size)
    measure = _Measure(lines, size)
    groups: list[list[Line]] = [[lines[0]]]
    for row in range(1, len(lines)):
        if measure.parts(row):
            groups.append([])
        groups[-1].append(lines[row])
    words = Counter(re.findall(r"[\w-]+", "\n".join(line.text for line in lines).lower()))
    paragraphs = [(group, text) for group in groups if (text := tidy(_joined(group, words)))]
    numbers = [group[0].page + 1 for group, _ in paragraphs]
    return [text for _, text in paragraphs], numbers, _title(paragraphs, size)


def _usual_size(lines: Sequence[Line]) -> float:
    """The size that most letters have."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0]


class _Measure:
    """The spacing and length of the lines of a text, which show where its paragraphs end."""

    def __init__(self, lines: Sequence[Line], size: float) -> None:
        self._lines = lines
        text = [line for line in lines if _is_of_size(line, size)]
        lengths = sorted(_length(line.text) for line in text)
        self._width = lengths[int(0.9 * len(lengths))]
        gaps = [before.height - line.height for before, line in zip(text, text[1:], strict=False)]
        near = sorted(gap / size for gap in gaps if 0 < 0.8 * size <= gap <= 3 * size)
        self._leading = near[len(near) // 4] if near else 1.2  # times the size; a quartile: some gaps divide paragraphs
        self._indents = sum(map(self._is_indented, range(len(lines)))) * MOST_LINES > len(lines)

    def parts(self, row: int) -> bool:
        """Whether a paragraph ends before this line."""
        before, line = self._lines[row - 1], self._lines[row]
        if not _is_of_size(line, before.size):
            return True
        length, ended = _length(before.text), bool(SENTENCE_END.search(before.text.strip()))
        first = line.text.split()[0]
        short = length + _length(f" {first}") < 0.95 * self._width  # the next word had room
        begins_low = first[0].islower()
        if (ended or short) and (_POINT.match(line.text.strip()) or self._is_indented(row)):
            return True
        down = before.height - line.height
        if before.page != line.page or down < -line.size:  # the next page, or the next column
            ended = ended and length < 0.95 * self._width and not self._indents
            return ended or (length < 0.75 * self._width and not begins_low)
        if down > 1.35 * self._leading * line.size or (short and ended):
            return True
        return short and length < 0.6 * self._width and not begins_low

    def _is_indented(self, row: int) -> bool:
        """Whether this line begins to the right of the lines around it, as the first line of a paragraph may."""
        line = self._lines[row]
        around = self._lines[max(0, row - AROUND) : row + AROUND + 1]
        edge = min(one.begins for one in around if one.page == line.page and _is_of_size(one, line.size))
        return 0.8 * line.size < line.begins - edge < 6 * line.size


def _is_of_size(line: Line, size: float) -> bool:
    return abs(line.size - size) <= max(0.1 * line.size, 0.1 * size, 0.1)


def _length(text: str) -> float:
    """The approximate width of a text, in letters: an i takes a third of an m in most fonts."""
    return sum(map(_width_of, text.strip()))


@cache
def _width_of(character: str) -> float:
    if character in "ijlftrI.,;:!|'‘’()[]- ":
        return 0.6
    if character in "mwMW—…" or east_asian_width(character) in "WF":
        return 1.7
    return 1.3 if character.isupper() else 1.0


def _with_drop_caps(lines: Sequence[Line], size: float) -> list[Line]:
    """Puts a drop cap back before the line that continues it, wherever it was drawn."""
    kept = list(lines)
    large = [
        line for line in lines if line.size > 1.5 * size and len(tidy(line.text)) == 1 and line.text.strip().isalpha()
    ]
    for cap in large[:MOST_DROP_CAPS]:
        beside = [
            line
            for line in kept
            if line.page == cap.page
            and line.left > cap.left
            and 0 <= line.height - cap.height < cap.size
            and _is_of_size(line, size)
        ]
        if beside:
            first = max(beside, key=lambda line: line.height)
            kept[kept.index(first)] = replace(first, text=cap.text.strip() + first.text.lstrip(), left=cap.left)
            kept.remove(cap)
    return kept


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    """The lines as one text, in which words broken at the end of a line are whole again."""
    parts = [group[0].text.strip()]
    for line in group[1:]:
        following = line.text.strip()
        broken = _BROKEN.search(parts[-1][-LONGEST_WORD:])
        if broken and following[:1].islower():
            whole = "-" if _keeps_hyphen(broken, following, words) else ""
            parts[-1] = parts[-1][: len(parts[-1]) - len(broken[0]) + len(broken[1])] + whole
        else:
            parts.append("\n")
        parts.append(following)
    return "".join(parts)


def _keeps_hyphen(broken: re.Match[str], following: str, words: Counter[str]) -> bool:
    """Whether the hyphen is part of the word itself, as far as the rest of the text shows."""
    end = re.match(r"[\w-]+", following)
    first, second = broken[1].lower(), end[0].lower() if end else ""
    if broken[0].endswith("\u00ad") or words[first + second]:
        return False
    return bool(words[f"{first}-{second}"]) or (words[first] > 0 and words[second] > 1)


def _title(paragraphs: Sequence[tuple[Sequence[Line], str]], size: float) -> str | None:
    """The text set largest on the first page, if it is larger than the body text and short enough."""
    first = [(group[0].size, text) for group, text in paragraphs if group[0].page == 0 and _WORD.search(text)]
    largest = max((line for line, _ in first), default=0.0)
    text = next((text for line, text in first if line == largest), "")
    return text if largest >= LARGER * size and len(text) <= 2 * LONGEST_TITLE else None


# Running heads and page numbers


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines except those at a page's edge that recur at another page's edge or number the pages."""
    edges = [_edges(page) for page in pages]
    same: Counter[tuple[str, int, int]] = Counter()
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for edge in edges:
        same.update(map(_key, edge))
        for line in edge:
            counted[_pattern(line)].update(number - line.page for number in _numbers(line))
    lines = [line for page in pages for line in page]
    furniture = {line for edge in edges for line in edge if same[_key(line)] > 1 or _counts_pages(line, counted)}
    return [line for line in lines if line not in furniture] or lines


def _edges(page: Sequence[Line]) -> set[Line]:
    by_height = sorted(page, key=lambda line: line.height)
    return {line for line in [*by_height[:EDGE], *by_height[-EDGE:]] if not _is_of_text(line)}


def _is_of_text(line: Line) -> bool:
    """Whether a line belongs to the text: it ends a sentence, or is longer than a running head."""
    words = len(line.text.split())
    return (words > 2 and bool(_FULL_STOP.search(line.text.strip()))) or len(line.text) > LONGEST_HEAD


def _key(line: Line) -> tuple[str, int, int]:
    return tidy(line.text), round(line.size), round(line.height)


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", tidy(line.text))


def _numbers(line: Line) -> set[int]:
    return {int(number) for number in re.findall(r"\d{1,6}", line.text)}


def _counts_pages(line: Line, counted: Mapping[str, Counter[int]]) -> bool:
    """Whether a number in the line goes up with the pages, or the line is only the number of its page."""
    goes_up = any(counted[_pattern(line)][number - line.page] > 1 for number in _numbers(line))
    alone = _PAGE_NUMBER.fullmatch(line.text)
    return goes_up or bool(alone and int(alone[1]) == line.page + 1)
