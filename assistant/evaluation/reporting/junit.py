"""Results as JUnit XML for CI systems: a test case for each gate and each question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from assistant.evaluation.gates import Outcome
from assistant.evaluation.question_files.files import write_whole
from assistant.evaluation.results import Result, Results

SHORT = 500  # characters; longer answers are only in the JSON and the report
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0, section 2.2


def write_junit(path: Path, results: Results, outcomes: Sequence[Outcome]) -> None:
    """Writes the suites "gates" and "questions"; a failed gate is a failure, a failed question an error."""
    suites = Element("testsuites", name="article-assistant evaluate")
    gates = _suite(suites, "gates", results)
    for outcome in outcomes:
        _gate(gates, outcome)
    questions = _suite(suites, "questions", results)
    for result in results.questions:
        _question(questions, result)
    for element in (gates, questions, suites):
        _count(element)
    ElementTree.indent(suites)
    write_whole(path, ElementTree.tostring(suites, encoding="unicode", xml_declaration=True) + "\n")


def _suite(suites: Element, name: str, results: Results) -> Element:
    suite = SubElement(suites, "testsuite", name=name)
    if started := results.timings.get("started"):
        suite.set("timestamp", _allowed(str(started)))
    return suite


def _gate(suite: Element, outcome: Outcome) -> None:
    case = _case(suite, "gates", outcome.gate.text, 0.0)
    if outcome.passed:
        SubElement(case, "system-out").text = _allowed(outcome.sentence)
    else:
        SubElement(case, "failure", type="gate", message=_allowed(outcome.sentence)).text = _allowed(outcome.sentence)


def _question(suite: Element, result: Result) -> None:
    answer: dict[str, Any] = result.answer or {}
    case = _case(suite, result.type or "question", result.id, answer.get("timings_ms", {}).get("total", 0) / 1000)
    if result.error is not None:
        SubElement(case, "error", type="error", message=_allowed(result.error)).text = _allowed(result.question)
    elif 0 < len(text := answer.get("text", "")) <= SHORT:
        SubElement(case, "system-out").text = _allowed(f"{result.question}\n\n{text}")


def _case(suite: Element, classname: str, name: str, seconds: float) -> Element:
    return SubElement(suite, "testcase", classname=_allowed(classname), name=_allowed(name), time=f"{seconds:.3f}")


def _count(element: Element) -> None:
    """Sets the counts and the time of a suite, or of all suites."""
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", str(len(list(element.iter("error")))))
    element.set("skipped", "0")
    element.set("time", f"{sum(float(case.get('time', 0)) for case in cases):.3f}")


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
