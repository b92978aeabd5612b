"""Asks one question of a set and returns the outcome; a failed question is an outcome too."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from assistant.assistant import Assistant
from assistant.evaluation.gold import Located
from assistant.evaluation.judging import Judge, Verdict
from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.ranking import DEPTH
from assistant.evaluation.scoring import said
from index.errors import ArticleAssistantError
from index.filters import Limits
from index.library import Library

NO_ANSWER = Verdict(0.0, 0.0, "There is no answer.", reported=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer (the answer/1 record) or the error instead, and what must be recorded at once.

    `hits` are the best paragraphs, best first, as (article id, number); `verbatim` is the share of quotes that are
    verbatim in their paragraphs, None if nothing is quoted.
    """

    answer: dict[str, Any] | None = None
    error: str | None = None
    hits: tuple[tuple[str, int], ...] = ()
    verbatim: float | None = None
    judge: dict[str, Any] | None = None

    @property
    def failed(self) -> bool:
        return self.error is not None or bool(self.judge and self.judge["error"])


def ask(assistant: Assistant, located: Located, judge: Judge | None, limits: Limits) -> Outcome:
    """The outcome of one question, asked as a person would, with its history and within its articles.

    `limits` are those of the run; the question's own take precedence.
    """
    question = located.question
    history = [message.model_dump() for message in question.history]
    own: Limits = {"articles": located.articles, "as_of": question.as_of}
    within: Limits = {**limits, **{name: value for name, value in own.items() if value}}  # type: ignore[typeddict-item]
    try:
        answer = assistant.ask(question.question, history=history, **within)
        # Measures the search behind the answer, which is the one for the standalone question.
        hits = assistant.search(answer.standalone_question or question.question, limit=DEPTH, **within)
        # The answer's own id and time would make two identical runs differ.
        record = json.loads(answer.to_json()) | {"id": question.id, "created": None}
        return Outcome(
            answer=record,
            hits=tuple((hit.heading.id, hit.paragraph.number) for hit in hits),
            verbatim=_verbatim(record, assistant.library),
            judge=_judged(question, record, judge),
        )
    except Exception as error:  # an unexpected failure must not lose the other questions
        reason = str(error) if isinstance(error, ArticleAssistantError) else f"{type(error).__name__}: {error}"
        return Outcome(error=reason, judge=_judged(question, None, judge))


def _verbatim(answer: dict[str, Any], library: Library) -> float | None:
    cited = [*answer["citations"], *answer["closest"]]
    texts = [library.paragraph(one["article_id"], one["paragraph"]).text for one in cited]
    verbatim = [text[one["start"] : one["end"]] == one["quote"] for one, text in zip(cited, texts, strict=True)]
    return sum(verbatim) / len(verbatim) if verbatim else None


def _judged(question: Question, answer: dict[str, Any] | None, judge: Judge | None) -> dict[str, Any] | None:
    """The judge's verdict if there is a gold answer; a missing answer counts as wrong without asking the judge."""
    if judge is None or not question.answers or not question.must_be_answered:
        return None
    if answer is None or answer["outcome"] == "not_found":
        return asdict(NO_ANSWER)
    return asdict(judge.verdict(question.question, question.answers, said(answer)))
