"""Questions that are none, and folders that may not be written to: one clear sentence, quickly, and nothing breaks."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from index.errors import LibraryError, WrongUsage
from index.library import Library
from tests.killing import open_library, start
from tests.stores import found, write_texts

HARBOUR = "The harbour master said the old crane will be taken down in March."
LONG = 100_000
LONG_QUESTIONS = {
    "words": "what did the harbour master say about the crane " * (LONG // 47),
    "one word": "a" * LONG,
    "no spaces, capitals": "Ab" * (LONG // 2),
    "names": "Did Mr. Xi Jinping and Ann O'Neil meet on 4 March 2026? " * (LONG // 56),
    "quotation marks": '"' * LONG,
    "opened quotations": "“what he said " * (LONG // 14),
    "brackets": "(" * LONG,
    "digits": "1" * LONG,
    "commas": ", " * (LONG // 2),
    "lines": "?" + "\n" * LONG,
    "spaces between": f"what{' ' * LONG}now",
    "ideographs": "港口起重机说了什么" * (LONG // 9),
    "emoji": "🌍👩‍👩‍👧‍👦" * (LONG // 8),
}


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\u3000"])
def test_an_empty_question_is_one_sentence(samples: Library, question: str) -> None:
    with pytest.raises(WrongUsage, match="question is empty") as raised:
        Assistant(samples).ask(question)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("question", ["🌍🚀👩‍👩‍👧‍👦", "?!", "👍🏽" * 30])
def test_a_question_without_a_word_is_not_found(samples: Library, question: str) -> None:
    answer = Assistant(samples).ask(question)
    assert answer.outcome == "not_found"
    assert answer.text.count("\n") == 0 and answer.text.endswith(".")


@pytest.mark.parametrize("question", LONG_QUESTIONS.values(), ids=LONG_QUESTIONS.keys())
def test_a_question_of_a_hundred_thousand_characters_is_answered_in_linear_time(
    samples: Library, question: str
) -> None:
    assistant = Assistant(samples)

    def seconds(part: str) -> float:
        start = time.process_time()
        assert assistant.ask(part).outcome in ("answered", "not_found")
        return time.process_time() - start

    def is_linear(whole: float, part: str) -> bool:
        return whole < 1 or whole < 8 * seconds(part)  # sixteen times as long would be quadratic

    # A second look, since a thread of another test may be at work; at no text twice, which would be kept.
    whole = seconds(question)
    assert is_linear(whole, question[: LONG // 4]) or is_linear(seconds(question[:-1]), question[: LONG // 4 - 1])


# Folders that may not be written to. Root may write anywhere, so there it becomes nobody first.


@pytest.fixture
def readable() -> Iterator[Path]:
    """A library of one article in a folder that may only be read."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        with open_library(Path(place) / "library") as library:
            library.add(write_texts(Path(place) / "a", harbour=HARBOUR))
        paths = [Path(place), *Path(place).rglob("*")]
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield Path(place)
        for path in paths:
            if path.is_dir():
                path.chmod(0o755)


def _use(place: Path) -> list[object]:
    """What a library in the folder answers, and what each change of it says where it is refused."""
    told: list[object] = []
    with open_library(place / "library") as library:
        told.append((found(library, "crane"), library.notice))
        for change in (
            lambda: library.add(place / "a"),
            lambda: library.remove("harbour"),
            library.rebuild,
            lambda: Library.restore(place / "a", place / "library"),
            lambda: library.backup(place / "backup"),
            lambda: open_library(place / "new"),
        ):
            try:
                change()
            except LibraryError as error:
                told.append(str(error))
        told.append((library.add(place / "a", dry_run=True).unchanged, found(library, "crane")))
    return told


def _as_nobody(tells: Connection, place: Path, temporary: str) -> None:
    if os.getuid() == 0:
        with tempfile.TemporaryDirectory() as other:  # imports all of it: nobody may not read where Python lies
            _use(Path(shutil.copytree(place, other, dirs_exist_ok=True)))
        os.chown(temporary, 65534, 65534)
        tempfile.tempdir = temporary  # where TMPDIR says, nobody may not write
        os.setgid(65534)
        os.setuid(65534)
    tells.send(_use(place))


def test_a_library_that_may_only_be_read_is_asked_and_says_why_it_takes_no_articles(readable: Path) -> None:
    before = _state(readable)
    with tempfile.TemporaryDirectory() as temporary:
        process, hears = start(_as_nobody, readable, temporary)
        process.join(60)
    assert process.exitcode == 0
    first, *refused, last = hears.recv()
    assert first == ({"harbour"}, None)
    assert last == (["harbour"], {"harbour"})
    assert len(refused) == 6 and all(sentence.count("\n") == 0 for sentence in refused)
    assert all("cannot be written to, so nothing was changed" in sentence for sentence in refused[:3])
    assert "cannot be created" in refused[-1]
    assert _state(readable) == before


def test_a_library_that_may_only_be_read_is_asked_while_another_process_drops_a_file_of_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_library(tmp_path / "library") as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    whole, dropped = shutil.copyfile, []

    def copy(source: str, target: str) -> None:
        if "lexical" in source:
            os.unlink(source)
            dropped.append(source)
        whole(source, target)

    monkeypatch.setattr("index.library._is_writable", lambda _: False)
    monkeypatch.setattr(shutil, "copyfile", copy)
    with open_library(tmp_path / "library") as library:
        assert found(library, "crane") == {"harbour"}
    assert dropped


def _state(place: Path) -> dict[str, tuple[int, int]]:
    stats = {str(path): path.stat() for path in place.rglob("*")}
    return {name: (stat.S_IMODE(one.st_mode), one.st_mtime_ns) for name, one in stats.items()}
