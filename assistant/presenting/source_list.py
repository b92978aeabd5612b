"""The sources of an answer as a short list below its text, for clients that show only text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Citation

HEADING = "Sources:"
# At the end of a message that a client sends back as history.
_LIST = re.compile(rf"\n\n{HEADING}(?:\n- \[\d+\] [^\n]*)+\s*\Z")


def with_sources(text: str, citations: Sequence[Citation], server: str | None) -> str:
    """The text with a line for each citation whose marker it contains."""
    lines = [f"- [{one.marker}] {one.source(server)}" for one in citations if one.marker]
    return "\n".join([f"{text}\n\n{HEADING}", *lines]) if lines else text


def without_sources(text: str) -> str:
    """What `with_sources` was given."""
    return _LIST.sub("", text)
