"""Finds the sentences nearest to a text, in the best paragraphs or in given articles, best first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, beside_title, is_heading, is_question, share
from assistant.answering.composing.composer_input import Asking, sentences_of
from assistant.answering.reading_on import asks
from assistant.question.plan import content_stems
from index.articles import Hit
from index.filters import Filters
from index.language.numbers import numbers_in
from index.language.opposites import same_meaning, synonyms
from index.language.quotations import is_cjk
from index.language.tokens import dictionary_form, words
from index.language.word_lists import FUNCTION_WORDS

WORDS, TITLE, MEANING, FOUND, FIGURE = 0.3, 0.3, 1.0, 1.0, 0.15
READ = 16  # sentences that the model encodes
SHORT = (3, 5)  # letters of an abbreviation


def content_weights(asking: Asking, text: str, without: Collection[str] = FUNCTION_WORDS) -> dict[str, float]:
    """The weights of a text's content words: all words but those in `without`."""
    content = content_stems(text, without)
    return {word: weight for word, weight in asking.library.weights(text).items() if word in content}


def equivalents(text: str) -> dict[str, set[str]]:
    """The synonyms of each indexed word of a text, and of a verb with its particle: "stepped down" means "resigned"."""
    found: dict[str, set[str]] = {}
    every = re.findall(r"[^\W\d_]+", text.lower())
    for one, after in zip(every, [*every[1:], ""], strict=True):
        form = dictionary_form(one)
        same = {word for other in same_meaning(form) | synonyms(f"{form} {after}", "V") for word in words(other)}
        for word in words(one):
            found.setdefault(word, set()).update(same)
    return found


def with_equivalents(own: set[str], text: str, same: Mapping[str, set[str]]) -> set[str]:
    """The words of a sentence, plus those of the question for which it has a synonym or the full form.

    "Initial public offering" spells out "IPO" (Schwartz and Hearst, "A Simple Algorithm for Identifying
    Abbreviation Definitions", 2003, by the first letters alone).
    """
    held = own | {word for word, others in same.items() if others & own}
    short = {word for word in same if SHORT[0] <= len(word) <= SHORT[1] and word not in own and not same[word]}
    if short:
        initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", text.lower()))
        held |= {word for word in short if word in initials}
    return held


def nearest(
    asking: Asking, text: str, within: Filters, *, paragraphs: int = 20, hits: Sequence[Hit] | None = None
) -> list[Candidate]:
    """The sentences of the best paragraphs, with `score` from their words, the title's words and their meaning."""
    found = hits if hits is not None else asking.find(text, paragraphs, within)
    weights = content_weights(asking, text)
    same = {} if is_cjk(text) else {word: others for word, others in equivalents(text).items() if word in weights}
    figures = any(
        word in text.lower()
        for word in ("cost", "price", "how many", "how much", "number", "figure", "percent", "budget")
    )
    able: list[Candidate] = []
    for hit in found:
        if asks(hit.paragraph.text):
            continue
        title = set(words(f"{hit.heading.title} {hit.asked}"))
        for one in sentences_of(hit):
            if is_question(one.text) or is_heading(one.text) and not is_cjk(one.text):
                continue
            own = with_equivalents(set(words(one.text)), one.text, same)
            score = WORDS * share(weights, own) + TITLE * share(weights, own | title) + FOUND * hit.score
            score += FIGURE if figures and numbers_in(one.text) else 0.0
            able.append(replace(one, score=score))
    best = sorted(able, key=lambda one: -one.score)[:READ]
    if not best or is_cjk(text):
        return best
    # The title's words bring every sentence of the article near, so they do not distinguish them.
    beside = beside_title(text, max(found, key=lambda hit: hit.score).heading.title)
    vectors = asking.library.embeddings.encode(
        [text, beside, *(f"{one.hit.asked} {one.text}".strip() for one in best)], asked=2
    )
    judged = [
        replace(one, meaning=float(vectors[0] @ vector), score=one.score + MEANING * float(vectors[1] @ vector))
        for one, vector in zip(best, vectors[2:], strict=True)
    ]
    return sorted(judged, key=lambda one: -one.score)


def one_an_article(found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each article, best first."""
    firsts: dict[str, Candidate] = {}
    for one in found:
        firsts.setdefault(one.hit.heading.id, one)
    return list(firsts.values())
