"""Memory and startup time of a server with several libraries: `python -m tests.benchmarks.several`.

The command serves libraries of made-up articles, first one and then all, and each is asked a question. Memory is the
proportional set size (PSS) of the server and of the processes that it started, as Linux counts it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

from index.embedding import SentenceEmbeddings
from index.library import Library

ROOT = Path(__file__).parents[2]
WORDS = (
    "harbour tower crane council ferry orchard glacier museum bridge school river market union strike budget".split()
)
PARAGRAPHS_EACH = 10  # of an article


def made(folder: Path, number: int, paragraphs: int, embeddings: SentenceEmbeddings) -> Path:
    chance = random.Random(number)

    def sentence() -> str:
        return f"The {' '.join(chance.choices(WORDS, k=7))} opened on Monday, said {chance.choice(WORDS).title()} Lund."

    lines = [
        {"id": f"a{place}", "title": sentence(), "text": "\n\n".join(sentence() for _ in range(PARAGRAPHS_EACH))}
        for place in range(paragraphs // PARAGRAPHS_EACH)
    ]
    source = folder / f"made{number}.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with Library(folder / f"library{number}", embeddings=embeddings) as library:
        library.add(source)
    return folder / f"library{number}"


def held(pid: int) -> int:
    """Megabytes of a process and of its children."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = re.search(r"^Pss:\s+(\d+)", own, re.MULTILINE)
    return int(found[1] if found else 0) // 1024 + sum(held(int(child)) for child in children)


def served(folders: list[Path]) -> tuple[float, int]:
    """Seconds until it prints its address, and megabytes after every library was asked."""
    named = [part for folder in folders for part in ("--library", str(folder))]
    command = [sys.executable, "-m", "assistant", "serve", "--port", "0", *named]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "http://" in line)
        started, address = time.perf_counter() - begun, re.search(r"http://\S+", said)
        assert address is not None
        for folder in folders:
            question = {"question": "What did Lund say about the tower?"}
            question |= {"library": folder.name} if len(folders) > 1 else {}
            sent = Request(f"{address[0]}/api/ask", json.dumps(question).encode(), {"Content-Type": "application/json"})
            urlopen(sent, timeout=600).read()
        holds = held(process.pid)
        process.terminate()
    return started, holds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--libraries", type=int, default=10)
    parser.add_argument("--paragraphs", type=int, default=3_000)
    order = parser.parse_args()
    with tempfile.TemporaryDirectory() as made_in:
        embeddings = SentenceEmbeddings()
        first = made(Path(made_in), 0, order.paragraphs, embeddings)
        folders = [first, *(Path(made_in) / f"library{number}" for number in range(1, order.libraries))]
        for folder in folders[1:]:
            subprocess.run(["cp", "-r", str(first), str(folder)], check=True)  # of the same size, made once
        one, several = served(folders[:1]), served(folders)
    print(f"one library: {one[0]:.1f} s to start, {one[1]} MB")
    print(f"{order.libraries} libraries: {several[0]:.1f} s to start, {several[1]} MB, {several[1] / one[1]:.2f} times")


if __name__ == "__main__":
    main()
