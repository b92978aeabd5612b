"""A checked text as a file to save: Markdown or Word, with a footnote after each judged sentence.

It handles sentences, verdicts and citations, independent of HTTP and of their origin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

from assistant.answers import Checked, Claim, ClaimVerdict
from assistant.page.words import Words
from assistant.presenting.markdown import LINE_END, inert, line, lines, linked
from assistant.presenting.word import Run, word
from index.errors import WrongUsage
from index.extraction.claims import web_address

Ending = Literal["md", "docx"]
LINES: dict[ClaimVerdict, str] = {
    "supported": "single",
    "contradicted": "wave",
    "attributed": "dash",
    "not_found": "dotted",
}
LARGEST = 10_000_000  # characters of the footnotes
EACH = 100  # characters counted for each citation in addition to its quotation and address
Quotations = dict[int | None, tuple[str, str | None]]


def as_markdown(text: str, checked: Checked, say: Words) -> str:
    pieces, notes, quotations = list[str](), list[str](), _quotations(checked, say)
    for words, claim in _pieces(text, checked):
        pieces.append(inert(words))
        if claim and claim.verdict:
            pieces.append(f"[^{len(notes) + 1}]")
            note = [line(say.judged(asdict(claim)))]
            note += [f"{line(quote)}{linked(url)}" for quote, url in _cited(claim, quotations)]
            notes.append(f"[^{len(notes) + 1}]: {' '.join(note)}")
    return "\n\n".join([f"# {line(say.check_kept)}", lines("".join(pieces)), *notes]) + "\n"


def as_word(text: str, checked: Checked, say: Words) -> bytes:
    paragraphs, quotations = [list[Run]()], _quotations(checked, say)
    for words, claim in _pieces(text, checked):
        if claim and claim.verdict:
            note = [f"{quote} {web_address(url) or ''}".strip() for quote, url in _cited(claim, quotations)]
            paragraphs[-1].append(Run(words, LINES[claim.verdict], [say.judged(asdict(claim)), *note]))
            continue
        first, *others = LINE_END.split(words)
        paragraphs[-1].append(Run(first))
        paragraphs += ([Run(other)] for other in others)
    return word(say.check_kept, [runs for runs in paragraphs if any(run.text.strip() for run in runs)])


def _quotations(checked: Checked, say: Words) -> Quotations:
    """Each citation's quotation with its source, and the article's address, by marker.

    Raises WrongUsage if the footnotes would be too long: many sentences may rest on one long quote or title.
    """
    quotations: Quotations = {one.marker: (say.quotation(asdict(one)), one.url) for one in checked.citations}
    lengths = {number: EACH + len(quote) + len(url or "") for number, (quote, url) in quotations.items()}
    if sum(lengths.get(number, 0) for claim in checked.claims for number in claim.citations) > LARGEST:
        raise WrongUsage("That is more than can be kept at a time. Keep a part of it.")
    return quotations


def _pieces(text: str, checked: Checked) -> Iterator[tuple[str, Claim | None]]:
    """The sentences, and what is between them: each part of the text once, whatever offsets the page sends."""
    at = 0
    for claim in checked.claims:
        start, end = max(at, claim.start), max(at, claim.end)
        yield text[at:start], None
        yield text[start:end], claim
        at = end
    yield text[at:], None


def _cited(claim: Claim, quotations: Quotations) -> Iterator[tuple[str, str | None]]:
    return (quotations[number] for number in claim.citations if number in quotations)
