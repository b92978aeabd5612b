"""Which paragraphs a chat model is given to answer from, and how each is written for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.choosing import Candidate
from assistant.answering.speakers import Speakers
from index.articles import Hit
from index.language.quotations import ONE_CJK
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.language.tokens import FUNCTION_WORDS, words

WINDOW = 4096  # tokens, if the window of a model is unknown: that of small local models
AROUND = 900  # tokens of the prompt around the paragraphs, including the question
SHARE = 3  # a paragraph takes at most 1/SHARE of the space
LEAST = 120  # tokens; a shorter excerpt of a paragraph says too little
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")  # would look like one of our own numbers


@dataclass(frozen=True, slots=True)
class Given:
    """A paragraph for the model, and its text in the prompt."""

    hit: Hit
    text: str


def tokens(text: str) -> int:
    """The approximate number of tokens of a text, erring high, since no tokenizer fits every model."""
    eastern = len(ONE_CJK.findall(text))
    return round(1.3 * eastern + (len(text) - eastern) / 3.3) + 1


def room(window: int | None, answer: int) -> int:
    """The tokens left for paragraphs, given a model's window and the length of its answer."""
    window = window or WINDOW
    return max(LEAST, window - AROUND - min(answer, window // 4))


def choose(question: str, hits: Sequence[Hit], speakers: Speakers, available: int) -> list[Given]:
    """The best paragraphs that fit into the available tokens, best first; long ones are cut to the matching part."""
    chosen: list[Given] = []
    left = available
    for hit in hits:
        text = _written(hit, _excerpt(question, hit, max(LEAST, available // SHARE)), speakers)
        if tokens(text) <= left:
            chosen.append(Given(hit, text))
            left -= tokens(text)
    return chosen


def _written(hit: Hit, text: str, speakers: Speakers) -> str:
    """The paragraph under a line with its source and who speaks in it."""
    heading = hit.heading
    where = [heading.title, heading.outlet, (heading.published or "")[:10], f"paragraph {hit.paragraph.number}"]
    above = " | ".join(part for part in (" ".join((part or "").split()) for part in where) if part)
    if names := _speakers(hit, speakers):
        above += f" | speaking: {', '.join(names)}"
    asked = f"(asked: {' '.join(hit.asked.split())})\n" if hit.asked else ""
    return f"{above}\n{asked}{_FOOTNOTE.sub('', text)}"


def _speakers(hit: Hit, speakers: Speakers) -> list[str]:
    spans = sentences(hit.paragraph.text[:LONGEST])[:12]
    said = (speakers.of(Candidate(hit, start, end, 0.0, False, False, 0.0)).speaker for start, end in spans)
    return list(dict.fromkeys(name for name in said if name))


def _excerpt(question: str, hit: Hit, most: int) -> str:
    """The whole text if it fits, else the sentences around the one with most of the question's words."""
    text = hit.paragraph.text[:LONGEST]
    if tokens(text) <= most:
        return text
    spans = [
        (at, min(end, at + 3 * most)) for start, end in sentences(text) for at in range(start, end, max(1, 3 * most))
    ]
    asked = set(words(question)) - set(FUNCTION_WORDS)
    held = [len(asked & set(words(text[start:end]))) for start, end in spans]
    first = last = held.index(max(held))
    while True:
        wider = [(first - 1, last), (first, last + 1)]
        able = [
            (one, other)
            for one, other in wider
            if one >= 0 and other < len(spans) and tokens(text[spans[one][0] : spans[other][1]]) <= most
        ]
        if not able:
            break
        first, last = max(able, key=lambda edges: held[edges[0] if edges[0] < first else edges[1]])
    before, after = "… " if first else "", " …" if last + 1 < len(spans) else ""
    return before + text[spans[first][0] : spans[last][1]] + after
