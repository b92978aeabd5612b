"""Adding: what is unchanged is not opened, what would be done can be asked for, and it can be stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.loading.items import Item
from index.loading.loading import Unopened, find
from tests.killing import open_library
from tests.stores import found, keys_in_each, write_texts

ROOT = Path(__file__).parents[2]
HARBOUR = "The harbour master said the old crane will be taken down in March."
ORCHARD = "The orchard beside the chapel gave eleven tonnes of pears this autumn."
COMMAND = "from assistant.__main__ import main; main()"


@pytest.fixture
def hashed(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "library") as library:
        yield library


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the test's own files that are read from here on; the parser may read its weights meanwhile."""
    names: list[str] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        if tmp_path in path.parents:
            names.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return names


def aged(path: Path, seconds: float = 3600) -> None:
    """Gives a file, or those of a folder, a time that lies back so far that it can be trusted."""
    for one in [path] if path.is_file() else path.iterdir():
        os.utime(one, (time.time() - seconds,) * 2)


# Size and time


def test_unchanged_files_are_told_by_size_and_time_and_not_opened(
    hashed: Library, tmp_path: Path, opened: list[str]
) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD)
    aged(articles)
    hashed.add(articles)
    assert opened == ["harbour.txt", "orchard.txt"]
    opened.clear()
    heard: list[tuple[int, int]] = []
    report = hashed.add(articles, progress=lambda done, total: heard.append((done, total)))
    assert opened == []
    assert report.unchanged == ["harbour", "orchard"]
    assert heard[-1] == (len(HARBOUR) + len(ORCHARD),) * 2


def test_a_changed_time_alone_opens_the_file_once_and_changes_nothing(
    hashed: Library, tmp_path: Path, opened: list[str]
) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    aged(articles)
    hashed.add(articles)
    aged(articles, 1800)
    opened.clear()
    for _ in range(2):
        assert hashed.add(articles).unchanged == ["harbour"]
    assert opened == ["harbour.txt"]
    assert hashed._catalog.position()[1] == 1


def test_a_file_changed_in_the_moment_after_it_was_read_is_not_taken_for_unchanged(
    hashed: Library, tmp_path: Path
) -> None:
    articles = write_texts(tmp_path / "a", harbour="A crane of 10 tons stood here for 90 years.")
    hashed.add(articles)
    stat = (articles / "harbour.txt").stat()
    write_texts(articles, harbour="A crane of 20 tons stood here for 90 years.")
    os.utime(articles / "harbour.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert hashed.add(articles).updated == ["harbour"]


def test_a_file_of_another_size_is_opened_whatever_its_time(hashed: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    aged(articles)
    hashed.add(articles)
    stat = (articles / "harbour.txt").stat()
    write_texts(articles, harbour=ORCHARD)
    os.utime(articles / "harbour.txt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert hashed.add(articles).updated == ["harbour"]


def test_a_file_from_the_future_is_read_again_each_time(tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    aged(articles, -3600)
    (item,) = find([articles])
    assert isinstance(item, Item) and item.stamp is None
    aged(articles)
    (item,) = find([articles])
    assert isinstance(item, Item) and item.stamp
    (again,) = find([articles], stamps={item.identity: (item.stamp, "harbour")})
    assert again == Unopened(item.identity, "harbour", item.source, item.size)


def test_a_removed_article_whose_file_is_unchanged_is_added_again(hashed: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    aged(articles)
    hashed.add(articles)
    hashed.remove("harbour")
    assert hashed.add(articles).added == ["harbour"]


# A dry run


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(hashed: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD)
    hashed.add(articles)
    write_texts(articles, harbour=f"{HARBOUR} So it was.", third=ORCHARD + " Yes.", empty="")
    before = hashed._catalog.position(), hashed.fingerprint()
    report = hashed.add([articles], dry_run=True)
    assert (report.added, report.updated, report.unchanged) == (["third"], ["harbour"], ["orchard"])
    assert [Path(one.source).name for one in report.skipped] == ["empty.txt"]
    assert (hashed._catalog.position(), hashed.fingerprint()) == before
    done = hashed.add([articles])
    assert (done.added, done.updated, done.unchanged) == (report.added, report.updated, report.unchanged)


def test_a_dry_run_of_the_command_makes_no_library(tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    ended = _command("add", "--dry-run", str(articles), "--library", str(tmp_path / "library"))
    assert ended.returncode == 0, ended.stderr
    first = "Would be done: 1 added, 0 updated, 0 unchanged, 0 skipped"
    assert ended.stdout.splitlines() == [first, "  would add harbour"]
    assert not (tmp_path / "library").exists()


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True)


# Stopping


def test_once_it_is_cancelled_nothing_more_is_added_and_what_was_added_is_found(
    hashed: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.adding.BATCH_BYTES", 100)  # an article a batch
    names = [f"a{number:02}" for number in range(12)]
    articles = write_texts(tmp_path / "a", **{name: f"{name} {HARBOUR} {ORCHARD}" for name in names})
    report = hashed.add(articles, cancelled=lambda: hashed.count() > 0)
    assert report.stopped and 0 < len(report.added) < len(names)
    assert found(hashed, "harbour", limit=100) == set(report.added)
    catalog, vectors, words = keys_in_each(hashed)
    assert catalog == vectors == words
    rest = hashed.add(articles)
    assert not rest.stopped
    assert sorted(rest.added + report.added) == names


SLOW = """
import sys, time
import index.adding
from assistant.__main__ import main
from index.embedding import SentenceEmbeddings
from tests.fakes import HashedEmbeddings

index.adding.BATCH_BYTES = 100  # an article a batch

class Slow(HashedEmbeddings):
    def __init__(self, name): super().__init__()
    def encode(self, texts, *, asked=0):
        print("encoding", flush=True)
        sys.stdin.readline()
        return super().encode(texts)

import assistant.assistant
assistant.assistant.SentenceEmbeddings = Slow
main()
"""


WRITING = """
import threading
import assistant.assistant
from assistant.__main__ import main
from index.store.followers import Followers
from tests.fakes import HashedEmbeddings

def follow(self, **_):
    print("writing", flush=True)
    threading.Event().wait()

Followers.follow = follow
assistant.assistant.SentenceEmbeddings = lambda name: HashedEmbeddings()
main()
"""


def heeds_ctrl_c() -> None:
    """What is started in the background by a shell would pass over it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _adding(tmp_path: Path) -> subprocess.Popen[str]:
    articles = write_texts(tmp_path / "a", **{f"a{number}": f"{HARBOUR} {ORCHARD} {number}" for number in range(5)})
    command = [sys.executable, "-c", SLOW, "add", str(articles), "--library", str(tmp_path / "library")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, preexec_fn=heeds_ctrl_c
    )
    assert process.stdout is not None and process.stdout.readline() == "encoding\n"
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "encoding\n", "the first article is stored, and the second at hand"
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None and process.stderr.readline() == "\n"
    assert process.stderr.readline().startswith("Stopping; what is stored stays.")
    return process


@pytest.mark.processes
def test_ctrl_c_ends_adding_without_waiting_for_what_is_at_hand_and_the_same_command_goes_on(tmp_path: Path) -> None:
    process = _adding(tmp_path)
    assert process.wait(timeout=60) == 130, "although the second article is still being encoded"
    assert process.stdout is not None
    out = process.stdout.read()
    assert "1 added, 0 updated" in out and "The same command continues from here." in out
    with open_library(tmp_path / "library") as library:
        assert found(library, "harbour") == {"a0"}
        assert len(library.add(tmp_path / "a").added) == 4


@pytest.mark.processes
def test_ctrl_c_does_not_wait_for_an_index_that_is_being_written(tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", a0=f"{HARBOUR} {ORCHARD}")
    command = [sys.executable, "-c", WRITING, "add", str(articles), "--library", str(tmp_path / "library")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=heeds_ctrl_c)
    assert process.stdout is not None and process.stdout.readline() == "writing\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130, "although the index is never written"
    with open_library(tmp_path / "library") as library:
        assert found(library, "harbour") == {"a0"}


@pytest.mark.processes
def test_a_second_ctrl_c_ends_adding_at_once(tmp_path: Path) -> None:
    process = _adding(tmp_path)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    with open_library(tmp_path / "library") as library:
        assert library.count() == 1
        assert len(library.add(tmp_path / "a").added) == 4


def test_a_batch_that_is_cancelled_while_it_is_encoded_is_left_out_at_once(hashed: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", **{f"a{number:03}": f"{number} {HARBOUR}" for number in range(300)})
    encode, encoded = hashed.embeddings.encode, list[int]()
    hashed.embeddings.encode = lambda texts, **_: (encoded.append(len(texts)), encode(texts))[1]  # type: ignore[method-assign]
    report = hashed.add(articles, cancelled=lambda: bool(encoded))
    assert report.stopped and sum(encoded) < 150
    assert hashed.count() == len(report.added) == 0
