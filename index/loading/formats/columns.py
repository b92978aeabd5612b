"""Puts recognised lines of a page in reading order, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST_ROWS = 3  # of each column; fewer may be side by side by chance
GUTTER = 0.8  # line heights; the least distance between two columns
SAME_ROW = 0.5  # of a height; how far apart the middles of two boxes in one row may be


@dataclass(frozen=True, slots=True)
class Box:
    """A text with its place, from the left and from the top, in any unit."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def in_order(boxes: Sequence[Box]) -> list[Box]:
    """The rows of a page, each as one box: full-width rows, then each column from its top."""
    rest = sorted((box for box in boxes if box.text.strip()), key=lambda box: (box.top, box.left))
    found: list[Box] = []
    while rest:
        start, end, gutter = _columns(rest)
        found += _rows(rest[:start])
        if gutter is not None:
            beside = rest[start:end]
            found += in_order([box for box in beside if box.right <= gutter])
            found += in_order([box for box in beside if box.right > gutter])
        rest = rest[end:]
    return found


def _columns(boxes: Sequence[Box]) -> tuple[int, int, float | None]:
    """The first run of boxes divided by a gutter, as long as possible: its start and end, and the gutter."""
    height = median(box.height for box in boxes)
    for start in range(len(boxes)):
        end, found = start, None
        for upto in range(start + 2 * LEAST_ROWS, len(boxes) + 1):
            gutter = _gutter(boxes[start:upto], height)
            if gutter is None and (found is not None or not _gaps(boxes[start:upto], height)):
                break
            end, found = (upto, gutter) if gutter is not None else (end, found)
        if found is not None:
            return start, end, found
    return len(boxes), len(boxes), None


def _gaps(boxes: Sequence[Box], height: float) -> list[float]:
    """The empty vertical strips between these boxes, each given by its left edge."""
    found, edge = list[float](), float("-inf")
    for box in sorted(boxes, key=lambda box: box.left):
        if box.left - edge >= GUTTER * height and edge > float("-inf"):
            found.append(edge)
        edge = max(edge, box.right)
    return found


def _gutter(boxes: Sequence[Box], height: float) -> float | None:
    """The first gap with enough rows on either side."""
    for gap in _gaps(boxes, height):
        left = sum(box.right <= gap for box in boxes)
        if LEAST_ROWS <= left <= len(boxes) - LEAST_ROWS:
            return gap
    return None


def _rows(boxes: Sequence[Box]) -> list[Box]:
    """Boxes side by side, joined from left to right."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows and box.middle - rows[-1][0].middle <= SAME_ROW * min(box.height, rows[-1][0].height):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [_joined(sorted(row, key=lambda box: box.left)) for row in rows]


def _joined(row: Sequence[Box]) -> Box:
    return Box(
        " ".join(box.text.strip() for box in row),
        row[0].left,
        min(box.top for box in row),
        max(box.right for box in row),
        max(box.bottom for box in row),
    )
