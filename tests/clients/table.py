"""The clients that are tried, and the table of what comes through each; it knows nothing of how they are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "embedding.md"
HEAD = "| client | text | stream | citations | errors |\n| --- | --- | --- | --- | --- |\n"
# By the name that people know, what it is written in and how the scripts beside this call it.
CLIENTS = {
    "OpenAI, Python: chat completions": ("Python", "openai_chat"),
    "OpenAI, Python: responses": ("Python", "openai_responses"),
    "OpenAI, Node: chat completions": ("Node", "openai_chat"),
    "OpenAI, Node: responses": ("Node", "openai_responses"),
    "Vercel AI SDK: `openai`": ("Node", "vercel"),
    "Vercel AI SDK: `openai-compatible`": ("Node", "vercel_compatible"),
    "litellm": ("Python", "litellm"),
    "`llm`": ("Python", "llm"),
    "LlamaIndex": ("Python", "llama_index"),
    "LangChain, Python": ("Python", "langchain"),
    "LangChain, JavaScript": ("Node", "langchain"),
    "aider's appended sentence": ("Python", "aider"),
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

    text: bool
    stream: bool | None
    citations: bool
    errors: bool

    @property
    def whole(self) -> bool:
        return False not in astuple(self)


def written(document: str, rows: Mapping[str, Row]) -> str:
    """The document with the table of these rows in the place of its own."""
    shown = {True: "yes", False: "no", None: "–"}
    lines = [f"| {title} | {' | '.join(shown[one] for one in astuple(row))} |" for title, row in rows.items()]
    return re.sub(rf"{re.escape(HEAD)}(?:\|[^\n]*\n)*", lambda _: HEAD + "\n".join(lines) + "\n", document)
