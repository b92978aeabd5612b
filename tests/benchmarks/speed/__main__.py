"""Measures speed: `python -m tests.benchmarks.speed [--json FILE] [ROW ...]`; without rows, all of them.

Every row compares two things in one run or has a limit; only ratios within one run mean anything, since machines
differ. Articles are made by shuffling the sentences of the samples, with a seed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.assistant import Assistant
from index.adding import AddReport, Comparison
from index.embedding import SentenceEmbeddings
from index.library import SAMPLES, Library
from index.store.seals import check
from index.store.storing import Entry
from tests.benchmarks.made import LARGE, QUESTIONS, READ, forget, perturbed, seconds, texts
from tests.benchmarks.speed.articles import articles, asking_while_adding
from tests.benchmarks.speed.hostile import good_files, hostile
from tests.benchmarks.speed.kinds import kinds
from tests.benchmarks.speed.load import clients
from tests.benchmarks.speed.memory import reopening
from tests.benchmarks.speed.model import model
from tests.benchmarks.speed.page import page
from tests.benchmarks.speed.people import people
from tests.benchmarks.speed.report import report
from tests.browser.serving import chromium, served_command

ARTICLES = 60


def write_articles(folder: Path, articles: list[list[str]]) -> None:
    lines = [
        json.dumps({"id": f"made-{number}", "title": f"Made article {number}", "text": "\n\n".join(paragraphs)})
        for number, paragraphs in enumerate(articles)
    ]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")


def ingest() -> dict[str, float]:
    """Adding, compared with encoding alone in the better type, LangChain's tutorial pipeline, and adding again."""
    articles = list(texts(ARTICLES))
    flat = [paragraph for paragraphs in articles for paragraph in paragraphs]
    embeddings = SentenceEmbeddings()
    embeddings.encode(flat[:8])
    with tempfile.TemporaryDirectory() as folder:
        write_articles(Path(folder), articles)
        source = Path(folder) / "articles.jsonl"
        with Library(Path(folder) / "library", embeddings=embeddings) as library:
            library.search("warm")
            add = seconds(lambda: library.add(source))
            again = seconds(lambda: library.add(source))
            embedding = seconds(lambda: embeddings.encode(flat))
            assert library.count() == len(articles)
        encode = min(_encode_seconds(flat, halved) for halved in (False, True))
        tutorial = _tutorial_seconds(articles, Path(folder) / "tutorial")
        share = _operations(embeddings, flat) / embedding / _matrix_rate(embeddings)
    characters = sum(map(len, flat))
    return {
        "paragraphs": len(flat),
        "add: paragraphs a second": len(flat) / add,
        "encode alone, best type: paragraphs a second": len(flat) / encode,
        "add / encode alone (at least .92)": encode / add,
        "encoder: share of the processor's matrix rate in its type": share,
        "add: characters a second": characters / add,
        "LangChain tutorial: characters a second": characters / tutorial,
        "add / LangChain tutorial (at least 1.1; 3 with AMX)": tutorial / add,
        "adding again / adding (at most .02)": again / add,
    }


def _encode_seconds(flat: list[str], halved: bool) -> float:
    """How long SentenceTransformer.encode takes with its defaults."""
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(SentenceEmbeddings()._folder), device="cpu")
    if halved:
        model = model.to(torch.bfloat16)
    model.encode(flat[:8], show_progress_bar=False)
    return seconds(lambda: model.encode(flat, show_progress_bar=False))


def _operations(embeddings: SentenceEmbeddings, flat: list[str]) -> float:
    """The floating-point operations of the encoder's matrix products for these texts, without padding."""
    from index.encoders.minilm import LAYERS

    width = embeddings.dimensions
    inner = 4 * width
    lengths = np.array(embeddings._lengths(flat), dtype=float)
    layer = 2 * lengths * (4 * width**2 + 2 * width * inner) + 4 * width * lengths**2
    return float(LAYERS * layer.sum())


def _matrix_rate(embeddings: SentenceEmbeddings) -> float:
    """Floating-point operations a second in the product of two square matrices of 2,048, the best of ten."""
    import torch

    one = torch.randn(2048, 2048, dtype=embeddings._load_bulk().encode(["a text"]).dtype)
    return 2 * 2048**3 / min(seconds(lambda: one @ one) for _ in range(10))


def _tutorial_seconds(articles: list[list[str]], folder: Path) -> float:
    """Recursive splitter 1000/200, HuggingFaceEmbeddings and Chroma, as LangChain's tutorial combines them."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    model = HuggingFaceEmbeddings(model_name=str(SentenceEmbeddings()._folder))
    model.embed_documents(["warm"])

    def pipeline() -> None:
        documents = [Document(page_content="\n\n".join(paragraphs)) for paragraphs in articles]
        splits = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
        Chroma.from_documents(documents=splits, embedding=model, persist_directory=str(folder))

    return seconds(pipeline)


def large() -> dict[str, float]:
    """Searching and answering, warm, in a library of 30,000 paragraphs with perturbed vectors."""
    embeddings = SentenceEmbeddings()
    base = list(texts(50, seed=2))
    vectors = embeddings.encode([paragraph for paragraphs in base for paragraph in paragraphs])
    with tempfile.TemporaryDirectory() as folder, Library(folder, embeddings=embeddings) as library:
        library._catalog.store(perturbed(base, vectors), now="2026-01-01", settings={})
        filling = seconds(lambda: library._followers.follow(wait=True))
        assistant = Assistant(library)
        assistant.warm()
        search = [_new(embeddings, lambda q=q: assistant.search(q)) for _ in range(10) for q in QUESTIONS]
        ask = [_new(embeddings, lambda q=q: assistant.ask(q)) for _ in range(10) for q in QUESTIONS]
        again = [seconds(lambda q=q: assistant.ask(q)) for _ in range(3) for q in QUESTIONS]
        narrow = [seconds(lambda q=q: assistant.search(q, articles=["large-1"])) for _ in range(5) for q in QUESTIONS]
    return {
        "paragraphs": LARGE,
        "indexing without encoding: paragraphs a second": LARGE / filling,
        "search p50, ms (at most 30)": 1000 * statistics.median(search),
        "search p95, ms": 1000 * float(np.percentile(search, 95)),
        "search in one article p50, ms": 1000 * statistics.median(narrow),
        "answer p50, ms (at most 200)": 1000 * statistics.median(ask),
        "answer p95, ms": 1000 * float(np.percentile(ask, 95)),
        "answer whose sentences were met before p50, ms": 1000 * statistics.median(again),
    }


def mend() -> dict[str, float]:
    """Rebuilding each index from the catalog, in a library of 30,000 paragraphs, and answering meanwhile."""
    embeddings = SentenceEmbeddings()
    base = list(texts(50, seed=2))
    vectors = embeddings.encode([paragraph for paragraphs in base for paragraph in paragraphs])
    taken: dict[str, float] = {"paragraphs": LARGE}
    with tempfile.TemporaryDirectory() as folder:
        with Library(folder, embeddings=embeddings) as library:
            library._catalog.store(perturbed(base, vectors), now="2026-01-01", settings={})
            taken["filling both at first, s"] = seconds(lambda: library._followers.follow(wait=True))
        with Library(folder, embeddings=embeddings) as library:
            taken["opening both, sound, s"] = seconds(lambda: library._followers.follow(wait=True))
        taken["comparing the vectors' files with their seal, s"] = seconds(lambda: check(Path(folder) / "vectors"))
        for name in ("lexical", "vectors"):
            for path in (Path(folder) / name).rglob("*"):
                if path.is_file():
                    path.write_bytes(os.urandom(path.stat().st_size))
            with Library(folder, embeddings=embeddings) as library:
                meanwhile = seconds(lambda library=library: library.search(QUESTIONS[0]))
                taken[f"{name} damaged: to the first hits (from the other index after 2 s), s"] = meanwhile
                taken[f"{name} damaged: made anew, s"] = meanwhile + seconds(library._followers._thread.join)
                assert not library._followers._missing()
    return taken


def again() -> dict[str, float]:
    """Adding 10,000 unchanged files again, and once more with other times, so that they are read and compared."""
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "library") as library:
        files = [Path(folder) / "articles" / f"{number // 1000}" / f"{number}.txt" for number in range(10_000)]
        now = time.time()
        for path, paragraphs in zip(files, texts(len(files)), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(paragraphs), encoding="utf-8")
            os.utime(path, (now - 3600,) * 2)
        batches = Comparison(library._catalog, AddReport(), lambda: False, None).batches([Path(folder) / "articles"])
        for batch, _ in batches:
            entries = [
                Entry(one, item.identity, item.fingerprint, "", {}, stamp=item.stamp, **READ) for item, one in batch
            ]
            library._catalog.store(entries, now="2026-01-01", settings={})
        told = seconds(lambda: library.add(Path(folder) / "articles"))
        for path in files:
            os.utime(path, (now - 1800,) * 2)
        read = seconds(lambda: library.add(Path(folder) / "articles"))
    return {
        "files": len(files),
        "told by size and time, s": told,
        "read and compared, s": read,
        "told / read": told / read,
    }


def _new(embeddings: SentenceEmbeddings, work: Callable[[], object]) -> float:
    """Seconds, as if none of its texts had been read before."""
    forget(embeddings)
    return seconds(work)


def cold() -> dict[str, float]:
    """Whole processes: the command that asks, the page until it answers, and the page over a new library."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made"
        command = [sys.executable, "-c", "from assistant.cli import main; main()"]
        quiet = {
            "env": os.environ | {"ARTICLE_ASSISTANT_LIBRARY": str(made)},
            "stdout": subprocess.DEVNULL,
            "check": True,
        }
        subprocess.run([*command, "add", str(SAMPLES)], **quiet)
        ask = [seconds(lambda: subprocess.run([*command, "ask", QUESTIONS[0]], **quiet)) for _ in range(3)]
        listed = [seconds(lambda: subprocess.run([*command, "list"], **quiet)) for _ in range(3)]
        page = [_page_seconds(made) for _ in range(3)]
        first = _first_run_seconds(Path(folder) / "first")
    return {
        "ask from cold, s (at most 8)": statistics.median(ask),
        "list from cold, s": statistics.median(listed),
        "serve to the page, s": statistics.median(served for served, _ in page),
        "serve to an answer on the page, s (at most 10)": statistics.median(answered for _, answered in page),
        "first run with the samples to add, to the page, s": first,
    }


def _first_run_seconds(home: Path) -> float:
    """Seconds from `python app.py` without a library to the page; the samples are added on the way."""
    environment = os.environ | {"ARTICLE_ASSISTANT_LIBRARY": str(home)}
    start = time.perf_counter()
    with subprocess.Popen([sys.executable, "app.py", "--port", "0"], env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        said = next(line.decode() for line in server.stdout if b"http://" in line)
        urllib.request.urlopen(said[said.index("http://") :].strip(), timeout=60).read()
        taken = time.perf_counter() - start
        server.terminate()
    return taken


def _page_seconds(library: Path) -> tuple[float, float]:
    """Seconds from starting the server to the page, and to an answer on it."""
    with chromium() as browser, browser.new_page() as page:
        start = time.perf_counter()
        with served_command(library) as address:
            page.goto(address)
            served = time.perf_counter() - start
            page.locator("#question textarea").fill(QUESTIONS[0])
            page.keyboard.press("Enter")
            page.locator(".turn .marker").first.wait_for()
            return served, time.perf_counter() - start


ROWS: dict[str, Callable[[], dict[str, float]]] = {
    "ingest": ingest,
    "large": large,
    "kinds": kinds,
    "mend": mend,
    "again": again,
    "cold": cold,
    "report": report,
    "reopening": reopening,
    "articles": articles,
    "people": people,
    "adding": asking_while_adding,
    "page": page,
    "model": model,
    "clients": clients,
    "hostile": hostile,
    "good-files": good_files,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    results = {}
    for name in chosen.rows or ROWS:
        results[name] = ROWS[name]()
        print(name)
        for what, value in results[name].items():
            print(f"    {value:12.3f}  {what}", flush=True)
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        chosen.json.write_text(json.dumps(results, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
