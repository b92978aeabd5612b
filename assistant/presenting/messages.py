"""A conversation as other tools write it down, a list of messages, into a question and what was said before it.

It knows roles and parts of messages; it knows nothing of who sends them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.errors import WrongUsage

_SPOKEN = ("user", "assistant")


def question_and_history(messages: Sequence[Mapping[str, object]]) -> tuple[str, list[Mapping[str, object]]]:
    """The last message, which must be the user's, and those before it that he or the assistant said.

    Instructions to a model change nothing in what articles say, so they are passed over. Raises WrongUsage.
    """
    said = [message for message in messages if message.get("role") in _SPOKEN]
    if not said or said[-1].get("role") != "user":
        raise WrongUsage("The last message is not the user's. End the messages with the question, as role 'user'.")
    return _text(said[-1].get("content")), said[:-1]


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    if any(not isinstance(part, str | Mapping) or _kind(part) != "text" for part in parts):
        raise WrongUsage("The question holds more than text. Ask in words alone, without pictures, sound or files.")
    return " ".join(part if isinstance(part, str) else str(part.get("text") or "") for part in parts)


def _kind(part: str | Mapping[str, object]) -> object:
    return "text" if isinstance(part, str) else part.get("type")
