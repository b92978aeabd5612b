"""The command `evaluate`, as an evaluator runs it, on the samples."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.cli import main
from assistant.evaluation.libraries import KEPT, library_of
from assistant.evaluation.question_files.files import write_whole
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import SAMPLES, Library
from tests.fakes import CountedEmbeddings

MOON = "What did Armstrong say about the surface of the Moon?"
ROWS = (
    {
        "id": "moon",
        "question": MOON,
        "type": "speaker",
        "answers": ["fine and powdery"],
        "evidence": [{"article_id": "moon-landing-first-steps", "quote": "fine and powdery"}],
    },
    {"id": "cost", "question": "How much did the flight to the Moon cost?", "type": "number", "answerable": False},
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return written(tmp_path / "questions.jsonl", ROWS)


def written(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def evaluate(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit status of the command."""
    monkeypatch.setattr("sys.argv", ["article-assistant", "evaluate", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return int(left.value.code or 0)


@pytest.fixture
def over(samples: Library) -> list[object]:
    return ["--library", samples.folder]


def test_a_run_prints_figures_with_intervals_and_denominators(
    questions: Path, over: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(monkeypatch, questions, *over) == 0
    said = capsys.readouterr()
    line = next(line for line in said.out.splitlines() if line.startswith("answer_held"))
    assert line.split()[1:5] == ["1.000", "[1.000,", "1.000]", "1"]
    assert "2 of 2 questions" in said.err


def test_all_files_are_written_and_a_gate_that_fails_is_exit_status_1(
    questions: Path,
    over: list[object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = {name: tmp_path / f"out.{name}" for name in ("json", "html", "xml")}
    wanted = ["--json", out["json"], "--report", out["html"], "--junit", out["xml"]]
    gates = ["--gate", "verbatim>=1", "--gate", "token_f1>=0.99"]
    assert evaluate(monkeypatch, questions, *over, *wanted, *gates) == 1
    said = capsys.readouterr().out
    assert "FAILED  token_f1>=0.99" in said and "passed  verbatim>=1" in said
    record = json.loads(out["json"].read_bytes())
    assert record["schema"] == "evaluation/1"
    assert set(record["measures"]["hit@10"]) == {"value", "low", "high", "n"}
    assert set(record["measures"]["by_type"]) == {"speaker", "number"}
    assert record["questions"][0]["answer"]["schema"] == "answer/1"
    assert record["settings"]["set"] == f"{tmp_path.name}/questions.jsonl"
    assert len(ElementTree.parse(out["xml"]).findall(".//testsuite[@name='gates']/testcase/failure")) == 1
    assert MOON in out["html"].read_text("utf-8")


def test_the_same_setting_twice_is_called_no_difference_and_a_worse_one_worse(
    over: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wall = "When was the Berlin Wall opened?"
    rows = [{"id": f"wall{number}", "question": wall, "answers": ["9 November 1989"]} for number in range(20)]
    questions, before = written(tmp_path / "many.jsonl", rows), tmp_path / "before.json"
    assert evaluate(monkeypatch, questions, *over, "--json", before) == 0
    capsys.readouterr()
    after, gate = tmp_path / "after.json", ["--gate", "answer_held>=baseline"]
    assert evaluate(monkeypatch, questions, *over, "--baseline", before, "--json", after, *gate) == 0
    compared = json.loads(after.read_bytes())["comparison"]["differences"]
    assert {one["verdict"] for one in compared.values()} == {"no difference"}
    monkeypatch.setenv("ARTICLE_ASSISTANT_REFUSAL_THRESHOLD", "100")
    assert evaluate(monkeypatch, questions, *over, "--baseline", before, "--json", after, *gate) == 1
    worse = json.loads(after.read_bytes())["comparison"]["differences"]["answer_held"]
    assert worse["verdict"] == "worse" and worse["p"] < 0.05 and len(worse["lost"]) == 20


def test_check_says_all_that_is_wrong_line_by_line_and_runs_nothing(
    over: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": ""}\n{"question": "?!", "evidence": [{"article_id": "x9"}]}\n{', encoding="utf-8")
    assert evaluate(monkeypatch, path, *over, "--check") == 2
    said = capsys.readouterr().out
    assert "line 1:" in said and "line 3:" in said
    assert "line 2: evidence names article 'x9', which is not in the library" in said


def test_what_is_wrong_stops_a_run_with_all_of_it_said(
    over: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "questions.jsonl", [{"question": 3.5, "anwsers": []}, {"question": "?!", "as_of": "x"}])
    assert evaluate(monkeypatch, path, *over) == 2
    said = capsys.readouterr().err
    assert "line 1:" in said and "answers" in said and "line 2:" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--gate", "hit@4>="], "hit@4>="),
        (["--gate", "hit@5>=1"], "hit@4"),
        (["--gate", "hit@4>=baseline"], "baseline"),
        (["--json", "no/such/folder/x.json"], "there is no folder"),
        (["--report", "."], "is a folder"),
        (["--baseline", "missing.json"], "missing.json"),
        (["--type", "nothing"], "speaker"),
        (["--id", "nothing"], "moon"),
        (["stray.jsonl"], "--articles"),
        (["--articles", "."], "not both"),
        (["--draft", "3", "--json", "x.json"], "--draft writes a file to mark"),
        (["--id", "x\x9b31m\u202e"], "x 31m "),
        (["--judge", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence_before_anything_runs(
    questions: Path,
    over: list[object],
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(questions.parent)
    assert evaluate(monkeypatch, questions, *over, *arguments) in (1, 2)
    told = capsys.readouterr()
    assert said in told.err and "Traceback" not in told.err
    assert "of 2 questions" not in told.err


def test_a_set_runs_over_articles_that_are_named_and_a_library_is_made_only_once(
    questions: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    counted = CountedEmbeddings(embeddings)
    folder, skipped = library_of([SAMPLES], counted, cache=tmp_path / "cache")
    with Library(folder, embeddings=counted) as library:
        assert library.count() == 7
    encoded = len(counted.encoded)
    assert encoded > 50
    assert library_of([SAMPLES, questions], counted, cache=tmp_path / "cache")[0] == folder
    assert len(counted.encoded) == encoded


def test_a_library_that_was_left_half_made_is_made_again(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    folder, _ = library_of([SAMPLES], embeddings, cache=tmp_path)
    (folder / "made.json").unlink()
    with Library(folder, embeddings=embeddings) as library:
        library.remove([heading.id for heading in library.articles()][:3])
    library_of([SAMPLES], embeddings, cache=tmp_path)
    with Library(folder, embeddings=embeddings) as library:
        assert library.count() == 7


def test_only_the_libraries_that_were_used_last_are_kept(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    for number in range(KEPT + 2):
        (tmp_path / f"old{number}").mkdir()
        (tmp_path / f"old{number}" / "made.json").write_text("[]")
        os.utime(tmp_path / f"old{number}" / "made.json", (number, number))
    (tmp_path / "recent").mkdir()
    (tmp_path / "recent" / "made.json").write_text("[]")
    folder, _ = library_of([next(SAMPLES.glob("*.txt"))], embeddings, cache=tmp_path)
    assert len(list(tmp_path.glob("*/made.json"))) == KEPT and folder.exists() and (tmp_path / "recent").exists()


def test_sources_without_an_article_are_refused(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with pytest.raises(WrongUsage, match="There is no article in"):
        library_of([tmp_path / "missing"], embeddings, cache=tmp_path / "cache")


def test_a_draft_is_marked_by_a_person_and_runs_as_a_set(
    over: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text(f"question,answers\n{MOON},\nHow much did the flight to the Moon cost?,\n", encoding="utf-8")
    assert evaluate(monkeypatch, plain, *over, "--draft", 2) == 0
    draft = tmp_path / "plain.draft.csv"
    with draft.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["question"] == MOON and "powdery" in row["text"]:
            row["right"] = "x"
        if "cost" in row["question"]:
            row["answerable"] = "no"
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert evaluate(monkeypatch, plain, *over, "--draft", 2) == 2, "a person's marks must not be written over"
    assert evaluate(monkeypatch, draft, *over, "--gate", "citation_recall>=1", "--gate", "refused_unanswerable>=1") == 0
    assert capsys.readouterr().out.count("passed  ") == 2


@pytest.mark.parametrize("option", ["--json", "--report", "--junit"])
def test_what_a_run_reads_is_never_written_over(
    questions: Path, over: list[object], tmp_path: Path, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline = tmp_path / "before.json"
    assert evaluate(monkeypatch, questions, *over, "--json", baseline) == 0
    kept = {path: path.read_bytes() for path in (questions, baseline)}
    for path in kept:
        assert evaluate(monkeypatch, questions, *over, "--baseline", baseline, option, path) == 2
    assert {path: path.read_bytes() for path in kept} == kept
    among = ["--articles", tmp_path, option, tmp_path / "new.html"]
    assert evaluate(monkeypatch, questions, *among) == 2


def test_two_outputs_need_two_files(
    questions: Path, over: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = tmp_path / "out.json"
    assert evaluate(monkeypatch, questions, *over, "--json", same, "--junit", same) == 2
    assert not same.exists()


def test_a_baseline_of_another_set_is_refused_before_anything_runs(
    questions: Path,
    over: list[object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    baseline = tmp_path / "before.json"
    assert evaluate(monkeypatch, questions, *over, "--json", baseline) == 0
    other = written(tmp_path / "other.jsonl", [{"id": "wall", "question": "When was the Berlin Wall opened?"}])
    capsys.readouterr()
    assert evaluate(monkeypatch, other, *over, "--baseline", baseline) == 2
    said = capsys.readouterr().err
    assert "The baseline has none of these questions" in said and "of 1 question" not in said


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WrongUsage, match="cannot be written .* XDG_CACHE_HOME"):
        library_of([SAMPLES], embeddings, cache=tmp_path / "file" / "cache")


def test_what_is_no_ordinary_file_is_not_replaced_and_a_link_is_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(WrongUsage, match="not an ordinary file"):
        write_whole(tmp_path / "pipe", "text")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "link", "text")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "target").read_text() == "text"


class Rewriting(SentenceEmbeddings):
    """Changes an article while it is being encoded."""

    changed: Path

    def encode(self, texts: Sequence[str], *, asked: int = 0) -> Any:
        self.changed.write_text("Another text altogether.", encoding="utf-8")
        return super().encode(texts)


def test_articles_that_change_while_they_are_read_give_no_library(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The bridge opens in May, said the mayor.", encoding="utf-8")
    rewriting = Rewriting()
    rewriting.changed = article
    with pytest.raises(WrongUsage, match="changed while they were read"):
        library_of([article], rewriting, cache=tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/made.json"))
