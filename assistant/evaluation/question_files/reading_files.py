"""Question files: JSON Lines, CSV and YAML to questions, with all their errors found in one pass.

Each kind of file has its own module.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.evaluation.question_files.json_rows import rows_of_lines, rows_of_list, value_of
from assistant.evaluation.question_files.questions import Problem, Question
from assistant.evaluation.question_files.rows import Row, question_of, shown
from assistant.evaluation.question_files.table_rows import rows_of_table
from assistant.evaluation.question_files.yaml_rows import rows_of_yaml
from index.errors import Unreadable, WrongUsage
from index.loading.decoding import LARGEST_FILE, LARGEST_WORDS, decode
from index.loading.named_files import printable

TABLES = (".csv", ".tsv")
JSON = (".jsonl", ".json")
YAML = (".yaml", ".yml")


def read_questions(path: Path) -> tuple[list[Question], list[Problem]]:
    """The questions of a file, and its errors line by line; a row with a problem gives no question.

    Raises WrongUsage, one sentence, if the file as a whole cannot be read as questions.
    """
    file = printable(str(path))
    content = _content(path, file)
    text, damaged = _text(content, path.suffix.lower(), file)
    questions, problems = questions_of(_rows(text, path.suffix.lower(), file) if text.strip() else ())
    problems = sorted({*damaged, *problems})
    if not questions and not problems:
        raise WrongUsage(f"'{file}' holds no questions. Write one in each line, or in each row below the header.")
    return questions, problems


def questions_of(rows: Iterable[object]) -> tuple[list[Question], list[Problem]]:
    """The questions of rows, and everything that is wrong with them.

    A row is a Row, a Question, a Problem, or a mapping of fields; a mapping's line is its position, from 1.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        found = row if isinstance(row, Problem | Question) else _question(number, row)
        if isinstance(found, Question):
            questions.append(found)
        else:
            problems += [found] if isinstance(found, Problem) else found
    questions, repeated = _without_repeated(questions)
    return questions, [*problems, *repeated]


def _question(number: int, row: object) -> Question | list[Problem]:
    if isinstance(row, Row):
        return question_of(row)
    if isinstance(row, Mapping):
        return question_of(Row(number, dict(row)))
    return [Problem(number, f"'{shown(row)}' is no question; give its fields, or a file's name instead of a list")]


def _content(path: Path, file: str) -> bytes:
    try:
        if path.is_dir():
            raise WrongUsage(f"'{file}' is a folder. Name one file of questions in it.")
        if path.suffix.lower() not in (*JSON, *TABLES, *YAML) and path.exists():
            kinds = ", ".join((*JSON, *TABLES, *YAML))
            raise WrongUsage(f"'{file}' is no question file: its name must end in {kinds}. Save a spreadsheet as CSV.")
        if path.exists() and not path.is_file():
            raise WrongUsage(f"'{file}' is not an ordinary file. Save the questions in one.")
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise WrongUsage(f"There is no file '{file}'. Check the name of the question file.") from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise WrongUsage(f"The questions '{file}' cannot be read: {reason}. Name another file.") from error
    if len(content) > LARGEST_FILE:
        raise WrongUsage(f"'{file}' is larger than {LARGEST_WORDS}. Split it into several question files.")
    return content


def _text(content: bytes, kind: str, file: str) -> tuple[str, list[Problem]]:
    """The text of a file with normalised line endings, and its damaged lines.

    UTF-16 is recognised by its byte order mark. Any encoding other than UTF-8 is guessed, and only for a table, since
    only spreadsheet programs still write one, and only if the file is not mostly UTF-8: otherwise one damaged byte
    would change all its words.
    """
    try:
        return _plain(content.decode("utf-8-sig"), file), []
    except UnicodeDecodeError:
        mended = content.decode("utf-8-sig", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (kind in TABLES and not _mostly_utf_8(mended)):
        try:
            return _plain(decode(content), file), []
        except Unreadable as error:
            raise WrongUsage(f"'{file}' cannot be read: {error}. Save it as text in UTF-8.") from error
    lines = [line for line, part in enumerate(content.splitlines(), start=1) if not _is_utf_8(part)]
    return _plain(mended, file), [
        Problem(line, "it holds bytes that are not UTF-8; save the file in that encoding") for line in lines
    ]


def _plain(text: str, file: str) -> str:
    if "\0" in text:
        raise WrongUsage(f"'{file}' cannot be read: it looks like a binary file. Save it as text in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _mostly_utf_8(mended: str) -> bool:
    damaged = mended.count("\N{REPLACEMENT CHARACTER}")
    return sum(character > "\x7f" for character in mended) > 2 * damaged


def _is_utf_8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str, kind: str, file: str) -> Iterable[Row | Problem]:
    if kind in TABLES:
        return rows_of_table(text, file)
    if kind in YAML:
        return rows_of_yaml(text, file)
    first = text.strip().split("\n", 1)[0]
    if first.startswith("[") and (kind == ".json" or isinstance(value_of(first), str)):
        return rows_of_list(text)
    if kind == ".json" and isinstance(value_of(text), tuple):
        return rows_of_list(f"[{text}]")  # one question, which may span several lines
    return rows_of_lines(text)


def _without_repeated(questions: list[Question]) -> tuple[list[Question], list[Problem]]:
    """The first question with each id, and a problem for each question that repeats an id."""
    first: dict[str, Question] = {}
    problems = []
    for question in questions:
        if (earlier := first.setdefault(question.id, question)) is not question:
            problems.append(
                Problem(question.line, f"the id '{shown(question.id)}' is already used in line {earlier.line}")
            )
    return list(first.values()), problems
