"""The command: what it prints, for people and for scripts, with which exit status, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import cli
from assistant.__main__ import main
from assistant.serving.conversations import Conversations
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from tests.stores import write_lines, write_texts

ANSWER = {  # the names of answer/1
    *("schema", "id", "created", "question", "standalone_question", "outcome", "searched", "notice", "text", "writer"),
    *(
        "claims",
        "citations",
        "closest",
        "unknown_markers",
        "answerability",
        "timings_ms",
        "read_as",
        "premise",
        "refusal",
        "notices",
        "framed",
        "usage",
    ),
}
CITATION = {
    *("marker", "article_id", "title", "outlet", "published", "url", "paragraph", "quote", "start", "end"),
    *(
        "revision",
        "voice",
        "speaker",
        "speaker_from",
        "link",
        "page",
        "dates",
        "copies",
        "text_kind",
        "updated",
        "corrected_by",
    ),
}
CLAIM = {"text", "start", "end", "citations", "verdict", "supported", "reason", "why", "differs_from"}
QUESTION = "What did Armstrong say when he stepped off the ladder?"
UNANSWERED = "How many penguins live in the harbour of Valparaiso?"
HARBOUR = "The harbour master said the old crane will be taken down in March."


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    def is_one_sentence(self) -> bool:
        """Whether it failed with one line on standard error and nothing else."""
        return self.out == "" and self.err.count("\n") == 1 and "Traceback" not in self.err


Command = Callable[..., Ended]


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, embeddings: SentenceEmbeddings
) -> Command:
    """Runs the command in this process, which has the model loaded, from an empty working folder."""
    for name in [name for name in os.environ if name.startswith("ARTICLE_ASSISTANT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "working").mkdir()
    monkeypatch.chdir(tmp_path / "working")
    monkeypatch.setenv("ARTICLE_ASSISTANT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr(SentenceEmbeddings, "load", _loaded_once(embeddings))
    monkeypatch.setattr(SentenceEmbeddings, "_load_bulk", _loaded_once(embeddings))

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["article-assistant", *map(str, arguments)])
        status = 0
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return run


def _loaded_once(embeddings: SentenceEmbeddings) -> Callable[[SentenceEmbeddings], Any]:
    model = embeddings.load()
    return lambda _: model


# Adding and looking


def test_adding_tells_what_was_added_and_what_was_skipped_and_why(command: Command, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, empty=" ")
    added = command("add", articles)
    assert added.status == 0
    assert added.out.splitlines()[0] == "1 added, 0 updated, 0 unchanged, 1 skipped"
    assert "empty.txt: there is no text in it" in added.out
    assert command("add", articles / "harbour.txt").out == "0 added, 0 updated, 1 unchanged, 0 skipped\n"


def test_adding_where_nothing_could_be_added_ends_with_1(command: Command, tmp_path: Path) -> None:
    ended = command("add", tmp_path / "nowhere")
    assert ended.status == 1
    assert ended.out.startswith("0 added, 0 updated, 0 unchanged, 1 skipped\n")
    assert "no such file or folder" in ended.out


def test_a_source_that_holds_no_article_ends_with_1_and_the_others_are_added(command: Command, tmp_path: Path) -> None:
    good = write_texts(tmp_path / "good", harbour=HARBOUR)
    missing = command("add", tmp_path / "nowhere", good)
    assert (missing.status, missing.out.splitlines()[0]) == (1, "1 added, 0 updated, 0 unchanged, 1 skipped")
    (tmp_path / "bare").mkdir()
    bare = command("add", good, tmp_path / "bare")
    assert (bare.status, bare.out.splitlines()[-1]) == (1, f"  no article in {tmp_path / 'bare'}")
    assert command("add", good, good / "harbour.txt").status == 0  # the same again is an article


def test_the_list_has_every_article_for_people_and_for_scripts(command: Command, samples: Library) -> None:
    listed = command("list", "--library", samples.folder)
    ids = [heading.id for heading in samples.articles()]
    assert listed.status == 0
    assert all(article_id in listed.out for article_id in ids)
    read = json.loads(command("list", "--json", "--library", samples.folder).out)
    assert [article["id"] for article in read] == ids
    assert {"title", "outlet", "author", "published", "url"} <= set(read[0])


def test_an_empty_library_says_how_to_fill_it(command: Command) -> None:
    assert "article-assistant add" in command("list").out
    assert json.loads(command("list", "--json").out) == []


def test_showing_an_article_prints_every_paragraph_under_its_number(command: Command, samples: Library) -> None:
    article = samples.article(samples.articles()[0].id)
    shown = command("show", article.id, "--library", samples.folder)
    assert shown.status == 0
    assert article.title in shown.out
    lines = shown.out.splitlines()
    for paragraph in article.paragraphs:
        (line,) = [line for line in lines if line.split()[:1] == [str(paragraph.number)]]
        assert line.endswith(paragraph.text)
        assert (f"({paragraph.role})" in line) is (paragraph.role != "body")


def test_a_removed_article_is_gone_and_its_file_stays(command: Command, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    command("add", articles)
    assert command("remove", "harbour").out == "1 removed\n"
    assert command("show", "harbour").status == 1
    assert (articles / "harbour.txt").is_file()


def test_a_rebuild_tells_over_how_many_articles_and_they_are_found(command: Command, tmp_path: Path) -> None:
    command("add", write_texts(tmp_path / "a", harbour=HARBOUR))
    rebuilt = command("rebuild")
    assert (rebuilt.status, rebuilt.out) == (0, "Rebuilt the indexes over 1 article.\n")
    closest = json.loads(command("ask", "--json", "Who takes down the crane?").out)
    assert {one["article_id"] for one in [*closest["citations"], *closest["closest"]]} == {"harbour"}


def test_a_backup_is_restored_into_another_library_and_its_articles_are_found(command: Command, tmp_path: Path) -> None:
    command("add", write_texts(tmp_path / "a", harbour=HARBOUR))
    kept = command("backup", tmp_path / "backup")
    assert kept.status == 0 and kept.out.startswith(f"1 article is in the backup '{tmp_path / 'backup'}'.\n0 conv")
    alone = command("backup", tmp_path / "alone", "--articles-only")
    assert (alone.status, alone.out) == (0, f"1 article is in the backup '{tmp_path / 'alone'}'.\n")
    other = ("--library", tmp_path / "other")
    restored = command("restore", tmp_path / "backup", *other)
    assert restored.status == 0 and restored.out.startswith(f"Restored 1 article from '{tmp_path / 'backup'}'.\nRes")
    assert "harbour" in command("ask", "Who takes down the crane?", *other).out


def test_restoring_what_is_no_backup_is_one_sentence(command: Command, tmp_path: Path) -> None:
    ended = command("restore", tmp_path / "nowhere")
    assert ended.status == 1 and ended.is_one_sentence()
    assert "There is no backup in" in ended.err


def test_every_file_that_was_skipped_has_its_line(command: Command, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, **{f"empty{number}": "" for number in range(100)})
    lines = command("add", articles).out.splitlines()
    assert lines[0] == "1 added, 0 updated, 0 unchanged, 100 skipped"
    assert len(lines) == 101 and all(line.endswith(": there is no text in it") for line in lines[1:])


# Asking


def test_an_answer_is_printed_with_its_numbered_paragraphs(command: Command, samples: Library) -> None:
    asked = command("ask", QUESTION, "--library", samples.folder)
    answer = json.loads(command("ask", "--json", QUESTION, "--library", samples.folder).out)
    assert asked.status == 0 and asked.err == ""
    assert answer["outcome"] == "answered"
    printed = " ".join(asked.out.split())
    for citation in answer["citations"]:
        assert f"[{citation['marker']}] {citation['title']}" in printed
        paragraph = samples.paragraph(citation["article_id"], citation["paragraph"])
        assert " ".join(paragraph.text.split()) in printed


@pytest.mark.parametrize("question", [QUESTION, UNANSWERED])
def test_json_is_a_whole_answer_whose_offsets_are_right(command: Command, samples: Library, question: str) -> None:
    ended = command("ask", "--json", question, "--library", samples.folder)
    answer = json.loads(ended.out)
    assert ended.status == 0
    assert (answer["schema"], set(answer)) == ("answer/1", ANSWER)
    assert answer["question"] == answer["standalone_question"] == question
    assert answer["searched"].items() >= {"articles": samples.count(), "filters": {}}.items()
    assert answer["writer"] == "quotes"
    assert set(answer["timings_ms"]) == {"search", "write", "total"}
    for claim in answer["claims"]:
        assert set(claim) == CLAIM
        assert answer["text"][claim["start"] : claim["end"]] == claim["text"]
        assert set(claim["citations"]) <= {citation["marker"] for citation in answer["citations"]}
    for citation in [*answer["citations"], *answer["closest"]]:
        assert set(citation) == CITATION
        paragraph = samples.paragraph(citation["article_id"], citation["paragraph"])
        assert paragraph.text[citation["start"] : citation["end"]] == citation["quote"] != ""
        assert paragraph.revision == citation["revision"]
        assert citation["link"] == f"/articles/{citation['article_id']}#p{citation['paragraph']}"


def test_not_finding_an_answer_is_no_failure_and_shows_what_is_closest(command: Command, samples: Library) -> None:
    asked = command("ask", UNANSWERED, "--library", samples.folder)
    answer = json.loads(command("ask", "--json", UNANSWERED, "--library", samples.folder).out)
    assert asked.status == 0
    assert "Closest paragraphs:" in asked.out
    assert (answer["outcome"], answer["citations"]) == ("not_found", [])
    assert len(answer["closest"]) == 3


def test_filters_limit_what_is_asked_and_are_told_in_the_answer(command: Command, samples: Library) -> None:
    only = samples.articles()[-1].id
    ended = command(
        *("ask", "--json", QUESTION, "--library", samples.folder),
        *("--article", only, "--since", "1900-01-01", "--until", "2100-12-31"),
    )
    searched = json.loads(ended.out)["searched"]
    assert searched["filters"] == {"articles": [only], "since": "1900-01-01", "until": "2100-12-31"}
    assert searched["articles"] <= 1


def test_what_the_words_of_a_question_limit_is_dropped_by_name(command: Command, samples: Library) -> None:
    asked = ("ask", "--json", "What did Armstrong say before 1950?", "--library", samples.folder)
    assert json.loads(command(*asked).out)["read_as"]["period"] == "../1949-12-31"
    read = json.loads(command(*asked, "--regardless-of", "period", "--regardless-of", "outlet").out)["read_as"]
    assert (read["period"], read["regardless_of"]) == (None, ["outlet", "period"])
    wrong = command(*asked, "--regardless-of", "month")
    assert wrong.status == 2 and wrong.is_one_sentence()


def test_as_of_a_day_later_articles_are_not_asked_and_those_of_unknown_date_are(
    command: Command, samples: Library
) -> None:
    ended = command("ask", "--json", QUESTION, "--library", samples.folder, "--as-of", "1900-01-01")
    undated = [heading for heading in samples.articles() if heading.published is None]
    searched = json.loads(ended.out)["searched"]
    assert searched.items() >= {"articles": len(undated), "filters": {"as_of": "1900-01-01"}}.items()
    assert undated
    wrong = command("ask", QUESTION, "--library", samples.folder, "--as-of", "yesterday")
    assert wrong.status == 2 and wrong.is_one_sentence()


def test_an_outlet_that_no_article_has_is_told(command: Command, samples: Library) -> None:
    ended = command("ask", QUESTION, "--library", samples.folder, "--outlet", "The Wrong Post")
    assert ended.out.startswith("No article is from the outlet 'The Wrong Post'.")
    assert "The articles do not say" not in ended.out


def test_an_empty_library_is_told_and_an_empty_question_is_wrong_usage(command: Command, samples: Library) -> None:
    assert "The library is empty" in command("ask", QUESTION).out
    blank = command("ask", "  ", "--library", samples.folder)
    assert blank.status == 2 and blank.is_one_sentence()


ESCAPES = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \u202egnp.exe\u202c \x08\x7f"


def test_an_article_cannot_send_the_terminal_commands(command: Command, tmp_path: Path) -> None:
    text = f"{ESCAPES} {HARBOUR}"
    article = {"id": "x", "title": f"Crane {ESCAPES}", "source": ESCAPES, "author": ESCAPES, "text": text}
    command("add", write_lines(tmp_path / "a.jsonl", article), tmp_path / f"no{ESCAPES[:4]}")
    printed = [
        command("add", tmp_path / "\x1b[31mnowhere.txt"),
        command("ask", "What did the harbour master say about the crane?"),
        command("list"),
        command("show", "x"),
    ]
    assert HARBOUR in " ".join(printed[1].out.split())
    for ended in printed:
        unprintable = {mark for mark in ended.out + ended.err if not (mark.isprintable() or mark == "\n")}
        assert unprintable == set()


def test_json_for_scripts_holds_no_raw_control_character(command: Command, tmp_path: Path) -> None:
    command("add", write_lines(tmp_path / "a.jsonl", {"id": "x", "title": ESCAPES, "text": f"{ESCAPES} {HARBOUR}"}))
    for ended in (command("list", "--json"), command("ask", "--json", "What of the crane?")):
        json.loads(ended.out)
        assert not {mark for mark in ended.out if mark < " " and mark != "\n" or "\x7f" <= mark <= "\x9f"}


# Failing


def test_people_and_their_words_are_printed_for_people_and_for_scripts(command: Command, samples: Library) -> None:
    at = ("--library", str(samples.folder))
    assert "Neil Armstrong" in command("people", *at).out
    listed = json.loads(command("people", "armstrong", "--json", *at).out)
    assert [one["name"] for one in listed] == [one.name for one in samples.people("armstrong")]
    said = json.loads(command("said", "armstrong", "--json", *at).out)
    assert [one["quote"] for one in said] == [one.quote for one in samples.statements(speaker="armstrong")]
    assert {one["speaker"] for one in said} == {"Neil Armstrong"}
    assert all(one["link"] == f"/articles/{one['article_id']}#p{one['paragraph']}" for one in said)
    assert "Neil Armstrong; article" in command("said", "armstrong", "--about", "surface of the Moon", *at).out
    assert "found. List who is quoted" in command("said", "Nobody", *at).out
    assert "found. Leave out --about" in command("said", "armstrong", "--about", "tariffs", *at).out
    assert command("said", "Napoleon", *at).out.startswith("No article names Napoleon.")


@pytest.mark.parametrize(
    "arguments", [("show", "nowhere"), ("remove", "nowhere"), ("ask", "Who?", "--article", "nowhere")]
)
def test_an_unknown_id_is_one_sentence_and_status_1(command: Command, arguments: tuple[str, ...]) -> None:
    ended = command(*arguments)
    assert ended.status == 1
    assert ended.is_one_sentence()
    assert "'nowhere'" in ended.err


def test_a_day_that_is_none_is_one_sentence_and_status_2(command: Command) -> None:
    ended = command("ask", "Who?", "--since", "yesterday")
    assert ended.status == 2
    assert ended.is_one_sentence()
    assert "2026-02-05" in ended.err


def test_an_unknown_setting_is_one_sentence_and_status_2(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTICLE_ASSISTANT_NONSENSE", "1")
    for arguments in (("list",), ("ask", "Who?"), ("doctor",), ("serve",)):
        ended = command(*arguments)
        assert ended.status == 2
        assert ended.is_one_sentence()
        assert "ARTICLE_ASSISTANT_NONSENSE" in ended.err


def test_a_library_that_is_a_file_is_one_sentence_and_status_1(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for arguments in (("list",), ("ask", "Who?"), ("add", tmp_path), ("rebuild",)):
        ended = command(*arguments, "--library", tmp_path / "file")
        assert ended.status == 1
        assert ended.is_one_sentence()
        assert str(tmp_path / "file") in ended.err


def test_a_port_that_is_none_is_one_sentence_and_status_2(command: Command) -> None:
    ended = command("serve", "--port", "99999")
    assert ended.status == 2
    assert ended.is_one_sentence()
    assert "it must be a whole number from 0 to 65535 (it is 99999)" in ended.err


@pytest.mark.parametrize(
    "arguments", [("ask",), ("add",), ("nonsense",), ("list", "--nonsense"), ("serve", "--port", "x")]
)
def test_wrong_usage_ends_with_2(command: Command, arguments: tuple[str, ...]) -> None:
    ended = command(*arguments)
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_the_doctor_ends_with_0_or_1_by_what_it_finds(
    command: Command, samples: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.doctor.PACKAGES", ("chromadb", "tantivy"))
    well = command("doctor", "--library", samples.folder)
    assert well.status == 0
    assert "ok   chromadb" in well.out and "WRONG" not in well.out
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "catalog.sqlite").write_bytes(b"noise" * 1000)
    ill = command("doctor", "--library", tmp_path / "damaged")
    assert ill.status == 1
    assert "WRONG library" in ill.out


def test_the_installed_command_ends_without_a_traceback_in_a_process_of_its_own(tmp_path: Path) -> None:
    program = "import sys; from assistant.cli import main; sys.argv[0] = 'article-assistant'; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "show", "nowhere", "--library", str(tmp_path / "library")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert Ended(ended.returncode, ended.stdout, ended.stderr).is_one_sentence()
    assert ended.returncode == 1


@pytest.mark.slow
def test_a_question_to_the_samples_is_answered_by_a_process_of_its_own(tmp_path: Path) -> None:
    for arguments in (("add", str(SAMPLES)), ("ask", QUESTION)):
        program = "import sys; from assistant.cli import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", program, *arguments, "--library", str(tmp_path / "library")],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
    assert "one small step for man" in ended.stdout


def test_a_text_is_checked_sentence_by_sentence(command: Command, tmp_path: Path, copied_samples: Path) -> None:
    library = copied_samples
    (tmp_path / "draft.txt").write_text(
        "Norman Heatley was not among the winners. Fleming gave his lecture on 11 December 1946. Penguins can fly."
    )
    checked = command("check", tmp_path / "draft.txt", "--library", library)
    assert (checked.status, "contradicted" in checked.out) == (1, True)
    lines = checked.out.splitlines()
    assert lines[0] == "supported     Norman Heatley was not among the winners. [1]"
    assert "Penguins can fly." in checked.out
    record = json.loads(command("check", tmp_path / "draft.txt", "--library", library, "--json").out)
    assert set(record) == ANSWER
    assert (record["question"], record["writer"]) == (None, "user")
    assert record["claims"][0]["supported"] is True
    (tmp_path / "draft.txt").write_text("Norman Heatley was not among the winners.")
    assert command("check", tmp_path / "draft.txt", "--library", library).status == 0


@pytest.mark.parametrize("name", ["missing.txt", "picture.png", "broken.docx"])
def test_a_text_that_cannot_be_read_is_one_sentence(command: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "broken.docx").write_bytes(b"no document")
    ended = command("check", tmp_path / name)
    assert ended.status == 2
    assert ended.is_one_sentence()


def test_a_model_that_cannot_be_opened_is_one_sentence(command: Command, tmp_path: Path, copied_samples: Path) -> None:
    library = copied_samples
    for arguments in (["ask", "When?"], ["serve"], ["evaluate", tmp_path / "questions.jsonl"]):
        (tmp_path / "questions.jsonl").write_text('{"question": "When did the Berlin Wall open?"}\n')
        ended = command(*arguments, "--library", library, "--model", "nobody:gpt")
        assert ended.status == 1
        assert ended.is_one_sentence()
        assert "names a provider that is not known" in ended.err


@pytest.mark.usefixtures("copied_samples")
def test_thumbs_are_exported_as_a_question_set_that_evaluate_takes(command: Command, tmp_path: Path) -> None:
    assert command("feedback", "export", "set.jsonl").is_one_sentence()
    answer = json.loads(command("ask", QUESTION, "--json").out)
    conversations = Conversations(tmp_path / "library")
    with Library(tmp_path / "library") as library:
        conversations.save(answer, library)
    conversations.vote(answer["id"], "up")
    conversations.close()
    assert command("feedback", "export", "set.jsonl").status == 0
    checked = command("evaluate", "set.jsonl", "--check", "--library", tmp_path / "library")
    assert (checked.status, checked.out) == (0, "1 question, nothing wrong.\n")


def test_serving_says_something_before_anything_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = list[str]()
    loading = SimpleNamespace(main=lambda: said.append(capsys.readouterr().out))
    monkeypatch.setitem(sys.modules, "assistant.cli", loading)  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "argv", ["article-assistant", "serve"])
    main()
    assert said == ["Starting…\n"]
