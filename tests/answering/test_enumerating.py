"""Questions that begin with the verb, ask for several things, or are two, over a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.choosing import LIKELY
from assistant.answering.composing.enumerating import WEIGHTS, figures
from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

TRAM = """The tram to Orlen has had a long way to its first passenger.

It was finished in March 2025, after two winters without work.

The council voted for it in May 2019, by one vote.

The ground was broken in June 2021, when the prices were highest.

Nobody counts on its being on time."""
CRITIC = """The tram to Orlen is a monument to vanity, and nobody will ride it.

Its stops are where no one lives."""

STORM = """A storm crossed the county of Orlen on Sunday, and nobody was hurt. It came from the west.

Among the damage is the roof of the swimming hall. The hall had been shut for the night.

In the harbour two boats sank at their moorings. Their owners live abroad.

The weather office had warned of it on Friday. It had measured such winds in 1987.

The library lost its windows to a falling tree. Nobody was reading.

Another tree lies across the railway to Westmark. Buses run instead.

Trees also fell on three cars in Mill Street. The street is lined with limes.

The cellar of the town archive is under water. Schools open as usual on Monday."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("enumerating")
    rows = [
        ("tram", "How the tram came to Orlen", "Orlen Post", "2026-03-10", TRAM),
        ("storm", "Storm damage in Orlen", "Orlen Post", "2026-01-12", STORM),
        ("critic", "A tram for nobody", "Westmark Examiner", "2026-03-12", CRITIC),
    ]
    fields = ("id", "title", "source", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def test_what_stands_beside_the_likeliest_sentence_is_likelier_than_its_like_elsewhere() -> None:
    answers = np.array([0.01, 0.6, 0.01, 0.01, 0.01])
    told = figures(np.full(5, 0.3), answers, np.full(5, 0.3), [1, 2, 2, 3, 4])
    worth = told @ np.array(list(WEIGHTS.values()))
    assert told.shape == (5, len(WEIGHTS)) and worth.argmax() == 1
    assert worth[2] > max(worth[0], worth[3], worth[4])


def test_whether_it_is_one_or_the_other_is_answered_by_neither_yes_nor_no(assistant: Assistant) -> None:
    answer = assistant.ask("Did the council vote for or against the tram to Orlen?", articles="tram")
    assert not answer.text.startswith(("Yes", "No."))


def test_what_was_done_once_does_not_say_that_it_is_done_again(assistant: Assistant) -> None:
    assert not assistant.ask("Did the council vote for it again?", articles="tram").text.startswith("Yes")
    assert assistant.ask("Did the council vote for it?", articles="tram").text.startswith("Yes")


def test_several_things_are_told_by_more_sentences_than_one_and_in_the_order_of_the_article(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Which things were damaged by the storm in Orlen?")
    places = [one.paragraph for one in answer.citations]
    one_thing = assistant.ask("Where did the two boats sink?")
    assert len(one_thing.citations) < len(places) == 8, "half of the article"
    first = next(at for at in range(1, len(places)) if places[at:] == sorted(places[at:]))
    assert first <= LIKELY, "only the sentences found first stand out of order"


def test_two_questions_in_one_are_answered_one_after_the_other(assistant: Assistant) -> None:
    answer = assistant.ask("When did the council vote for the tram to Orlen, and how many boats sank in the harbour?")
    told = [one.quote for one in answer.citations]
    assert any("May 2019" in one for one in told) and any("two boats" in one for one in told)
    assert len(told) == len(set(told))
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
        assert all(f"[{marker}]" in answer.text[claim.end : claim.end + 12] for marker in claim.citations)


def test_the_second_of_two_questions_is_answered_from_the_articles_of_the_first_where_it_leans_on_it(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("When did the council vote for the tram to Orlen, and where did it come from?")
    assert {one.article_id for one in answer.citations} == {"tram"}


MOORINGS = """The harbour of Sund will get 60 new moorings, the council decided on Monday.

Swimming teacher Ida Brask opposes the moorings. "The bay is ours in summer," she said.

Per Lund of the rowing club called the new moorings a bad joke and left the meeting.

Marina owner Tor Aas expects twice as many guests.

The moorings will be built in the spring. A floating breakwater will shelter them from the west wind.

The harbour was dug in 1887. It has 140 berths, and the ferry to Holm leaves from it twice a day.

A mooring will cost 900 crowns a month. Boats of the town come first, and the list is open until May.

The county paid for half. It wants more visitors to come by water."""


def test_who_takes_a_side_is_told_with_others_whose_words_hold_no_word_for_it(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    row = {"id": "moorings", "title": "Sixty moorings for Sund", "text": MOORINGS}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        answer = Assistant(library).ask("Who is against the new moorings in Sund?")
    assert answer.read_as is not None
    assert answer.read_as.kind == "position"
    assert {2, 3} <= {one.paragraph for one in answer.citations}
