"""A library's search as a LangChain retriever, so that chains can use it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.articles import Hit
from index.filters import Filters


class LibraryRetriever(BaseRetriever):
    """Documents are paragraphs; their metadata names the article, the paragraph's number and the score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Any
    limit: int = 12
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(hit) for hit in self.library.search(query, limit=self.limit, filters=self.filters)]


def _document(hit: Hit) -> Document:
    heading, paragraph = hit.heading, hit.paragraph
    metadata = {
        "article_id": heading.id,
        "title": heading.title,
        "outlet": heading.outlet,
        "author": heading.author,
        "published": heading.published,
        "url": heading.url,
        "labels": list(heading.labels),
        "link": f"/articles/{quote(heading.id, safe='')}#p{paragraph.number}",
        "paragraph": paragraph.number,
        "revision": paragraph.revision,
        "score": hit.score,
    }
    return Document(id=f"{heading.id}#p{paragraph.number}", page_content=paragraph.text, metadata=metadata)
