"""The results of running a question set, and their JSON form, schema "evaluation/1"."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.answers import Answer
from assistant.evaluation.question_files.files import write_whole
from index.errors import WrongUsage

SCHEMA = "evaluation/1"


@dataclass(frozen=True, slots=True)
class Gold:
    """A place of gold evidence, as located in the library: any of `paragraphs` (numbered from 1) is right."""

    article_id: str
    paragraphs: tuple[int, ...]
    quote: str | None
    group: int
    speaker: str | None = None  # "" if no speaker may be named, None if the set does not say
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One question with its answer (the answer/1 record), or the error if there is none, and its scores by measure.

    `hits` are the ten best paragraphs, best first, each as [article id, number from 1]. A score is missing if the
    measure does not apply to the question. `judge` is the verdict of a judging model, if there was one.
    """

    id: str
    question: str
    type: str
    answerable: bool | None
    answers: tuple[str, ...]
    gold: tuple[Gold, ...]
    answer: dict[str, Any] | None
    error: str | None
    hits: tuple[tuple[str, int], ...]
    scores: dict[str, float]
    judge: dict[str, Any] | None = None

    @property
    def refused(self) -> bool:
        return self.answer is not None and self.answer["outcome"] == "not_found"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over questions, its 95 % bootstrap interval and its denominator; all but `n` are None if `n` is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


Measures = dict[str, Measure]


@dataclass(frozen=True, slots=True)
class Point:
    """What a refusal threshold would do: a question is refused if its answerability is at most `threshold`."""

    threshold: float
    refused_unanswerable: float
    refused_answerable: float
    precision: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run. Two identical runs differ only in `timings` and in the answers' timings_ms.

    `settings` say what was run (question file, selection, library fingerprint, model, threshold, seed);
    `timings` hold "started" (ISO 8601), "seconds", "resumed" (how many answers came from an interrupted run)
    and "latency_ms": stage -> {"p50", "p95", "p99", "n"}.
    `tokens` are the counts that models reported, by what the models did, each as {"input", "output"}.
    """

    measures: Measures
    by_type: dict[str, Measures]
    refusal_curve: tuple[Point, ...]
    questions: tuple[Result, ...]
    warnings: tuple[str, ...]
    settings: dict[str, Any]
    versions: dict[str, str]
    tokens: dict[str, dict[str, int]] = field(default_factory=dict)
    timings: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        record = asdict(self)
        measures = record.pop("measures") | {"by_type": record.pop("by_type")}
        return {"schema": SCHEMA, "measures": measures, **record}


def write_results(results: Results, path: Path, comparison: Any = None) -> None:
    """Writes the results completely or not at all, with the comparison to the earlier run (a record), if any."""
    record = results.to_dict() | ({"comparison": asdict(comparison)} if comparison else {})
    # Indented, so that two files can be compared line by line.
    write_whole(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def read_results(path: Path) -> Results:
    """The results in a file; raises WrongUsage with one sentence if the file cannot be read or holds none."""
    try:
        record = json.loads(path.read_bytes())
        if record["schema"] != SCHEMA:
            raise WrongUsage(f"'{path}' has the schema {record['schema']}, not {SCHEMA}. Run its set again.")
        by_type = record["measures"].pop("by_type")
        read = {name: value for name, value in record.items() if name not in ("schema", "comparison")}
        results = TypeAdapter(Results).validate_python(read | {"by_type": by_type})
        questions = tuple(replace(one, answer=_answer(one.answer)) for one in results.questions)
        TypeAdapter(dict[str, dict[str, float]]).validate_python(results.timings["latency_ms"])
        return replace(results, questions=questions)
    except OSError as error:
        raise WrongUsage(f"The results '{path}' cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WrongUsage(f"'{path}' holds no results of an evaluation. Create them with --json.") from error


def _answer(record: dict[str, Any] | None) -> dict[str, Any] | None:
    """The answer/1 record, with defaults for fields that it lacks; raises ValidationError."""
    if record is None:
        return None
    answer = TypeAdapter(Answer).validate_python(record | {"created": ""})
    return json.loads(answer.to_json()) | {"created": record["created"]}
