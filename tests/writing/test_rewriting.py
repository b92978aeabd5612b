"""A follow-up that a chat model makes to stand alone: taken where it asks for the same, else the rule serves."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.events import Done, Searching
from assistant.settings import Settings
from index.library import Library
from tests.scripted_model import ScriptedModel

HISTORY = [
    {"role": "user", "content": "What did Donald Trump say about the Paris Agreement?"},
    {"role": "assistant", "content": "Trump argued that it was unfair. [1]"},
]
RULE = "What did Donald Trump say about China?"


def standalone(
    samples: Library, reply: str | Exception, question: str = "And about China?"
) -> tuple[str, ScriptedModel]:
    says = [lambda prompt: reply if "stands alone" in prompt else "The articles do not say."]
    model = ScriptedModel(says=[reply] if isinstance(reply, Exception) else says, prompts=[])
    events = list(Assistant(samples, Settings(), model=model).stream(question, history=HISTORY))
    (searching,) = [event for event in events if isinstance(event, Searching)]
    last = events[-1]
    assert isinstance(last, Done)
    assert last.answer.standalone_question == searching.standalone_question
    return searching.standalone_question, model


@pytest.mark.parametrize(
    "reply",
    [
        "What did Trump say about China in the Paris Agreement?",
        'Question: "What did Trump say about China in the Paris Agreement?"\n',
        "<think>He means Trump.</think>What did Trump say about China in the Paris Agreement?",
    ],
)
def test_what_the_model_makes_of_a_follow_up_is_asked(samples: Library, reply: str) -> None:
    assert standalone(samples, reply)[0] == "What did Trump say about China in the Paris Agreement?"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "What did Joe Biden say about China?",
        "What did Trump say about China in 2019?",
        "Trump said nothing.\nWhat did Trump say about China?",
        "Is the weather good?",
        "What did Trump say about <question>China</question>?",
        "China " * 500,
        RuntimeError("out of memory"),
    ],
)
def test_where_it_asks_for_something_else_or_fails_the_rule_serves(samples: Library, reply: str | Exception) -> None:
    assert standalone(samples, reply)[0] == RULE


def test_the_model_sees_the_conversation_without_the_markers_of_its_answers(samples: Library) -> None:
    _, model = standalone(samples, "What did Trump say about China?")
    assert "assistant: Trump argued that it was unfair.\n" in model.prompts[0]
    assert "[1]" not in model.prompts[0]


def test_a_first_question_is_asked_as_it_is(samples: Library) -> None:
    model = ScriptedModel(says=["The articles do not say."], prompts=[])
    assert Assistant(samples, Settings(), model=model).ask("And China?").standalone_question == "And China?"
    assert len(model.prompts) == 1


def test_each_answer_numbers_its_citations_from_one(samples: Library) -> None:
    model = ScriptedModel(
        says=["He argued that the agreement was unfair to American workers and taxpayers."], prompts=[]
    )
    answer = Assistant(samples, Settings(), model=model).ask(str(HISTORY[0]["content"]), history=HISTORY * 3)
    assert [citation.marker for citation in answer.citations] == [1]
