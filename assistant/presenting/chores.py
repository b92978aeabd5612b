"""Requests that chat programs make by themselves: a title, tags or next questions for a conversation.

None of them is answered from the articles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.presenting.messages import text_of_parts

READ = 40_000  # characters read of a request, and as many of the system messages
TITLE = 60  # characters
UNTITLED = "Conversation"
_THING = r"titles?|names?|tags?|follow-?ups?(?: questions?)?|(?:search )?queries|emojis?|summary"
# A request to make one of these for a conversation.
_ORDER = re.compile(
    r"\b(?:generate|create|provide|write|suggest|give|make|produce|determine|summari[sz](?:e|ing)|analy[sz]e"
    rf"|come up with|name)\b[^.?!]{{0,200}}\b(?:{_THING})\b",
    re.I,
)
_CONVERSATION = re.compile(
    r"<(?:chat_history|conversation|chat)>|\bchat history\b"
    r"|\b(?:the|this|our|a|given|following) (?:\w+ )?(?:conversation|chat|dialog(?:ue)?|session)\b",
    re.I,
)
_TURN = re.compile(r"^[^\w\n]*(?:user|human)[^\w\n:]*:\s*(\S.*)$", re.I | re.M)
_ANSWERED = re.compile(r"^[^\w\n]*(?:assistant|ai|response|bot)[^\w\n:]*:", re.I | re.M)
_JSON: dict[str, Any] = {"tags": ["General"], "follow_ups": [], "followups": [], "queries": [], "emoji": "💬"}


def chore(question: str, history: Sequence[Mapping[str, object]]) -> str | None:
    """The answer to a chat program's own request; None if a person asks something."""
    orders = [text_of_parts(one.get("content")) for one in history if one.get("role") == "system"]
    asked = question[:READ]
    is_transcript = bool(_TURN.search(asked) and _ANSWERED.search(asked))
    request = "\n".join(["\n".join(orders)[:READ], asked]) if is_transcript else asked
    order = _ORDER.search(request)
    if not order or not _CONVERSATION.search(request) or not (is_transcript or _spoken(history)):
        return None
    wanted = request[order.start() : order.end()].lower()
    named = next((name for name in ("title", *_JSON) if f'"{name}"' in request), None)
    if named and named != "title":
        return json.dumps({named: _JSON[named]}, ensure_ascii=False)
    if not named and re.search(r"\btags?\b", wanted):
        return "General"
    if not named and "emoji" in wanted and "title" not in wanted:
        return "💬"
    title = _title(_first_question(asked, history))
    return json.dumps({"title": title}, ensure_ascii=False) if named else title


def _spoken(history: Sequence[Mapping[str, object]]) -> bool:
    return any(one.get("role") == "assistant" for one in history)


def _first_question(order: str, history: Sequence[Mapping[str, object]]) -> str:
    if turn := _TURN.search(order):
        return turn[1]
    return next((text_of_parts(one.get("content")) for one in history if one.get("role") == "user"), "")


def _title(question: str) -> str:
    """The first words of a question."""
    words, title = question.split(), ""
    for word in words:
        if len(title) + len(word) >= TITLE:
            break
        title = f"{title} {word}".strip()
    return title.rstrip(" .,;:!?？。") or UNTITLED
