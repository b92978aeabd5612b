"""No character that reorders or hides words stands in any form of an answer, wherever it came from."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.page.turns import Turn, conversation
from assistant.presenting.shown_text import readable, visible
from assistant.serving.conversations import Conversations
from assistant.serving.exporting import to_json, to_markdown
from assistant.settings import Settings
from assistant.terminal import show_answer
from index.embedding import SentenceEmbeddings
from index.extraction.plain_text import paragraphs_as_they_stand
from index.library import Library
from tests.scripted_model import ScriptedModel

OVERRIDE, ISOLATE, END, ESCAPE, TAGS = "\u202e", "\u2066", "\u202c", "\x1b[2J", "\U000e0041\U000e0042"
ODD = f"{OVERRIDE}{ISOLATE}{END}{ESCAPE[0]}{TAGS}"
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TEXT = "The harbour of Kestle Bay opens in spring, the mayor said on Monday."
QUESTION = "When does the harbour of Kestle Bay open?"


def sprinkled(text: str) -> str:
    return text.replace(" ", f" {ODD}")


@pytest.fixture
def odd(tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    fields = {"id": sprinkled("a b"), "title": sprinkled("The harbour opens"), "source": sprinkled("Bay News")}
    row = {**fields, "author": sprinkled("Jane Roe"), "text": sprinkled(TEXT)}
    (tmp_path / "odd.jsonl").write_text(json.dumps(row))
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "odd.jsonl")
        yield library


def check_all_forms(assistant: Assistant, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    history = [{"role": "user", "content": sprinkled("What of Kestle Bay?")}]
    answer = assistant.ask(sprinkled(QUESTION), history=history)
    assert answer.outcome == "answered"
    for one in answer.citations:
        text = assistant.library.paragraph(one.article_id, one.paragraph).text
        assert text[one.start : one.end] == one.quote
    saved = Conversations(folder)
    turn = saved.save(answer.to_dict(), assistant.library)
    whole = saved.open(turn.conversation)
    saved.close()
    show_answer(answer, assistant.library)
    checked = assistant.check(sprinkled(TEXT))
    assert [claim.supported for claim in checked.claims] == [True]
    forms = [answer.text, answer.to_json(), conversation([Turn(sprinkled(QUESTION), answer.to_dict())])]
    forms += [to_markdown(whole), json.loads(json.dumps(to_json(whole))), capsys.readouterr().out, checked.to_json()]
    assert [HIDDEN.search(form) for form in forms] == [None] * len(forms)


def test_neither_an_article_nor_a_question_brings_one_into_an_answer(
    odd: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_all_forms(Assistant(odd, Settings()), tmp_path, capsys)


def test_neither_does_a_model(odd: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = ScriptedModel(says=[sprinkled(QUESTION), sprinkled(TEXT) + " [1]"], prompts=[])
    check_all_forms(Assistant(odd, Settings(), model=model), tmp_path, capsys)


def test_in_a_library_of_before_each_is_a_mark(odd: Library) -> None:
    with sqlite3.connect(odd.folder / "catalog.sqlite") as connection:
        connection.execute("UPDATE paragraph SET text = ?", (TEXT.replace("opens", f"{OVERRIDE}opens"),))
    paragraph = odd.paragraph("a b", 1)
    assert paragraph.text == TEXT.replace("opens", "\ufffdopens")
    answer = Assistant(odd, Settings()).ask(QUESTION)
    assert OVERRIDE not in answer.to_json()


def test_the_flags_that_are_spelt_with_tags_stay() -> None:
    england = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert paragraphs_as_they_stand(f"Goal{TAGS} for {england}!") == [f"Goal for {england}!"]
    assert visible(f"{england} wins") == f"{england} wins"
    assert readable(f"a{TAGS}") == "a[U+E0041][U+E0042]"
