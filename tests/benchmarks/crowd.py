"""A library as large as a measurement needs, and the paragraphs that must be found in it.

Some thousands of paragraphs are encoded; the rest are mixtures of two of these, in sentences and in vectors, from near
copies to half and half. Needles lie among them, with near copies that differ in the fact asked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.articles import Article, Paragraph
from index.embedding import SentenceEmbeddings
from index.language.sentences import sentences
from index.library import SAMPLES
from index.store.storing import Entry, Piece
from tests.benchmarks.made import READ

PARAGRAPHS = 12  # of an article
OUTLETS = {"Rare Outlet": 0.0001, "Small Outlet": 0.01, "Half Outlet": 0.5}  # the share of the articles of each
COPIES = 20  # near a needle
NOISE = 0.01  # the standard deviation, in each dimension, of the noise added to a mixture
CHANGED = 0.6  # the share of a sentence's longer words that is exchanged
PLACES = ("Arden", "Brix", "Calder", "Dorn", "Elba", "Farrow", "Gade", "Holm", "Ister", "Jura", "Kell", "Lorne")
THINGS = {  # in a needle's words, and in the question's
    "footbridge over the canal": "crossing for walkers on the waterway",
    "new hospital wing": "extension of the clinic",
    "public swimming pool": "baths for the town's people",
    "harbour crane": "hoist at the port",
    "school kitchen": "place where pupils' meals are cooked",
    "tram depot": "yard for streetcars",
}


@dataclass(frozen=True, slots=True)
class Needle:
    """A unique paragraph, and a question in other words that it alone answers."""

    question: str
    text: str


class Crowd:
    """The encoded paragraphs from which all others are mixed; `kept` is a file that saves encoding them again."""

    def __init__(self, embeddings: SentenceEmbeddings, encoded: int, *, needles: int = 200, kept: Path | None = None):
        tokenizer = Tokenizer.from_file(str(embeddings._folder / "tokenizer.json"))
        vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
        self._words = [word for word, _ in vocabulary if word.isascii() and word.isalpha() and len(word) > 3]
        chance = random.Random(7)
        pool = _sample_sentences()
        self.texts = [self._paragraph(chance, pool) for _ in range(encoded)]
        self.needles, hay = _needles(needles)
        self.hay = [needle.text for needle in self.needles] + hay
        flat = [" ".join(sentences) for sentences in self.texts] + self.hay
        if kept and kept.exists():
            vectors = np.load(kept)
        else:
            vectors = np.concatenate([embeddings.encode(flat[at : at + 2000]) for at in range(0, len(flat), 2000)])
            if kept:
                np.save(kept, vectors)
        self.vectors, self.hay_vectors = vectors[:encoded], vectors[encoded:]

    def _paragraph(self, chance: random.Random, pool: Sequence[str]) -> list[str]:
        return [self._altered(chance, sentence) for sentence in chance.sample(pool, chance.randint(1, 4))]

    def _altered(self, chance: random.Random, sentence: str) -> str:
        """The sentence with longer words exchanged for others, frequent ones more often, as in Zipf's law."""
        return " ".join(
            self._words[int(len(self._words) ** chance.random()) - 1]
            if len(word) > 3 and chance.random() < CHANGED
            else word
            for word in sentence.split()
        )

    def entries(self, paragraphs: int) -> Iterator[Entry]:
        """Articles of PARAGRAPHS paragraphs each, so many paragraphs in all; the needles are spread among them."""
        chance, noise = random.Random(11), np.random.default_rng(11)
        articles = paragraphs // PARAGRAPHS
        every = max(1, articles // len(self.hay))
        for number in range(articles):
            texts, vectors = zip(*(self._mixed(chance, noise) for _ in range(PARAGRAPHS)), strict=True)
            bodies, rows = list(texts), list(vectors)
            place, rest = divmod(number, every)
            if rest == 0 and place < len(self.hay):
                bodies[place % PARAGRAPHS], rows[place % PARAGRAPHS] = self.hay[place], self.hay_vectors[place]
            yield _entry(number, bodies, rows, _outlet(number))

    def _mixed(self, chance: random.Random, noise: np.random.Generator) -> tuple[str, np.ndarray]:
        one, other = chance.randrange(len(self.texts)), chance.randrange(len(self.texts))
        share = chance.random() / 2
        mine = [sentence for sentence in self.texts[one] if chance.random() >= share] or self.texts[one][:1]
        theirs = [sentence for sentence in self.texts[other] if chance.random() < share]
        vector = (1 - share) * self.vectors[one] + share * self.vectors[other]
        vector = vector + noise.normal(0, NOISE, vector.shape)
        return " ".join(mine + theirs), (vector / np.linalg.norm(vector)).astype(np.float32)


def _outlet(number: int) -> str:
    """The outlet of an article by number, so that each named outlet has its share, spread evenly."""
    if number % 10_000 == 0:
        return "Rare Outlet"
    if number % 100 == 1:
        return "Small Outlet"
    return "Half Outlet" if number % 2 else "Other Outlet"


def _entry(number: int, bodies: Sequence[str], vectors: Sequence[np.ndarray], outlet: str) -> Entry:
    paragraphs = tuple(Paragraph("", place, text, "body") for place, text in enumerate(bodies, start=1))
    article = Article(id=f"made-{number}", title=f"Report {number}", outlet=outlet, paragraphs=paragraphs)
    pieces = {
        place: [Piece(0, len(text), vector)]
        for place, (text, vector) in enumerate(zip(bodies, vectors, strict=True), start=1)
    }
    return Entry(article, f"id:{article.id}", str(number), "", pieces, stands=True, **READ)


def _needles(number: int) -> tuple[list[Needle], list[str]]:
    """Needles, and the near copies of each, which name another place and another sum."""
    chance = random.Random(5)
    needles, copies = [], []
    for at in range(number):
        thing, asked = list(THINGS.items())[at % len(THINGS)]
        town = f"{PLACES[at // len(THINGS) % len(PLACES)]}{'abcdefghijk'[at // len(THINGS) // len(PLACES)]}ton"
        needles.append(Needle(f"How much did {town} pay for its {asked}?", _fact(chance, thing, town)))
        copies += [
            _fact(chance, thing, f"{chance.choice(PLACES)}{chance.choice('lmnopqr')}ville") for _ in range(COPIES)
        ]
    return needles, copies


def _fact(chance: random.Random, thing: str, town: str) -> str:
    cost, year = chance.randint(11, 99), chance.randint(1990, 2025)
    return f"The {thing} in {town} cost the council {cost} million crowns when it was opened in {year}."


def _sample_sentences() -> list[str]:
    paragraphs = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.iterdir()) if path.suffix != ".html"]
    pool = [text[start:end] for text in paragraphs for start, end in sentences(text)]
    return [" ".join(sentence.split()) for sentence in pool if 40 < len(sentence) < 250]
