"""Answers that take several sentences: several things of a kind, or how and why something happens.

A lookup finds the first sentences; this adds others of the same article, chosen by a regression that
tests/benchmarks/tuning/fit_several.py fits. Its scores are too close together for a threshold, so a fixed number of
sentences is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.choosing import Candidate, is_heading, is_question
from assistant.answering.composing import judging, lookup
from assistant.answering.composing.assembling import Telling
from assistant.answering.composing.composer_input import Asking
from assistant.answering.judged import WHOLE, place_of
from assistant.answering.quoting import Draft
from assistant.answers import Citation
from index.articles import Heading

LEAST = 1e-6  # floor for probabilities
WEIGHTS = {
    "cosine": 4.82,  # of the sentence with the question
    "answers": 0.47,  # the log-probability that it answers
    "nothing": -0.31,  # the log-probability that no sentence read together with it answers
    "beside": 1.07,  # in the paragraph of the likeliest sentence
    "distance": 0.12,  # 1 for the likeliest sentence, 1/2 for the next one
    "before": 0.10,  # "answers" of the sentence before, at least -9
    "after": 0.04,
}
AT_END = -9.0  # "before" and "after" where there is no sentence
SEVERAL, EXPLAINING = 8, 6  # sentences of such an answer, including the lookup's


def compose(asking: Asking) -> Draft:
    draft = lookup.compose(asking)
    return going_on(asking, draft if draft.outcome == "answered" else lookup.come_near(asking) or draft, SEVERAL)


def going_on(asking: Asking, draft: Draft, most: int) -> Draft:
    """The draft with further sentences of its first article, up to `most` in all.

    It is unchanged if it is a refusal, has a premise, or quotes accounts that differ.
    """
    if draft.outcome != "answered" or draft.premise or any(claim.differs_from for claim in draft.claims):
        return draft
    heading = asking.heading(draft.citations[0].article_id)
    if heading is None:
        return draft
    longer = Telling.going_on(asking, draft).quoting(_best(asking, heading, draft.citations, most))
    return replace(draft, text=longer.text, claims=longer.claims, citations=longer.citations, framed=longer.framed)


def _best(asking: Asking, heading: Heading, cited: Sequence[Citation], most: int) -> list[Candidate]:
    """The sentences of an article likeliest to belong to the answer, in text order; at most `most` with those cited."""
    known = [(one.paragraph, one.quote) for one in cited if one.article_id == heading.id]
    every = asking.sentences(heading)[:WHOLE]
    half = (len(every) + 1) // 2  # more than half of a short article would not be an answer
    scores = worth(asking, heading, every)
    able = [
        at
        for at, one in enumerate(every)
        if not is_question(one.text)
        and not is_heading(one.text)
        and not any(number == one.hit.paragraph.number and one.text in quote for number, quote in known)
    ]
    best = sorted(able, key=lambda at: -scores[at])[: max(0, min(most, half) - len(cited))]
    return [every[at] for at in sorted(best)]


def worth(asking: Asking, heading: Heading, sentences: Sequence[Candidate]) -> np.ndarray:
    """A score for each sentence of an article: the higher, the likelier it belongs to the answer."""
    judgement = judging.of_article(asking, heading)
    places = [place_of(one) for one in sentences]
    asked, *vectors = asking.library.embeddings.encode(
        [asking.plan.question.text, *(one.text for one in sentences)], asked=1
    )
    return figures(
        np.array([float(vector @ asked) for vector in vectors]),
        np.array([judgement.answers.get(place, 0.0) for place in places]),
        np.array([judgement.nothing.get(place, 1.0) for place in places]),
        [one.hit.paragraph.number for one in sentences],
    ) @ np.array(list(WEIGHTS.values()))


def figures(cosines: np.ndarray, answers: np.ndarray, nothing: np.ndarray, paragraphs: Sequence[int]) -> np.ndarray:
    """The features of an article's sentences, of shape (sentences, len(WEIGHTS)).

    For each sentence, the arguments give its cosine with the question, the probabilities that it answers and that
    nothing read with it does, and its paragraph number.
    """
    log_answers, at = np.log(np.maximum(answers, LEAST)), np.arange(len(answers))
    likeliest = int(np.argmax(log_answers))
    beside = np.asarray(paragraphs) == paragraphs[likeliest]
    around = np.maximum(np.concatenate([[AT_END], log_answers, [AT_END]]), AT_END)
    return np.stack(
        [
            cosines,
            log_answers,
            np.log(np.maximum(nothing, LEAST)),
            beside,
            1 / (1 + np.abs(at - likeliest)),
            around[:-2],
            around[2:],
        ],
        axis=1,
    ).astype(float)
