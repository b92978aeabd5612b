"""Chinese questions put into English words, for libraries without Chinese articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.question.translated.chinese import LONGEST, english_question
from index.embedding import SentenceEmbeddings
from index.library import Library

FERRY = """The volunteers counted 26 seals on the beach, said Anna Berg, the mayor.

The harbour will close in March, because the wall has cracks.

"The ferry stays," Berg told reporters on Monday.

Workers at the hospital began a strike over pay.
"""


@pytest.fixture
def harbour(tmp_path: Path, embeddings: SentenceEmbeddings) -> Assistant:
    (tmp_path / "harbour.txt").write_text(f"Harbour closes for repairs\n\n{FERRY}", "utf-8")
    library = Library(tmp_path / "library", embeddings=embeddings)
    library.add([tmp_path / "harbour.txt"])
    return Assistant(library)


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("有多少志愿者？", "How many volunteer?"),
        ("為什麼工人罷工？", "Why worker strike?"),
        ("市长说了什么？", "What did mayor say?"),
        ("Berg市长对港口说了什么？", "What did Berg mayor say about port?"),
        ("总结一下关于火山的文章", "Summarise the article about volcano"),
        ("这篇文章讲了什么？", "Summarise this article"),
        ("How many?", None),
        ("港はいつ閉まりますか", None),
        ("港" * LONGEST + "口？", None),
        ("？", None),
    ],
)
def test_a_chinese_question_is_put_into_english_words(question: str, english: str | None) -> None:
    assert english_question(question) == english


def test_a_chinese_question_is_answered_from_english_articles(harbour: Assistant) -> None:
    answer = harbour.ask("港口什么时候关闭？")
    assert answer.outcome == "answered"
    assert "in March" in answer.text


def test_where_nothing_is_found_a_chinese_question_is_told_so_in_chinese(harbour: Assistant) -> None:
    answer = harbour.ask("火山什么时候爆发？")
    assert answer.outcome == "not_found"
    assert "没有找到" in answer.text


def test_a_chinese_question_is_not_put_into_english_where_the_articles_are_chinese(
    harbour: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "port.txt").write_text("港口三月关闭\n\n港口将于三月关闭，因为堤坝有裂缝。\n", "utf-8")
    harbour.add(tmp_path / "port.txt")
    answer = harbour.ask("港口什么时候关闭？")
    assert answer.outcome == "answered"
    assert "堤坝有裂缝" in answer.text
