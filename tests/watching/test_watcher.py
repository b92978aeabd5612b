from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql

from assistant.watching.watcher import Watcher
from index.loading.looking import TRIES
from index.store.catalog import Catalog
from index.store.leases import SECONDS
from tests.homes import ON_FILES, open_catalog
from tests.watching.watched import Clock, Killed, Memory, Shelf, watcher

FEED = "http://post.example/feed"


@pytest.fixture
def catalog(home: str, tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "library" / "catalog.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def shelf(catalog: Catalog) -> Shelf:
    return Shelf(catalog)


def pages(*numbers: int) -> list[str]:
    return [f"http://post.example/{number}" for number in numbers]


def test_a_new_entry_is_there_after_one_interval_and_the_others_are_not_fetched_again(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    web.feeds[FEED] = pages(1, 2)
    shelf.sources.add(FEED, "web", now=clock())
    looks = watcher(shelf, web, clock)
    looks.step()
    web.feeds[FEED] = pages(3, 1, 2)
    clock.go(30)
    looks.step()
    assert shelf.kept == Counter(pages(1, 2))
    clock.go(36)
    looks.step()
    assert shelf.kept == Counter(pages(1, 2, 3))
    assert [web.asked[page] for page in pages(1, 2, 3)] == [1, 1, 1]
    (source,) = shelf.sources.all()
    assert (source.kind, source.name, source.turns, source.failures) == ("feed", "The Post", 2, 0)


def test_a_page_that_cannot_be_had_is_tried_a_few_times_and_the_feed_is_well(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    web.feeds[FEED] = pages(1, 2)
    web.broken.add(pages(2)[0])
    shelf.sources.add(FEED, "web", now=clock())
    looks = watcher(shelf, web, clock)
    for _ in range(2 * TRIES):
        looks.step()
        clock.go(120)
    assert web.asked[pages(2)[0]] == TRIES and shelf.kept == Counter(pages(1))


def test_a_paused_source_is_left_alone_and_one_that_is_to_be_tried_is_due_at_once(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    web.feeds[FEED] = pages(1)
    source, _ = shelf.sources.add(FEED, "web", now=clock())
    shelf.sources.change(source.id, paused=True)
    looks = watcher(shelf, web, clock)
    looks.step()
    assert not web.asked
    shelf.sources.change(source.id, paused=False)
    looks.step()
    assert web.asked[FEED] == 1
    shelf.sources.change(source.id, due=clock())
    looks.step()
    assert web.asked[FEED] == 2


def test_each_failure_is_told_in_one_sentence_and_makes_the_next_turn_later(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    web.broken.add(FEED)
    shelf.sources.add(FEED, "web", now=clock())
    looks = watcher(shelf, web, clock)
    waits = []
    for failures in (1, 2, 3):
        looks.step()
        (source,) = shelf.sources.all()
        assert (source.failures, source.failure) == (failures, "there is no such page (404)")
        waits.append(source.due - clock())
        clock.time = source.due
    assert waits == [120, 240, 480]
    web.broken.clear()
    web.feeds[FEED] = pages(1)
    looks.step()
    (source,) = shelf.sources.all()
    assert (source.failures, source.failure, source.succeeded) == (0, None, clock())


def test_only_one_of_two_servers_looks_and_the_other_takes_over(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    web.feeds[FEED] = pages(1)
    shelf.sources.add(FEED, "web", now=clock())
    one, other = watcher(shelf, web, clock), watcher(shelf, web, clock)
    one.step()
    other.step()
    assert web.asked[FEED] == 1 and one.is_watching and not other.is_watching
    clock.go(60)  # without a word of the first
    other.step()
    clock.go(SECONDS)
    other.step()
    assert other.is_watching and web.asked[FEED] == 2
    one.step()
    assert not one.is_watching and web.asked[FEED] == 2


def test_a_server_that_stops_lets_another_go_on_at_once(shelf: Shelf) -> None:
    web, clock = Memory(), Clock()
    shelf.sources.add(FEED, "web", now=clock())
    one, other = watcher(shelf, web, clock), watcher(shelf, web, clock)
    one.step()
    one.close()
    other.step()
    assert other.is_watching


def test_a_library_without_sources_is_not_written_to(shelf: Shelf) -> None:
    looks = watcher(shelf, Memory(), Clock())
    looks.step()
    assert not looks.is_watching


def test_what_is_wanted_between_turns_is_done_without_any_source_and_by_one_server(shelf: Shelf) -> None:
    done = list[str]()
    one = watcher(shelf, Memory(), Clock(), wanted=lambda: True, between=lambda: done.append("one"))
    other = watcher(shelf, Memory(), Clock(), wanted=lambda: True, between=lambda: done.append("other"))
    one.step()
    other.step()
    assert done == ["one"]


def in_no_hurry_to_the_disk(catalog: Catalog) -> None:
    """What a thousand turns wait for longest is the disk, which nobody takes away here."""
    sql.event.listen(catalog.home.reading, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF"))
    catalog.home.reading.dispose()


@ON_FILES
def test_nothing_is_done_twice_in_a_thousand_turns_whoever_is_killed(shelf: Shelf) -> None:
    in_no_hurry_to_the_disk(shelf.catalog)
    drawn, web, clock = random.Random(7), Memory(), Clock()
    feeds = [f"http://post{number}.example/feed" for number in range(10)]
    for feed in feeds:
        web.feeds[feed] = []
        shelf.sources.add(feed, "web", now=clock())
    kills = Counter[str]()
    turns = Counter[tuple[int, int]]()

    def may_die(address: str) -> None:
        if drawn.random() < 0.05:
            kills[address.rpartition("/")[0]] += 1
            raise Killed

    def heard(source: object, found: object) -> None:
        turns[source.key, source.turns] += 1  # type: ignore[attr-defined]

    def begun() -> Watcher:
        return watcher(shelf, web, clock, heard=heard)

    shelf.before, servers, articles = may_die, [begun(), begun()], 0
    while sum(turns.values()) < 1000:
        if drawn.random() < 0.3:
            articles += 1
            feed = drawn.choice(feeds)
            web.feeds[feed].insert(0, f"{feed.removesuffix('feed')}{articles}")
        place = drawn.randrange(2)
        try:
            servers[place].step()
        except Killed:
            servers[place] = begun()
        clock.go(drawn.choice([1, 5, 20]))
    assert max(turns.values()) == 1 and sum(kills.values()) > 3
    for address, requests in web.asked.items():
        if address not in feeds and "robots" not in address:
            assert requests <= 1 + kills[address.rpartition("/")[0]]
    shelf.before = lambda address: None
    for _ in range(8):
        clock.go(120)
        servers[0].step()
    assert set(shelf.kept) == {page for pages in web.feeds.values() for page in pages}
