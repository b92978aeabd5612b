"""Drafts a question set: a table of questions and the paragraphs found, in which a person marks the right ones.

`read_questions` reads it back.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.question_files.files import check_place, write_whole
from assistant.evaluation.question_files.marks import RIGHT, mark_of
from assistant.evaluation.question_files.questions import Question
from assistant.evaluation.question_files.table_rows import cell_of
from assistant.evaluation.results import Result, Results
from assistant.presenting.spreadsheets import defused
from index.errors import WrongUsage
from index.library import Library
from index.loading.named_files import printable

COLUMNS = "id question answerable answers right article_id title paragraph quote text answer".split()
OTHER_COLUMNS = "type given_contexts history as_of enough outcome premise".split()
MOST = 8  # paragraphs offered for a question, unless more are cited or already gold
LONGEST_CELL = 30_000  # characters; spreadsheet programs break a longer cell, and so the table, at 32,767


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph to choose from; `mark` is set if it is already gold."""

    article_id: str
    paragraph: int
    quote: str = ""
    mark: str = ""


def write_draft(results: Results, path: Path, *, library: Library, questions: Sequence[Question] = ()) -> None:
    """Writes a row for each paragraph that may answer a question: gold ones, marked, then the cited, closest and best.

    `questions` are those that were run, with the history, limits and day that results lack. Raises WrongUsage, and
    writes nothing, if the file exists or cannot be written.
    """
    file = printable(str(path))
    if path.suffix.lower() != ".csv":
        raise WrongUsage(f"A draft is a table, so '{file}' must end in .csv. Rename it.")
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS + OTHER_COLUMNS, restval="")
    writer.writeheader()
    for cells in _rows(results, library, {question.id: question for question in questions}):
        writer.writerow({name: defused(cell.strip()) for name, cell in cells.items()})
    check_free(path)
    write_whole(path, "\ufeff" + table.getvalue())


def check_free(path: Path) -> None:
    """Raises WrongUsage if a draft cannot be written there; called before a run that takes minutes."""
    check_place(path)
    if path.exists():
        raise WrongUsage(f"'{path}' exists and may hold somebody's marks. Move it, or evaluate it as a question set.")


def _rows(results: Results, library: Library, asked: Mapping[str, Question]) -> Iterator[dict[str, str]]:
    """The rows; values for a whole question are in its first row only, so that a person changes them in one place."""
    titles = {heading.id: heading.title for heading in library.articles()}
    for result in results.questions:
        named = {"id": result.id, "question": result.question}
        once = _of_result(result) | (_of_question(asked[result.id]) if result.id in asked else {})
        offered: Sequence[Candidate | None] = candidates(result) or [None]
        for candidate in offered:
            yield named | once | (_of_candidate(candidate, titles, library) if candidate else {})
            once = {}


def _of_result(result: Result) -> dict[str, str]:
    return {
        "answerable": {True: "yes", False: "no", None: ""}[result.answerable],
        "answers": cell_of(result.answers),
        "answer": (result.answer["text"] if result.answer else result.error or "")[:LONGEST_CELL],
        "type": result.type,
    }


def _of_question(question: Question) -> dict[str, str]:
    history = [turn.model_dump() for turn in question.history]
    return {
        "given_contexts": cell_of(question.given_contexts),
        "history": json.dumps(history, ensure_ascii=False) if history else "",
        "as_of": question.as_of or "",
        "enough": str(question.enough or ""),
        "outcome": question.outcome or "",
        "premise": question.premise or "",
    }


def _of_candidate(candidate: Candidate, titles: Mapping[str, str], library: Library) -> dict[str, str]:
    found = library.paragraphs(candidate.article_id, [candidate.paragraph])
    return {
        RIGHT: candidate.mark,
        "article_id": candidate.article_id,
        "title": titles.get(candidate.article_id, ""),
        "paragraph": str(candidate.paragraph),
        "quote": candidate.quote,
        "text": found[0].text[:LONGEST_CELL] if found else "",
    }


def candidates(result: Result) -> list[Candidate]:
    """The paragraphs to offer, each once: gold ones, those cited with the quoted sentence, the closest, the best."""
    answer = result.answer or {"citations": (), "closest": ()}
    gold = [
        Candidate(place.article_id, number, place.quote or "", mark_of(place.group))
        for place in result.gold
        for number in place.paragraphs
    ]
    cited = [Candidate(one["article_id"], one["paragraph"], one["quote"]) for one in answer["citations"]]
    near = [Candidate(one["article_id"], one["paragraph"]) for one in answer["closest"]]
    near += [Candidate(article_id, number) for article_id, number in result.hits]
    chosen = list(dict.fromkeys(gold))
    places = {(one.article_id, one.paragraph) for one in chosen}
    for one in [*cited, *near]:
        if (place := (one.article_id, one.paragraph)) not in places and (one.quote or len(chosen) < MOST):
            places.add(place)
            chosen.append(one)
    return chosen
