"""The sources of an answer as a short list below its text, for clients that show only text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Citation
from assistant.texts.catalogues import SOURCE, texts
from index.articles import VIEWS

HEADING = "Sources:"
_LINE = re.compile(r"- \[\d+\] ")


def kind_named(text_kind: str) -> str | None:
    """The name of a kind of text that readers must be told about; None for other kinds."""
    return texts(SOURCE)[f"sources.{text_kind}"] if text_kind in (*VIEWS, "satire", "release") else None


def with_sources(text: str, citations: Sequence[Citation], server: str | None) -> str:
    """The text with a line for each citation whose marker it contains."""
    lines = [f"- [{one.marker}] {one.source(server)}" for one in citations if one.marker]
    return "\n".join([f"{text}\n\n{HEADING}", *lines]) if lines else text


def without_sources(text: str) -> str:
    """The text that `with_sources` received, from a message that a client sends back as history."""
    before, heading, lines = text.rstrip().rpartition(f"\n\n{HEADING}\n")
    return before if heading and all(map(_LINE.match, lines.split("\n"))) else text
