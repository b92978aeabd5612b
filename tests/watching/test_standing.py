from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.doctor import watched_sources
from assistant.settings import Settings
from assistant.watching.standing import FAILURES, SHORTEST, marked, sentence, standing
from index.embedding import SentenceEmbeddings
from index.errors import LibraryError
from index.library import Library
from index.store.watched import Result, Source
from tests.fakes import HashedEmbeddings

HOUR = 3600.0
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as opened:
        yield opened


def source(library: Library, place: str = "http://post.example/feed") -> Source:
    library.sources.add(place, "web", now=MAY)
    return library.sources.all()[-1]


def took(library: Library, one: Source, result: Result, now: float) -> Source:
    """The source after a turn that came to this."""
    assert library.sources.claim(library.sources.get(one.id), "here")
    library.sources.finish(one, "here", result, now=now)
    return library.sources.get(one.id)


def failed(library: Library, one: Source, times: int) -> Source:
    for _ in range(times):
        one = took(library, one, Result(0.0, "failed", "its server cannot be reached"), MAY + 9 * HOUR)
    return one


def test_a_source_is_marked_after_three_failures_and_says_since_when(library: Library) -> None:
    one = took(library, source(library), Result(0.0, kind="feed", name="The Post"), MAY)
    assert standing(one, MAY) == "well"
    one = failed(library, one, FAILURES - 1)
    assert not marked([one], MAY)
    (found,) = marked([failed(library, one, 1)], MAY)
    assert str(sentence(found, date(2026, 8, 1))) == "The Post’s feed has not been read since 3 May."
    assert str(sentence(found, date(2027, 8, 1))) == "The Post’s feed has not been read since 3 May 2026."


def test_a_source_that_was_never_read_is_told_so(library: Library) -> None:
    (found,) = marked([failed(library, source(library, "http://post.example/a"), FAILURES)], MAY)
    assert str(sentence(found, date(2026, 8, 1))) == "The page http://post.example/a has never been read."


def test_a_source_that_brings_nothing_for_much_longer_than_it_used_to_is_marked(library: Library) -> None:
    one = took(library, source(library), Result(0.0, kind="feed", name="The Times", added=30), MAY)
    days = [MAY + 24 * HOUR * day for day in range(1, 7)]
    for day in days:
        one = took(library, one, Result(0.0, added=1), day)
    assert standing(one, days[-1] + 24 * 4 * HOUR - 1) == "well"
    (found,) = marked([one], days[-1] + 24 * 4 * HOUR + 1)
    assert str(sentence(found, date(2026, 8, 1))) == "The Times’ feed has brought nothing new since 9 May."
    assert standing(replace(one, paused=True), days[-1] + 24 * 40 * HOUR) == "paused"


def test_a_source_that_brought_something_every_minute_may_sleep_for_some_hours(library: Library) -> None:
    one = took(library, source(library), Result(0.0, added=1), MAY)
    for minute in range(1, 9):
        one = took(library, one, Result(0.0, added=1), MAY + 60 * minute)
    assert standing(one, one.brought[-1] + SHORTEST) == "well"
    assert standing(one, one.brought[-1] + SHORTEST + 1) == "silent"


def test_a_turn_that_is_broken_off_says_nothing_of_a_source(library: Library) -> None:
    one = failed(library, source(library), 2)
    after = took(library, one, Result(5.0, "broken off"), MAY)
    assert (after.failures, after.succeeded, after.due, after.is_held) == (2, None, 5.0, False)


def test_what_is_asked_for_while_a_source_is_read_comes_after_it(library: Library) -> None:
    one = source(library)
    assert library.sources.claim(one, "here")
    library.sources.change(one.id, due=MAY + 7)
    library.sources.finish(one, "here", Result(MAY + 900), now=MAY + 9)
    assert library.sources.get(one.id).due == MAY + 7


def test_whoever_lost_a_turn_notes_nothing(library: Library) -> None:
    one = source(library)
    assert library.sources.claim(one, "one") and not library.sources.claim(one, "other")
    library.sources.free("other", now=MAY)
    assert not library.sources.finish(one, "one", Result(MAY + 900, "failed", "it is late"), now=MAY)
    assert library.sources.get(one.id).failure is None


def test_the_doctor_names_what_is_not_read(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    settings = Settings(library=tmp_path / "library")
    assert watched_sources(settings) == "none"
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        failed(library, source(library), FAILURES)
    with pytest.raises(LibraryError, match=r"has never been read \(its server cannot be reached\)\."):
        watched_sources(settings)
