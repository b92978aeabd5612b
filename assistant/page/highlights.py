"""The words of a paragraph that are cited, marked in its text. Offsets are code points, as everywhere in Python.

It knows texts and spans; it knows nothing of what is cited by whom.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.page.escape import escape


def marked(text: str, start: int, end: int) -> str:
    """The text as HTML with the code points from start to end marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def all_marked(text: str, spans: Mapping[int, tuple[int, int]]) -> str:
    """The text as HTML with every span marked; spans may overlap.

    Each mark carries the names of the spans that it belongs to, so that one of them can be told from the others.
    """
    bounds = sorted({0, len(text), *(edge for span in spans.values() for edge in span)})
    pieces = []
    for start, end in zip(bounds, bounds[1:], strict=False):
        names = [str(name) for name, span in spans.items() if span[0] <= start and end <= span[1]]
        shown = escape(text[start:end])
        pieces.append(f'<mark data-names="{" ".join(names)}">{shown}</mark>' if names else shown)
    return "".join(pieces)
