"""Uploads: the same file again, its new version, and another file of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.adding import AddReport
from index.articles import Article, Paragraph
from index.library import Library
from index.loading.named_files import Upload
from index.versions import share_kept

BRIDGE = "The harbour bridge will open in May. The mayor said so on Monday, and the council agreed with her."
MENDED = BRIDGE.replace("May", "June") + " A second vote is planned."
TRAMS = "Night trams will run to the airport from autumn. Tickets cost three crowns, as they do by day."


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("library")) as library:
        yield library


@pytest.fixture
def library(shared: Library) -> Library:
    """Empty, so that a test need not load the model again."""
    shared.remove([heading.id for heading in shared.articles()])
    return shared


def send(library: Library, folder: Path, text: str | bytes, *, name: str = "report.txt") -> AddReport:
    """As a page does: the file lies under a name of the server's own, another one each time."""
    path = folder / f"{len(list(folder.iterdir()))}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return library.add(Upload(path, name))


def test_the_same_file_again_is_unchanged_wherever_it_lies(library: Library, tmp_path: Path) -> None:
    assert send(library, tmp_path, BRIDGE).added == ["report"]
    assert send(library, tmp_path, BRIDGE).unchanged == ["report"]


def test_a_new_version_keeps_the_id(library: Library, tmp_path: Path) -> None:
    send(library, tmp_path, BRIDGE)
    assert send(library, tmp_path, MENDED).updated == ["report"]
    assert send(library, tmp_path, MENDED).unchanged == ["report"]
    assert send(library, tmp_path, BRIDGE).updated == ["report"]


def test_another_file_of_the_same_name_stands_beside_the_first(library: Library, tmp_path: Path) -> None:
    send(library, tmp_path, BRIDGE)
    (second,) = send(library, tmp_path, TRAMS).added
    assert second.startswith("report-")
    assert library.article("report").paragraphs[0].text == BRIDGE
    assert library.article(second).paragraphs[0].text == TRAMS


def test_each_of_two_files_of_one_name_has_its_own_new_versions(library: Library, tmp_path: Path) -> None:
    send(library, tmp_path, BRIDGE)
    (second,) = send(library, tmp_path, TRAMS).added
    assert send(library, tmp_path, TRAMS + " Nobody objected.").updated == [second]
    assert send(library, tmp_path, MENDED).updated == ["report"]
    assert library.count() == 2


def test_what_grew_out_of_a_text_does_not_give_way_to_that_text(library: Library, tmp_path: Path) -> None:
    """By steps a first version may become something else altogether; whoever then sends the first adds it."""
    for text in (TRAMS, TRAMS + " " + BRIDGE, BRIDGE + " " + TRAMS[-40:], BRIDGE):
        report = send(library, tmp_path, text)
    assert report.updated == ["report"]
    assert send(library, tmp_path, TRAMS).added
    assert library.article("report").paragraphs[0].text == BRIDGE


def test_a_stub_does_not_take_the_place_of_a_whole_article(library: Library, tmp_path: Path) -> None:
    send(library, tmp_path, BRIDGE)
    assert send(library, tmp_path, BRIDGE[:36]).added


def test_reports_of_different_days_do_not_take_each_others_place(library: Library, tmp_path: Path) -> None:
    for day in (4, 5):
        report = send(library, tmp_path, f"---\ndate: 2026-02-0{day}\n---\n{BRIDGE}", name="daily.md")
        assert len(report.added) == 1


def test_two_files_of_one_name_sent_together_are_two_articles(library: Library, tmp_path: Path) -> None:
    for name, text in (("a", BRIDGE), ("b", TRAMS), ("c", BRIDGE)):
        (tmp_path / name).write_text(text)
    report = library.add([Upload(tmp_path / name, "report.txt") for name in "abc"])
    assert len(report.added) == 2
    assert [one.reason for one in report.skipped] == ["the same article was already found in this addition"]


def test_a_name_is_never_taken_for_a_path_or_an_address(library: Library, tmp_path: Path) -> None:
    for name in ("../../etc/passwd.txt", "/etc/hostname.txt", "https://example.org/a.txt", "~/a.txt", "a\n.txt"):
        (article_id,) = send(library, tmp_path, f"{BRIDGE} {name}", name=name).added
        assert library.article(article_id).source == name
        assert library.article(article_id).paragraphs[0].text.startswith(BRIDGE)


def test_an_upload_is_told_from_a_file_on_the_disk(library: Library, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(BRIDGE)
    assert library.add(tmp_path / "report.txt").added == ["report"]
    assert send(library, tmp_path, BRIDGE).added != ["report"]


def test_articles_of_a_list_keep_their_ids_and_are_named_by_the_file_sent(library: Library, tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "One."}\n{"id": "b", "text": ""}'
    report = send(library, tmp_path, lines, name="wire.jsonl")
    assert report.added == ["a"]
    assert library.article("a").source == "wire.jsonl:1"
    assert [one.source for one in report.skipped] == ["wire.jsonl"]
    assert send(library, tmp_path, lines, name="other.jsonl").unchanged == ["a"]


@pytest.mark.parametrize(("name", "reason"), [("a.exe", ".exe files cannot be read"), ("a", "it has no ending")])
def test_what_is_not_read_is_named_as_it_was_sent(library: Library, tmp_path: Path, name: str, reason: str) -> None:
    (skipped,) = send(library, tmp_path, BRIDGE, name=name).skipped
    assert skipped.source == name
    assert skipped.reason.startswith(reason)


def test_a_file_that_cannot_be_understood_is_skipped_once(library: Library, tmp_path: Path) -> None:
    send(library, tmp_path, BRIDGE)
    (skipped,) = send(library, tmp_path, b"\x00\x01\x02\xff" * 50).skipped
    assert skipped.source == "report.txt"


def article(text: str) -> Article:
    return Article("x", "x", paragraphs=(Paragraph("x", 1, text, "body"),))


@given(some.text(), some.text())
def test_a_share_is_always_between_none_and_all(one: str, other: str) -> None:
    assert 0 <= share_kept(article(one), article(other)) <= 1


@given(some.text(some.sampled_from("abc 北京。"), min_size=1), some.text())
def test_a_text_always_stands_in_itself_and_what_follows_it(text: str, more: str) -> None:
    kept = share_kept(article(text), article(f"{text} {more}"))
    assert kept == 1 or not any(c.isalnum() for c in text)


def test_chinese_is_compared_by_characters() -> None:
    one = article("新桥将于五月开放。市长周一这样说。")
    assert share_kept(one, article("新桥将于六月开放。市长周一这样说。")) > 0.7
    assert share_kept(one, article("夜班电车秋天开往机场。")) < 0.3
    assert share_kept(one, replace(one, published="2026-01-01")) == 1
