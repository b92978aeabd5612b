"""Turns a list of messages, the form in which other tools send a conversation, into a question and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.presenting.source_list import without_sources
from index.errors import WrongUsage

_SPOKEN = ("user", "assistant")
_INSTRUCTS = ("system", "developer")


def question_and_history(messages: Sequence[Mapping[str, object]]) -> tuple[str, list[Mapping[str, object]]]:
    """The last message, which must be the user's, and the history: instructions as "system", then what was said.

    The list of sources shown below an earlier answer is removed from the answer. Raises WrongUsage if the last message
    is not the user's or holds more than text.
    """
    said = [message for message in messages if message.get("role") in _SPOKEN]
    if not said or said[-1].get("role") != "user":
        raise WrongUsage("The last message is not the user's. End the messages with the question, as role 'user'.")
    instructions = [{"content": "", **one, "role": "system"} for one in messages if one.get("role") in _INSTRUCTS]
    return _text(said[-1].get("content")), [*instructions, *map(_as_answered, said[:-1])]


def _as_answered(message: Mapping[str, object]) -> Mapping[str, object]:
    content = message.get("content")
    if message.get("role") != "assistant" or not isinstance(content, str):
        return {"content": "", **message}
    return {**message, "content": without_sources(content)}


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    if any(not isinstance(part, str | Mapping) or _kind(part) != "text" for part in parts):
        raise WrongUsage("The question holds more than text. Ask in words alone, without pictures, sound or files.")
    return " ".join(part if isinstance(part, str) else str(part.get("text") or "") for part in parts)


def text_of_parts(content: object) -> str:
    """The text of a message's content, without other parts."""
    parts = [content] if isinstance(content, str) else content if isinstance(content, list) else []
    texts = (part if isinstance(part, str) else part.get("text") for part in parts if isinstance(part, str | Mapping))
    return "\n".join(text for text in texts if isinstance(text, str))


def _kind(part: str | Mapping[str, object]) -> object:
    return "text" if isinstance(part, str) else part.get("type")
