"""The steps of `article-assistant evaluate`, in order."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import index
from assistant import evaluation
from assistant.errors import WrongQuestions
from assistant.evaluation.comparing import compare
from assistant.evaluation.gates import check, parse_gates
from assistant.evaluation.gold import locate
from assistant.evaluation.question_files.files import check_place
from assistant.evaluation.question_files.questions import Problem, Question, select
from assistant.evaluation.question_files.reading_files import read_questions
from assistant.evaluation.reporting.flips import show_comparison
from assistant.evaluation.reporting.junit import write_junit
from assistant.evaluation.reporting.printed_results import show_gates, show_problems, show_results
from assistant.evaluation.reporting.progress import progress
from assistant.evaluation.results import Results, read_results, write_results
from assistant.presenting.counted import counted
from assistant.settings import read_settings
from assistant.terminal import progress_bar, show_skipped
from index.errors import WrongUsage
from index.filters import Limits

if TYPE_CHECKING:
    from assistant.assistant import Assistant

JOBS_WITH_A_MODEL = 8


@dataclass(frozen=True, slots=True)
class Order:
    """The options given on the command line."""

    questions: Path
    library: Path | None = None
    model: str | None = None
    articles: Sequence[str] = ()
    types: Sequence[str] = ()
    ids: Sequence[str] = ()
    sample: int | None = None
    seed: int = 0
    json: Path | None = None
    report: Path | None = None
    baseline: Path | None = None
    gates: Sequence[str] = ()
    junit: Path | None = None
    judge: str | None = None
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)


def evaluate(order: Order) -> bool:
    """Runs the set and reports the results; returns whether every gate passed and any question has an answer."""
    gates = parse_gates(order.gates, baseline=order.baseline is not None)
    _check_places(order)
    before = read_results(order.baseline) if order.baseline else None
    judge = evaluation.Judge(order.judge) if order.judge else None
    with opened(order) as assistant:
        questions = chosen(order, assistant)
        _check_shared(before, questions)
        results = _run(order, assistant, questions, judge)
        comparison = compare(before, results, seed=order.seed) if before else None
        if order.json and comparison:
            write_results(results, order.json, comparison)
        if order.report:
            evaluation.write_report(
                results,
                order.report,
                library=assistant.library,
                comparison=comparison,
                before=before,
                title=_name(order.questions),
            )
    show_results(results)
    if before and comparison:
        show_comparison(before, results, comparison)
    outcomes = check(gates, results, before)
    if order.junit:
        write_junit(order.junit, results, outcomes)
    show_gates(outcomes)
    return all(outcome.passed for outcome in outcomes) and any(one.answer for one in results.questions)


def validate(order: Order) -> bool:
    """Reports every error in a set, checked against the library if there is one; returns whether it can run."""
    questions, problems = read_questions(order.questions)
    warnings: Sequence[Problem] = ()
    held = bool(order.articles or order.library)
    if held:
        with opened(order) as assistant:
            location = locate(questions, assistant.library)
            problems, warnings = [*problems, *location.problems], location.warnings
    show_problems(order.questions, sorted([*problems, *warnings]))
    if not problems:
        against = "" if held else " Name a --library or --articles to check its evidence as well."
        print(f"{counted(len(questions), 'question')}, nothing wrong.{against}")
    return not problems


def draft(order: Order, count: int) -> Path:
    """Asks some of the questions and writes the file in which a person marks the right evidence."""
    path = order.questions.with_name(f"{order.questions.stem}.draft.csv")
    evaluation.check_free(path)
    with opened(order) as assistant:
        questions = select(chosen(order, assistant), sample=count, seed=order.seed)
        results = _run(order, assistant, questions, None)
        evaluation.write_draft(results, path, library=assistant.library, questions=questions)
    return path


def chosen(order: Order, assistant: Assistant) -> list[Question]:
    """The questions to ask; raises WrongQuestions with every error in the set."""
    questions, problems = read_questions(order.questions)
    problems = sorted([*problems, *locate(questions, assistant.library).problems])
    if problems:
        raise WrongQuestions(problems)
    return select(questions, types=order.types, ids=order.ids, sample=order.sample, seed=order.seed)


@contextmanager
def opened(order: Order) -> Iterator[Assistant]:
    """The assistant over the named articles, or over the library."""
    from assistant.assistant import Assistant

    folder = order.library
    if order.articles:
        embeddings = index.SentenceEmbeddings(read_settings().embedding_model)
        with progress_bar() as adding:
            folder, skipped = evaluation.library_of(order.articles, embeddings, progress=adding)
        show_skipped(skipped)
    with Assistant.open(folder, model=order.model) as assistant:
        _ = assistant.writer  # reports problems with the model before anything runs
        if not assistant.library.count():
            raise WrongUsage("The library is empty. Add articles to it, or name some with --articles.")
        yield assistant


def _run(order: Order, assistant: Assistant, questions: Sequence[Question], judge: evaluation.Judge | None) -> Results:
    jobs = order.jobs or (JOBS_WITH_A_MODEL if judge or assistant.writer else 1)
    settings: dict[str, Any] = {"set": _name(order.questions), "selection": _selection(order)}
    with progress(len(questions)) as asked:
        try:
            return evaluation.run(
                assistant,
                questions,
                seed=order.seed,
                judge=judge,
                jobs=jobs,
                results_file=order.json,
                progress=asked,
                settings=settings,
                **order.limits,
            )
        except KeyboardInterrupt:
            kept = "The same command continues from here." if order.json else "Nothing is kept without --json."
            print(f"Stopped. {kept}", file=sys.stderr)
            raise


def _name(questions: Path) -> str:
    """The file name with its folder, since many sets are called questions.jsonl."""
    return f"{questions.resolve().parent.name}/{questions.name}"


def _selection(order: Order) -> dict[str, Any]:
    return {"type": list(order.types), "id": list(order.ids), "sample": order.sample}


def _check_places(order: Order) -> None:
    """Checks, before anything runs, that no input would be overwritten and that every output folder exists."""
    kept = [path.resolve() for path in (order.questions, order.baseline) if path]
    articles = [Path(source).resolve() for source in order.articles]
    for path in filter(None, (order.json, order.report, order.junit)):
        check_place(path)
        place = path.resolve()
        if place in kept or any(place.is_relative_to(source) for source in articles):
            raise WrongUsage(f"'{path}' is, or is inside, what this run already reads or writes. Name another file.")
        kept.append(place)


def _check_shared(before: Results | None, questions: Sequence[Question]) -> None:
    """Checks, before anything runs, that the baseline shares questions with the set."""
    asked = {(question.id, question.question) for question in questions}
    if before and not any((result.id, result.question) in asked for result in before.questions):
        raise WrongUsage("The baseline has none of these questions. Name the results of an earlier run of this set.")
