"""Refusing: the figures that tell an answerable question, and what they come to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.choosing import candidates
from assistant.answering.judged import HIGHEST
from assistant.answering.refusing import ARTICLE_SIGNS, NO_RIVAL, ONE_STATEMENT, SIGNS, UNRELATED, answerable, signs
from assistant.question.question import read_question
from assistant.settings import Settings
from index.articles import Heading, Hit, Paragraph

WEIGHTS = {"minist": 2.0, "treati": 2.0}


def hit(text: str, *, score: float, article: str = "a", title: str | None = None, published: str | None = None) -> Hit:
    heading = Heading(id=article, title=article.upper() if title is None else title, published=published)
    return Hit(Paragraph(article, 1, text, "body"), heading, score)


def figures(question: str, *hits: Hit) -> dict[str, float]:
    asked = read_question(question)
    return signs(asked, hits, candidates(asked, hits, WEIGHTS), WEIGHTS)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert (
        set(figures("Who signed the treaty?", hit("The minister did.", score=0.5))) == set(SIGNS) >= set(ARTICLE_SIGNS)
    )


def test_the_lead_is_over_the_best_paragraph_of_another_article() -> None:
    first, same = hit("The minister.", score=0.75), hit("The treaty.", score=0.7)
    assert figures("Who?", first, same)["lead"] == 0.75 - UNRELATED
    assert figures("Who?", first, same, hit("Rain.", score=0.5, article="b"))["lead"] == 0.25
    assert figures("Who?", first, same, hit("Rain.", score=0.1, article="b"))["lead"] == 0.75 - UNRELATED


def test_the_parts_of_one_text_are_no_rivals_of_each_other() -> None:
    first, part = hit("The minister.", score=0.75, title="News"), hit("Rain.", score=0.7, article="b", title="News")
    assert figures("Who?", first, part)["lead"] == 0.75 - UNRELATED
    assert figures("Who?", first, part)["sentence_lead"] == NO_RIVAL


def test_an_article_on_the_same_story_is_no_rival() -> None:
    first = hit("The minister signed the treaty in Oslo.", score=0.75)
    copy = hit("The minister signed the treaty in Oslo, an agency reports.", score=0.7, article="b")
    other = hit("It rained on the minister.", score=0.7, article="b")
    question = "Where did the minister sign the treaty?"
    assert figures(question, first, copy)["lead"] == 0.75 - UNRELATED
    assert figures(question, first, copy)["sentence_lead"] == NO_RIVAL
    assert figures(question, first, other)["lead"] == pytest.approx(0.05)
    assert figures(question, first, other)["sentence_lead"] < NO_RIVAL


def test_a_sentence_that_says_the_same_in_another_article_is_no_rival() -> None:
    asked = read_question("Where did the minister sign the treaty?")
    hits = [hit("In Oslo.", score=0.75), hit("The Norwegian capital.", score=0.7, article="b")]
    found = candidates(asked, hits, WEIGHTS)
    assert signs(asked, hits, found, WEIGHTS)["sentence_lead"] < NO_RIVAL
    alike = [replace(one, like_best=ONE_STATEMENT) for one in found]
    assert signs(asked, hits, alike, WEIGHTS)["sentence_lead"] == NO_RIVAL


def test_an_article_that_counts_the_same_thing_otherwise_is_no_rival() -> None:
    first = hit("The treaty cost 212 jobs.", score=0.75)
    other = hit("In all 240 jobs are gone. The minister is away.", score=0.7, article="b")
    for question, lead in (("How many jobs did the treaty cost?", 0.75 - UNRELATED), ("What did the treaty do?", 0.05)):
        assert figures(question, first, other)["lead"] == pytest.approx(lead)
    assert figures("How many jobs did the treaty cost?", first, other)["sentence_lead"] == NO_RIVAL


def test_articles_without_a_title_are_not_taken_for_one() -> None:
    first, other = hit("The minister.", score=0.75, title=""), hit("Rain.", score=0.7, article="b", title="")
    assert figures("Who?", first, other)["lead"] == pytest.approx(0.05)


def test_a_chinese_question_has_no_lead_over_articles_without_its_words() -> None:
    assert figures("谁？", hit("部长。", score=0.8), hit("Rain.", score=0.0, article="b"))["lead"] == 0


def test_names_that_stand_nowhere_in_the_paragraph_are_missing() -> None:
    paragraph = hit("The minister met Ada Lind.", score=0.5)
    assert figures("Did the minister meet Ada Lind?", paragraph)["names_missing"] == 0
    assert figures("Did the minister meet Per Holm?", paragraph)["names_missing"] == 1


def test_a_number_of_the_question_that_stands_nowhere_is_missing() -> None:
    paragraph = hit("The minister signed 3 treaties.", score=0.5)
    assert figures("Which 3 treaties did the minister sign?", paragraph)["numbers_missing"] == 0
    assert figures("Which 4 treaties did the minister sign?", paragraph)["numbers_missing"] == 1
    assert figures("Which treaties did the minister sign?", paragraph)["numbers_missing"] == 0


def test_a_year_may_be_told_by_the_day_of_publication() -> None:
    paragraph = hit("The minister signed on Monday.", score=0.5, published="2026-02-09")
    assert figures("Did the minister sign on February 9, 2026?", paragraph)["numbers_missing"] == 0
    assert figures("Did the minister sign in 2025?", paragraph)["numbers_missing"] == 1


def test_a_day_may_be_told_by_its_weekday() -> None:
    paragraph = hit("The minister signed on Monday.", score=0.5, published="2026-02-11")
    assert figures("Did the minister sign on February 9, 2026?", paragraph)["numbers_missing"] == 0
    assert figures("Did the minister sign on February 8, 2026?", paragraph)["numbers_missing"] == 1


def test_what_is_asked_of_the_subject_must_stand_in_the_paragraph() -> None:
    about, telling = (hit(text, score=0.5, title="The treaty") for text in ("It is old.", "The minister signed it."))
    assert figures("Did the minister sign the treaty?", about)["untitled"] == 0
    assert figures("Did the minister sign the treaty?", telling)["untitled"] == 1


def test_a_question_that_the_title_holds_whole_asks_nothing_more() -> None:
    assert figures("A treaty minister?", hit("Rain.", score=0.5, title="Treaty minister"))["untitled"] == 1


@pytest.mark.parametrize(
    "question", ["Why was it signed?", "How did they sign?", "为什么签署？", "なぜ署名した？", "왜?"]
)
def test_why_and_how_ask_for_an_explanation(question: str) -> None:
    assert figures(question, hit("Rain.", score=0.5))["explanation"] == 1


@pytest.mark.parametrize("question", ["How many signed?", "Who signed, and how?", "谁签署？"])
def test_who_and_how_many_ask_for_no_explanation(question: str) -> None:
    assert figures(question, hit("The 3 ministers of Norway. 部长。", score=0.5))["explanation"] == 0


def test_a_chinese_question_is_judged_by_words_alone() -> None:
    found = figures("部长签署了什么？", hit("部长签署了条约。", score=0.5))
    assert (found["blind"], found["search"], found["search_blind"], found["untitled"]) == (1, 0, 0.5, 0)


def test_more_of_what_speaks_for_an_answer_makes_one_likelier() -> None:
    far, near = hit("Rain.", score=0.1), hit("The minister signed the treaty.", score=0.9)
    low = answerable(figures("Who signed the treaty?", far))
    high = answerable(figures("Who signed the treaty?", near))
    assert low < Settings().refusal_threshold < high


def test_of_an_article_the_judge_decides_between_sentences_as_close() -> None:
    near = hit("The minister signed the treaty.", score=0.9), hit("Rain.", score=0.3, article="b")
    found = figures("Who signed the treaty?", *near)
    unlikely, likely = (answerable({**found, "told": told}, of_article=True) for told in (-1.0, 0.5))
    assert unlikely < Settings().refusal_threshold < likely


def test_of_an_article_a_larger_model_may_decide_otherwise_and_of_a_passage_it_changes_nothing() -> None:
    near = hit("The minister signed the treaty.", score=0.9), hit("Rain.", score=0.3, article="b")
    found = {**figures("Who signed the treaty?", *near), "told": 0.2}
    unlikely, likely = (answerable(found, of_article=True, closely=odds) for odds in (-HIGHEST, HIGHEST))
    assert unlikely < Settings().refusal_threshold < likely
    assert answerable(found, closely=-HIGHEST) == answerable(found)


@given(st.floats(0.3, 1), st.floats(0, 0.3), st.text(max_size=40), st.text(max_size=40))
def test_the_odds_never_fall_as_the_search_finds_more(score: float, more: float, text: str, question: str) -> None:
    found = [
        answerable(figures(question, hit(f"Who knows. {text}", score=score), hit("Rain.", score=0.3, article="b")))
        for score in (score, score + more)
    ]
    assert found[0] <= found[1] + 1e-9
