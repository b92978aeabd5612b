"""Measures a large library: `python -m tests.benchmarks.large [PARAGRAPHS] [--keep FOLDER]`, 1,000,000 by default.

It is built without encoding, in a temporary folder unless it is kept; a kept one is measured again without being
rebuilt. One of 30,000 paragraphs is measured beside it, in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import httpx
import numpy as np
import sqlalchemy as sql

from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import CANDIDATES, Library
from index.store.tables import paragraph, piece
from tests.benchmarks.crowd import OUTLETS, PARAGRAPHS, Crowd
from tests.benchmarks.made import LARGE, forget
from tests.benchmarks.speed.load import serving

ENCODED = 30_000
STORED = 1000  # articles of one transaction
FOLLOWED = 10  # transactions after which the indexes catch up
FRAGMENTS = 140  # questions that are pieces of sentences, besides those for the needles
EXACT = 20_000  # vectors compared at once
ROWS = dict[str, float]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident(process: int | str = "self") -> float:
    """MB of memory that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def make(folder: Path, crowd: Crowd, embeddings: SentenceEmbeddings, paragraphs: int) -> ROWS:
    """Stores the articles, and lets the indexes catch up on the way, as adding does."""
    entries, memory, storing, following = crowd.entries(paragraphs), [resident()], 0.0, 0.0
    with Library(folder, embeddings=embeddings) as library:
        settings = library._model_named()
        while parts := [part for _ in range(FOLLOWED) if (part := list(islice(entries, STORED)))]:
            for part in parts:
                storing += seconds(lambda part=part: library._catalog.store(part, now="2026-01-01", settings=settings))
            following += seconds(lambda: library._followers.follow(wait=True))
            memory.append(resident())
            print(f"    {len(memory) - 1} times {FOLLOWED * STORED * PARAGRAPHS} paragraphs", file=sys.stderr)
    bytes_in = {path.name: sum(file.stat().st_size for file in _files(path)) for path in folder.iterdir()}
    return {
        "storing, paragraphs a second": paragraphs / storing,
        "all indexes, paragraphs a second": paragraphs / following,
        "memory of the process that makes it, half-way / at the end, MB": memory[len(memory) // 2],
        "- at the end, MB": memory[-1],
        **{
            f"on disk, {name}, bytes a paragraph": bytes_in.get(name, 0) / paragraphs
            for name in ("catalog.sqlite", "vectors", "codes", "lexical")
        },
    }


def _files(path: Path) -> Iterator[Path]:
    return (file for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())


def questions(crowd: Crowd, seed: int = 1) -> list[str]:
    """Questions for the needles, and pieces of the sentences from which all else is mixed."""
    chance = random.Random(seed)
    asked = [needle.question for needle in crowd.needles]
    for _ in range(FRAGMENTS):
        words = chance.choice(chance.choice(crowd.texts)).split()
        start = chance.randrange(max(1, len(words) - 6))
        asked.append(f"What about {' '.join(words[start : start + 6])}?")
    chance.shuffle(asked)
    return asked


def opening(folder: Path, embeddings: SentenceEmbeddings, question: str) -> ROWS:
    """How long a library takes, once opened, to answer, and to have its vectors in memory."""
    with Library(folder, embeddings=embeddings) as library:
        first = seconds(lambda: library.search(question))
        rest = seconds(lambda: library._followers.follow(wait=True))
    return {"opened: first hits, s": first, "opened: vectors in memory, s": first + rest}


def searching(library: Library, asked: list[str], **options: Filters) -> tuple[float, float]:
    """p50 and p95, in ms, for questions that were not asked before."""
    forget(library.embeddings)
    library.search(asked[0], **options)
    taken = [1000 * seconds(lambda question=question: library.search(question, **options)) for question in asked[1:]]
    return statistics.median(taken), float(np.percentile(taken, 95))


def finding(library: Library, crowd: Crowd) -> ROWS:
    """The shares of needles that come first, and among the first ten."""
    places = []
    for needle in crowd.needles:
        texts = [hit.paragraph.text for hit in library.search(needle.question, limit=10)]
        places.append(texts.index(needle.text) if needle.text in texts else 10)
    return {
        "needles found first": sum(place == 0 for place in places) / len(places),
        "needles among ten": sum(place < 10 for place in places) / len(places),
    }


def recalling(library: Library, asked: list[str]) -> ROWS:
    """recall@10 of the nearest vectors against a comparison with all, without and with each filter."""
    rows = library.embeddings.encode(asked)
    within = {"all": None} | {
        f"{share:g} of the articles": library._catalog.article_keys(Filters(outlets=(name,)))
        for name, share in OUTLETS.items()
    }
    exact, found = _tenth_best(library, rows, within), {}
    for name, articles in within.items():
        right = 0.0
        for vector, least in zip(rows, exact[name], strict=True):
            near = library._catalog.searched(library._near(vector, CANDIDATES, articles))
            best = sorted((float(np.max(one.vectors @ vector)) for one in near), reverse=True)[:10]
            right += sum(cosine >= least - 1e-6 for cosine in best) / 10
        found[f"recall@10 against comparing all, among {name}"] = right / len(rows)
    return found


def _tenth_best(library: Library, rows: np.ndarray, within: dict[str, Sequence[int] | None]) -> dict[str, np.ndarray]:
    """The tenth highest cosine of each row with all vectors, and with those of some articles."""
    best = {name: np.full((10, len(rows)), -1.0, dtype=np.float32) for name in within}
    query = sql.select(paragraph.c.article_key, piece.c.vector).join(
        paragraph, paragraph.c.key == piece.c.paragraph_key
    )
    with library._catalog.home.steady.begin() as connection:
        for part in connection.execution_options(yield_per=EXACT).execute(query).partitions():
            owners = np.array([row.article_key for row in part])
            cosines = (
                np.frombuffer(b"".join(row.vector for row in part), dtype=np.float32).reshape(len(part), -1) @ rows.T
            )
            for name, articles in within.items():
                mine = cosines if articles is None else cosines[np.isin(owners, articles)]
                best[name] = np.sort(np.concatenate([best[name], mine]), axis=0)[-10:]
    return {name: ten[0] for name, ten in best.items()}


def filtering(library: Library, asked: list[str]) -> ROWS:
    """Searches limited to each outlet, against searches of all articles."""
    asked = asked[:100]
    whole, _ = searching(library, asked)
    rows = {"search among all, p50, ms": whole}
    for name, share in OUTLETS.items():
        narrow, _ = searching(library, asked, filters=Filters(outlets=(name,)))
        rows[f"search among {share:g} of the articles / among all (at most 2)"] = narrow / whole
    return rows


def changing(folder: Path, library: Library, asked: list[str]) -> ROWS:
    """Times another process that adds, changes and removes one article, and the searches of this one meanwhile."""
    rows, stop, taken = {}, threading.Event(), []

    def ask() -> None:
        for question in asked * 100:
            if stop.is_set():
                return
            taken.append(seconds(lambda question=question: library.search(question)))

    asking = threading.Thread(target=ask)
    asking.start()
    article = folder.parent / "one.txt"
    for what, text in (("adding", "The gull of Arden sat on a red post."), ("changing", "The gull of Arden flew.")):
        article.write_text(text, encoding="utf-8")
        rows[f"{what} one article, a whole command, s"] = seconds(lambda: _command("add", str(article), folder=folder))
    rows["removing it, a whole command, s"] = seconds(lambda: _command("remove", "one", folder=folder))
    stop.set()
    asking.join()
    return rows | {
        "search meanwhile, p50, ms": 1000 * statistics.median(taken),
        "search meanwhile, slowest, ms": 1000 * max(taken),
    }


def _command(*words: str, folder: Path) -> None:
    command = [sys.executable, "-m", "assistant", *words, "--library", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def serving_memory(folder: Path, asked: list[str]) -> ROWS:
    """Memory of a server that has answered questions, once all is in memory."""
    with serving(folder) as (process, address), httpx.Client(base_url=address, timeout=120) as client:
        client.post("/api/search", json={"question": asked[0]}).raise_for_status()  # waits for the models
        for question in asked[:50]:
            client.post("/api/ask", json={"question": question}).raise_for_status()
        return {"memory of a server after 50 answers, MB (at most 4295)": resident(process.pid)}


def measure(folder: Path, crowd: Crowd, embeddings: SentenceEmbeddings, paragraphs: int) -> ROWS:
    asked = questions(crowd)
    rows: ROWS = {"paragraphs": paragraphs}
    if not (folder / "catalog.sqlite").exists():
        rows |= make(folder, crowd, embeddings, paragraphs)
    rows |= opening(folder, embeddings, asked[0])
    with Library(folder, embeddings=embeddings) as library:
        library._followers.follow(wait=True)
        searching(library, questions(crowd, seed=2))  # reads what is then warm
        rows["search p50, ms (at most 60)"], rows["search p95, ms (at most 120)"] = searching(library, asked)
        rows |= filtering(library, asked) | finding(library, crowd) | recalling(library, asked)
        rows |= changing(folder, library, asked)
    return rows | serving_memory(folder, asked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paragraphs", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder for the libraries")
    chosen = parser.parse_args()
    embeddings, kept = SentenceEmbeddings(), Path("test-output")
    kept.mkdir(exist_ok=True)
    crowd = Crowd(embeddings, ENCODED, kept=kept / f"crowd-{ENCODED}.npy")
    with tempfile.TemporaryDirectory() as nowhere:
        place = chosen.keep or Path(nowhere)
        medians = []
        for paragraphs in (LARGE, chosen.paragraphs):
            rows = measure(place / str(paragraphs), crowd, embeddings, paragraphs)
            medians.append(rows["search p50, ms (at most 60)"])
            print(*(f"{value:14.3f}  {what}" for what, value in rows.items()), sep="\n", flush=True)
    print(f"{medians[1] / medians[0]:14.3f}  search p50, of that among {LARGE} (at most 4)")


if __name__ == "__main__":
    main()
