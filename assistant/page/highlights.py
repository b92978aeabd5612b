"""The cited words of a paragraph, marked in its text. Offsets are code points, as everywhere in Python."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from assistant.page.escape import escape


def marked(text: str, start: int, end: int) -> str:
    """The text as HTML with the code points from start to end marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def all_marked(text: str, spans: Mapping[int, tuple[int, int]]) -> str:
    """The text as HTML with every span marked; spans may overlap.

    Each mark carries the names of the spans that it belongs to, so that one can be distinguished from the others.
    """
    bounds = sorted({0, len(text), *(edge for span in spans.values() for edge in span)})
    coming = deque(sorted(spans, key=lambda name: spans[name][0]))
    order = {name: place for place, name in enumerate(spans)}
    pieces, around = list[str](), list[int]()
    for start, end in zip(bounds, bounds[1:], strict=False):
        around = [name for name in around if spans[name][1] > start]
        while coming and spans[coming[0]][0] <= start:
            around.append(coming.popleft())
        names = [str(name) for name in sorted(around, key=order.__getitem__) if end <= spans[name][1]]
        shown = escape(text[start:end])
        pieces.append(f'<mark data-names="{" ".join(names)}">{shown}</mark>' if names else shown)
    return "".join(pieces)
