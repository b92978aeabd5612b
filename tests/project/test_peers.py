"""The arithmetic of the table that sets this project beside others, on made results; none of the others is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.peers.articles import Article, Asked, Chunk, whole
from tests.benchmarks.peers.figures import Killed, Run, rows
from tests.benchmarks.peers.killing import Moment, kill_amid
from tests.benchmarks.peers.scoring import kept, missing_or_doubled, scored
from tests.benchmarks.peers.table import OURS, Row, markdown

BRIDGE = Asked("When was the bridge built?", ("The bridge was built in 1931.", "It opened in 1932."))
TRAM = Asked("Who voted for the tram?", ("The council voted for the tram.",))
OTHER = "Nothing of the kind."


def test_a_chunk_is_right_if_it_holds_any_of_the_quotes_whatever_its_spaces() -> None:
    results = [["Rain fell.\n\nThe  bridge\nwas built in 1931. It was red.", OTHER], ["Rain. It opened in 1932. Sun."]]
    assert scored([BRIDGE, BRIDGE], list(map(whole, results))).hit_1 == 1


def test_a_chunk_with_a_part_of_the_quote_is_not_right() -> None:
    assert scored([TRAM], [whole(["The council voted", "for the tram."])]).hit_10 == 0


def test_hits_and_reciprocal_ranks_are_means_over_the_questions() -> None:
    right = TRAM.quotes[0]
    results = [[OTHER, right, right], [OTHER] * 4 + [right], [right], []]
    scores = scored([TRAM] * 4, list(map(whole, results)))
    assert (scores.hit_1, scores.hit_4, scores.hit_10) == (1 / 4, 2 / 4, 3 / 4)
    assert scores.mrr_10 == pytest.approx((1 / 2 + 1 / 5 + 1) / 4)


def test_what_there_is_to_read_is_four_results_or_all_down_to_the_first_right_one() -> None:
    right = TRAM.quotes[0]
    results = [["12345", right, "123"], ["1", "22", "333", "4444", "55555"]]
    scores = scored([TRAM, TRAM], list(map(whole, results)))
    assert scores.characters_first == (5 + len(right) + 3 + 10) / 2
    assert scores.characters_down == (5 + len(right) + 15) / 2


def test_a_chunk_is_right_whole_and_what_there_is_to_read_of_it_may_lack_the_quote() -> None:
    right = TRAM.quotes[0]
    scores = scored([TRAM, TRAM], [[(f"{OTHER} {right}", OTHER), (right, right)], [(f"{OTHER} {right}", right)]])
    assert (scores.hit_1, scores.read_4) == (1, 1)
    assert scores.characters_first == (len(OTHER) + 2 * len(right)) / 2
    assert scores.characters_down == (len(OTHER) + 2 * len(right)) / 2
    assert scored([TRAM], [[(right, OTHER)]]).read_4 == 0


def test_an_article_that_lacks_one_chunk_is_lost() -> None:
    whole = [Chunk("a", "one"), Chunk("a", "two"), Chunk("b", "one"), Chunk("c", "one")]
    assert kept(["a", "b"], whole, [Chunk("a", "one"), Chunk("b", "one"), Chunk("c", "one")]) == 1


def test_chunks_that_are_missing_and_doubled_both_count() -> None:
    whole = [Chunk("a", "one"), Chunk("a", "two"), Chunk("b", "one")]
    assert missing_or_doubled(whole, whole) == 0
    assert missing_or_doubled(whole, [Chunk("a", "one"), Chunk("b", "one"), Chunk("b", "one"), Chunk("b", "one")]) == 3


def seen(**other: Any) -> dict[str, Any]:
    times = {"add": 2.0, "processor": 3.5, "until_added": 5.0, "again": 0.5, "queries": [0.01, 0.03]}
    sizes = {"disk": 2**20, "memory": 2**30}
    found = {"results": [[["A tram.", "A tram."]]], "stored": [{"article": "a", "text": "A tram."}], "stored_again": 1}
    return times | sizes | found | {"window": None, "type": "float32"} | other


def run(after: dict[str, Any], **other: Any) -> Run:
    moments: tuple[Moment, ...] = ("embedding", "writing")
    return Run(seen(**other), {moment: Killed(["a"], after) for moment in moments})


def figures(*runs: Run) -> dict[str, float | str]:
    table = rows({OURS: list(runs)}, [Article("a", "", "A tram.")], [TRAM], lambda text, window: window)
    return {row.name: row.figures[OURS] for row in table}


def test_of_two_rounds_the_faster_counts_and_the_worse_kill() -> None:
    chunks = [{"article": "a", "text": "A tram."}]
    sound = run({"left": chunks, "rerun": chunks})
    told = figures(sound, run({"left": [], "rerun": chunks * 3}, add=1.0, again=0.1, stored_again=2))
    assert told["adding: characters of article a second"] == 7
    assert told["adding the same again, of the first time"] == pytest.approx(0.1)
    assert told["killed while writing: articles lost whose add had returned"] == 1
    assert told["killed while writing, then all added again: chunks missing or doubled"] == 2


def test_a_store_that_cannot_be_opened_after_a_kill_has_lost_all_and_says_why() -> None:
    told = figures(run({"error": "ValueError"}))
    assert told["killed while embedding: articles lost whose add had returned"] == 1
    assert told["killed while embedding, then all added again: chunks missing or doubled"] == "fails: ValueError"


def test_where_nobody_was_killed_no_row_tells_of_it() -> None:
    assert not [name for name in figures(Run(seen(), {})) if "killed" in name]


def test_what_the_model_does_not_read_of_a_chunk_is_not_counted_as_embedded() -> None:
    assert figures(run({"error": ""}, window=4))["adding: characters a second that the model reads"] == 2


def test_the_best_of_a_row_is_bold_and_what_is_lost_is_named() -> None:
    table = [
        Row("hit@1", {OURS: 0.9581, "other": 0.9579, "third": 0.5}, "higher", ".3f"),
        Row("memory", {OURS: 800, "other": 700.4, "third": 900}, "lower"),
        Row("type", {OURS: "float32", "other": "float32", "third": "float32"}),
        Row("after a kill", {OURS: 0, "other": "cannot be opened", "third": 4}, "lower"),
    ]
    lines = markdown(table).splitlines()
    assert lines[2] == "| hit@1 | **0.958** | **0.958** | 0.500 |"
    assert lines[5] == "| after a kill | **0** | cannot be opened | 4 |"
    assert lines[-1] == "Where article-assistant is not the best: memory (other)."


@pytest.mark.parametrize("moment", ["embedding", "writing"])
def test_a_process_is_killed_within_the_add_after_the_one_that_was_waited_for(moment: Moment, tmp_path: Path) -> None:
    adding = "import sys; print('ready'); [print(number) for number in range(3)]; sys.stdout.flush()"
    goes_on = "while True: open(sys.argv[1], 'a').write('torn')" if moment == "writing" else "sys.stdin.read()"
    command = [sys.executable, "-c", f"{adding}\n{goes_on}", str(tmp_path / "store")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as filling:
        assert kill_amid(filling, tmp_path, 3, moment) == ["0", "1", "2"]
    assert filling.returncode == -9
