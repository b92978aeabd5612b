"""Questions for articles by what the catalog knows of them."""

from __future__ import annotations

import pytest

from assistant.question.published import Publishing, publishing


@pytest.mark.parametrize(
    ("question", "who", "about", "counted", "of_texts", "every"),
    [
        ("Which articles did Lea Fisk write?", "Lea Fisk", "", False, True, False),
        ("how many stories has the Courier published this year", "the Courier", "this year", True, True, False),
        ("What has Lea Fisk written?", "Lea Fisk", "", False, False, False),
        ("What did the Harbour Post publish in April?", "the Harbour Post", "in April", False, False, False),
        ("What was published in May 2026?", "", "in May 2026", False, False, False),
        ("Which articles appeared last week?", "", "last week", False, True, False),
        ("Which articles have been published since 1 May?", "", "since 1 May", False, True, False),
        ("Which articles are from March 2026?", "", "from March 2026", False, True, False),
        ("What articles do we have by Lea Fisk?", "", "by Lea Fisk", False, True, False),
        ("Articles by Lea Fisk about the dam", "", "by Lea Fisk about the dam", False, True, False),
        ("list the stories published in May", "", "in May", False, True, False),
        ("List all articles", "", "", False, True, True),
    ],
)
def test_a_question_for_articles_has_an_author_or_outlet_and_other_limits(
    question: str, who: str, about: str, counted: bool, of_texts: bool, every: bool
) -> None:
    assert publishing(question) == Publishing(who, about, counted, of_texts, every)


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor say?",
        "Which articles mention the dam?",
        "How many articles do you have?",
        "",
        "?",
    ],
)
def test_other_questions_are_none_for_articles(question: str) -> None:
    assert publishing(question) is None
