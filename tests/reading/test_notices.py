"""The notices of a paragraph, with their old and new words in pairs."""

from __future__ import annotations

import pytest

from index import embedding, encoders
from index.language.corrections import notice_in
from index.reading.notices import read_notices
from tests.benchmarks.tuning.notices import written_notices

MORE = 0.2  # of the notices


class Reader:
    """A reader that finds one notice, as sure as it is told."""

    def __init__(self, found: encoders.ReadNotice | None, sure: float = 1.0) -> None:
        self._found, self._sure = found, sure

    def read(self, text: str, least: float) -> encoders.ReadNotice | None:
        return self._found if self._sure >= least else None


def spans(text: str, words: list[str]) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words)


def found_in(
    monkeypatch: pytest.MonkeyPatch, text: str, old: list[str], new: list[str], kind: str = "correction"
) -> list[tuple[str | None, str | None]]:
    found = encoders.ReadNotice(kind, 0, spans(text, old), spans(text, new))
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(found))
    return [(one.was, one.now) for one in read_notices(text)]


TEXT = "The pit shut in 1984 and had 300 men and two shafts. We had 1994 and 3,000 men."


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (["1994"], ["1984"], [("1994", "1984")]),
        (["1994", "3,000"], ["1984", "300"], [("1994", "1984"), ("3,000", "300")]),
        (["1994"], [], [("1994", None)]),
        ([], ["1984", "300"], [(None, "1984"), (None, "300")]),
        (["1994", "3,000"], ["1984"], [("1994", "1984"), ("3,000", None)]),
        (["3,000"], ["1984", "300"], [("3,000", "300"), (None, "1984")]),
        ([], [], [(None, None)]),
    ],
)
def test_old_words_are_paired_with_those_that_replace_them(
    monkeypatch: pytest.MonkeyPatch, old: list[str], new: list[str], pairs: list[tuple[str | None, str | None]]
) -> None:
    assert found_in(monkeypatch, TEXT, old, new) == pairs


def test_a_part_of_a_word_stands_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_in(monkeypatch, "He is Ann Leeds, not Ann Leed.", ["Lee"], []) == [("Leeds", None)]


def test_words_stand_without_the_preposition_or_verb_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "It will be in July. We had said in May."
    assert found_in(monkeypatch, text, ["in May"], ["be in July"]) == [("May", "July")]


def test_a_withdrawal_replaces_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_in(monkeypatch, TEXT, ["1994"], ["1984"], kind="withdrawal") == [(None, None)]


def test_a_notice_begins_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    found = encoders.ReadNotice("correction", TEXT.index("1994"), (), ())
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(found))
    [one] = read_notices(TEXT)
    assert TEXT[one.start : one.end] == "We had 1994 and 3,000 men."


def test_the_model_must_be_surer_where_outlets_hardly_put_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = [0.99]
    notice = encoders.ReadNotice("correction", 0, (), ())
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(notice, sure[0]))
    assert read_notices(TEXT, at_edge=True) and read_notices(TEXT, at_edge=False, among_notices=True)
    assert not read_notices(TEXT, at_edge=False)
    sure[0] = 0.9995
    assert read_notices(TEXT, at_edge=False)


def test_chinese_is_read_by_its_wording_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "notice_reader", lambda: Reader(encoders.ReadNotice("correction", 0, (), ())))
    [one] = read_notices("更正：本文早前版本将人数误写为三十人，应为十三人。")
    assert (one.was, one.now) == ("三十人", "十三人")
    assert read_notices("大桥于周四重新开放。") == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Correction: Ann Lee is 34 years old, not 36.", {("36", "34 years")}),
        ("This version corrects that the trial is on Friday, not Monday.", {("Monday", "Friday")}),
    ],
)
def test_the_model_marks_old_and_new_words(text: str, pairs: set[tuple[str, str]]) -> None:
    assert {(one.was, one.now) for one in read_notices(text)} == pairs


def test_the_model_finds_notices_that_no_wording_shows() -> None:
    unlearned = [one.text for one in written_notices() if one.is_held_out and one.is_notice]
    worded = [text for text in unlearned if notice_in(text)]
    found = [text for text in unlearned if read_notices(text)]
    assert set(worded) <= set(found)
    assert len(found) - len(worded) >= MORE * len(unlearned)
