"""Runs a question set: asks every question, keeps and scores each answer, and measures the whole."""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from assistant.assistant import Assistant
from assistant.errors import WrongQuestions
from assistant.evaluation.gold import Located, locate
from assistant.evaluation.journal import Journal
from assistant.evaluation.judging import Judge
from assistant.evaluation.measures import measured
from assistant.evaluation.one_question import Outcome, ask
from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.question_files.reading_files import questions_of, read_questions
from assistant.evaluation.ranking import ranking_scores
from assistant.evaluation.refusals import refusal_curve
from assistant.evaluation.results import Result, Results, write_results
from assistant.evaluation.scoring import all_groups_found, answer_scores
from index.encoders import larger
from index.errors import WrongUsage
from index.filters import Filters, Limits

PACKAGES = "cited-articles chromadb ir-measures numpy pytrec-eval-terrier scipy sentence-transformers tantivy".split()
PACKAGES += ["torch", "transformers"]
PERCENTILES = (50, 95, 99)
Progress = Callable[[], object]


def run(
    assistant: Assistant,
    questions: str | Path | Iterable[Question | Mapping[str, Any]],
    *,
    seed: int = 0,
    judge: Judge | None = None,
    jobs: int = 1,
    results_file: Path | None = None,
    progress: Progress = lambda: None,
    settings: Mapping[str, Any] | None = None,
    **limits: Unpack[Limits],
) -> Results:
    """Asks every question and measures the answers; raises WrongQuestions if the set cannot be used.

    `questions` is a question file, or `Question` records, or mappings like the rows of such a file. `jobs` questions
    run in parallel, which helps if a model is reached over a network. The results are written to the `results_file`;
    until then each answer is kept beside it, and an interrupted run continues from there. `progress` is called once for
    each question. `settings` are added to those in the results. A question that fails has its error in its result.
    `limits` are the arguments of `Filters`.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    found, problems = read_questions(Path(questions)) if isinstance(questions, str | Path) else questions_of(questions)
    if not found and not problems:
        raise WrongUsage("There are no questions to ask.")
    location = locate(found, assistant.library)
    if problems or location.problems:
        raise WrongQuestions(sorted([*problems, *location.problems]))
    described = _described(assistant, location.located, judge, seed) | dict(settings or {})
    if given := Filters.of(limits).given():
        described["filters"] = given
    versions = {name: _version(name) for name in PACKAGES} | {"python": platform.python_version()}
    with Journal(results_file, _hash([described, versions])) as journal:
        for _ in range(journal.resumed):
            progress()
        for question_id, outcome in _asked(assistant, location.located, judge, jobs, journal, limits):
            journal.keep(question_id, outcome)
            progress()
        scored = _scored(location.located, journal.outcomes)
        warnings = [str(warning) for warning in location.warnings]
        if assistant.library.fingerprint() != described["library"]:
            warnings.append("The library changed during the run, so the figures describe no single state of it.")
        results = Results(
            **_figures(scored, seed, assistant.settings.refusal_threshold),
            questions=tuple(scored),
            warnings=tuple(warnings),
            settings=described,
            versions=versions,
            tokens=_tokens(scored),
            timings={
                "started": started.isoformat(timespec="seconds"),
                "seconds": round(time.perf_counter() - clock, 3),
                "resumed": journal.resumed,
                "latency_ms": _latencies(scored),
            },
        )
        if results_file:  # before the journal is deleted, so that the answers survive a failure
            write_results(results, results_file)
    return results


def _figures(results: Sequence[Result], seed: int, threshold: float) -> dict[str, Any]:
    types = sorted({one.type for one in results})
    return {
        "measures": measured(results, seed=seed),
        "by_type": {name: measured([one for one in results if one.type == name], seed=seed) for name in types},
        "refusal_curve": refusal_curve(results, threshold),
    }


def _asked(
    assistant: Assistant, located: Sequence[Located], judge: Judge | None, jobs: int, journal: Journal, limits: Limits
) -> Iterator[tuple[str, Outcome]]:
    """The outcome of each question that the journal does not hold yet, with its id, in the order of the set."""
    pool = ThreadPoolExecutor(jobs)
    try:
        left = [one for one in located if one.question.id not in journal.outcomes]
        if left:
            assistant.warm()  # otherwise the first question's time would include loading the model
        for one, outcome in zip(left, pool.map(lambda one: ask(assistant, one, judge, limits), left), strict=True):
            yield one.question.id, outcome
    finally:
        pool.shutdown(cancel_futures=True)


def _scored(located: Sequence[Located], outcomes: Mapping[str, Outcome]) -> list[Result]:
    rankings = {name: [_key(*hit) for hit in outcome.hits] for name, outcome in outcomes.items()}
    relevant = {
        one.question.id: sorted({_key(place.article_id, number) for place in one.gold for number in place.paragraphs})
        for one in located
        if one.gold and one.question.must_be_answered
    }
    ranked = ranking_scores(relevant, rankings)
    return [_result(one, outcomes[one.question.id], ranked.get(one.question.id, {})) for one in located]


def _key(article_id: str, number: int) -> str:
    return f"{article_id}#p{number}"


def _result(located: Located, outcome: Outcome, ranked: Mapping[str, float]) -> Result:
    question, gold = located.question, located.gold
    scores = dict(ranked)
    if ranked:
        scores["all_groups@10"] = all_groups_found(gold, outcome.hits)
    scores |= answer_scores(question, gold, outcome.answer, outcome.judge)
    if outcome.verbatim is not None:
        scores["verbatim"] = outcome.verbatim
    return Result(
        id=question.id,
        question=question.question,
        type=question.type,
        answerable=question.must_be_answered,
        answers=question.answers,
        gold=gold,
        answer=outcome.answer,
        error=outcome.error,
        hits=outcome.hits,
        scores=scores,
        judge=outcome.judge,
    )


def _described(assistant: Assistant, located: Sequence[Located], judge: Judge | None, seed: int) -> dict[str, Any]:
    """Everything that determines the results, so that they can be reproduced."""
    embeddings = assistant.library.embeddings
    return {
        "questions": _hash([one.question.model_dump() for one in located]),
        "library": assistant.library.fingerprint(),
        "articles": assistant.library.count(),
        "embedding_model": embeddings.name,
        "embedding_weights": embeddings.fingerprint,
        "search": assistant.library.mode,
        "reranker": assistant.settings.reranker,
        "close_reading": assistant.settings.close_reading if larger.is_installed() else "off",
        "refusal_threshold": assistant.settings.refusal_threshold,
        "writer": assistant.writer.name if assistant.writer else "quotes",
        "judge": judge.name if judge else None,
        "seed": seed,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _hash(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _tokens(results: Sequence[Result]) -> dict[str, dict[str, int]]:
    """The tokens that the judge reported."""
    used = [one.judge for one in results if one.judge]
    counted = {way: sum(one[f"{way}_tokens"] for one in used) for way in ("input", "output")}
    return {"judge": counted} if any(counted.values()) else {}


def _latencies(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """For each stage of an answer, the percentiles of its time in milliseconds, and the number of answers."""
    timings = [one.answer["timings_ms"] for one in results if one.answer]
    stages = dict.fromkeys(stage for taken in timings for stage in taken)
    return {stage: _percentiles([taken[stage] for taken in timings if stage in taken]) for stage in stages}


def _percentiles(taken: Sequence[float]) -> dict[str, float]:
    values = np.percentile(taken, PERCENTILES)
    named = {f"p{percent}": round(float(value), 1) for percent, value in zip(PERCENTILES, values, strict=True)}
    return named | {"n": len(taken)}
