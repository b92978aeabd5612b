"""A saved conversation as a document: Markdown with footnotes for people, JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from assistant.answers import markers_in
from assistant.presenting.shown_text import readable
from assistant.serving.conversations import Conversation, SavedTurn
from index.extraction.claims import web_address

SCHEMA = "conversation/1"

# What Markdown, and what is widely added to it, takes for a sign anywhere in a line, and at its start.
_SIGNS = re.compile(r"[\\`*_\[\]<#|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.")
_FIRST_SIGN = re.compile(r"^(\d{0,9})([-+=>:.)])")
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~-._"  # what may stand in one beside letters and digits
_NOT_FROM_HERE = "This is not from this library."
_LINE_END = re.compile(r"\r\n?|\n")


def to_json(conversation: Conversation) -> str:
    """Everything saved of a conversation except its links; schema "conversation/1"."""
    turns = [
        {name: value for name, value in asdict(turn).items() if name not in ("conversation", "shared", "doubted")}
        for turn in conversation.turns
    ]
    record = {"schema": SCHEMA, **asdict(conversation), "turns": turns}
    # The same value in JSON, and not a tag to a program that takes the file for a page.
    return json.dumps(record, ensure_ascii=False, indent=2).replace("<", "\\u003c")


def to_markdown(conversation: Conversation) -> str:
    """Questions as headings, answers with a footnote for each citation; text in them is never markup."""
    parts = [f"# {_line(conversation.title)}"]
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
    yield f"## {_line(answer['question'] or '')}".rstrip()
    yield _answer(number, answer)
    if answer.get("notice"):
        yield f"*{_line(answer['notice'])}*"
    if turn.comment:
        yield f"{'👍' if turn.vote == 'up' else '👎'} {_lines(_inert(turn.comment))}"


def _answer(number: int, answer: Mapping[str, Any]) -> str:
    """The text, in which each marker is a footnote and what the articles contradict is struck."""
    text, at, pieces = answer["text"], 0, []
    signs = [(*found.span(), f"[^{number}-{int(found[1])}]") for found in markers_in(answer)]
    for claim in answer["claims"]:
        if claim["supported"] is False and claim.get("verdict", "contradicted") == "contradicted":
            signs += [(claim["start"], claim["start"], "~~"), (claim["end"], claim["end"], "~~")]
    for start, end, sign in sorted(signs):
        pieces += [_inert(text[at:start]), sign]
        at = end
    return _lines("".join([*pieces, _inert(text[at:])]))


def _note(number: int, citation: Mapping[str, Any]) -> str:
    if citation.get("genuine") is False:
        return f"[^{number}-{int(citation['marker'])}]: {_NOT_FROM_HERE}"
    speaker = f" ({_line(citation['speaker'])}, {citation['voice']})" if citation["speaker"] else ""
    place = (citation["title"], citation["outlet"], citation["published"])
    facts = ", ".join(_line(fact) for fact in place if fact)
    address = web_address(citation["url"])
    link = f" <{quote(address, safe=_OF_ADDRESSES)}>" if address else ""
    words = f"“{_line(citation['quote'])}”{speaker} {facts}, ¶{int(citation['paragraph'])}.{link}"
    return f"[^{number}-{int(citation['marker'])}]: {words}"


def _line(text: str) -> str:
    return _inert(" ".join(text.split()))


def _inert(text: str) -> str:
    return _SIGNS.sub(lambda found: "\\" + found[0], readable(text))


def _lines(written: str) -> str:
    """Markdown whose lines are broken as they stand, and none of which begins a list, a quotation or code."""
    lines = [_FIRST_SIGN.sub(r"\1\\\2", line.strip()) for line in _LINE_END.split(written.strip())]
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
