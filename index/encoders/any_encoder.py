"""Any sentence-transformers model that a library names by its folder."""

from __future__ import annotations

import copy
import logging
from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor
from transformers.utils import logging as transformers_logging

# Eager attention was a tenth faster than torch's fused attention in batches of the size that libraries use.
ATTENTION = "eager"


class AnyEncoder:
    """The model in a folder, in float32. Raises whatever transformers raises if the model cannot be read."""

    def __init__(self, folder: Path) -> None:
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        transformers_logging.disable_progress_bar()
        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": ATTENTION}
        )
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.window = int(self._model.max_seq_length or 256)
        self.independent = False  # texts are padded to the longest of a batch
        self.encodes_questions_apart = any(module.__class__.__name__ == "Router" for module in self._model)

    def halved(self) -> AnyEncoder:
        """The same model in bfloat16."""
        half = copy.copy(self)
        half._model = copy.deepcopy(self._model).to(torch.bfloat16)
        return half

    def tokens(self, text: str) -> int:
        return len(self._model.tokenizer.encode(text, add_special_tokens=False, verbose=False))

    def lengths(self, texts: Sequence[str]) -> list[int]:
        cut = self._model.tokenizer(list(texts), truncation=True, max_length=self.window, return_attention_mask=False)
        return [len(tokens) for tokens in cut["input_ids"]]

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Tensor:
        way = self._model.encode_query if query else self._model.encode_document
        return way(list(texts), batch_size=len(texts), convert_to_tensor=True, show_progress_bar=False)
