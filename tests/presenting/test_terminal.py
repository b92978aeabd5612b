"""What the terminal shows, as plain text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Copy
from assistant.assistant import Assistant
from assistant.presenting.quoted import quoted
from assistant.terminal import plain, show_answer, show_article, show_report, show_said, show_skipped
from index.adding import AddReport
from index.language.times.dated_words import DatedWords
from index.library import Library
from index.loading.named_files import Skipped


def test_each_thing_skipped_has_one_line_whatever_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    show_skipped([Skipped("a\n  skipped b.txt: it is empty\n.rtf", ".rtf files cannot be read")])
    assert capsys.readouterr().out.count("\n") == 1


def test_what_was_stopped_before_anything_was_found_is_not_called_empty(capsys: pytest.CaptureFixture[str]) -> None:
    show_report(AddReport(stopped=True))
    shown = capsys.readouterr().out
    assert "The same command continues from here." in shown and "No articles" not in shown


def test_an_answer_is_shown_with_its_numbered_paragraphs(samples: Library, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Assistant(samples).ask("Who was the last person to catch smallpox in nature?")
    show_answer(answer, samples)
    shown = " ".join(capsys.readouterr().out.split())
    assert answer.citations[0].quote in shown
    assert f"[1] {answer.citations[0].title}" in shown
    assert "the article's own words" in shown


def test_what_is_piped_has_a_paragraph_in_a_line(samples: Library, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Assistant(samples).ask("Who was the last person to catch smallpox in nature?")
    show_answer(answer, samples)
    lines = capsys.readouterr().out.splitlines()
    for citation in answer.citations:
        assert f"    {samples.paragraph(citation.article_id, citation.paragraph).text}" in lines
    assert max(map(len, lines)) > 80


def test_what_the_quote_means_by_its_words_is_shown(samples: Library, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Assistant(samples).ask("Who was the last person to catch smallpox in nature?")
    dated = replace(answer.citations[0], dates=(DatedWords("Wednesday", 0, 9, "2026-02-04"),))
    show_answer(replace(answer, citations=(dated,)), samples)
    assert "Wednesday = 2026-02-04" in capsys.readouterr().out


def test_what_was_not_found_is_shown_with_the_closest_paragraphs(
    samples: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    show_answer(Assistant(samples).ask("Who won the football World Cup?"), samples)
    shown = capsys.readouterr().out
    assert "I found nothing on this in the" in shown
    assert "Closest paragraphs:" in shown


def test_an_article_is_shown_whole_with_the_role_of_what_is_not_searched(
    samples: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    article = samples.article("berlin-wall-opens")
    show_article(article)
    shown = " ".join(capsys.readouterr().out.split())
    assert all(paragraph.text in shown for paragraph in article.paragraphs)
    assert "(note)" in shown


def test_the_day_of_the_last_change_is_shown_as_what_it_is(
    samples: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    article = samples.article("berlin-wall-opens")
    show_article(replace(article, published="2026-02-05", updated="2026-02-06"))
    assert "2026-02-05, updated 2026-02-06" in capsys.readouterr().out
    show_article(replace(article, published=None, updated="2026-02-06"))
    assert ", updated 2026-02-06" in capsys.readouterr().out


def test_a_quote_from_a_withdrawn_article_is_shown_beneath_its_notice(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Editor's note: This article has been retracted.\n\n“It broke,” Ida Berg said."
    (tmp_path / "gone.jsonl").write_text(json.dumps({"id": "gone", "title": "Steel", "text": text}), "utf-8")
    library.add(tmp_path / "gone.jsonl")
    show_said(quoted(library.statements(speaker="Ida Berg"), library), library, (), about=None, as_json=False)
    shown = capsys.readouterr().out
    assert shown.index("Withdrawn: Editor's note") < shown.index("It broke")


def test_the_copies_of_an_article_are_named_beneath_its_paragraph(
    samples: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = Assistant(samples).ask("Who was the last person to catch smallpox in nature?")
    copies = (
        Copy("b", "Two", "The \x1b[31mEcho", "2026-02-07", 4, "/articles/b#p4"),
        Copy("c", "C", None, None, 2, ""),
    )
    show_answer(replace(answer, citations=(replace(answer.citations[0], copies=copies),)), samples)
    shown = " ".join(capsys.readouterr().out.split())
    assert "also in: The [31mEcho, paragraph 4, article b (2026-02-07); C, paragraph 2, article c" in shown


def test_an_article_cannot_send_the_terminal_commands() -> None:
    assert plain("red \x1b[31m bell \x07 line\nnext") == "red  [31m bell   line\nnext"
