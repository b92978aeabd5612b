"""Sources over a real library: what they bring stays linked to them, and answers say when they are not read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.watching.sources import forget, is_looked_at, may_watch, watch
from assistant.watching.standing import FAILURES
from index.errors import UnknownSource, WrongUsage
from index.library import Library
from index.loading.fetching import Fetcher
from index.store.watched import Result
from tests.watching.watched import Clock, watcher

SAID = "Ann Roe, the harbour master, said: “The quay will close in May.”"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "quay.txt").write_text(f"The quay\n\n{SAID}", encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def looked_at(library: Library, folder: Path, clock: Clock) -> Iterator[Library]:
    """A library that watches the folder, after the first turn."""
    watch(library, folder, now=clock())
    again(library, clock)
    yield library


def again(library: Library, clock: Clock) -> None:
    clock.go(600)
    looks = watcher(library, Fetcher(), clock)
    looks.step()
    looks.close()


def test_a_watched_folder_brings_its_articles_and_what_is_new_in_it(looked_at: Library, folder: Path) -> None:
    clock = Clock(2_000_000.0)
    assert [one.id for one in looked_at.articles()] == ["quay"]
    (folder / "bridge.txt").write_text("The bridge is open again.", encoding="utf-8")
    again(looked_at, clock)
    assert {one.id for one in looked_at.articles()} == {"quay", "bridge"}
    (source,) = looked_at.sources.all()
    assert (source.articles, source.kind) == (2, "folder")
    assert looked_at.search("bridge")[0].paragraph.article_id == "bridge"


def test_an_article_that_somebody_removes_is_not_brought_again(looked_at: Library, clock: Clock) -> None:
    looked_at.remove("quay")
    again(looked_at, Clock(2_000_000.0))
    assert looked_at.count() == 0


def test_a_source_goes_with_or_without_its_articles(looked_at: Library, folder: Path, tmp_path: Path) -> None:
    (own,) = looked_at.sources.all()
    kept = tmp_path / "kept.txt"
    kept.write_text("Kept by hand.", encoding="utf-8")
    looked_at.add(kept)
    assert forget(looked_at, own.id) == [] and looked_at.count() == 2
    with pytest.raises(UnknownSource):
        looked_at.sources.get(own.id)
    watch(looked_at, folder, now=3_000_000.0)
    again(looked_at, Clock(3_000_000.0))
    (own,) = looked_at.sources.all()
    assert own.articles == 1
    assert forget(looked_at, own.id, articles=True) == ["quay"]
    assert [one.id for one in looked_at.articles()] == ["kept"]


def test_what_was_there_before_a_source_stays_when_it_goes(library: Library, folder: Path) -> None:
    library.add(folder)
    later = Clock(4e9)  # after the article was added
    watch(library, folder, now=later())
    watcher(library, Fetcher(), later).step()
    (source,) = library.sources.all()
    assert source.articles == 0 and forget(library, source.id, articles=True) == [] and library.count() == 1


def test_an_answer_says_that_the_source_it_rests_on_is_not_read(looked_at: Library, tmp_path: Path) -> None:
    assistant = Assistant(looked_at, Settings(), today=lambda: date(2026, 5, 20))
    assert "has not been read" not in (assistant.ask("What did Ann Roe say?").notice or "")
    (source,) = looked_at.sources.all()
    for _ in range(FAILURES):
        assert looked_at.sources.claim(source, "here")
        looked_at.sources.finish(source, "here", Result(0.0, "failed", "there is no such folder"), now=0.0)
        source = looked_at.sources.get(source.id)
    answer = assistant.ask("What did Ann Roe say?")
    assert answer.outcome == "answered"
    assert answer.notice == "The folder 'in' has not been read since 12 January 1970."


def test_the_record_says_how_new_the_newest_is_that_was_searched(library: Library, tmp_path: Path) -> None:
    rows = [{"id": str(day), "title": "Tide", "date": f"2026-02-0{day}", "text": SAID} for day in (1, 5, 3)]
    (tmp_path / "tides.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library.add(tmp_path / "tides.jsonl")
    assistant = Assistant(library, Settings())
    assert assistant.ask("What did Ann Roe say?").searched["newest"] == "2026-02-05"
    assert assistant.ask("What did Ann Roe say?", until="2026-02-04").searched["newest"] == "2026-02-03"


@pytest.mark.parametrize(
    "place", ["/none/at/all", "ftp://post.example/feed", "http://ann:secret@post.example/", "post.example/feed"]
)
def test_what_can_be_no_source_is_refused_in_one_sentence(library: Library, place: str) -> None:
    with pytest.raises(WrongUsage) as told:
        watch(library, place, now=0.0)
    assert str(told.value).endswith(".") and not library.sources.all()


def test_from_elsewhere_only_folders_that_are_named_may_be_watched(library: Library, folder: Path) -> None:
    with pytest.raises(WrongUsage, match="WATCH_FOLDERS"):
        watch(library, folder, now=0.0, allowed=may_watch(Settings(), is_local=False))
    named = may_watch(Settings(watch_folders=str(folder.parent)), is_local=False)
    assert watch(library, folder, now=0.0, allowed=named)[1]
    with pytest.raises(WrongUsage):
        watch(library, folder / ".." / ".." / "..", now=0.0, allowed=named)


def test_it_is_known_whether_somebody_looks(library: Library, folder: Path, clock: Clock) -> None:
    watch(library, folder, now=clock())
    assert not is_looked_at(library, clock())
    watcher(library, Fetcher(), clock).step()
    assert is_looked_at(library, clock()) and not is_looked_at(library, clock() + 3600)


def run(*arguments: object) -> str:
    told = CliRunner().invoke(cli.app, ["sources", *map(str, arguments)], catch_exceptions=False)
    assert told.exit_code == 0
    return told.output


def test_sources_are_listed_paused_tried_and_removed_by_command(tmp_path: Path, folder: Path) -> None:
    there = ("--library", tmp_path / "library")
    assert "is watched from now on" in run("add", folder, "--every", 5, *there)
    (one,) = json.loads(run("list", "--json", *there))
    assert (one["standing"], one["every_minutes"], one["kind"]) == ("new", 5.0, "folder")
    run("pause", one["id"], *there)
    assert json.loads(run("list", "--json", *there))[0]["standing"] == "paused"
    run("resume", folder, *there)
    run("try", one["id"], *there)
    assert json.loads(run("list", "--json", *there))[0]["next_turn"].startswith("1970")
    run("remove", one["id"], *there)
    assert "Nothing is watched" in run("list", *there)
