"""From the text of a YAML file to rows with their line numbers.

Every value stays text: YAML itself would turn the answer "no" into false and "12:30" into a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from assistant.evaluation.question_files.questions import Problem
from assistant.evaluation.question_files.rows import Place, Row, shown
from index.errors import WrongUsage

DEEPEST = 20  # levels of lists and mappings
MOST_REPEATED = 1_000_000  # values that aliases repeat: ten lines of aliases can repeat billions
NO_MAPPING = "a question must be a mapping, such as - question: ..."

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is not available everywhere
_NULLS = ("", "~", "null", "Null", "NULL")

Value = str | None | list["Value"] | dict[str, "Value"]


def rows_of_yaml(text: str, name: str) -> list[Row | Problem]:
    """The mappings of one list; raises WrongUsage if the file is not YAML or holds something else."""
    try:
        return _Reading(text).rows()
    except _Refused as refused:
        raise WrongUsage(f"'{name}' cannot be read: {refused}.") from refused
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise WrongUsage(f"'{name}' is not YAML: {error.problem}{where}. Fix it there and try again.") from error
    except yaml.YAMLError as error:
        raise WrongUsage(f"'{name}' is not YAML: it holds control characters. Take them out.") from error


class _Refused(Exception):
    pass


class _Reading:
    """One pass over the events of a parse; a value with an anchor is built once, but counted at each alias."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = (
            event
            for event in yaml.parse(text, Loader=_LOADER)
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent)
        )
        self._flaws: list[Problem] = []
        self._lines: dict[Place, int] = {}
        self._anchored: dict[str, tuple[Value, int]] = {}  # each value, and how many values it contains
        self._values = self._repeated = 0

    def rows(self) -> list[Row | Problem]:
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent) or _is_null(event):
            return []
        if not isinstance(event, yaml.SequenceStartEvent):
            raise _Refused(f"line {event.start_mark.line + 1} must begin a list of questions, each after a '- '")
        rows: list[Row | Problem] = []
        for event in self._until(yaml.SequenceEndEvent):
            self._flaws, self._lines = [], {}
            line, value = event.start_mark.line + 1, self._value(event, ())
            if value is None and not self._flaws:
                continue  # a dash with nothing after it
            if isinstance(value, dict):
                rows.append(Row(line, value, self._lines, tuple(self._flaws)))
            else:
                rows += [*self._flaws, Problem(line, NO_MAPPING)]
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise _Refused(f"line {event.start_mark.line + 1} begins a second document; keep one list of questions")
        return rows

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self._events), end):
            yield event

    def _value(self, event: Any, place: Place) -> Value:
        line = event.start_mark.line + 1
        self._lines[place] = line
        if isinstance(event, yaml.AliasEvent):
            return self._referred(event.anchor, line)
        if len(place) > DEEPEST:
            raise _Refused(f"line {line} is nested too deeply")
        if event.tag is not None:
            self._flaws.append(Problem(line, f"the tag '{shown(event.tag)}' is not read; write plain text"))
        before = self._values + self._repeated
        self._values += 1
        value = self._built(event, place)
        if event.anchor is not None:
            self._anchored[event.anchor] = value, self._values + self._repeated - before
        return value

    def _referred(self, anchor: str, line: int) -> Value:
        if anchor not in self._anchored:
            raise _Refused(f"line {line} refers to '*{shown(anchor)}', which is not complete above it")
        value, values = self._anchored[anchor]
        self._repeated += values
        if self._repeated > MOST_REPEATED:
            raise _Refused(f"line {line} refers to '*{shown(anchor)}' and so to too much; write out what is needed")
        return value

    def _built(self, event: Any, place: Place) -> Value:
        if isinstance(event, yaml.SequenceStartEvent):
            members = enumerate(self._until(yaml.SequenceEndEvent))
            return [self._value(member, (*place, number)) for number, member in members]
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        return None if _is_null(event) else event.value

    def _mapping(self, place: Place) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        for event in self._until(yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(f"line {line} has a list or a mapping where a field's name must be")
            if event.value in fields:
                self._flaws.append(Problem(line, f"the field '{shown(event.value)}' is given twice"))
            fields[event.value] = self._value(next(self._events), (*place, event.value))
            self._lines[(*place, event.value)] = line
        return fields


def _is_null(event: Any) -> bool:
    return isinstance(event, yaml.ScalarEvent) and not event.style and event.value in _NULLS
