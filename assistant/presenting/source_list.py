"""The sources of an answer as a short list below its text, for clients that show only text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Citation

HEADING = "Sources:"
_LINE = re.compile(r"- \[\d+\] ")


def with_sources(text: str, citations: Sequence[Citation], server: str | None) -> str:
    """The text with a line for each citation whose marker it contains."""
    lines = [f"- [{one.marker}] {one.source(server)}" for one in citations if one.marker]
    return "\n".join([f"{text}\n\n{HEADING}", *lines]) if lines else text


def without_sources(text: str) -> str:
    """The text that `with_sources` received, from a message that a client sends back as history."""
    before, heading, lines = text.rstrip().rpartition(f"\n\n{HEADING}\n")
    return before if heading and all(map(_LINE.match, lines.split("\n"))) else text
