"""The turns of a tab and what is saved of them: kept in step, whatever happens to the file or in another tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assistant.page.remembering import current, kept, marked, reopened
from assistant.page.turns import Turn
from assistant.serving.conversations import CONVERSATIONS, Conversations
from tests.serving.test_conversations import HARBOUR, record


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Conversations]:
    opened = Conversations(tmp_path)
    yield opened
    opened.close()


def turn(id: str, **more: Any) -> Turn:
    answer = record(id, f"{id}?", searched={"filters": {"outlets": ["The Gull"]}})
    return Turn(f"{id}?", answer=answer, filters={"outlets": ["The Gull"]}, **more)


def ids(turns: list[Turn]) -> list[str]:
    return [turn.answer["id"] for turn in turns if turn.answer]


def test_a_conversation_is_begun_by_its_first_answer_and_gone_on_with_by_the_next(saved: Conversations) -> None:
    turns = kept([turn("a")], saved, HARBOUR)
    turns = kept([*turns, turn("b")], saved, HARBOUR)
    (summary,) = saved.listed()
    assert current(turns) == summary.id
    again = reopened(saved.open(summary.id))
    assert list(map(asdict, again)) == list(map(asdict, turns))


def test_what_is_asked_again_is_asked_regardless_of_what_it_was(saved: Conversations) -> None:
    asked = turn("a")
    read = {"kind": "said", "regardless_of": ["period"]}
    (kept_one,) = kept([Turn("a?", answer={**(asked.answer or {}), "read_as": read})], saved, HARBOUR)
    assert kept_one.saved
    (again,) = reopened(saved.open(kept_one.saved.conversation))
    assert again.filters == {"outlets": ["The Gull"], "regardless_of": ["period"]}


def test_what_is_not_whole_is_not_saved(saved: Conversations) -> None:
    for part in (Turn("a?", error="No."), turn("a", stage="stopped"), Turn("a?")):
        assert kept([part], saved, HARBOUR) == [part]
    assert saved.count() == 0


def test_what_another_tab_asked_meanwhile_stands_before_the_last(saved: Conversations) -> None:
    one = kept([turn("a")], saved, HARBOUR)
    other = kept([*one, turn("b")], saved, HARBOUR)
    saved.vote("a", "down", "wrong")
    one = kept([*one, turn("c")], saved, HARBOUR)
    assert ids(one) == ["a", "b", "c"]
    assert one[0].saved and one[0].saved.comment == "wrong"
    assert ids(kept([*other, turn("d")], saved, HARBOUR)) == ["a", "b", "c", "d"]


def test_an_answer_that_was_asked_for_again_takes_its_place_unless_it_was_judged(saved: Conversations) -> None:
    turns = kept([turn("a")], saved, HARBOUR)
    turns = kept([turn("b", saved=turns[0].saved)], saved, HARBOUR)
    assert ids(turns) == ids(reopened(saved.open(saved.listed()[0].id))) == ["b"]
    turns = marked(turns, saved.vote("b", "up"))
    turns = kept([turn("c", saved=turns[0].saved)], saved, HARBOUR)
    assert ids(turns) == ["b", "c"]
    assert saved.count() == 1


def test_a_conversation_that_was_deleted_elsewhere_is_not_brought_back(saved: Conversations) -> None:
    turns = kept([turn("a")], saved, HARBOUR)
    saved.delete_all()
    turns = kept([*turns, turn("b")], saved, HARBOUR)
    assert ids(turns) == ["b"]
    assert [summary.title for summary in saved.listed()] == ["b?"]


def test_an_answer_that_cannot_be_saved_says_why_and_stays(saved: Conversations, tmp_path: Path) -> None:
    (tmp_path / CONVERSATIONS).write_bytes(b"noise" * 2000)
    turns = kept([turn("a")], saved, HARBOUR)
    assert "cannot be used" in turns[0].unsaved and turns[0].saved is None
    (tmp_path / CONVERSATIONS).unlink()
    turns = kept([*turns, turn("b")], saved, HARBOUR)
    assert ids(turns) == ["a", "b"]
    assert turns[1].saved and not turns[1].unsaved
