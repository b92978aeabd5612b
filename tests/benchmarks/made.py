"""As many articles as a measurement needs, made by shuffling the sentences of the samples with a seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from index.articles import Article, Paragraph
from index.embedding import SentenceEmbeddings, sentence_judge
from index.language.sentences import sentences
from index.library import SAMPLES
from index.reading.records import Reading
from index.reading.version import READER_VERSION
from index.store.storing import Entry, Piece

PARAGRAPHS = 12  # of an article
# As if read with nothing found, so that no reading takes place while something else is measured.
READ: dict[str, Any] = {"reading": Reading(), "reader": READER_VERSION}
LARGE = 30_000  # paragraphs
QUESTIONS = (
    "What did Armstrong say about the surface of the Moon?",
    "Who was the last person to catch smallpox in nature?",
    "When was the Berlin Wall opened?",
    "How many countries signed the Paris Agreement?",
    "What did Fleming warn about?",
    "Where did the astronauts land?",
)


def texts(articles: int, *, seed: int = 1) -> Iterator[list[str]]:
    """Made articles, each a list of paragraphs of one to eight real sentences."""
    paragraphs = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir()) if path.suffix != ".html"]
    pool = [text[start:end] for text in paragraphs for start, end in sentences(text)]
    pool = [" ".join(sentence.split()) for sentence in pool if 40 < len(sentence) < 400]
    chance = random.Random(seed)
    for _ in range(articles):
        yield [" ".join(chance.sample(pool, chance.randint(1, 8))) for _ in range(PARAGRAPHS)]


def perturbed(base: list[list[str]], vectors: np.ndarray) -> Iterator[Entry]:
    """LARGE paragraphs made from a few, with shuffled words and slightly moved vectors."""
    chance, noise = random.Random(3), np.random.default_rng(3)
    for number in range(LARGE // PARAGRAPHS):
        at = number % len(base)
        own = vectors[at * PARAGRAPHS : (at + 1) * PARAGRAPHS] + noise.normal(0, 0.02, (PARAGRAPHS, vectors.shape[1]))
        own = (own / np.linalg.norm(own, axis=1, keepdims=True)).astype(np.float32)
        bodies = [" ".join(chance.sample(text.split(), len(text.split()) - 1)) for text in base[at]]
        paragraphs = tuple(Paragraph("", place, text, "body") for place, text in enumerate(bodies, start=1))
        article = Article(id=f"large-{number}", title=f"Made article {number}", paragraphs=paragraphs)
        pieces = {place: [Piece(0, 1, vector)] for place, vector in enumerate(own, start=1)}
        yield Entry(article, f"id:{article.id}", str(number), "", pieces, **READ)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def forget(embeddings: SentenceEmbeddings) -> None:
    """As if no sentence had been encoded or judged before."""
    embeddings._kept.clear()
    sentence_judge()._kept.clear()
