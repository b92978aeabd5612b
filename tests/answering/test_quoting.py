"""The writer without a model, over a real library: what it quotes, of whom, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.evaluation import run
from assistant.question.question import LONGEST_SOUGHT
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library
from tests.fakes import HashedEmbeddings

BRIDGE = """Prime Minister Ingrid Solheim opened the new bridge over the Vefsn on Tuesday.

"We have waited thirty years for this bridge," Solheim told reporters. She said that a second bridge would come.

Finance Minister Paul Okoro warned that the bridge had cost 410 million kroner, twice what was planned.

The old ferry will stop in June. Its captain, Wei Zhang, will retire."""
CHINESE = """外交部发言人林岚星期三表示，大桥将在六月通车。

大桥全长三公里，耗资四亿元。"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("quoting")
    rows = [
        {"id": "bridge", "title": "A bridge at last", "source": "The Vefsn Post", "date": "2026-02-05", "text": BRIDGE},
        {"id": "大桥", "title": "大桥通车", "source": "北方报", "date": "2026-02-06", "text": CHINESE},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def checked(assistant: Assistant, answer: Answer) -> Answer:
    """The answer, after each of its spans was checked against what it is a span of."""
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    for citation in [*answer.citations, *answer.closest]:
        paragraph = assistant.library.paragraph(citation.article_id, citation.paragraph)
        assert paragraph.text[citation.start : citation.end] == citation.quote
        assert paragraph.revision == citation.revision
    assert [citation.marker for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    return answer


def test_what_someone_said_is_answered_with_their_words(assistant: Assistant) -> None:
    answer = checked(assistant, assistant.ask("What did Okoro say about the bridge?"))
    assert answer.outcome == "answered"
    assert {citation.speaker for citation in answer.citations} == {"Paul Okoro"}
    assert {citation.voice for citation in answer.citations} == {"reported"}
    assert answer.text.startswith("Paul Okoro, as reported in “A bridge at last” (The Vefsn Post, 5 February 2026): ")


def test_direct_words_are_told_from_reported_ones(assistant: Assistant) -> None:
    answer = checked(assistant, assistant.ask("What did Solheim say about waiting for the bridge?"))
    assert '"We have waited thirty years for this bridge," Solheim told reporters.' in [
        citation.quote for citation in answer.citations if citation.voice == "direct"
    ]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who opened the new bridge over the Vefsn?", ("Tuesday", "2026-02-03")),
        ("林岚就大桥说了什么？", ("星期三", "2026-02-04")),
    ],
)
def test_a_citation_says_which_day_its_words_mean(assistant: Assistant, question: str, told: tuple[str, str]) -> None:
    citation = checked(assistant, assistant.ask(question)).citations[0]
    assert told in [(one.text, one.day) for one in citation.dates]
    paragraph = assistant.library.paragraph(citation.article_id, citation.paragraph).text
    for one in citation.dates:
        assert paragraph[one.start : one.end] == one.text
        assert citation.start <= one.start < one.end <= citation.end


def test_a_pronoun_is_cited_with_the_place_that_names_the_speaker(assistant: Assistant) -> None:
    answer = checked(assistant, assistant.ask("What did Solheim say about a second bridge?"))
    cited = next(one for one in answer.citations if one.quote.startswith("She said"))
    assert cited.speaker == "Ingrid Solheim"
    assert cited.speaker_from is not None
    named = assistant.library.paragraph("bridge", cited.speaker_from.paragraph).text
    assert "Solheim" in named[cited.speaker_from.start : cited.speaker_from.end]


@pytest.mark.parametrize(
    "question",
    [
        "What did Wei Zhang say about the bridge?",  # in the article, says nothing
        "What did Margaret Holm say about the bridge?",  # in no article
        "What did Okoro say about the weather in Spain?",  # speaks, but of something else
        "Who won the football World Cup?",
        "What is the price of oil?",
        "这座城市的人口是多少？",
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = checked(assistant, assistant.ask(question))
    assert answer.outcome == "not_found"
    assert not answer.citations and not answer.claims
    assert answer.closest


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("How much did the bridge cost?", "410 million"),
        ("When will the old ferry stop?", "June"),
        ("Who opened the new bridge over the Vefsn?", "Ingrid Solheim"),
        ("大桥什么时候通车？", "六月"),
        ("林岚对大桥说了什么？", "六月通车"),
    ],
)
def test_what_the_articles_say_is_quoted(assistant: Assistant, question: str, held: str) -> None:
    answer = checked(assistant, assistant.ask(question))
    assert held in " ".join(citation.quote for citation in answer.citations)


def test_a_chinese_question_is_answered_in_chinese(assistant: Assistant) -> None:
    assert "《大桥通车》，北方报" in assistant.ask("大桥什么时候通车？").text
    assert assistant.ask("谁赢了世界杯？").text == "在检索的2篇文章中没有找到相关内容。"


def test_a_follow_up_is_asked_as_a_question_that_stands_alone(assistant: Assistant) -> None:
    history = [
        {"role": "user", "content": "What did Solheim say about the bridge?"},
        {"role": "assistant", "content": "..."},
    ]
    answer = assistant.ask("And Okoro?", history=history)
    assert answer.question == "And Okoro?"
    assert answer.standalone_question == "What did Okoro say about the bridge?"
    assert answer.citations[0].speaker == "Paul Okoro"


def test_filters_limit_what_is_searched_and_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("How much did the bridge cost?", since="2026-02-06")
    assert answer.outcome == "not_found"
    assert answer.searched == {"articles": 1, "filters": {"since": "2026-02-06"}, "newest": "2026-02-06"}


def test_an_empty_library_says_how_to_fill_it(library: Library) -> None:
    answer = Assistant(library).ask("What did Okoro say?")
    assert answer.outcome == "not_found"
    assert "article-assistant add" in answer.text and answer.notice is None


def test_a_name_that_no_article_has_is_told_in_the_language_of_the_question(samples: Library) -> None:
    assistant = Assistant(samples)
    unknown = assistant.ask("What did Armstrong say?", outlets=["The Wrong Post"])
    assert unknown.outcome == "not_found"
    assert unknown.text.startswith("No article is from the outlet 'The Wrong Post'. There are articles from '")
    assert all(f"'{name}'" in unknown.text for name, _ in samples.names("outlet"))
    assert assistant.ask("阿姆斯特朗说了什么？", outlets=["错误报"]).text.startswith("没有来自'错误报'的文章。")
    assert assistant.ask("Who?", authors="Nobody").text == "No article is by the author 'Nobody'."
    assert assistant.ask("Who?", since="2999-01-01").text == "No article passes these filters."


def test_a_wrong_name_beside_a_right_one_is_told_in_a_notice(samples: Library) -> None:
    right, _ = samples.names("outlet")[0]
    answer = Assistant(samples).ask("What did Armstrong say?", outlets=[right, "The Wrong Post"])
    assert answer.searched["articles"]
    assert answer.notice and answer.notice.startswith("No article is from the outlet 'The Wrong Post'.")


def test_a_text_that_is_checked_against_no_article_is_told_why(samples: Library, library: Library) -> None:
    text = "Armstrong was first."
    assert (Assistant(library).check(text).notice or "").startswith("The library is empty.")
    wrong = Assistant(samples).check(text, outlets="The Wrong Post").notice
    assert wrong and wrong.startswith("No article is from the outlet 'The Wrong Post'.")


WORDS = st.sampled_from(
    ["bridge", "Okoro", "said", "what", "ferry", '"', "[1]", "410", "大桥", "\ud800", "(", "AND", "*", "?", "\n", "who"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join).filter(str.strip))
def test_a_quote_is_always_a_verbatim_span_of_its_paragraph(assistant: Assistant, question: str) -> None:
    answer = checked(assistant, assistant.ask(question))
    assert answer.outcome in ("answered", "not_found", "reply")
    assert (answer.outcome == "answered") == bool(answer.citations)
    answer.to_json().encode()


def test_the_seed_article_is_answered_and_refused_as_its_questions_ask(
    development_data: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    seed = development_data / "seed"
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(seed)
        results = run(Assistant(library), seed / "questions.jsonl")
        cited = [
            library.paragraph(one["article_id"], one["paragraph"]).role
            for result in results.questions
            if result.answer
            for one in [*result.answer["citations"], *result.answer["closest"]]
        ]
    measured = {name: (measure.value, measure.n) for name, measure in results.measures.items()}
    assert measured["quote_hit"] == (1.0, 9)
    assert measured["refused_unanswerable"] == (1.0, 7)
    assert measured["verbatim"] == (1.0, len(cited))
    assert set(cited) <= {"body", "caption"}


def test_what_else_somebody_said_is_anything_they_said(assistant: Assistant) -> None:
    assert assistant.ask("What else did Okoro say?").citations[0].speaker == "Paul Okoro"


@pytest.mark.parametrize("question", ["", "  "])
def test_an_empty_question_is_wrong_usage(assistant: Assistant, question: str) -> None:
    with pytest.raises(WrongUsage, match="The question is empty"):
        assistant.ask(question)


def test_of_a_text_asked_as_a_question_eight_thousand_characters_are_searched_for(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        library.add(tmp_path / "bridge.txt")
        Assistant(library).ask("bridge 1000 " * 1_000)
        assert 7_900 < max(map(len, library.embeddings.encoded)) <= LONGEST_SOUGHT


def test_what_the_filters_leave_out_is_told(library: Library, tmp_path: Path) -> None:
    (tmp_path / "bees.txt").write_text("There are 312 hives in Larnholm this year, the town says.", encoding="utf-8")
    library.add(tmp_path / "bees.txt")
    assistant = Assistant(library)
    answer = assistant.ask("How many hives are there?", since="2026-01-01")
    assert answer.text == "No article passes these filters."
    assert answer.notice == "1 more without a known date was not searched."
    assert assistant.ask("How many hives are there?").notice is None
    (tmp_path / "dated.jsonl").write_text('{"id": "d", "date": "2026-02-05", "text": "It rained."}', encoding="utf-8")
    library.add(tmp_path / "dated.jsonl")
    told = assistant.ask("How many hives are there?", since="2026-01-01").notice
    assert told == "1 more without a known date was not searched."


def test_the_threshold_is_what_the_answerability_is_held_against(samples: Library) -> None:
    question = "When was the Berlin Wall opened?"
    answer = Assistant(samples).ask(question)
    odds = answer.answerability
    assert answer.outcome == "answered" and odds is not None
    for threshold, outcome in ((odds, "not_found"), (odds - 0.001, "answered")):
        asked = Assistant(samples, Settings(refusal_threshold=threshold)).ask(question)
        assert (asked.outcome, asked.answerability) == (outcome, odds)


def test_a_question_about_what_somebody_said_is_decided_without_the_threshold(samples: Library) -> None:
    strict = Assistant(samples, Settings(refusal_threshold=100.0))
    answer = strict.ask("What did Armstrong say about the surface of the Moon?")
    assert (answer.outcome, answer.answerability) == ("answered", None)
