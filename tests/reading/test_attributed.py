"""Who says a span, looked up in a reading: the facts that answering rests on."""

from __future__ import annotations

from index.reading.attributed import attributed, said_in
from index.reading.read import read_texts


def test_a_sentence_is_its_speakers_and_the_sentence_beside_it_the_outlets() -> None:
    text = "Ann Lee said the road was closed. The road is twelve kilometres long."
    reading = read_texts([text])
    first, second = attributed(reading, 1, 0, 33), attributed(reading, 1, 34, len(text))
    assert (first.voice, first.speaker) == ("reported", "Ann Lee")
    assert (second.voice, second.speaker) == ("outlet", None)


def test_a_pronouns_name_is_cited_where_it_stands() -> None:
    texts = ["Ann Lee opened the road.", "She said it would stay open."]
    said = attributed(read_texts(texts), 2, 0, len(texts[1]))
    assert said.speaker == "Ann Lee" and said.speaker_from is not None
    back, start, end = said.speaker_from
    assert (back, texts[1 - back][start:end]) == (1, "Ann Lee")


def test_those_without_a_name_are_printed_as_the_noun_phrase_that_stands_there_and_never_as_he() -> None:
    reading = read_texts(["Two officials said the road was closed.", "He said it would open."])
    assert attributed(reading, 1, 0, 39).speaker == "Two officials"
    assert attributed(reading, 2, 0, 22).speaker is None
    reading = read_texts(["Each said the road was closed."])
    assert attributed(reading, 1, 0, 30).speaker is None
    assert attributed(read_texts(["Both men said the road was closed."]), 1, 0, 34).speaker == "Both men"


def test_one_span_of_two_speakers_is_both_their_words() -> None:
    text = "Ann Lee said the road was closed. Tomas Roe said it was open."
    assert attributed(read_texts([text]), 1, 0, len(text)).speaker == "Ann Lee and Tomas Roe"
    assert len(said_in(read_texts([text]), 1, 0, len(text))) == 2
