"""JSON Lines: the objects on its lines, their ids, and a short description of the lines that were refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import Unreadable
from index.extraction.plain_text import storable, tidy
from index.loading.decoding import LARGEST_FILE, LARGEST_WORDS

QUESTIONS = "it holds questions, not articles"
LONGEST_ID = 500  # characters; PostgreSQL has no index over texts of more than about 2,700 bytes
MOST_RUNS = 3  # of consecutive line numbers that are listed; the other lines are only counted


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers, from 1; one that is too long is cut off."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LARGEST_FILE + 1), b""), start=1):
            if len(line) > LARGEST_FILE:
                _pass_over_line(file, line)
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield number, line


def _pass_over_line(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(LARGEST_FILE)


def fields_of(line: bytes) -> dict[str, Any]:
    """The object on a line, if it is one with a text; raises Unreadable."""
    if len(line) > LARGEST_FILE:
        raise Unreadable(f"the line is longer than {LARGEST_WORDS}")
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("the line is not JSON") from error
    if not isinstance(fields, dict):
        raise Unreadable("the line is not a JSON object")
    if not isinstance(fields.get("text"), str) or not storable(fields["text"]).strip():
        raise Unreadable(QUESTIONS if fields.get("question") else "there is no text in it")
    return fields


def names_of(line: bytes) -> tuple[str | None, str]:
    """The id given by the article on a line, and a hash of its content; raises Unreadable."""
    fields = fields_of(line)
    content = json.dumps([fields.get(name) for name in ("outlet", "source", "title", "text")])
    return own_id(fields), hashlib.sha256(content.encode()).hexdigest()


def own_id(fields: Mapping[str, Any]) -> str | None:
    """The id given by an object; raises Unreadable if it is invalid."""
    own = fields.get("id")
    if own is None:
        return None
    if isinstance(own, bool) or not isinstance(own, str | int | float):
        raise Unreadable("its id is neither a string nor a number")
    if len(kept := tidy(str(own))) > LONGEST_ID:
        raise Unreadable(f"its id is longer than {LONGEST_ID} characters")
    return kept or None


def lines_in_words(numbers: Sequence[int]) -> str:
    """Line numbers in ascending order as a person would name them: "lines 1-16, 19 and 5 more"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = [f"{first}-{last}" if last > first else f"{first}" for first, last in runs[:MOST_RUNS]]
    more = sum(last - first + 1 for first, last in runs[MOST_RUNS:])
    label = "lines" if len(numbers) > 1 else "line"
    return f"{label} {', '.join(named)}" + (f" and {more:,} more" if more else "")
