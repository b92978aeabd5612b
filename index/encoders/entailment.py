"""Judges whether one text follows from another, with a cross-encoder trained on natural language inference."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.opening import cross_encoder
from index.errors import LibraryError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SETTING = "ARTICLE_ASSISTANT_CLAIM_JUDGE"


class Entailment:
    """A CrossEncoder with a label "entailment", given by folder or name and loaded when first needed.

    Raises LibraryError if it cannot be loaded or has no such label.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._loading = threading.Lock()
        self._model: CrossEncoder | None = None
        self._label = 0

    def follows(self, claim: str, text: str) -> bool:
        """Whether entailment is the likeliest of the model's labels."""
        model = self._load()
        logits = np.asarray(model.predict([(text, claim)], show_progress_bar=False), dtype=np.float64).reshape(-1)
        return int(np.argmax(logits)) == self._label

    def _load(self) -> CrossEncoder:
        with self._loading:
            if self._model is None:
                model = cross_encoder(self.name, what="judge", setting=_SETTING)
                named = getattr(model.config, "id2label", None) or {}
                labels = {str(name).lower(): int(at) for at, name in named.items()}
                if "entailment" not in labels or len(labels) < 2:
                    raise LibraryError(
                        f"The judge '{self.name}' has no label 'entailment' (it has {', '.join(labels)}). Give a "
                        f"model trained on natural language inference, or unset {_SETTING}."
                    )
                self._label = labels["entailment"]
                self._model = model
            return self._model
