"""From the text of a CSV file to rows of questions: what each cell means, and rows of one question joined.

A table with the column `right` is a draft: a row is evidence only if it is marked there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from assistant.evaluation.question_files.cells import Cells, cells_of, check_header, header_of
from assistant.evaluation.question_files.json_rows import value_of
from assistant.evaluation.question_files.marks import FOR_READING, RIGHT, group_of
from assistant.evaluation.question_files.questions import Problem, yes_or_no
from assistant.evaluation.question_files.rows import FIELDS, Place, Row, shown
from assistant.presenting.spreadsheets import restored

PLACE = ("article_id", "paragraph", "paragraph_index", "quote", "group")  # the columns of one piece of evidence
DRAFT = (*(name for name in FIELDS if name != "evidence"), *PLACE[:-1], RIGHT, *FOR_READING)

_BETWEEN = re.compile(r"[|\r\n]+")
_COUNTED = re.compile(r"0*[1-9]\d{0,8}")


def rows_of_table(text: str, file: str) -> list[Row | Problem]:
    """The rows of a table; raises WrongUsage if its columns are not those of questions.

    If a table has columns for evidence, rows with the same id, or without ids the same question, are one question.
    """
    names, _ = header_of(text)
    draft = RIGHT in names
    check_header(names, DRAFT if draft else (*FIELDS, *PLACE), file)
    problems: list[Row | Problem] = []
    questions: dict[object, list[Row]] = {}
    for cells in cells_of(text):
        if isinstance(cells, Problem):
            problems.append(cells)
            continue
        row = _row(cells, draft=draft)
        same = [(name, row.fields[name]) for name in ("id", "question") if name in row.fields]
        joins = same and (draft or "article_id" in names)
        questions.setdefault(same[0] if joins else row.line, []).append(row)
    return problems + [_joined(rows, draft=draft) for rows in questions.values()]


def cell_of(texts: Sequence[str]) -> str:
    """Several texts in one cell, in the form in which they are read back."""
    cell = " | ".join(texts)
    plain = not cell.startswith("[") and _texts(cell) == list(texts)
    return cell if plain else json.dumps(list(texts), ensure_ascii=False)


def _row(cells: Cells, *, draft: bool) -> Row:
    """The content of one row."""
    named = {name: restored(cell) if draft else cell for name, cell in cells.by_name.items()}
    fields: dict[str, Any] = {}
    flaws: list[str] = []
    for name in (name for name in FIELDS if name in named):
        try:
            fields[name] = _value(name, named[name].strip())
        except ValueError as error:
            flaws.append(f"{name} {error}")
    try:
        if place := _marked_place(named) if draft else _place(named):
            fields["evidence"] = [*fields.get("evidence", ()), place]
    except ValueError as error:
        flaws.append(str(error))
    return Row(cells.line, fields, flaws=tuple(Problem(cells.line, flaw) for flaw in flaws))


def _value(name: str, cell: str) -> Any:
    if name in ("answers", "given_contexts"):
        return _from_json(cell) if cell.startswith("[") else _texts(cell)
    if name in ("evidence", "history"):
        return _from_json(cell)
    if name == "answerable" and (said := yes_or_no(cell)) is not None:
        return said
    return cell


def _texts(cell: str) -> list[str]:
    return [part for found in _BETWEEN.split(cell) if (part := found.strip())]


def _from_json(cell: str) -> list[Any]:
    """The list in a cell, even without the brackets around a single object."""
    found = value_of(cell)
    if isinstance(found, str):
        raise ValueError(found.removeprefix("it "))
    value, flaws = found
    if flaws:
        raise ValueError(f"cannot be read: {flaws[0]}")
    return value if isinstance(value, list) else [value]


def _marked_place(named: dict[str, str]) -> dict[str, Any] | None:
    """The evidence in a row of a draft, if it is marked."""
    mark = named.get(RIGHT, "")
    try:
        group = group_of(mark)
    except ValueError as error:
        raise ValueError(f"{RIGHT} {error}, not '{shown(mark.strip())}'") from error
    if group is None:
        return None
    if not (place := _place(named)):
        raise ValueError("it is marked as right but names no article")
    return place | {"group": group}


def _place(named: dict[str, str]) -> dict[str, Any] | None:
    """The evidence in the cells of a row, in which `paragraph` counts from 1, as people do."""
    place: dict[str, Any] = {name: named[name] for name in PLACE if name in named}
    if not place:
        return None
    if "article_id" not in place:
        raise ValueError(f"article_id is missing beside {next(iter(place))}")
    if (paragraph := place.pop("paragraph", None)) is None:
        return place
    if "paragraph_index" in place:
        raise ValueError("paragraph counts from 1 and paragraph_index from 0; give one of them")
    if not _COUNTED.fullmatch(paragraph.strip()):
        raise ValueError(f"paragraph must be a whole number from 1, not '{shown(paragraph.strip())}'")
    return place | {"paragraph_index": int(paragraph) - 1}


def _joined(rows: Sequence[Row], *, draft: bool) -> Row:
    """Joins the rows of one question: their evidence and answers together; everything else must agree."""
    fields: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    evidence: list[Any] = []
    answers: dict[str, Any] = {}
    flaws = [flaw for row in rows for flaw in row.flaws]
    for row in rows:
        if row is not rows[0] and not draft and "evidence" not in row.fields and not row.flaws:
            flaws.append(
                Problem(row.line, f"the same question is in line {rows[0].line}, and this row adds no evidence")
            )
        for name, value in row.fields.items():
            if name == "evidence":
                lines |= {(name, len(evidence) + place): row.line for place in range(len(value))}
                evidence += value
            elif name == "answers":
                lines |= {(name, len(answers) + place): row.line for place in range(len(value))}
                answers |= {str(one): one for one in value if str(one) not in answers}
            elif (said := fields.setdefault(name, value)) != value:
                elsewhere = f"'{shown(said)}' in line {lines[name,]}"
                flaws.append(Problem(row.line, f"{name} is '{shown(value)}', but {elsewhere} of the same question"))
            lines.setdefault((name,), row.line)
    if draft and fields.get("answerable") is False:
        words = f"it is marked as right, but line {lines['answerable',]} says that the question has no answer"
        flaws += [Problem(row.line, words) for row in rows if "evidence" in row.fields]
    given = {name: value for name, value in (("evidence", evidence), ("answers", list(answers.values()))) if value}
    return Row(rows[0].line, fields | given, lines, tuple(flaws))
