"""The table's arithmetic: from what the systems returned and stored to its figures. It starts and times nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from assistant.evaluation.matching import plain
from assistant.evaluation.ranking import ranking_scores
from tests.benchmarks.peers.articles import Asked, Chunk, Result

FIRST = 4  # results that are given to a reader, or a chat model


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the questions: the rank of the first right chunk, and how much there is to read."""

    hit_1: float
    hit_4: float
    hit_10: float
    mrr_10: float
    read_4: float
    characters_first: float
    characters_down: float


def scored(questions: Sequence[Asked], results: Sequence[Sequence[Result]]) -> Scores:
    """The scores; a chunk is right if it holds one of the quotes whole, comparing letters and digits only.

    So a chunk of several paragraphs is right if any of them is, and pays in characters; a quote that a splitter cut in
    two is found only if an overlap holds it. `read_4` says whether one of the first four results to read holds a quote;
    `characters_down` is their length down to the first that does, or of all ten if none does.
    """
    chunks, read = ([[one[which] for one in found] for found in results] for which in (0, 1))
    right = [_right(asked, texts) for asked, texts in zip(questions, chunks, strict=True)]
    held = [_right(asked, texts) for asked, texts in zip(questions, read, strict=True)]
    rankings = {str(row): [str(rank) for rank in range(len(texts))] for row, texts in enumerate(chunks)}
    relevant = {str(row): [str(rank) for rank in ranks] for row, ranks in enumerate(right)}
    ranked = ranking_scores(relevant, rankings).values()
    down = [texts[: ranks[0] + 1] if ranks else texts for ranks, texts in zip(held, read, strict=True)]
    return Scores(
        *(mean(one[name] for one in ranked) for name in ("hit@1", "hit@4", "hit@10", "mrr@10")),
        read_4=mean(any(rank < FIRST for rank in ranks) for ranks in held),
        characters_first=mean(sum(map(len, texts[:FIRST])) for texts in read),
        characters_down=mean(sum(map(len, texts)) for texts in down),
    )


def _right(asked: Asked, texts: Sequence[str]) -> list[int]:
    """The ranks, from 0, of the chunks that hold a quote."""
    quotes = [plain(quote) for quote in asked.quotes]
    return [rank for rank, text in enumerate(map(plain, texts)) if any(quote in text for quote in quotes)]


def kept(acknowledged: Iterable[str], whole: Sequence[Chunk], left: Sequence[Chunk]) -> int:
    """How many of the acknowledged articles are left with every chunk that a whole run stores of them."""
    wanted, found = _by_article(whole), _by_article(left)
    return sum(wanted[article] <= found[article] for article in acknowledged)


def missing_or_doubled(whole: Sequence[Chunk], found: Sequence[Chunk]) -> int:
    """How many chunks are missing or too many, compared with what a whole run stores."""
    wanted, held = Counter(whole), Counter(found)
    return (wanted - held).total() + (held - wanted).total()


def _by_article(chunks: Iterable[Chunk]) -> Mapping[str, Counter[str]]:
    texts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for chunk in chunks:
        texts[chunk.article][chunk.text] += 1
    return texts
