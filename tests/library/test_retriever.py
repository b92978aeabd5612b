"""The library as a LangChain retriever: the same search, in LangChain's records."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from index.errors import WrongUsage
from index.filters import Filters
from index.library import Library

QUESTION = "What did Armstrong say on the Moon?"


def test_a_retriever_returns_what_the_search_returns(samples: Library) -> None:
    retriever = samples.as_retriever(limit=4)
    hits = samples.search(QUESTION, limit=4)
    documents = retriever.invoke(QUESTION)
    assert isinstance(retriever, BaseRetriever)
    assert [document.page_content for document in documents] == [hit.paragraph.text for hit in hits]
    assert [document.metadata["score"] for document in documents] == [hit.score for hit in hits]
    assert asyncio.run(retriever.ainvoke(QUESTION)) == documents


def test_the_metadata_leads_back_to_the_paragraph(samples: Library) -> None:
    for document in samples.as_retriever(limit=5).invoke(QUESTION):
        told = document.metadata
        paragraph = samples.paragraph(told["article_id"], told["paragraph"])
        assert paragraph.text == document.page_content
        assert paragraph.revision == told["revision"]
        assert document.id == f"{told['article_id']}#p{told['paragraph']}"
        assert told["title"] == samples.article(told["article_id"]).title


def test_a_retriever_keeps_to_its_filters(samples: Library) -> None:
    only = samples.articles()[-1].id
    documents = samples.as_retriever(filters=Filters(articles=(only,))).invoke(QUESTION)
    assert {document.metadata["article_id"] for document in documents} == {only}


def test_a_retriever_is_a_part_of_a_chain(samples: Library) -> None:
    def count(documents: list[Document]) -> int:
        return len(documents)

    assert (samples.as_retriever(limit=3) | RunnableLambda(count)).invoke(QUESTION) == 3


def test_filters_and_the_number_of_paragraphs_are_given_when_it_is_made(samples: Library) -> None:
    retriever = samples.as_retriever(k=2, articles=["penicillin-use-enough"])
    found = retriever.invoke("What did Fleming warn about?")
    assert len(found) == 2
    for one in found:
        assert one.metadata["article_id"] == "penicillin-use-enough"
        assert one.metadata["link"] == f"/articles/penicillin-use-enough#p{one.metadata['paragraph']}"
    with pytest.raises(WrongUsage, match="no filter 'outlet'"):
        samples.as_retriever(outlet="CGTN")
