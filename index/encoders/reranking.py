"""Sorts the best hits of a search with a cross-encoder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.opening import cross_encoder
from index.errors import LibraryError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 30  # best hits: a cross-encoder reads each pair in full, in about 20 ms on two cores


class Reranker:
    """A sentence-transformers CrossEncoder, given by folder or by the name of one already on this machine.

    It is loaded when first needed, never from a network. Raises LibraryError if it cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._loading = threading.Lock()
        self._model: CrossEncoder | None = None

    def order(self, question: str, texts: Sequence[str]) -> list[int]:
        """The indexes of the texts, best answer first; equal ones keep their order.

        Raw logits are compared, since the sigmoids of high logits round to the same number. They are rounded to four
        decimal places, since further digits depend on the rest of the batch.
        """
        if len(texts) < 2:
            return list(range(len(texts)))
        scores = self._load().predict([(question, text) for text in texts], show_progress_bar=False)
        return np.argsort(-np.round(np.asarray(scores, dtype=np.float64), 4), kind="stable").tolist()

    def _load(self) -> CrossEncoder:
        with self._loading:
            if self._model is None:
                model = cross_encoder(self.name, what="reranker", setting="ARTICLE_ASSISTANT_RERANKER")
                labels = model.num_labels
                if labels != 1:
                    raise LibraryError(
                        f"The reranker '{self.name}' returns {labels} scores for a pair, not one. Give "
                        "another, or unset ARTICLE_ASSISTANT_RERANKER."
                    )
                self._model = model
            return self._model
