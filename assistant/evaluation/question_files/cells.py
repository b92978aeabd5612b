"""From the text of a CSV file, as spreadsheet programs write it, to cells by column name, with line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assistant.evaluation.question_files.questions import Problem
from assistant.evaluation.question_files.rows import shown, unknown
from index.errors import WrongUsage
from index.loading.decoding import LARGEST_FILE

DELIMITERS = (",", ";", "\t")  # European spreadsheets write ; since their numbers contain ,
_NONE = "\x1f"  # the delimiter of a table of one column, whose sentences may have commas; occurs in no text


@dataclass(frozen=True, slots=True)
class Cells:
    """The filled cells of one row by column name; `line` is where the row begins."""

    line: int
    by_name: dict[str, str]


def header_of(text: str) -> tuple[list[str], str]:
    """The names in the first row, in lower case, and the delimiter that separates the most names."""
    delimiter = max(DELIMITERS, key=lambda delimiter: len(_first_row(text, delimiter)))
    names = [name.strip().casefold() for name in _first_row(text, delimiter)]
    return names, delimiter if len(names) > 1 else _NONE


def check_header(names: list[str], known: Collection[str], file: str) -> None:
    """Raises WrongUsage if a column is unknown or repeated, or the question is missing."""
    if "question" not in names:
        raise WrongUsage(f"'{file}' has no column 'question'. Name the columns in its first row.")
    for place, name in enumerate(names):
        if name and name in names[:place]:
            raise WrongUsage(f"'{file}' has the column '{shown(name)}' twice. Keep one of them.")
        if name and name not in known:
            words = unknown(name, known, "column")
            raise WrongUsage(f"In '{file}' {words}{'' if words.endswith('?') else '.'}")


def cells_of(text: str) -> Iterator[Cells | Problem]:
    """The rows below the header that are not empty."""
    names, delimiter = header_of(text)
    records = _records(text, delimiter)
    next(records)
    for record in records:
        if isinstance(record, Problem):
            yield record
            continue
        line, cells = record
        filled = {place: cell for place, cell in enumerate(cells) if cell.strip()}
        nameless = [place for place in filled if place >= len(names) or not names[place]]
        if nameless:
            yield Problem(line, _beyond(nameless[0], names, delimiter))
        elif filled:
            yield Cells(line, {names[place]: cell for place, cell in filled.items()})


def _first_row(text: str, delimiter: str) -> list[str]:
    first = next(_records(text, delimiter), None)
    return first[1] if isinstance(first, tuple) else []


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """The rows that are not blank, each with the line on which it begins; a quoted cell may span several."""
    csv.field_size_limit(LARGEST_FILE)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(line, _in_words(error))
        else:
            if any(cell.strip() for cell in cells):
                yield line, cells
        line = reader.line_num + 1


def _in_words(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return 'a quotation mark opens a cell here that never closes; close it, or write "" for one in a text'
    return 'there is a quotation mark inside a quoted cell; write it twice, as ""'


def _beyond(place: int, names: list[str], delimiter: str) -> str:
    if place < len(names):
        return f"cell {place + 1} is filled but its column has no name in the first row"
    return f"it has {place + 1} cells, but the first row names {len(names)}; quote cells that hold a {delimiter!r}"
