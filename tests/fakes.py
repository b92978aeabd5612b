"""Stand-ins for the edges: models of another name and shape, that keep what they encoded or without torch; judges."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index import encoders
from index.embedding import SentenceEmbeddings

DIMENSIONS = 32


class CountedEmbeddings(SentenceEmbeddings):
    """The packaged model, already loaded, which keeps every text that it encodes."""

    def __init__(self, loaded: SentenceEmbeddings) -> None:
        super().__init__(loaded.name)
        self._model = loaded.load()
        self._bulk_model = loaded.load()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], *, asked: int = 0) -> np.ndarray:
        self.encoded += texts
        return super().encode(texts)


class HeldEmbeddings(CountedEmbeddings):
    """The packaged model as if it were still loading, until `let_go` is set."""

    def __init__(self, loaded: SentenceEmbeddings) -> None:
        super().__init__(loaded)
        self.let_go = threading.Event()

    def encode(self, texts: Sequence[str], *, asked: int = 0) -> np.ndarray:
        self.let_go.wait()
        return super().encode(texts)


class HashedEmbeddings(SentenceEmbeddings):
    """A vector for each text, made from its hash; for processes that must start in a moment."""

    fingerprint = "hashed"  # type: ignore[assignment]
    dimensions = DIMENSIONS  # type: ignore[assignment]

    def __init__(self) -> None:
        self.name = "hashed"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], *, asked: int = 0) -> np.ndarray:
        self.encoded += texts
        digests = [hashlib.shake_256(text.encode()).digest(DIMENSIONS) for text in texts]
        rows = np.array([list(digest) for digest in digests], dtype=np.float32).reshape(-1, DIMENSIONS) - 127.5
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def pieces(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


class LikelyToAnswer:
    """A judge of sentences to which the first one of each passage answers with this chance, and none refutes."""

    def __init__(self, chance: float) -> None:
        self.chance = chance

    def of_question(self, question: str, passages: Sequence[encoders.Passage]) -> list[encoders.Judged]:
        told = [np.log([self.chance, *(1e-9 for _ in one.sentences[1:])]) for one in passages]
        nothing = float(np.log(1 - self.chance))
        return [encoders.Judged(nothing, {"answers": one, "refutes": np.full(len(one), -20.0)}) for one in told]


class Bearing:
    """A judge of claims that finds the same of each, and keeps what it read."""

    def __init__(self, found: encoders.Borne) -> None:
        self.found = found
        self.read: list[tuple[str, encoders.Passage]] = []

    def of_claim(self, claim: str, passage: encoders.Passage) -> encoders.Borne:
        self.read.append((claim, passage))
        return self.found


LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
SIZES = {"hidden_size": DIMENSIONS, "intermediate_size": DIMENSIONS, "num_hidden_layers": 1, "num_attention_heads": 2}


def tiny_model(folder: Path, *, seed: int = 0) -> Path:
    """Saves a sentence-transformers model with random weights and 32 dimensions that reads single letters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(seed)
    parts = folder / "parts"
    BertTokenizer(vocab={token: row for row, token in enumerate(TOKENS)}).save_pretrained(parts)
    BertModel(BertConfig(vocab_size=len(TOKENS), max_position_embeddings=64, **SIZES)).save_pretrained(parts)
    words = Transformer(str(parts), max_seq_length=64)
    model = SentenceTransformer(modules=[words, Pooling(DIMENSIONS)], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def tiny_reranker(folder: Path, *, labels: int = 1) -> Path:
    """Saves a cross-encoder with random weights that reads single letters of a question and a text."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(0)
    BertTokenizer(vocab={token: row for row, token in enumerate(TOKENS)}, model_max_length=64).save_pretrained(folder)
    sizes = SIZES | {"max_position_embeddings": 64, "initializer_range": 0.5}  # so that its scores lie apart
    config = BertConfig(vocab_size=len(TOKENS), num_labels=labels, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder
