"""An answer of each kind among 30,000 paragraphs with readings, compared with a lookup in the same run."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from assistant.assistant import Assistant
from index.articles import Article, Paragraph
from index.embedding import SentenceEmbeddings
from index.library import Library
from index.reading.read import read
from index.reading.version import READER_VERSION
from index.store.storing import Entry, Piece
from tests.benchmarks.made import LARGE, PARAGRAPHS, QUESTIONS, forget, seconds, texts

BASE = 50  # articles that are read
AGAIN = 3  # times that each question is asked, as if none of its texts had been read before
FIRST_DAY = date(2015, 1, 1)
ASKED = {
    "lookup": QUESTIONS[1:4] + QUESTIONS[5:],
    "said": (QUESTIONS[0], QUESTIONS[4], "what does trump think of the paris agreement"),
    "overview": (
        "What is made article 7 about?",
        "Summarise the article on smallpox",
        "What happened at the Berlin Wall?",
    ),
    "list": ("Which articles mention Armstrong?", "Who was quoted on penicillin?"),
    "position": ("Who opposes the Paris Agreement?", "Who is in favour of the Paris Agreement?"),
    "count": ("How many articles mention Fleming?", "How many articles are from 2016?"),
    "compare": ("Compare the articles on smallpox", "Compare what Trump and Armstrong said"),
    "change": ("How has the number of countries in the Paris Agreement changed?",),
    "latest": ("What is the latest on smallpox?", "What is the latest on the Moon?"),
    "yes-no": ("Was the Berlin Wall opened in 1989?", "Did Armstrong walk on the Moon?", "Is smallpox gone?"),
    "why": ("Why was the Berlin Wall opened?", "Why did Trump leave the Paris Agreement?"),
    "how": ("How was penicillin discovered?", "How did the astronauts land?"),
    "metadata": ("Who wrote the article on smallpox?", "When was the article on the Moon published?"),
    "talk": ("hi", "what can you do?"),
}
READ_AS = {"how": "lookup"}  # how is a kind of lookup whose answer is longer


def kinds() -> dict[str, float]:
    embeddings = SentenceEmbeddings()
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, Library(folder, embeddings=embeddings) as library:
        library._catalog.store(_copied(embeddings), now="2026-01-01", settings={})
        library._followers.follow(wait=True)
        assistant = Assistant(library)
        assistant.warm()
        for kind, questions in ASKED.items():
            for question in questions:
                asked = assistant.ask(question)
                assert asked.read_as is not None and asked.read_as.kind == READ_AS.get(kind, kind), question
                for _ in range(AGAIN):
                    forget(embeddings)
                    taken.setdefault(kind, []).append(seconds(lambda question=question: assistant.ask(question)))
        assistant.close()  # otherwise suggested questions would still be tried
    medians = {kind: statistics.median(times) for kind, times in taken.items()}
    every = [one for times in taken.values() for one in times]
    return {
        "paragraphs": LARGE,
        "lookup p50, ms": 1000 * medians["lookup"],
        **{f"{kind} / lookup, p50 (at most 1.5)": one / medians["lookup"] for kind, one in medians.items()},
        "all kinds p95, ms (at most 400)": 1000 * float(np.percentile(every, 95)),
        "slowest, ms": 1000 * max(every),
    }


def _copied(embeddings: SentenceEmbeddings) -> Iterator[Entry]:
    """LARGE paragraphs: fifty articles, read once, each under fifty ids, days and slightly moved vectors."""
    noise = np.random.default_rng(3)
    base = []
    for number, bodies in enumerate(texts(BASE, seed=2)):
        paragraphs = tuple(Paragraph(f"base-{number}", at, text, "body") for at, text in enumerate(bodies, start=1))
        article = Article(f"base-{number}", f"Made article {number}", paragraphs=paragraphs)
        base.append((article, read(article), embeddings.encode(bodies)))
    for number in range(LARGE // PARAGRAPHS):
        article, reading, vectors = base[number % len(base)]
        own = vectors + noise.normal(0, 0.02, vectors.shape)
        own = (own / np.linalg.norm(own, axis=1, keepdims=True)).astype(np.float32)
        yield Entry(
            replace(
                article,
                id=f"kinds-{number}",
                title=f"Made article {number}",
                outlet=("The Post", "The Courier")[number % 2],
                author=f"Author {number % 40}",
                published=(FIRST_DAY + timedelta(days=number)).isoformat(),
            ),
            f"id:kinds-{number}",
            str(number),
            "",
            {place: [Piece(0, 1, vector)] for place, vector in enumerate(own, start=1)},
            reading=reading,
            reader=READER_VERSION,
        )
