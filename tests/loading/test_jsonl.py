from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import Unreadable
from index.loading import guarded
from index.loading.content import LONGEST_CLAIM
from index.loading.formats.jsonl import LARGEST_FILE, fields_of, lines_in_words, lines_of, own_id
from index.loading.items import Item


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"no JSON", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'["a list"]', "not a JSON object"),
        (b'{"id": "a"}', "there is no text in it"),
        (b'{"text": " \\u0000 "}', "there is no text in it"),
        (b'{"question": "Who?", "answers": []}', "it holds questions, not articles"),
    ],
)
def test_a_line_that_is_no_article_is_refused_with_the_reason(line: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        fields_of(line)


def test_an_article_may_ask_a_question() -> None:
    assert fields_of(b'{"question": "Who?", "text": "Nobody."}')["text"] == "Nobody."


def test_an_id_is_a_string_or_a_number() -> None:
    assert [own_id({"id": value}) for value in ("a", 7, None, "")] == ["a", "7", None, None]
    for value in (True, ["a"], {}):
        with pytest.raises(Unreadable, match="id"):
            own_id({"id": value})


def test_lines_keep_their_numbers_where_others_are_empty(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n \r\n{"b": 2}')
    assert [number for number, _ in lines_of(tmp_path / "a.jsonl")] == [1, 4]


def test_a_line_without_end_is_passed_over_and_never_held_whole(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.truncate(2 * LARGEST_FILE + 10)
        file.seek(0, 2)
        file.write(b'\n{"text": "x"}')
    (_, long), (number, last) = lines_of(tmp_path / "a.jsonl")
    assert (len(long), number, last) == (LARGEST_FILE + 1, 2, b'{"text": "x"}')
    with pytest.raises(Unreadable, match="longer than"):
        fields_of(long)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([3], "line 3"),
        (range(1, 17), "lines 1-16"),
        ([1, 2, 4, 7, 9, 10], "lines 1-2, 4, 7 and 2 more"),
        (range(1, 10_001, 2), "lines 1, 3, 5 and 4,997 more"),
    ],
)
def test_line_numbers_are_named_in_few_words(numbers: Sequence[int], words: str) -> None:
    assert lines_in_words(numbers) == words


def test_a_title_and_names_longer_than_any_are_cut() -> None:
    long = dict.fromkeys(("title", "outlet", "author", "section"), "Lo " * 5_000)
    line = json.dumps({"text": "The ferry will stop in May.", "url": f"https://a.example/{'x' * 5_000}", **long})
    article = guarded.read(Item("file:a", "a", "a.jsonl", "", len(line), "", line.encode(), ".jsonl"))
    assert {len(getattr(article, name)) for name in long} == {LONGEST_CLAIM} and article.title[-1] == "…"
    assert article.url is None
