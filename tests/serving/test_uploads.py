"""Files on their way here: what they may be called, how large they may be, and their bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assistant.serving import uploads
from assistant.serving.uploads import Announced, receive, tidy_name, why_not


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("news/a.txt", "news/a.txt"),
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc//./passwd.txt", "etc/passwd.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\n\x00\x1b[31m.txt", "a [31m.txt"),
        ("\ud800a.txt", "a.txt"),
        ("a\u202egpj.txt", "agpj.txt"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("..", ""),
    ],
)
def test_a_name_becomes_one_line_that_leads_nowhere(sent: str, kept: str) -> None:
    assert tidy_name(sent) == kept


@given(some.text())
def test_a_tidied_name_is_always_short_and_in_one_line(name: str) -> None:
    kept = tidy_name(name)
    assert len(kept) <= uploads.LONGEST_NAME
    assert kept.isprintable() or not any(ord(c) < 32 for c in kept)
    assert not {"", ".", ".."} & set(kept.split("/")) or kept == "" or len(kept) == uploads.LONGEST_NAME


def test_a_name_that_is_too_long_keeps_its_ending() -> None:
    assert tidy_name("a" * 5000 + ".txt").endswith("a.txt")


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("a.txt", 50_000_000, None),
        ("a.txt", 50_000_001, "it is larger than 50 MB, the limit for one file"),
        ("a.jsonl", 50_000_001, None),
        ("a.TXT.GZ", 1, None),
        ("a.mp4", 1, ".mp4 files cannot be read"),
        ("", 1, "it has no ending such as .txt"),
    ],
)
def test_a_file_is_wanted_by_its_kind_and_size(name: str, size: int, reason: str | None) -> None:
    assert why_not(Announced(name, size)) == reason


async def pieces(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


def test_bytes_arrive_as_they_were_sent(tmp_path: Path) -> None:
    heard: list[int] = []
    size = asyncio.run(
        receive(pieces(b"ab", b"c"), tmp_path / "0", most=3, heard=lambda size: heard.append(size) is None)
    )
    assert size == 3
    assert heard == [2, 1]
    assert (tmp_path / "0").read_bytes() == b"abc"


def test_a_file_that_is_larger_than_it_said_leaves_nothing(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    assert asyncio.run(receive(endless(), tmp_path / "0", most=5000, heard=lambda _: True)) is None
    assert not (tmp_path / "0").exists()


def test_what_nobody_waits_for_any_more_is_not_written_on(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nobody waits"):
        asyncio.run(receive(pieces(b"ab"), tmp_path / "0", most=9, heard=lambda _: False))


def test_a_disk_is_not_filled_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SPARED", 1 << 62)
    with pytest.raises(OSError, match="no room"):
        asyncio.run(receive(pieces(b"ab"), tmp_path / "0", most=9, heard=lambda _: True))
