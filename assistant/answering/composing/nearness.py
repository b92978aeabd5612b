"""Which of somebody's statements are on a topic, by the judge of sentences and by meaning.

tests/benchmarks/tuning/fit_said.py fits the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assistant.answering.choosing import Candidate, share
from assistant.answering.composing.composer_input import Asking, sentences_over
from assistant.answering.composing.finding import content_weights
from assistant.answering.judged import Place, judged_whole, place_of
from index.articles import Hit, Paragraph
from index.language.quotations import is_cjk
from index.language.tokens import words

WEIGHTS = {
    "told": 0.89,  # log-probability that its sentence answers the question
    "behind": -0.57,  # how much lower that is than the highest
    "apart": 1.46,  # how much lower its cosine with the question is than the highest
    "topic": 3.31,  # cosine with the topic
    "paragraph": 4.02,  # cosine of its paragraph with the topic
}
INTERCEPT = -1.96
BELONGS = 0.02  # probability at which a statement counts as on the topic
# Weights and intercept for whether any statement is on the topic, from the highest value of each of four figures: the
# log-probability above, the share of the topic's words around a statement, and the last two cosines; then the minimum
# probability that one is, and the minimum that needs no notice.
WHETHER_ANY, ANY_INTERCEPT, ANY, SURE = (1.38, 2.54, 3.24, 2.98), -1.34, 0.1, 0.5
LEAST = 1e-6  # floor for probabilities
WEIGHED = 40  # statements compared with the topic in meaning
JUDGED = 12  # how many of these the judge reads
AROUND = 0.5  # weight of the topic's words around a statement, relative to the cosine
NEAR = 0.35  # minimum of cosine and words together for a topic in another language
BLIND = 0.5  # minimum share of the topic's words where only words decide


class OnTopic(NamedTuple):
    """Statements on a topic; `sure` is false if it is uncertain whether any of them is."""

    statements: list[Candidate]
    sure: bool = True


def on_topic(asking: Asking, statements: Sequence[Candidate], most: int | None = None, question: str = "") -> OnTopic:
    """The statements likeliest to be on the topic, at most `most`, in the given order; without a topic, the first ones.

    They should answer `question` or, if that is empty, the question asked.
    """
    weights = topic_weights(asking, asking.plan.topic)
    if not weights or not statements:
        return OnTopic(list(statements)[:most])
    held = {one.span: words_held(asking, weights, one) for one in statements}
    near = sorted(statements, key=lambda one: -held[one.span])[:WEIGHED]
    sure = True
    if is_cjk(asking.plan.topic):  # the models do not cover it
        scores = np.array([held[one.span] for one in near]) - BLIND
    elif asking.language != "en":
        shares = np.array([held[one.span] for one in near])
        scores = np.maximum(*_cosines(asking, near, asking.plan.topic)[1:]) + AROUND * shares - NEAR
    else:
        rows = figures(asking, near, question or asking.plan.question.text)
        highest = dict(zip(WEIGHTS, rows.max(axis=0), strict=True))
        evidence = (highest["told"], max(held.values()), highest["topic"], highest["paragraph"])
        any_is = float(np.dot(WHETHER_ANY, evidence)) + ANY_INTERCEPT
        if any_is < _logit(ANY):
            return OnTopic([])
        sure = any_is >= _logit(SURE)
        scores = rows @ np.array(list(WEIGHTS.values())) + INTERCEPT - _logit(BELONGS)
        scores[np.argmax(scores)] = max(scores.max(), 0.0)
    best = np.argsort(-scores, kind="stable")[:most]
    kept = {near[at].span for at in best if scores[at] >= 0}
    return OnTopic([one for one in statements if one.span in kept], sure)


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability)))


def figures(asking: Asking, statements: Sequence[Candidate], question: str) -> np.ndarray:
    """The features of the statements, of shape (statements, len(WEIGHTS))."""
    asked, topic, paragraph = _cosines(asking, statements, question)
    nearest = [statements[at] for at in np.argsort(-np.maximum(asked, paragraph), kind="stable")[:JUDGED]]
    answers = _answers(asking, nearest, question)
    logs = np.log(np.maximum([answers.get(one.span, 0.0) for one in statements], LEAST))
    return np.stack([logs, logs - logs.max(), asked - asked.max(), topic, paragraph], axis=1)


def _cosines(asking: Asking, statements: Sequence[Candidate], question: str) -> tuple[np.ndarray, ...]:
    """The cosines of each statement with the question and with the topic, and of its paragraph with the topic."""
    texts = [asking.plan.topic, question, *(one.text for one in statements)]
    topic, asked, *vectors = asking.library.embeddings.encode(texts, asked=2)
    stored = asking.library.vectors_at({one.hit.place for one in statements})
    near = {place: float((pieces @ topic).max()) for place, pieces in stored.items()}
    matrix = np.stack(vectors)
    return matrix @ asked, matrix @ topic, np.array([near.get(one.hit.place, 0.0) for one in statements])


def _answers(asking: Asking, statements: Sequence[Candidate], question: str) -> dict[tuple[str, int, int, int], float]:
    """For each statement, the highest probability that one of its sentences answers, each read with those around it."""
    places = {one.span: _sentences(one) for one in statements}
    wanted = {place for own in places.values() for place in own}
    found: dict[Place, float] = {}
    for heading in {one.hit.heading.id: one.hit.heading for one in statements}.values():
        article = [Hit(one, heading, 0.0) for one in asking.paragraphs(heading.id)]
        found |= judged_whole(question, article, asking.library, wanted).answers
    return {span: max((found.get(place, 0.0) for place in own), default=0.0) for span, own in places.items()}


def _sentences(one: Candidate) -> list[Place]:
    """The places of the sentences that contain any part of a statement."""
    return [place_of(each) for each in sentences_over(one)]


def words_held(asking: Asking, weights: Mapping[str, float], one: Candidate) -> float:
    """The share of the topic's words, by weight, around a statement or in the title of its article."""
    return share(weights, around(asking, one) | set(words(one.hit.heading.title)))


def around(asking: Asking, one: Candidate) -> set[str]:
    """The words of a statement's paragraph and of the one before, which may begin it or ask an interview question."""
    return set(words(one.hit.paragraph.text)) | {word for each in _before(asking, one) for word in words(each.text)}


def _before(asking: Asking, one: Candidate) -> list[Paragraph]:
    number = one.hit.paragraph.number
    return [each for each in asking.paragraphs(one.hit.heading.id) if each.number == number - 1]


def topic_weights(asking: Asking, topic: str) -> Mapping[str, float]:
    """The weights of the topic's content words, without those of the speaker's own name."""
    own = {word for name in (*asking.plan.speakers, asking.plan.asked_speaker or "") for word in words(name)}
    weights = content_weights(asking, topic) if topic else {}
    return {word: weight for word, weight in weights.items() if word not in own}
