"""From the text of a JSON or JSON Lines file to rows with their line numbers."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from assistant.evaluation.question_files.questions import Problem
from assistant.evaluation.question_files.rows import Row, shown

NO_OBJECT = 'a question must be an object in braces, such as {"question": "..."}'

_BLANKS = re.compile(r"[ \t\n]*")


class _Decoder(json.JSONDecoder):
    """Records in `flaws` what JSON leaves undefined or only Python accepts, and continues."""

    def __init__(self) -> None:
        self.flaws: list[str] = []
        super().__init__(object_pairs_hook=self._object, parse_constant=self._constant, parse_int=self._whole)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, value in pairs:
            if name in fields:
                self.flaws.append(f"the field '{shown(name)}' is given twice")
            fields[name] = value
        return fields

    def _constant(self, name: str) -> None:
        self.flaws.append(f"{name} is not a JSON value")

    def _whole(self, digits: str) -> int | str:
        """Keeps a number with thousands of digits, which Python refuses to parse, as text."""
        return int(digits) if len(digits) < 1000 else digits


def rows_of_lines(text: str) -> Iterator[Row | Problem]:
    """One object per line; blank lines are ignored."""
    for line, content in enumerate(text.split("\n"), start=1):
        if content.strip():
            value = value_of(content)
            yield _row(line, *value) if isinstance(value, tuple) else Problem(line, value)


def rows_of_list(text: str) -> Iterator[Row | Problem]:
    """The objects of one list, each of which may span several lines."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    position = _past_blanks(text, text.index("[") + 1)
    while not text.startswith("]", position):
        line = bisect_left(breaks, position) + 1
        decoder = _Decoder()
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield Problem(getattr(error, "lineno", line), f"{_in_words(error)}; what follows was not read")
            return
        yield _row(line, value, decoder.flaws)
        position = _past_blanks(text, position)
        if text.startswith(",", position):
            position = _past_blanks(text, position + 1)
        elif not text.startswith("]", position):
            line = bisect_left(breaks, position) + 1
            yield Problem(line, "a comma or the closing ] of the list is missing here; what follows was not read")
            return
    position = _past_blanks(text, position + 1)
    if position < len(text):
        yield Problem(bisect_left(breaks, position) + 1, "nothing may follow the closing ] of the list")


def value_of(text: str) -> tuple[Any, list[str]] | str:
    """The value of a JSON text and its flaws, or why it is not valid."""
    decoder = _Decoder()
    try:
        return decoder.decode(text), decoder.flaws
    except (ValueError, RecursionError) as error:
        return _in_words(error)


def _row(line: int, value: Any, flaws: list[str]) -> Row | Problem:
    if not isinstance(value, dict):
        return Problem(line, NO_OBJECT)
    return Row(line, value, flaws=tuple(Problem(line, flaw) for flaw in flaws))


def _past_blanks(text: str, position: int) -> int:
    found = _BLANKS.match(text, position)
    return found.end() if found else position


def _in_words(error: ValueError | RecursionError) -> str:
    if not isinstance(error, json.JSONDecodeError):
        return "it is nested too deeply"
    return f"it is not JSON: {error.msg[0].lower()}{error.msg[1:]} in column {error.colno}"
