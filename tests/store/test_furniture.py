"""What a host repeats in many articles is its page's: found whatever the order, and without harm to what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.articles import Article, Paragraph
from index.library import Library
from index.store.catalog import Catalog
from index.store.storing import Entry, Piece
from tests.homes import open_catalog
from tests.stores import agree, counts, found, write_lines

BOX = "Every Friday the editors in Port Elwin choose three long reads for a quiet evening at home."
SUBJECTS = (
    "harbour orchard glacier library theatre railway hospital lighthouse brewery quarry airfield vineyard".split()
)


def story(subject: str) -> list[str]:
    return [
        f"The {subject} of Port Elwin will be rebuilt after the council voted for the plan on Tuesday evening.",
        f"Nobody had expected that so many people would come to speak about the old {subject} and its keeper.",
        f"Work on the {subject} begins in March and is to cost eleven million, more than twice what was thought.",
    ]


def page(paragraphs: Sequence[str], *, host: str = "coast-news.example", name: str = "story") -> str:
    head = f'<link rel="canonical" href="https://{host}/{name}"><title>{name.title()} of Port Elwin</title>'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return folder


def with_box(*subjects: str, host: str = "coast-news.example") -> dict[str, str]:
    return {name: page([*story(name)[:2], BOX, story(name)[2]], host=host, name=name) for name in subjects}


def roles_of(library: Library, text: str) -> dict[str, str]:
    """The role of the paragraph with that text, by article."""
    articles = [library.article(heading.id) for heading in library.articles()]
    return {one.id: part.role for one in articles for part in one.paragraphs if part.text == text}


# With pages, in a library


def test_what_eight_pages_of_a_host_repeat_is_searched_in_none_of_them(library: Library, tmp_path: Path) -> None:
    library.add(write_pages(tmp_path / "a", with_box(*SUBJECTS[:4])))
    numbers = {part.text: part.number for part in library.article("harbour").paragraphs}
    assert roles_of(library, BOX) == dict.fromkeys(SUBJECTS[:4], "body")
    assert len(found(library, "Who chooses three long reads?")) == 4

    library.add(write_pages(tmp_path / "b", with_box(*SUBJECTS[4:8])))
    assert roles_of(library, BOX) == dict.fromkeys(SUBJECTS[:8], "boilerplate")
    assert BOX not in [hit.paragraph.text for hit in library.search("Who chooses three long reads?", limit=100)]
    assert counts(library) == (24, 24, 24)
    assert {part.text: part.number for part in library.article("harbour").paragraphs} == numbers


def test_marking_is_one_change_and_adding_again_is_none(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "a", with_box(*SUBJECTS[:8]))
    library.add(pages)
    after = library._catalog.position()[1]
    assert after == 9
    library.add(pages)
    library._catalog.mark_furniture()
    assert library._catalog.position()[1] == after


def test_what_is_no_longer_repeated_is_searched_again(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "a", with_box(*SUBJECTS[:6]))
    library.add(pages)
    assert set(roles_of(library, BOX).values()) == {"boilerplate"}
    library.remove(["harbour", "orchard"])
    assert roles_of(library, BOX) == dict.fromkeys(SUBJECTS[2:6], "body")
    assert agree(library) and len(found(library, "Who chooses three long reads?")) == 4


def test_a_follower_made_anew_leaves_furniture_out(library: Library, tmp_path: Path) -> None:
    library.add(write_pages(tmp_path / "a", with_box(*SUBJECTS[:8])))
    library.rebuild()
    assert counts(library) == (24, 24, 24)


def test_an_updated_page_keeps_its_furniture_out_of_the_search(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "a", with_box(*SUBJECTS[:6]))
    library.add(pages)
    write_pages(pages, {"harbour": page([*story("harbour"), *story("quarry"), BOX], name="harbour")})
    assert library.add(pages).updated == ["harbour"]
    assert set(roles_of(library, BOX).values()) == {"boilerplate"} and agree(library)


def test_json_lines_are_taken_as_they_stand_whatever_they_repeat(library: Library, tmp_path: Path) -> None:
    rows = [{"id": name, "outlet": "Coast News", "text": "\n\n".join([*story(name), BOX])} for name in SUBJECTS]
    library.add(write_lines(tmp_path / "a.jsonl", *rows))
    assert roles_of(library, BOX) == dict.fromkeys(SUBJECTS, "body")


def test_an_outlet_stands_for_a_host_that_is_not_known(library: Library, tmp_path: Path) -> None:
    for name in SUBJECTS[:6]:
        text = "\n\n".join([f"---\noutlet: Coast News\n---\n# {name}", *story(name), BOX])
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    library.add(tmp_path)
    assert roles_of(library, BOX) == dict.fromkeys(SUBJECTS[:6], "boilerplate")


def test_an_interrupted_marking_is_made_up_for(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = []
    with monkeypatch.context() as patched:
        patched.setattr(Catalog, "mark_furniture", lambda _: stopped.append(True))
        library.add(write_pages(tmp_path / "a", with_box(*SUBJECTS[:8])))
    assert stopped and set(roles_of(library, BOX).values()) == {"body"}
    library.add(tmp_path / "a")
    assert set(roles_of(library, BOX).values()) == {"boilerplate"} and agree(library)


# With paragraphs, in a catalog


@pytest.fixture
def catalog(home: str, tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def add(catalog: Catalog, *texts: Sequence[str], host: str = "coast-news.example") -> None:
    """Articles of one host, each with these paragraphs, under an id that the text gives."""
    catalog.store([entry(list(paragraphs), host) for paragraphs in texts], now="2026-02-01", settings={})
    catalog.mark_furniture()


def entry(texts: Sequence[str], host: str) -> Entry:
    name = f"{host}-{texts[0][:90]}"
    parts = tuple(Paragraph(name, number, text, "body") for number, text in enumerate(texts, start=1))
    pieces = {part.number: [Piece(0, len(part.text), np.zeros(2))] for part in parts}
    found = Article(id=name, title=name, url=f"https://{host}/story", paragraphs=parts)
    return Entry(found, name, hashlib.sha256("\n".join(texts).encode()).hexdigest(), "again", pieces)


def marked(catalog: Catalog) -> set[str]:
    articles = [catalog.article(heading.id) for heading in catalog.headings()]
    return {part.text for one in articles if one for part in one.paragraphs if part.role == "boilerplate"}


def test_versions_of_one_story_are_no_furniture_in_each_other(catalog: Catalog) -> None:
    lasting = story("harbour")
    add(catalog, *([f"Update {number}: the vote is at {number} o'clock.", *lasting] for number in range(1, 13)))
    assert marked(catalog) == set()


def test_furniture_is_found_although_versions_of_one_story_are_among_its_pages(catalog: Catalog) -> None:
    versions = [[f"Update {number} of the vote.", *story("harbour"), BOX] for number in range(1, 7)]
    add(catalog, *versions, *([*story(name), BOX] for name in SUBJECTS[1:6]))
    assert marked(catalog) == {BOX}


@pytest.mark.parametrize(
    "repeated",
    [
        "“We will not sell the harbour to anybody,” the mayor said at the opening of the debate on Monday.",
        "Port Elwin, a town of eleven thousand people, lost its shipyard in 1987 and has lived on fishing since.",
        "You can visit the hall.",
    ],
)
def test_what_four_stories_repeat_is_their_own(catalog: Catalog, repeated: str) -> None:
    add(catalog, *([*story(name), repeated] for name in SUBJECTS[:4]))
    assert marked(catalog) == set()


def test_a_sentence_that_could_be_an_articles_own_must_stand_in_a_third_of_them(catalog: Catalog) -> None:
    background = (
        "Port Elwin, a town of eleven thousand people, lost its shipyard in 1987 and has lived on fishing since."
    )
    letter = "You can have the best of our harbour notes sent to you on Fridays."
    add(catalog, *([*story(f"{name} 1"), background, letter] for name in SUBJECTS[:5]))
    add(catalog, *(story(f"{name} 2") for name in SUBJECTS))
    assert marked(catalog) == {letter}


@pytest.mark.parametrize(
    "reported",
    [
        '"I have done nothing wrong and I will not resign," Mayor Jane Smith said on Tuesday.',
        "“We will not sell the harbour.”",
        "The flood took the lives of 43 people, the ministry of health said in its last report on the valley.",
        "市长周二说，港口不会出售。",
    ],
)
def test_what_somebody_said_is_searched_in_all_stories_that_repeat_it(catalog: Catalog, reported: str) -> None:
    add(catalog, *([*story(name), reported, BOX] for name in SUBJECTS[:8]))
    assert marked(catalog) == {BOX}


def test_the_same_paragraph_on_several_hosts_is_no_furniture(catalog: Catalog) -> None:
    for host in ("one", "two", "three"):
        add(catalog, *([*story(name), BOX] for name in SUBJECTS[:4]), host=f"{host}.example")
    assert marked(catalog) == set()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(16)), cuts=st.sets(st.integers(1, 15), max_size=4))
def test_what_is_furniture_does_not_depend_on_the_order_of_adding(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    background = "The town has lived on fishing since its shipyard was closed in 1987, and it is proud of it."
    texts = [[*story(name), BOX] for name in SUBJECTS[:6]] + [[*story(name), background] for name in SUBJECTS[6:10]]
    texts += [[f"Update {number}.", *story("vineyard"), BOX] for number in range(3)]
    texts += [[*story(f"{name} hotel")] for name in SUBJECTS[:3]]
    opened = Catalog(tmp_path_factory.mktemp("order") / "catalog.sqlite")
    bounds = [0, *sorted(cuts), 16]
    for start, end in zip(bounds, bounds[1:], strict=False):
        add(opened, *(texts[number] for number in order[start:end]))
    assert marked(opened) == {BOX}
    opened.close()
