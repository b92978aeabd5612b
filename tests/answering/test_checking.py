"""A text that somebody brings, checked sentence by sentence against the articles or against paragraphs of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library

DRAFT = """# Penicillin

- Fleming used his Nobel lecture in Stockholm for a warning.
- It was given on 11 December 1946.

"If you use penicillin, use enough," Fleming said. Norman Heatley was among the winners of the Nobel Prize.
Who would have thought so? The harbour of Valparaiso has three penguins."""
# Ten sentences of our own on the article that the project started from: five true, then five with one thing altered.
SEED_DRAFT = (
    "Xi Jinping spoke with Donald Trump by phone on Wednesday. Xi said that the two sides should make progress "
    "step by step to build mutual trust. The Taiwan question is the most important issue in China-U.S. relations, "
    "Xi reiterated. Xi and Trump held a successful meeting in Busan over the past year. Mark Carney, Petteri Orpo "
    "and Keir Starmer all visited China as 2026 began. Xi said that the two sides should make 2027 a year of "
    "mutual respect. Trump reiterated that the Taiwan question is the most important issue in China-U.S. "
    "relations. The talk with Trump coincided with a video conversation with French President Emmanuel Macron. Xi "
    "called for the United States to approach arms sales to Japan with prudence. A phone call can resolve all "
    "disagreements."
)
SEED_PARAGRAPHS = [2, 4, 9, 5, 16, 4, 9, 16, 10, 13]


@pytest.fixture
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    with Library(tmp_path_factory.mktemp("empty"), embeddings=embeddings) as library:
        yield Assistant(library, Settings())


def verdicts(answer: Answer) -> list[tuple[bool | None, bool]]:
    """The verdict on each sentence, and whether a paragraph is shown for it."""
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    return [(claim.supported, bool(claim.citations)) for claim in answer.claims]


def test_each_sentence_is_supported_contradicted_or_not_found(assistant: Assistant) -> None:
    answer = assistant.check(DRAFT)
    assert (answer.question, answer.standalone_question, answer.writer) == (None, None, "user")
    assert answer.text == DRAFT
    assert [claim.text[:20] for claim in answer.claims][1:3] == ["Fleming used his Nob", "It was given on 11 D"]
    assert verdicts(answer)[1:] == [
        (True, True),
        (False, True),
        (True, True),
        (False, True),
        (None, False),
        (False, False),
    ]
    assert answer.claims[2].reason == "Paragraph 1 says '1945'; the text says '1946'."
    assert answer.claims[-1].reason == "Nothing in the articles says this."


def test_each_citation_is_a_verbatim_span_of_its_paragraph(assistant: Assistant) -> None:
    for citation in assistant.check(DRAFT).citations:
        paragraph = assistant.library.paragraph(citation.article_id, citation.paragraph)
        assert paragraph.text[citation.start : citation.end] == citation.quote


def test_a_text_is_checked_against_given_paragraphs_alone(empty: Assistant) -> None:
    paragraphs = ["The bridge opened on Tuesday.", "“It is late,” Mayor Ann Roe said. It cost 410 million kroner."]
    answer = empty.check(
        "The bridge opened on Tuesday. It cost 140 million kroner. Ann Roe said it is late.", paragraphs
    )
    assert verdicts(answer) == [(True, True), (False, True), (True, True)]
    assert [citation.paragraph for citation in answer.citations] == [1, 2, 2]
    assert answer.outcome == "answered"


def test_nothing_is_borne_out_by_an_empty_library(empty: Assistant) -> None:
    answer = empty.check("The bridge opened on Tuesday.")
    assert verdicts(answer) == [(False, False)]
    assert answer.outcome == "not_found"


def test_filters_limit_what_a_text_is_checked_against(assistant: Assistant) -> None:
    claim = "Norman Heatley was not among the winners."
    assert assistant.check(claim, articles="penicillin-use-enough").claims[0].supported
    assert not assistant.check(claim, articles="berlin-wall-opens").claims[0].supported


def test_the_sentences_of_a_draft_are_encoded_ten_at_a_time(samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    embeddings, alone, together = samples.embeddings, samples.embeddings._encode_alone, list[int]()

    def noted(texts: Sequence[str], query: bool) -> np.ndarray:
        together.append(len(texts))
        return alone(texts, query)

    monkeypatch.setattr(embeddings, "_encode_alone", noted)
    Assistant(samples, Settings()).check(" ".join(f"Ferry number {at} sails at noon." for at in range(12)))
    assert together == [10, 2]


def test_a_draft_of_ten_sentences_on_the_first_article_is_judged_right_and_at_the_right_paragraph(
    development_data: Path, tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with Library(tmp_path / "seed", embeddings=embeddings) as library:
        library.add(next((development_data / "seed").glob("*.txt")))
        answer = Assistant(library, Settings()).check(SEED_DRAFT)
    assert [claim.supported for claim in answer.claims] == [True] * 5 + [False] * 5
    cited = {citation.marker: citation.paragraph for citation in answer.citations}
    assert [cited[claim.citations[0]] for claim in answer.claims] == SEED_PARAGRAPHS


@pytest.mark.parametrize("text", ["", " \n", "x" * 100_001])
def test_an_empty_or_endless_text_is_wrong_usage(assistant: Assistant, text: str) -> None:
    with pytest.raises(WrongUsage):
        assistant.check(text)


@given(st.text(max_size=200))
def test_any_text_is_checked_and_its_claims_are_spans_of_it(empty: Assistant, text: str) -> None:
    if any(letter.isalnum() for letter in text):
        verdicts(empty.check(text, ["A short paragraph. It has two sentences."]))


SCRAPS = " ".join(f"Xi ate {number}." for number in range(2_000))
PROSE = " ".join(
    f"The crane fell into the harbour on day {number}, the harbour master said." for number in range(1_100)
)


@pytest.mark.parametrize(
    ("text", "paragraphs", "told"),
    [
        (SCRAPS, None, "sentences, and of its length"),
        (SCRAPS, ["Xi ate."], "sentences, and of its length"),
        ("The Moon is round.", ["The Moon is round. " * 1_000] * 30, "500,000 characters"),
        (PROSE, ["Xi ate."] * 1_000, "1,000 paragraphs"),
    ],
    ids=["scraps", "scraps against paragraphs", "long paragraphs", "many paragraphs"],
)
def test_what_would_take_minutes_to_check_is_wrong_usage(
    empty: Assistant, text: str, paragraphs: list[str] | None, told: str
) -> None:
    with pytest.raises(WrongUsage, match=told):
        empty.check(text, paragraphs)


def test_the_same_sentence_again_and_again_is_checked(empty: Assistant) -> None:
    assert len(empty.check("It was late. " * 2_000, ["It was late."]).claims) > 1_000
