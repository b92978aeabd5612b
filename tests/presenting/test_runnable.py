"""The assistant as a LangChain Runnable: the answer of `ask` in LangChain's messages, with its citations."""

from __future__ import annotations

import asyncio
import json
from functools import reduce
from operator import add
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langgraph.graph import START, MessagesState, StateGraph

from assistant.assistant import Assistant
from assistant.presenting.runnable import CitedAnswers
from assistant.settings import Settings
from index.errors import ArticleAssistantError, WrongUsage
from index.library import Library

QUESTION = "What did Donald Trump say about the Paris Agreement?"
REFUSED = "What did Napoleon say about submarines?"


@pytest.fixture
def runnable(samples: Library) -> CitedAnswers:
    return Assistant(samples, Settings()).as_runnable()


def block(message: BaseMessage) -> dict[str, Any]:
    (only,) = message.content_blocks
    return dict(only)


def alike(message: AIMessage) -> dict[str, Any]:
    answer = json.loads(json.dumps(message.response_metadata["answer"]))
    return answer | {"id": "", "created": "", "timings_ms": {}}


def test_the_message_holds_the_answer_that_asking_gives(runnable: CitedAnswers) -> None:
    message, answer = runnable.invoke(QUESTION), runnable.assistant.ask(QUESTION)
    assert message.text == answer.text
    assert alike(message) == json.loads(answer.to_json()) | {"id": "", "created": "", "timings_ms": {}}


def test_each_citation_spans_its_claim_and_cites_the_words_of_its_paragraph(runnable: CitedAnswers) -> None:
    message, answer = runnable.invoke(QUESTION), runnable.assistant.ask(QUESTION)
    annotations = block(message)["annotations"]
    assert len(annotations) == sum(len(claim.citations) for claim in answer.claims) > 0
    claims = {claim.text for claim in answer.claims}
    for one in annotations:
        assert one["type"] == "citation"
        assert message.text[one["start_index"] : one["end_index"]] in claims
        paragraph = runnable.assistant.library.paragraph(one["extras"]["article_id"], one["extras"]["paragraph"])
        assert one["cited_text"] in paragraph.text
        assert one["url"] and one["title"]


def test_what_the_articles_do_not_say_is_said_without_citations(runnable: CitedAnswers) -> None:
    message = runnable.invoke(REFUSED)
    assert message.response_metadata["answer"]["outcome"] == "not_found"
    assert block(message)["annotations"] == []


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_the_pieces_of_a_stream_add_up_to_the_message(runnable: CitedAnswers, question: str) -> None:
    whole: AIMessageChunk = reduce(add, runnable.stream(question))
    message = runnable.invoke(question)
    assert whole.text == message.text
    assert block(whole)["annotations"] == block(message)["annotations"]
    assert alike(whole) == alike(message)


def test_it_streams_in_async_code(runnable: CitedAnswers) -> None:
    async def streamed() -> list[str]:
        return [piece.text async for piece in runnable.astream(QUESTION)]

    assert asyncio.run(streamed()) == [piece.text for piece in runnable.stream(QUESTION)]


def test_a_conversation_makes_a_follow_up_stand_alone(runnable: CitedAnswers) -> None:
    conversation = [("human", QUESTION), ("ai", "..."), HumanMessage([{"type": "text", "text": "And about China?"}])]
    answer = runnable.invoke(conversation).response_metadata["answer"]
    assert answer["question"] == "And about China?"
    assert answer["standalone_question"] == "What did Donald Trump say about China?"


def test_a_dictionary_with_a_question_asks_that_question(runnable: CitedAnswers) -> None:
    message = runnable.invoke(QUESTION)
    assert alike(runnable.invoke({"question": QUESTION})) == alike(message)
    history = [("human", QUESTION), ("ai", "...")]
    followed = runnable.invoke({"question": "And about China?", "history": history})
    assert followed.response_metadata["answer"]["standalone_question"] == "What did Donald Trump say about China?"
    with pytest.raises(WrongUsage, match="needs 'question'"):
        runnable.invoke({"query": QUESTION})


def test_it_is_a_node_of_a_graph_that_gets_and_gives_messages(runnable: CitedAnswers) -> None:
    graph = StateGraph(MessagesState)
    graph.add_node("answers", runnable)
    graph.add_edge(START, "answers")
    state = graph.compile().invoke({"messages": [HumanMessage(QUESTION)]})
    asked, told = state["messages"]
    assert (asked.text, told.text) == (QUESTION, runnable.invoke(QUESTION).text)
    assert block(told)["annotations"]


def test_as_a_tool_it_answers_with_its_sources_and_keeps_the_record(runnable: CitedAnswers) -> None:
    tool = runnable.as_tool()
    answer = runnable.assistant.ask(QUESTION)
    assert list(tool.args) == ["question"]
    assert tool.invoke({"question": QUESTION}) == str(answer)
    call = {"name": tool.name, "args": {"question": QUESTION}, "id": "1", "type": "tool_call"}
    assert tool.invoke(call).artifact["schema"] == "answer/1"


def test_it_is_a_part_of_a_chain(runnable: CitedAnswers) -> None:
    chain = ChatPromptTemplate([("user", "What did {who} say about the Paris Agreement?")]) | runnable
    said = (chain | StrOutputParser()).invoke({"who": "Donald Trump"})
    assert said == runnable.assistant.ask(QUESTION).text


def test_bind_limits_what_is_searched(runnable: CitedAnswers) -> None:
    message = runnable.bind(outlets=["Nobody"]).invoke(QUESTION)
    assert message.response_metadata["answer"]["searched"] == {
        "articles": 0,
        "filters": {"outlets": ["Nobody"]},
        "newest": None,
    }
    assert message.text.startswith("No article is from the outlet 'Nobody'.")


def test_what_asking_raises_is_raised(runnable: CitedAnswers) -> None:
    with pytest.raises(WrongUsage):
        runnable.invoke(" ")
    with pytest.raises(ArticleAssistantError, match="not a day"):
        list(runnable.bind(since="yesterday").stream(QUESTION))
