"""Fifty clients at once on loopback for a minute, each question different, compared with the cost of one answer."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

from index.embedding import SentenceEmbeddings
from index.library import Library
from tests.benchmarks.made import LARGE, perturbed, texts
from tests.browser.serving import ROOT

CLIENTS, SECONDS = 50, 60.0
ALONE = 60  # answers, one after another, from which the cost of one is measured
_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def clients() -> dict[str, float]:
    """Quoted answers over REST on a large library; the clients share the server's cores."""
    base = list(texts(50, seed=2))
    questions = _questions(base)
    with tempfile.TemporaryDirectory() as folder:
        embeddings = SentenceEmbeddings()
        vectors = embeddings.encode([paragraph for paragraphs in base for paragraph in paragraphs])
        with Library(folder, embeddings=embeddings) as library:
            library._catalog.store(perturbed(base, vectors), now="2026-01-01", settings={})
            library._followers.follow(wait=True)
        with serving(folder) as (process, address), httpx.Client(base_url=address, timeout=60) as client:
            client.post("/api/search", json={"question": next(questions)}).raise_for_status()  # waits for the models
            for _ in range(ALONE):  # so that everything is loaded before the clock starts
                client.post("/api/ask", json={"question": next(questions)}).raise_for_status()
            cost = _cpu_seconds(process)
            begun = time.perf_counter()
            for _ in range(ALONE):
                client.post("/api/ask", json={"question": next(questions)}).raise_for_status()
            alone = (time.perf_counter() - begun) / ALONE
            cost = (_cpu_seconds(process) - cost) / ALONE
            before, begun = _memory(process), time.perf_counter()
            taken, errors, halfway = asyncio.run(_load(address, questions, process))
            lasted, after = time.perf_counter() - begun, _memory(process)
    best = (os.cpu_count() or 1) / cost
    return {
        "paragraphs": LARGE,
        "clients": CLIENTS,
        "answers": len(taken),
        "errors (none)": errors,
        "answers a second": len(taken) / lasted,
        "answers a second, best possible (cores / processor time of one answer)": best,
        "answer p50, ms": 1000 * float(np.median(taken)),
        "answer p95, ms": 1000 * float(np.percentile(taken, 95)),
        "answer, best possible with so many clients, ms": 1000 * CLIENTS / best,
        "one answer alone, ms": 1000 * alone,
        "one answer alone, ms of processor time": 1000 * cost,
        "memory at the start, MB": before,
        "memory after half of it, MB": halfway,
        "memory at the end, MB": after,
    }


async def _load(
    address: str, questions: Iterator[str], process: subprocess.Popen[str]
) -> tuple[list[float], int, float]:
    """How long each answer took, how many requests failed, and the memory halfway."""
    taken: list[float] = []
    errors, until, memory = 0, time.perf_counter() + SECONDS, 0.0

    async def ask() -> None:
        nonlocal errors
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            while (begun := time.perf_counter()) < until:
                try:
                    told = await client.post("/api/ask", json={"question": next(questions)})
                    errors += told.status_code != 200
                except httpx.HTTPError:
                    errors += 1
                taken.append(time.perf_counter() - begun)

    async def look() -> None:
        nonlocal memory
        await asyncio.sleep(SECONDS / 2)
        memory = _memory(process)

    await asyncio.gather(look(), *(ask() for _ in range(CLIENTS)))
    return taken, errors, memory


def _questions(base: list[list[str]]) -> Iterator[str]:
    """Endless questions, each of three words from one paragraph, so that there is something to answer."""
    chance = random.Random(5)
    words = [[word.strip(".,\"'()") for word in text.split() if len(word) > 5] for body in base for text in body]
    words = [some for some in words if len(some) > 3]
    while True:
        one, other, third = chance.sample(chance.choice(words), 3)
        yield f"What did they say about {one}, {other} and {third}?"


@contextmanager
def serving(library: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "app.py", "--library", library, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "http://" in line)
        try:
            yield process, said[said.index("http://") :].strip()
        finally:
            process.terminate()


def _cpu_seconds(process: subprocess.Popen[str]) -> float:
    """The processor time that all threads of a process have used, from Linux's /proc."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _memory(process: subprocess.Popen[str]) -> float:
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * _PAGE / 1_000_000
