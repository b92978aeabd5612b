"""The clients that are tried, and the table of what comes through each; it knows nothing of how they are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Literal

Kind = Literal["Python", "LlamaIndex", "Node", "curl"]
SENTENCE = "The question is empty"  # of the error for a question of spaces

DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"
HEAD = "| client | version | text | stream | citations | errors |\n| --- | --- | --- | --- | --- | --- |\n"
# By the name that people know, what it is written in and how the scripts beside this call it.
CLIENTS: dict[str, tuple[Kind, str]] = {
    "OpenAI, Python: chat completions": ("Python", "openai_chat"),
    "OpenAI, Python: responses": ("Python", "openai_responses"),
    "OpenAI, Node: chat completions": ("Node", "openai_chat"),
    "OpenAI, Node: responses": ("Node", "openai_responses"),
    "Vercel AI SDK: `openai`": ("Node", "vercel"),
    "Vercel AI SDK: `openai-compatible`": ("Node", "vercel_compatible"),
    "litellm": ("Python", "litellm"),
    "`llm`": ("Python", "llm"),
    "LlamaIndex": ("LlamaIndex", "llama_index"),
    "LangChain, Python": ("Python", "langchain"),
    "LangChain, JavaScript": ("Node", "langchain"),
    "aider's appended sentence, by litellm": ("Python", "aider"),
    "MCP, Python": ("Python", "mcp"),
    "MCP, TypeScript": ("Node", "mcp"),
    "MCP inspector": ("Node", "inspector"),
    "fastmcp": ("Python", "fastmcp"),
    "`openapi-python-client`": ("Python", "generated"),
    "`openapi-typescript --strict`": ("Node", "generated"),
    "EventSource": ("Node", "eventsource"),
    "curl": ("curl", "curl"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What comes through; None where a client has no such thing."""

    version: str
    text: bool
    stream: bool | None
    citations: bool
    errors: bool

    @property
    def whole(self) -> bool:
        return False not in astuple(self)


def row(answer: Mapping[str, Any], version: str | None, whole: str | None, streamed: str | None, error: Any) -> Row:
    """What came through of an answer/1: all of its claims, and a link to the paragraph behind each of its sources."""
    claims = [claim["text"] for claim in answer["claims"] if claim["citations"]]
    links = {citation["link"] for citation in answer["citations"]}
    assert claims and links
    texts = [text for text in (whole, streamed) if text is not None]
    return Row(
        version or "",
        text=_holds(whole, claims),
        stream=None if streamed is None else _holds(streamed, claims),
        citations=all(_holds(text, links) for text in texts),
        errors=SENTENCE in str(error),
    )


def _holds(text: str | None, parts: Iterable[str]) -> bool:
    return all(part in (text or "") for part in parts)


def written(document: str, rows: Mapping[str, Row]) -> str:
    """The document with the table of these rows in the place of its own."""
    shown = {True: "yes", False: "no", None: "–"}
    lines = [f"| {title} | {' | '.join(shown.get(one, one) for one in astuple(row))} |" for title, row in rows.items()]
    return re.sub(rf"{re.escape(HEAD)}(?:\|[^\n]*\n)*", lambda _: HEAD + "\n".join(lines) + "\n", document)
