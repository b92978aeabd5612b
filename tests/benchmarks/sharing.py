"""Measures a library on servers against one in a folder: `python -m tests.benchmarks.sharing`, with 30,000 paragraphs.

It starts its own PostgreSQL and Chroma servers on the same machine, so there is no network between them.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
from pathlib import Path

import numpy as np
import sqlalchemy as sql

from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.made import LARGE, QUESTIONS, perturbed, seconds, texts
from tests.servers import Servers, running


def size(folder: Path) -> int:
    """Bytes of all files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def resident(process: int) -> int:
    """Bytes of memory that a process holds."""
    pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def searching(library: Library) -> tuple[float, float]:
    """p50 and p95 of a warm search, in ms."""
    library.search(QUESTIONS[0])
    taken = [1000 * seconds(lambda question=question: library.search(question)) for question in QUESTIONS * 20]
    return statistics.median(taken), float(np.percentile(taken, 95))


def measure(place: Path, servers: Servers) -> dict[str, float]:
    embeddings = SentenceEmbeddings()
    base = list(texts(50, seed=2))
    vectors = embeddings.encode([paragraph for paragraphs in base for paragraph in paragraphs])
    options = servers.options(place)
    rows: dict[str, float] = {"paragraphs": LARGE, "memory before, MiB": resident(os.getpid()) >> 20}
    with Library(place / "files", embeddings=embeddings) as library:
        now = {"now": "2026-01-01", "settings": library._model_named()}
        rows["files: storing, s"] = seconds(lambda: library._catalog.store(perturbed(base, vectors), **now))
        rows["files: both indexes, s"] = seconds(lambda: library._followers.follow(wait=True))
        rows["files: search p50, ms"], rows["files: search p95, ms"] = searching(library)
        rows["files: memory, MiB"] = resident(os.getpid()) >> 20
        empty = servers.chroma.resident()
        rows["copying to servers, s"] = seconds(
            lambda: library.copy_to(options["catalog_url"], vectors_url=options["vectors_url"])
        )
        rows["the same again, s"] = seconds(
            lambda: library.copy_to(options["catalog_url"], vectors_url=options["vectors_url"])
        )
    for name in ("catalog.sqlite", "vectors", "lexical"):
        there = place / "files" / name
        rows[f"files: {name}, bytes a paragraph"] = (there.stat().st_size if there.is_file() else size(there)) / LARGE
    with Library(place / "machine", embeddings=embeddings, **options) as library:
        rows["servers: until a new machine has its words, s"] = seconds(lambda: library._followers.follow(wait=True))
        rows["servers: search p50, ms"], rows["servers: search p95, ms"] = searching(library)
        with library._catalog._reading.begin() as connection:
            own = "relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            held = (
                connection.scalar(sql.text(f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE {own}")) or 0
            )
        rows["servers: PostgreSQL, bytes a paragraph"] = float(held) / LARGE
        rows["servers: Chroma's folder, bytes a paragraph"] = size(servers.chroma.folder) / LARGE
        rows["servers: Chroma's memory, bytes a paragraph"] = (servers.chroma.resident() - empty) / LARGE
        rows["servers: copying to files, s"] = seconds(lambda: library.copy_to(place / "back"))
    with Library(place / "direct", embeddings=embeddings, **servers.options(place / "direct")) as library:
        rows["servers: storing, s"] = seconds(lambda: library._catalog.store(perturbed(base, vectors), **now))
        rows["servers: both indexes, s"] = seconds(lambda: library._followers.follow(wait=True))
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, running() as servers:
        print(json.dumps({name: round(value, 2) for name, value in measure(Path(folder), servers).items()}, indent=2))
