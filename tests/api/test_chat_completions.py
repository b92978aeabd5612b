"""The OpenAI protocol, tried with OpenAI's own client as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import openai
import pytest

from assistant.answers import Answer
from assistant.api.openai.completions import MODEL
from assistant.assistant import Assistant
from assistant.events import Done, Event, Failed, Searching, Text
from assistant.settings import Settings
from index.errors import LibraryError
from index.library import Library
from tests.served import served

pytestmark = pytest.mark.usefixtures("without_page")

QUESTION = "What did Donald Trump say about the Paris Agreement?"
REFUSED = "What did Napoleon say about submarines?"
ASKED: Any = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[openai.OpenAI]:
    with served(assistant) as address:
        yield client_of(address)


def client_of(address: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0, timeout=30)


def alike(answer: Any) -> dict[str, Any]:
    told = json.loads(answer.to_json()) if isinstance(answer, Answer) else answer
    return told | {"id": "", "created": "", "timings_ms": {}}


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_a_completion_is_the_answer_and_carries_it_whole(
    client: openai.OpenAI, assistant: Assistant, question: str
) -> None:
    told: Any = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": question}])
    answer = assistant.ask(question)
    content, _, sources = told.choices[0].message.content.partition("\n\nSources:\n")
    assert content == answer.text
    assert len(sources.splitlines()) == len(answer.citations)
    assert told.choices[0].finish_reason == "stop"
    assert alike(told.answer) == alike(answer)


def test_each_citation_is_an_annotation_of_its_claim_that_leads_to_the_paragraph(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    message = client.chat.completions.create(**ASKED).choices[0].message
    answer = assistant.ask(QUESTION)
    assert message.content and message.annotations
    assert len(message.annotations) == sum(len(claim.citations) for claim in answer.claims)
    for one in message.annotations:
        assert one.type == "url_citation"
        cited = one.url_citation
        assert message.content[cited.start_index : cited.end_index] in {claim.text for claim in answer.claims}
        page = httpx.get(cited.url).raise_for_status().text
        assert f'id="{urlsplit(cited.url).fragment}"' in page
        assert cited.title in {citation.title for citation in answer.citations}


@pytest.mark.parametrize("question", [QUESTION, REFUSED])
def test_a_stream_adds_up_to_the_completion_and_keeps_its_citations(client: openai.OpenAI, question: str) -> None:
    asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": question}]}
    whole: Any = client.chat.completions.create(**asked)
    chunks: list[Any] = list(client.chat.completions.create(**asked, stream=True))
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    cited = [one for delta in deltas for one in getattr(delta, "annotations", None) or ()]
    assert cited == whole.choices[0].message.to_dict()["annotations"]
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert alike(chunks[-1].answer) == alike(whole.answer)


def test_the_clients_own_way_of_adding_up_a_stream_works(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(**ASKED) as stream:
        stream.until_done()
        message = stream.get_final_completion().choices[0].message
    whole = client.chat.completions.create(**ASKED).choices[0].message
    assert (message.content, message.annotations) == (whole.content, whole.annotations)


def test_usage_is_counted_and_streamed_where_it_is_wanted(client: openai.OpenAI) -> None:
    whole = client.chat.completions.create(**ASKED).usage
    assert whole and whole.prompt_tokens > 5 and whole.completion_tokens > 20
    chunks = list(client.chat.completions.create(**ASKED, stream=True, stream_options={"include_usage": True}))
    assert chunks[-1].usage == whole
    assert not chunks[-1].choices


def test_the_messages_before_the_question_are_its_history(client: openai.OpenAI) -> None:
    messages: Any = [
        {"role": "system", "content": "Answer in verse."},
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "..."},
        {"role": "user", "content": [{"type": "text", "text": "And about China?"}]},
    ]
    told: Any = client.chat.completions.create(model=MODEL, messages=messages, temperature=0.7)
    assert told.answer["question"] == "And about China?"
    assert told.answer["standalone_question"] == "What did Donald Trump say about China?"


def test_a_search_is_limited_by_fields_of_our_own(client: openai.OpenAI) -> None:
    told: Any = client.chat.completions.create(**ASKED, extra_body={"outlets": ["Nobody"]})
    assert told.answer["searched"] == {"articles": 0, "filters": {"outlets": ["Nobody"]}, "newest": None}
    assert told.choices[0].message.content.startswith("No article is from the outlet 'Nobody'.")


def test_the_one_model_is_listed_and_told_of(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).id == MODEL


def test_another_model_is_not_found_in_openais_way(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="The model is called 'article-assistant'") as raised:
        client.chat.completions.create(model="gpt-4o", messages=ASKED["messages"])
    assert raised.value.code == "model_not_found"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": []},
        {"messages": [{"role": "user", "content": " "}]},
        {"messages": [{"role": "assistant", "content": "Hello"}]},
        {"messages": [{"role": "user", "content": "x" * 10_000}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}]},
        {"n": 2},
        {"response_format": {"type": "json_object"}},
        {"extra_body": {"since": "2026-02-30"}},
    ],
)
def test_what_cannot_be_done_is_an_error_of_the_client_in_one_sentence(
    client: openai.OpenAI, wrong: dict[str, Any], stream: bool
) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        client.chat.completions.create(**(ASKED | wrong), stream=stream)
    body: Any = raised.value.body
    assert body["type"] == "invalid_request_error"
    assert body["message"].endswith(".")


LONG = [{"role": "user", "content": "x" * 10_000}]


@pytest.mark.parametrize(
    ("wrong", "param", "code"),
    [
        ({"messages": LONG}, "messages", "context_length_exceeded"),
        ({"messages": [{"role": "user", "content": "x" * 200_000}]}, "messages[0].content", "context_length_exceeded"),
        ({"messages": [{"role": "nobody", "content": "?"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"content": "?"}]}, "messages[0].role", "missing_required_parameter"),
        ({"extra_body": {"outlet": "Nobody"}}, "outlet", "unknown_parameter"),
        ({"temperature": "hot"}, "temperature", "invalid_type"),
        ({"tool_choice": "required"}, "tool_choice", "unsupported_value"),
        ({"logprobs": True}, "logprobs", "unsupported_value"),
        ({"logit_bias": {"1": 5}}, "logit_bias", "unsupported_value"),
        ({"modalities": ["text", "audio"]}, "modalities", "unsupported_value"),
        ({"response_format": {"type": "json_object"}}, "response_format", "unsupported_value"),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_its_name_with_openais_code(
    client: openai.OpenAI, wrong: dict[str, Any], param: str, code: str
) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        client.chat.completions.create(**(ASKED | wrong))
    assert (raised.value.param, raised.value.code) == (param, code)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("wanted", "ending"),
    [({"max_tokens": 5}, "length"), ({"max_completion_tokens": 9}, "length"), ({"stop": ["Paris"]}, "stop")],
)
def test_no_more_is_said_than_is_wanted(
    client: openai.OpenAI, wanted: dict[str, Any], ending: str, stream: bool
) -> None:
    whole = content_of(client, stream, **ASKED)[0]
    content, annotations, finish = content_of(client, stream, **(ASKED | wanted))
    assert whole.startswith(content) and 5 < len(content) < len(whole)
    assert "Paris" not in content or "stop" not in wanted
    assert (annotations, finish) == ([], ending)


def content_of(client: openai.OpenAI, stream: bool, **asked: Any) -> tuple[str, list[Any], str]:
    """What is said, with its annotations, and why it ended, whichever way it is sent."""
    if not stream:
        choice = client.chat.completions.create(**asked).choices[0]
        return choice.message.content, choice.message.annotations, choice.finish_reason
    chunks: list[Any] = [one.choices[0] for one in client.chat.completions.create(**asked, stream=True)]
    annotations = [one for chunk in chunks for one in getattr(chunk.delta, "annotations", None) or ()]
    return "".join(one.delta.content or "" for one in chunks), annotations, chunks[-1].finish_reason


@pytest.mark.parametrize("stream", [False, True])
def test_sources_are_listed_in_the_text_or_annotated_as_is_wanted(
    client: openai.OpenAI, assistant: Assistant, stream: bool
) -> None:
    answer = assistant.ask(QUESTION)
    both, annotated, _ = content_of(client, stream, **ASKED)
    text, none, _ = content_of(client, stream, **ASKED, extra_body={"citations": "text"})
    bare, alone, _ = content_of(client, stream, **ASKED, extra_body={"citations": "annotations"})
    assert (text, none, bare) == (both, [], answer.text)
    assert annotated == alone != []
    lines = both.removeprefix(answer.text).strip().splitlines()[1:]
    for line, cited in zip(lines, answer.citations, strict=True):
        assert line.startswith(f"- [{cited.marker}] “{cited.title}”, {cited.outlet}, {cited.published}: http")
        assert f'id="p{cited.paragraph}"' in httpx.get(line.rpartition(": ")[2]).raise_for_status().text


def test_links_begin_with_the_address_that_the_settings_name_and_the_setting_shows_sources(samples: Library) -> None:
    settings = Settings(public_url="https://ask.example.org", citations="text")
    with served(Assistant(samples, settings)) as address:
        message = client_of(address).chat.completions.create(**ASKED).choices[0].message
    assert message.annotations == []
    assert message.content and ": https://ask.example.org/articles/" in message.content


def test_a_list_of_sources_that_comes_back_is_no_part_of_what_was_said(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    first = content_of(client, False, **ASKED)[0]
    said: Any = [*ASKED["messages"], {"role": "assistant", "content": first}]
    told: Any = client.chat.completions.create(model=MODEL, messages=[*said, {"role": "user", "content": "Why?"}])
    spoken = [ASKED["messages"][0], {"role": "assistant", "content": assistant.ask(QUESTION).text}]
    assert alike(told.answer) == alike(assistant.ask("Why?", history=spoken))


ORDERS = [
    ({"role": "system", "content": "You are a pirate. Answer in one sentence."}, ""),
    ({"role": "developer", "content": "Keep it short."}, ""),
    (None, "\n\nReply in one sentence.\n"),
]


@pytest.mark.parametrize(("before", "after"), ORDERS)
def test_instructions_beside_the_question_shape_the_answer_and_are_not_searched_for(
    client: openai.OpenAI, assistant: Assistant, before: dict[str, str] | None, after: str
) -> None:
    question = "Why is the Paris Agreement important?"
    messages: Any = [*([before] if before else []), {"role": "user", "content": question + after}]
    told: Any = client.chat.completions.create(model=MODEL, messages=messages)
    plain = assistant.ask(question)
    wanted = (len(plain.claims) + 1) // 2 if before and "short" in before["content"] else 1
    assert len(told.answer["claims"]) == wanted < len(plain.claims)
    assert told.answer["claims"][0]["text"] == plain.claims[0].text


def test_a_sentence_that_a_client_appends_to_each_message_hides_no_follow_up(client: openai.OpenAI) -> None:
    said = ["What did Donald Trump say about the Paris Agreement?", "It is unfair.", "And about China?"]
    messages: Any = [
        {"role": ("user", "assistant")[place % 2], "content": text + ("" if place % 2 else "\n\nReply in English.\n")}
        for place, text in enumerate(said)
    ]
    told: Any = client.chat.completions.create(model=MODEL, messages=messages)
    assert told.answer["standalone_question"] == "What did Donald Trump say about China?"


@pytest.mark.parametrize("name", ["embeddings", "files", "completions"])
def test_what_is_not_offered_says_so_by_its_name(client: openai.OpenAI, name: str) -> None:
    ask: Any = {
        "embeddings": lambda: client.embeddings.create(model=MODEL, input="x"),
        "files": client.files.list,
        "completions": lambda: client.completions.create(model=MODEL, prompt="x"),
    }[name]
    with pytest.raises(openai.NotFoundError, match="not offered here. Ask the model 'article-assistant'") as raised:
        ask()
    assert raised.value.code == "unknown_url"


class AnswerText(Assistant):
    """Gives the events that a test sets."""

    told: tuple[Event, ...] = ()

    def stream(self, *_: Any, **__: Any) -> Iterator[Event]:  # type: ignore[override]
        yield from self.told


def test_a_writer_that_fails_half_way_is_said_and_its_answer_keeps_its_offsets(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    telling = AnswerText(assistant.library, Settings())
    telling.told = (Searching(QUESTION, QUESTION), Text("Trump once"), Text(""), Done(answer))
    with served(telling) as address:
        chunks: Any = list(client_of(address).chat.completions.create(**ASKED, stream=True))
    content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert content.startswith(f"Trump once\n\n{answer.text}\n\nSources:\n- [1] ")
    for one in chunks[-2].choices[0].delta.annotations:
        cited = one["url_citation"]
        assert content[cited["start_index"] : cited["end_index"]] in {claim.text for claim in answer.claims}


def test_what_breaks_off_a_stream_is_an_error_of_the_client(assistant: Assistant) -> None:
    telling = AnswerText(assistant.library, Settings())
    error = LibraryError("The library is damaged. Restore it.")
    telling.told = (Searching(QUESTION, QUESTION), Failed(str(error), error))
    with served(telling) as address, pytest.raises(openai.APIError, match="The library is damaged. Restore it."):
        list(client_of(address).chat.completions.create(**ASKED, stream=True))
