"""Which sentences may answer a question, and how likely it is that they do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.choosing import Candidate, of_kind, on_topic, ranked, read, spoken_by
from assistant.answering.judged import Judgement, judged, place_of, read_closely
from assistant.answering.recency import asks_for_latest, newest_first
from assistant.answering.refusing import answerable, signs
from assistant.answering.speakers import Speakers
from assistant.question.question import Question
from index.articles import Hit
from index.embedding import Encode
from index.language.quotations import is_cjk
from index.language.spans import LONGEST
from index.library import Library

PARAGRAPHS = 400  # paragraphs of an article that are searched for names
ARTICLE = 4  # minimum paragraphs of a full article
DECIDED = 6  # best paragraphs whose sentences decide whether there is an answer; the weights were fitted with this
SPOKEN = 12  # best sentences that are examined for their speaker if the question names somebody


def may_answer(
    question: Question,
    hits: Sequence[Hit],
    found: Sequence[Candidate],
    weights: Mapping[str, float],
    speakers: Speakers,
    library: Library,
    *,
    several: bool = False,
) -> tuple[list[Candidate], float | None]:
    """The sentences that may answer, best first, and the log-odds that they do; None if a rule decided.

    For `several` things, or several accounts of one, the larger judge does not change their order: it favours one.
    """
    encode = library.embeddings.encode
    if question.speaker:
        said = read(question, speakers.words_of(question.speaker, of_kind(question, found)), encode)
        statements = [speakers.whole(one) for one in said if on_topic(question, weights, one)]
        statements = [one for one in statements if not any(_within(one, other) for other in statements)]
        return newest_first(statements) if asks_for_latest(question.text) else statements, None
    judgement = judged(question.text, hits, library)
    able = able_to_answer(question, with_chances(question, found, hits, judgement, library), weights, speakers)
    best = deciding(question, able, hits, encode)
    if not best:
        return [], None
    latest = asks_for_latest(question.text)
    best = newest_first(best) if latest else best
    order = ranked(question, able, encode, library.vectors_at)
    read_again, closely = read_closely(question.text, order, library) if question.says_enough else (order, None)
    figures = signs(question, hits, best, weights, judgement.odds)
    odds = answerable(figures, of_article=is_of_article(question, best[0], library), closely=closely)
    if latest or is_cjk(question.text):
        return best, round(odds, 4)
    return order if several else read_again, round(odds, 4)


def is_of_article(question: Question, best: Candidate, library: Library) -> bool:
    """Whether the question is English and its best sentence is from an article, not a passage of few paragraphs."""
    article = best.hit.heading.id
    return question.language == "en" and len(library.paragraphs_of([article], ARTICLE).get(article, ())) >= ARTICLE


def with_chances(
    question: Question, found: Sequence[Candidate], hits: Sequence[Hit], judgement: Judgement, library: Library
) -> list[Candidate]:
    """The sentences with the probability that they answer, which is 0 in articles without the question's names."""
    naming = _naming(question, hits, library)
    chances = [judgement.answers.get(place_of(one), 0.0) if one.hit.heading.id in naming else 0.0 for one in found]
    return [replace(one, likely=chance) for one, chance in zip(found, chances, strict=True)]


def _naming(question: Question, hits: Sequence[Hit], library: Library) -> set[str]:
    """The articles with the last word (the surname) of every name in the question; the rest are about other people."""
    articles = list(dict.fromkeys(hit.heading.id for hit in hits))
    if not question.names:
        return set(articles)
    wanted = {name.split()[-1].lower() for name in question.names}
    paragraphs = library.paragraphs_of(articles, PARAGRAPHS)
    texts = {one: [each.text[:LONGEST] for each in paragraphs[one]] for one in paragraphs}
    titles = {hit.heading.id: hit.heading.title for hit in hits}
    return {
        one
        for one in articles
        if wanted <= {word for text in (titles[one], *texts.get(one, ())) for word in re.findall(r"\w+", text.lower())}
    }


def deciding(question: Question, able: Sequence[Candidate], hits: Sequence[Hit], encode: Encode) -> list[Candidate]:
    """The sentences that decide whether there is an answer, best first."""
    nearest = {hit.paragraph for hit in hits[:DECIDED]}
    return read(question, [one for one in able if one.hit.paragraph in nearest], encode)


def able_to_answer(
    question: Question, found: Sequence[Candidate], weights: Mapping[str, float], speakers: Speakers
) -> list[Candidate]:
    """The sentences of the requested kind, best first by their words."""
    able = of_kind(question, found)
    if question.asks_who_said:  # "he said" names nobody, but it is his statement
        able = [one for one in found if speakers.of(one).speaker]
    if question.names:
        able = _with_their_speakers(question, able, weights, speakers)
    return able


def _within(one: Candidate, other: Candidate) -> bool:
    """Whether the sentence is part of the other."""
    same = one.hit.paragraph == other.hit.paragraph and (one.start, one.end) != (other.start, other.end)
    return same and other.start <= one.start and one.end <= other.end


def _with_their_speakers(
    question: Question, able: Sequence[Candidate], weights: Mapping[str, float], speakers: Speakers
) -> list[Candidate]:
    """The sentences, best first, with the best SPOKEN rescored if a person named in the question says them."""
    asked = {name.split()[-1].lower() for name in question.names}
    scored = []
    for one in able[:SPOKEN]:
        speaker = speakers.of(one).speaker
        mine = speaker is not None and speaker.split()[-1].lower() in asked
        scored.append(spoken_by(weights, one, speaker) if mine and speaker else one)
    return sorted([*scored, *able[SPOKEN:]], key=lambda one: -one.score)
