"""Lines as they are set on pages -> the paragraphs that they were set from.

It goes by where lines stand and how long they are, and knows nothing of the file that the pages come from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.plain_text import LONGEST_TITLE, tidy

EDGE = 2  # lines at the top and at the bottom of a page that may be a running head or a page number
AROUND = 4  # lines before and after one that show where its column begins
MOST_LINES = 30  # of a paragraph, as a rule: where one line in so many is indented, paragraphs are
LARGER = 1.2  # times the size of the text: a title

_SENTENCE_END = re.compile(r"[.!?。！？…:：][\"'”’»」』）)\]]*$")
_POINT = re.compile(r"[•▪◦‣●○■□*–—-]\s|\(?\d{1,2}[.)]\s")
_BROKEN = re.compile(r"(\w+)(?:\u00ad|(?<=[^\W\d_])[-‐])$")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|seite|第)?\s*(\d{1,4})(?:\s*(?:of|/|von|页|頁)\s*\d*)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """`left` and `height` are where it begins, from the page's left and from below, in points as `size` is."""

    text: str
    left: float
    height: float
    size: float
    page: int

    @property
    def begins(self) -> float:
        """Where the first letter stands, also where spaces put it there."""
        return self.left + 0.25 * self.size * (len(self.text) - len(self.text.lstrip()))


def paragraphs_on(pages: Sequence[Sequence[Line]]) -> tuple[list[str], str | None]:
    """The paragraphs, of which one may run over the end of a page, and the title where the first page shows one."""
    lines = _without_furniture(pages)
    if not lines:
        return [], None
    size = _usual(lines, lambda line: round(line.size, 1))
    measure = _Measure(lines, size)
    groups: list[list[Line]] = [[lines[0]]]
    for row in range(1, len(lines)):
        if measure.parts(row):
            groups.append([])
        groups[-1].append(lines[row])
    words = Counter(re.findall(r"[\w-]+", "\n".join(line.text for line in lines).lower()))
    paragraphs = [(group, text) for group in groups if (text := tidy(_joined(group, words)))]
    return [text for _, text in paragraphs], _title(paragraphs, size)


def _usual(lines: Iterable[Line], measured: Callable[[Line], float]) -> float:
    """The measure that most letters have."""
    counted: Counter[float] = Counter()
    for line in lines:
        counted[measured(line)] += len(line.text)
    return counted.most_common(1)[0][0]


class _Measure:
    """How far apart and how long the lines of this text are, and by that where one of its paragraphs ends."""

    def __init__(self, lines: Sequence[Line], size: float) -> None:
        self._lines = lines
        text = [line for line in lines if _is_of_size(line, size)]
        lengths = sorted(len(line.text.strip()) for line in text)
        self._width = lengths[int(0.9 * (len(lengths) - 1))]
        gaps = [before.height - line.height for before, line in zip(text, text[1:], strict=False)]
        near = sorted(gap / size for gap in gaps if 0.8 * size <= gap <= 3 * size)
        self._leading = near[len(near) // 4] if near else 1.2  # times the size; a quarter, for some part paragraphs
        self._indents = sum(map(self._is_indented, range(len(lines)))) * MOST_LINES > len(lines)

    def parts(self, row: int) -> bool:
        """Whether a paragraph ends before this line."""
        before, line = self._lines[row - 1], self._lines[row]
        if not _is_of_size(line, before.size):
            return not _is_drop_cap(before, line)
        length, ended = len(before.text.strip()), bool(_SENTENCE_END.search(before.text.strip()))
        first = line.text.split()[0]
        short = length < 0.75 * self._width and self._width - length > len(first) + 1  # the word had room
        begins_low = first[0].islower()
        if (ended or short) and (_POINT.match(line.text.strip()) or self._is_indented(row)):
            return True
        down = before.height - line.height
        if before.page != line.page or down < -line.size:  # the next page, or the next column
            ended = ended and length < 0.9 * self._width and not self._indents
            return ended or (short and not begins_low)
        if down > 1.35 * self._leading * line.size or (short and ended):
            return True
        return short and length < 0.6 * self._width and not begins_low

    def _is_indented(self, row: int) -> bool:
        """Whether it begins to the right of the lines around it, as the first line of a paragraph may."""
        line = self._lines[row]
        around = self._lines[max(0, row - AROUND) : row + AROUND + 1]
        edge = min(one.begins for one in around if one.page == line.page and _is_of_size(one, line.size))
        return 0.8 * line.size < line.begins - edge < 6 * line.size


def _is_of_size(line: Line, size: float) -> bool:
    return abs(line.size - size) <= 0.1 * max(line.size, size)


def _is_drop_cap(before: Line, line: Line) -> bool:
    return len(before.text.strip()) == 1 and before.text.strip().isalpha() and before.size > 1.5 * line.size


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    """The lines as one text, with the words whole that were broken at the end of a line."""
    text = group[0].text.strip()
    for before, line in zip(group, group[1:], strict=False):
        following = line.text.strip()
        broken = _BROKEN.search(text)
        if broken and following[:1].islower():
            text = text[: broken.end(1)] + ("-" if _keeps_hyphen(broken, following, words) else "") + following
        else:
            text += ("" if _is_drop_cap(before, line) else "\n") + following
    return text


def _keeps_hyphen(broken: re.Match[str], following: str, words: Counter[str]) -> bool:
    """Whether it is one of the word itself, as far as the rest of the text shows."""
    end = re.match(r"[\w-]+", following)
    first, second = broken[1].lower(), end[0].lower() if end else ""
    if broken[0].endswith("\u00ad") or words[first + second]:
        return False
    return bool(words[f"{first}-{second}"]) or (words[first] > 0 and words[second] > 1)


def _title(paragraphs: Sequence[tuple[Sequence[Line], str]], size: float) -> str | None:
    """What is set largest on the first page, where that is larger than the text and short enough."""
    first = [(group[0].size, text) for group, text in paragraphs if group[0].page == 0 and len(text) > 1]
    largest = max((line for line, _ in first), default=0.0)
    text = next((text for line, text in first if line == largest), "")
    return text if largest >= LARGER * size and len(text) <= 2 * LONGEST_TITLE else None


# Running heads and page numbers


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but those at the edge of a page that stand at the edge of another too, or count the pages."""
    edges = [_edges(page) for page in pages]
    same: Counter[tuple[str, int, int]] = Counter()
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    for page in edges:
        same.update({_key(line) for line in page})
        for line in page:
            counted[_pattern(line)].update({number - line.page for number in _numbers(line)})
    return [
        line
        for page, at_edge in zip(pages, edges, strict=True)
        for line in page
        if line not in at_edge or not (same[_key(line)] > 1 or _counts_pages(line, counted[_pattern(line)]))
    ]


def _edges(page: Sequence[Line]) -> set[Line]:
    by_height = sorted(page, key=lambda line: line.height)
    return {*by_height[:EDGE], *by_height[-EDGE:]}


def _key(line: Line) -> tuple[str, int, int]:
    return tidy(line.text), round(line.size), round(line.height)


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", tidy(line.text))


def _numbers(line: Line) -> set[int]:
    return {int(number) for number in re.findall(r"\d{1,6}", line.text)}


def _counts_pages(line: Line, counted: Counter[int]) -> bool:
    """Whether its number goes up with the pages, or it is the number of this page and nothing else."""
    alone = _PAGE_NUMBER.fullmatch(line.text)
    return any(counted[number - line.page] > 1 for number in _numbers(line)) or bool(
        alone and int(alone[1]) == line.page + 1
    )
