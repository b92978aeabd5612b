"""From one row of a question file, whatever its format, to its question or, in plain words, what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from assistant.evaluation.question_files.questions import SHOWN, Evidence, Problem, Question
from assistant.texts.wrong_values import wrong

FIELDS = tuple(name for name in Question.model_fields if name != "line")

Place = tuple[str | int, ...]  # of a value in a row, such as ("evidence", 1, "quote")

_OWN_FIELDS: dict[str, tuple[str, ...]] = {"evidence": tuple(Evidence.model_fields), "history": ("role", "content")}


@dataclass(frozen=True, slots=True)
class Row:
    """The fields that a file holds for one question, from `line` on.

    `lines` maps each part that begins on another line to that line; `flaws` are errors in how the row is written.
    """

    line: int
    fields: dict[str, Any]
    lines: dict[Place, int] = field(default_factory=dict)
    flaws: tuple[Problem, ...] = ()


def question_of(row: Row) -> Question | list[Problem]:
    """The question of a row, or everything that is wrong with it."""
    problems = list(row.flaws)
    given = {name: value for name, value in row.fields.items() if value is not None}
    if "line" in given:  # a field of the record, but not of the file
        problems.append(Problem(_line(row, ("line",)), unknown("line", FIELDS)))
    try:
        question = Question.model_validate({"id": f"line-{row.line}", **given, "line": row.line})
    except ValidationError as error:
        return problems + [
            Problem(_line(row, detail["loc"]), _sentence(detail)) for detail in error.errors(include_url=False)
        ]
    return problems or question


def unknown(name: str, known: Collection[str], what: str = "field") -> str:
    """The message for an unknown field, with a suggestion."""
    near = get_close_matches(name[:SHOWN].casefold(), known, 1, 0.7)
    hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(known)}"
    return f"there is no {what} '{shown(name)}'; {hint}"


def shown(value: object) -> str:
    """Text from a file as a message shows it: short, on one line, and printable."""
    text = str(value)
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in short)


def _line(row: Row, place: Place) -> int:
    """The line of the innermost part around a place that has a line of its own."""
    around = (place[:length] for length in range(len(place), 0, -1))
    return next((row.lines[part] for part in around if part in row.lines), row.line)


def _sentence(detail: Any) -> str:
    """The words for one of pydantic's errors, such as "evidence 2: paragraph_index must be 0 or more"."""
    if detail["type"] == "value_error" and not detail["loc"]:
        return str(detail["ctx"]["error"])
    *outer, last = _subjects(detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = [name for name in _OWN_FIELDS.get(detail["loc"][0], FIELDS) if name != "line"]
        return ": ".join([*outer, unknown(last, known)])
    words, value = wrong(detail), detail["input"]
    tellable = words.startswith("must") and isinstance(value, str | int | float) and str(value).strip()
    return ": ".join([*outer, f"{last} {words}" + (f", not '{shown(value)}'" if tellable else "")])


def _subjects(place: Place) -> list[str]:
    """("evidence", 1, "quote") as people say it: "evidence 2", "quote"."""
    subjects: list[str] = []
    for part in place:
        if isinstance(part, int):
            subjects[-1] += f" {part + 1}"
        else:
            subjects.append(part)
    return subjects or ["a field's name"]
