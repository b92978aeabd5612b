"""What a sentence says of an act whose word of direction makes its verb another."""

from __future__ import annotations

import pytest

from assistant.answering.composing.acts import bearings
from assistant.answering.composing.composer_input import sentences_of
from assistant.question.declaring import declared
from index.articles import Heading, Paragraph


@pytest.mark.parametrize(
    ("text", "bearing"),
    [
        ("Output went down in May.", "yes"),
        ("Output did not go down in May.", "no"),
        ("Output went up in May.", None),
        ("Output comes with a problem in May.", None),
    ],
)
def test_a_verb_of_any_meaning_tells_of_an_act_only_with_the_same_word_of_direction(
    text: str, bearing: str | None
) -> None:
    said = declared("Did output go down in May?")
    assert said is not None
    sentences = sentences_of(Heading("port", "The port"), Paragraph("port", 1, text, "body"))
    assert bearings(said, sentences) == [bearing]
