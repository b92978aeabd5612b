"""How reading a hostile file affects health checks, answers and stopping, and what good files pay for that."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import httpx
import numpy as np

from index.library import SAMPLES, Library
from index.loading import worker, workers
from index.loading.messages import Message
from tests.benchmarks.made import QUESTIONS, texts
from tests.benchmarks.speed.load import serving
from tests.fakes import HashedEmbeddings

# A page that would take more than a minute of the processor, so that reading it is stopped.
SLOW = f"<html><body><p>{'The council met on Monday and agreed. ' * 9}</p>{'<div>a</div>' * 49_000}</body></html>"
ROUNDS, ASKED = 4, 40  # rounds, each without and with such a page, and questions each time
LOOK = 0.05  # seconds between two health checks
FILES, AT_ONCE = 1_000, 100


def hostile() -> dict[str, float]:
    """Answers and health checks of a server with and without a hostile page at work, in turn; then SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        with Library(folder) as library:
            library.add(SAMPLES)
        with serving(folder) as (process, address), httpx.Client(base_url=address, timeout=120) as client:
            for question in QUESTIONS:
                _asked(client, question)
            usual: list[float] = []
            beside: list[float] = []
            health: list[float] = []
            questions = cycle(QUESTIONS)
            for _ in range(ROUNDS):
                usual += [_asked(client, next(questions)) for _ in range(ASKED)]
                with _being_read(client), _health(address, health):
                    beside += [_asked(client, next(questions)) for _ in range(ASKED)]
            return {
                "health checks": len(health),
                "health check p99, ms": 1000 * float(np.percentile(health, 99)),
                "answer p50 / p95, ms: usual p50": 1000 * float(np.median(usual)),
                "usual p95": 1000 * float(np.percentile(usual, 95)),
                "beside it p50": 1000 * float(np.median(beside)),
                "beside it p95": 1000 * float(np.percentile(beside, 95)),
                "of the usual, p95": float(np.percentile(beside, 95) / np.percentile(usual, 95)),
                "seconds from SIGTERM to the end, while it is read": _stopping(process, client),
            }


def _asked(client: httpx.Client, question: str) -> float:
    begun = time.perf_counter()
    client.post("/api/ask", json={"question": question}).raise_for_status()
    return time.perf_counter() - begun


@contextmanager
def _being_read(client: httpx.Client) -> Iterator[None]:
    """Keeps a hostile page being read meanwhile: sends it again whenever reading was stopped."""
    over = threading.Event()

    def send() -> None:
        while not over.is_set():
            job = client.post("/api/articles", files={"files": ("slow.html", SLOW)}).headers["location"]
            while client.get(job).json()["state"] not in ("done", "failed", "cancelled"):
                if over.wait(0.2):
                    client.delete(job)
                    return

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(1)  # until it is read
    try:
        yield
    finally:
        over.set()
        sending.join()


@contextmanager
def _health(address: str, taken: list[float]) -> Iterator[None]:
    """Runs health checks meanwhile, and adds how long each took."""
    over = threading.Event()

    def look() -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while not over.wait(LOOK):
                begun = time.perf_counter()
                client.get("/healthz").raise_for_status()
                taken.append(time.perf_counter() - begun)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()


def _stopping(process: subprocess.Popen[str], client: httpx.Client) -> float:
    client.post("/api/articles", files={"files": ("slow.html", SLOW)}).raise_for_status()
    time.sleep(2)  # until it is read
    begun = time.perf_counter()
    process.terminate()
    process.wait(120)
    return time.perf_counter() - begun


class _Here(workers.Workers):
    """Reads in this process, as before there were worker processes."""

    def ask(self, message: Message, *, seconds: float, stopped: Callable[[], bool] = lambda: False) -> Message:
        return worker.answer_to(message)


def good_files() -> dict[str, float]:
    """Adding 1,000 good pages, read in worker processes and in this one, in turn, without the cost of encoding."""
    bodies = cycle(texts(50))
    took: dict[str, list[float]] = {"apart": [], "here": []}
    ways = {"apart": workers.WORKERS, "here": _Here()}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES // AT_ONCE + 1):
            pages = Path(folder) / str(number)
            pages.mkdir()
            for page in range(AT_ONCE):
                paragraphs = "".join(f"<p>{text}</p>" for text in next(bodies))
                (pages / f"{page}.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>")
            for way in sorted(ways, reverse=bool(number % 2)):
                workers.WORKERS = ways[way]
                with Library(Path(folder) / f"{way}-{number}", embeddings=HashedEmbeddings()) as library:
                    begun = time.perf_counter()
                    report = library.add(pages)
                    took[way].append(time.perf_counter() - begun)
                    assert len(report.added) == AT_ONCE
    workers.WORKERS = ways["apart"]
    apart, here = (sum(took[way][1:]) for way in ("apart", "here"))  # the first batch loads what is needed
    return {"seconds for 1,000 apart": apart, "in this process": here, "of that": apart / here}
