"""Who is reported on a topic that the person asked for is not reported on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

BRIDGE = """The town of Vefsn is to have a bridge.

The mayor, Ada Lind, said that the ferry would stop in June. She was tired.

“The ferry never failed us,” said Per Holm, a farmer, while Lind called the bridge “a gift to children”."""
CHINESE = """望月桥昨天起封闭大修。

工程师许婧说，桥本身的石料比预想的要好。

船工孙茂林说，现在的河水很浅。"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("instead")
    rows = [
        {"id": "bridge", "title": "A crossing", "source": "The Vefsn Post", "date": "2026-02-05", "text": BRIDGE},
        {"id": "桥", "title": "大修", "source": "北方报", "date": "2026-02-06", "text": CHINESE},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def test_an_answer_that_is_not_found_names_who_is_reported_on_the_topic(assistant: Assistant) -> None:
    answer = assistant.ask("What did Margaret Dale say about the ferry?")
    assert answer.outcome == "not_found" and not answer.citations and not answer.claims
    assert answer.text.startswith("I found no statement by Margaret Dale on the ferry. ")
    assert "Ada Lind speaks of the ferry in “A crossing” (The Vefsn Post, 5 February 2026)." in answer.text
    assert "Ada Lind" in [citation.speaker for citation in answer.closest]


def test_the_other_is_named_in_chinese_as_well(assistant: Assistant) -> None:
    answer = assistant.ask("孙茂林对石料说了什么？")
    assert answer.outcome == "not_found"
    assert answer.text == "没有找到孙茂林谈到石料的内容。《大修》，北方报, 2026年2月6日：许婧谈到石料。"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What did Margaret Dale say about taxes?", "I found no statement by Margaret Dale on taxes."),
        ("What did Margaret Dale say?", "I found no statement by Margaret Dale."),
        ("Did Margaret Dale say that taxes were low?", "I found no such statement by Margaret Dale."),
    ],
)
def test_where_nobody_is_reported_on_the_topic_nobody_is_named(assistant: Assistant, question: str, text: str) -> None:
    assert assistant.ask(question).text == text


def test_of_a_sentence_of_two_speakers_only_the_part_of_the_one_who_is_asked_for_is_quoted(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What did Lind say about the bridge?")
    quoted = [citation for citation in answer.citations if "gift" in citation.quote]
    assert [(one.quote, one.speaker, one.voice) for one in quoted] == [
        ("Lind called the bridge “a gift to children”.", "Ada Lind", "direct")
    ]
    paragraph = assistant.library.paragraph("bridge", quoted[0].paragraph).text
    assert paragraph[quoted[0].start : quoted[0].end] == quoted[0].quote
