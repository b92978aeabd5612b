"""What strangers wrote is read within limits, in processes that can be ended, and without what it need not see."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from index.errors import LibraryError, Unreadable, WrongUsage
from index.library import Library
from index.loading import guarded, workers
from index.loading.drafts import read_draft
from index.loading.fetching import Fetcher
from index.loading.guarded import read
from index.loading.items import Item
from index.loading.loading import find
from index.loading.messages import Message
from index.loading.worker import SWOLLEN
from tests.papers import raw_pdf
from tests.servers import wait_for
from tests.web_server import Site, response

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[2]
PROSE = "The council met on Monday and agreed to rebuild the harbour bridge by the spring of next year. " * 3
GOOD = f"<html><body><p>{PROSE}</p></body></html>".encode()
# Pages that are read as they are, for a minute and more of the processor; what is cut before has its own tests.
SLOW = f"<html><body><p>{PROSE}</p>{'<div>a</div>' * 49_000}</body></html>".encode()
WAITED = 240.0  # seconds, far more than anything here takes


@cache
def endless() -> bytes:
    return raw_pdf(b"BT ET " * 8_000_000)


def item(content: bytes, suffix: str = ".html") -> Item:
    return Item("file:a", "a", f"a{suffix}", "", len(content), "", content, suffix)


@pytest.fixture
def own_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[workers.Workers]:
    """Processes of this test's own, with whatever limits it sets."""
    own = workers.Workers()
    monkeypatch.setattr(workers, "WORKERS", own)
    yield own
    own.close()


@pytest.fixture
def little_time(own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "SECONDS", 2.0)
    monkeypatch.setattr(guarded, "SECONDS_A_MEGABYTE", 0.0)


def waited(condition: Callable[[], object]) -> bool:
    """Whether it came true; for what another process does."""
    with suppress(AssertionError):
        wait_for(condition, seconds=WAITED)
    return bool(condition())


def children(of: int) -> list[int]:
    """The processes that a process has started and that live."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = place.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == of and state != "Z":
            found.append(int(place.parent.name))
    return found


def readers(of: int) -> list[int]:
    """Those of them that read files: a test run has servers and others beside them."""
    return [one for one in children(of) if b"index.loading.worker" in Path(f"/proc/{one}/cmdline").read_bytes()]


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


@pytest.mark.parametrize(("content", "suffix"), [(lambda: SLOW, ".html"), (endless, ".pdf")], ids=["page", "pdf"])
@pytest.mark.usefixtures("little_time")
def test_what_takes_too_long_is_ended_in_one_sentence_and_the_next_is_read(
    content: Callable[[], bytes], suffix: str
) -> None:
    with pytest.raises(Unreadable, match=f"^{guarded.TOO_LONG}$"):
        read(item(content(), suffix))
    assert PROSE.strip() in read(item(GOOD)).paragraphs[0].text


def test_what_takes_too_much_memory_is_ended_in_one_sentence_and_the_next_is_read(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MEMORY", 500_000_000)
    many = b'{"text": "%s", "more": [%s1]}' % (PROSE.encode(), b"[]," * 8_000_000)
    with pytest.raises(Unreadable, match=f"^{guarded.TOO_LARGE}$"):
        read(item(many, ".jsonl"))
    assert read(item(GOOD)).paragraphs


def test_a_large_line_of_json_is_not_taken_apart_in_this_process(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(workers, "MEMORY", 500_000_000)
    many = b'{"text": "%s", "more": [%s1]}' % (PROSE.encode(), b"[]," * 8_000_000)
    (tmp_path / "a.jsonl").write_bytes(many + b"\n" + json.dumps({"text": PROSE}).encode())
    first, second = find([tmp_path / "a.jsonl"])
    assert isinstance(first, Item) and first.size < 10_000
    assert "line 1" in str(second) and guarded.TOO_LARGE in str(second)


@needs_proc
def test_what_breaks_the_program_that_reads_it_is_skipped_and_the_next_is_read(own_workers: workers.Workers) -> None:
    read(item(GOOD))
    (reading,) = [worker._process.pid for worker in own_workers._idle]
    refused: list[str] = []

    def ask() -> None:
        with pytest.raises(Unreadable) as caught:
            read(item(endless(), ".pdf"))
        refused.append(str(caught.value))

    os.kill(reading, signal.SIGSTOP)  # so that it has not come to an end before it breaks
    asking = threading.Thread(target=ask)
    asking.start()
    assert waited(lambda: own_workers._busy)
    os.kill(reading, signal.SIGSEGV)
    os.kill(reading, signal.SIGCONT)
    asking.join(WAITED)
    assert refused == [guarded.BROKEN]
    assert read(item(GOOD)).paragraphs


@needs_proc
def test_an_order_that_is_cancelled_ends_what_is_read_at_that_moment(
    own_workers: workers.Workers, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "slow.html").write_bytes(SLOW)
    before = set(readers(os.getpid()))
    looks = iter([False] * 3)
    report = library.add(tmp_path / "slow.html", cancelled=lambda: next(looks, True))
    assert report.stopped and not report.added
    assert set(readers(os.getpid())) == before


@needs_proc
@pytest.mark.usefixtures("little_time")
def test_nothing_goes_on_reading_for_a_process_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "slow.html").write_bytes(SLOW)
    script = (
        "from index.loading import guarded, loading\n"
        "guarded.SECONDS, guarded.SECONDS_A_MEGABYTE = 2, 0\n"
        f"item, = loading.find([{str(tmp_path / 'slow.html')!r}])\n"
        "print('begun', flush=True); guarded.read(item)"
    )
    asking = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE)
    assert asking.stdout and asking.stdout.readline()
    assert waited(lambda: children(asking.pid))
    (reading,) = children(asking.pid)
    asking.kill()
    asking.wait()
    asking.stdout.close()
    assert waited(lambda: not lives(reading))


@needs_proc
def test_keys_and_passwords_are_not_where_a_strangers_file_is_read(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "hidden-key")
    monkeypatch.setenv("ARTICLE_ASSISTANT_CATALOG_URL", "postgresql://ann:hidden-key@host/news")
    before = set(readers(os.getpid()))
    read(item(GOOD))
    (reading,) = set(readers(os.getpid())) - before
    held = Path(f"/proc/{reading}/environ").read_bytes()
    assert b"PATH=" in held and b"hidden-key" not in held


def test_a_worker_stays_warm_however_much_the_program_that_started_it_holds(own_workers: workers.Workers) -> None:
    held = b"held" * 175_000_000  # more than a worker may keep; on Linux it counts as its child's until that is asked
    assert read(item(GOOD)).paragraphs
    (first,) = own_workers._idle
    assert read(item(GOOD)).paragraphs
    assert own_workers._idle == [first] and first.answered == 2
    assert len(held) > SWOLLEN


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_a_worker_that_holds_much_itself_ends() -> None:
    script = (
        "from index.loading.worker import SWOLLEN, _is_swollen\n"
        "before = _is_swollen()\n"
        "held = bytearray(b'held') * (SWOLLEN // 4)\n"
        "print(before, _is_swollen())"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "True"]


def test_what_libraries_print_does_not_stand_between_the_answers(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noise = "import os, sys\nos.write(1, b'noise' * 999)\nprint('noise')\n"
    (tmp_path / "sitecustomize.py").write_text(noise)
    (tmp_path / "htmldate.py").write_text(f"{noise}sys.stdout.flush()\nfind_date = lambda *_, **__: '2026-01-02'\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert read(item(b"# Markdown\n\n" + PROSE.encode(), ".md")).title == "Markdown"
    assert read(item(GOOD)).published in (None, "2026-01-02")


def test_nothing_of_the_current_folder_is_run(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("lxml", "json", "index"):
        (tmp_path / f"{name}.py").write_text("import os; os.write(2, b'taken over'); os._exit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path])
    assert read(item(GOOD)).paragraphs


def test_a_program_that_cannot_be_started_is_an_error_with_the_next_step(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python-that-was-removed"))
    with pytest.raises(LibraryError, match="does not start .* may start others"):
        read(item(GOOD))


def test_short_texts_and_lines_of_json_need_no_process(
    own_workers: workers.Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/python-that-was-removed")
    assert read(item(PROSE.encode(), ".txt")).paragraphs
    assert read(item(json.dumps({"text": PROSE}).encode(), ".jsonl")).paragraphs


@pytest.mark.usefixtures("little_time")
def test_a_fetched_page_and_a_draft_take_the_guarded_path(tmp_path: Path) -> None:
    with Site({"/a": response(SLOW)}) as site:
        fetcher = Fetcher(allow_private_addresses=True)
        (found,) = find([f"http://127.0.0.1:{site.port}/a"], fetcher)
    assert guarded.TOO_LONG in str(found)
    (tmp_path / "draft.html").write_bytes(SLOW)
    with pytest.raises(WrongUsage, match=guarded.TOO_LONG):
        read_draft(tmp_path / "draft.html")


@needs_proc
def test_what_a_reader_has_started_itself_ends_with_it(
    own_workers: workers.Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = "stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"
    program = f"import subprocess\nsubprocess.Popen(['sleep', '600'], {nothing})\n"
    (tmp_path / "sitecustomize.py").write_text(program, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    before = readers(os.getpid())
    own_workers.ask(Message({"task": "text"}, b"a"), seconds=WAITED)
    (reader,) = set(readers(os.getpid())) - {*before}
    (started,) = children(reader)
    own_workers.close()
    assert waited(lambda: not lives(started))
