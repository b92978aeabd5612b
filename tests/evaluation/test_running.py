"""A run of a question set: what it keeps, how it goes on after a break, and that two like runs are the same."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.cli import main
from assistant.errors import CannotWrite, WrongQuestions
from assistant.evaluation.journal import Journal
from assistant.evaluation.question_files.questions import Evidence, Message, Question
from assistant.evaluation.results import Results, read_results, write_results
from assistant.evaluation.running import run
from index.errors import WrongUsage
from index.library import Library

MOON = "What did Armstrong say about the surface of the Moon?"
QUESTIONS = [
    Question(
        id="moon",
        question=MOON,
        type="speaker",
        answers=("fine and powdery",),
        evidence=(Evidence(article_id="moon-landing-first-steps", quote="fine and powdery"),),
    ),
    Question(id="cost", question="How much did the flight to the Moon cost?", type="number", answerable=False),
    Question(id="wall", question="When was the Berlin Wall opened?", type="date"),
]


def timeless(path: Path) -> dict[str, Any]:
    """The file but for timings."""
    record = json.loads(path.read_bytes())
    record.pop("timings")
    for question in record["questions"]:
        if question["answer"]:
            question["answer"].pop("timings_ms")
    return record


def kept(results: Results, path: Path) -> Path:
    write_results(results, path)
    return path


@pytest.fixture
def assistant(samples: Library) -> Assistant:
    return Assistant(samples)


def test_a_run_scores_what_it_can_and_keeps_answers_and_hits(assistant: Assistant) -> None:
    results = run(assistant, QUESTIONS)
    moon, cost, wall = results.questions
    assert moon.scores["hit@10"] == moon.scores["quote_hit"] == moon.scores["answer_held"] == 1.0
    assert ("moon-landing-first-steps", moon.gold[0].paragraphs[0]) in moon.hits
    assert moon.answer is not None and moon.answer["schema"] == "answer/1"
    assert cost.answerable is False and cost.gold == ()
    assert wall.answerable is None and set(wall.scores) <= {"errors", "supported", "verbatim"}
    assert results.measures["verbatim"].value == 1.0
    assert set(results.by_type) == {"speaker", "number", "date"}
    assert results.timings["latency_ms"]["total"]["n"] == 3


def test_two_runs_of_the_same_are_the_same_file_but_for_timings(assistant: Assistant, tmp_path: Path) -> None:
    one = kept(run(assistant, QUESTIONS), tmp_path / "one.json")
    other = kept(run(assistant, QUESTIONS, jobs=3), tmp_path / "other.json")
    assert timeless(one) == timeless(other)


def test_results_are_read_as_they_were_written(assistant: Assistant, tmp_path: Path) -> None:
    results = run(assistant, QUESTIONS)
    assert read_results(kept(results, tmp_path / "results.json")) == results


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\x00\xff", b'{"schema": "evaluation/9"}', b"[" * 100_000])
def test_what_holds_no_results_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "results.json").write_bytes(content)
    with pytest.raises(WrongUsage, match=r"results\.json"):
        read_results(tmp_path / "results.json")


@pytest.mark.parametrize(
    "damage",
    [
        lambda record: record["questions"][0]["scores"].update({"hit@1": "high"}),
        lambda record: record["questions"][0]["answer"].pop("outcome"),
        lambda record: record["questions"][0].pop("hits"),
        lambda record: record.update(questions=None),
        lambda record: record["measures"].pop("by_type"),
        lambda record: record["questions"][0]["answer"].update(claims=[{}]),
        lambda record: record["timings"].update(latency_ms={"total": {"p50": "soon"}}),
    ],
)
def test_results_that_were_edited_into_nonsense_are_refused(
    assistant: Assistant, tmp_path: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    path = kept(run(assistant, QUESTIONS[:1]), tmp_path / "results.json")
    record = json.loads(path.read_bytes())
    damage(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(WrongUsage, match="holds no results of an evaluation"):
        read_results(path)


class Broken(Assistant):
    """Fails at one question, as a full disk or a defect would."""

    def __init__(self, library: Library, error: BaseException) -> None:
        super().__init__(library)
        self.error = error
        self.asked: list[str] = []

    def ask(self, question: str, **options: Any) -> Any:
        self.asked.append(question)
        if question == QUESTIONS[1].question:
            raise self.error
        return super().ask(question, **options)


def test_a_question_that_fails_is_a_result_with_its_error_and_not_the_end(samples: Library) -> None:
    results = run(Broken(samples, RuntimeError("no room")), QUESTIONS)
    moon, cost, wall = results.questions
    assert cost.error == "RuntimeError: no room" and cost.answer is None
    assert cost.scores["refused_unanswerable"] == 0.0 and cost.scores["errors"] == 1.0
    assert moon.error is None and wall.error is None
    assert results.measures["errors"].value == pytest.approx(1 / 3)


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(samples: Library, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    broken = Broken(samples, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run(broken, QUESTIONS, results_file=path)
    assert (tmp_path / "results.json.partial").exists()
    again = Broken(samples, RuntimeError("not asked again"))
    again.error = RuntimeError("asked again")
    resumed = run(again, QUESTIONS, results_file=path)
    assert again.asked == [QUESTIONS[1].question, QUESTIONS[2].question]
    assert [one.error for one in resumed.questions] == [None, "RuntimeError: asked again", None]
    assert not (tmp_path / "results.json.partial").exists()


@pytest.mark.processes
def test_a_killed_run_that_is_resumed_gives_the_same_file(
    samples: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    rows = [json.dumps({"id": f"q{n}", "question": f"{MOON[:-1]} in {n}?", "answerable": True}) for n in range(6)]
    questions.write_text("\n".join(rows), encoding="utf-8")
    whole, killed = tmp_path / "whole.json", tmp_path / "killed.json"
    asked = ["evaluate", str(questions), "--library", str(samples.folder)]
    command = [sys.executable, "-c", "from assistant.cli import main; main()", *asked, "--json", str(killed)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run_:
        assert run_.stderr is not None
        for line in run_.stderr:  # a line of progress comes after each of so few questions
            if b" of 6 " in line:
                break
        os.kill(run_.pid, signal.SIGKILL)
    lines = (tmp_path / "killed.json.partial").read_bytes().split(b"\n")
    assert 1 < len(lines) < 7 and not killed.exists(), "the run was not killed half-way"
    for path in (killed, whole):
        monkeypatch.setattr(sys, "argv", ["article-assistant", *asked, "--json", str(path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        assert "6 of 6" in capsys.readouterr().err
    assert 0 < json.loads(killed.read_bytes())["timings"]["resumed"] < 6
    assert timeless(whole) == timeless(killed)


def test_half_a_line_and_another_runs_journal_are_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    partial = tmp_path / "results.json.partial"
    outcome = b'{"id": "a", "answer": null, "error": null, "hits": [["x", 1]], "verbatim": null, "judge": null}'
    partial.write_bytes(b'{"run": "mine"}\n' + outcome + b'\n{"id": "b", "answ')
    with Journal(path, "mine") as journal:
        assert set(journal.outcomes) == {"a"} and journal.outcomes["a"].hits == (("x", 1),)
    partial.write_bytes(b'{"run": "other"}\n' + outcome + b"\n")
    with Journal(path, "mine") as journal:
        assert not journal.outcomes


def test_two_runs_cannot_write_the_same_results(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    with Journal(path, "mine"), pytest.raises(WrongUsage, match="Another run"), Journal(path, "mine"):
        pass


def test_a_follow_up_is_asked_with_its_history_within_its_articles_and_as_of_its_day(assistant: Assistant) -> None:
    follow_up = Question(
        id="more",
        question="And about its edge?",
        history=(Message(role="user", content=MOON),),
        given_contexts=("moon-landing-first-steps",),
        as_of="2100-01-01",
    )
    (result,) = run(assistant, [follow_up]).questions
    assert result.answer is not None
    assert result.answer["standalone_question"] != result.answer["question"]
    assert result.answer["searched"]["filters"] == {"articles": ["moon-landing-first-steps"], "as_of": "2100-01-01"}
    assert {article for article, _ in result.hits} == {"moon-landing-first-steps"}


def test_evidence_that_is_not_in_the_library_stops_the_run_before_it_starts(assistant: Assistant) -> None:
    wrong = [Question(id="q", question="?!", line=14, evidence=(Evidence(article_id="x9"),))]
    with pytest.raises(WrongQuestions, match="line 14: evidence names article 'x9', which is not in the library"):
        run(assistant, wrong)


class Judge:
    """Gives every answer half of everything."""

    name = "half"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def verdict(self, question: str, golds: Any, answer_text: str) -> Any:
        from assistant.evaluation.judging import Verdict

        self.asked.append((question, answer_text))
        return Verdict(0.5, 0.5, "half", error=None, input_tokens=10, output_tokens=2, reported=True)


def test_a_judge_is_asked_about_answers_that_have_a_gold_answer_and_is_named(assistant: Assistant) -> None:
    judge = Judge()
    refused: Mapping[str, Any] = {"answers": ("12",), "answerable": True}
    results = run(assistant, [*QUESTIONS, QUESTIONS[1].model_copy(update=refused | {"id": "none"})], judge=judge)
    assert [question for question, _ in judge.asked] == [MOON]
    assert "fine and powdery" in judge.asked[0][1]
    assert results.settings["judge"] == "half"
    assert results.measures["judged_correct"].value == 0.25  # of .5 for the answer and 0 for the refusal
    assert results.tokens == {"judge": {"input": 10, "output": 2}}


def test_questions_come_as_a_file_as_rows_or_as_records(assistant: Assistant, tmp_path: Path) -> None:
    rows = [question.model_dump() for question in QUESTIONS]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    of_rows, of_file, of_records = (run(assistant, questions) for questions in (rows, path, QUESTIONS))
    assert of_rows.measures == of_file.measures == of_records.measures
    with pytest.raises(WrongQuestions, match=r"line 2: .*'anwsers'.*'answers'"):
        run(assistant, [rows[0], {"question": "Why?", "anwsers": []}])


@pytest.mark.parametrize(("questions", "said"), [([], "no questions"), (["Why?"], "line 1: 'Why\\?' is no question")])
def test_what_are_no_questions_is_said(assistant: Assistant, questions: Any, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        run(assistant, questions)


class Changing(Assistant):
    """Somebody removes an article while the questions are asked."""

    def ask(self, question: str, **options: Any) -> Any:
        answer = super().ask(question, **options)
        if ids := [heading.id for heading in self.library.articles()][1:2]:
            self.library.remove(ids)
        return answer


def test_a_library_that_changes_during_a_run_is_a_warning(library: Library, tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"The bridge {name} opens in May, said the mayor.", encoding="utf-8")
    library.add([tmp_path / f"{name}.txt" for name in "abcd"])
    results = run(Changing(library), [{"question": "When does the bridge open?"}])
    assert results.warnings == ("The library changed during the run, so the figures describe no single state of it.",)


def test_a_disk_that_is_full_at_the_end_costs_no_answer(assistant: Assistant, tmp_path: Path) -> None:
    path, partial = tmp_path / "results.json", tmp_path / "results.json.partial"
    whole = run(assistant, QUESTIONS, results_file=tmp_path / "other.json")
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The journal fits under the limit and the results, which are indented and measured, do not.
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "other.json").stat().st_size * 9 // 10, hard))
    try:
        with pytest.raises(CannotWrite, match=r"results\.json' could not be written"):
            run(assistant, QUESTIONS, results_file=path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert partial.exists() and list(tmp_path.glob(".results*")) == []
    again = run(assistant, QUESTIONS, results_file=path)
    assert again.timings["resumed"] == 3 and again.measures == whole.measures
