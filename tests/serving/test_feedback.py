"""Thumbs up and down as a question set that `evaluate` takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.evaluation.gold import locate
from assistant.evaluation.question_files.from_feedback import rows_of, write_feedback
from assistant.evaluation.question_files.reading_files import read_questions
from assistant.serving.conversations import Conversations
from index.errors import WrongUsage
from index.library import Library
from tests.serving.test_conversations import HARBOUR, record

ANSWERED = "What did Armstrong say about the surface of the Moon?"
REFUSED = "What did Gorbachev say about the Berlin Wall?"


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations(tmp_path)
    yield opened
    opened.close()


def asked(saved: Conversations, library: Library, question: str, begun: str | None = None, **filters: Any) -> Any:
    answer = Assistant(library).ask(question, **filters).to_dict()
    return saved.save(answer, library, conversation=begun)


def test_a_thumb_up_gives_the_quotes_as_evidence_and_a_refusal_as_unanswerable(
    saved: Conversations, samples: Library, tmp_path: Path
) -> None:
    first = asked(saved, samples, ANSWERED)
    second = asked(saved, samples, REFUSED, first.conversation, outlets=["nobody's"])
    asked(saved, samples, "Who?")
    saved.vote(first.answer["id"], "up")
    saved.vote(second.answer["id"], "up", "Right,\nhe is only spoken to")
    file = tmp_path / "feedback.jsonl"
    assert write_feedback(saved, file, samples) == 2
    questions, problems = read_questions(file)
    assert problems == []
    location = locate(questions, samples)
    assert (location.problems, location.warnings) == ([], [])
    answered, refused = questions
    assert answered.must_be_answered and answered.type == "thumb_up"
    assert [one.quote for one in answered.evidence] == [one["quote"] for one in first.answer["citations"]]
    assert [one.paragraph_index for one in answered.evidence] == [
        one["paragraph"] - 1 for one in first.answer["citations"]
    ]
    assert refused.answerable is False and not refused.evidence
    assert [message.content for message in refused.history] == [ANSWERED, first.answer["text"]]
    note = json.loads(file.read_text("utf-8").splitlines()[1])["note"]
    assert note["comment"] == "Right,\nhe is only spoken to"
    assert note["filters"] == {"outlets": ["nobody's"]}


def test_a_thumb_down_says_nothing_of_what_would_be_right(saved: Conversations, samples: Library) -> None:
    first = asked(saved, samples, ANSWERED, articles=["moon-landing-first-steps"], as_of="2026-01-01")
    saved.vote(first.answer["id"], "down", "Not the first words")
    (row,) = rows_of(saved, samples)
    assert set(row) == {"id", "type", "question", "given_contexts", "as_of", "note"}
    assert (row["given_contexts"], row["as_of"]) == (["moon-landing-first-steps"], "2026-01-01")


def test_evidence_in_an_article_that_is_gone_or_changed_is_named_as_far_as_it_can_be(
    saved: Conversations, library: Library, tmp_path: Path
) -> None:
    article = tmp_path / "harbour.txt"
    article.write_text("The harbour opens in spring, the mayor said.\n\nA ticket costs two crowns.")
    library.add(article)
    first = asked(saved, library, "When does the harbour open?")
    saved.vote(first.answer["id"], "up")
    article.write_text("New.\n\nThe harbour opens in spring, the mayor said.")
    library.add(article)
    (row,) = rows_of(saved, library)
    assert row["evidence"] == [{"article_id": "harbour", "quote": first.answer["citations"][0]["quote"]}]
    library.remove("harbour")
    (row,) = rows_of(saved, library)
    assert "evidence" not in row and row["answerable"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.text(), st.text(), st.text(), st.sampled_from(["up", "down"]))
def test_whatever_was_asked_and_commented_is_always_a_row_that_evaluate_takes(
    tmp_path_factory: pytest.TempPathFactory, samples: Library, question: str, text: str, comment: str, vote: Any
) -> None:
    folder = tmp_path_factory.mktemp("any")
    saved = Conversations(folder)
    fields = {"searched": {"filters": {}}, "outcome": "answered"}
    begun = saved.save(record("a", f"a{question}", text, **fields), HARBOUR).conversation
    saved.save(record("b", f"b{text}", question, **fields), HARBOUR, conversation=begun)
    saved.vote("a", vote, comment)
    saved.vote("b", vote, comment)
    write_feedback(saved, folder / "set.jsonl", samples)
    questions, problems = read_questions(folder / "set.jsonl")
    assert problems == [] and [one.id for one in questions] == ["a", "b"]
    saved.close()


def test_a_file_that_holds_somebodys_work_or_is_no_json_lines_is_not_written(
    saved: Conversations, samples: Library, tmp_path: Path
) -> None:
    saved.vote(asked(saved, samples, ANSWERED).answer["id"], "up")
    (tmp_path / "there.jsonl").write_text("work")
    for name in ("there.jsonl", "set.txt", "nowhere/set.jsonl"):
        with pytest.raises(WrongUsage):
            write_feedback(saved, tmp_path / name, samples)
    assert (tmp_path / "there.jsonl").read_text() == "work"


def test_without_a_vote_a_sentence_says_where_votes_come_from(
    saved: Conversations, samples: Library, tmp_path: Path
) -> None:
    with pytest.raises(WrongUsage, match="below the answers"):
        write_feedback(saved, tmp_path / "set.jsonl", samples)
    assert not (tmp_path / "set.jsonl").exists()


def test_the_thumbs_of_all_users_are_written(saved: Conversations, samples: Library, tmp_path: Path) -> None:
    for owner in ("anna", "bert"):
        saved.of(owner).vote(asked(saved.of(owner), samples, ANSWERED).answer["id"], "up")
    assert write_feedback(saved, tmp_path / "feedback.jsonl", samples) == 2
