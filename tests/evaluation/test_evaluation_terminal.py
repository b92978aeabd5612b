"""What an evaluation shows in a terminal, and what of it stands in a file that it is sent to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.evaluation.comparing import compare
from assistant.evaluation.gates import check, parse_gate
from assistant.evaluation.question_files.questions import Problem
from assistant.evaluation.reporting.flips import show_comparison
from assistant.evaluation.reporting.printed_results import show_gates, show_problems, show_results
from assistant.evaluation.reporting.progress import progress
from assistant.evaluation.results import Gold, Results
from tests.evaluation.test_comparing import answer, refusals, result, results, scored

HOSTILE = "\x1b[31mred\x07 [bold]not markup[/bold] :smile: \u202eback\nnext"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def shown(captured: Captured) -> str:
    """What was printed, which is never a command to the terminal."""
    out = captured.readouterr().out
    assert "\x1b" not in out and "\x07" not in out and "\u202e" not in out
    return out


def line(out: str, start: str) -> str:
    return next(" ".join(one.split()) for one in out.splitlines() if one.startswith(start))


def by_type(*types: str) -> Results:
    return results([result(f"q{place}", {"hit@1": place % 2}, type=type_) for place, type_ in enumerate(types)])


def compared(before: Results, after: Results, captured: Captured) -> str:
    show_comparison(before, after, compare(before, after, seed=1))
    return shown(captured)


def test_each_measure_is_shown_with_its_interval_denominator_and_meaning(capsys: Captured) -> None:
    run = refusals([(True, False)] * 3 + [(False, True)] * 4)
    show_results(run)
    out = shown(capsys)
    assert line(out, "refused_unanswerable") == "refused_unanswerable 1.000 [1.000, 1.000] 4 refused, rightly"
    assert line(out, "refused_answerable") == "refused_answerable .000 [.000, .000] 3 refused, wrongly (lower is"
    assert "hit@4" not in out.split("Nothing to measure for:")[0]
    assert "hit@4" in out.split("Nothing to measure for:")[1]


def test_a_measure_is_one_line_of_what_is_sent_to_a_file(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    show_results(refusals([(True, False)] * 3 + [(False, True)] * 4))
    out = shown(capsys)
    assert (
        line(out, "refused_answerable") == "refused_answerable .000 [.000, .000] 3 refused, wrongly (lower is better)"
    )


def test_types_are_shown_beside_each_other_where_there_is_more_than_one(capsys: Captured) -> None:
    show_results(by_type("date", "date", "near_miss", "near_miss", "near_miss"))
    out = shown(capsys)
    assert line(out, "By type") == "By type date miss"
    assert line(out, "questions") == "questions 2 3"
    assert [one.split() for one in out.splitlines() if one.startswith("hit@1 ")][1] == ["hit@1", ".500", ".333"]
    show_results(by_type("date", "date"))
    assert "By type" not in shown(capsys)


def test_seven_types_stand_in_one_table_of_eighty_columns(capsys: Captured) -> None:
    types = "lookup speaker wrong_speaker off_topic list near_miss boilerplate".split()
    show_results(by_type(*types, *types))
    out = shown(capsys)
    assert out.count("By type") == 1
    assert max(map(len, out.splitlines())) <= 80
    assert set(line(out, "By type").split()[2:]) == {"lookup", "speaker", "miss", "topic", "list", "boilerplate"}


def test_many_and_long_types_stay_within_the_width_and_no_word_is_cut(capsys: Captured) -> None:
    large = ["comparison of several articles", "multi_hop_reasoning"] * 2
    show_results(by_type(*large, *(f"kind-number-{place}" for place in range(30))))
    out = shown(capsys)
    assert max(map(len, out.split("0 failed.")[0].split("Nothing to measure for")[1].splitlines()[1:])) <= 80
    assert {"comparison", "several", "articles", "multi_", "reasoning"} <= set(out.split())
    assert out.count("number-") == 22
    assert "and 8 more types" in out


def test_latency_tokens_warnings_and_errors_are_shown_and_the_rest_is_counted(capsys: Captured) -> None:
    failed = [result(f"f{place}", answer=None, error=f"It broke {place}.") for place in range(7)]
    run = results(
        [*failed, result("q")],
        warnings=tuple(f"line {place}: odd" for place in range(23)),
        tokens={"writer": {"input": 12345, "output": 67}},
        timings={"seconds": 90.2, "latency_ms": {"total": {"p50": 10.4, "p95": 20.0, "p99": 3000.0, "n": 1}}},
    )
    show_results(run)
    out = shown(capsys)
    assert "Latency in ms (p50 / p95 / p99): total 10 / 20 / 3,000." in out
    assert "8 questions in 90 s, 7 failed." in out
    assert "Tokens: writer 12,345 in, 67 out." in out
    assert "23 warnings:" in out and "  line 19: odd\n  and 3 more\n" in out and "line 20" not in out
    assert "7 questions failed:" in out and "  f4: It broke 4.\n  and 2 more\n" in out and "f5" not in out


def test_what_a_set_or_an_answer_holds_is_neither_command_nor_markup(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    rows: list[dict[str, Any]] = [{"hit@1": float(place == 0)} for place in range(2)]
    before, after = (
        results(
            [
                result(HOSTILE, rows[side], question=HOSTILE, type=HOSTILE, answers=(HOSTILE,), answer=answer(HOSTILE)),
                result("failed", type="b", question=HOSTILE, answer=None, error=HOSTILE),
            ],
            warnings=(HOSTILE,),
            settings={HOSTILE: f"{HOSTILE} {side}"},
            tokens={HOSTILE: {"input": 1, "output": 1}},
            timings={"latency_ms": {HOSTILE: {"p50": 1, "p95": 1, "p99": 1, "n": 1}}},
        )
        for side in (0, 1)
    )
    show_results(before)
    show_problems(HOSTILE, [Problem(1, HOSTILE)])
    out = shown(capsys) + compared(before, after, capsys)
    show_gates(check([parse_gate("hit@1[x]>=1")], after))
    out += shown(capsys)
    whole = " ".join(out.split())
    assert whole.count("[31mred [bold]not markup[/bold] :smile: back next") == whole.count("back next") > 10


def test_a_comparison_shows_before_after_difference_interval_p_and_verdict(capsys: Captured) -> None:
    before, after = scored("hit@1", [1] * 20 + [0] * 20), scored("hit@1", [0] * 40)
    found = compare(before, after, seed=1).differences["hit@1"]
    out = compared(before, after, capsys)
    row = line(out, "hit@1").split()
    assert row[:4] == ["hit@1", ".500", ".000", "-.500"]
    assert row[4:] == [
        f"[-{-found.low:.3f},".replace("0.", "."),
        f"-{-found.high:.3f}]".replace("0.", "."),
        "<.001",
        "worse",
    ]
    assert "Compared: 40 questions that both runs asked alike." in out
    assert "p allows for 1 test (Holm)" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_comparison_says_what_was_left_out_and_which_settings_differ(capsys: Captured) -> None:
    before = results([result(name) for name in "abc"], settings={"search": "hybrid"})
    after = results([result("a"), result("b", question="Else?"), result("d")], settings={"search": "dense"})
    out = compared(before, after, capsys)
    assert "Compared: 1 question that both runs asked alike." in out
    assert "Left out: 1 only in the earlier run (c)." in out
    assert "Left out: 1 only in this run (d)." in out
    assert "Left out: 1 worded differently or with other gold (b)." in out
    assert "Setting search: hybrid before, dense now." in out


def test_a_flipped_question_is_shown_once_with_both_answers_and_all_that_flipped(capsys: Captured) -> None:
    gold = (Gold("article", (3,), None, 0),)
    before = results(
        [
            result(
                "q1",
                {"hit@1": 1.0, "hit@10": 1.0, "answer_held": 0.0},
                answers=("gold words",),
                gold=gold,
                hits=(("article", 3), ("article", 4)),
                answer=answer("The earlier answer."),
            )
        ]
    )
    after = results(
        [
            result(
                "q1",
                {"hit@1": 0.0, "hit@10": 0.0, "answer_held": 1.0},
                answers=("gold words",),
                gold=gold,
                hits=(("article", 4), ("article", 5)),
                answer=answer("The later answer."),
            )
        ]
    )
    out = compared(before, after, capsys)
    assert "Flipped (worse / better): hit@1 1 / 0, hit@10 1 / 0, answer_held 0 / 1." in out
    assert out.count("What of q1?") == 1
    assert "q1  worse: hit@1, hit@10  better: answer_held" in out
    assert "Gold: gold words" in out
    assert "Gold paragraph: rank 1 before, not in the best 2 now." in out
    assert line(out, "The earlier") == "The earlier answer. The later answer."
    assert "more question" not in out


def test_of_many_flipped_questions_a_few_each_way_are_shown_and_the_rest_is_counted(capsys: Captured) -> None:
    before, after = scored("hit@1", [0] * 12 + [1] * 8 + [1]), scored("hit@1", [1] * 12 + [0] * 8 + [1])
    out = compared(before, after, capsys)
    assert "Flipped (worse / better): hit@1 8 / 12." in out
    assert (out.count("  worse: hit@1"), out.count("  better: hit@1")) == (5, 5)
    assert out.index("  worse: hit@1") < out.index("  better: hit@1")
    assert "10 more questions flipped; --report and --json have them all." in out


def test_a_question_that_flipped_in_several_measures_counts_for_each_of_them(capsys: Captured) -> None:
    rows = [{"hit@1": 0.0, "hit@4": 0.0, "answer_held": 0.0}] * 9
    before, after = (
        results(
            [result(f"q{place}", {name: value + side for name, value in row.items()}) for place, row in enumerate(rows)]
        )
        for side in (0, 1)
    )
    out = compared(before, after, capsys)
    assert out.count("  better: hit@1, hit@4, answer_held") == 5


def test_mirrors_are_in_the_table_and_not_again_among_the_flips(capsys: Captured) -> None:
    out = compared(refusals([(False, False)]), refusals([(False, True)]), capsys)
    assert line(out, "hallucination").startswith("hallucination 1.000 .000 -1.000")
    assert "Flipped (worse / better): refused_unanswerable 0 / 1." in out
    assert "p allows for 1 test (Holm)" in out


def test_no_verdict_is_broken_over_lines_at_eighty_columns(capsys: Captured) -> None:
    before, after = ([(False, place % 3 == side) for place in range(30)] for side in (0, 1))
    row = line(compared(refusals(before), refusals(after), capsys), "refused_unanswerable")
    assert row.startswith("refused_unanswerable .333 .333 .000 [-") and row.endswith("1.000 no difference")


def test_a_difference_that_shows_as_nothing_has_no_sign(capsys: Captured) -> None:
    row = line(compared(scored("mrr@10", [0.5] * 9), scored("mrr@10", [0.50001] * 9), capsys), "mrr@10")
    assert row.startswith("mrr@10 .500 .500 .000 [.000, .000]")


def test_a_long_answer_is_cut_after_a_word_and_one_that_failed_says_why(capsys: Captured) -> None:
    before = results([result("q", {"hit@1": 1.0}, answer=answer("letter " * 400))])
    after = results([result("q", {"hit@1": 0.0}, answer=None, error="It broke.")])
    out = compared(before, after, capsys)
    assert "(failed: It broke.)" in out
    assert out.count("letter") < 40
    assert "letter ..." in " ".join(out.split())
    assert set("".join(out.split("Before")[-1].split("(failed: It broke.)")).split()) == {"Now", "letter", "..."}


def test_gates_are_shown_with_their_outcome(capsys: Captured) -> None:
    show_gates(check([parse_gate("hit@1>=0.9"), parse_gate("hit@1>=0.5")], scored("hit@1", [1, 0])))
    failed, passed = shown(capsys).splitlines()
    assert failed.startswith("FAILED  hit@1>=0.9: hit@1 is .50 [") and failed.endswith("the gate asks for.")
    assert passed.startswith("passed  hit@1>=0.5: hit@1 is .50 [")


def test_each_problem_of_a_file_is_one_line_however_long(capsys: Captured) -> None:
    long = "evidence names article 'x9', which is not in the library " * 9
    show_problems("set.jsonl", [Problem(14, long), Problem(15, "the question\nis empty")])
    assert shown(capsys).splitlines() == [
        f"set.jsonl, line 14: {long.strip()}",
        "set.jsonl, line 15: the question is empty",
    ]


def ticking(seconds: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += seconds


def test_progress_in_a_file_is_a_line_for_every_tenth_with_the_time_left(capsys: Captured) -> None:
    clock = ticking(25.0)  # it is read at the start and at each line
    with progress(475, clock=lambda: next(clock)) as advance:
        for _ in range(475):
            advance()
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert captured.out == ""
    assert lines[0] == "48 of 475 questions, about 4 min left"
    assert lines[4] == "238 of 475 questions, about 2 min left"
    assert lines[-1] == "475 of 475 questions"
    assert len(lines) == 10


def test_progress_of_few_questions_is_a_line_for_each(capsys: Captured) -> None:
    with progress(2, clock=lambda: 0.0) as advance:
        advance()
        advance()
    assert capsys.readouterr().err.splitlines() == ["1 of 2 questions, about 1 s left", "2 of 2 questions"]


def test_progress_in_a_terminal_is_a_bar_that_goes_away(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress(3) as advance:
        for _ in range(3):
            advance()
    captured = capsys.readouterr()
    assert "3/3" in captured.err and "of 3 questions" not in captured.err
    assert captured.out == ""
