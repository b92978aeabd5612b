"""The lexical index: what its words are, what it finds, and that applying a change twice is applying it once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.language.tokens import cjk_share, content_words, words
from index.store.lexical import Lexical

CATALOG = "a catalog"


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    return Lexical(tmp_path / "lexical")


def documents(lexical: Lexical) -> int:
    """How many the index holds beside its marker."""
    return lexical._searcher.num_docs - (1 if lexical.applied[1] else 0)


def apply(lexical: Lexical, change: int, added: dict[int, str], *, removed: tuple[int, ...] = ()) -> None:
    lexical.apply((CATALOG, change), removed=removed, added=[(key, key // 10, text) for key, text in added.items()])


def test_words_are_folded_lower_cased_and_stemmed() -> None:
    assert words("The Cafés were REPAIRED") == words("the cafe were repairing") == ["the", "cafe", "be", "repair"]


def test_initials_are_one_word_with_or_without_stops_and_no_pronoun() -> None:
    assert words("in the U.S. and the U.K.") == words("in the US and the UK") == ["in", "the", "us", "and", "the", "uk"]
    assert words("U.S.-backed") == ["us", "back"]
    assert "us" not in words("gave it to us")
    assert content_words("gave us the US") == {"give", "us"}


def test_ideographs_are_words_one_by_one_and_in_pairs() -> None:
    assert set(words("在港口 2026")) == {"在", "港", "口", "在港", "港口", "2026"}


@pytest.mark.parametrize(
    ("text", "share"), [("港口", 1.0), ("harbour", 0.0), ("港口 ab!?", 0.5), ("12 !", 0.0), ("", 0.0)]
)
def test_the_share_of_ideographs_is_told_by_letters_alone(text: str, share: float) -> None:
    assert cjk_share(text) == share


def test_a_paragraph_is_found_by_any_of_its_words_and_best_by_most(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "the old harbour crane", 20: "the crane at rest", 30: "pears and apples"})
    found = lexical.find("cranes of the harbours", 10)
    assert list(found) == [10, 20]
    assert list(lexical.find("cranes of the harbours", 1)) == [10]
    assert lexical.find("zeppelin", 10) == {}


def test_chinese_is_found_by_its_characters(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "港口的旧起重机将于三月拆除。", 20: "今年秋天果园收获了梨。"})
    assert list(lexical.find("起重机什么时候拆除?", 10)) == [10]


def test_only_paragraphs_of_the_named_articles_are_found_with_the_same_scores(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "harbour crane", 11: "crane", 20: "crane", 30: "crane"})
    everything = lexical.find("harbour crane", 10)
    within = lexical.find("harbour crane", 10, articles=[1, 3])
    assert within == pytest.approx({key: everything[key] for key in (10, 11, 30)})
    assert lexical.find("harbour crane", 10, articles=[]) == {}


def test_a_removed_paragraph_is_not_found(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "crane", 20: "crane"})
    apply(lexical, 2, {}, removed=(10,))
    assert list(lexical.find("crane", 10)) == [20]
    assert documents(lexical) == 1


def test_applying_a_change_twice_is_applying_it_once(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "crane", 20: "pears"})
    for _ in range(2):
        apply(lexical, 2, {10: "crane", 30: "crane"}, removed=(20,))
    assert set(lexical.find("crane pears", 10)) == {10, 30}
    assert documents(lexical) == 2
    assert lexical.applied == (CATALOG, 2)


def test_the_last_applied_change_is_kept_with_its_catalog(lexical: Lexical, tmp_path: Path) -> None:
    assert lexical.applied == ("", 0)
    for change in (1, 2, 9):
        apply(lexical, change, {change: "crane"})
    assert Lexical(tmp_path / "lexical").applied == (CATALOG, 9)


def test_what_another_has_committed_is_seen_after_a_reload(lexical: Lexical, tmp_path: Path) -> None:
    apply(Lexical(tmp_path / "lexical"), 1, {10: "crane"})
    assert lexical.find("crane", 10) == {}
    lexical.reload()
    assert list(lexical.find("crane", 10)) == [10]
    assert lexical.applied == (CATALOG, 1)


def test_a_cleared_index_has_applied_nothing(lexical: Lexical) -> None:
    apply(lexical, 3, {10: "crane"})
    lexical.clear()
    assert lexical.find("crane", 10) == {}
    assert lexical.applied == ("", 0)


class ReloadedMeanwhile:
    """A searcher during whose first search the index is changed, as another thread may do."""

    def __init__(self, lexical: Lexical) -> None:
        self._lexical, self._searcher = lexical, lexical._searcher

    def search(self, *arguments: Any, **named: Any) -> Any:
        result = self._searcher.search(*arguments, **named)
        apply(self._lexical, 2, {5: "apples", 6: "apples"}, removed=(10, 20))
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)


def test_a_change_in_the_middle_of_a_search_does_not_mix_up_its_keys(lexical: Lexical) -> None:
    apply(lexical, 1, {10: "pears", 20: "crane"})
    lexical._searcher = ReloadedMeanwhile(lexical)  # type: ignore[assignment]
    assert list(lexical.find("crane", 10)) == [20]
    assert lexical.find("crane", 10) == {}


def test_the_forms_of_an_irregular_word_are_one_word(lexical: Lexical) -> None:
    assert words("dug risen children prouder") == words("dig rise child proud")
    apply(lexical, 1, {1: "They dug up the street.", 2: "The harbour is open."})
    assert list(lexical.find("Who will dig?", 5)) == [1]


def test_rare_words_weigh_more_than_common_ones_and_function_words_least(lexical: Lexical) -> None:
    apply(lexical, 1, {key: "the harbour" + (" crane" if key == 10 else "") for key in range(10, 60)})
    weights = lexical.weights("Did the crane fall into the harbour?")
    assert weights["crane"] > weights["harbour"] > weights["the"] > 0
    assert weights["fall"] > weights["into"] == weights["do"]


def test_in_an_empty_index_every_word_has_a_weight(lexical: Lexical) -> None:
    assert all(weight > 0 for weight in lexical.weights("Did the crane fall? 起重机").values())


@given(text=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_asked_for(lexical: Lexical, text: str) -> None:
    assert isinstance(lexical.find(text, 5), dict)
    assert set(lexical.weights(text)) == set(words(text))


def test_a_write_whose_source_failed_stops_no_later_write(lexical: Lexical) -> None:
    def cut_off() -> Iterator[tuple[int, int, str]]:
        yield 1, 1, "The harbour is closed."
        raise ConnectionError("the catalog went away")

    with pytest.raises(ConnectionError) as raised:
        lexical.apply(("catalog", 1), removed=(), added=cut_off())
    lexical.apply(("catalog", 1), removed=(), added=[(2, 1, "The harbour is open.")])
    assert list(lexical.find("harbour", 5)) == [2]
    assert raised.tb is not None  # which holds all that the first write had in hand


def test_an_index_of_words_cut_in_another_way_starts_from_nothing(
    lexical: Lexical, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(lexical, 3, {1: "the harbour"})
    assert Lexical(tmp_path / "lexical").applied == (CATALOG, 3)
    monkeypatch.setattr("index.store.lexical.WORDS_VERSION", "0")
    assert Lexical(tmp_path / "lexical").applied == ("", 0)


def test_what_a_killed_writer_left_is_cleared_away_and_stops_no_later_write(lexical: Lexical, tmp_path: Path) -> None:
    apply(lexical, 1, {10: "crane", 11: "harbour"})
    (segment,) = (tmp_path / "lexical").glob("*.term")
    left = [segment.with_suffix(f".{number}.del") for number in range(200)]  # one of them is what the next would write
    for path in left:
        path.write_bytes(b"half")
    apply(lexical, 2, {12: "orchard"}, removed=(10,))
    assert (set(lexical.find("crane harbour orchard", 5)), documents(lexical)) == ({11, 12}, 2)
    assert not [path for path in left if path.exists() and path.read_bytes() == b"half"]
