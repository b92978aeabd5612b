"""Which part of a long paragraph is given as fitting a question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assistant.answering.best_passage import LONGEST, passage
from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.language.sentences import sentences
from index.language.tokens import words
from index.library import Library

GULLS = "Gulls sat on the quay and looked at the water, as they do every morning of the year. "
CRANE = "The harbour master said that the old crane would be taken down in March. "
ASKED = "When will the old crane be taken down?"


def weights(question: str) -> Mapping[str, float]:
    return dict.fromkeys(words(question), 1.0)


def test_a_short_paragraph_is_its_own_passage() -> None:
    assert passage(CRANE, weights(ASKED)) == (0, len(CRANE))
    assert passage("", weights(ASKED)) == (0, 0)


@pytest.mark.parametrize("before", [0, 1, 7, 12, 25])
def test_the_sentences_that_hold_the_question_are_in_the_passage_wherever_they_stand(before: int) -> None:
    text = (GULLS * before + CRANE + GULLS * (25 - before)).strip()
    start, end = passage(text, weights(ASKED))
    assert CRANE.strip() in text[start:end]
    assert LONGEST / 2 < end - start <= LONGEST


def test_of_two_places_the_one_where_the_words_stand_together_is_the_passage() -> None:
    apart = (
        "The crane stood there. " + GULLS * 3 + "An old man was taken home. " + GULLS * 3 + "It went down in March. "
    )
    text = (apart + GULLS * 10 + CRANE + GULLS * 10).strip()
    start, end = passage(text, weights(ASKED))
    assert CRANE.strip() in text[start:end]


def test_a_sentence_longer_than_a_passage_is_not_cut() -> None:
    long = f"The harbour master said that {'the crane and ' * 100}the mast would be taken down in March. "
    text = GULLS * 10 + long + GULLS * 10
    start, end = passage(text, weights(ASKED))
    assert text[start:end] == long.strip()


def test_a_question_without_a_word_of_the_paragraph_gets_its_beginning() -> None:
    start, end = passage(GULLS * 30, weights("penicillin"))
    assert start == 0 and end <= LONGEST


@given(text=some.text(alphabet="ab .!?“”\n。他说港", max_size=4000), question=some.text(alphabet="ab 他", max_size=9))
@settings(deadline=None)
def test_a_passage_is_made_of_whole_sentences_on_end(text: str, question: str) -> None:
    start, end = passage(text, weights(question))
    if len(text) <= LONGEST:
        assert (start, end) == (0, len(text))
        return
    spans = sentences(text)
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    if spans:
        assert (inside[0][0], inside[-1][1]) == (start, end)
        assert end - start <= LONGEST or len(inside) == 1


def test_a_search_gives_each_hit_its_passage(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [{"id": "long", "title": "Quay", "text": GULLS * 12 + CRANE + GULLS * 12}, {"id": "short", "text": CRANE}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "a.jsonl")
        hits = {hit.heading.id: hit for hit in Assistant(library).search(ASKED)}
    assert hits["short"].passage == (0, len(CRANE.strip()))
    start, end = hits["long"].passage or (0, 0)
    assert CRANE.strip() in hits["long"].paragraph.text[start:end] and end - start <= LONGEST
