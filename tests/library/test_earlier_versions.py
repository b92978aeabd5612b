"""A new version of an article: the old text stays readable, and what changed is told and heeded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import index.library
from assistant.api.records import changed
from assistant.assistant import Assistant
from assistant.page.brief import brief
from assistant.page.words import ENGLISH
from assistant.terminal import show_changes
from index.articles import Paragraph
from index.embedding import SentenceEmbeddings
from index.library import Library
from index.store import storing

FIRST = (
    "The new bridge at Ostheim will cost 42 million euros, the council decided on Monday.",
    "Ships will pass on both sides.",
    "Work begins in May.",
)
SECOND = (
    "The work was put out to tender in ten countries.",
    "The new bridge at Ostheim will cost 24 million euros, the council decided on Monday.",
    "Work begins in May.",
)


def put(library: Library, folder: Path, paragraphs: tuple[str, ...], name: str = "bridge") -> None:
    row = {"id": name, "title": "New bridge at Ostheim", "source": "The Mill", "date": "2026-03-02"}
    path = folder / f"{name}.jsonl"
    path.write_text(json.dumps(row | {"text": "\n\n".join(paragraphs)}), "utf-8")
    library.add(path)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("versions")
    with Library(folder / "library", embeddings=embeddings) as library:
        put(library, folder, FIRST)
        put(library, folder, SECOND)
        yield Assistant(library)


def test_what_changed_is_kept_paragraph_by_paragraph(assistant: Assistant) -> None:
    changed = [(one.before and one.before.number, one.after) for one in assistant.library.changes("bridge")]
    assert changed == [(None, SECOND[0]), (1, SECOND[1]), (2, None)]


def test_a_citation_that_was_saved_finds_its_words_wherever_they_went(assistant: Assistant) -> None:
    for number, text in enumerate(FIRST, start=1):
        cited = Paragraph("bridge", number, text, "body")
        found = assistant.library.as_cited("bridge", number, cited.revision)
        assert found is not None and found.text == text
    assert assistant.library.as_cited("bridge", 1, "0" * 16) is None


def test_a_figure_that_has_changed_counts_as_corrected(assistant: Assistant) -> None:
    (one,) = assistant.library.corrections("bridge")
    assert (one.kind, one.was, one.now, one.paragraph) == ("change", "42 million euros", "24 million euros", 2)
    assert SECOND[1][one.start : one.end] == one.quote


def test_checking_goes_by_the_new_version_and_says_what_changed(assistant: Assistant) -> None:
    old = assistant.check("The new bridge at Ostheim will cost 42 million euros.").claims[0]
    assert old.verdict == "contradicted" and "24 million euros" in (old.reason or "")
    assert assistant.check("The new bridge at Ostheim will cost 24 million euros.").claims[0].verdict == "supported"


def test_an_answer_that_quotes_a_changed_figure_says_so_before_it(assistant: Assistant) -> None:
    answer = assistant.ask("How much will the new bridge at Ostheim cost?")
    assert answer.text.startswith("Changed since")
    assert answer.text.index("42 million") < answer.text.index("“The new bridge")
    told = assistant.ask("What was corrected?")
    assert "24 million euros, previously 42 million euros" in told.text


def test_a_paragraph_that_was_rewritten_or_only_moved_corrects_nothing(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        put(library, tmp_path, FIRST)
        put(library, tmp_path, ("Nine councillors have walked 30 kilometres along the river.", *FIRST[1:], FIRST[0]))
        assert library.corrections() == []


def test_nothing_of_an_article_that_is_removed_is_kept(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        put(library, tmp_path, FIRST)
        put(library, tmp_path, SECOND)
        library.remove("bridge")
        put(library, tmp_path, SECOND)
        assert library.changes("bridge") == []
        assert library.corrections() == []


TEXTS = st.lists(st.sampled_from([*FIRST, *SECOND, "Nobody was hurt."]), min_size=1, max_size=4, unique=True)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS.map(tuple), min_size=1, max_size=4))
def test_every_paragraph_that_ever_stood_there_stays_readable(
    tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings, versions: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Library(folder / "library", embeddings=embeddings) as library:
        for version in versions:
            put(library, folder, version)
        for version in versions:
            for number, text in enumerate(version, start=1):
                found = library.as_cited("bridge", number, Paragraph("bridge", number, text, "body").revision)
                assert found is not None and found.text == text


@pytest.mark.parametrize(("bound", "most"), [("VERSIONS", 2), ("LONGEST_KEPT", 170)])
def test_only_the_last_changes_are_kept(
    tmp_path: Path, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    class Clock:
        """An hour passes between one version and the next."""

        hours = iter(range(24))

        @classmethod
        def now(cls, zone: tzinfo) -> datetime:
            return datetime(2026, 5, 3, next(cls.hours), tzinfo=zone)

    monkeypatch.setattr(index.library, "datetime", Clock)
    monkeypatch.setattr(storing, bound, most)
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        for number in range(5):
            put(library, tmp_path, (f"The toll on the Ostheim bridge is {number} euros.",))
        kept = [one.before.text for one in library.changes("bridge") if one.before]
    assert kept == [f"The toll on the Ostheim bridge is {number} euros." for number in (2, 3)]


def test_a_page_shows_on_which_day_an_article_changed_and_what(assistant: Assistant) -> None:
    changes = assistant.library.changes("bridge")
    shown = brief(assistant.library.article("bridge"), assistant.library, ENGLISH, name="a-")
    assert f"This article changed on {ENGLISH.day(changes[0].replaced[:10])}: 3 paragraphs" in shown
    assert f'<del dir="auto">{FIRST[0]}</del> <ins dir="auto">{SECOND[1]}</ins>' in shown


def test_a_terminal_shows_what_an_article_said_and_what_it_says_now(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    show_changes(assistant.library.changes("bridge"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [f"    + {SECOND[0]}", f"   1- {FIRST[0]}", f"    + {SECOND[1]}", f"   2- {FIRST[1]}"]


def test_the_record_of_changes_has_each_paragraph_as_it_was(assistant: Assistant) -> None:
    record = changed(assistant.library.changes("bridge")).model_dump()
    told = [(one["before"] and one["before"]["text"], one["after"]) for one in record["changes"]]
    assert told == [(None, SECOND[0]), (FIRST[0], SECOND[1]), (FIRST[1], None)]
