"""Which sentences may answer a question, and how likely it is that they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assistant.choosing import Candidate, of_kind, on_topic, read
from assistant.question import Question
from assistant.refusing import answerable, signs
from assistant.speakers import Speakers
from index.articles import Hit


def may_answer(
    question: Question,
    hits: Sequence[Hit],
    found: Sequence[Candidate],
    weights: Mapping[str, float],
    speakers: Speakers,
    encode: Callable[[Sequence[str]], np.ndarray],
) -> tuple[list[Candidate], float | None]:
    """The sentences that may answer, best first, and the log-odds that they do; None where a rule says so."""
    able = of_kind(question, found)
    if question.speaker:
        said = read(question, speakers.words_of(question.speaker, able), encode)
        return [one for one in said if on_topic(question, weights, one)], None
    if question.asks_who_said:  # "he said" names nobody, and says it all the same
        able = [one for one in found if speakers.of(one).speaker]
    judged = read(question, able, encode)
    return judged, round(answerable(signs(question, hits, judged, weights)), 4) if judged else None
