"""OpenAI's Responses, tried with its own client as it is, and what chat programs ask for by themselves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest

from assistant.access.access import Access
from assistant.answers import Answer
from assistant.api.openai.completions import MODEL
from assistant.assistant import Assistant
from assistant.presenting.chores import chore
from assistant.settings import Settings
from index.library import Library
from tests.served import served

pytestmark = pytest.mark.usefixtures("without_page")

QUESTION = "What did Donald Trump say about the Paris Agreement?"
ASKED: Any = {"model": MODEL, "input": QUESTION}


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[openai.OpenAI]:
    with served(assistant) as address:
        yield client_of(address)


def client_of(address: str, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0, timeout=30)


def alike(answer: Any) -> dict[str, Any]:
    told = json.loads(answer.to_json()) if isinstance(answer, Answer) else answer
    return told | {"id": "", "created": "", "timings_ms": {}}


def test_a_response_is_the_answer_with_annotations_and_a_list_of_sources(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    told: Any = client.responses.create(**ASKED)
    answer = assistant.ask(QUESTION)
    assert told.status == "completed"
    assert told.output_text.startswith(f"{answer.text}\n\nSources:\n- [1] ")
    assert alike(told.answer) == alike(answer)
    (part,) = told.output[0].content
    assert part.annotations
    for one in part.annotations:
        assert one.type == "url_citation" and one.url.startswith("http")
        assert part.text[one.start_index : one.end_index] in {claim.text for claim in answer.claims}
    assert told.usage.input_tokens > 5 and told.usage.output_tokens > 20


def test_the_clients_own_way_of_reading_a_stream_ends_with_the_response(client: openai.OpenAI) -> None:
    whole: Any = client.responses.create(**ASKED)
    deltas, annotations = [], []
    with client.responses.stream(**ASKED) as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                deltas.append(event.delta)
            if event.type == "response.output_text.annotation.added":
                annotations.append(event.annotation)
        last: Any = stream.get_final_response()
    assert "".join(deltas) == last.output_text == whole.output_text
    assert len(deltas) > 1
    cited = whole.output[0].content[0].annotations
    assert [one.to_dict() for one in annotations] == [one.to_dict() for one in cited]
    assert alike(last.answer) == alike(whole.answer)


def test_events_are_numbered_and_each_names_itself(client: openai.OpenAI) -> None:
    events: list[Any] = list(client.responses.create(**ASKED, stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    kinds = list(dict.fromkeys(event.type.removeprefix("response.") for event in events))
    assert (
        kinds
        == (
            "created in_progress output_item.added content_part.added output_text.delta output_text.annotation.added "
            "output_text.done content_part.done output_item.done completed"
        ).split()
    )


def test_tokens_are_counted_beside_the_loop_that_serves_everybody(
    client: openai.OpenAI, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    loops: list[object] = []

    def counted(text: str) -> int:
        loops.append(asyncio._get_running_loop())
        return len(text.split())

    monkeypatch.setattr(assistant.library.embeddings, "tokens", counted)
    assert list(client.responses.create(**ASKED, stream=True, max_output_tokens=1_000))
    asked: Any = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}], "max_tokens": 1_000}
    assert list(client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    assert loops and set(loops) == {None}


def test_the_id_of_an_answer_is_no_id_of_a_response(client: openai.OpenAI) -> None:
    told: Any = client.responses.create(**ASKED)
    with pytest.raises(openai.BadRequestError, match="There is no response"):
        client.responses.create(**ASKED, previous_response_id=told.answer["id"])
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(told.answer["id"])


@pytest.mark.parametrize("way", ["id", "items"])
def test_a_follow_up_takes_the_conversation_from_the_response_before_or_from_items(
    client: openai.OpenAI, assistant: Assistant, way: str
) -> None:
    first = client.responses.create(**ASKED)
    if way == "id":
        told: Any = client.responses.create(model=MODEL, input="And about China?", previous_response_id=first.id)
    else:
        items: Any = [{"role": "user", "content": QUESTION}, *(one.to_dict() for one in first.output)]
        items += [{"role": "user", "content": [{"type": "input_text", "text": "And about China?"}]}]
        told = client.responses.create(model=MODEL, input=items, store=False)
    assert told.answer["standalone_question"] == "What did Donald Trump say about China?"
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": assistant.ask(QUESTION).text}]
    assert alike(told.answer) == alike(assistant.ask("And about China?", history=history))


def test_a_response_is_kept_until_it_is_deleted_and_not_where_that_is_not_wanted(client: openai.OpenAI) -> None:
    first, unkept = client.responses.create(**ASKED), client.responses.create(**ASKED, store=False)
    assert client.responses.retrieve(first.id).output_text == first.output_text
    client.responses.delete(first.id)
    for one in (first, unkept):
        with pytest.raises(openai.NotFoundError, match="There is no response"):
            client.responses.retrieve(one.id)
        with pytest.raises(openai.BadRequestError, match="as items of 'input' instead") as raised:
            client.responses.create(**ASKED, previous_response_id=one.id)
        assert (raised.value.param, raised.value.code) == ("previous_response_id", "previous_response_not_found")


def test_what_one_key_was_answered_is_there_for_that_key_alone(copied_samples: Any, samples: Library) -> None:
    with Library(copied_samples, embeddings=samples.embeddings) as library:
        access = Access(library.folder, Settings(), loopback=True)
        one, other = (access.keys.add(name, frozenset({"ask"})) for name in ("one", "other"))
        with served(Assistant(library, Settings()), access=access) as address:
            told: Any = client_of(address, one).responses.create(**ASKED)
            assert client_of(address, one).responses.retrieve(told.id).id == told.id
            with pytest.raises(openai.NotFoundError):
                client_of(address, other).responses.retrieve(told.id)
            said = {"answer": told.answer["id"], "vote": "up"}
            for key, status in ((other, 404), (one, 200)):
                sent = client_of(address, key).with_options(base_url=f"{address}/api")
                if status == 404:
                    with pytest.raises(openai.NotFoundError):
                        sent.post("/feedback", body=said, cast_to=object)
                else:
                    assert sent.post("/feedback", body=said, cast_to=object)["vote"] == "up"  # type: ignore[index]


def test_a_setting_keeps_no_answers(samples: Library) -> None:
    with served(Assistant(samples, Settings(keep_answers_minutes=0))) as address:
        client = client_of(address)
        told = client.responses.create(**ASKED)
        with pytest.raises(openai.NotFoundError):
            client.responses.retrieve(told.id)


def test_no_more_is_said_than_is_wanted(client: openai.OpenAI) -> None:
    told: Any = client.responses.create(**ASKED, max_output_tokens=8)
    assert (told.status, told.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert told.usage.output_tokens <= 8
    assert told.output[0].content[0].annotations == []


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"text": {"format": {"type": "json_object"}}}, "text.format"),
        ({"background": True}, "background"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"extra_body": {"outlet": "Nobody"}}, "outlet"),
        ({"input": [{"role": "nobody", "content": "?"}]}, "input[0].role"),
        ({"input": "x" * 10_000}, "input"),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_its_name(
    client: openai.OpenAI, wrong: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        client.responses.create(**(ASKED | wrong))
    assert raised.value.param == param


SPOKEN = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "He said that it was unfair."}]
TURNS = f"USER: {QUESTION}\nASSISTANT: He said that it was unfair."
OPEN_WEBUI = (
    "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Guidelines:\n- The "
    "title should clearly represent the main theme or subject of the conversation.\n### Output:\nJSON format: "
    '{{ "title": "your concise title here" }}\n### Chat History:\n<chat_history>\n{0}\n</chat_history>'
)
OPEN_WEBUI_TAGS = (
    "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more "
    'specific subtopic tags.\n### Output:\nJSON format: {{ "tags": ["tag1", "tag2", "tag3"] }}\n### Chat History:\n'
    "<chat_history>\n{0}\n</chat_history>"
)
OPEN_WEBUI_FOLLOW_UPS = (
    "### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next in this "
    'conversation as a **user**.\n### Output:\nJSON format: {{ "follow_ups": ["Question 1?"] }}\n### Chat History:\n'
    "<chat_history>\n{0}\n</chat_history>"
)
LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title "
    "itself.\n\nConversation:\nUser: " + QUESTION + "\nAI: He said that it was unfair."
)
NEXTCHAT = (
    "Please generate a four to five word title summarizing our conversation without any lead-in, punctuation, "
    "quotation marks, periods, symbols, bold text, or additional text. Remove enclosing quotation marks."
)
TITLE = "What did Donald Trump say about the Paris Agreement"


@pytest.mark.parametrize(
    ("order", "history", "told"),
    [
        (OPEN_WEBUI.format(TURNS), [], json.dumps({"title": TITLE})),
        (OPEN_WEBUI_TAGS.format(TURNS), [], '{"tags": ["General"]}'),
        (OPEN_WEBUI_FOLLOW_UPS.format(TURNS), [], '{"follow_ups": []}'),
        (LIBRECHAT, [], TITLE),
        (NEXTCHAT, SPOKEN, TITLE),
        (TURNS, [{"role": "system", "content": "Generate a concise title for the conversation."}], TITLE),
    ],
)
def test_what_chat_programs_want_for_themselves_gets_a_plain_title_and_no_search(
    client: openai.OpenAI, order: str, history: list[Any], told: str
) -> None:
    messages = [*history, {"role": "user", "content": order}]
    completion: Any = client.chat.completions.create(model=MODEL, messages=messages)
    assert completion.choices[0].message.content == told
    assert (completion.answer["outcome"], completion.answer["citations"]) == ("reply", [])


@pytest.mark.parametrize(
    "question",
    [
        "What title did the museum give the exhibition?",
        "Who suggested a new name for the bridge?",
        "Give me a summary of the conversation between Obama and Merkel.",
        "What did the user group say about the chat program?",
    ],
)
def test_what_a_person_asks_is_no_order_of_a_chat_program(question: str) -> None:
    assert chore(question, []) is None
    assert question.startswith("Give") or chore(question, SPOKEN) is None
