"""The reader of notices of correction: which paragraphs it takes for one, and which words for the old and new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding import notice_reader
from index.reading.notices import Placed, read_notices
from tests.benchmarks.tuning.notices import Item, ordinary, written_notices

if TYPE_CHECKING:
    from index.encoders import NoticeReader

FOUND, MISTAKEN, WORDS = 0.65, 0.08, 0.3  # shares: of the notices, of the hard cases that are none, of words marked
ORDINARY = 1000
LIKELY = 3.0  # log-odds


@pytest.fixture(scope="module")
def reader() -> NoticeReader:
    return notice_reader()


def is_taken(reader: NoticeReader, text: str) -> bool:
    found = reader.read(text)
    return found is not None and found.odds >= LIKELY


@pytest.fixture(scope="module")
def unlearned() -> list[Item]:
    return [one for one in written_notices() if one.is_held_out]


def test_most_notices_and_few_other_paragraphs_are_taken_for_one(reader: NoticeReader, unlearned: list[Item]) -> None:
    taken = [is_taken(reader, one.text) for one in unlearned]
    assert np.mean([each for each, one in zip(taken, unlearned, strict=True) if one.is_notice]) >= FOUND
    assert np.mean([each for each, one in zip(taken, unlearned, strict=True) if not one.is_notice]) <= MISTAKEN


def test_ordinary_paragraphs_are_not_taken_for_one(reader: NoticeReader) -> None:
    paragraphs = [one.text for one in ordinary() if one.is_held_out][:ORDINARY]
    assert sum(is_taken(reader, text) for text in paragraphs) <= 0.005 * len(paragraphs)


def test_the_words_marked_as_old_and_new_are_found(reader: NoticeReader, unlearned: list[Item]) -> None:
    right = []
    for one in (each for each in unlearned if each.is_notice):
        found = reader.read(one.text, anyway=True)
        for wanted, spans in (("-", found and found.old), ("+", found and found.new)):
            right += [(start, end) in (spans or ()) for mark, start, end in one.marks if mark == wanted]
    assert np.mean(right) >= WORDS


def test_a_notice_at_the_end_of_a_long_paragraph_is_found(reader: NoticeReader) -> None:
    before = "The harbour was quiet on Sunday, and the ferries ran on time. " * 40
    told = "Correction: An earlier version of this article said that the fare was 40 crowns. It is 14 crowns."
    assert is_taken(reader, before + told)
    [found] = read_notices([Placed(before + told)])
    assert "14 crowns" in [one.now for one in found]


def test_paragraphs_read_together_give_what_each_gives_alone(reader: NoticeReader, unlearned: list[Item]) -> None:
    texts = [one.text for one in unlearned[:60]] + ["", "The harbour was quiet. " * 80]
    every = reader.read_all(texts, [True] * len(texts))
    for text, found in zip(texts, every, strict=True):
        alone = reader.read(text, anyway=True)
        assert (found and replace(found, odds=0.0)) == (alone and replace(alone, odds=0.0))
        assert found is None or alone is None or found.odds == pytest.approx(alone.odds, abs=0.001)


def test_an_address_is_not_read(reader: NoticeReader) -> None:
    told = "Correction: The fare is 14 crowns, not 40."
    for address in ("http://enemy.example/p.png", "https://a.example/" + "x" * 9000):
        assert not is_taken(reader, f"The old crane [x]({address} ) goes on Monday.")
        found, plain = (reader.read(text) for text in (f"{told} {address}", told))
        assert found == plain is not None


@pytest.mark.parametrize("text", ["", " ", "'" * 500_000, "\x00", "http://" * 70_000])
def test_what_has_no_words_is_no_notice(reader: NoticeReader, text: str) -> None:
    assert not is_taken(reader, text)
