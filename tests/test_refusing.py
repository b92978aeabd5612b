"""Refusing: the figures that tell an answerable question, and what they come to."""

from __future__ import annotations

from assistant.choosing import candidates
from assistant.question import read_question
from assistant.refusing import SIGNS, UNRELATED, answerable, signs
from assistant.settings import Settings
from index.articles import Heading, Hit, Paragraph

WEIGHTS = {"minist": 2.0, "treati": 2.0}


def hit(text: str, *, score: float, article: str = "a") -> Hit:
    return Hit(Paragraph(article, 1, text, "body"), Heading(id=article, title="News"), score)


def figures(question: str, *hits: Hit) -> dict[str, float]:
    asked = read_question(question)
    return signs(asked, hits, candidates(asked, hits, WEIGHTS), WEIGHTS)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert set(figures("Who signed the treaty?", hit("The minister did.", score=0.5))) == set(SIGNS)


def test_the_lead_is_over_the_best_paragraph_of_another_article() -> None:
    first, same = hit("The minister.", score=0.75), hit("The treaty.", score=0.7)
    assert figures("Who?", first, same)["lead"] == 0.75 - UNRELATED
    assert figures("Who?", first, same, hit("Rain.", score=0.5, article="b"))["lead"] == 0.25
    assert figures("Who?", first, same, hit("Rain.", score=0.1, article="b"))["lead"] == 0.75 - UNRELATED


def test_a_chinese_question_has_no_lead_over_articles_without_its_words() -> None:
    assert figures("谁？", hit("部长。", score=0.8), hit("Rain.", score=0.0, article="b"))["lead"] == 0


def test_names_that_stand_nowhere_in_the_paragraph_are_missing() -> None:
    paragraph = hit("The minister met Ada Lind.", score=0.5)
    assert figures("Did the minister meet Ada Lind?", paragraph)["names_missing"] == 0
    assert figures("Did the minister meet Per Holm?", paragraph)["names_missing"] == 1


def test_a_chinese_question_is_judged_by_words_alone() -> None:
    found = figures("部长签署了什么？", hit("部长签署了条约。", score=0.5))
    assert (found["blind"], found["search"], found["search_blind"], found["held"]) == (1, 0, 0.5, 0)


def test_more_of_what_speaks_for_an_answer_makes_one_likelier() -> None:
    far, near = hit("Rain.", score=0.1), hit("The minister signed the treaty.", score=0.9)
    low = answerable(figures("Who signed the treaty?", far))
    high = answerable(figures("Who signed the treaty?", near))
    assert low < Settings().refusal_threshold < high
