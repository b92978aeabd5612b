"""Watchers that are killed, and servers that harm: nothing is lost or there twice, and no other source waits."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant.watching.watcher import Watcher
from index.library import Library
from index.loading.fetching import Fetcher
from index.store.leases import SECONDS
from tests import killing
from tests.fakes import HashedEmbeddings
from tests.killing import around, open_library, start
from tests.loading.test_fetching import fetcher
from tests.loading.test_looking import feed
from tests.loading.test_web import page
from tests.servers import wait_for
from tests.watching.watched import Clock, watcher
from tests.web_server import PUBLIC, Site, redirect

POINTS = (
    "index.store.catalog.Catalog.store",
    "index.store.watched.Sources.claim",
    "index.store.watched.Sources.finish",
    "index.store.followers.Followers.follow",
    "index.store.leases.Lease.take",
)


def watch_and_die(tells: Connection, folder: Path, point: str, after: bool) -> None:
    """Looks at what is due and kills itself at the named function, before it does its work or right after."""
    with open_library(folder) as library:
        around(point, lambda: os.kill(os.getpid(), signal.SIGKILL), after=after)
        clock = Clock(float(folder.with_name("time").read_text()))
        looks = watcher(library, Fetcher(), clock)
        looks.step()  # sees whose lease it is
        clock.go(SECONDS)
        looks.step()
        tells.send("survived")


def kill(tmp_path: Path, times: int) -> None:
    """New files come while one process after the other is killed; in the end each is there once."""
    folder, incoming, time = tmp_path / "library", tmp_path / "in", tmp_path / "time"
    incoming.mkdir()
    clock = Clock()
    with open_library(folder) as library:
        library.sources.add(str(incoming), "folder", now=clock())
    for number in range(times):
        (incoming / f"n{number}.txt").write_text(killing.text_of(f"n{number}", 1), encoding="utf-8")
        clock.go(600)
        time.write_text(str(clock()), encoding="utf-8")
        process, _ = start(watch_and_die, folder, POINTS[number % len(POINTS)], number // len(POINTS) % 2 == 1)
        process.join()
        assert process.exitcode == -signal.SIGKILL
    clock.go(600)
    with open_library(folder) as library:
        looks = watcher(library, Fetcher(), clock)
        looks.step()  # sees whose lease it is
        clock.go(600)
        looks.step()
        looks.close()
        expected = {f"n{number}" for number in range(times)}
        assert {one.id for one in library.articles()} == expected and library.count() == times
        (source,) = library.sources.all()
        assert (source.articles, source.is_held, source.failures) == (times, False, 0)
        assert {hit.paragraph.article_id for hit in library.search("harbour", limit=10 * times)} == expected


@pytest.mark.processes
def test_a_watcher_that_is_killed_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    kill(tmp_path, len(POINTS))


@pytest.mark.soak
def test_fifty_watchers_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    kill(tmp_path, 50)


# Sources that harm


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/good": feed("/1"), "/1": page()}) as opened:
        yield opened


def resolved(host: str, port: int) -> list[str]:
    return ["127.0.0.1"] if host == "inside.example" else [PUBLIC]


def test_a_source_that_hangs_fails_leads_inside_or_never_ends_harms_no_other(site: Site, tmp_path: Path) -> None:
    let_go = threading.Event()

    def endless(connection: object) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")  # type: ignore[attr-defined]
        while not site.ending.is_set():
            connection.sendall(b"<rss>" * 20_000)  # type: ignore[attr-defined]

    site.pages |= {
        "/hangs": lambda connection: let_go.wait(60) and None,
        "/inside": redirect("http://inside.example/secret"),
        "/endless": endless,
    }
    bad = {name: f"http://{name}.example/{name}" for name in ("hangs", "none", "inside", "endless")}
    limits = fetcher(site, resolved, most_bytes=3_000_000)
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        for place in (*bad.values(), "http://good.example/good"):
            library.sources.add(place, "web", now=0.0)
        looks = Watcher(library, every=900, fetcher=limits)
        looks.start()

        def failures() -> dict[str, str | None]:
            return {one.place: one.failure for one in library.sources.all()}

        try:
            wait_for(lambda: library.count() == 1 and sum(map(bool, failures().values())) >= 3, seconds=60)
            told = failures()
            assert "not public" in (told[bad["inside"]] or "") and "larger than" in (told[bad["endless"]] or "")
            assert "404" in (told[bad["none"]] or "") and told["http://good.example/good"] is None
            assert not [path for path in site.paths if path == "/secret"]
        finally:
            let_go.set()
            looks.close()
