"""From files to searchable paragraphs; `assistant` handles questions and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from index.adding import AddReport, Comparison, side_by_side
    from index.embedding import SentenceEmbeddings
    from index.library import Library
    from index.retriever import LibraryRetriever
    from index.searching import Mode, held, rank

DISTRIBUTION = "cited-articles"

__getattr__ = on_first_use(__name__)
