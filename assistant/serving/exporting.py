"""A saved conversation as a document: Markdown with footnotes for people, JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from assistant.answers import markers_in
from assistant.presenting.markdown import inert, line, lines, linked
from assistant.serving.conversations import Conversation, SavedTurn

SCHEMA = "conversation/1"

_NOT_FROM_HERE = "This is not from this library."


def to_json(conversation: Conversation) -> str:
    """Everything saved of a conversation except its links; schema "conversation/1"."""
    turns = [
        {name: value for name, value in asdict(turn).items() if name not in ("conversation", "shared", "doubted")}
        for turn in conversation.turns
    ]
    record = {"schema": SCHEMA, **asdict(conversation), "turns": turns}
    # The same value in JSON, but a program that takes the file for HTML finds no tag in it.
    return json.dumps(record, ensure_ascii=False, indent=2).replace("<", "\\u003c")


def to_markdown(conversation: Conversation) -> str:
    """Questions as headings, answers with a footnote for each citation; text in them is never markup."""
    parts = [f"# {line(conversation.title)}"]
    notes: list[str] = []
    for number, turn in enumerate(conversation.turns, start=1):
        parts += _turn(number, turn)
        notes += [_note(number, citation) for citation in turn.answer["citations"]]
    return "\n\n".join([*parts, *notes]) + "\n"


def file_name(conversation: Conversation, ending: str) -> str:
    """A file name that is valid on every system."""
    words = re.sub(r"[^\w-]+", " ", conversation.title).strip(" -_")
    return f"{words or 'conversation'}.{ending}"


def _turn(number: int, turn: SavedTurn) -> Iterator[str]:
    answer = turn.answer
    yield f"## {line(answer['question'] or '')}".rstrip()
    yield _answer(number, answer)
    if answer.get("notice"):
        yield f"*{line(answer['notice'])}*"
    if turn.comment:
        yield f"{'👍' if turn.vote == 'up' else '👎'} {lines(inert(turn.comment))}"


def _answer(number: int, answer: Mapping[str, Any]) -> str:
    """The text, with each marker as a footnote and what the articles contradict struck through."""
    text, at, pieces = answer["text"], 0, []
    signs = [(*found.span(), f"[^{number}-{int(found[1])}]") for found in markers_in(answer)]
    for claim in answer["claims"]:
        if claim["supported"] is False and claim.get("verdict", "contradicted") == "contradicted":
            signs += [(claim["start"], claim["start"], "~~"), (claim["end"], claim["end"], "~~")]
    for start, end, sign in sorted(signs):
        pieces += [inert(text[at:start]), sign]
        at = end
    return lines("".join([*pieces, inert(text[at:])]))


def _note(number: int, citation: Mapping[str, Any]) -> str:
    if citation.get("genuine") is False:
        return f"[^{number}-{int(citation['marker'])}]: {_NOT_FROM_HERE}"
    speaker = f" ({line(citation['speaker'])}, {citation['voice']})" if citation["speaker"] else ""
    place = (citation["title"], citation["outlet"], citation["published"])
    facts = ", ".join(line(fact) for fact in place if fact)
    link = linked(citation["url"])
    words = f"“{line(citation['quote'])}”{speaker} {facts}, ¶{int(citation['paragraph'])}.{link}"
    return f"[^{number}-{int(citation['marker'])}]: {words}"
