from __future__ import annotations

import gzip
import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.errors import Unreadable
from index.extraction.plain_text import opening
from index.loading import loading
from index.loading.decoding import LARGEST_FILE
from index.loading.guarded import read
from index.loading.items import Item
from index.loading.loading import Skipped, find, total_size
from index.loading.named_files import KINDS
from tests.killing import open_library
from tests.papers import pdf, word

ARTICLES = Path(__file__).parents[1] / "articles"
SAMPLES = Path(loading.__file__).parents[1] / "samples"
SENTENCE = "The council voted on Monday to repair the old harbour bridge instead of replacing it."


def items(*sources: str | Path) -> list[Item]:
    return [found for found in find(sources) if isinstance(found, Item)]


def skipped(*sources: str | Path) -> list[Skipped]:
    return [found for found in find(sources) if isinstance(found, Skipped)]


def article(folder: Path, name: str, content: str | bytes) -> Article:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (item,) = items(path)
    return read(item)


def texts(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


# What there is


def test_a_folder_gives_its_articles_in_order_with_ids_from_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", "sub/deep/Größe & Maß.md", "港口.txt", "A.HTML.GZ"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(SENTENCE)
    assert [item.id for item in items(tmp_path)] == ["A", "b", "sub-a", "sub-deep-Größe-Maß", "港口"]


def test_a_file_added_alone_is_the_same_article_as_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(SENTENCE)
    (alone,), (within,) = items(tmp_path / "sub" / "a.txt"), items(tmp_path)
    assert (alone.id, within.id) == ("a", "sub-a")
    assert (alone.identity, alone.fingerprint) == (within.identity, within.fingerprint)


def test_a_relative_path_is_the_same_article_as_an_absolute_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    monkeypatch.chdir(tmp_path)
    assert items("a.txt")[0].identity == items(tmp_path / "a.txt")[0].identity == f"file:{tmp_path / 'a.txt'}"


def test_files_that_propose_the_same_id_have_different_fallbacks(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.txt.gz"):
        (tmp_path / name).write_text(SENTENCE)
    found = items(tmp_path)
    assert {item.id for item in found} == {"a"} and len({item.fallback for item in found}) == 3


def test_the_fingerprint_changes_with_the_bytes_and_only_with_them(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE)
    before = items(path)[0].fingerprint
    os.utime(path, (1, 1))
    assert items(path)[0].fingerprint == before
    path.write_text(SENTENCE + " ")
    assert items(path)[0].fingerprint != before


def test_hidden_files_are_passed_over_and_other_kinds_are_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()
    for name in (".secret.txt", ".hidden/a.txt", "a.rtf", "README"):
        (tmp_path / name).write_text(SENTENCE)
    assert not items(tmp_path)
    assert [Path(skip.source).name for skip in skipped(tmp_path)] == ["README", "a.rtf"]
    assert all(skip.reason for skip in skipped(tmp_path))


def test_what_is_not_there_and_what_is_no_file_is_skipped_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe.txt")
    assert skipped(tmp_path / "no.txt") == [Skipped(str(tmp_path / "no.txt"), "no such file or folder")]
    assert [skip.reason for skip in skipped(tmp_path)] == ["the link points to nothing", "it is not an ordinary file"]
    assert len(skipped("a\0b.txt", "x" * 5000, "~nobody-of-that-name/a.txt")) == 3


def test_a_file_that_vanishes_after_it_was_listed_is_skipped_and_the_rest_of_its_folder_is_read(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(SENTENCE)
    finding = find([tmp_path])
    first = next(finding)
    (tmp_path / "b.txt").unlink()
    gone, last = finding
    assert gone == Skipped(str(tmp_path / "b.txt"), "no such file or directory")
    assert [Path(one.source).name for one in (first, last)] == ["a.txt", "c.txt"]


@pytest.mark.parametrize("source", ["", " "])
def test_an_empty_name_is_not_the_folder_where_the_command_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    monkeypatch.chdir(tmp_path)
    assert list(find([source])) == [Skipped(repr(source), "it names nothing")]


def test_a_library_within_the_added_folder_is_skipped_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    with open_library(tmp_path / "news") as library:
        library.add(tmp_path / "a.txt")
        report = library.add(tmp_path)
    assert report.unchanged == ["a"]
    assert report.skipped == [Skipped(str(tmp_path / "news"), "it is a library, not articles")]


def test_folders_that_link_to_each_other_are_gone_through_once(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(SENTENCE)
        (tmp_path / name / "other").symlink_to(tmp_path / other)
    (tmp_path / "two" / "up").symlink_to(tmp_path)
    assert len({item.identity for item in items(tmp_path)}) == len(items(tmp_path)) == 2


def test_links_that_lead_out_of_a_folder_are_followed_only_where_that_is_asked_for(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    for place in (folder / "deep", outside):
        place.mkdir(parents=True)
        (place / "a.txt").write_text(f"{SENTENCE} {place.name}")
    (folder / "file.txt").symlink_to(outside / "a.txt")
    (folder / "deep" / "tree").symlink_to(outside)
    (folder / "deep" / "system").symlink_to("/")
    (folder / "inside.txt").symlink_to(folder / "deep" / "a.txt")
    assert [item.id for item in items(folder)] == ["deep-a", "inside"]
    told = skipped(folder)
    assert [Path(one.source).name for one in told] == ["system", "tree", "file.txt"]
    assert all("--follow-links" in one.reason for one in told)
    assert total_size([folder]) == 2 * (folder / "deep" / "a.txt").stat().st_size
    (folder / "deep" / "system").unlink()
    followed = [one.id for one in find([folder], follow_links=True) if isinstance(one, Item)]
    assert followed == ["deep-a", "deep-tree-a", "file", "inside"]


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(SENTENCE)
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "link.txt").symlink_to(tmp_path / "folder" / "a.txt")
    assert [item.id for item in items(tmp_path / "link")] == ["a"]
    assert [item.id for item in items(tmp_path / "link.txt")] == ["link"]


def test_a_file_too_large_for_an_article_is_skipped_unread(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    (skip,) = skipped(tmp_path)
    assert "larger than 50 MB" in skip.reason


def test_the_total_size_is_that_of_all_that_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "b.jsonl").write_bytes((ARTICLES / "wires.jsonl").read_bytes())
    (tmp_path / "c.bin").write_bytes(b"not counted")
    assert total_size([tmp_path]) == len(SENTENCE) + (ARTICLES / "wires.jsonl").stat().st_size


# What it says


def test_json_lines_are_taken_as_they_stand_and_keep_their_own_ids() -> None:
    first, second, third = (read(item) for item in items(ARTICLES / "wires.jsonl"))
    assert (first.id, first.title, first.outlet) == ("wire#1", "Rain in the north", "Coast Wire")
    assert (first.published, first.url, first.author) == ("2026-02-05", None, None)
    assert texts(first) == ["It rained for three days.", "Then it  stopped."]
    assert (second.author, second.published, second.outlet) == ("Ana Belmonte", "2026-02-05", "Coast Wire")
    assert third.id == "7" and [paragraph.role for paragraph in third.paragraphs] == ["body"]


def test_a_bad_json_line_is_skipped_with_its_number_and_the_rest_goes_on() -> None:
    reasons = [skip.reason for skip in skipped(ARTICLES / "wires.jsonl")]
    assert [reason.split(":")[0] for reason in reasons] == [f"line {number}" for number in (3, 4, 5, 6)]
    assert len(items(ARTICLES / "wires.jsonl")) == 3 and len(set(reasons)) == 4


def test_many_bad_lines_are_told_in_one_for_each_reason(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a"}\n{"text": "It rained."}\nnot JSON\n' * 3_000)
    assert len(items(tmp_path)) == 3_000
    assert [skip.reason for skip in skipped(tmp_path)] == [
        "lines 1, 4, 7 and 2,997 more: there is no text in it",
        "lines 3, 6, 9 and 2,997 more: the line is not JSON",
    ]


def test_a_file_of_questions_is_skipped_as_one(tmp_path: Path) -> None:
    question = json.dumps({"id": "q1", "question": "What did the mayor say?", "answers": []}) + "\n"
    path = tmp_path / "questions.jsonl"
    path.write_text(question * 16)
    assert skipped(path) == [Skipped(str(path), "it holds questions, not articles")]
    path.write_text(question * 2 + json.dumps({"text": "It rained."}))
    assert len(items(path)) == 1
    assert skipped(path) == [Skipped(str(path), "lines 1-2: it holds questions, not articles")]


def test_a_json_line_without_an_id_is_the_same_article_wherever_it_stands(tmp_path: Path) -> None:
    line = json.dumps({"title": "Rain", "text": "It rained."})
    (tmp_path / "a.jsonl").write_text(line)
    (tmp_path / "b.jsonl").write_text("\n" + line)
    first, second = items(tmp_path)
    assert first.identity == second.identity and first.identity.startswith("content:")


def test_plain_text_has_its_title_and_a_role_for_each_paragraph() -> None:
    (item,) = items(ARTICLES / "harbour-bridge.txt")
    found = read(item)
    expected = ["note", "body", "body", "caption", "body", "body", *["boilerplate"] * 4]
    assert [paragraph.role for paragraph in found.paragraphs] == expected
    assert [paragraph.number for paragraph in found.paragraphs] == list(range(1, 11))
    assert (found.id, found.title) == ("harbour-bridge", "Harbour bridge")


def test_a_first_line_that_plainly_is_a_title_is_the_title(tmp_path: Path) -> None:
    found = article(tmp_path, "a.txt", f"A bridge is saved\n\n{SENTENCE}\n")
    assert (found.title, texts(found)) == ("A bridge is saved", [SENTENCE])
    found = article(tmp_path, "0f1e2d3c4b5a6978.txt", f"Nobody asked.\n\n{SENTENCE}\n")
    assert (found.title, len(found.paragraphs)) == ("Nobody asked.", 2)


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    text = "市议会投票决定修复旧港口大桥。" * 3
    html = f"<html><head><meta charset='gb2312'></head><body><p>{text}</p></body></html>"
    assert texts(article(tmp_path, "a.html", html.encode("gb18030"))) == [text]


def test_markdown_is_read_without_its_marks() -> None:
    (item,) = items(ARTICLES / "night-trains.md")
    found = read(item)
    assert found.title == "Night trains return to the valley"
    assert (found.author, found.outlet) == ("Ana Belmonte", "Valley Post")
    assert (found.published, found.url) == ("2026-02-05", "https://valley-post.example/night-trains")
    assert texts(found) == [
        "The first night train in nine years left Orsa on Thursday, almost full.",
        "What it costs",
        "A seat costs 29 crowns.",
        "A berth costs 54 crowns.",
    ]


def test_the_first_heading_is_the_title_of_markdown_without_front_matter(tmp_path: Path) -> None:
    found = article(tmp_path, "a.md", f"# A *bridge* is saved #\n\n{SENTENCE}\n\nsnake_case_name and 2 * 3 * 4")
    assert (found.title, texts(found)) == ("A bridge is saved", [SENTENCE, "snake_case_name and 2 * 3 * 4"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"A bridge is saved\nBy Jane Doe\nThe Daily Post, 5 February 2026\n\n{SENTENCE}\n\nIt is old."),
        ("a.txt", f"A bridge is saved\n\nBy Jane Doe\n\nThe Daily Post, 5 February 2026\n\n{SENTENCE}\nIt is old."),
        (
            "a.md",
            f"# A bridge is saved\n\n*By Jane Doe*\n\n**The Daily Post**, 5 February 2026\n\n{SENTENCE}\n\nIt is old.",
        ),
        (
            "a.docx",
            word(
                ("A bridge is saved", "Title"), "By Jane Doe", "The Daily Post, 5 February 2026", SENTENCE, "It is old."
            ),
        ),
        (
            "a.pdf",
            pdf(
                [SENTENCE, "It is old."],
                title="A bridge is saved",
                above=["By Jane Doe | The Daily Post | 5 February 2026"],
            ),
        ),
    ],
    ids=["wrapped text", "text", "Markdown", "Word", "PDF"],
)
def test_what_the_lines_above_a_text_say_is_known_and_is_not_searched(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    found = article(tmp_path, name, content)
    assert (found.title, found.author, found.outlet) == ("A bridge is saved", "Jane Doe", "The Daily Post")
    assert (found.published, found.updated) == ("2026-02-05", None)
    searched = [paragraph.text for paragraph in found.paragraphs if paragraph.role == "body"]
    assert searched[-2:] == [SENTENCE, "It is old."] and "2026" not in "".join(searched)


def test_furniture_above_a_text_is_not_its_title(tmp_path: Path) -> None:
    found = article(tmp_path, "a.txt", f"Subscribe to our newsletter\n\n{SENTENCE}\n\n{SENTENCE}")
    assert found.title == opening(SENTENCE)
    assert [paragraph.role for paragraph in found.paragraphs] == ["boilerplate", "body", "body"]


def test_a_first_line_that_states_something_is_not_the_title(tmp_path: Path) -> None:
    found = article(
        tmp_path, "a.txt", f"The Daily Post | 5 February 2026\n\nA bridge is saved\n\n{SENTENCE}\n\nIt is old."
    )
    assert (found.title, found.outlet, found.published) == ("A bridge is saved", "The Daily Post", "2026-02-05")
    assert texts(found) == ["The Daily Post | 5 February 2026", SENTENCE, "It is old."]


def test_the_raw_article_of_the_development_data_claims_nothing_and_keeps_its_paragraphs(
    development_data: Path,
) -> None:
    (path,) = (development_data / "seed").glob("*.txt")
    found = read(items(path)[0])
    assert texts(found) == [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert (found.author, found.outlet, found.published, found.updated) == (None, None, None, None)


def test_front_matter_counts_before_what_the_text_says(tmp_path: Path) -> None:
    front = "---\ntitle: A bridge is saved\nauthors: [Jane Doe, John Roe]\ndate: 2026-02-05\nlastmod: 2026-02-06\n---\n"
    found = article(tmp_path, "a.md", f"{front}\nBy Ana Belmonte\n\nUpdated 9 February 2026\n\n{SENTENCE}")
    assert (found.author, found.published, found.updated) == ("Jane Doe; John Roe", "2026-02-05", "2026-02-06")


def test_the_day_of_the_last_change_is_never_the_day_of_publication(tmp_path: Path) -> None:
    head = "<meta property='article:modified_time' content='2026-02-06T10:00:00Z'>"
    sources = {
        "a.html": f"<html><head>{head}</head><body><article><p>{SENTENCE * 3}</p></article></body></html>",
        "a.md": f"---\nlastmod: 2026-02-06\n---\n{SENTENCE}",
        "a.txt": f"A bridge is saved\n\nUpdated 6 February 2026\n\n{SENTENCE}",
        "a.jsonl": json.dumps({"text": SENTENCE, "updated": "2026-02-06"}),
    }
    for name, content in sources.items():
        found = article(tmp_path, name, content)
        assert (found.published, found.updated) == (None, "2026-02-06"), name


def test_a_page_has_its_claims_and_its_boilerplate_told_apart() -> None:
    (item,) = items(ARTICLES / "market-hall.html")
    found = read(item)
    assert (found.id, found.outlet, found.published) == ("market-hall", "Coast News", "2026-01-20")
    roles = {paragraph.text[:9]: paragraph.role for paragraph in found.paragraphs}
    assert roles["The marke"] == "body" and roles["Subscribe"] == "boilerplate"


def test_what_a_page_marks_as_a_caption_is_one(tmp_path: Path) -> None:
    caption = "Traders carry their stalls back into the market hall of Port Elwin."
    figure = f"<figure><img src='a.png'><figcaption>{caption}</figcaption></figure>"
    found = article(tmp_path, "a.html", f"<article><p>{SENTENCE * 3}</p>{figure}<p>{SENTENCE * 4}</p></article>")
    assert [paragraph.role for paragraph in found.paragraphs] == ["body", "caption", "body"]
    assert texts(found)[1] == caption


def test_every_sample_says_who_published_it_and_when_where_its_kind_can() -> None:
    for item in items(SAMPLES):
        found = read(item)
        if item.suffix == ".txt":
            assert any("samples desk" in part.text for part in found.paragraphs if part.role == "note")
        else:
            assert (found.outlet, found.author) == ("Article Assistant Samples", "The samples desk")
            assert found.published and found.language


def test_a_compressed_file_says_what_the_file_in_it_says(tmp_path: Path) -> None:
    content = (ARTICLES / "market-hall.html").read_bytes()
    plain = article(tmp_path, "a.html", content)
    packed = article(tmp_path, "a.html.gz", gzip.compress(content[:500]) + gzip.compress(content[500:]))
    assert replace(packed, source="") == replace(plain, source="")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", " \n\u200b\n".encode(), "no text"),
        ("a.txt", b"PK\x03\x04\0\0", "binary"),
        ("a.txt", b"\xff\xfe\x00", "binary"),
        ("a.md", b"---\ntitle: only\n---\n", "no text"),
        ("a.html", b"", "no article text"),
        ("a.html.gz", b"no gzip", "damaged"),
        ("a.html.gz", gzip.compress(b"<p>hello</p>" * 99, mtime=0)[:40], "cut off"),
    ],
)
def test_what_cannot_be_read_is_unreadable_with_a_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        article(tmp_path, name, content)


def test_a_bomb_is_unreadable_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="larger than"):
        article(tmp_path, "a.txt.gz", gzip.compress(b"\0" * 60_000_000, mtime=0))


# What always holds


CONTENT = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    st.text("ab .\n#*_`[]()<>-!\"'中。\u3000\u200b\\", max_size=200).map(str.encode),
    st.text("<pdivabtle>/ x&#;\n\"'=", max_size=200).map(str.encode),
    st.dictionaries(
        st.sampled_from(["id", "title", "source", "date", "url", "text", "author"]),
        st.one_of(st.text(), st.integers(), st.none(), st.floats()),
    ).map(lambda fields: json.dumps(fields).encode()),
    st.binary(max_size=100).map(gzip.compress),
)


@settings(deadline=None)  # the first page waits for the import of its parser
@given(content=CONTENT, suffix=st.sampled_from(KINDS))
@example(content=b'{"id": "\\ud800", "title": "\\udfff", "text": "a \\ud83d b"}', suffix=".jsonl")
@example(content=b"[" * 100_000, suffix=".jsonl")
@example(content=b"<div>" * 5_000 + b"<p>Deep down stands a sentence.</p>", suffix=".html")
@example(content=b"<meta charset='undefined'>\xff\xfe\xfd", suffix=".html")
def test_whatever_the_bytes_they_are_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)
    for found in find([path]):
        if isinstance(found, Skipped):
            assert found.reason
            continue
        try:
            once, twice = read(found), read(found)
        except Unreadable as refusal:
            assert str(refusal)
            continue
        assert once == twice and once.id == found.id and once.title
        assert once.paragraphs and all(paragraph.text.strip() for paragraph in once.paragraphs)
        assert [paragraph.number for paragraph in once.paragraphs] == list(range(1, len(once.paragraphs) + 1))
        repr(once).encode()  # nothing in it that cannot be stored


@given(st.text(max_size=300))
def test_an_id_is_never_empty_and_fits_into_an_address(name: str) -> None:
    slug = loading._slug(name)
    assert slug == loading._slug(name) and 0 < len(slug) <= 80
    assert all(unicodedata.category(character)[0] in "LMN" or character in "._-" for character in slug)


def test_two_long_names_with_the_same_beginning_have_different_ids() -> None:
    first, second = (loading._slug("a" * 100 + ending) for ending in "bc")
    assert first != second and first[:70] == second[:70]
