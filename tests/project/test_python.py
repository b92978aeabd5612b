"""What Python programs may count on: names to import, readable answers, async twins, and errors for mistakes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant import Answer, Assistant, LibraryError, WrongUsage
from assistant.events import Done, Event, Searching
from assistant.settings import Settings
from index.library import SAMPLES, Library
from tests.scripted_model import ScriptedModel

QUESTION = "What did Donald Trump say about the Paris Agreement?"


@pytest.fixture(scope="module")
def asked(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


@pytest.fixture(scope="module")
def answer(asked: Assistant) -> Answer:
    return asked.ask(QUESTION)


def alike(answer: Answer) -> dict[str, Any]:
    return json.loads(answer.to_json()) | {"id": "", "created": "", "timings_ms": {}}


def test_errors_records_and_the_version_are_imported_from_the_package() -> None:
    assert all(getattr(assistant, name) is not None for name in assistant.__all__)
    assert assistant.__version__ == version("cited-articles")
    assert issubclass(assistant.WrongUsage, assistant.ArticleAssistantError)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = assistant.Nothing


def test_an_answer_comes_back_from_its_json(answer: Answer) -> None:
    assert Answer.from_json(answer.to_json()) == answer
    assert Answer.from_json(json.loads(answer.to_json())) == answer
    old = {name: one for name, one in json.loads(answer.to_json()).items() if name not in ("read_as", "premise")}
    assert Answer.from_json(old).text == answer.text


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"schema": "answer/2"}', '{"schema": "answer/1"}', b"\xff"])
def test_what_is_no_record_of_an_answer_is_refused_in_a_sentence(record: str | bytes) -> None:
    with pytest.raises(WrongUsage, match="record"):
        Answer.from_json(record)


def test_a_printed_answer_is_its_text_with_numbered_sources(answer: Answer) -> None:
    told = str(answer)
    assert told.startswith(answer.text)
    for citation in answer.citations:
        assert f"\n[{citation.marker}] “{citation.title}”, {citation.outlet}, {citation.published}" in told


def test_a_notebook_shows_the_words_that_are_cited_and_nothing_of_an_article_becomes_markup(answer: Answer) -> None:
    citation = assistant.Citation(**{**_fields(answer.citations[0]), "quote": "<b>*so*</b>", "url": "javascript:x"})
    hostile = Answer(**{**_fields(answer), "text": "<script>x</script> *so* [1]", "citations": (citation,)})
    html, markdown = hostile._repr_html_(), hostile._repr_markdown_()
    assert "<script>" not in html and "<b>" not in html and "href" not in html
    assert "\\<script\\>" in markdown and "\\*so\\*" in markdown
    assert '<li value="1">“' in answer._repr_html_()


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_the_async_twins_give_what_the_methods_give(asked: Assistant, answer: Answer) -> None:
    async def all_of_them() -> tuple[Answer, list[Event], list[Any], Answer]:
        events = [event async for event in asked.astream(QUESTION)]
        found = await asked.asearch("dust on the Moon", limit=3)
        return await asked.aask(QUESTION), events, found, await asked.acheck("The Moon is made of dust.")

    told, events, hits, checked = asyncio.run(all_of_them())
    assert alike(told) == alike(answer)
    assert isinstance(events[-1], Done) and alike(events[-1].answer) == alike(answer)
    assert hits == asked.search("dust on the Moon", limit=3)
    assert alike(checked) == alike(asked.check("The Moon is made of dust."))


def test_the_async_twins_raise_what_the_methods_raise(asked: Assistant) -> None:
    for call in (asked.aask(" "), asked.acheck(" "), asked.aask("Who?", since="yesterday")):
        with pytest.raises(WrongUsage):
            asyncio.run(call)


class Waiting(Assistant):
    """Waits for ever, and says when it was stopped."""

    begun, stopped = threading.Event(), threading.Event()

    def stream(self, *_: Any, **__: Any) -> Generator[Event, None, None]:
        try:
            while True:
                yield Searching("?", "?")
                self.begun.set()
        finally:
            self.stopped.set()


def test_cancelling_a_task_that_asks_stops_the_work(samples: Library) -> None:
    waiting = Waiting(samples, Settings())

    async def cancelled() -> None:
        task = asyncio.create_task(waiting.aask("?"))
        await asyncio.to_thread(waiting.begun.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert waiting.stopped.is_set()


WRONG: dict[str, Callable[[Assistant], Any]] = {
    "a number as a day": lambda one: one.ask("Who?", since=5),  # type: ignore[arg-type]
    "a number as an outlet": lambda one: one.ask("Who?", outlets=5),  # type: ignore[arg-type]
    "numbers as articles": lambda one: one.search("Who?", articles=[5]),  # type: ignore[list-item]
    "no text as a question": lambda one: one.ask(None),  # type: ignore[arg-type]
    "no text as a search": lambda one: one.search(7),  # type: ignore[arg-type]
    "a limit in words": lambda one: one.search("Who?", limit="ten"),  # type: ignore[arg-type]
    "no text to check": lambda one: one.check(["a"]),  # type: ignore[arg-type]
    "pairs as history": lambda one: one.ask("Who?", history=[("user", "What?")]),  # type: ignore[list-item]
    "no filter of that name": lambda one: one.ask("Who?", foo=1),  # type: ignore[call-arg]
    "a message of nobody": lambda one: one.ask("Who?", history=[{"role": "x", "content": "What?"}]),
    "a message without content": lambda one: one.ask("Who?", history=[{"role": "user"}]),
    "no source": lambda one: one.add(None),  # type: ignore[arg-type]
    "a number as a source": lambda one: one.add([5]),  # type: ignore[list-item]
    "a number as a watched source": lambda one: one.watch(5),  # type: ignore[arg-type]
    "a number as a speaker": lambda one: one.library.statements(speaker=5),  # type: ignore[arg-type]
    "a number as a topic": lambda one: one.library.statements(about=5),  # type: ignore[arg-type]
    "a number as a name": lambda one: one.library.people(5),  # type: ignore[arg-type]
    "a limit below nothing": lambda one: one.library.people(limit=-1),
    "a paragraph in words": lambda one: one.library.paragraph("penicillin-use-enough", "2"),  # type: ignore[arg-type]
    "an empty list of articles": lambda one: one.ask("Who?", articles=[]),
    "an empty list to bind": lambda one: one.as_runnable().bind(outlets=[]).invoke("Who?"),
    "an empty list of a retriever": lambda one: one.library.as_retriever(kinds=[]),
    "an empty list to list": lambda one: one.library.articles(labels=[]),
    "a text as history": lambda one: one.ask("Who?", history="What?"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_value_of_a_wrong_type_is_refused_in_one_sentence(
    asked: Assistant, wrong: Callable[[Assistant], Any]
) -> None:
    with pytest.raises(WrongUsage) as raised:
        wrong(asked)
    assert str(raised.value).endswith(".") and "\n" not in str(raised.value)


def test_a_library_that_is_not_there_can_be_made_by_adding_and_not_by_asking(tmp_path: Path) -> None:
    folder = tmp_path / "mistyped"
    with Assistant.open(library=folder) as opened:
        for ask in (opened.ask, opened.search, opened.check):
            with pytest.raises(LibraryError, match="There is no library in .*mistyped"):
                ask(QUESTION)
        assert not folder.exists()
        opened.add(SAMPLES)
        assert opened.ask(QUESTION).outcome == "answered"


def test_a_closed_assistant_cannot_be_asked(copied_samples: Path) -> None:
    opened = Assistant.open(library=copied_samples)
    opened.close()
    for call in (opened.ask, opened.search, opened.check, opened.add, lambda text: next(_failing(opened, text))):
        with pytest.raises(LibraryError, match="This assistant was closed"):
            call(QUESTION)


def _failing(opened: Assistant, text: str) -> Iterator[None]:
    for event in opened.stream(text):
        raise event.error  # type: ignore[union-attr]
    yield None


def test_a_chat_model_of_langchain_is_taken_as_it_is(copied_samples: Path) -> None:
    model = ScriptedModel(says=["It was declared eradicated in 1980. [1]"])
    with Assistant.open(library=copied_samples, model=model) as opened:
        opened.ask("When was smallpox declared eradicated?")
    assert len(model.prompts) == 1
    with pytest.raises(WrongUsage, match="int is not a chat model"):
        Assistant.open(library=copied_samples, model=5)  # type: ignore[arg-type]


@pytest.mark.processes
def test_asking_warns_of_nothing_outdated_and_draws_no_bar(copied_samples: Path) -> None:
    program = (
        "import sys\nfrom assistant import Assistant\n"
        "with Assistant.open(library=sys.argv[1]) as opened:\n"
        "    opened.ask(sys.argv[2])\n    print(opened.check('The Moon is made of dust.').outcome)"
    )
    ours = r"error::DeprecationWarning"
    told = subprocess.run(
        [sys.executable, "-W", ours, "-c", program, str(copied_samples), QUESTION],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
