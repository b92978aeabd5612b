"""What was made of texts is kept by the memory it takes, whatever the number of texts."""

from __future__ import annotations

from index.language.kept import FEWEST, kept


def test_what_was_made_of_the_latest_texts_is_kept_as_far_as_there_is_room() -> None:
    made: list[str] = []

    @kept(100_000)
    def words(text: str) -> tuple[str, ...]:
        made.append(text)
        return tuple(text.split())

    small = [f"a{number}" for number in range(300)]  # each takes some 300 bytes
    assert [words(text) for text in [*small, *small]] == [(text,) for text in [*small, *small]]
    assert made == small
    large = ["b " * number for number in range(1_000, 1_000 + 2 * FEWEST)]
    made.clear()
    for text in [*large, *large[-FEWEST:], small[0]]:
        words(text)
    assert made == [*large, small[0]]
