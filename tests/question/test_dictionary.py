"""English words for German, French and Spanish ones, by the table made from FreeDict."""

from __future__ import annotations

import pytest

from assistant.question.translated.dictionary import LONGEST, english_of


@pytest.mark.parametrize(
    ("word", "language", "english"),
    [
        ("Hafens", "de", "harbour"),
        ("Bürgermeisters", "de", "mayor"),
        ("grève", "fr", "strike"),
        ("injuriés", "fr", None),
        ("alcaldes", "es", "mayor"),
        ("Qxyzz", "de", None),
    ],
)
def test_a_word_in_any_form_has_the_english_of_its_dictionary_form(
    word: str, language: str, english: str | None
) -> None:
    assert english_of(word, language) == english


def test_the_parts_of_a_german_compound_are_put_into_english() -> None:
    assert english_of("Schulbus", "de") == "school bus"
    assert english_of("Ruderclubs", "de") == "row clubs"


def test_a_word_longer_than_any_other_is_not_looked_up() -> None:
    assert english_of("Brücke" * LONGEST, "de") is None
