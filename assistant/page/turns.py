"""The conversation: each question with its answer, the markers in it, or that the articles do not say.

It draws answer/1 records; it knows nothing of the library, of cards or of gradio.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.page import words
from assistant.page.escape import escape

_MARKER = re.compile(r"\[(\d{1,4})\]")
_LONG_QUESTION = 600


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer/1 record, one sentence of error, or neither yet."""

    question: str
    answer: dict[str, Any] | None = None
    error: str | None = None


def conversation(turns: Sequence[Turn], *, articles: int = 0, examples: Sequence[str] = ()) -> str:
    """All turns, or the welcome where there are none yet."""
    if turns:
        inside = "".join(_turn(number, turn) for number, turn in enumerate(turns, start=1))
    else:
        inside = _welcome(examples) if articles else _empty_library()
    label = escape(words.CONVERSATION)
    return f'<div class="turns" role="log" aria-live="polite" aria-label="{label}">{inside}</div>'


def history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """The conversation so far, as `Assistant.ask` takes it."""
    said = []
    for turn in turns:
        if turn.answer is not None:
            said.append({"role": "user", "content": turn.question})
            said.append({"role": "assistant", "content": turn.answer["text"]})
    return said


def _turn(number: int, turn: Turn) -> str:
    """A turn is an element of its own, so that adding one leaves those before it untouched."""
    name = f"t{number}"
    shape = '"question long" tabindex="0"' if len(turn.question) > _LONG_QUESTION else '"question"'
    return (
        f'<section class="turn" id="{name}" aria-labelledby="{name}-question">'
        f'<h2 id="{name}-question" class={shape} dir="auto">'
        f'<span class="unseen">{escape(words.YOU_ASKED)} </span>'
        f"{escape(turn.question)}</h2>{_outcome(number, turn)}</section>"
    )


def _outcome(number: int, turn: Turn) -> str:
    if turn.error is not None:
        return f'<div class="failed"><h3>{escape(words.FAILED)}</h3><p>{escape(turn.error)}</p></div>'
    if turn.answer is None:
        return f'<p class="searching">{escape(words.SEARCHING)}</p>'
    draw = _answered if turn.answer["outcome"] == "answered" else _not_found
    body = draw(number, turn.answer)
    return f"{_understood(turn.answer)}{body}{_notice(turn.answer)}{_beneath(turn.answer)}"


def _understood(answer: Mapping[str, Any]) -> str:
    standalone = answer["standalone_question"]
    if not standalone or standalone == answer["question"]:
        return ""
    return f'<p class="understood" dir="auto">{escape(words.UNDERSTOOD_AS)} <q>{escape(standalone)}</q></p>'


def _answered(number: int, answer: Mapping[str, Any]) -> str:
    return f'<div class="answer" dir="auto">{_with_markers(number, answer)}</div>'


def _not_found(number: int, answer: Mapping[str, Any]) -> str:
    closest = ""
    if answer["closest"]:
        closest = (
            f"<p>{escape(words.CLOSEST_BESIDE)} "
            f'<a class="marker-words" href="#t{number}-c1">{escape(words.SHOW_CLOSEST)}</a></p>'
        )
    said = answer["text"].strip()
    if said.rstrip(".。") in ("", words.NOT_FOUND):  # the heading says so already
        said = words.NOT_FOUND_TEXT
    return f'<div class="not-found"><h3>{escape(words.NOT_FOUND)}</h3><p>{escape(said)}</p>{closest}</div>'


def _notice(answer: Mapping[str, Any]) -> str:
    return f'<p class="notice">{escape(answer["notice"])}</p>' if answer.get("notice") else ""


def _beneath(answer: Mapping[str, Any]) -> str:
    facts = [words.searched(answer["searched"])]
    if answer["outcome"] == "answered":
        facts.append(words.counted(len(answer["citations"]), "source"))
    return f'<p class="beneath">{escape(" · ".join(facts))}</p>'


def _with_markers(number: int, answer: Mapping[str, Any]) -> str:
    """The answer's text as HTML: markers become links, unsupported claims are struck, the rest is literal."""
    text, at = answer["text"], 0
    pieces, opened = [], set[int]()
    for start, end, kind, value in sorted([*_markers(answer), *_struck(answer)]):
        pieces.append(escape(text[at:start]))
        if kind == "marker":
            pieces.append(_marker(number, value, first=value not in opened))
            opened.add(value)
        else:
            pieces.append(value)
        at = end
    return "".join(pieces) + escape(text[at:])


def _markers(answer: Mapping[str, Any]) -> list[tuple[int, int, str, Any]]:
    """The markers in the text: a bracketed number that stands in quoted words is the article's own."""
    text = answer["text"]
    known = {citation["marker"] for citation in answer["citations"]}
    quotes = [citation["quote"] for citation in answer["citations"] if "[" in citation["quote"]]
    quoted = [found.span() for quote in quotes for found in re.finditer(re.escape(quote), text)]
    return [
        (found.start(), found.end(), "marker", int(found[1]))
        for found in _MARKER.finditer(text)
        if int(found[1]) in known and not any(start <= found.start() < end for start, end in quoted)
    ]


def _struck(answer: Mapping[str, Any]) -> list[tuple[int, int, str, Any]]:
    """Where a claim that its paragraph does not support begins and ends being struck through."""
    spans = []
    for claim in answer["claims"]:
        if claim["supported"] is False:
            why = escape(claim["reason"] or words.NOT_SUPPORTED)
            spans.append((claim["start"], claim["start"], "html", f'<s title="{why}">'))
            spans.append((claim["end"], claim["end"], "html", "</s>"))
    return spans


def _marker(turn: int, marker: int, *, first: bool) -> str:
    """A link to the card; only a number's first marker carries the id that the card links back to."""
    name = f' id="t{turn}-m{marker}"' if first else ""
    label = escape(words.source(marker))
    return f'<a class="marker"{name} href="#t{turn}-c{marker}" aria-label="{label}">{marker}</a>'


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(question)}</button></li>'
        for question in examples
    )
    tries = f'<p class="try">{escape(words.TRY_ONE)}</p><ul>{buttons}</ul>' if buttons else ""
    return f'<div class="welcome"><h2>{escape(words.WELCOME)}</h2><p>{escape(words.WELCOME_TEXT)}</p>{tries}</div>'


def _empty_library() -> str:
    return (
        f'<div class="welcome"><h2>{escape(words.EMPTY_LIBRARY)}</h2>'
        f"<p>{escape(words.EMPTY_LIBRARY_TEXT)}</p><pre>{escape(words.EMPTY_LIBRARY_COMMAND)}</pre></div>"
    )
