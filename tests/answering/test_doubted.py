"""Of a record that anybody may have written, what the articles bear out is shown, and the rest as not from here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.answering.doubted import NOT_FROM_HERE, examined
from assistant.assistant import Assistant
from assistant.serving.conversations import CONVERSATIONS, Conversations
from assistant.settings import Settings
from index.library import Library
from tests.served import served

QUESTIONS = (
    "What did Armstrong say about the surface of the Moon?",
    "What did Fleming warn about?",
    "What did Donald Trump say about the Paris Agreement?",
    "When did the Berlin Wall open?",
    "Who discovered penicillin?",
    "What did Napoleon say about submarines?",
)
LIE = "The mayor stole the money."


@pytest.fixture(scope="module")
def assistant(samples: Library) -> Assistant:
    return Assistant(samples, Settings())


def answer_to(assistant: Assistant, question: str = QUESTIONS[0]) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(assistant.ask(question).to_json())
    return record


def judged(assistant: Assistant, record: dict[str, Any], saved: dict[str, str] | None = None) -> dict[str, Any]:
    return examined(record, saved or {}, assistant.library, assistant.verifier)


def invented(record: dict[str, Any]) -> dict[str, Any]:
    """With a claim over a quotation of an article that is not there."""
    cited = record["citations"][0] | {"marker": 1, "article_id": "unknown", "quote": LIE, "start": 0, "end": len(LIE)}
    claim = record["claims"][0] | {"text": LIE, "start": 0, "end": len(LIE), "citations": [1], "supported": True}
    return record | {"text": f"{LIE} [1]", "claims": [claim], "citations": [cited], "closest": []}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_that_was_given_here_keeps_its_claims_and_quotations(assistant: Assistant, question: str) -> None:
    record = answer_to(assistant, question)
    shown = judged(assistant, record)
    assert shown["claims"] == record["claims"]
    assert [one["quote"] for one in shown["citations"]] == [one["quote"] for one in record["citations"]]
    assert not [one for one in shown["citations"] if one.get("genuine") is False]
    assert len(shown["closest"]) == len(record["closest"])


def test_an_invented_quotation_supports_nothing(assistant: Assistant) -> None:
    shown = judged(assistant, invented(answer_to(assistant)))
    assert [one["genuine"] for one in shown["citations"]] == [False]
    assert [(one["supported"], one["reason"]) for one in shown["claims"]] == [(False, str(NOT_FROM_HERE))]


def test_an_invented_claim_over_a_real_quotation_is_not_supported(assistant: Assistant) -> None:
    record = answer_to(assistant)
    claim = record["claims"][0] | {"text": LIE, "start": 0, "end": len(LIE)}
    shown = judged(assistant, record | {"text": f"{LIE} [1]", "claims": [claim]})
    assert [one["supported"] for one in shown["claims"]] == [False]


def test_a_lie_before_a_real_quotation_or_beside_every_claim_is_not_supported(assistant: Assistant) -> None:
    record = answer_to(assistant)
    first = record["claims"][0]
    text = f"Jane Roe, who stole the money, wrote: {first['text']}"
    shown = judged(assistant, record | {"text": text, "claims": [first | {"text": text, "start": 0, "end": len(text)}]})
    assert shown["claims"][0]["supported"] is False
    shown = judged(assistant, record | {"text": f"{record['text']} {LIE}"})
    told = {one["text"]: one["supported"] for one in shown["claims"]}
    assert told[LIE] is False and told[first["text"]] is True


def test_a_claim_that_says_it_claims_nothing_is_compared_as_well(assistant: Assistant) -> None:
    record = invented(answer_to(assistant))
    shown = judged(assistant, record | {"claims": [record["claims"][0] | {"supported": None, "citations": []}]})
    assert shown["claims"][0]["supported"] is False


def test_another_heading_or_speaker_than_the_articles_own_is_not_shown(assistant: Assistant) -> None:
    record = answer_to(assistant)
    false = {"title": "Leaked", "outlet": "The Pentagon", "published": "1999-01-01", "url": "https://evil.example"}
    changed = [one | false | {"speaker": "Jane Roe"} for one in record["citations"]]
    shown = judged(assistant, record | {"citations": changed})
    for one, real in zip(shown["citations"], record["citations"], strict=True):
        assert {name: one[name] for name in (*false, "speaker")} == {name: real[name] for name in (*false, "speaker")}


def test_what_was_kept_of_an_article_that_is_gone_bears_it_out_still(own_samples: Library) -> None:
    assistant = Assistant(own_samples, Settings())
    record = answer_to(assistant)
    kept = {
        one["revision"]: own_samples.paragraph(one["article_id"], one["paragraph"]).text for one in record["citations"]
    }
    for article in {one["article_id"] for one in record["citations"]}:
        own_samples.remove(article)
    assert not [one for one in judged(assistant, record, kept)["citations"] if one.get("genuine") is False]
    assert [one["genuine"] for one in judged(assistant, record)["citations"]] == [False] * len(record["citations"])


@pytest.fixture
def shared(own_samples: Library) -> Iterator[tuple[str, str, Library]]:
    """A server over a library in which a forged record was saved, and shared, before records were known."""
    saved = Conversations(own_samples.folder)
    record = invented(answer_to(Assistant(own_samples, Settings())))
    saved.save(record, own_samples)
    link = saved.share(record["id"]).shared
    saved.close()
    with sqlite3.connect(own_samples.folder / CONVERSATIONS) as connection:
        connection.execute("DELETE FROM setting WHERE key = 'doubted'")
    with served(Assistant(own_samples, Settings())) as address:
        yield address, str(link), own_samples


def test_a_forged_answer_of_before_is_shown_to_nobody_as_supported(shared: tuple[str, str, Library]) -> None:
    address, link, library = shared
    page = httpx.get(f"{address}/answers/{link}").raise_for_status().text
    assert "not from this library" in page
    assert "this is what it said then" not in page and f"<mark>{LIE}" not in page
    assert f'{LIE}</span> <small class="verdict">not found' in page
    (summary,) = Conversations(library.folder).listed()
    told = httpx.get(f"{address}/conversations/{summary.id}.md").raise_for_status().text
    assert "“The mayor" not in told and "not from this library" in told
    record = httpx.get(f"{address}/conversations/{summary.id}.json").raise_for_status().json()
    assert [one["supported"] for one in record["turns"][0]["answer"]["claims"]] == [False]
