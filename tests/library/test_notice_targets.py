"""Which article a notice is about, where no wording says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.library import Library
from index.store.notices.targets import Notice, is_own, meant, signs
from index.store.notices.texts import Text, Words
from tests.fakes import HashedEmbeddings

FAIR = "The spring fair drew two hundred people to the green, and the band played until dark."
BOND = "The Norvik bond pays 7.4 percent twice a year to those who hold it until 2031."
LOSS = "The mill at Hale lost four looms in the flood of 3 May, its owner Ann Roe said."


def text(name: str, *paragraphs: str) -> Text:
    return Text(name, name, {number: Words(one) for number, one in enumerate(paragraphs)})


def notice(quote: str, was: str | None = None, *, in_column: bool = False, of_this: bool = False) -> Notice:
    return Notice(quote, was, None, in_column, of_this)


def test_words_of_another_article_and_none_of_its_own_decide() -> None:
    own, bond, loss = text("fair", FAIR), text("bond", BOND), text("loss", LOSS)
    said = notice("The Norvik bond does not pay twice a year, or I should have sold the house to buy it.")
    assert not is_own(said, own)
    assert meant(said, [own, bond, loss], own) is bond


def test_a_notice_that_no_article_has_a_word_of_is_about_none_but_its_own_if_it_says_so() -> None:
    able = [text("fair", FAIR), text("bond", BOND)]
    assert meant(notice("We regret what appeared here."), able, able[0]) is None
    assert meant(notice("We regret this report.", of_this=True), able, able[0]) is able[0]


def test_a_column_of_corrections_is_not_about_itself() -> None:
    able = [text("column", LOSS), text("loss", LOSS)]
    assert meant(notice("The mill lost four looms, not six."), able, able[0]) is able[0]
    assert meant(notice("The mill lost four looms, not six.", in_column=True), able, able[0]) is able[1]


def test_the_old_words_decide_between_articles_with_as_many_words() -> None:
    one, other = text("one", "The mill at Hale has 90 looms."), text("other", "The mill at Hale has many looms.")
    able = [text("fair", FAIR), one, other]
    assert meant(notice("The mill at Hale has 19 looms.", was="90"), able, able[0]) is one


def test_a_rare_word_tells_more_than_one_that_many_articles_have() -> None:
    able = [text(name, f"The council of {name} met on Monday about its budget.") for name in ("Hale", "Ekby", "Orda")]
    found = signs(notice("The council of Orda met."), able, None)
    assert max(found, key=lambda one: one.words) is found[2]
    assert all(0 <= one.words <= 1 for one in found)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_it_is_linked_alike_in_any_order_of_adding(tmp_path: Path, first: int) -> None:
    articles = [
        {"id": "bond", "title": "What Norvik owes", "date": "2026-03-02", "text": BOND},
        {"id": "mill", "title": "Flood at Hale", "date": "2026-05-04", "text": LOSS},
        {
            "id": "letter",
            "title": "My week in markets",
            "date": "2026-05-06",
            "text": f"{FAIR}\n\nCorrection: the Norvik bond pays 7.4 percent once a year, not twice a year.",
        },
    ]
    with Library(tmp_path / "library", embeddings=HashedEmbeddings()) as library:
        for at, one in enumerate(articles[first:] + articles[:first]):
            path = tmp_path / f"{at}.jsonl"
            path.write_text(json.dumps(one), encoding="utf-8")
            library.add(path)
            library.corrections()
        assert {(one.article_id, one.corrects) for one in library.corrections()} == {("letter", "bond")}
