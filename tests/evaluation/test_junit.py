"""JUnit XML: what a system of continuous integration reads of a run."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.gates import check, parse_gate
from assistant.evaluation.reporting.junit import SHORT, write_junit
from assistant.evaluation.results import Result, Results
from tests.evaluation.test_comparing import answer, result, results

QUESTIONS = [
    result("q1", {"hit@1": 1.0}, type="speaker", answer=answer("He said so.", milliseconds=1250)),
    result("q2", {"hit@1": 0.0}, type="date", answer=answer("long " * SHORT, milliseconds=50)),
    result("q3", {"hit@1": 0.0}, answer=None, error="The model gave no answer."),
]
RUN = results(QUESTIONS, timings={"started": "2026-02-05T10:00:00+00:00", "seconds": 9.0})


def written(folder: Path, run: Results, *gates: str) -> Element:
    path = folder / "results.xml"
    write_junit(path, run, check([parse_gate(text) for text in gates], run))
    return ElementTree.parse(path).getroot()


def cases(root: Element, suite: str) -> list[Element]:
    return root.findall(f"testsuite[@name='{suite}']/testcase")


def test_there_is_a_case_for_each_gate_and_each_question_and_the_counts_are_right(tmp_path: Path) -> None:
    root = written(tmp_path, RUN, "hit@1>=0.9", "hit@1>=0.1")
    assert (root.tag, [suite.get("name") for suite in root]) == ("testsuites", ["gates", "questions"])
    gates, questions = root
    counted = [[one.get(name) for name in ("tests", "failures", "errors")] for one in (gates, questions, root)]
    assert counted == [["2", "1", "0"], ["3", "0", "1"], ["5", "1", "1"]]
    assert [case.get("name") for case in cases(root, "questions")] == ["q1", "q2", "q3"]
    assert [case.get("classname") for case in cases(root, "questions")] == ["speaker", "date", "question"]
    assert [case.get("time") for case in cases(root, "questions")] == ["1.250", "0.050", "0.000"]
    assert (questions.get("time"), root.get("time")) == ("1.300", "1.300")
    assert questions.get("timestamp") == "2026-02-05T10:00:00+00:00"


def test_a_gate_that_fails_is_a_failure_with_its_sentence(tmp_path: Path) -> None:
    failed, passed = cases(written(tmp_path, RUN, "hit@1>=0.9", "hit@1>=0.1"), "gates")
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == failure.text
    assert "which is less than the .90 that the gate asks for." in (failure.text or "")
    assert (failed.get("name"), failed.get("classname")) == ("hit@1>=0.9", "gates")
    assert passed.find("failure") is None


def test_only_a_question_that_failed_is_an_error(tmp_path: Path) -> None:
    right, wrong, failed = cases(written(tmp_path, RUN), "questions")
    assert right.find("error") is wrong.find("error") is None
    error = failed.find("error")
    assert error is not None and error.get("message") == "The model gave no answer."


def test_a_short_answer_is_written_down_and_a_long_one_is_not(tmp_path: Path) -> None:
    short, long, failed = cases(written(tmp_path, RUN), "questions")
    assert short.findtext("system-out") == "What of q1?\n\nHe said so."
    assert long.find("system-out") is failed.find("system-out") is None


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1, max_size=SHORT))
def test_any_text_gives_xml_that_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, kind: str, text: str
) -> None:
    rows: list[Result] = [
        result(name, {"hit@1": 1.0}, type=kind, question=text, answer=answer(text)),
        result("failed", type=kind, answer=None, error=text),
    ]
    root = written(tmp_path_factory.mktemp("junit"), results(rows, measures={}, by_type={}), "errors>=0")
    case, failed = cases(root, "questions")
    kept = "".join(character for character in name if character in "\t\n\r" or character.isprintable())
    assert len(case.get("name") or "") == len(name)
    assert set(kept) <= set(case.get("name") or "")
    assert failed.find("error") is not None


def test_what_xml_forbids_is_replaced(tmp_path: Path) -> None:
    row = result("a\x00b\ud800", type="\x1b[31m", answer=answer("bell \x07 \uffff <&> ]]>"))
    (case,) = cases(written(tmp_path, results([row])), "questions")
    assert case.get("name") == "a\ufffdb\ufffd"
    assert case.get("classname") == "\ufffd[31m"
    assert (case.findtext("system-out") or "").endswith("bell \ufffd \ufffd <&> ]]>")
