"""Chooses the sentences that answer a question from the paragraphs that the search returned.

refusing.py decides whether the best sentence is good enough. The weights were measured; see docs/decisions.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answering.exact_answers import tells
from assistant.question.answer_types import holds_kind
from assistant.question.question import Question
from index.articles import Hit
from index.embedding import Encode
from index.language.names import plain
from index.language.sentences import sentences
from index.language.spans import LONGEST
from index.language.tokens import cjk_share, words
from index.language.units import asked_measure
from index.language.word_lists import FUNCTION_WORDS

READ = 8  # sentences that decide whether there is an answer; the weights were fitted with this
RANKED = 16  # sentences that are ranked; the best of them are quoted
# The weights of the terms that `ranked` adds to the paragraph's score: words and kind, then the cosines of the
# sentence, its paragraph and the title.
ASKED_HELD, ASKED_ENTITLED, ASKED_KIND = 0.1, 0.33, 0.3
ASKED_MEANING, ASKED_AROUND, ASKED_TITLE = 1.0, 0.7, 0.3
# The weight of the probability that a sentence answers, and the probability at which it is ranked whatever its words.
ASKED_TOLD, TOLD = 0.5, 0.1

OVERLAP = 0.25  # share of the question's words, by weight, in the sentence
OVERLAP_WITH_TITLE = 0.75  # the same, in the sentence or the article's title
# The same, in the sentence or the one before; used for text that the embedding model does not cover, and if somebody's
# words are asked for, since a quotation's introduction precedes it.
OVERLAP_WITH_BEFORE = 0.5
KIND = 0.15  # the sentence has the requested kind of thing; added again if it gives exactly what is asked for
HEADING = 0.2  # subtracted for a line that does not end like a sentence
# A sentence does not answer a question for one of these kinds if it has nothing of that kind; this holds for the gold
# sentences of 281 of 284 such questions.
TOLD_KINDS = ("number", "date", "person", "place")
ANYWAY = 0.5  # probability at which a sentence is kept even if it has nothing of the requested kind

Stored = Callable[[Collection[tuple[str, int]]], Mapping[tuple[str, int], np.ndarray]]  # vectors of paragraphs' pieces

_LABEL = re.compile(r"[^\s:：\"“‘«「『][^:：.?!。？！\n]{0,60}[:：]\s*(?=\S)")

_STOPS = tuple(".!?。！？…;；")
_CLOSING = "\"'”’»)]）」』 "

ENDING = "s"  # the ending of a possessive, as index.language.tokens splits it off
SENTENCES, LIKELY = 3, 5  # maximum sentences of an answer, and of one whose further sentences are likely to answer
ALSO = 0.25  # probability at which another sentence of the best one's article counts as likely to answer
BEHIND = 0.35  # how far below the best score another sentence may be and still be quoted
BESIDE = 0.1  # the same for a sentence of a long paragraph that is quoted already; its citation shows the rest
LONG = 4  # minimum sentences of a long paragraph
# A statement is on the topic if its paragraph or title has this share of the topic's words, by weight, or if it is this
# close in meaning.
ON_TOPIC = 0.5
ON_TOPIC_MEANING = 0.4
ENTITLED_MEANING = 0.1  # minimum closeness if the share is reached only with the title


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, `hit.paragraph.text[start:end]`, and the figures by which it is judged."""

    hit: Hit
    start: int
    end: int
    overlap: float = 0.0
    right_kind: bool = False
    telling: bool = False
    score: float = 0.0
    meaning: float = 0.0  # cosine with the question or, for somebody's words, its topic; 0 if no model covers the text
    like_best: float = 0.0  # cosine with the best of the sentences read
    entitled: float = 0.0  # the share of the question's words in it or in the title
    likely: float = 0.0  # the probability that it answers, according to the judge of sentences

    @property
    def text(self) -> str:
        return self.hit.paragraph.text[self.start : self.end]

    @property
    def span(self) -> tuple[str, int, int, int]:
        """The article, the paragraph's number, and where the sentence starts and ends in it."""
        return (*self.hit.place, self.start, self.end)


def whole_words(weights: Mapping[str, float]) -> Mapping[str, float]:
    """The weights of the question's words, without the 's of "the mayor's", which is not a word."""
    return {word: weight for word, weight in weights.items() if word != ENDING} or weights


def candidates(question: Question, hits: Sequence[Hit], weights: Mapping[str, float]) -> list[Candidate]:
    """The sentences of the best paragraphs, scored by their words alone, best first."""
    blind = cjk_share(question.text)
    # An interview's question claims nothing; it is read with the answer.
    questions = {hit.asked for hit in hits if hit.asked}
    kept = [hit for hit in hits if hit.paragraph.text not in questions]
    found = [one for hit in kept for one in _of_paragraph(question, hit, weights, blind)]
    return sorted(found, key=lambda one: -one.score)


def of_kind(question: Question, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences that have the requested kind of thing, such as a number, or are likely to answer without it.

    Returns all sentences if no kind is clearly requested: "How deep is the division?" does not ask for a number.
    """
    if question.asks_for not in TOLD_KINDS or asked_measure(question.text):
        return list(found)
    return [one for one in found if one.right_kind or one.likely >= ANYWAY]


def _of_paragraph(question: Question, hit: Hit, weights: Mapping[str, float], blind: float) -> list[Candidate]:
    title, before = set(words(f"{hit.heading.title} {hit.asked}")), set[str]()
    context = OVERLAP_WITH_BEFORE * (1.0 if question.speaker else blind)
    found = []
    for start, end in _without_label(hit, sentences(hit.paragraph.text[:LONGEST])):
        text = hit.paragraph.text[start:end]
        own = set(words(text))
        if not question.speaker and is_question(text):
            before = own
            continue
        overlap = share(weights, own)
        right_kind = question.asks_for is not None and holds_kind(
            question.asks_for, text, question=question.text, language=question.language, asked=hit.asked
        )
        entitled = share(weights, own | title)
        score = hit.score + OVERLAP * overlap + OVERLAP_WITH_TITLE * entitled
        telling = tells(question, text, hit.heading, hit.asked)
        score += context * share(weights, own | before) + KIND * (right_kind + telling)
        score -= HEADING * is_heading(text)
        found.append(Candidate(hit, start, end, overlap, right_kind, telling, score, entitled=entitled))
        before = own
    return found


def is_question(text: str) -> bool:
    """Whether a sentence asks something outside quotation marks, and so answers nothing."""
    return text.rstrip(" *_)）").endswith(("?", "？"))


def is_heading(text: str) -> bool:
    """Whether a text does not end like a sentence."""
    return not text.rstrip(_CLOSING).endswith(_STOPS)


def spoken_by(weights: Mapping[str, float], one: Candidate, speaker: str) -> Candidate:
    """The sentence scored as if it contained its speaker's name, which may be in an earlier paragraph."""
    named = {word: weight for word, weight in weights.items() if word in words(speaker)}
    missing = {word: weight for word, weight in named.items() if word not in words(one.text)}
    added = sum(missing.values()) / sum(weights.values()) if missing else 0.0
    score = one.score + (OVERLAP + OVERLAP_WITH_TITLE) * added
    return replace(one, score=score, overlap=one.overlap + added, entitled=min(1.0, one.entitled + added))


def _without_label(hit: Hit, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of the sentences; in an interview's answer, without the speaker's label, which nobody said."""
    found = _LABEL.match(hit.paragraph.text) if hit.asked else None
    if not found:
        return list(spans)
    cut = [(max(start, found.end()), end) for start, end in spans]
    return [(start, end) for start, end in cut if start < end]


def share(weights: Mapping[str, float], held: set[str]) -> float:
    """The share, 0 to 1, of the words' total weight that falls on those in `held`."""
    total = math.fsum(weights.values())  # the same in any order
    return math.fsum(weights[word] for word in weights.keys() & held) / total if total else 0.0


def read(question: Question, found: Sequence[Candidate], encode: Encode) -> list[Candidate]:
    """The best READ candidates, also scored by meaning, best first."""
    sight = 1 - cjk_share(question.text)
    best = list(found[:READ])
    if not best or not sight:
        return best
    vectors = encode([question.topic, *(f"{one.hit.asked} {one.text}".strip() for one in best)], asked=1)
    cosines = vectors[1:] @ vectors[0] * sight
    scores = [one.score + cosine for one, cosine in zip(best, cosines, strict=True)]
    like_best = vectors[1:] @ vectors[1 + int(np.argmax(scores))] * sight
    scored = [
        replace(one, score=float(score), meaning=float(cosine), like_best=float(like))
        for one, score, cosine, like in zip(best, scores, cosines, like_best, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def ranked(question: Question, found: Sequence[Candidate], encode: Encode, stored: Stored) -> list[Candidate]:
    """The RANKED best sentences and those likely to answer, best first.

    They are scored by what the question asks beyond the best article's title, and by the `stored` vectors of their
    paragraphs. All sentences of an article on the subject are near the whole question; only the part of the question
    that the title does not cover tells them apart.
    """
    ordered = sorted(((_by_words(one), one) for one in found), key=lambda each: -each[0])
    by_words = [*ordered[:RANKED], *(each for each in ordered[RANKED:] if each[1].likely >= TOLD)]
    if not by_words:
        return []
    asked = beside_title(question.topic, max(found, key=lambda one: one.hit.score).hit.heading.title)
    own_texts = [f"{one.hit.asked} {one.text}".strip() for _, one in by_words]
    titles = [one.hit.heading.title for _, one in by_words]
    texts = list(dict.fromkeys((*own_texts, *titles)))
    vectors = encode([question.topic, asked, *texts], asked=2)
    of_text, sought = dict(zip(texts, vectors[2:], strict=True)), (vectors[0] + vectors[1]) / 2
    paragraphs = stored({one.hit.place for _, one in by_words})
    around = {place: float((pieces @ vectors[0]).max()) for place, pieces in paragraphs.items()}
    scored = [
        replace(
            one,
            score=score
            + ASKED_MEANING * float(sought @ of_text[text])
            + ASKED_AROUND * around.get(one.hit.place, 0.0)
            + ASKED_TITLE * float(vectors[0] @ of_text[title])
            + ASKED_TOLD * one.likely,
        )
        for (score, one), text, title in zip(by_words, own_texts, titles, strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def _by_words(one: Candidate) -> float:
    added = ASKED_HELD * one.overlap + ASKED_ENTITLED * one.entitled + ASKED_KIND * (one.right_kind + one.telling)
    return one.hit.score + added - HEADING * is_heading(one.text)


def beside_title(asked: str, title: str) -> str:
    """The question without the words of a title; all of it if no content word would be left."""
    held = set(words(title))
    left = [word for word in asked.split() if not _stands_in(word, held)]
    return " ".join(left) if any(plain(word) not in FUNCTION_WORDS for word in left) else asked


def _stands_in(word: str, held: set[str]) -> bool:
    own = set(words(re.sub(r"['’]s\b", "", word)))
    return bool(own) and own <= held


def best(question: Question, judged: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, those close behind, and likely ones from its article; in text order within a paragraph."""
    chosen: list[Candidate] = []
    # For a speaker's words, or in Chinese, several sentences of a paragraph answer as often as one.
    several = question.speaker or cjk_share(question.text)
    for one in judged:
        new = all(words(one.text) != words(other.text) for other in chosen)
        # The speaker's words on the topic in another article answer too, however they are worded.
        elsewhere = question.speaker and one.hit.heading.id not in {other.hit.heading.id for other in chosen}
        behind = BESIDE if not several and _is_beside(one, chosen) else BEHIND
        same = one.hit.heading.id == judged[0].hit.heading.id
        likely = same and one.likely >= ALSO
        close = len(chosen) < SENTENCES and (elsewhere or one.score >= judged[0].score - behind)
        if new and len(chosen) < LIKELY and (close or likely):
            chosen.append(one)
    places = [one.hit.place for one in chosen]
    return sorted(chosen, key=lambda one: (places.index(one.hit.place), one.start))


def _is_beside(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a sentence belongs to a long paragraph that is already quoted."""
    beside = any(one.hit.place == other.hit.place for other in chosen)
    return beside and len(sentences(one.hit.paragraph.text[:LONGEST])) >= LONG


def one_a_paragraph(found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each paragraph, best first."""
    firsts: dict[tuple[str, int], Candidate] = {}
    for one in found:
        firsts.setdefault(one.hit.place, one)
    return list(firsts.values())


def on_topic(question: Question, topic: Mapping[str, float], one: Candidate) -> bool:
    """Whether a statement is on the topic, whose words `topic` maps to their weights."""
    if question.topic == question.text:  # "What did she say?" asks for anything
        return True
    around = set(words(f"{one.hit.asked} {one.hit.paragraph.text}"))
    if share(topic, around) >= ON_TOPIC or one.meaning >= ON_TOPIC_MEANING:
        return True
    # The title says what the article is about, not what each person in it speaks of.
    if share(topic, around | set(words(one.hit.heading.title))) < ON_TOPIC:
        return False
    return one.meaning >= ENTITLED_MEANING or max(topic, key=lambda word: topic[word]) in around
